// SPDX-License-Identifier: GPL-3.0-or-later
// Event scripts of one finger: taps, long presses, drags, and what is no tap.
#include <catch2/catch.hpp>

#include "tests/support/hand.hpp"

using namespace accueil;
using namespace accueil::input;
using std::chrono::milliseconds;
using support::at;
using support::Hand;
using support::Words;

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

TEST_CASE("input: a press may ask for a longer rest than others, for itself alone") {
    Hand hand;
    hand.down(0, 1, 100, 100);
    hand.recogniser.want_long_press(std::chrono::milliseconds(2000));
    CHECK(hand.recogniser.next_deadline() == support::at(2000));
    hand.tick(1999);
    CHECK(hand.said == Words{"press 100,100"});
    hand.tick(2000);
    CHECK(hand.said.back() == "long-press 100,100");
    hand.up(2100, 1, 100, 100);
    hand.down(3000, 1, 100, 100);
    hand.tick(3500);
    CHECK(hand.said.back() == "long-press 100,100");
    CHECK(hand.said.size() == 4);
}
