// SPDX-License-Identifier: GPL-3.0-or-later
// Fingers for event scripts: what they do goes in, the gestures that come out are kept as words. Times in
// milliseconds, places in design pixels. One thread.
#pragma once

#include <chrono>
#include <cmath>
#include <sstream>
#include <string>
#include <variant>
#include <vector>

#include "kiosk/input/recogniser.hpp"

namespace accueil::support {

inline base::SteadyTime at(int ms) {
    return base::SteadyTime{} + std::chrono::milliseconds(ms);
}

inline std::string words(const input::Gesture& gesture) {
    std::ostringstream out;
    const auto place = [&](base::Point p) -> std::ostringstream& {
        out << std::lround(p.x) << "," << std::lround(p.y);
        return out;
    };
    struct Visitor {
        std::ostringstream& out;
        decltype(place)& point;
        void operator()(const input::Press& g) { out << "press ", point(g.position); }
        void operator()(const input::PressCancel&) { out << "press-cancel"; }
        void operator()(const input::Tap& g) { out << "tap ", point(g.position) << " x" << g.count; }
        void operator()(const input::LongPress& g) { out << "long-press ", point(g.position); }
        void operator()(const input::DragStart& g) { out << "drag-start ", point(g.start); }
        void operator()(const input::Drag& g) { out << "drag ", point(g.position) << " by ", point(g.delta); }
        void operator()(const input::DragEnd& g) {
            out << "drag-end ", point(g.position) << " at ", point(g.velocity);
        }
        void operator()(const input::Pinch& g) {
            out << "pinch ", point(g.center) << " by ", point(g.delta);
            out << " times " << static_cast<double>(std::lround(g.factor * 100)) / 100;
        }
        void operator()(const input::PinchEnd&) { out << "pinch-end"; }
        void operator()(const input::TwoFingerTap& g) { out << "two-finger-tap ", point(g.center); }
    };
    std::visit(Visitor{out, place}, gesture);
    return out.str();
}

struct Hand {
    explicit Hand(input::RecogniserOptions options = {}) : recogniser(options) {}

    void event(int time, std::int64_t id, input::PointerPhase phase, float x, float y) {
        add(recogniser.feed({id, phase, {x, y}, at(time)}));
    }
    void down(int time, std::int64_t id, float x, float y) {
        event(time, id, input::PointerPhase::down, x, y);
    }
    void move(int time, std::int64_t id, float x, float y) {
        event(time, id, input::PointerPhase::move, x, y);
    }
    void up(int time, std::int64_t id, float x, float y) { event(time, id, input::PointerPhase::up, x, y); }
    void cancel(int time, std::int64_t id) { event(time, id, input::PointerPhase::cancel, 0, 0); }
    void tick(int time) { add(recogniser.tick(at(time))); }
    void tap(int time, float x, float y) {
        down(time, 1, x, y);
        up(time + 50, 1, x, y);
    }
    void add(const std::vector<input::Gesture>& gestures) {
        for (const input::Gesture& gesture : gestures)
            said.push_back(words(gesture));
    }

    input::Recogniser recogniser;
    std::vector<std::string> said;
};

using Words = std::vector<std::string>;

}  // namespace accueil::support
