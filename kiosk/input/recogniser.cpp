// SPDX-License-Identifier: GPL-3.0-or-later
#include "kiosk/input/recogniser.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <utility>

namespace accueil::input {

namespace {

using base::Point;
using base::SteadyTime;

constexpr float kLeastSpread = 24;                  // fingers closer than this would make factors explode
constexpr std::chrono::milliseconds kLeastSpan{8};  // two samples of one instant make no speed

float distance(Point a, Point b) {
    return std::hypot(a.x - b.x, a.y - b.y);
}
Point middle(Point a, Point b) {
    return (a + b) * 0.5F;
}

}  // namespace

std::vector<Gesture> Recogniser::feed(const PointerEvent& event) {
    m_now = std::max(m_now, event.time);
    expire(m_now);
    switch (event.phase) {
        case PointerPhase::down:
            down(event);
            break;
        case PointerPhase::move:
            move(event);
            break;
        case PointerPhase::up:
            up(event);
            break;
        case PointerPhase::cancel:
            cancel(event.id);
            break;
    }
    return take();
}

std::vector<Gesture> Recogniser::tick(SteadyTime now) {
    m_now = std::max(m_now, now);
    expire(m_now);
    return take();
}

std::optional<SteadyTime> Recogniser::next_deadline() const {
    if (m_state != State::pressed) return std::nullopt;
    return m_pressed_at + (m_long_press_wanted ? m_rest : m_options.stuck_after);
}

std::vector<Gesture> Recogniser::cancel_all() {
    if (m_state == State::pressed) m_out.emplace_back(PressCancel{});
    if (m_state == State::dragging) end_drag({});
    if (m_state == State::pinching) end_pinch();
    for (const Finger& finger : m_fingers)
        m_ignored.insert(finger.id);
    m_fingers.clear();
    m_state = State::idle;
    m_last_tap.reset();
    return take();
}

void Recogniser::expire(SteadyTime now) {
    const auto deadline = next_deadline();
    if (!deadline || now < *deadline) return;
    if (m_long_press_wanted) {
        m_out.emplace_back(LongPress{m_fingers.front().origin});
    } else {
        m_out.emplace_back(PressCancel{});
    }
    m_ignored.insert(m_fingers.front().id);
    m_fingers.clear();
    m_state = State::idle;
    forget_double_tap();
}

void Recogniser::down(const PointerEvent& event) {
    // A finger that goes down twice left unseen in between.
    cancel(event.id);
    if (m_fingers.size() == 2) {
        m_ignored.insert(event.id);
        m_two_finger_tap_possible = false;
    } else if (m_fingers.size() == 1) {
        add_second_finger(event);
    } else {
        start_press(event);
    }
}

void Recogniser::start_press(const PointerEvent& event) {
    m_fingers = {{event.id, event.position, event.position}};
    m_state = State::pressed;
    m_pressed_at = m_now;
    m_long_press_wanted = true;
    m_rest = m_options.long_press;
    m_settled_at.reset();
    m_samples.clear();
    remember(event.position);
    m_out.emplace_back(Press{event.position});
}

void Recogniser::add_second_finger(const PointerEvent& event) {
    m_two_finger_tap_possible = m_state == State::pressed;
    if (m_state == State::pressed) m_out.emplace_back(PressCancel{});
    const bool resting = m_state == State::pressed || (m_state == State::one_left && m_slop_applies);
    if (m_state == State::dragging) end_drag({});
    m_state = resting ? State::two_resting : State::pinching;

    Finger& first = m_fingers.front();
    first.origin = first.position;
    m_pinch_center = middle(first.position, event.position);
    m_pinch_spread = std::max(kLeastSpread, distance(first.position, event.position));
    m_pinch_sent = false;
    m_fingers.push_back({event.id, event.position, event.position});
    forget_double_tap();
}

void Recogniser::move(const PointerEvent& event) {
    Finger* finger = find(event.id);
    if (finger == nullptr) return;
    finger->position = event.position;
    const float strayed = distance(finger->origin, finger->position);
    switch (m_state) {
        case State::idle:
            break;
        case State::pressed:
            remember(event.position);
            if (strayed > m_options.slop) {
                m_out.emplace_back(PressCancel{});
                start_drag();
            }
            break;
        case State::dragging:
            remember(event.position);
            continue_drag();
            break;
        case State::two_resting:
            if (strayed > m_options.slop) {
                m_two_finger_tap_possible = false;
                m_state = State::pinching;
                continue_pinch();
            }
            break;
        case State::pinching:
            continue_pinch();
            break;
        case State::one_left:
            remember(event.position);
            if (strayed > (m_slop_applies ? m_options.slop : 0)) {
                m_two_finger_tap_possible = false;
                start_drag();
            }
            break;
    }
}

void Recogniser::up(const PointerEvent& event) {
    Finger* finger = find(event.id);
    if (finger == nullptr) {
        m_ignored.erase(event.id);
        return;
    }
    if (finger->position != event.position) move(event);
    switch (m_state) {
        case State::idle:
            break;
        case State::pressed:
            finish_press();
            break;
        case State::dragging:
            end_drag(velocity());
            break;
        case State::two_resting:
        case State::pinching:
            leave_one(event.id);
            return;
        case State::one_left:
            if (m_two_finger_tap_possible && m_now - m_pressed_at <= m_options.two_finger_tap) {
                m_out.emplace_back(TwoFingerTap{m_pinch_center});
            }
            break;
    }
    m_fingers.clear();
    m_state = State::idle;
}

void Recogniser::cancel(std::int64_t id) {
    m_ignored.erase(id);
    if (find(id) == nullptr) return;
    m_two_finger_tap_possible = false;
    if (m_fingers.size() == 2) {
        leave_one(id);
        return;
    }
    if (m_state == State::pressed) m_out.emplace_back(PressCancel{});
    if (m_state == State::dragging) end_drag({});
    m_fingers.clear();
    m_state = State::idle;
}

void Recogniser::finish_press() {
    const Point position = m_fingers.front().origin;
    int count = 1;
    if (m_last_tap && distance(m_last_tap->position, position) <= m_options.double_tap_distance) {
        const auto gap = m_pressed_at - m_last_tap->released_at;
        if (gap < m_options.strike_guard) {
            m_out.emplace_back(PressCancel{});
            m_last_tap = {m_now, m_last_tap->position, 0};
            return;
        }
        if (gap <= m_options.double_tap && m_last_tap->count == 1) count = 2;
    }
    m_out.emplace_back(Tap{position, count});
    m_last_tap = {m_now, position, count};
}

void Recogniser::start_drag() {
    m_state = State::dragging;
    m_drag_from = m_fingers.front().origin;
    m_out.emplace_back(DragStart{m_drag_from});
    continue_drag();
    forget_double_tap();
}

void Recogniser::continue_drag() {
    const Point position = m_fingers.front().position;
    if (position == m_drag_from) return;
    m_out.emplace_back(Drag{position, position - m_drag_from});
    m_drag_from = position;
}

void Recogniser::end_drag(Point velocity) {
    m_out.emplace_back(DragEnd{m_fingers.front().position, velocity});
}

void Recogniser::continue_pinch() {
    const Point center = middle(m_fingers[0].position, m_fingers[1].position);
    const float spread = std::max(kLeastSpread, distance(m_fingers[0].position, m_fingers[1].position));
    if (center == m_pinch_center && spread == m_pinch_spread) return;
    m_out.emplace_back(Pinch{center, center - m_pinch_center, spread / m_pinch_spread});
    m_pinch_center = center;
    m_pinch_spread = spread;
    m_pinch_sent = true;
}

void Recogniser::end_pinch() {
    if (m_pinch_sent) m_out.emplace_back(PinchEnd{});
    m_pinch_sent = false;
}

void Recogniser::leave_one(std::int64_t gone) {
    m_slop_applies = m_state == State::two_resting;
    m_settled_at.reset();
    if (m_state == State::pinching) {
        end_pinch();
        m_settled_at = m_now + m_options.settle_after_pinch;
    }
    std::erase_if(m_fingers, [gone](const Finger& finger) { return finger.id == gone; });
    Finger& left = m_fingers.front();
    left.origin = left.position;
    m_samples.clear();
    remember(left.position);
    m_state = State::one_left;
}

void Recogniser::remember(Point position) {
    m_samples.push_back({m_now, position});
    // One sample from before the window stays: frames may be further apart than the window is long.
    while (m_samples.size() > 1 && m_samples[1].time <= m_now - m_options.velocity_window)
        m_samples.pop_front();
}

Point Recogniser::velocity() const {
    if (m_settled_at && m_now < *m_settled_at) return {};
    const SteadyTime start = m_now - m_options.velocity_window;
    const auto after = std::find_if(m_samples.begin(), m_samples.end(),
                                    [start](const Sample& sample) { return sample.time >= start; });
    if (after == m_samples.end()) return {};
    Sample from = *after;
    if (after != m_samples.begin()) {
        const Sample& before = *std::prev(after);
        const float part = std::chrono::duration<float>(start - before.time) / (after->time - before.time);
        from = {start, before.position + (after->position - before.position) * part};
    }
    const auto span = std::max<SteadyTime::duration>(m_now - from.time, kLeastSpan);
    return (m_fingers.front().position - from.position) * (1 / std::chrono::duration<float>(span).count());
}

void Recogniser::forget_double_tap() {
    if (m_last_tap) m_last_tap->count = 0;
}

Recogniser::Finger* Recogniser::find(std::int64_t id) {
    const auto found = std::find_if(m_fingers.begin(), m_fingers.end(),
                                    [id](const Finger& finger) { return finger.id == id; });
    return found == m_fingers.end() ? nullptr : &*found;
}

std::vector<Gesture> Recogniser::take() {
    return std::exchange(m_out, {});
}

}  // namespace accueil::input
