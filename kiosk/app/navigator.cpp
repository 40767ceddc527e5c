// SPDX-License-Identifier: GPL-3.0-or-later
#include "kiosk/app/navigator.hpp"

#include <algorithm>
#include <cmath>
#include <ctime>

#include "kiosk/screens/map_screen.hpp"
#include "sync/base/log.hpp"
#include "sync/base/strings.hpp"

namespace accueil::app {

using action::ScreenKind;
using std::chrono::milliseconds;

namespace {
// A tree whose content is still being read gives way to a skeleton after this; before it, the last one stays.
constexpr milliseconds kSkeletonAfter{150};
constexpr double kPlaceZoom = 8;
}  // namespace

Navigator::Navigator(NavigatorParts parts, NavigatorOptions options)
    : m_parts(std::move(parts)), m_options(std::move(options)), m_last_touch(m_parts.clock.steady()) {
    m_state.preferences = m_options.defaults;
    match_slots();
}

ui::Environment Navigator::environment() const {
    const auto& wanted = m_state.preferences;
    return {m_parts.text, m_parts.themes[static_cast<std::size_t>(wanted.appearance)], wanted.language,
            base::is_right_to_left(wanted.language), static_cast<float>(wanted.text_percent) / 100.0F};
}

void Navigator::resize(base::Size design_size) {
    if (design_size == m_size) return;
    m_size = design_size;
    m_tree_stale = true;
}

// --- State and content
// ---------------------------------------------------------------------------------------------

void Navigator::perform(const action::Action& action) {
    base::log(base::LogLevel::debug, "app", action::describe(action));
    const auto now = m_parts.clock.steady();
    if (const auto* move = std::get_if<action::MoveMap>(&action); move != nullptr && m_parts.map != nullptr) {
        switch (move->move) {
            case action::MapMove::zoom_in:
                m_parts.map->zoom_in(now);
                break;
            case action::MapMove::zoom_out:
                m_parts.map->zoom_out(now);
                break;
            case action::MapMove::start_view:
                m_parts.map->start_view(now);
                break;
        }
    }
    if (std::holds_alternative<action::EndVisit>(action)) {
        m_highlight = {};
        m_countdown.reset();
        if (m_parts.map != nullptr) m_parts.map->start_view(now);
    }
    if (std::holds_alternative<action::Stay>(action)) m_countdown.reset();
    action::AppState before = m_state;
    if (!before.way.empty()) before.way.back().scroll = m_scroller.offset();
    change_state(action::apply(before, action, m_options.defaults));
}

void Navigator::change_state(action::AppState next) {
    const bool other_place =
        next.way.size() != m_state.way.size() || next.here().route != m_state.here().route;
    const bool other_filter = next.here().filter != m_state.here().filter;
    const bool other_overlay = next.overlay != m_state.overlay;
    const bool other_selection = next.here().selected != m_state.here().selected;
    // perform() notes the offset before it acts, so an action that wants another line says so here: home
    // touched at home, and the end of a visit that only scrolled.
    const bool other_line = next.here().scroll != m_scroller.offset();
    m_state = std::move(next);
    if (other_place || other_filter || other_line) {
        m_scroller.set_limit(1e9F);
        m_scroller.jump(m_state.here().scroll);
        match_slots();
    }
    if (other_place || other_overlay) m_highlight.focused.clear();
    m_tree_stale = true;
    if (m_state.here().route.screen == ScreenKind::map && (other_place || other_selection))
        show_selected_on_map();
}

void Navigator::match_slots() {
    m_slots.resize(std::max(m_slots.size(), m_state.way.size()));
    m_slots.resize(m_state.way.size());
    for (std::size_t i = 0; i < m_slots.size(); ++i) {
        if (m_slots[i].ticket != 0 && m_slots[i].route == m_state.way[i].route) continue;
        m_slots[i] = Slot{};
        m_slots[i].route = m_state.way[i].route;
        ask(m_slots[i]);
    }
}

void Navigator::ask(Slot& slot) {
    slot.ticket = m_next_ticket++;
    slot.asked = m_parts.clock.steady();
    m_parts.ask(slot.ticket, screens::screen_of(slot.route.screen).job(slot.route));
}

void Navigator::on_news(query::Loader::News news) {
    if (news.content_changed) {
        // What is on screen stays until its successor is there; so does the visitor's place.
        for (auto slot = m_slots.rbegin(); slot != m_slots.rend(); ++slot)
            ask(*slot);
    }
    for (auto& answer : news.answers) {
        if (answer.feed && answer.feed != m_feed) {
            m_feed = answer.feed;
            if (m_parts.map != nullptr) m_parts.map->set_territory(m_feed->info);
            if (m_parts.miniature != nullptr) {
                auto whole = m_feed->info;
                whole.map_zoom = 0;  // the least that shows the whole territory
                m_parts.miniature->set_territory(whole);
            }
        }
        for (auto& slot : m_slots) {
            if (slot.ticket != answer.ticket) continue;
            slot.failure = !answer.data    ? screens::Failure::failed
                           : !*answer.data ? screens::Failure::gone
                                           : screens::Failure::none;
            // A read that fails on what was already shown leaves it on screen: old and true beats an empty
            // page.
            if (slot.failure == screens::Failure::failed && slot.data) {
                slot.failure = screens::Failure::none;
            } else {
                slot.data = answer.data ? *answer.data : nullptr;
            }
            m_tree_stale = true;
            if (&slot == &top() && slot.route.screen == ScreenKind::map) show_selected_on_map();
        }
    }
}

bool Navigator::settled() const {
    const auto& slot = m_slots.back();
    if (!slot.data && slot.failure == screens::Failure::none) return false;
    if (m_scroller.moving() || m_tree_stale) return false;
    if (slot.route.screen == ScreenKind::map && m_parts.map != nullptr)
        return m_parts.map->complete() && !m_parts.map->animating();
    if (slot.route.screen == ScreenKind::home && m_parts.miniature != nullptr)
        return m_parts.miniature->complete() && !m_parts.miniature->animating();
    return true;
}

// --- The tree
// ------------------------------------------------------------------------------------------------------

const ui::Node& Navigator::tree() {
    if (m_tree_stale) rebuild();
    return m_tree;
}

std::string Navigator::tree_json() {
    return ui::to_json(tree(), environment());
}

void Navigator::rebuild() {
    const auto now = m_parts.clock.steady();
    const Slot& slot = top();
    const bool waiting = !slot.data && slot.failure == screens::Failure::none;
    m_tree_waits = waiting && m_tree_number > 0 && now - slot.asked < kSkeletonAfter;
    m_tree_stale = false;
    if (m_tree_waits) return;

    const auto environment = this->environment();
    screens::Context context{m_state,     m_state.here(), m_parts.catalog,  environment,
                             m_size,      m_feed.get(),   m_date,           m_time,
                             m_countdown, m_parts.map,    m_parts.miniature};
    m_tree = screens::build(context, slot.data.get(), slot.failure, waiting && m_tree_number > 0);
    ++m_tree_number;
    m_dirty = true;
    const base::Rect area{0, 0, m_size.width, m_size.height};
    ui::layout(m_tree, area, environment, m_scroller.offset());
    const float limit = ui::scroll_limit(m_tree);
    if (!waiting) m_scroller.set_limit(limit);

    for (auto* view : {m_parts.map, m_parts.miniature}) {
        if (view == nullptr) continue;
        view->set_style(m_parts.map_styles[static_cast<std::size_t>(m_state.preferences.appearance)]);
        view->set_language(environment.language);
    }
    const auto motion = m_state.preferences.reduced_motion ? map::Motion::reduced : map::Motion::full;
    if (slot.data && slot.route.screen == ScreenKind::map && m_parts.map != nullptr) {
        m_parts.map->set_motion(motion);
        m_parts.map->set_content(
            screens::map_markers(environment.language, *slot.data, m_state.here().filter));
        const auto& selected = m_state.here().selected;
        m_parts.map->select(selected.empty() ? std::nullopt : std::optional<std::string>(selected));
        build_map_markers();
    }
    if (slot.data && slot.route.screen == ScreenKind::home && m_parts.miniature != nullptr) {
        m_parts.miniature->set_content(screens::miniature_markers(environment.language, *slot.data));
        if (const auto* picture = ui::find(m_tree, screens::kMiniatureNode))
            m_parts.miniature->set_view_rect(picture->rect.inset(3));
    }
}

// The markers that a finger can tap are part of the tree too, so that a keyboard, a voice and a test find
// them.
void Navigator::build_map_markers() {
    auto* node = const_cast<ui::Node*>(ui::find(m_tree, screens::kMapNode));
    if (node == nullptr) return;
    map::Padding covered;
    if (const auto* chips = ui::find(m_tree, screens::kMapChips))
        covered.top = chips->rect.bottom() - node->rect.y;
    if (const auto* card = ui::find(m_tree, "map/card")) covered.bottom = node->rect.bottom() - card->rect.y;
    m_parts.map->set_view_rect(node->rect, covered);
    node->children.clear();
    for (const auto& marker : m_parts.map->visible_markers()) {
        ui::Node child;
        const std::string ids = base::join(marker.ids, ",");
        child.id = "marker/" + ids;
        child.role = ui::Role::button;
        child.name = marker.ids.size() == 1
                         ? marker.title
                         : m_parts.catalog.plural(m_state.preferences.language, "ui.count.initiatives",
                                                  static_cast<long>(marker.ids.size()));
        child.state.selected = marker.selected;
        child.on_tap = action::Select{ids};
        child.rect = marker.rect;
        child.visible = marker.rect.intersected(node->rect);
        child.paint.radius = marker.rect.width / 2;
        node->add(std::move(child));
    }
}

void Navigator::show_selected_on_map() {
    const auto& selected = m_state.here().selected;
    if (selected.empty() || m_parts.map == nullptr || !top().data || top().route.screen != ScreenKind::map)
        return;
    if (m_state.here().route.id != selected) return;  // the visitor tapped it: it is where they look
    if (const auto place = screens::coordinates_of(*top().data, selected))
        m_parts.map->fly_to(*place, std::max(kPlaceZoom, m_parts.map->camera().zoom), m_parts.clock.steady());
}

void Navigator::draw(draw::Canvas& canvas) {
    tree();
    const auto environment = this->environment();
    canvas.clear(environment.theme[draw::Token::surface]);
    ui::draw_tree(m_tree, canvas, environment, m_highlight);
    m_dirty = false;
}

void Navigator::scroll_to(float offset) {
    m_scroller.jump(offset);
    m_tree_stale = true;
}

// --- Time
// ----------------------------------------------------------------------------------------------------------

bool Navigator::tick() {
    const auto now = m_parts.clock.steady();
    if (m_tree_waits && now - top().asked >= kSkeletonAfter) m_tree_stale = true;
    if (m_scroller.tick(now)) m_tree_stale = true;
    const bool map_here = map_on_top();
    if (map_here) {
        const bool was_moving = m_parts.map->moving();
        if (m_parts.map->tick(now)) m_dirty = true;
        if (was_moving && !m_parts.map->moving()) m_tree_stale = true;
    } else if (top().route.screen == ScreenKind::home && m_parts.miniature != nullptr) {
        if (m_parts.miniature->tick(now)) m_dirty = true;
    }
    tick_idle();
    const std::time_t seconds = std::chrono::system_clock::to_time_t(m_parts.clock.wall());
    std::tm local{};
    localtime_r(&seconds, &local);
    const auto& language = m_state.preferences.language;
    const std::string minute = (local.tm_min < 10 ? "0" : "") + std::to_string(local.tm_min);
    const std::string time = m_parts.catalog.text(
        language, "time.of_day", {{"hour", std::to_string(local.tm_hour)}, {"minute", minute}});
    const std::string date = m_parts.catalog.text(
        language, "date.full",
        {{"weekday",
          m_parts.catalog.text(language, "date.weekday." + std::to_string((local.tm_wday + 6) % 7 + 1))},
         {"day",
          local.tm_mday == 1 ? m_parts.catalog.text(language, "date.first") : std::to_string(local.tm_mday)},
         {"month", m_parts.catalog.text(language, "date.month." + std::to_string(local.tm_mon + 1))}});
    if (time != m_time || date != m_date) {
        m_time = time;
        m_date = date;
        m_tree_stale = true;
    }
    if (m_tree_stale) rebuild();
    return m_dirty;
}

std::optional<base::SteadyTime> Navigator::next_deadline() const {
    const auto now = m_parts.clock.steady();
    if (m_dirty || m_tree_stale || m_scroller.moving()) return now;
    if (map_on_top() && m_parts.map->animating()) return now;
    if (m_slots.back().route.screen == ScreenKind::home && m_parts.miniature != nullptr &&
        m_parts.miniature->animating())
        return now;
    const auto into_minute = m_parts.clock.wall().time_since_epoch() % std::chrono::minutes(1);
    auto due = now + std::chrono::ceil<milliseconds>(std::chrono::minutes(1) - into_minute);
    if (m_tree_waits) due = std::min(due, top_deadline());
    if (worth_erasing() || m_countdown) {
        const auto asks = m_last_touch + m_options.idle;
        if (now < asks) {
            due = std::min(due, asks);
        } else {
            const auto since = now - asks;
            due = std::min(due, now + (std::chrono::seconds(1) - since % std::chrono::seconds(1)));
        }
    }
    return due;
}

base::SteadyTime Navigator::top_deadline() const {
    return m_slots.back().asked + kSkeletonAfter;
}

bool Navigator::worth_erasing() const {
    const auto& here = m_state;
    return here.visited || here.way.size() > 1 || here.overlay != action::Overlay::none ||
           m_scroller.offset() > 0 || here.preferences != m_options.defaults;
}

void Navigator::tick_idle() {
    if (!worth_erasing()) return;
    const auto quiet = m_parts.clock.steady() - m_last_touch;
    if (quiet < m_options.idle) return;
    const auto left = m_options.idle + m_options.countdown - quiet;
    if (left <= std::chrono::seconds(0)) {
        perform(action::EndVisit{});
        m_last_touch = m_parts.clock.steady();
        return;
    }
    const int seconds = static_cast<int>(std::chrono::ceil<std::chrono::seconds>(left).count());
    if (m_countdown != seconds) {
        m_countdown = seconds;
        m_tree_stale = true;
    }
}

void Navigator::touched() {
    m_last_touch = m_parts.clock.steady();
}

}  // namespace accueil::app
