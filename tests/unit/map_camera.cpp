// SPDX-License-Identifier: GPL-3.0-or-later
#include "kiosk/map/camera.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "tests/support/fake_clock.hpp"

using namespace accueil;
using namespace accueil::map;
using std::chrono::milliseconds;

namespace {

const WorldRect kFrance = to_world_rect(-6, 41, 10, 51.5);
const Camera kStart{to_world({46.6, 2.25}), 5};

/// A portrait screen over France, and a clock.
struct Rig {
    CameraController camera;
    support::FakeClock clock;

    explicit Rig(Padding covered = {}) {
        camera.set_viewport({1080, 1920}, covered, 1);
        camera.set_territory(kFrance, kStart);
    }
    WorldPoint at(base::Point p) const { return View{camera.camera(), {0, 0, 1080, 1920}}.to_world(p); }
    base::Point on_screen(WorldPoint p) const {
        return View{camera.camera(), {0, 0, 1080, 1920}}.to_screen(p);
    }
    /// Frames of 16 ms until the camera rests; the milliseconds that it took.
    int run(int most = 5000) {
        int passed = 0;
        while (camera.animating() && passed < most) {
            clock.advance(milliseconds(16));
            camera.tick(clock.steady());
            passed += 16;
        }
        return passed;
    }
    void closer(double zoom = 8) { camera.set_camera({to_world({47.2, 2.0}), zoom}); }
};

bool same_place(WorldPoint a, WorldPoint b, double pixels, double zoom) {
    return std::hypot(a.x - b.x, a.y - b.y) * world_pixels(zoom) <= pixels;
}

}  // namespace

TEST_CASE("The first view shows the whole territory, never smaller than the screen's room for it", "[map]") {
    Rig rig;
    CHECK(rig.camera.camera() == rig.camera.start_camera());
    const WorldRect seen = View{rig.camera.camera(), {0, 0, 1080, 1920}}.world_rect();
    CHECK(seen.left <= kFrance.left + 1e-4);
    CHECK(seen.right >= kFrance.right - 1e-4);
    CHECK(seen.width() == Approx(kFrance.width()).epsilon(0.01));
}

TEST_CASE("What bars cover does not count: the first view's middle is the middle of the rest", "[map]") {
    Rig rig(Padding{0, 100, 0, 700});
    const base::Point middle = rig.on_screen(kFrance.center());
    CHECK(middle.y == Approx((100 + 1920 - 700) / 2.0).margin(40));
}

TEST_CASE("A dragged place stays under the finger", "[map]") {
    Rig rig;
    rig.closer();
    const WorldPoint grabbed = rig.at({500, 900});
    rig.camera.touch();
    rig.camera.drag_by({60, -25});
    rig.camera.drag_by({10, -5});
    CHECK(same_place(rig.at({570, 870}), grabbed, 0.01, 8));
    CHECK(rig.camera.held());
}

TEST_CASE("A finger that rested leaves the map where it is", "[map]") {
    Rig rig;
    rig.closer();
    rig.camera.drag_by({50, 0});
    rig.camera.drag_end({0, 0}, rig.clock.steady());
    CHECK_FALSE(rig.camera.animating());
    CHECK_FALSE(rig.camera.tick(rig.clock.steady() + milliseconds(16)));
}

TEST_CASE("A flung map glides on, ever slower, and stops", "[map]") {
    Rig rig;
    rig.closer(9);
    rig.camera.drag_by({20, 0});
    const double before = rig.camera.camera().center.x;
    rig.camera.drag_end({1000, 0}, rig.clock.steady());
    CHECK(rig.camera.animating());
    double last = before, last_step = 1;
    for (int frame = 0; frame < 20; ++frame) {
        rig.clock.advance(milliseconds(16));
        CHECK(rig.camera.tick(rig.clock.steady()));
        const double step = last - rig.camera.camera().center.x;
        CHECK(step > 0);
        CHECK(step < last_step);
        last = rig.camera.camera().center.x;
        last_step = step;
    }
    const int rest = rig.run();
    CHECK(rest < 2000);
    // v · tau: 1000 px/s · 0.325 s
    CHECK((before - rig.camera.camera().center.x) * world_pixels(9) == Approx(325).margin(8));
}

TEST_CASE("A finger stops a gliding map at once", "[map]") {
    Rig rig;
    rig.closer(9);
    rig.camera.drag_end({2000, 500}, rig.clock.steady());
    rig.clock.advance(milliseconds(48));
    rig.camera.tick(rig.clock.steady());
    const Camera caught = rig.camera.camera();
    rig.camera.touch();
    rig.clock.advance(milliseconds(100));
    CHECK_FALSE(rig.camera.tick(rig.clock.steady()));
    CHECK(rig.camera.camera() == caught);
}

TEST_CASE("A fling at the edge of the territory stops there, and does not run on unseen", "[map]") {
    Rig rig;
    rig.closer(6);
    rig.camera.drag_end({6000, 0}, rig.clock.steady());
    rig.run();
    for (int i = 0; i < 5; ++i) {
        rig.camera.drag_end({6000, 0}, rig.clock.steady());
        rig.run();
    }
    const Camera stuck = rig.camera.camera();
    rig.camera.drag_end({6000, 0}, rig.clock.steady());
    CHECK(rig.run() <= 32);
    CHECK(same_place(rig.camera.camera().center, stuck.center, 0.5, 6));
}

TEST_CASE("However one drags, most of the screen still shows the territory's frame", "[map]") {
    Rig rig;
    rig.closer(9);
    for (int i = 0; i < 400; ++i)
        rig.camera.drag_by({900, 900});
    const WorldRect seen = View{rig.camera.camera(), {0, 0, 1080, 1920}}.world_rect();
    CHECK(seen.right > kFrance.left + 0.7 * seen.width());
    CHECK(seen.bottom > kFrance.top + 0.7 * seen.height());
}

TEST_CASE("A pinch keeps the place between the fingers between the fingers", "[map]") {
    Rig rig;
    rig.closer(8);
    const WorldPoint between = rig.at({300, 1200});
    rig.camera.pinch({320, 1190}, {20, -10}, 1.25F);
    rig.camera.pinch({330, 1195}, {10, 5}, 1.1F);
    CHECK(same_place(rig.at({330, 1195}), between, 0.05, 8.5));
    CHECK(rig.camera.camera().zoom == Approx(8 + std::log2(1.25 * 1.1)));
}

TEST_CASE("A pinch cannot leave the zooms that there are, nor be broken by nonsense", "[map]") {
    Rig rig;
    rig.closer(8);
    for (int i = 0; i < 60; ++i)
        rig.camera.pinch({540, 960}, {0, 0}, 1.5F);
    CHECK(rig.camera.camera().zoom == Approx(rig.camera.max_zoom()));
    for (int i = 0; i < 60; ++i)
        rig.camera.pinch({540, 960}, {0, 0}, 0.5F);
    CHECK(rig.camera.camera().zoom == Approx(rig.camera.min_zoom()).margin(0.01));
    rig.camera.pinch({540, 960}, {0, 0}, 0);
    rig.camera.pinch({540, 960}, {0, 0}, -1);
    rig.camera.pinch({540, 960}, {0, 0}, std::numeric_limits<float>::infinity());
    CHECK(std::isfinite(rig.camera.camera().zoom));
}

TEST_CASE("A map at rest has tiles of a whole number of pixels", "[map]") {
    Rig rig;
    rig.closer(8);
    for (const float factor : {1.13F, 1.37F, 0.71F}) {
        rig.camera.pinch({540, 960}, {0, 0}, factor);
        rig.camera.release();
        const double zoom = rig.camera.camera().zoom;
        const double side = kTileSide * std::exp2(zoom - std::round(zoom));
        CHECK(side == Approx(std::round(side)).margin(1e-6));
    }
}

TEST_CASE("Double tap zooms in about the finger in 200 ms, fast first and slow last", "[map]") {
    Rig rig;
    rig.closer(8);
    const WorldPoint under = rig.at({200, 400});
    rig.camera.zoom_by(1, {200, 400}, rig.clock.steady());
    rig.clock.advance(milliseconds(100));
    CHECK(rig.camera.tick(rig.clock.steady()));
    CHECK(rig.camera.camera().zoom > 8.7);
    CHECK(same_place(rig.at({200, 400}), under, 0.05, 9));
    rig.clock.advance(milliseconds(100));
    CHECK(rig.camera.tick(rig.clock.steady()));
    CHECK_FALSE(rig.camera.animating());
    CHECK(rig.camera.camera().zoom == Approx(9));
    CHECK(same_place(rig.at({200, 400}), under, 0.05, 9));
}

TEST_CASE("Two quick presses of plus zoom by two", "[map]") {
    Rig rig;
    rig.closer(7);
    rig.camera.zoom_by(1, {540, 960}, rig.clock.steady());
    rig.clock.advance(milliseconds(50));
    rig.camera.tick(rig.clock.steady());
    rig.camera.zoom_by(1, {540, 960}, rig.clock.steady());
    rig.run();
    CHECK(rig.camera.camera().zoom == Approx(9));
}

TEST_CASE("Arrow keys pan, and presses add up", "[map]") {
    Rig rig;
    rig.closer(9);
    const double from = rig.camera.camera().center.x;
    rig.camera.pan_by({100, 0}, rig.clock.steady());
    rig.clock.advance(milliseconds(40));
    rig.camera.tick(rig.clock.steady());
    rig.camera.pan_by({100, 0}, rig.clock.steady());
    rig.run();
    CHECK((rig.camera.camera().center.x - from) * world_pixels(9) == Approx(200).margin(0.5));
}

TEST_CASE("A flight ends just where it was sent, and rises over what lies far", "[map]") {
    Rig rig;
    rig.camera.set_camera({to_world({47.2184, -1.5536}), 10});
    const Camera marseille{to_world({43.2965, 5.3698}), 10};
    rig.camera.fly_to(marseille, rig.clock.steady());
    double least = 10;
    int frames = 0;
    while (rig.camera.animating() && ++frames < 200) {
        rig.clock.advance(milliseconds(16));
        rig.camera.tick(rig.clock.steady());
        least = std::min(least, rig.camera.camera().zoom);
    }
    CHECK(frames * 16 <= 1300);
    CHECK(least < 8);
    CHECK(rig.camera.camera().zoom == Approx(10));
    CHECK(same_place(rig.camera.camera().center, marseille.center, 0.1, 10));
}

TEST_CASE("A flight to where one is already ends at once", "[map]") {
    Rig rig;
    rig.camera.fly_to(rig.camera.camera(), rig.clock.steady());
    CHECK_FALSE(rig.camera.animating());
    rig.closer(8);
    rig.camera.fly_to({rig.camera.camera().center, 10}, rig.clock.steady());
    rig.run();
    CHECK(rig.camera.camera().zoom == Approx(10));
}

TEST_CASE("With reduced motion nothing moves by itself", "[map]") {
    Rig rig;
    rig.camera.set_motion(Motion::reduced);
    rig.closer(8);
    rig.camera.drag_end({3000, 0}, rig.clock.steady());
    CHECK_FALSE(rig.camera.animating());
    rig.camera.zoom_by(1, {540, 960}, rig.clock.steady());
    CHECK_FALSE(rig.camera.animating());
    CHECK(rig.camera.camera().zoom == Approx(9));
    rig.camera.pan_by({50, 0}, rig.clock.steady());
    CHECK_FALSE(rig.camera.animating());
    rig.camera.start_view(rig.clock.steady());
    CHECK_FALSE(rig.camera.animating());
    CHECK(rig.camera.camera() == rig.camera.start_camera());
}

TEST_CASE("The start view comes back from anywhere", "[map]") {
    Rig rig;
    rig.closer(11);
    rig.camera.start_view(rig.clock.steady());
    rig.run();
    CHECK(rig.camera.camera() == rig.camera.start_camera());
}

TEST_CASE("A visitor's place is kept when the screen's bars change, the start view starts anew", "[map]") {
    Rig rig;
    rig.closer(9);
    const WorldPoint middle = rig.at(rig.camera.middle());
    rig.camera.set_viewport({1080, 1920}, {0, 100, 0, 900}, 1);
    CHECK(same_place(rig.at(rig.camera.middle()), middle, 1, 9));
    rig.camera.set_camera(rig.camera.start_camera());
    rig.camera.set_viewport({1920, 1080}, {}, 1);
    CHECK(rig.camera.camera() == rig.camera.start_camera());
}

TEST_CASE("A flight that is under way when the screen turns still ends in the territory", "[map]") {
    Rig rig;
    rig.closer(10);
    rig.camera.start_view(rig.clock.steady());
    rig.clock.advance(milliseconds(32));
    rig.camera.tick(rig.clock.steady());
    rig.camera.set_viewport({1920, 1080}, {}, 1);
    rig.run();
    CHECK_FALSE(rig.camera.animating());
    CHECK(rig.camera.camera().zoom >= rig.camera.min_zoom() - 0.01);
    CHECK(kFrance.contains(rig.camera.camera().center));
}

TEST_CASE("A clock that stands still moves nothing and breaks nothing", "[map]") {
    Rig rig;
    rig.closer(9);
    rig.camera.drag_end({800, 0}, rig.clock.steady());
    const Camera before = rig.camera.camera();
    CHECK_FALSE(rig.camera.tick(rig.clock.steady()));
    CHECK(rig.camera.camera() == before);
    CHECK(rig.camera.animating());
}

TEST_CASE(
    "A new generation of content leaves a visitor where they are, and moves the first view for the others",
    "[map]") {
    Rig rig;
    rig.closer(9);
    const Camera here = rig.camera.camera();
    rig.camera.set_territory(kFrance, {to_world({46, 3}), 6});
    CHECK(rig.camera.camera() == here);
    rig.camera.set_camera(rig.camera.start_camera());
    const WorldRect brittany = to_world_rect(-5.2, 47.2, -1, 48.9);
    rig.camera.set_territory(brittany, {brittany.center(), 5});
    CHECK(rig.camera.camera() == rig.camera.start_camera());
    CHECK(brittany.contains(rig.camera.camera().center));
}

TEST_CASE("Over a town's map one comes nearer than elsewhere, and who leaves it stays as near", "[map]") {
    Rig rig;
    const WorldRect town = to_world_rect(-1.72, 47.12, -1.43, 47.32);
    rig.camera.set_deep_areas({{town, 19}});
    rig.camera.set_camera({to_world({45, 4}), 16});
    CHECK(rig.camera.camera().zoom == Approx(12));
    CHECK(rig.camera.max_zoom() == Approx(12));
    rig.camera.set_camera({town.center(), 25});
    CHECK(rig.camera.camera().zoom == Approx(19));
    rig.camera.set_camera({town.center(), 16});
    CHECK(rig.camera.max_zoom() == 19);

    // By hand out of the town: nothing jumps, and one cannot come nearer there.
    rig.camera.touch();
    for (int i = 0; i < 40; ++i)
        rig.camera.drag_by({-1000, 0});
    rig.camera.release();
    CHECK(rig.camera.camera().center.x > town.right);
    CHECK(rig.camera.camera().zoom == Approx(16));
    CHECK(rig.camera.max_zoom() == Approx(16));
    rig.camera.zoom_by(1, rig.camera.middle(), rig.clock.steady());
    rig.run();
    CHECK(rig.camera.camera().zoom == Approx(16));
    rig.camera.zoom_by(-6, rig.camera.middle(), rig.clock.steady());
    rig.run();
    CHECK(rig.camera.camera().zoom == Approx(10));

    // A flight ends as near as its end allows.
    rig.camera.fly_to({town.center(), 18}, rig.clock.steady());
    rig.run();
    CHECK(rig.camera.camera().zoom == Approx(18));
    rig.camera.fly_to({to_world({45, 4}), 18}, rig.clock.steady());
    rig.run();
    CHECK(rig.camera.camera().zoom == Approx(12));
    rig.camera.fly_to({town.center(), 18}, rig.clock.steady());
    rig.run();
    rig.camera.set_deep_areas({});
    CHECK(rig.camera.camera().zoom == Approx(12));
}

TEST_CASE("A territory that is smaller than the country's map allows is shown whole over its own", "[map]") {
    Rig rig;
    const WorldRect quarter = to_world_rect(-1.56, 47.21, -1.55, 47.22);
    rig.camera.set_territory(quarter, {quarter.center(), 0});
    CHECK(rig.camera.camera().zoom == Approx(12));
    rig.camera.set_deep_areas({{quarter, 19}});
    rig.camera.start_view(rig.clock.steady());
    rig.run();
    CHECK(rig.camera.camera().zoom > 15);
    CHECK(rig.camera.min_zoom() > 15);
}
