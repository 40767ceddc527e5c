// SPDX-License-Identifier: GPL-3.0-or-later
// Places names so that none covers another, a marker or the edge, and so that they stay where they were from
// one frame to the next. Owned by MapView; UI thread.
#pragma once

#include <functional>
#include <span>
#include <unordered_map>
#include <vector>

#include "kiosk/map/label_line.hpp"
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
    std::size_t key = 0;  ///< of the name: equal names have equal keys
    WorldPoint place;     ///< of a line its middle
    base::Point at;       ///< on the screen
    int priority = 0;     ///< higher goes first, then the heavier
    double weight = 0;
    base::Size thing{
        10, 10};       ///< the dot or icon on the place, beside which the words stand; none: they stand on it
    float repeat = 0;  ///< design pixels before the same name may stand again; 0: a place is named once
    bool named = true;                 ///< false: a sign without words
    bool thing_alone = false;          ///< the thing shows also where the words find no room
    float least_width = 0;             ///< no words of this name are narrower
    std::span<const WorldPoint> line;  ///< along which the words stand; empty: a point
};

struct PlacedLabel {
    std::size_t candidate;
    base::Rect rect;          ///< of the words; around the pieces
    bool show_thing = false;  ///< false where a marker stands on the place
    bool show_words = true;
    draw::TextAlign align = draw::TextAlign::center;  ///< of several lines of words
    std::vector<WordPiece> pieces;                    ///< along a line
    base::Point middle;                               ///< of words along a line: where on it
};

enum class Edges {
    strict,
    cut
};  ///< cut: a name that was there may leave over the edge, while the map moves

class LabelPlacer {
  public:
    static constexpr float kDotRadius = 5;
    static constexpr float kMargin = 6;  ///< between words and the map's edge

    /// The shape of a candidate's words; asked for only when there may be room for them. nullptr: not known
    /// yet, the candidate waits for another time.
    using ShapeOf = std::function<const WordShape*(std::size_t candidate)>;

    /// `obstacles` are the markers.
    std::vector<PlacedLabel> place(const View& view, std::span<const LabelCandidate> candidates,
                                   std::span<const base::Rect> obstacles, Edges edges,
                                   const ShapeOf& shape_of);
    void forget() { m_before.clear(); }

  private:
    struct Before {
        WorldPoint at;  // the place, or on the line the middle of the words
        int anchor;
    };
    using Memory = std::unordered_multimap<std::size_t, Before>;
    class Round;

    Memory m_before;  // by the name's key
};

}  // namespace accueil::map
