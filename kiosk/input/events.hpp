// SPDX-License-Identifier: GPL-3.0-or-later
// What hands do, as values: pointers and keys from the platform, gestures from the recogniser. Any thread.
#pragma once

#include <cstdint>
#include <string>
#include <variant>

#include "sync/base/clock.hpp"
#include "sync/base/geometry.hpp"

namespace accueil::input {

enum class PointerPhase { down, move, up, cancel };

/// One finger, or the mouse's left button. Position in design pixels.
struct PointerEvent {
    std::int64_t id = 0;  ///< the same from down to up; the mouse is 0, fingers start at 1
    PointerPhase phase = PointerPhase::down;
    base::Point position;
    base::SteadyTime time{};
};

enum class Key {
    other,
    tab,
    enter,
    space,
    escape,
    backspace,
    left,
    right,
    up,
    down,
    home,
    end,
    page_up,
    page_down
};

struct KeyEvent {
    Key key = Key::other;
    bool shift = false;
    bool control = false;
    bool repeat = false;
    std::string text{};  ///< of Key::other: what the key writes, UTF-8; control characters write nothing
};

/// Mouse wheel at a desk: notches, away from the user positive.
struct WheelEvent {
    float notches = 0;
    base::Point position;
};

// Gestures. Press comes at once with the first finger; then exactly one of Tap, LongPress, or a drag or pinch
// that starts with PressCancel. Positions in design pixels, velocities in design pixels a second.
struct Press {
    base::Point position;
};
struct PressCancel {};
struct Tap {
    base::Point position;
    int count = 1;  ///< 2 for the second tap of a double tap (the first came as its own Tap)
};
struct LongPress {
    base::Point position;
};
struct DragStart {
    base::Point start;  ///< where the finger went down
};
struct Drag {
    base::Point position;
    base::Point delta;  ///< since the last Drag; the first holds all since the finger went down
};
struct DragEnd {
    base::Point position;
    base::Point velocity;  ///< zero when the finger rested before it left
};
struct Pinch {
    base::Point center;
    base::Point delta;  ///< of the center since the last event
    float factor = 1;   ///< of the distance between the fingers since the last event
};
struct PinchEnd {};
struct TwoFingerTap {
    base::Point center;
};

using Gesture =
    std::variant<Press, PressCancel, Tap, LongPress, DragStart, Drag, DragEnd, Pinch, PinchEnd, TwoFingerTap>;

}  // namespace accueil::input
