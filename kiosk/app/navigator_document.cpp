// SPDX-License-Identifier: GPL-3.0-or-later
// The navigator's document screen: what it asks for, and how its page answers fingers and keys.
#include <cmath>

#include "kiosk/app/navigator.hpp"
#include "kiosk/screens/document.hpp"
#include "sync/base/cases.hpp"

namespace accueil::app {

using action::ReadAction;
using action::ScreenKind;

namespace {

constexpr float kTurnedBy = 0.2F;     // of the page's width
constexpr float kTurningSpeed = 500;  // design pixels a second
constexpr float kPanStep = 120;
constexpr float kWhole = 1.01F;  // a page that is seen whole is turned, not moved

}  // namespace

const ui::Node* Navigator::page_on_top() const {
    if (top_slot().route.screen != ScreenKind::document || !top_slot().data) return nullptr;
    return ui::find(m_tree, screens::kPageNode);
}

// True where the page itself is under the point: not a control, not a dialog.
bool Navigator::on_page(base::Point point) {
    if (m_state.overlay != action::Overlay::none || m_countdown) return false;
    tree();
    const auto* node = page_on_top();
    return node != nullptr && node->rect.contains(point) && ui::hit(m_tree, point, 0) == nullptr;
}

void Navigator::ask_for_document() {
    const auto* node = page_on_top();
    const auto& content = top().data;
    if (top().route.screen != ScreenKind::document || !content) return;
    const auto wish = screens::document_wish(m_state.here(), screens::document_of(*content),
                                             node == nullptr ? base::Rect{} : node->rect);
    if (m_document.content == content && m_document.key == wish) return;
    const auto before = m_document.content == content ? m_document.data : nullptr;
    // What was seen stays until the answer comes.
    m_document = {content, before, wish, m_next_ticket++};
    m_parts.ask(m_document.ticket, screens::document_view_job(content, wish, before), "document");
}

void Navigator::turn_page(int by) {
    const auto* button = ui::find(m_tree, by > 0 ? screens::kNextPage : screens::kPreviousPage);
    if (button == nullptr || !button->is_control()) return;
    const action::Action action = *button->on_tap;
    perform(action);
}

void Navigator::pan_page(base::Point by) {
    const auto* node = page_on_top();
    const auto* page = page_here();
    if (node == nullptr || page == nullptr) return;
    const auto& reading = m_state.here().reading;
    perform(ReadAction(screens::look_at(
        node->rect, screens::page_rect(node->rect, *page, reading).moved(by.x, by.y), reading.zoom)));
}

const model::PagedPage* Navigator::page_here() const {
    if (top_slot().route.screen != ScreenKind::document || !top_slot().data) return nullptr;
    const auto& pages = screens::document_of(*top_slot().data).paged.pages;
    const auto number = static_cast<std::size_t>(m_state.here().reading.page);
    return number < pages.size() ? &pages[number] : nullptr;
}

void Navigator::forward_to_page(const input::Gesture& gesture) {
    const bool is_whole = m_state.here().reading.zoom < kWhole;
    const auto end = [&](float way, float speed) {
        const auto* node = page_on_top();
        m_page_drag = 0;
        m_tree_stale = true;
        m_holder = Holder::none;
        if (!is_whole || node == nullptr) return;
        const bool far = std::abs(way) > node->rect.width * kTurnedBy;
        const bool fast = std::abs(speed) > kTurningSpeed && way * speed > 0;
        if (!far && !fast) return;
        // The next page comes from where the reading goes on.
        turn_page((way < 0) != environment().right_to_left ? 1 : -1);
    };
    std::visit(base::Cases{
                   [&](const input::Drag& drag) {
                       if (is_whole) {
                           m_page_drag += drag.delta.x;
                           m_tree_stale = true;
                       } else {
                           pan_page(drag.delta);
                       }
                   },
                   [&](const input::DragEnd& drag) { end(m_page_drag, drag.velocity.x); },
                   [&](const input::Pinch& pinch) {
                       const auto* node = page_on_top();
                       const auto* page = page_here();
                       m_page_drag = 0;
                       if (node == nullptr || page == nullptr) return;
                       perform(ReadAction(screens::pinched(node->rect, *page, m_state.here().reading,
                                                           pinch.center, pinch.delta, pinch.factor)));
                   },
                   [&](const auto&) {},
               },
               gesture);
}

bool Navigator::page_key(const input::KeyEvent& key) {
    if (page_on_top() == nullptr || m_state.overlay != action::Overlay::none) return false;
    if (!key.text.empty()) {
        if (typing() || (key.text != "+" && key.text != "-")) return false;
        const auto* button = ui::find(m_tree, key.text == "+" ? screens::kZoomIn : screens::kZoomOut);
        if (button == nullptr || !button->is_control()) return true;
        const action::Action action = *button->on_tap;
        perform(action);
        return true;
    }
    const bool is_whole = m_state.here().reading.zoom < kWhole;
    const int forward = environment().right_to_left ? -1 : 1;
    // While something has the focus the arrows go on from there, as on every screen.
    const bool is_free = m_highlight.focused.empty();
    switch (key.key) {
        case input::Key::page_down:
            turn_page(1);
            return true;
        case input::Key::page_up:
            turn_page(-1);
            return true;
        case input::Key::left:
        case input::Key::right: {
            if (!is_free) return false;
            const bool is_right = key.key == input::Key::right;
            if (is_whole)
                turn_page(is_right ? forward : -forward);
            else
                pan_page({is_right ? -kPanStep : kPanStep, 0});
            return true;
        }
        case input::Key::up:
        case input::Key::down:
            if (!is_free || is_whole) return false;
            pan_page({0, key.key == input::Key::down ? -kPanStep : kPanStep});
            return true;
        default:
            return false;
    }
}

}  // namespace accueil::app
