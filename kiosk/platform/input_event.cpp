// SPDX-License-Identifier: GPL-3.0-or-later
#include "kiosk/platform/input_event.hpp"

namespace accueil::platform {

namespace {

const input::PointerEvent* as_move(const InputEvent& event) {
    const auto* pointer = std::get_if<input::PointerEvent>(&event);
    return pointer != nullptr && pointer->phase == input::PointerPhase::move ? pointer : nullptr;
}

}  // namespace

void append(std::vector<InputEvent>& events, const InputEvent& event) {
    if (const auto* move = as_move(event)) {
        for (auto earlier = events.rbegin(); earlier != events.rend() && as_move(*earlier); ++earlier) {
            if (as_move(*earlier)->id != move->id) continue;
            // Erased, not replaced: the times of what stays must not run backwards.
            events.erase(std::next(earlier).base());
            break;
        }
    } else if (std::holds_alternative<Resized>(event) || std::holds_alternative<Exposed>(event)) {
        if (!events.empty() && events.back().index() == event.index()) events.pop_back();
    }
    events.push_back(event);
}

}  // namespace accueil::platform
