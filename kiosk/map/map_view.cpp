// SPDX-License-Identifier: GPL-3.0-or-later
// What happens to the map; how it is drawn is in map_drawing.cpp, what stands on it in map_markers.cpp.
#include "kiosk/map/map_view.hpp"

#include <algorithm>
#include <utility>

#include "sync/base/cases.hpp"

namespace accueil::map {

namespace {

constexpr double kShowAllZoom = 9;  // one commune and its neighbours

}  // namespace

MapView::MapView(TileStore& tiles, TileSourcesPtr sources, StylePtr style)
    : m_tiles(tiles), m_style(std::move(style)) {
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

void MapView::set_language(std::string language) {
    m_dirty = m_dirty || language != m_labels.language();
    m_labels.set_language(std::move(language));
}

void MapView::set_territory(const model::FeedInfo& feed) {
    const auto& [west, south, east, north] = feed.map_bounds;
    m_camera.set_territory(to_world_rect(west, south, east, north),
                           {to_world(feed.map_center), feed.map_zoom});
    m_dirty = true;
}

void MapView::set_view_rect(const base::Rect& rect, Padding covered) {
    if (rect == m_rect && covered == m_covered) return;
    m_rect = rect;
    m_covered = covered;
    m_camera.set_viewport({rect.width, rect.height}, covered, m_scale);
    lay_spread_out();
    m_labels.forget();
    m_dirty = true;
}

void MapView::restore(const Camera& camera) {
    m_camera.set_camera(camera);
    m_dirty = true;
}

void MapView::set_motion(Motion motion) {
    m_motion = motion;
    m_camera.set_motion(motion);
    m_labels.set_motion(motion);
}

base::Rect MapView::uncovered() const {
    return {m_rect.x + m_covered.left, m_rect.y + m_covered.top,
            m_rect.width - m_covered.left - m_covered.right,
            m_rect.height - m_covered.top - m_covered.bottom};
}

void MapView::fly_to(model::Coordinates place, double zoom, base::SteadyTime now) {
    m_camera.fly_to(m_camera.centred_on(to_world(place), zoom), now);
    m_dirty = true;
}

// With room around them, no nearer than `most`.
Camera MapView::showing_all(const std::vector<WorldPoint>& points, double most) const {
    WorldRect area = bounds_of(points);
    const double room = static_cast<double>(kRoomAround) / world_pixels(m_camera.fitting(area).zoom);
    area = {area.left - room, area.top - room, area.right + room, area.bottom + room};
    const Camera target = m_camera.fitting(area);
    return target.zoom > most ? m_camera.centred_on(area.center(), most) : target;
}

void MapView::show_all(const std::vector<std::string>& ids, base::SteadyTime now) {
    std::vector<WorldPoint> points;
    for (const std::string& id : ids)
        if (const auto index = m_markers->index_of(id)) points.push_back(m_markers->point(*index));
    if (points.empty()) return;
    m_camera.fly_to(showing_all(points, kShowAllZoom), now);
    m_dirty = true;
}

void MapView::frame(const std::vector<model::Coordinates>& places, double least, double most) {
    if (places.empty()) return;
    std::vector<WorldPoint> points;
    for (const auto& place : places)
        points.push_back(to_world(place));
    Camera target = showing_all(points, most);
    if (target.zoom < least) target = m_camera.centred_on(points.front(), most);
    put(target);
}

void MapView::keep_clear(std::vector<model::Coordinates> places, float radius) {
    m_clear.clear();
    for (const auto& place : places)
        m_clear.push_back(to_world(place));
    m_clear_radius = radius;
    m_dirty = true;
}

bool MapView::has_streets_at(model::Coordinates place) const {
    return std::any_of(m_sources->begin(), m_sources->end(), [&](const TileSource& source) {
        return source.role == SourceRole::town && source.area.contains(to_world(place));
    });
}

void MapView::frame_start() {
    put(m_camera.start_camera());
}

void MapView::put(const Camera& target) {
    const Camera before = camera();
    m_camera.set_camera(target);
    m_dirty = m_dirty || camera() != before;
}

bool MapView::tick(base::SteadyTime now) {
    const bool moved = m_camera.tick(now);
    // Each new tile is a texture more: a frame takes no more of them than it can bear.
    const bool arrived = m_tiles.collect(moving() || m_camera.held() ? kTilesMoving : kTilesResting);
    const bool spreading = advance_spread(now);
    m_labels.tick(now);
    m_dirty = m_dirty || moved || arrived || spreading || m_labels.animating();
    return m_dirty;
}

std::optional<MapEvent> MapView::on_gesture(const input::Gesture& gesture, base::SteadyTime now) {
    m_dirty = true;
    return std::visit(base::Cases{
                          [&](const input::Press& press) -> std::optional<MapEvent> {
                              m_camera.touch();
                              if (const auto group = group_at(press.position)) m_pressed = group->node;
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

}  // namespace accueil::map
