// SPDX-License-Identifier: GPL-3.0-or-later
// The navigator's map screen: what it asks for, where the map and its list stand, and how they answer each
// other.
#include <algorithm>

#include "kiosk/app/map_sources.hpp"
#include "kiosk/app/navigator.hpp"
#include "kiosk/screens/proposal.hpp"
#include "sync/base/strings.hpp"

namespace accueil::app {

using action::ScreenKind;
using action::Sheet;

namespace {

constexpr double kRegionZoom = 8;   // an initiative stands for its town
constexpr double kStreetZoom = 16;  // a place is walked to
constexpr float kSheetMargin = 24;

/// The part of the glass that the map's own parts leave free for the camera.
map::Padding covered_by(const ui::Node& tree, const base::Rect& map, Sheet sheet) {
    map::Padding covered;
    if (const auto* chips = ui::find(tree, screens::kMapChips)) covered.top = chips->rect.bottom() - map.y;
    for (const char* id : {screens::kMapCard, screens::kMapSheet}) {
        const auto* over = ui::find(tree, id);
        if (over == nullptr) continue;
        const bool is_low = id == std::string_view(screens::kMapSheet) && sheet == Sheet::peek;
        const bool beside = over->rect.width < map.width * 0.6F && !is_low;
        if (!beside) {
            // All of it covered leaves nothing to look at: half of the map is the most that counts.
            covered.bottom = std::min(map.bottom() - over->rect.y, map.height / 2);
        } else if (over->rect.center().x < map.center().x) {
            covered.left = over->rect.right() - map.x;
        } else {
            covered.right = map.right() - over->rect.x;
        }
    }
    return covered;
}

}  // namespace

// Whatever changed: asks for what stands on the map, the card and the miniature where what they have is of
// something else.
void Navigator::ask_for_map() {
    const auto& content = top().data;
    if (!content) return;
    const auto screen = top().route.screen;
    if (screens::has_miniature(screen) && m_parts.miniature != nullptr) {
        const auto& language = m_state.preferences.language;
        const std::pair key(top().route, language);
        if (m_miniature.content == content && m_miniature.key == key) return;
        // Of another screen nothing is shown, not even for a moment; what was here stays while it is renewed.
        if (m_miniature.key.first != key.first) m_miniature.data = nullptr;
        m_miniature.content = content;
        m_miniature.key = key;
        m_miniature.ticket = m_next_ticket++;
        m_parts.ask(m_miniature.ticket, screens::miniature_job(screen, content, language), {});
    }
    if (screen != ScreenKind::map) return;
    const auto wish = screens::map_wish(m_state, m_now, m_notices);
    if (m_selection.content != content || m_selection.key != wish) {
        m_selection.content = content;
        m_selection.key = wish;
        m_selection.ticket = m_next_ticket++;
        m_parts.ask(m_selection.ticket, screens::map_selection_job(content, wish), {});
    }
    const auto& selected = m_state.here().selected;
    if (m_card.content != content || m_card.key != selected) {
        m_card = {content, nullptr, selected, 0};
        if (selected.empty()) return;
        m_card.ticket = m_next_ticket++;
        m_parts.ask(m_card.ticket, screens::map_card_job(content, selected), {});
    }
}

void Navigator::take_map_answer(const query::Answer& answer) {
    const auto take = [&](auto& aside) {
        if (aside.ticket != answer.ticket) return;
        aside.ticket = 0;
        if (answer.data && *answer.data) aside.data = *answer.data;
        m_tree_stale = true;
    };
    take(m_selection);
    take(m_card);
    take(m_miniature);
    take(m_found);
    take(m_document);
}

void Navigator::place_miniature() {
    const auto* picture = ui::find(m_tree, screens::kMiniatureNode);
    m_miniature_seen = picture != nullptr && !picture->visible.empty();
    if (picture == nullptr || m_parts.miniature == nullptr) return;
    auto& miniature = *m_parts.miniature;
    const bool is_of_this = m_miniature.data && m_miniature.key.first == top().route;
    static const map::MarkerSetPtr kNoMarkers = map::make_marker_set({});
    miniature.set_content(is_of_this ? screens::map_selection(*m_miniature.data).markers : kNoMarkers);
    miniature.set_view_rect(picture->rect.inset(3));
    const auto say = [&](const char* key) { return m_parts.catalog.text(m_state.preferences.language, key); };
    if (top().route.screen == ScreenKind::propose)
        screens::frame_proposal_map(miniature, m_state.draft, say("ui.propose.map_mark"));
    else
        screens::frame_miniature(miniature, top().route.screen, *top().data, m_feed.get(),
                                 say("ui.map.here"));
}

void Navigator::place_map(map::Motion motion) {
    auto* node = const_cast<ui::Node*>(ui::find(m_tree, screens::kMapNode));
    if (node == nullptr) return;
    const auto* chips = ui::find(m_tree, screens::kMapChips);
    const float top = chips == nullptr ? 0 : chips->rect.bottom() - node->rect.y;
    const float room = node->rect.height - top - 2 * kSheetMargin;
    // No lower than its head, which is as high as its words.
    const auto* head = ui::find(m_tree, screens::kMapSheetHead);
    const float peek = head == nullptr ? m_sheet.heights().peek : head->rect.height;
    const float full = std::max(peek, room), half = std::clamp(node->rect.height / 2, peek, full);
    const float before = m_sheet.height();
    m_sheet.set_heights({peek, half, full});
    // Laid out for another glass or other chips: once more with the height that it has there.
    if (m_sheet.height() != before && !m_sheet.at_peek()) m_tree_stale = true;
    if (m_parts.map == nullptr) return;
    auto& map = *m_parts.map;
    map.set_motion(motion);
    map.set_here(m_feed ? m_feed->here : std::nullopt,
                 m_parts.catalog.text(m_state.preferences.language, "ui.map.here"));
    if (m_selection.data) map.set_content(screens::map_selection(*m_selection.data).markers);
    const auto& selected = m_state.here().selected;
    map.select(selected.empty() ? std::nullopt : std::optional<std::string>(selected));
    map.set_view_rect(node->rect, covered_by(m_tree, node->rect, m_state.here().sheet));
    if (m_fly_when_placed) show_selected_on_map();
    build_map_markers(*node);
}

// The markers that a finger can tap are part of the tree too, so that a keyboard, a voice and a test find
// them.
void Navigator::build_map_markers(ui::Node& map) {
    map.children.clear();
    for (const auto& marker : m_parts.map->visible_markers()) {
        ui::Node child;
        const std::string ids = base::join(marker.ids, ",");
        child.id = "marker/" + ids;
        child.role = ui::Role::button;
        child.name = marker.count == 1
                         ? marker.title
                         : m_parts.catalog.plural(m_state.preferences.language, "ui.count.on_map",
                                                  static_cast<long>(marker.count));
        child.state.selected = marker.selected;
        child.on_tap = action::Select{ids};
        child.rect = marker.rect;
        child.visible = marker.rect.intersected(map.rect);
        child.paint.radius = marker.rect.width / 2;
        map.add(std::move(child));
    }
    ui::Node credits;
    credits.id = "map/credits";
    credits.role = ui::Role::text;
    credits.name = base::join(m_parts.map->credits(), ", ");
    map.add(std::move(credits));
}

void Navigator::show_selected_on_map() {
    const auto& selected = m_state.here().selected;
    if (selected.empty() || m_parts.map == nullptr || !top().data || top().route.screen != ScreenKind::map)
        return;
    const auto place = screens::coordinates_of(*top().data, selected);
    if (!place) return;
    auto& map = *m_parts.map;
    m_fly_when_placed = !map.is_placed();  // a map that was never on screen has no view to fly from
    if (m_fly_when_placed) return;
    // A visitor who tapped it sees it already; one who chose it in the list may not.
    if (m_state.here().route.id != selected && map.shows(*place)) return;
    const double near = selected.starts_with("place/") ? kStreetZoom : kRegionZoom;
    map.fly_to(*place, std::max(near, map.camera().zoom), m_parts.clock.steady());
}

// From its head the sheet follows the finger always; from its list while it is not full, or when it is pulled
// down from its beginning.
bool Navigator::sheet_takes(base::Point start) const {
    const auto* sheet = ui::find(m_tree, screens::kMapSheet);
    if (sheet == nullptr || !sheet->rect.contains(start)) return false;
    const auto* head = ui::find(*sheet, screens::kMapSheetHead);
    if (head != nullptr && head->rect.contains(start)) return true;
    return m_state.here().sheet != Sheet::full || m_scroller.offset() <= 0;
}

void Navigator::drag_sheet(float way) {
    // A full list that is pushed up scrolls: the finger meant its rows.
    if (m_state.here().sheet == Sheet::full && way < 0 && !m_sheet.held()) {
        m_holder = Holder::scroll;
        m_scroller.drag(way);
    } else {
        m_sheet.drag(way);
    }
    m_tree_stale = true;
}

void Navigator::take_map_sources(const query::Answer& answer) {
    m_map_ticket = 0;
    if (!answer.data || !*answer.data) return;  // what was shown stays
    const auto& sources = static_cast<const MapSources&>(**answer.data).sources;
    for (auto* view : {m_parts.map, m_parts.miniature}) {
        // New words do not draw an old map anew.
        if (view != nullptr && *view->sources() != *sources) view->set_sources(sources);
    }
    m_tree_stale = true;  // how near one may zoom
}

}  // namespace accueil::app
