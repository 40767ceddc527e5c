// SPDX-License-Identifier: GPL-3.0-or-later
// Lines that names stand along: cut, joined, made simpler by the tile workers, and walked by LabelPlacer.
// Pure; any thread.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "kiosk/draw/text.hpp"
#include "kiosk/map/projection.hpp"

namespace accueil::map {

using Line = std::vector<WorldPoint>;

double length_of(std::span<const WorldPoint> line);
/// Halfway along.
WorldPoint middle_of(std::span<const WorldPoint> line);
/// Without the points that are nearer than `tolerance` to the line between others (Douglas and Peucker).
Line simplified(std::span<const WorldPoint> line, double tolerance);
/// The pieces inside `area`.
std::vector<Line> cut_to(std::span<const WorldPoint> line, const WorldRect& area);
/// Lines whose ends meet within `reach` become one, as long as it does not turn sharply there.
std::vector<Line> joined(std::vector<Line> lines, double reach);

/// The words of a name as far as placing them goes, design pixels.
struct WordShape {
    base::Size size;
    std::vector<draw::Cluster> clusters;  ///< empty: in one piece
    float font_size = 22;
};

/// A part of the words, from `from` to `to` along them, turned about its middle.
struct WordPiece {
    float from = 0, to = 0;
    base::Point center;
    float angle = 0;  ///< radians, clockwise
};

/// A line on the screen.
class Path {
  public:
    /// Design pixels.
    explicit Path(std::vector<base::Point> points);
    float length() const { return m_along.empty() ? 0 : m_along.back(); }
    base::Point at(float distance) const;
    std::span<const base::Point> points() const { return m_points; }
    /// How far along the nearest point of the path is, and how far from `p`.
    struct Nearest {
        float along = 0, distance = 0;
    };
    Nearest nearest(base::Point p) const;

    /// The words about `middle`, never upside down; nothing where the path is too short or turns too sharply.
    std::optional<std::vector<WordPiece>> words(const WordShape& shape, float middle) const;

  private:
    float angle(float from, float to) const;
    std::optional<std::vector<WordPiece>> in_one_piece(const WordShape& shape, float first, float last) const;

    std::vector<base::Point> m_points;
    std::vector<float> m_along;  // of each point, from the first
};

/// Small upright rectangles that cover the pieces.
std::vector<base::Rect> boxes_of(std::span<const WordPiece> pieces, float height);

}  // namespace accueil::map
