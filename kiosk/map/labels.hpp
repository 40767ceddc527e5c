// SPDX-License-Identifier: GPL-3.0-or-later
// Places names so that none covers another, a marker or the edge, and so that they stay where they were from
// one frame to the next. Owned by MapView; UI thread.
#pragma once

#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "kiosk/map/projection.hpp"

namespace accueil::map {

/// Rectangles in cells, so that a question touches its neighbours alone.
class CollisionGrid {
  public:
    explicit CollisionGrid(const base::Rect& area);
    void add(const base::Rect& rect);
    bool is_free(const base::Rect& rect) const;

  private:
    static constexpr float kCell = 64;
    template <class Visit>
    void cells(const base::Rect& rect, const Visit& visit) const;

    base::Rect m_area;
    int m_columns, m_rows;
    std::vector<base::Rect> m_rects;
    std::vector<std::vector<std::uint32_t>> m_cells;
};

struct LabelCandidate {
    std::string name;
    WorldPoint place;
    base::Point at;    ///< on the screen
    base::Size size;   ///< of the words
    int priority = 0;  ///< higher goes first, then the heavier
    double weight = 0;
    bool dot = true;  ///< a point marks the place, the words stand beside it; else they stand on it
};

struct PlacedLabel {
    std::size_t candidate;
    base::Rect rect;  ///< of the words
    bool show_dot;    ///< false where a marker stands on the place
};

enum class Edges {
    strict,
    cut
};  ///< cut: a name that was there may leave over the edge, while the map moves

class LabelPlacer {
  public:
    static constexpr float kDotRadius = 5;
    static constexpr float kMargin = 6;  ///< between words and the map's edge

    /// `obstacles` are the markers.
    std::vector<PlacedLabel> place(const base::Rect& area, std::span<const LabelCandidate> candidates,
                                   std::span<const base::Rect> obstacles, Edges edges);
    void forget() { m_before.clear(); }

  private:
    std::unordered_map<std::string, int> m_before;  // key → anchor of the last frame
};

}  // namespace accueil::map
