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

screens::Context Navigator::context(const ui::Environment& environment) const {
    screens::Context context{m_state,     m_state.here(), m_parts.catalog,  environment,
                             m_size,      m_feed.get(),   m_date,           m_time,
                             m_countdown, m_parts.map,    m_parts.miniature};
    context.now = m_now;
    context.notices = m_notices;
    context.pin_wait = m_pin_wait;
    context.can_print = m_printer == media::PrinterState::ready;
    return context;
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
    // A map that was left over one town would show none of those that were just counted.
    const auto* view = std::get_if<action::ShowInitiatives>(&action);
    if (view != nullptr && view->as == action::InitiativeView::map && m_parts.map != nullptr &&
        top().route.screen != ScreenKind::map)
        m_parts.map->start_view(now);
    if (std::holds_alternative<action::EndVisit>(action)) {
        perform(action::Forget{});  // what is told cannot be undone any more: it counts
        m_highlight = {};
        m_countdown.reset();
        if (m_parts.map != nullptr) m_parts.map->start_view(now);
    }
    if (std::holds_alternative<action::Stay>(action)) m_countdown.reset();
    action::AppState before = m_state;
    if (!before.way.empty()) before.way.back().scroll = m_scroller.offset();
    auto next = action::apply(before, action, m_options.defaults);
    // Counted when the visitor gives up, not at each key.
    if (const auto theme = unmet_need(); theme && next.here().route != before.here().route) {
        before = action::apply(before, action::DeskAction(action::CountUnmet{*theme}), m_options.defaults);
        change_state(before);
        next = action::apply(before, action, m_options.defaults);
    }
    change_state(std::move(next));
    if (const auto* watch = std::get_if<action::WatchAction>(&action))
        if (const auto* seek = std::get_if<action::SeekTo>(watch)) seek_film(seek->second);
    if (const auto* desk = std::get_if<action::DeskAction>(&action)) carry_out(*desk, before);
    if (const auto* speak = std::get_if<action::SpeakAction>(&action)) carry_out(*speak);
}

void Navigator::change_state(action::AppState next) {
    const bool other_route =
        next.way.size() != m_state.way.size() || next.here().route != m_state.here().route;
    // A fiche whose places change is the same place: focus and line stay.
    const bool other_place = other_route && (next.way.size() != m_state.way.size() ||
                                             next.here().route.screen != ScreenKind::fiche ||
                                             m_state.here().route.screen != ScreenKind::fiche);
    const bool other_filter = next.here().filter != m_state.here().filter;
    const bool other_overlay = next.overlay != m_state.overlay;
    const bool other_selection = next.here().selected != m_state.here().selected;
    const bool other_sheet = next.here().sheet != m_state.here().sheet;
    // perform() notes the offset before it acts, so an action that wants another line says so here: home
    // touched at home, and the end of a visit that only scrolled.
    const bool other_line = next.here().scroll != m_scroller.offset();
    const action::AppState before = std::exchange(m_state, std::move(next));
    follow_desk(before);
    follow_proposal(before);
    if (other_place || other_filter || other_line) {
        m_scroller.set_limit(1e9F);
        m_scroller.jump(m_state.here().scroll);
    }
    if (other_route || other_filter || other_line) match_slots();
    if (other_place || other_overlay) m_highlight.focused.clear();
    if (other_place)
        m_sheet.jump(m_state.here().sheet);
    else if (other_sheet)
        m_sheet.settle(m_state.here().sheet, m_parts.clock.steady(), m_state.preferences.reduced_motion);
    m_tree_stale = true;
    if (m_state.here().route.screen == ScreenKind::map && (other_place || other_selection))
        show_selected_on_map();
    ask_for_map();
    ask_for_found();
    follow_film();
    follow_voice();
}

void Navigator::match_slots() {
    m_slots.resize(std::max(m_slots.size(), m_state.way.size()));
    m_slots.resize(m_state.way.size());
    for (std::size_t i = 0; i < m_slots.size(); ++i) {
        if (m_slots[i].ticket != 0 && m_slots[i].route == m_state.way[i].route) continue;
        // A fiche whose places changed stays on screen until they are read.
        const bool same_fiche =
            m_slots[i].route.screen == ScreenKind::fiche && m_state.way[i].route.screen == ScreenKind::fiche;
        auto data = same_fiche ? std::move(m_slots[i].data) : nullptr;
        m_slots[i] = Slot{};
        m_slots[i].data = std::move(data);
        m_slots[i].route = m_state.way[i].route;
        ask(m_slots[i]);
    }
}

void Navigator::ask(Slot& slot) {
    slot.ticket = m_next_ticket++;
    slot.asked = m_parts.clock.steady();
    m_parts.ask(slot.ticket, screens::screen_of(slot.route.screen).job(slot.route), {});
}

void Navigator::on_news(query::Loader::News news) {
    if (news.content_changed) {
        // What is on screen stays until its successor is there; so does the visitor's place.
        for (auto slot = m_slots.rbegin(); slot != m_slots.rend(); ++slot)
            ask(*slot);
    }
    for (auto& answer : news.answers) {
        if (answer.feed && answer.feed != m_feed) take_feed(answer.feed);
        take_desk_answer(answer);
        take_proposal_answer(answer);
        take_map_answer(answer);
        if (answer.ticket == m_map_ticket) take_map_sources(answer);
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
    ask_for_map();
    ask_for_found();
    follow_film();
    follow_voice();
}

void Navigator::take_feed(std::shared_ptr<const query::FeedSummary> feed) {
    m_feed = std::move(feed);
    if (m_parts.map != nullptr) m_parts.map->set_territory(m_feed->info);
    if (m_parts.miniature != nullptr) {
        auto whole = m_feed->info;
        whole.map_zoom = 0;  // the least that shows the whole territory
        m_parts.miniature->set_territory(whole);
    }
    if (m_parts.sources == nullptr) return;
    m_map_ticket = m_next_ticket++;
    m_parts.ask(m_map_ticket, map_sources_job(m_parts.sources), {});
}

bool Navigator::settled() const {
    const auto& slot = m_slots.back();
    if (m_map_ticket != 0) return false;
    if (slot.route.screen == ScreenKind::search && !m_found.ready()) return false;
    if (slot.route.screen == ScreenKind::document && !m_document.ready()) return false;
    if (!slot.data && slot.failure == screens::Failure::none) return false;
    if (m_scroller.moving() || m_tree_stale) return false;
    if (slot.route.screen == ScreenKind::map && m_parts.map != nullptr)
        return m_selection.ready() && m_card.ready() && !m_sheet.moving() && m_parts.map->complete() &&
               !m_parts.map->animating();
    if (m_miniature_seen)
        return m_miniature.ready() && m_parts.miniature->complete() && !m_parts.miniature->animating();
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

    const bool is_map = slot.data && slot.route.screen == ScreenKind::map;
    const auto environment = this->environment();
    auto context = this->context(environment);
    if (slot.route.screen == ScreenKind::search && !m_state.here().typed.empty())
        context.found = m_found.data.get();
    if (slot.data && slot.route.screen == ScreenKind::document) {
        if (m_document.content == slot.data) context.document = m_document.data.get();
        context.page_drag = m_page_drag;
    }
    if (m_parts.speaker != nullptr) context.voice = &m_voice.view;
    if (film_on_top() && m_film.ticket != 0) context.film = &m_film.view;
    if (is_map) {
        context.selection = m_selection.data.get();
        context.card = m_card.data.get();
        context.sheet_height = m_sheet.at_peek() ? 0 : m_sheet.height();
    }
    m_tree = screens::build(context, slot.data.get(), slot.failure, waiting && m_tree_number > 0);
    const auto* said = mark_what_is_said();
    ++m_tree_number;
    m_dirty = true;
    const base::Rect area{0, 0, m_size.width, m_size.height};
    ui::layout(m_tree, area, environment, m_scroller.offset());
    const float limit = ui::scroll_limit(m_tree);
    if (!waiting) m_scroller.set_limit(limit);
    ask_for_document();
    follow_transcript();
    follow_what_is_said(said);

    for (auto* view : {m_parts.map, m_parts.miniature}) {
        if (view == nullptr) continue;
        view->set_style(m_parts.map_styles[static_cast<std::size_t>(m_state.preferences.appearance)]);
        view->set_language(environment.language);
        view->set_osm_credit(m_parts.catalog.text(m_state.preferences.language, "ui.map.credit_osm"));
    }
    const auto motion = m_state.preferences.reduced_motion ? map::Motion::reduced : map::Motion::full;
    if (is_map) place_map(motion);
    m_miniature_seen = false;
    if (slot.data && screens::has_miniature(slot.route.screen)) place_miniature();
}

void Navigator::draw(draw::Canvas& canvas, Before before) {
    tree();
    const auto environment = this->environment();
    if (map_on_top()) m_parts.map->prepare(canvas, m_parts.text);
    if (film_on_top() && m_film.view.picture) canvas.prepare(m_film.view.picture);
    const auto surface = environment.theme[draw::Token::surface];
    const auto alone = moved_alone(before);
    const auto whole = alone.value_or(base::Rect{0, 0, m_size.width, m_size.height});
    if (!alone) canvas.clear(surface);
    const draw::ClipScope clip(canvas, whole);
    if (alone) canvas.box(whole, {surface, draw::kTransparent, 0, 0});
    ui::draw_tree(m_tree, canvas, environment, m_highlight);
    m_dirty = m_film_moved = false;
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
    if (m_scroller.tick(now) || m_sheet.tick(now)) m_tree_stale = true;
    const bool map_here = map_on_top();
    if (map_here) {
        const bool was_moving = m_parts.map->moving();
        if (m_parts.map->tick(now)) m_dirty = true;
        if (was_moving && !m_parts.map->moving()) m_tree_stale = true;
    } else if (m_miniature_seen) {
        if (m_parts.miniature->tick(now)) m_dirty = true;
    }
    tick_desk();
    const bool is_watched = m_film.view.state == screens::FilmView::State::playing;
    const bool is_attended = (is_watched && now < m_film.watched_until) || voice_speaks();
    if (is_attended && !m_countdown) touched();
    tick_idle();
    const auto zone = m_feed ? m_feed->calendar->time_zone() : model::TimeZone::paris;
    const auto local = model::to_local(m_parts.clock.wall(), zone);
    const std::chrono::year_month_day day(model::day_of(local));
    const int minutes = model::minute_of_day(local);
    const auto number = static_cast<unsigned>(day.day());
    const auto& language = m_state.preferences.language;
    const auto words = [&](const std::string& key) { return m_parts.catalog.text(language, key); };
    const std::string minute = (minutes % 60 < 10 ? "0" : "") + std::to_string(minutes % 60);
    const std::string time = m_parts.catalog.text(
        language, "time.of_day", {{"hour", std::to_string(minutes / 60)}, {"minute", minute}});
    const std::string date = m_parts.catalog.text(
        language, "date.full",
        {{"weekday", words("date.weekday." + std::to_string(model::weekday_of(model::day_of(local)) + 1))},
         {"day", number == 1 ? words("date.first") : std::to_string(number)},
         {"month", words("date.month." + std::to_string(static_cast<unsigned>(day.month())))}});
    if (local != m_now) {
        m_now = local;
        m_tree_stale = true;  // what is open changes with it
        ask_for_map();
    }
    if (time != m_time || date != m_date) {
        m_time = time;
        m_date = date;
        m_tree_stale = true;
    }
    if (m_tree_stale) rebuild();
    return m_dirty || m_film_moved;
}

std::optional<base::SteadyTime> Navigator::next_deadline() const {
    const auto now = m_parts.clock.steady();
    if (m_dirty || m_film_moved || m_tree_stale || m_scroller.moving() || m_sheet.moving()) return now;
    if (map_on_top() && m_parts.map->animating()) return now;
    if (m_miniature_seen && m_parts.miniature->animating()) return now;
    const auto into_minute = m_parts.clock.wall().time_since_epoch() % std::chrono::minutes(1);
    auto due = now + std::chrono::ceil<milliseconds>(std::chrono::minutes(1) - into_minute);
    if (m_tree_waits) due = std::min(due, top_deadline());
    if (const auto desk = desk_deadline()) due = std::min(due, *desk);
    if (worth_erasing() || m_countdown) {
        const auto asks = m_last_touch + idle();
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
           m_scroller.offset() > 0 || here.preferences != m_options.defaults ||
           here.told.what != action::Done::none;
}

void Navigator::tick_idle() {
    if (!worth_erasing()) return;
    const auto quiet = m_parts.clock.steady() - m_last_touch;
    if (quiet < idle()) return;
    const auto left = idle() + m_options.countdown - quiet;
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
