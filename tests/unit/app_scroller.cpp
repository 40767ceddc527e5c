// SPDX-License-Identifier: GPL-3.0-or-later
#include "kiosk/app/scroller.hpp"

#include <catch2/catch.hpp>

using accueil::app::Scroller;
using namespace std::chrono_literals;

namespace {

accueil::base::SteadyTime at(std::chrono::milliseconds time) {
    return accueil::base::SteadyTime{} + time;
}

Scroller scroller(float limit, float offset = 0) {
    Scroller made;
    made.set_limit(limit);
    made.jump(offset);
    return made;
}

}  // namespace

TEST_CASE("the page follows the finger, and stops at both ends", "[app][scroll]") {
    auto page = scroller(1000);
    page.drag(-300);
    CHECK(page.offset() == 300);
    page.drag(100);
    CHECK(page.offset() == 200);
    page.drag(5000);
    CHECK(page.offset() == 0);
    page.drag(-5000);
    CHECK(page.offset() == 1000);
    page.jump(-1);
    CHECK(page.offset() == 0);
    CHECK_FALSE(page.moving());
}

TEST_CASE("a fling goes on the way of the finger, ever slower, and comes to rest", "[app][scroll]") {
    auto page = scroller(1e6F, 5000);
    page.fling(-2000, at(0ms));  // the finger went up: the page goes on down
    float last = page.offset(), last_step = 1e9F;
    int frames = 0;
    while (page.moving() && frames < 1000) {
        page.tick(at(++frames * 16ms));
        const float step = page.offset() - last;
        CHECK(step >= 0);
        CHECK(step <= last_step + 0.01F);
        last = page.offset();
        last_step = step;
    }
    CHECK(frames > 30);
    CHECK(frames < 200);
    CHECK(page.offset() > 5300);
    CHECK(page.offset() < 5000 + 2000);
}

TEST_CASE("how far a fling goes does not depend on how often the glass is drawn", "[app][scroll]") {
    auto often = scroller(1e6F), rarely = often;
    often.fling(-1500, at(0ms));
    rarely.fling(-1500, at(0ms));
    for (int frame = 1; frame <= 200; ++frame) {
        often.tick(at(frame * 8ms));
        if (frame % 8 == 0) rarely.tick(at(frame * 8ms));
    }
    CHECK(often.offset() == Approx(rarely.offset()).margin(2));  // the last step at 30 pixels a second
}

TEST_CASE("a fling ends at the end of the page, and one that is barely one does not begin", "[app][scroll]") {
    auto page = scroller(100);
    page.fling(-3000, at(0ms));
    CHECK(page.tick(at(500ms)));
    CHECK(page.offset() == 100);
    CHECK_FALSE(page.moving());
    CHECK_FALSE(page.tick(at(600ms)));
    page.fling(29, at(600ms));
    CHECK_FALSE(page.moving());
    page.fling(3000, at(600ms));
    page.tick(at(1200ms));
    CHECK(page.offset() == 0);
    CHECK_FALSE(page.moving());
}

TEST_CASE("a touch stops a fling where it is", "[app][scroll]") {
    auto page = scroller(5000);
    page.fling(-2000, at(0ms));
    page.tick(at(100ms));
    const float here = page.offset();
    page.stop();
    CHECK_FALSE(page.tick(at(300ms)));
    CHECK(page.offset() == here);
    page.fling(-2000, at(300ms));
    page.drag(-10);
    CHECK_FALSE(page.moving());
}

TEST_CASE("a glide is there after a fifth of a second, at once where motion is reduced", "[app][scroll]") {
    auto page = scroller(1000);
    page.glide_to(400, at(0ms), false);
    page.tick(at(50ms));
    const float early = page.offset();
    CHECK(early > 100);  // it starts fast and arrives slowly
    CHECK(early < 400);
    page.tick(at(200ms));
    CHECK(page.offset() == 400);
    CHECK_FALSE(page.moving());
    page.glide_to(1e6F, at(200ms), false);
    page.tick(at(5000ms));
    CHECK(page.offset() == 1000);
    page.glide_to(-50, at(6000ms), true);
    CHECK(page.offset() == 0);
    CHECK_FALSE(page.moving());
}

TEST_CASE("a page that gets shorter is never scrolled past its end", "[app][scroll]") {
    auto page = scroller(1000, 900);
    page.set_limit(300);
    CHECK(page.offset() == 300);
    page.set_limit(-40);
    CHECK(page.offset() == 0);
    page.set_limit(1000);
    page.fling(-3000, at(0ms));
    page.tick(at(50ms));
    page.set_limit(60);
    page.tick(at(400ms));
    CHECK(page.offset() == 60);
    CHECK_FALSE(page.moving());
}
