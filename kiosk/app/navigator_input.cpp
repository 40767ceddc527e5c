// SPDX-License-Identifier: GPL-3.0-or-later
// The navigator's hands: gestures, keys, focus.
#include <algorithm>
#include <utility>

#include "kiosk/app/navigator.hpp"
#include "kiosk/screens/map_screen.hpp"
#include "kiosk/screens/screens.hpp"
#include "sync/base/cases.hpp"
#include "sync/base/strings.hpp"

namespace accueil::app {

using action::ScreenKind;

namespace {
constexpr float kKeyScroll = 160;
constexpr float kFocusMargin = 48;

}  // namespace

bool Navigator::map_on_top() const {
    return m_parts.map != nullptr && m_slots.back().route.screen == ScreenKind::map &&
           m_slots.back().data != nullptr;
}

// True where the map itself is under the point: not a control over it, not a dialog.
bool Navigator::on_map(base::Point point) {
    if (!map_on_top() || m_state.overlay != action::Overlay::none || m_countdown) return false;
    const auto* node = ui::find(tree(), screens::kMapNode);
    if (node == nullptr || !node->rect.contains(point)) return false;
    const auto* control = ui::hit(m_tree, point, 0);
    if (control != nullptr && !control->id.starts_with("marker/")) return false;
    for (const char* id : {screens::kMapCard, screens::kMapSheet})
        if (const auto* over = ui::find(m_tree, id); over != nullptr && over->rect.contains(point))
            return false;
    return true;
}

void Navigator::forward_to_map(const input::Gesture& gesture) {
    const auto event = m_parts.map->on_gesture(gesture, m_parts.clock.steady());
    m_dirty = true;
    const bool moved =
        std::holds_alternative<input::DragEnd>(gesture) || std::holds_alternative<input::PinchEnd>(gesture);
    if (moved) {
        m_state.visited = true;
        m_tree_stale = true;
    }
    if (!event) return;
    m_tree_stale = true;  // other markers may be in sight now
    if (const auto* marker = std::get_if<map::MarkerTapped>(&*event)) perform(action::Select{marker->id});
    if (const auto* cluster = std::get_if<map::ClusterTapped>(&*event)) {
        m_state.visited = true;
        if (cluster->outcome == map::ClusterOutcome::lists)
            perform(action::Select{base::join(cluster->ids, ",")});
        if (cluster->outcome == map::ClusterOutcome::spreads && !m_highlight.focused.empty())
            m_highlight.focused = "marker/" + cluster->ids.front();  // the keyboard goes on among them
    }
    if (std::holds_alternative<map::BackgroundTapped>(*event) && !m_state.here().selected.empty())
        perform(action::Select{});
}

void Navigator::on_gesture(const input::Gesture& gesture) {
    const auto now = m_parts.clock.steady();
    touched();
    tree();
    if (const auto* press = std::get_if<input::Press>(&gesture)) {
        m_holder = Holder::none;
        m_highlight.focused.clear();
        m_scroller.stop();
        const auto* control = ui::hit(m_tree, press->position);
        if (m_countdown && (control == nullptr || !control->id.starts_with("idle/"))) {
            // Any touch says "I am here"; the rest of this gesture means nothing else.
            m_holder = Holder::swallowed;
            perform(action::Stay{});
            return;
        }
        if (on_map(press->position)) {
            m_holder = Holder::map;
            forward_to_map(gesture);
            return;
        }
        if (on_film_line(press->position)) {
            m_holder = Holder::line;
            return;
        }
        if (on_page(press->position)) {
            m_holder = Holder::page;
            return;
        }
        m_highlight.pressed = control == nullptr ? "" : control->id;
        m_dirty = true;
        return;
    }
    if (m_holder == Holder::swallowed) return;
    if (m_countdown && !std::holds_alternative<input::Tap>(gesture)) {
        // A finger that was on the glass before the question, or that slides off its buttons, is somebody
        // too.
        m_holder = Holder::swallowed;
        m_highlight.pressed.clear();
        perform(action::Stay{});
        return;
    }
    if (m_holder == Holder::map) {
        forward_to_map(gesture);
        return;
    }
    if (m_holder == Holder::line) {
        forward_to_film_line(gesture);
        return;
    }
    if (m_holder == Holder::page) {
        forward_to_page(gesture);
        return;
    }
    std::visit(base::Cases{
                   [&](const input::Tap& tap) {
                       m_highlight.pressed.clear();
                       m_dirty = true;
                       if (m_tree_waits) return;  // the tree on screen is not the place where we are any more
                       if (const auto* control = ui::hit(m_tree, tap.position)) {
                           const action::Action action = tapped(*control, tap.position);
                           perform(action);
                       }
                       if (m_countdown) perform(action::Stay{});  // beside the question's buttons
                   },
                   [&](const input::PressCancel&) {
                       m_highlight.pressed.clear();
                       m_dirty = true;
                   },
                   [&](const input::DragStart& drag) {
                       const auto* scroller = ui::find_scroller(m_tree);
                       const bool free =
                           m_state.overlay == action::Overlay::none && !m_countdown && !m_tree_waits;
                       if (!free) return;
                       if (sheet_takes(drag.start))
                           m_holder = Holder::sheet;
                       else if (scroller != nullptr && scroller->rect.contains(drag.start))
                           m_holder = Holder::scroll;
                   },
                   [&](const input::Drag& drag) {
                       if (m_holder == Holder::sheet) drag_sheet(drag.delta.y);
                       if (m_holder != Holder::scroll) return;
                       m_scroller.drag(drag.delta.y);
                       leave_transcript();
                       m_tree_stale = true;
                   },
                   [&](const input::DragEnd& end) {
                       if (m_holder == Holder::sheet)
                           perform(action::SetSheet{
                               m_sheet.release(end.velocity.y, now, m_state.preferences.reduced_motion)});
                       if (m_holder == Holder::scroll && !m_state.preferences.reduced_motion)
                           m_scroller.fling(end.velocity.y, now);
                       m_holder = Holder::none;
                   },
                   [&](const input::LongPress& press) {
                       const auto* control = ui::find(m_tree, m_highlight.pressed);
                       const auto held = control == nullptr ? std::nullopt : control->on_hold;
                       m_highlight.pressed.clear();
                       m_dirty = true;
                       if (held) perform(*held);
                       if (on_mark(press.position)) hold_mark();
                   },
                   [&](const auto&) {},
               },
               gesture);
}

bool Navigator::typing() const {
    const auto screen = m_slots.back().route.screen;
    const bool in_document =
        screen == ScreenKind::document && m_state.here().reading.panel == action::ReadPanel::search;
    const bool in_field = screen == ScreenKind::propose && m_state.draft.field != action::Field::none;
    return (screen == ScreenKind::search || in_document || in_field) &&
           m_state.overlay == action::Overlay::none;
}

// At each key: of what waits, the last alone is answered.
void Navigator::ask_for_found() {
    if (top().route.screen != ScreenKind::search || !top().data) return;
    const std::pair key(m_state.here().typed, m_state.preferences.language);
    if (m_found.content == top().data && m_found.key == key) return;
    const bool goes_on = !m_found.key.first.empty() && m_found.content == top().data;
    m_found = {top().data, goes_on ? m_found.data : nullptr, key, 0};
    if (key.first.empty()) return;
    m_found.ticket = m_next_ticket++;
    m_parts.ask(m_found.ticket, screens::search_job(key.first, key.second), "search");
}

bool Navigator::may_be_held() {
    const auto* control = ui::find(tree(), m_highlight.pressed);
    return control != nullptr && control->on_hold.has_value();
}

void Navigator::on_wheel(const input::WheelEvent& wheel) {
    touched();
    if (m_countdown) {
        perform(action::Stay{});
    } else if (on_map(wheel.position)) {
        m_parts.map->on_wheel(wheel, m_parts.clock.steady());
        m_dirty = true;
    } else if (m_state.overlay == action::Overlay::none) {
        m_scroller.drag(wheel.notches * 120);
        m_tree_stale = true;
    }
}

void Navigator::on_key(const input::KeyEvent& key) {
    const auto now = m_parts.clock.steady();
    touched();
    if (m_countdown) {
        // As with a touch: the key says "I am here" and means nothing else.
        perform(action::Stay{});
        return;
    }
    tree();
    if (pad_key(key) || voice_key(key) || page_key(key) || film_key(key) || field_key(key)) return;
    if (!key.text.empty()) {
        // A space that pressed a control is not typed as well.
        if (typing() && (m_highlight.focused.empty() || key.text != " ")) perform(action::Type{key.text});
        return;
    }
    const bool map_keys =
        map_on_top() && m_state.overlay == action::Overlay::none && m_highlight.focused.empty();
    const auto scroll_by = [&](float pixels) {
        m_scroller.glide_to(m_scroller.offset() + pixels, now, m_state.preferences.reduced_motion);
        m_tree_stale = true;  // where motion is reduced it is there already
    };
    const auto* scroller = ui::find_scroller(m_tree);
    const float page = scroller == nullptr ? 0 : scroller->rect.height * 0.85F;
    switch (key.key) {
        case input::Key::tab:
            move_focus(key.shift ? -1 : 1);
            break;
        case input::Key::enter:
        case input::Key::space:
            if (const auto* control = ui::find(m_tree, m_highlight.focused);
                control != nullptr && control->is_control()) {
                if (map_on_top() && control->id.starts_with("marker/")) {
                    // As a finger does it: what stands as one flies apart, spreads or is listed.
                    forward_to_map(input::Tap{control->rect.center(), 1});
                    break;
                }
                const action::Action action = *control->on_tap;
                perform(action);
            }
            break;
        case input::Key::backspace:
            if (const auto typed = action::typed_text(std::as_const(m_state));
                typing() && typed.text != nullptr && !typed.text->empty())
                perform(action::EraseLast{});
            else
                perform(action::Back{});
            break;
        case input::Key::escape:
            if (m_state.overlay != action::Overlay::none) perform(action::Back{});
            break;
        default:
            if (map_keys && m_parts.map->on_key(key.key, now)) {
                m_dirty = true;
                m_tree_stale = true;
                break;
            }
            if (key.key == input::Key::down) scroll_by(kKeyScroll);
            if (key.key == input::Key::up) scroll_by(-kKeyScroll);
            if (key.key == input::Key::page_down) scroll_by(page);
            if (key.key == input::Key::page_up) scroll_by(-page);
            if (key.key == input::Key::home) scroll_by(-1e6F);
            if (key.key == input::Key::end) scroll_by(1e6F);
            if (key.key == input::Key::left || key.key == input::Key::right) {
                const bool forward = (key.key == input::Key::right) != environment().right_to_left;
                move_focus(forward ? 1 : -1);
            }
    }
}

void Navigator::move_focus(int step) {
    const auto order = ui::focus_order(m_tree);
    if (order.empty()) return;
    const auto here = std::find_if(order.begin(), order.end(),
                                   [&](const ui::Node* node) { return node->id == m_highlight.focused; });
    const auto count = static_cast<int>(order.size());
    int next = step > 0 ? 0 : count - 1;
    if (here != order.end()) next = (static_cast<int>(here - order.begin()) + step + count) % count;
    m_highlight.focused = order[static_cast<std::size_t>(next)]->id;
    m_dirty = true;
    keep_focus_visible();
}

void Navigator::keep_focus_visible() {
    const auto* control = ui::find(m_tree, m_highlight.focused);
    const auto* scroller = ui::find_scroller(m_tree);
    if (control == nullptr || scroller == nullptr || ui::find(*scroller, control->id) == nullptr) return;
    const float above = scroller->rect.y + kFocusMargin - control->rect.y;
    const float below = control->rect.bottom() - (scroller->rect.bottom() - kFocusMargin);
    const float by = above > 0 ? -above : below > 0 ? below : 0;
    if (by == 0) return;
    m_scroller.glide_to(m_scroller.offset() + by, m_parts.clock.steady(), m_state.preferences.reduced_motion);
    m_tree_stale = true;
}

}  // namespace accueil::app
