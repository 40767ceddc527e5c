// SPDX-License-Identifier: GPL-3.0-or-later
// All that the window can tell the app, as one value. Made by the event loop, read by the app; UI thread.
#pragma once

#include <variant>
#include <vector>

#include "kiosk/input/events.hpp"

namespace accueil::platform {

/// The desk window's close button. A kiosk's window has none and never sends it.
struct CloseRequested {};

/// The window now has this many device pixels; Window::width(), height() and scale() already say so.
struct Resized {
    int width = 0, height = 0;
};

/// What was on the glass is lost: draw again.
struct Exposed {};

using InputEvent =
    std::variant<input::PointerEvent, input::KeyEvent, input::WheelEvent, CloseRequested, Resized, Exposed>;

/// Appends in order, except that of one finger's moves between two other kinds of event only the last is
/// kept, and of resizes and exposures in a row the last.
void append(std::vector<InputEvent>& events, const InputEvent& event);

}  // namespace accueil::platform
