// SPDX-License-Identifier: GPL-3.0-or-later
// Event scripts of several fingers, and of fingers that are taken away.
#include <catch2/catch.hpp>

#include "tests/support/hand.hpp"

using namespace accueil;
using namespace accueil::input;
using std::chrono::milliseconds;
using support::at;
using support::Hand;
using support::Words;

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
