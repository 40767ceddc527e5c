// SPDX-License-Identifier: GPL-3.0-or-later
// Event scripts: fingers in, gestures out as words. Times in milliseconds, places in design pixels.
#include <catch2/catch.hpp>
#include <cmath>
#include <random>
#include <sstream>
#include <string>

#include "kiosk/input/recogniser.hpp"

using namespace accueil;
using namespace accueil::input;
using std::chrono::milliseconds;

namespace {

base::SteadyTime at(int ms) {
    return base::SteadyTime{} + milliseconds(ms);
}

std::string words(const Gesture& gesture) {
    std::ostringstream out;
    const auto place = [&](base::Point p) -> std::ostringstream& {
        out << std::lround(p.x) << "," << std::lround(p.y);
        return out;
    };
    struct Visitor {
        std::ostringstream& out;
        decltype(place)& point;
        void operator()(const Press& g) { out << "press ", point(g.position); }
        void operator()(const PressCancel&) { out << "press-cancel"; }
        void operator()(const Tap& g) { out << "tap ", point(g.position) << " x" << g.count; }
        void operator()(const LongPress& g) { out << "long-press ", point(g.position); }
        void operator()(const DragStart& g) { out << "drag-start ", point(g.start); }
        void operator()(const Drag& g) { out << "drag ", point(g.position) << " by ", point(g.delta); }
        void operator()(const DragEnd& g) {
            out << "drag-end ", point(g.position) << " at ", point(g.velocity);
        }
        void operator()(const Pinch& g) {
            out << "pinch ", point(g.center) << " by ", point(g.delta);
            out << " times " << static_cast<double>(std::lround(g.factor * 100)) / 100;
        }
        void operator()(const PinchEnd&) { out << "pinch-end"; }
        void operator()(const TwoFingerTap& g) { out << "two-finger-tap ", point(g.center); }
    };
    std::visit(Visitor{out, place}, gesture);
    return out.str();
}

struct Hand {
    explicit Hand(RecogniserOptions options = {}) : recogniser(options) {}

    void event(int time, std::int64_t id, PointerPhase phase, float x, float y) {
        add(recogniser.feed({id, phase, {x, y}, at(time)}));
    }
    void down(int time, std::int64_t id, float x, float y) { event(time, id, PointerPhase::down, x, y); }
    void move(int time, std::int64_t id, float x, float y) { event(time, id, PointerPhase::move, x, y); }
    void up(int time, std::int64_t id, float x, float y) { event(time, id, PointerPhase::up, x, y); }
    void cancel(int time, std::int64_t id) { event(time, id, PointerPhase::cancel, 0, 0); }
    void tick(int time) { add(recogniser.tick(at(time))); }
    void tap(int time, float x, float y) {
        down(time, 1, x, y);
        up(time + 50, 1, x, y);
    }
    void add(const std::vector<Gesture>& gestures) {
        for (const Gesture& gesture : gestures)
            said.push_back(words(gesture));
    }

    Recogniser recogniser;
    std::vector<std::string> said;
};

using Words = std::vector<std::string>;

}  // namespace

TEST_CASE("input: a finger that comes and goes is a tap where it came down") {
    Hand hand;
    hand.down(0, 1, 100, 200);
    CHECK(hand.said == Words{"press 100,200"});
    hand.move(40, 1, 104, 203);
    hand.up(90, 1, 106, 204);
    CHECK(hand.said == Words{"press 100,200", "tap 100,200 x1"});
    CHECK_FALSE(hand.recogniser.next_deadline());
}

TEST_CASE("input: a finger that stays half a second is a long press, once, and its release says nothing") {
    Hand hand;
    hand.down(1000, 1, 10, 10);
    REQUIRE(hand.recogniser.next_deadline() == at(1500));
    hand.tick(1499);
    CHECK(hand.said.size() == 1);
    hand.tick(1500);
    hand.tick(1600);
    hand.move(1700, 1, 300, 300);
    hand.up(1800, 1, 300, 300);
    CHECK(hand.said == Words{"press 10,10", "long-press 10,10"});
}

TEST_CASE("input: a release that is read before the tick of its time is still a long press") {
    Hand hand;
    hand.down(0, 1, 10, 10);
    hand.up(700, 1, 10, 10);
    CHECK(hand.said == Words{"press 10,10", "long-press 10,10"});
}

TEST_CASE("input: where a long press is forgone the slowest hand still taps on release") {
    Hand hand;
    hand.down(0, 1, 10, 10);
    hand.recogniser.forgo_long_press();
    hand.tick(600);
    hand.up(4000, 1, 10, 10);
    CHECK(hand.said == Words{"press 10,10", "tap 10,10 x1"});

    hand.said.clear();
    hand.down(9000, 2, 500, 500);
    hand.tick(9500);
    CHECK(hand.said == Words{"press 500,500", "long-press 500,500"});
}

TEST_CASE("input: a palm that rests does not lock the screen, whether a long press was wanted or forgone") {
    Hand hand;
    hand.down(0, 1, 900, 1800);
    hand.tick(500);
    hand.tap(600, 100, 100);
    CHECK(hand.said == Words{"press 900,1800", "long-press 900,1800", "press 100,100", "tap 100,100 x1"});

    Hand other;
    other.down(0, 7, 900, 1800);
    other.recogniser.forgo_long_press();
    REQUIRE(other.recogniser.next_deadline() == at(10'000));
    other.tick(10'000);
    other.tap(10'100, 100, 100);
    other.up(20'000, 7, 900, 1800);
    CHECK(other.said == Words{"press 900,1800", "press-cancel", "press 100,100", "tap 100,100 x1"});
}

TEST_CASE("input: two quick taps on one place are a double tap, and a third starts anew") {
    Hand hand;
    hand.tap(0, 100, 100);
    hand.tap(350, 140, 120);
    hand.tap(600, 100, 100);
    CHECK(hand.said == Words{"press 100,100", "tap 100,100 x1", "press 140,120", "tap 140,120 x2",
                             "press 100,100", "tap 100,100 x1"});
}

TEST_CASE("input: taps too far apart in time or place are single taps") {
    Hand hand;
    hand.tap(0, 100, 100);
    hand.tap(351, 100, 100);  // 301 ms after the release
    hand.tap(600, 149, 100);  // 49 pixels away
    CHECK(hand.said == Words{"press 100,100", "tap 100,100 x1", "press 100,100", "tap 100,100 x1",
                             "press 149,100", "tap 149,100 x1"});
}

TEST_CASE("input: a drag between two taps parts them") {
    Hand hand;
    hand.tap(0, 100, 100);
    hand.down(100, 1, 100, 100);
    hand.move(110, 1, 150, 100);
    hand.up(120, 1, 150, 100);
    hand.said.clear();
    hand.tap(150, 100, 100);
    CHECK(hand.said == Words{"press 100,100", "tap 100,100 x1"});
}

TEST_CASE("input: with a strike guard a tremor counts once, a tap elsewhere at once, and a drag is free") {
    RecogniserOptions options;
    options.strike_guard = milliseconds(400);
    Hand hand(options);
    hand.tap(0, 100, 100);
    hand.tap(200, 103, 100);  // 150 ms after
    hand.tap(600, 100, 102);  // 350 ms after the dropped one
    CHECK(hand.said == Words{"press 100,100", "tap 100,100 x1", "press 103,100", "press-cancel",
                             "press 100,102", "press-cancel"});
    hand.said.clear();
    hand.tap(700, 400, 400);
    CHECK(hand.said == Words{"press 400,400", "tap 400,400 x1"});
    hand.said.clear();
    hand.down(800, 1, 400, 400);
    hand.move(820, 1, 400, 380);
    CHECK(hand.said == Words{"press 400,400", "press-cancel", "drag-start 400,400", "drag 400,380 by 0,-20"});
    hand.up(1000, 1, 400, 380);
    hand.said.clear();
    hand.tap(1200, 400, 400);
    CHECK(hand.said == Words{"press 400,400", "tap 400,400 x1"});
}

TEST_CASE("input: a drag begins beyond the slop and its deltas add up to the finger's whole way") {
    Hand hand;
    hand.down(0, 1, 100, 100);
    hand.move(10, 1, 112, 100);
    CHECK(hand.said == Words{"press 100,100"});
    hand.move(20, 1, 113, 100);
    hand.move(30, 1, 120, 90);
    hand.move(500, 1, 120, 90);
    hand.up(600, 1, 125, 90);
    CHECK(hand.said == Words{"press 100,100", "press-cancel", "drag-start 100,100", "drag 113,100 by 13,0",
                             "drag 120,90 by 7,-10", "drag 125,90 by 5,0", "drag-end 125,90 at 50,0"});
}

TEST_CASE("input: a release far from the press is a drag even when no move came between") {
    Hand hand;
    hand.down(0, 1, 100, 100);
    hand.up(100, 1, 100, 300);
    CHECK(hand.said == Words{"press 100,100", "press-cancel", "drag-start 100,100", "drag 100,300 by 0,200",
                             "drag-end 100,300 at 0,2000"});
}

TEST_CASE("input: velocity is that of the last 80 ms, whatever came before") {
    Hand hand;
    hand.down(0, 1, 0, 1000);
    for (int t = 10; t <= 200; t += 10)
        hand.move(t, 1, 0, 1000 - static_cast<float>(t));  // 1000 px/s up
    for (int t = 210; t <= 300; t += 10)
        hand.move(t, 1, static_cast<float>(t - 200) * 2, 800);  // 2000 px/s right
    hand.up(300, 1, 200, 800);
    CHECK(hand.said.back() == "drag-end 200,800 at 2000,0");
}

TEST_CASE("input: a finger that rests before it leaves does not fling") {
    Hand hand;
    hand.down(0, 1, 0, 0);
    for (int t = 10; t <= 100; t += 10)
        hand.move(t, 1, static_cast<float>(t) * 3, 0);
    hand.up(181, 1, 300, 0);
    CHECK(hand.said.back() == "drag-end 300,0 at 0,0");
}

TEST_CASE("input: slow frames, further apart than the velocity window, still fling") {
    Hand hand;
    hand.down(0, 1, 0, 0);
    hand.move(100, 1, 100, 0);
    hand.move(200, 1, 200, 0);
    hand.up(200, 1, 200, 0);
    CHECK(hand.said.back() == "drag-end 200,0 at 1000,0");
}

TEST_CASE("input: all events of one instant make no endless speed") {
    Hand hand;
    hand.down(5, 1, 0, 0);
    hand.move(5, 1, 40, 0);
    hand.up(5, 1, 40, 0);
    CHECK(hand.said.back() == "drag-end 40,0 at 5000,0");
}

TEST_CASE("input: two fingers that come and go are a two-finger tap between them") {
    Hand hand;
    hand.down(0, 1, 100, 100);
    hand.down(30, 2, 300, 100);
    hand.move(60, 1, 104, 100);
    hand.up(150, 1, 104, 100);
    hand.up(180, 2, 300, 104);
    CHECK(hand.said == Words{"press 100,100", "press-cancel", "two-finger-tap 200,100"});
}

TEST_CASE("input: two fingers that rest too long, or a third that joins, make no two-finger tap") {
    Hand slow;
    slow.down(0, 1, 100, 100);
    slow.down(30, 2, 300, 100);
    slow.up(150, 1, 100, 100);
    slow.up(401, 2, 300, 100);
    CHECK(slow.said == Words{"press 100,100", "press-cancel"});

    Hand three;
    three.down(0, 1, 100, 100);
    three.down(30, 2, 300, 100);
    three.down(40, 3, 500, 100);
    three.up(100, 3, 500, 100);
    three.up(110, 2, 300, 100);
    three.up(120, 1, 100, 100);
    CHECK(three.said == Words{"press 100,100", "press-cancel"});
}

TEST_CASE("input: two fingers apart pinch by factor and by their middle") {
    Hand hand;
    hand.down(0, 1, 400, 500);
    hand.down(20, 2, 600, 500);
    hand.move(40, 1, 390, 500);  // within the slop
    CHECK(hand.said == Words{"press 400,500", "press-cancel"});
    hand.move(50, 1, 350, 500);
    hand.move(60, 2, 650, 500);
    hand.move(70, 2, 650, 600);
    CHECK(Words(hand.said.begin() + 2, hand.said.end()) == Words{"pinch 475,500 by -25,0 times 1.25",
                                                                 "pinch 500,500 by 25,0 times 1.2",
                                                                 "pinch 500,550 by 0,50 times 1.05"});
}

TEST_CASE(
    "input: a second finger turns a drag into a pinch, and lifting one returns to a drag without a jump") {
    Hand hand;
    hand.down(0, 1, 100, 500);
    hand.move(10, 1, 200, 500);
    hand.down(20, 2, 400, 500);
    hand.move(30, 2, 600, 500);
    hand.up(40, 1, 200, 500);
    hand.move(400, 2, 601, 500);
    hand.move(410, 2, 651, 500);
    hand.up(410, 2, 651, 500);
    CHECK(hand.said == Words{"press 100,500", "press-cancel", "drag-start 100,500", "drag 200,500 by 100,0",
                             "drag-end 200,500 at 0,0", "pinch 400,500 by 100,0 times 2", "pinch-end",
                             "drag-start 600,500", "drag 601,500 by 1,0", "drag 651,500 by 50,0",
                             "drag-end 651,500 at 627,0"});
}

TEST_CASE("input: either finger of a pinch may be the one that stays, and may be joined again") {
    Hand hand;
    hand.down(0, 1, 100, 500);
    hand.down(10, 2, 300, 500);
    hand.move(20, 2, 500, 500);
    hand.up(30, 2, 500, 500);
    hand.move(40, 1, 100, 510);
    hand.down(50, 3, 300, 510);
    hand.move(60, 3, 200, 510);
    hand.up(70, 1, 100, 510);
    hand.up(80, 3, 200, 510);
    CHECK(hand.said == Words{"press 100,500", "press-cancel", "pinch 300,500 by 100,0 times 2", "pinch-end",
                             "drag-start 100,500", "drag 100,510 by 0,10", "drag-end 100,510 at 0,0",
                             "pinch 150,510 by -50,0 times 0.5", "pinch-end"});
}

TEST_CASE("input: two fingers that leave a pinch one after the other do not fling") {
    Hand hand;
    hand.down(0, 1, 100, 500);
    hand.down(10, 2, 300, 500);
    for (int t = 20; t <= 100; t += 10)
        hand.move(t, 2, 300 + static_cast<float>(t) * 3, 500);
    hand.up(100, 1, 100, 500);
    hand.move(110, 2, 630, 500);
    hand.move(120, 2, 660, 500);
    hand.up(130, 2, 690, 500);
    CHECK(hand.said.back() == "drag-end 690,500 at 0,0");
}

TEST_CASE("input: fingers that meet do not make the factor explode") {
    Hand hand;
    hand.down(0, 1, 100, 100);
    hand.down(10, 2, 340, 100);
    hand.move(20, 2, 100, 100);
    CHECK(hand.said.back() == "pinch 100,100 by -120,0 times 0.1");
    hand.move(30, 2, 101, 100);
    CHECK(hand.said.back() == "pinch 101,100 by 1,0 times 1");
}

TEST_CASE("input: the third and further fingers say nothing") {
    Hand hand;
    hand.down(0, 1, 100, 100);
    hand.down(10, 2, 300, 100);
    hand.move(20, 2, 400, 100);
    const std::size_t before = hand.said.size();
    hand.down(30, 3, 700, 700);
    hand.down(31, 4, 720, 700);
    hand.move(40, 3, 900, 900);
    hand.up(50, 4, 720, 700);
    CHECK(hand.said.size() == before);
    hand.up(60, 1, 100, 100);
    hand.up(70, 2, 400, 100);
    CHECK(hand.said.back() == "pinch-end");
    hand.tap(80, 50, 50);  // finger 3 still rests
    CHECK(hand.said.back() == "tap 50,50 x1");
}

TEST_CASE("input: a cancelled finger takes back what it began") {
    Hand pressed;
    pressed.down(0, 1, 10, 10);
    pressed.cancel(10, 1);
    pressed.up(20, 1, 10, 10);
    CHECK(pressed.said == Words{"press 10,10", "press-cancel"});

    Hand dragging;
    dragging.down(0, 1, 10, 10);
    dragging.move(10, 1, 110, 10);
    dragging.cancel(20, 1);
    CHECK(dragging.said.back() == "drag-end 110,10 at 0,0");

    Hand pinching;
    pinching.down(0, 1, 10, 10);
    pinching.down(5, 2, 110, 10);
    pinching.move(10, 2, 210, 10);
    pinching.cancel(20, 1);
    pinching.cancel(21, 2);
    CHECK(pinching.said.back() == "pinch-end");
}

TEST_CASE("input: cancel_all closes what is open and ignores the fingers that are still down") {
    Hand hand;
    hand.down(0, 1, 10, 10);
    hand.add(hand.recogniser.cancel_all());
    hand.move(10, 1, 100, 100);
    hand.up(20, 1, 100, 100);
    CHECK(hand.said == Words{"press 10,10", "press-cancel"});
    CHECK_FALSE(hand.recogniser.next_deadline());
    hand.tap(30, 10, 10);
    CHECK(hand.said.back() == "tap 10,10 x1");

    hand.down(200, 1, 10, 10);
    hand.down(210, 2, 110, 10);
    hand.move(220, 2, 210, 10);
    hand.add(hand.recogniser.cancel_all());
    CHECK(hand.said.back() == "pinch-end");
}

TEST_CASE("input: a finger that comes down twice without leaving is taken as a new one") {
    Hand hand;
    hand.down(0, 1, 10, 10);
    hand.down(100, 1, 200, 200);
    hand.up(150, 1, 200, 200);
    CHECK(hand.said == Words{"press 10,10", "press-cancel", "press 200,200", "tap 200,200 x1"});
}

TEST_CASE("input: moves and releases of fingers that never came down are nothing") {
    Hand hand;
    hand.move(0, 5, 10, 10);
    hand.up(10, 5, 10, 10);
    hand.cancel(20, 5);
    CHECK(hand.said.empty());
}

TEST_CASE("input: a clock that steps back neither crashes nor undoes a deadline") {
    Hand hand;
    hand.down(1000, 1, 10, 10);
    hand.up(900, 1, 10, 10);
    CHECK(hand.said == Words{"press 10,10", "tap 10,10 x1"});
}

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
