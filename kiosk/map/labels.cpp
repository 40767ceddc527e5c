// SPDX-License-Identifier: GPL-3.0-or-later
#include "kiosk/map/labels.hpp"

#include <array>
#include <numeric>
#include <set>
#include <string_view>
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
constexpr int kOnPlace = -1;

base::Rect dot_of(const LabelCandidate& label) {
    constexpr float kRadius = LabelPlacer::kDotRadius;
    return {label.at.x - kRadius, label.at.y - kRadius, 2 * kRadius, 2 * kRadius};
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

bool near_middle(base::Point p, const base::Rect& marker) {
    const base::Point way = p - marker.center();
    return std::hypot(way.x, way.y) < marker.width / 3;
}

// About 20 km: the same town in tiles of two zooms has the same key, its namesake elsewhere has not.
std::string key_of(const LabelCandidate& label) {
    constexpr double kCells = 2048;
    return label.name + '@' + std::to_string(std::lround(label.place.x * kCells)) + ',' +
           std::to_string(std::lround(label.place.y * kCells));
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

std::vector<PlacedLabel> LabelPlacer::place(const base::Rect& area,
                                            std::span<const LabelCandidate> candidates,
                                            std::span<const base::Rect> obstacles, Edges edges) {
    std::vector<std::string> keys;
    std::vector<const int*> before;
    for (const LabelCandidate& label : candidates) {
        keys.push_back(key_of(label));
        const auto found = m_before.find(keys.back());
        before.push_back(found == m_before.end() ? nullptr : &found->second);
    }
    std::vector<std::size_t> order(candidates.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    const auto rank = [&](std::size_t i) {
        return std::tuple(-candidates[i].priority, before[i] == nullptr, -candidates[i].weight,
                          std::string_view(keys[i]));
    };
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return rank(a) < rank(b); });

    CollisionGrid grid(area);
    for (const base::Rect& obstacle : obstacles)
        grid.add(obstacle);
    const base::Rect inside = area.inset(kMargin);

    std::unordered_map<std::string, int> now;
    std::set<const base::Rect*> named;
    std::vector<PlacedLabel> placed;
    for (const std::size_t i : order) {
        const LabelCandidate& label = candidates[i];
        if (now.contains(keys[i])) continue;
        const base::Rect dot = dot_of(label);
        const auto marker = std::find_if(obstacles.begin(), obstacles.end(),
                                         [&](const base::Rect& obstacle) { return overlap(dot, obstacle); });
        const bool under_marker = marker != obstacles.end();
        if (label.dot && !under_marker &&
            (!grid.is_free(dot) || !(edges == Edges::cut || within(dot, inside))))
            continue;
        // Words beside a marker name the marker's place: only one name, and of what stands right under it.
        if (under_marker && (!label.dot || !near_middle(label.at, *marker) || named.contains(&*marker)))
            continue;
        const base::Rect thing = under_marker ? *marker : dot;
        const auto fits = [&](int anchor) {
            if (label.dot == (anchor == kOnPlace)) return false;
            const base::Rect rect = beside(thing, label.size, anchor);
            const bool may_be_cut = edges == Edges::cut && before[i] != nullptr && *before[i] == anchor;
            return (within(rect, inside) || (may_be_cut && overlap(rect, area))) &&
                   grid.is_free(rect.inset(1 - kGap));
        };
        const auto take = [&](int anchor) {
            const base::Rect rect = beside(thing, label.size, anchor);
            grid.add(rect.inset(1 - kGap));
            if (label.dot && !under_marker) grid.add(dot);
            placed.push_back({i, rect, label.dot && !under_marker});
            now.emplace(keys[i], anchor);
            if (under_marker) named.insert(&*marker);
        };
        if (before[i] != nullptr && fits(*before[i])) {
            take(*before[i]);
            continue;
        }
        for (int anchor = kOnPlace; anchor < static_cast<int>(kSides.size()); ++anchor)
            if (fits(anchor)) {
                take(anchor);
                break;
            }
    }
    m_before = std::move(now);
    return placed;
}

}  // namespace accueil::map
