// SPDX-License-Identifier: GPL-3.0-or-later
#include "kiosk/map/markers.hpp"

#include <algorithm>
#include <numeric>

#include "sync/base/log.hpp"

namespace accueil::map {

namespace {

std::vector<Marker> with_a_place(std::vector<Marker> markers) {
    const std::size_t without = std::erase_if(markers, [](const Marker& marker) {
        return !std::isfinite(marker.coordinates.latitude) || !std::isfinite(marker.coordinates.longitude);
    });
    if (without > 0)
        base::log(base::LogLevel::warning, "map",
                  std::to_string(without) + " markers have no place on Earth and are left out");
    return markers;
}

std::vector<WorldPoint> places_of(const std::vector<Marker>& markers) {
    std::vector<WorldPoint> points;
    points.reserve(markers.size());
    for (const Marker& marker : markers)
        points.push_back(to_world(marker.coordinates));
    return points;
}

}  // namespace

MarkerSet::MarkerSet(std::vector<Marker> markers)
    : m_markers(with_a_place(std::move(markers))),
      m_by_id(m_markers.size()),
      m_clusters(places_of(m_markers)) {
    std::iota(m_by_id.begin(), m_by_id.end(), 0U);
    std::sort(m_by_id.begin(), m_by_id.end(), [this](std::uint32_t a, std::uint32_t b) {
        const int order = m_markers[a].id.compare(m_markers[b].id);
        return order != 0 ? order < 0 : a < b;
    });
}

std::optional<std::uint32_t> MarkerSet::index_of(std::string_view id) const {
    const auto found = std::lower_bound(
        m_by_id.begin(), m_by_id.end(), id,
        [this](std::uint32_t index, std::string_view wanted) { return m_markers[index].id < wanted; });
    if (found == m_by_id.end() || m_markers[*found].id != id) return std::nullopt;
    return *found;
}

std::vector<std::uint32_t> MarkerSet::some_of(NodeId node, std::size_t most) const {
    std::vector<std::uint32_t> some = m_clusters.members(node, most);
    if (some.size() == m_clusters.count(node)) std::sort(some.begin(), some.end());
    return some;
}

std::vector<std::string> MarkerSet::some_ids_of(NodeId node, std::size_t most) const {
    std::vector<std::string> ids;
    for (const std::uint32_t index : some_of(node, most))
        ids.push_back(m_markers[index].id);
    return ids;
}

MarkerSetPtr make_marker_set(std::vector<Marker> markers) {
    return std::make_shared<const MarkerSet>(std::move(markers));
}

WorldRect bounds_of(std::span<const WorldPoint> points) {
    if (points.empty()) return {};
    WorldRect area{points[0].x, points[0].y, points[0].x, points[0].y};
    for (const WorldPoint p : points)
        area = {std::min(area.left, p.x), std::min(area.top, p.y), std::max(area.right, p.x),
                std::max(area.bottom, p.y)};
    return area;
}

}  // namespace accueil::map
