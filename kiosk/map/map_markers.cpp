// SPDX-License-Identifier: GPL-3.0-or-later
// What stands on the map: which of it is in sight, under a finger, selected, or spread around its spot.
#include <algorithm>
#include <cmath>
#include <limits>

#include "kiosk/map/map_view.hpp"
#include "kiosk/map/spread.hpp"

namespace accueil::map {

namespace {

constexpr float kFinger = 48;  // what is this near to the finger's middle is meant
constexpr float kAround = 64;  // a marker whose place is this far beyond an edge may reach over it
constexpr float kLeastTarget = 36;
constexpr std::chrono::milliseconds kSpreadTime{200};
constexpr float kVeil = 0.6F;
constexpr float kSpotRadius = 7;

}  // namespace

// --- What there is

void MapView::set_content(MarkerSetPtr markers) {
    if (!markers) markers = make_marker_set({});
    if (markers == m_markers) return;
    m_markers = std::move(markers);
    m_pressed.reset();
    m_spread.reset();
    if (m_selected) m_selected_index = m_markers->index_of(*m_selected);
    if (!m_selected_index) m_selected.reset();
    m_dirty = true;
}

void MapView::select(std::optional<std::string> id) {
    m_dirty = m_dirty || id != m_selected;
    m_selected = std::move(id);
    m_selected_index = m_selected ? m_markers->index_of(*m_selected) : std::nullopt;
}

std::vector<MarkerGroup> MapView::groups(const base::Rect& area) const {
    const View at = snapped_view();
    const base::Rect around = area.inset(-kAround);
    const WorldPoint a = at.to_world({around.x, around.y}),
                     b = at.to_world({around.right(), around.bottom()});
    return m_markers->clusters().query({a.x, a.y, b.x, b.y}, at.camera.zoom);
}

MarkerGroup MapView::alone(std::uint32_t marker) const {
    return {m_markers->point(marker), 1, marker, marker};
}

bool MapView::is_selected(const MarkerGroup& group) const {
    return m_selected_index && group.single() && group.marker == *m_selected_index;
}

// What was chosen stands for itself, over the group that it is in.
std::optional<MarkerGroup> MapView::chosen_of_group(const std::vector<MarkerGroup>& shown) const {
    const auto is_it = [&](const MarkerGroup& group) { return is_selected(group); };
    if (!m_selected_index || m_spread || std::any_of(shown.begin(), shown.end(), is_it)) return std::nullopt;
    return alone(*m_selected_index);
}

float MapView::radius_of(const MarkerGroup& group) const {
    if (!group.single()) return Sprites::cluster_radius(group.count);
    return Sprites::marker_radius(is_selected(group) ? MarkerState::selected : MarkerState::normal);
}

base::Rect MapView::hit_rect(const MarkerGroup& group, base::Point at) const {
    const float reach = std::max(radius_of(group), kLeastTarget);
    return {at.x - reach, at.y - reach, 2 * reach, 2 * reach};
}

std::vector<VisibleMarker> MapView::visible_markers() {
    end_lost_spread();
    const View at = snapped_view();
    std::vector<VisibleMarker> visible;
    const auto add = [&](const MarkerGroup& group, base::Point place) {
        VisibleMarker marker;
        marker.rect = hit_rect(group, place);
        if (marker.rect.intersected(m_rect).empty()) return;
        marker.count = group.count;
        marker.ids = m_markers->some_ids_of(group.node, kMostNamed);
        if (group.single()) marker.title = m_markers->marker(group.marker).title;
        marker.selected = is_selected(group);
        visible.push_back(std::move(marker));
    };
    if (m_spread) {
        const base::Point spot = at.to_screen(m_spread->place);
        for (std::size_t i = 0; i < m_spread->ends.size(); ++i)
            add(alone(m_spread->markers[i]), spot + m_spread->ends[i]);
    } else {
        const auto shown = groups(m_rect);
        for (const MarkerGroup& group : shown)
            add(group, at.to_screen(group.at));
        if (const auto chosen = chosen_of_group(shown)) add(*chosen, at.to_screen(chosen->at));
    }
    return visible;
}

// --- Fingers

std::optional<MarkerGroup> MapView::group_at(base::Point p) const {
    const View at = snapped_view();
    std::optional<MarkerGroup> nearest;
    float least = std::numeric_limits<float>::max();
    const auto offer = [&](const MarkerGroup& group, base::Point place) {
        const base::Point way = place - p;
        const float distance = std::hypot(way.x, way.y);
        if (distance > std::max(kFinger, radius_of(group)) || distance >= least) return;
        least = distance;
        nearest = group;
    };
    if (m_spread) {
        const base::Point spot = at.to_screen(m_spread->place);
        for (std::size_t i = 0; i < m_spread->ends.size(); ++i)
            offer(alone(m_spread->markers[i]), spot + m_spread->ends[i]);
    } else {
        const auto shown = groups({p.x, p.y, 0, 0});
        if (const auto chosen = chosen_of_group(shown)) offer(*chosen, at.to_screen(chosen->at));
        for (const MarkerGroup& group : shown)
            offer(group, at.to_screen(group.at));
    }
    return nearest;
}

std::optional<MapEvent> MapView::tapped(const input::Tap& tap, base::SteadyTime now) {
    end_lost_spread();
    const auto group = group_at(tap.position);
    if (!group) {
        m_spread.reset();
        if (tap.count < 2) return BackgroundTapped{};
        m_camera.zoom_by(1, local(tap.position), now);
        return std::nullopt;
    }
    if (group->single()) return MarkerTapped{m_markers->marker(group->marker).id};
    ClusterTapped event{m_markers->some_ids_of(group->node, kMostListed), group->count, open(*group, now)};
    return event;
}

ClusterOutcome MapView::open(const MarkerGroup& group, base::SteadyTime now) {
    const int split = m_markers->clusters().split_zoom(group.node);
    if (split <= static_cast<int>(m_camera.max_zoom())) {
        fly_apart(group, split, now);
        return ClusterOutcome::flies;
    }
    if (group.count > kMostSpread) return ClusterOutcome::lists;
    begin_spread(group, now);
    return ClusterOutcome::spreads;
}

// Near enough for them to come apart; nearer still as long as all of them stay in sight.
void MapView::fly_apart(const MarkerGroup& group, int split_zoom, base::SteadyTime now) {
    const WorldRect area = m_markers->clusters().bounds(group.node);
    const double room = static_cast<double>(2 * kRoomAround) / world_pixels(split_zoom);
    const Camera all =
        m_camera.fitting({area.left - room, area.top - room, area.right + room, area.bottom + room});
    const double zoom =
        std::clamp(all.zoom, static_cast<double>(split_zoom) + 0.01, static_cast<double>(split_zoom) + 1);
    m_camera.fly_to(m_camera.centred_on(area.center(), std::min(zoom, m_camera.max_zoom())), now);
}

// --- Around a spot

void MapView::start_view(base::SteadyTime now) {
    m_spread
        .reset();  // the next visitor finds nothing of the last one's, also where the camera need not move
    m_dirty = true;
    m_camera.start_view(now);
}

void MapView::begin_spread(const MarkerGroup& group, base::SteadyTime now) {
    m_spread = Spread{group.at,
                      m_camera.camera().zoom,
                      m_markers->some_of(group.node, kMostSpread),
                      {},
                      now,
                      m_motion == Motion::reduced ? 1.0F : 0.0F};
    lay_spread_out();
}

void MapView::lay_spread_out() {
    if (!m_spread) return;
    m_spread->zoom = m_camera.camera().zoom;  // a card beside it may have changed it: that was no visitor
    m_spread->ends =
        spread_offsets(m_spread->markers.size(), snapped_view().to_screen(m_spread->place), uncovered());
}

// Zoomed, or moved until none of it is in sight: who looks elsewhere has done with it.
void MapView::end_lost_spread() {
    if (!m_spread) return;
    const base::Point spot = snapped_view().to_screen(m_spread->place);
    const base::Rect room = uncovered().inset(-kSpreadReach);
    const bool in_sight = std::any_of(m_spread->ends.begin(), m_spread->ends.end(),
                                      [&](base::Point end) { return room.contains(spot + end); });
    if (in_sight && std::abs(m_camera.camera().zoom - m_spread->zoom) < 0.01) return;
    m_spread.reset();
    m_pressed.reset();
    m_dirty = true;
}

bool MapView::advance_spread(base::SteadyTime now) {
    end_lost_spread();
    if (!m_spread || m_spread->progress >= 1) return false;
    const std::chrono::duration<float> since = now - m_spread->start, whole = kSpreadTime;
    const float left = 1 - std::clamp(since / whole, 0.0F, 1.0F);
    m_spread->progress = m_motion == Motion::reduced ? 1 : 1 - left * left * left;
    return true;
}

// --- Drawing

void MapView::draw_marker(draw::Canvas& canvas, draw::TextEngine& engine, const MarkerGroup& group,
                          base::Point at) {
    const MarkerState state = is_selected(group)        ? MarkerState::selected
                              : m_pressed == group.node ? MarkerState::pressed
                                                        : MarkerState::normal;
    if (!group.single()) return m_sprites.draw_cluster(canvas, engine, group.count, state, at);
    const Marker& marker = m_markers->marker(group.marker);
    const Sprite& sprite = marker.kind == "place"
                               ? m_sprites.place_sign(engine, marker.icon, state)
                               : m_sprites.marker(engine, marker.shape, marker.icon, state);
    sprite.draw(canvas, at);
}

void MapView::draw_markers(draw::Canvas& canvas, draw::TextEngine& engine, const View& at,
                           const std::vector<MarkerGroup>& shown) {
    end_lost_spread();
    const auto is_spread = [&](const MarkerGroup& group) {
        return m_spread && m_markers->clusters().contains(group.node, m_spread->markers.front());
    };
    for (const bool selected : {false, true})
        for (const MarkerGroup& group : shown)
            if (is_selected(group) == selected && !is_spread(group))
                draw_marker(canvas, engine, group, at.to_screen(group.at));
    if (const auto chosen = chosen_of_group(shown))
        draw_marker(canvas, engine, *chosen, at.to_screen(chosen->at));
    if (m_spread) draw_spread(canvas, engine, at);
}

void MapView::draw_spread(draw::Canvas& canvas, draw::TextEngine& engine, const View& at) {
    const Spread& around = *m_spread;
    const base::Point spot = at.to_screen(around.place);
    const auto end_of = [&](std::size_t i) { return spot + around.ends[i] * around.progress; };
    canvas.box(m_rect, {m_style->background.with_alpha(kVeil * around.progress), draw::kTransparent, 0, 0});
    for (const auto& [width, color] :
         {std::pair(7.0F, m_style->furniture_halo), std::pair(3.0F, m_style->furniture)})
        for (std::size_t i = 0; i < around.ends.size(); ++i)
            canvas.line(spot, end_of(i), width, color);
    m_sprites.dot(m_style->furniture, m_style->furniture_halo, kSpotRadius).draw(canvas, spot);
    for (const bool selected : {false, true})
        for (std::size_t i = 0; i < around.ends.size(); ++i)
            if (const MarkerGroup group = alone(around.markers[i]); is_selected(group) == selected)
                draw_marker(canvas, engine, group, end_of(i));
}

}  // namespace accueil::map
