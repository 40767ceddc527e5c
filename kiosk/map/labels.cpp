// SPDX-License-Identifier: GPL-3.0-or-later
#include "kiosk/map/labels.hpp"

#include <array>
#include <tuple>

namespace accueil::map {

namespace {

bool overlap(const base::Rect& a, const base::Rect& b) {
    return a.x < b.right() && b.x < a.right() && a.y < b.bottom() && b.y < a.bottom();
}

bool within(const base::Rect& inner, const base::Rect& outer) {
    return inner.x >= outer.x && inner.y >= outer.y && inner.right() <= outer.right() &&
           inner.bottom() <= outer.bottom();
}

enum class Side { right, left, above, below };

constexpr float kGap = 4;
constexpr std::array<Side, 4> kSides{Side::right, Side::left, Side::above, Side::below};
constexpr int kOnPlace = -1, kThingAlone = -2, kOnLine = -3;
// About 20 km: the same town in tiles of two zooms is one, its namesake elsewhere is not.
constexpr double kSameTown = 1.0 / 2048;
constexpr float kSamePlace = 24;  // design pixels: the same thing in tiles of two zooms
constexpr float kSameLine = 10;   // design pixels between a line and the words that stood on it
constexpr float kWordRoom = 2;    // around words along a line
constexpr int kMostTries = 24;    // along one line

base::Rect around(base::Point at, base::Size size) {
    return {at.x - size.width / 2, at.y - size.height / 2, size.width, size.height};
}

/// The words at one side of `thing`: the place's dot, or the marker that stands on the place.
base::Rect beside(const base::Rect& thing, base::Size words, int anchor) {
    const base::Point middle = thing.center();
    const auto [width, height] = words;
    if (anchor == kOnPlace) return {middle.x - width / 2, middle.y - height / 2, width, height};
    switch (kSides[static_cast<std::size_t>(anchor)]) {
        case Side::right:
            return {thing.right() + kGap, middle.y - height / 2, width, height};
        case Side::left:
            return {thing.x - kGap - width, middle.y - height / 2, width, height};
        case Side::above:
            return {middle.x - width / 2, thing.y - kGap - height, width, height};
        case Side::below:
            break;
    }
    return {middle.x - width / 2, thing.bottom() + kGap, width, height};
}

draw::TextAlign align_of(int anchor) {
    if (anchor < 0) return draw::TextAlign::center;
    switch (kSides[static_cast<std::size_t>(anchor)]) {
        case Side::right:
            return draw::TextAlign::left;
        case Side::left:
            return draw::TextAlign::right;
        default:
            return draw::TextAlign::center;
    }
}

bool near_middle(base::Point p, const base::Rect& marker) {
    const base::Point way = p - marker.center();
    return std::hypot(way.x, way.y) < marker.width / 3;
}

float length_between(base::Point a, base::Point b) {
    return std::hypot(a.x - b.x, a.y - b.y);
}

}  // namespace

CollisionGrid::CollisionGrid(const base::Rect& area)
    : m_area(area),
      m_columns(std::max(1, static_cast<int>(std::ceil(area.width / kCell)))),
      m_rows(std::max(1, static_cast<int>(std::ceil(area.height / kCell)))),
      m_cells(static_cast<std::size_t>(m_columns) * static_cast<std::size_t>(m_rows)) {}

template <class Visit>
void CollisionGrid::cells(const base::Rect& rect, const Visit& visit) const {
    const auto index = [](float at, int count) {
        return std::clamp(static_cast<int>(std::floor(at / kCell)), 0, count - 1);
    };
    for (int y = index(rect.y - m_area.y, m_rows); y <= index(rect.bottom() - m_area.y, m_rows); ++y)
        for (int x = index(rect.x - m_area.x, m_columns); x <= index(rect.right() - m_area.x, m_columns); ++x)
            visit(static_cast<std::size_t>(y) * static_cast<std::size_t>(m_columns) +
                  static_cast<std::size_t>(x));
}

void CollisionGrid::add(const base::Rect& rect) {
    const auto number = static_cast<std::uint32_t>(m_rects.size());
    m_rects.push_back(rect);
    cells(rect, [&](std::size_t cell) { m_cells[cell].push_back(number); });
}

bool CollisionGrid::is_free(const base::Rect& rect) const {
    bool is_free = true;
    cells(rect, [&](std::size_t cell) {
        for (const std::uint32_t number : m_cells[cell])
            is_free = is_free && !overlap(rect, m_rects[number]);
    });
    return is_free;
}

/// One placing of all candidates.
class LabelPlacer::Round {
  public:
    Round(const View& view, std::span<const LabelCandidate> candidates, std::span<const base::Rect> obstacles,
          Edges edges, const ShapeOf& shape_of, const Memory& before)
        : m_view(view),
          m_area(view.rect),
          m_inside(view.rect.inset(kMargin)),
          m_candidates(candidates),
          m_obstacles(obstacles),
          m_edges(edges),
          m_shape_of(shape_of),
          m_before(before),
          m_grid(view.rect),
          m_taken(obstacles.size(), false) {
        for (const base::Rect& obstacle : obstacles)
            m_grid.add(obstacle);
    }

    void run() {
        for (const auto& [candidate, before] : order()) {
            const LabelCandidate& label = m_candidates[candidate];
            if (label.line.empty())
                point(candidate, label, before);
            else
                line(candidate, label);
        }
    }

    std::vector<PlacedLabel> placed;
    Memory now;

  private:
    struct Turn {
        std::size_t candidate;
        const Before* before;
    };

    /// Who comes first: what is more important, then what was there, then the heavier.
    std::vector<Turn> order() const {
        std::vector<Turn> turns;
        turns.reserve(m_candidates.size());
        const base::Rect near = m_area.inset(-kGap - 64);
        for (std::size_t i = 0; i < m_candidates.size(); ++i) {
            const LabelCandidate& label = m_candidates[i];
            if (!label.line.empty() || near.contains(label.at)) turns.push_back({i, before_of(label)});
        }
        std::sort(turns.begin(), turns.end(), [&](const Turn& one, const Turn& two) {
            const LabelCandidate &a = m_candidates[one.candidate], &b = m_candidates[two.candidate];
            if (a.priority != b.priority) return a.priority > b.priority;
            if ((one.before == nullptr) != (two.before == nullptr)) return one.before != nullptr;
            if (a.weight != b.weight) return a.weight > b.weight;
            return std::tie(a.key, a.place.x, one.candidate) < std::tie(b.key, b.place.x, two.candidate);
        });
        return turns;
    }

    bool same_place(const LabelCandidate& label, WorldPoint other) const {
        if (label.repeat <= 0)
            return std::hypot(label.place.x - other.x, label.place.y - other.y) < kSameTown;
        return length_between(label.at, m_view.to_screen(other)) < std::min(label.repeat, kSamePlace);
    }

    const Before* before_of(const LabelCandidate& label) const {
        const auto [begin, end] = m_before.equal_range(label.key);
        for (auto at = begin; at != end; ++at)
            if (!label.line.empty() ? at->second.anchor == kOnLine
                                    : at->second.anchor != kOnLine && same_place(label, at->second.at))
                return &at->second;
        return nullptr;
    }

    /// Has the name been said, here or nearer than it may be repeated?
    bool said(const LabelCandidate& label, base::Point at) const {
        const auto [begin, end] = now.equal_range(label.key);
        return std::any_of(begin, end, [&](const auto& entry) {
            return label.repeat > 0 ? length_between(at, m_view.to_screen(entry.second.at)) < label.repeat
                                    : same_place(label, entry.second.at);
        });
    }

    void point(std::size_t candidate, const LabelCandidate& label, const Before* before) {
        const bool has_thing = label.thing.width > 0;
        const base::Rect dot = around(label.at, label.thing);
        if (!overlap(dot.inset(-1), m_area) || said(label, label.at)) return;
        const auto marker = std::find_if(m_obstacles.begin(), m_obstacles.end(),
                                         [&](const base::Rect& obstacle) { return overlap(dot, obstacle); });
        const bool under_marker = marker != m_obstacles.end();
        if (has_thing && !under_marker &&
            (!m_grid.is_free(dot) || !(m_edges == Edges::cut || within(dot, m_inside))))
            return;
        // Words beside a marker name the marker's place, which is a town, not a thing in it: only one name,
        // and of what stands right under it.
        const auto number = static_cast<std::size_t>(marker - m_obstacles.begin());
        if (under_marker &&
            (!has_thing || label.repeat > 0 || !near_middle(label.at, *marker) || m_taken[number]))
            return;
        const base::Rect thing = under_marker ? *marker : dot;
        const auto take = [&](int anchor, const base::Rect& rect) {
            if (anchor != kThingAlone) m_grid.add(rect.inset(1 - kGap));
            if (has_thing && !under_marker) m_grid.add(dot);
            PlacedLabel place{
                candidate, rect, has_thing && !under_marker, anchor != kThingAlone, align_of(anchor), {}, {}};
            placed.push_back(std::move(place));
            now.emplace(label.key, Before{label.place, anchor});
            if (under_marker) m_taken[number] = true;
        };
        if (label.named) {
            const WordShape* shape = m_shape_of(candidate);
            if (shape == nullptr) return;
            const auto try_at = [&](int anchor) {
                if (has_thing == (anchor == kOnPlace)) return false;
                const base::Rect rect = beside(thing, shape->size, anchor);
                const bool may_be_cut =
                    m_edges == Edges::cut && before != nullptr && before->anchor == anchor;
                if (!(within(rect, m_inside) || (may_be_cut && overlap(rect, m_area))) ||
                    !m_grid.is_free(rect.inset(1 - kGap)))
                    return false;
                take(anchor, rect);
                return true;
            };
            if (before != nullptr && before->anchor >= kOnPlace && try_at(before->anchor)) return;
            for (int anchor = kOnPlace; anchor < static_cast<int>(kSides.size()); ++anchor)
                if (try_at(anchor)) return;
            if (!label.thing_alone) return;
        }
        take(kThingAlone, dot);
    }

    void line(std::size_t candidate, const LabelCandidate& label) {
        std::vector<base::Point> points;
        points.reserve(label.line.size());
        base::Rect bounds{1e9F, 1e9F, 0, 0};
        float right = -1e9F, bottom = -1e9F;
        for (const WorldPoint p : label.line) {
            points.push_back(m_view.to_screen(p));
            bounds.x = std::min(bounds.x, points.back().x);
            bounds.y = std::min(bounds.y, points.back().y);
            right = std::max(right, points.back().x);
            bottom = std::max(bottom, points.back().y);
        }
        bounds.width = right - bounds.x;
        bounds.height = bottom - bounds.y;
        if (!overlap(bounds.inset(-1), m_area)) return;
        const Path path(std::move(points));
        if (path.length() < label.least_width) return;
        const WordShape* shape = m_shape_of(candidate);
        if (shape == nullptr || path.length() < shape->size.width) return;

        const auto try_at = [&](float along) {
            const base::Point middle = path.at(along);
            if (!m_area.contains(middle) || said(label, middle)) return false;
            auto pieces = path.words(*shape, along);
            if (!pieces) return false;
            const std::vector<base::Rect> boxes = boxes_of(*pieces, shape->font_size);
            const bool may_be_cut = m_edges == Edges::cut && was_at(label, middle);
            for (const base::Rect& box : boxes)
                if ((!may_be_cut && !within(box, m_inside)) || !m_grid.is_free(box.inset(-kWordRoom)))
                    return false;
            for (const base::Rect& box : boxes)
                m_grid.add(box.inset(-kWordRoom));
            PlacedLabel place{candidate, bounds_of_boxes(boxes),  false,
                              true,      draw::TextAlign::center, std::move(*pieces),
                              middle};
            placed.push_back(std::move(place));
            now.emplace(label.key, Before{m_view.to_world(middle), kOnLine});
            return true;
        };
        const auto [begin, end] = m_before.equal_range(label.key);
        for (auto at = begin; at != end; ++at) {
            if (at->second.anchor != kOnLine) continue;
            const Path::Nearest nearest = path.nearest(m_view.to_screen(at->second.at));
            if (nearest.distance < kSameLine) try_at(nearest.along);
        }
        // From the middle outwards.
        const float step = std::max(32.0F, shape->size.width / 3);
        const float middle = path.length() / 2;
        int tries = 0;
        for (float off = 0; off <= middle && tries < kMostTries; off += step, ++tries) {
            try_at(middle + off);
            if (off > 0) try_at(middle - off);
        }
    }

    bool was_at(const LabelCandidate& label, base::Point middle) const {
        const auto [begin, end] = m_before.equal_range(label.key);
        return std::any_of(begin, end, [&](const auto& entry) {
            return entry.second.anchor == kOnLine &&
                   length_between(middle, m_view.to_screen(entry.second.at)) < kSameLine;
        });
    }

    static base::Rect bounds_of_boxes(std::span<const base::Rect> boxes) {
        base::Rect all = boxes.front();
        for (const base::Rect& box : boxes) {
            const float right = std::max(all.right(), box.right()),
                        bottom = std::max(all.bottom(), box.bottom());
            all.x = std::min(all.x, box.x);
            all.y = std::min(all.y, box.y);
            all.width = right - all.x;
            all.height = bottom - all.y;
        }
        return all;
    }

    const View& m_view;
    base::Rect m_area, m_inside;
    std::span<const LabelCandidate> m_candidates;
    std::span<const base::Rect> m_obstacles;
    Edges m_edges;
    const ShapeOf& m_shape_of;
    const Memory& m_before;
    CollisionGrid m_grid;
    std::vector<bool> m_taken;  // by obstacle: it is named
};

std::vector<PlacedLabel> LabelPlacer::place(const View& view, std::span<const LabelCandidate> candidates,
                                            std::span<const base::Rect> obstacles, Edges edges,
                                            const ShapeOf& shape_of) {
    Round round(view, candidates, obstacles, edges, shape_of, m_before);
    round.run();
    m_before = std::move(round.now);
    return std::move(round.placed);
}

}  // namespace accueil::map
