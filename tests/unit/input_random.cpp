// SPDX-License-Identifier: GPL-3.0-or-later
// Random fingers against the grammar of recogniser.hpp.
#include <catch2/catch.hpp>
#include <cmath>
#include <random>
#include <string>

#include "tests/support/hand.hpp"

using namespace accueil;
using namespace accueil::input;
using std::chrono::milliseconds;
using support::at;
using support::words;

namespace {

// The grammar written in recogniser.hpp, as a checker of its own.
class Grammar {
  public:
    void read(const Gesture& gesture) {
        const auto says = [&](auto type) { return std::holds_alternative<decltype(type)>(gesture); };
        INFO("in state " << m_state << " came " << words(gesture));
        if (says(Press{})) {
            CHECK((m_state == "closed" || m_state == "cancelled"));
            m_state = "pressed";
        } else if (says(PressCancel{})) {
            CHECK(m_state == "pressed");
            m_state = "cancelled";
        } else if (says(Tap{}) || says(LongPress{})) {
            CHECK(m_state == "pressed");
            m_state = "closed";
        } else if (says(TwoFingerTap{})) {
            CHECK(m_state == "cancelled");
            CHECK_FALSE(m_moved);
            m_state = "closed";
        } else if (says(DragStart{})) {
            CHECK(m_state == "cancelled");
            m_state = "drag";
            m_where = std::get<DragStart>(gesture).start;
        } else if (says(Drag{})) {
            CHECK(m_state == "drag");
            const auto& drag = std::get<Drag>(gesture);
            m_where = m_where + drag.delta;
            CHECK(std::abs(m_where.x - drag.position.x) < 0.1F);
            CHECK(std::abs(m_where.y - drag.position.y) < 0.1F);
        } else if (says(DragEnd{})) {
            CHECK(m_state == "drag");
            m_state = "cancelled";
        } else if (says(Pinch{})) {
            CHECK((m_state == "cancelled" || m_state == "pinch"));
            const auto& pinch = std::get<Pinch>(gesture);
            CHECK(std::isfinite(pinch.factor));
            CHECK(pinch.factor > 0);
            m_state = "pinch";
        } else {
            CHECK(m_state == "pinch");
            m_state = "cancelled";
        }
        if (says(Press{})) m_moved = false;
        if (says(DragStart{}) || says(Pinch{})) m_moved = true;
    }
    const std::string& state() const { return m_state; }

  private:
    std::string m_state = "closed";
    bool m_moved = false;
    base::Point m_where;
};

}  // namespace

TEST_CASE(
    "input: whatever fingers do, every Press has exactly one outcome and every drag and pinch its end") {
    for (unsigned seed = 1; seed <= 300; ++seed) {
        INFO("seed " << seed);
        std::mt19937 random(seed);
        const auto pick = [&](int least, int most) {
            return std::uniform_int_distribution(least, most)(random);
        };
        RecogniserOptions options;
        if (seed % 3 == 0) options.strike_guard = milliseconds(400);
        Recogniser recogniser(options);
        Grammar grammar;
        const auto read = [&](const std::vector<Gesture>& gestures) {
            for (const Gesture& gesture : gestures)
                grammar.read(gesture);
        };
        int time = 0;
        for (int step = 0; step < 400; ++step) {
            time += pick(0, 3) == 0 ? pick(0, 700) : pick(0, 20);
            if (pick(0, 30) == 0) time -= pick(0, 50);
            const int what = pick(0, 99);
            const base::Point place{static_cast<float>(pick(0, 60)), static_cast<float>(pick(0, 60))};
            const std::int64_t id = pick(0, 4);
            if (what < 25) {
                read(recogniser.feed({id, PointerPhase::down, place, at(time)}));
            } else if (what < 65) {
                read(recogniser.feed({id, PointerPhase::move, place, at(time)}));
            } else if (what < 88) {
                read(recogniser.feed({id, PointerPhase::up, place, at(time)}));
            } else if (what < 91) {
                read(recogniser.feed({id, PointerPhase::cancel, place, at(time)}));
            } else if (what < 93) {
                read(recogniser.cancel_all());
            } else if (what < 95) {
                recogniser.forgo_long_press();
            } else {
                read(recogniser.tick(at(time)));
            }
        }
        time += 1000;
        for (std::int64_t id = 0; id <= 4; ++id)
            read(recogniser.feed({id, PointerPhase::up, {0, 0}, at(time)}));
        CHECK((grammar.state() == "closed" || grammar.state() == "cancelled"));
        // And then an ordinary tap is an ordinary tap.
        const auto press = recogniser.feed({9, PointerPhase::down, {500, 500}, at(time + 2000)});
        REQUIRE(press.size() == 1);
        CHECK(words(press[0]) == "press 500,500");
        const auto tap = recogniser.feed({9, PointerPhase::up, {500, 500}, at(time + 2050)});
        REQUIRE(tap.size() == 1);
        CHECK(words(tap[0]) == "tap 500,500 x1");
    }
}
