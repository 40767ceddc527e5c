// SPDX-License-Identifier: GPL-3.0-or-later
// The end of a visit: asked for, or after nobody touched the glass. The clock is held: 90 s and 25 s pass at
// once.
#include <catch2/catch.hpp>

#include "tests/support/focus_canvas.hpp"
#include "tests/support/kiosk_rig.hpp"

using namespace accueil;
using namespace std::chrono_literals;
using action::Route;
using action::ScreenKind;
using support::KioskRig;

namespace {

app::NavigatorOptions in_english() {
    app::NavigatorOptions options;
    options.defaults.language = "en";
    options.idle = 30s;
    options.countdown = 20s;
    return options;
}

bool asks(KioskRig& rig) {
    return rig.shows("idle/stay");
}

std::string left(KioskRig& rig) {
    return rig.node("idle/left")->name;
}

}  // namespace

TEST_CASE("an untouched start screen asks nobody anything", "[app][idle]") {
    KioskRig rig(support::shipped_cache());
    for (int i = 0; i < 100; ++i) {
        rig.wait(60s);
        CHECK_FALSE(asks(rig));
    }
}

TEST_CASE("after the configured quiet the kiosk asks, counts down, and ends with nothing of the visit kept",
          "[app][idle]") {
    KioskRig rig(support::shipped_cache(), in_english());
    const auto start = rig.navigator.state();
    rig.act(action::Open{{ScreenKind::need, "manger"}});
    rig.act(action::SetLanguage{"ar"});
    rig.act(action::SetTextPercent{150});
    rig.act(action::SetAppearance{action::Appearance::dark});
    rig.navigator.scroll_to(200);
    rig.act(action::Open{{ScreenKind::initiatives, {}}});
    rig.act(action::SetFilter{"aller-vers"});
    rig.act(action::ShowOverlay{action::Overlay::access});
    rig.tap(base::Point{540, 1000});
    rig.wait(29s);
    CHECK_FALSE(asks(rig));
    rig.wait(1s);
    REQUIRE(asks(rig));
    CHECK(left(rig) == support::catalog().plural("ar", "ui.idle.seconds", 20));
    rig.wait(19s);
    CHECK(left(rig) == support::catalog().plural("ar", "ui.idle.seconds", 1));
    CHECK(rig.here().filter == "aller-vers");
    rig.wait(1s);
    CHECK_FALSE(asks(rig));
    CHECK(rig.navigator.state() == start);
    CHECK(rig.navigator.tree_json().find("\"lang\": \"en\"") != std::string::npos);
    CHECK_FALSE(rig.shows("end"));
    rig.wait(120s);
    CHECK_FALSE(asks(rig));  // the start screen is nobody's visit
}

TEST_CASE("any touch while the kiosk asks says that one is there, and means nothing else", "[app][idle]") {
    KioskRig rig(support::shipped_cache());
    rig.act(action::Switch{ScreenKind::livret});
    const auto tile = rig.node("need/manger")->rect.center();
    rig.wait(95s);
    REQUIRE(asks(rig));
    rig.tap(tile);
    CHECK_FALSE(asks(rig));
    CHECK(rig.here().route == Route{ScreenKind::livret, {}});
    rig.wait(89s);
    CHECK_FALSE(asks(rig));  // counted anew from the touch
    rig.wait(1s);
    CHECK(asks(rig));
}

TEST_CASE("the question is answered by its own buttons", "[app][idle]") {
    KioskRig rig(support::shipped_cache());
    rig.act(action::Switch{ScreenKind::livret});
    rig.wait(100s);
    rig.tap("idle/stay");
    CHECK_FALSE(asks(rig));
    CHECK(rig.here().route == Route{ScreenKind::livret, {}});
    rig.wait(100s);
    rig.tap("idle/end");
    CHECK_FALSE(asks(rig));
    CHECK(rig.navigator.state() == action::AppState{});
}

TEST_CASE("the button under the finger stays while time goes on between press and lift", "[app][idle]") {
    KioskRig rig(support::shipped_cache());
    rig.act(action::Switch{ScreenKind::livret});
    rig.wait(100s);
    const auto end = rig.node("idle/end")->rect.center();
    rig.navigator.on_gesture(input::Press{end});
    rig.wait(2s);
    REQUIRE(asks(rig));
    rig.navigator.on_gesture(input::Tap{end, 1});
    CHECK(rig.navigator.state() == action::AppState{});
}

TEST_CASE("a wheel, a finger that goes on dragging, or one that slides off the button answer as well",
          "[app][idle]") {
    KioskRig rig(support::shipped_cache());
    rig.act(action::Switch{ScreenKind::livret});
    SECTION("the wheel") {
        rig.wait(95s);
        rig.navigator.on_wheel({-1, {500, 500}});
    }
    SECTION("a drag that began before the question") {
        rig.navigator.on_gesture(input::Press{{500, 1000}});
        rig.wait(95s);
        REQUIRE(asks(rig));
        rig.navigator.on_gesture(input::PressCancel{});
        rig.navigator.on_gesture(input::DragStart{{500, 1000}});
        rig.navigator.on_gesture(input::Drag{{500, 900}, {0, -100}});
    }
    SECTION("a finger that was down all the time and lifts") {
        rig.navigator.on_gesture(input::Press{{500, 1000}});
        rig.wait(95s);
        rig.navigator.on_gesture(input::Tap{{540, 1500}, 1});
    }
    SECTION("a finger that slides off the button") {
        rig.wait(95s);
        const auto stay = rig.node("idle/stay")->rect.center();
        rig.navigator.on_gesture(input::Press{stay});
        rig.navigator.on_gesture(input::PressCancel{});
        rig.navigator.on_gesture(input::DragStart{stay});
        rig.navigator.on_gesture(input::DragEnd{stay, {}});
    }
    rig.navigator.tick();
    CHECK_FALSE(asks(rig));
    CHECK(rig.here().route == Route{ScreenKind::livret, {}});
    rig.wait(89s);
    CHECK_FALSE(asks(rig));
}

TEST_CASE("a key while the kiosk asks says that one is there, and means nothing else", "[app][idle]") {
    using input::Key;
    for (const auto key : {Key::backspace, Key::enter, Key::tab, Key::escape, Key::other}) {
        KioskRig rig(support::shipped_cache());
        rig.act(action::Switch{ScreenKind::livret});
        rig.key(Key::tab);  // the focus is on a need: Enter would open it
        rig.wait(100s);
        REQUIRE(asks(rig));
        rig.key(key);
        INFO(static_cast<int>(key));
        CHECK_FALSE(asks(rig));
        CHECK(rig.here().route == Route{ScreenKind::livret, {}});
    }
}

TEST_CASE("a start screen that was only scrolled goes back to its top, once", "[app][idle]") {
    app::NavigatorOptions options;
    options.defaults.text_percent = 150;
    KioskRig rig(support::shipped_cache(), options);
    const float top = rig.node("need/manger")->rect.y;
    rig.navigator.scroll_to(300);
    rig.navigator.tick();
    REQUIRE(rig.node("need/manger")->rect.y < top);
    rig.wait(90s);
    CHECK(asks(rig));
    rig.wait(25s);
    CHECK(rig.node("need/manger")->rect.y == top);
    rig.wait(200s);
    CHECK_FALSE(asks(rig));
}

TEST_CASE("the machine's clock may jump: only time that passes counts", "[app][idle]") {
    KioskRig rig(support::shipped_cache());
    rig.act(action::Switch{ScreenKind::livret});
    rig.clock.set_wall("2031-05-01T12:00:00Z");
    rig.navigator.tick();
    CHECK_FALSE(asks(rig));
    rig.wait(90s);
    CHECK(asks(rig));
    rig.clock.set_wall("2020-01-01T00:00:00Z");
    rig.wait(25s);
    CHECK(rig.navigator.state() == action::AppState{});
}

TEST_CASE("a kiosk that was suspended past the whole countdown begins anew at once", "[app][idle]") {
    KioskRig rig(support::shipped_cache());
    rig.act(action::Switch{ScreenKind::livret});
    rig.wait(3600s);
    CHECK_FALSE(asks(rig));
    CHECK(rig.navigator.state() == action::AppState{});
}

TEST_CASE("woken only at its own deadlines, the kiosk asks and ends in time, and does not spin",
          "[app][idle]") {
    KioskRig rig(support::shipped_cache());
    rig.act(action::Switch{ScreenKind::livret});
    const auto begin = rig.clock.steady();
    std::optional<base::SteadyTime> asked;
    support::FocusCanvas canvas;
    int wakes = 0;
    while (rig.navigator.state().way.size() > 1 && wakes < 500) {
        rig.navigator.draw(canvas);
        const auto due = rig.navigator.next_deadline();
        REQUIRE(due);
        rig.clock.advance(std::chrono::ceil<std::chrono::milliseconds>(*due - rig.clock.steady()));
        rig.navigator.tick();
        if (!asked && asks(rig)) asked = rig.clock.steady();
        ++wakes;
    }
    REQUIRE(asked);
    CHECK(*asked - begin == 90s);
    CHECK(rig.clock.steady() - begin == 115s);
    CHECK(wakes < 40);
}

TEST_CASE("the map forgets where a visitor had gone", "[app][idle]") {
    support::TestMap map;
    KioskRig rig(support::shipped_cache(), {}, &map.view);
    rig.act(action::Switch{ScreenKind::map});
    rig.wait(2s);
    const auto start = map.view.camera();
    rig.tap("map/in");
    rig.wait(2s);
    CHECK(map.view.camera().zoom > start.zoom);
    rig.act(action::EndVisit{});
    rig.act(action::Switch{ScreenKind::map});
    rig.wait(5s);
    CHECK(map.view.camera().zoom == Approx(start.zoom));
    CHECK(map.view.camera().center.x == Approx(start.center.x));
    CHECK_FALSE(map.view.selected());
}
