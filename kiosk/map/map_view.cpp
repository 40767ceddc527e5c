// SPDX-License-Identifier: GPL-3.0-or-later
// What happens to the map; how it is drawn is in map_drawing.cpp.
#include "kiosk/map/map_view.hpp"

#include <algorithm>
#include <utility>

namespace accueil::map {

namespace {

constexpr double kClusterRadius = 64;  // design pixels: nearer markers would touch
constexpr float kFinger = 48;          // a marker that is this near to the finger's middle is meant
constexpr double kShowAllZoom = 9;     // one commune and its neighbours
constexpr float kRoomAround = 64;      // between what is shown together and the edge

template <class... F>
struct Overloaded : F... {
    using F::operator()...;
};
template <class... F>
Overloaded(F...) -> Overloaded<F...>;  // clang 14 does not deduce aggregates by itself

}  // namespace

MapView::MapView(TileStore& tiles, TileSourcesPtr sources, StylePtr style)
    : m_tiles(tiles), m_style(std::move(style)), m_clusters(make_greedy_clusters({}, kClusterRadius)) {
    set_sources(std::move(sources));
}

void MapView::set_sources(TileSourcesPtr sources) {
    m_sources = sources ? std::move(sources) : std::make_shared<const TileSources>();
    std::vector<CameraController::DeepArea> deep;
    for (const TileSource& source : *m_sources)
        if (source.role == SourceRole::town)
            deep.push_back({source.area, static_cast<double>(source.deepest())});
    m_camera.set_deep_areas(std::move(deep));
    m_tiles.forget_others(m_sources);
    m_dirty = true;
}

void MapView::set_osm_credit(std::string words) {
    m_dirty = m_dirty || words != m_osm_credit;
    m_osm_credit = std::move(words);
}

std::vector<std::string> MapView::credits() const {
    std::vector<std::string> lines;
    for (const TileSource* source : sources_in_sight(*m_sources, view().world_rect(), tiles_zoom(view()))) {
        const std::string& line = source->owed_to_osm ? m_osm_credit : source->info.attribution;
        if (!line.empty() && std::find(lines.begin(), lines.end(), line) == lines.end())
            lines.push_back(line);
    }
    return lines;
}

void MapView::set_style(StylePtr style) {
    m_dirty = m_dirty || style != m_style;
    m_style = std::move(style);
}

void MapView::set_territory(const model::FeedInfo& feed) {
    const auto& [west, south, east, north] = feed.map_bounds;
    m_camera.set_territory(to_world_rect(west, south, east, north),
                           {to_world(feed.map_center), feed.map_zoom});
    m_dirty = true;
}

void MapView::set_content(std::vector<Marker> markers) {
    if (markers == m_markers) return;
    m_markers = std::move(markers);
    m_points.clear();
    for (const Marker& marker : m_markers)
        m_points.push_back(to_world(marker.coordinates));
    m_clusters = make_greedy_clusters(m_points, kClusterRadius);
    m_pressed.reset();
    const auto is_selected = [&](const Marker& marker) { return marker.id == m_selected; };
    if (std::none_of(m_markers.begin(), m_markers.end(), is_selected)) m_selected.reset();
    m_dirty = true;
}

void MapView::set_view_rect(const base::Rect& rect, Padding covered) {
    if (rect == m_rect && covered == m_covered) return;
    m_rect = rect;
    m_covered = covered;
    m_camera.set_viewport({rect.width, rect.height}, covered, m_scale);
    m_labels.forget();
    m_dirty = true;
}

void MapView::restore(const Camera& camera) {
    m_camera.set_camera(camera);
    m_dirty = true;
}

void MapView::select(std::optional<std::string> id) {
    m_dirty = m_dirty || id != m_selected;
    m_selected = std::move(id);
}

void MapView::fly_to(model::Coordinates place, double zoom, base::SteadyTime now) {
    m_camera.fly_to(m_camera.centred_on(to_world(place), zoom), now);
    m_dirty = true;
}

void MapView::show_all(const std::vector<std::string>& ids, base::SteadyTime now) {
    std::vector<WorldPoint> points;
    for (std::size_t i = 0; i < m_markers.size(); ++i)
        if (std::find(ids.begin(), ids.end(), m_markers[i].id) != ids.end()) points.push_back(m_points[i]);
    if (points.empty()) return;
    WorldRect area = bounds_of(points);
    const double room = static_cast<double>(kRoomAround) / world_pixels(m_camera.fitting(area).zoom);
    area = {area.left - room, area.top - room, area.right + room, area.bottom + room};
    Camera target = m_camera.fitting(area);
    if (target.zoom > kShowAllZoom) target = m_camera.centred_on(area.center(), kShowAllZoom);
    m_camera.fly_to(target, now);
    m_dirty = true;
}

bool MapView::tick(base::SteadyTime now) {
    const bool moved = m_camera.tick(now);
    const bool arrived = m_tiles.collect();
    m_dirty = m_dirty || moved || arrived;
    return m_dirty;
}

std::optional<MapEvent> MapView::on_gesture(const input::Gesture& gesture, base::SteadyTime now) {
    m_dirty = true;
    return std::visit(Overloaded{
                          [&](const input::Press& press) -> std::optional<MapEvent> {
                              m_camera.touch();
                              if (const auto group = group_at(press.position))
                                  m_pressed = group->members.front();
                              return std::nullopt;
                          },
                          [&](const input::PressCancel&) -> std::optional<MapEvent> {
                              m_pressed.reset();
                              return std::nullopt;
                          },
                          [&](const input::Tap& tap) -> std::optional<MapEvent> {
                              m_pressed.reset();
                              m_camera.release();
                              return tapped(tap, now);
                          },
                          [&](const input::LongPress&) -> std::optional<MapEvent> {
                              m_pressed.reset();
                              m_camera.release();
                              return std::nullopt;
                          },
                          [&](const input::DragStart&) -> std::optional<MapEvent> { return std::nullopt; },
                          [&](const input::Drag& drag) -> std::optional<MapEvent> {
                              m_camera.drag_by(drag.delta);
                              return std::nullopt;
                          },
                          [&](const input::DragEnd& end) -> std::optional<MapEvent> {
                              m_camera.drag_end(end.velocity, now);
                              return std::nullopt;
                          },
                          [&](const input::Pinch& pinch) -> std::optional<MapEvent> {
                              m_camera.pinch(local(pinch.center), pinch.delta, pinch.factor);
                              return std::nullopt;
                          },
                          [&](const input::PinchEnd&) -> std::optional<MapEvent> {
                              m_camera.release();
                              return std::nullopt;
                          },
                          [&](const input::TwoFingerTap& tap) -> std::optional<MapEvent> {
                              m_camera.release();
                              m_camera.zoom_by(-1, local(tap.center), now);
                              return std::nullopt;
                          },
                      },
                      gesture);
}

std::optional<MapEvent> MapView::tapped(const input::Tap& tap, base::SteadyTime now) {
    const auto group = group_at(tap.position);
    if (!group) {
        if (tap.count < 2) return BackgroundTapped{};
        m_camera.zoom_by(1, local(tap.position), now);
        return std::nullopt;
    }
    if (group->single()) return MarkerTapped{m_markers[group->members.front()].id};

    ClusterTapped event{{}, false};
    std::vector<WorldPoint> points;
    for (const std::size_t member : group->members) {
        event.ids.push_back(m_markers[member].id);
        points.push_back(m_points[member]);
    }
    const int most = static_cast<int>(m_camera.max_zoom());
    const int split = m_clusters->split_zoom(group->members, m_camera.camera().zoom, most);
    event.splits = split <= most;
    if (event.splits) {
        // Near enough for them to come apart; nearer still as long as all of them stay in sight.
        const WorldRect area = bounds_of(points);
        const double room = static_cast<double>(2 * kRoomAround) / world_pixels(split);
        const Camera all =
            m_camera.fitting({area.left - room, area.top - room, area.right + room, area.bottom + room});
        const double zoom =
            std::clamp(all.zoom, static_cast<double>(split) + 0.01, static_cast<double>(split) + 1);
        m_camera.fly_to(m_camera.centred_on(area.center(), std::min(zoom, m_camera.max_zoom())), now);
    }
    return event;
}

bool MapView::on_key(input::Key key, base::SteadyTime now) {
    const float step = std::min(m_rect.width, m_rect.height) / 4;
    switch (key) {
        case input::Key::left:
            m_camera.pan_by({-step, 0}, now);
            break;
        case input::Key::right:
            m_camera.pan_by({step, 0}, now);
            break;
        case input::Key::up:
            m_camera.pan_by({0, -step}, now);
            break;
        case input::Key::down:
            m_camera.pan_by({0, step}, now);
            break;
        case input::Key::page_up:
            zoom_in(now);
            break;
        case input::Key::page_down:
            zoom_out(now);
            break;
        case input::Key::home:
            start_view(now);
            break;
        default:
            return false;
    }
    m_dirty = true;
    return true;
}

void MapView::on_wheel(const input::WheelEvent& wheel, base::SteadyTime now) {
    m_camera.zoom_by(static_cast<double>(wheel.notches) / 2, local(wheel.position), now);
    m_dirty = true;
}

bool MapView::is_selected(const MarkerGroup& group) const {
    return m_selected && std::any_of(group.members.begin(), group.members.end(),
                                     [&](std::size_t member) { return m_markers[member].id == *m_selected; });
}

float MapView::radius_of(const MarkerGroup& group) const {
    if (!group.single()) return Sprites::cluster_radius(group.members.size());
    return Sprites::marker_radius(is_selected(group) ? MarkerState::selected : MarkerState::normal);
}

base::Rect MapView::hit_rect(const MarkerGroup& group, base::Point at) const {
    const float reach = std::max(radius_of(group), 36.0F);
    return {at.x - reach, at.y - reach, 2 * reach, 2 * reach};
}

std::vector<MarkerGroup> MapView::groups() {
    const View at = snapped_view();
    const base::Rect around = m_rect.inset(-64);
    const WorldPoint a = at.to_world({around.x, around.y}),
                     b = at.to_world({around.right(), around.bottom()});
    return m_clusters->query({a.x, a.y, b.x, b.y}, at.camera.zoom);
}

std::optional<MarkerGroup> MapView::group_at(base::Point p) {
    const View at = snapped_view();
    std::optional<MarkerGroup> nearest;
    float least = 0;
    for (MarkerGroup& group : groups()) {
        const base::Point way = at.to_screen(group.at) - p;
        const float distance = std::hypot(way.x, way.y);
        if (distance > std::max(kFinger, radius_of(group)) || (nearest && distance >= least)) continue;
        least = distance;
        nearest = std::move(group);
    }
    return nearest;
}

std::vector<VisibleMarker> MapView::visible_markers() {
    const View at = snapped_view();
    std::vector<VisibleMarker> visible;
    for (const MarkerGroup& group : groups()) {
        VisibleMarker marker;
        marker.rect = hit_rect(group, at.to_screen(group.at));
        if (marker.rect.intersected(m_rect).empty()) continue;
        for (const std::size_t member : group.members)
            marker.ids.push_back(m_markers[member].id);
        if (group.single()) marker.title = m_markers[group.members.front()].title;
        marker.selected = is_selected(group);
        visible.push_back(std::move(marker));
    }
    return visible;
}

}  // namespace accueil::map
