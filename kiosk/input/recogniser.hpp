// SPDX-License-Identifier: GPL-3.0-or-later
// One state machine from pointers to gestures. It owns what it remembers of the fingers that are down; the
// app feeds it. UI thread.
#pragma once

#include <chrono>
#include <deque>
#include <optional>
#include <set>
#include <vector>

#include "kiosk/input/events.hpp"

namespace accueil::input {

/// Lengths in design pixels.
struct RecogniserOptions {
    float slop = 12;  ///< how far a finger may stray and still be tapping
    std::chrono::milliseconds long_press{500};
    std::chrono::milliseconds double_tap{300};  ///< from the first tap's release to the second's press
    float double_tap_distance = 48;
    std::chrono::milliseconds two_finger_tap{400};  ///< from the first finger down to the last one up
    std::chrono::milliseconds velocity_window{80};
    /// A drag that a pinch leaves behind must last this long before it can be flung: two fingers seldom leave
    /// at the same time.
    std::chrono::milliseconds settle_after_pinch{150};
    /// A tap that begins sooner than this after the last one, on the same place, is taken for a tremor and
    /// dropped. Zero: every tap counts.
    std::chrono::milliseconds strike_guard{0};
    /// A finger whose long press was forgone and that rests this long is no finger (a palm, a drop of water).
    std::chrono::milliseconds stuck_after{10'000};
};

/// What comes out, always:
///
///     Press, then one of   Tap
///                          LongPress
///                          PressCancel, then any number of  DragStart Drag… DragEnd
///                                                           Pinch… PinchEnd
///                                       or one              TwoFingerTap
///
/// A second finger ends a drag (velocity zero) and opens a pinch; lifting one of the two ends the pinch and
/// opens a drag again with the next move, from where that finger is. Fingers beyond two are ignored until
/// they leave, and so is a finger after its LongPress: a resting palm does not lock the screen.
class Recogniser {
  public:
    explicit Recogniser(RecogniserOptions options = {}) : m_options(options) {}

    std::vector<Gesture> feed(const PointerEvent& event);

    /// Call it when next_deadline() has passed, after all events that came before it were fed.
    std::vector<Gesture> tick(base::SteadyTime now);
    std::optional<base::SteadyTime> next_deadline() const;

    /// Answer to a Press on something that knows no long press: the Tap then comes on release, however slow
    /// the hand. Holds for this press only.
    void forgo_long_press() { m_long_press_wanted = false; }
    /// Answer to a Press on something that wants a longer rest than the options say. Holds for this press
    /// only.
    void want_long_press(std::chrono::milliseconds rest) { m_rest = rest; }

    /// Ends whatever is under way (the screen changed, the session was reset). Fingers still down are ignored
    /// until they leave.
    std::vector<Gesture> cancel_all();

    void set_options(const RecogniserOptions& options) { m_options = options; }
    const RecogniserOptions& options() const { return m_options; }

  private:
    enum class State {
        idle,
        pressed,      // one finger within the slop
        dragging,     // one finger, DragStart sent
        two_resting,  // two fingers within the slop, PressCancel sent
        pinching,     // two fingers
        one_left,     // one finger of two, no DragStart yet
    };
    struct Finger {
        std::int64_t id = 0;
        base::Point origin;    // where the current gesture counts from
        base::Point position;  // the last known
    };
    struct Sample {
        base::SteadyTime time;
        base::Point position;
    };

    void down(const PointerEvent& event);
    void move(const PointerEvent& event);
    void up(const PointerEvent& event);
    void cancel(std::int64_t id);
    void expire(base::SteadyTime now);

    void start_press(const PointerEvent& event);
    void add_second_finger(const PointerEvent& event);
    void finish_press();
    void start_drag();
    void continue_drag();
    void end_drag(base::Point velocity);
    void continue_pinch();
    void end_pinch();
    void leave_one(std::int64_t gone);
    void remember(base::Point position);
    void forget_double_tap();
    base::Point velocity() const;
    Finger* find(std::int64_t id);
    std::vector<Gesture> take();

    RecogniserOptions m_options;
    State m_state = State::idle;
    std::vector<Finger> m_fingers;     // tracked: at most two, the earlier first
    std::set<std::int64_t> m_ignored;  // down, but none of our business
    std::vector<Gesture> m_out;

    base::SteadyTime m_now{};         // of the latest event; time never runs backwards here
    base::SteadyTime m_pressed_at{};  // first finger of this gesture
    bool m_long_press_wanted = true;
    std::chrono::milliseconds m_rest{};  // of this press, before it is long
    bool m_two_finger_tap_possible = false;
    bool m_slop_applies = true;                    // in one_left: false after a real pinch
    std::optional<base::SteadyTime> m_settled_at;  // from when a drag after a pinch may be flung
    base::Point m_drag_from;                       // position of the last Drag
    base::Point m_pinch_center;                    // as of the last Pinch
    float m_pinch_spread = 0;
    bool m_pinch_sent = false;
    std::deque<Sample> m_samples;

    struct LastTap {
        base::SteadyTime released_at;
        base::Point position;
        int count;  // 0: it was dropped as a tremor
    };
    std::optional<LastTap> m_last_tap;
};

}  // namespace accueil::input
