// SPDX-License-Identifier: GPL-3.0-or-later
// A finger's way through the kiosk: tap, action, screen, and back.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/support/focus_canvas.hpp"
#include "tests/support/kiosk_rig.hpp"

using namespace accueil;
using namespace std::chrono_literals;
using action::Route;
using action::ScreenKind;
using support::KioskRig;

namespace {

// The first control whose id starts so and that can be touched.
std::string first_visible(const ui::Node& root, const std::string& start) {
    for (const auto* control : ui::focus_order(root)) {
        if (control->id.starts_with(start) && control->visible == control->rect) return control->id;
    }
    FAIL("nothing to touch is called " << start << "…");
    return {};
}

nlohmann::json heard(KioskRig& rig) {
    return nlohmann::json::parse(rig.navigator.tree_json());
}

}  // namespace

TEST_CASE("a visitor taps from a need to a place, and back undoes one step at a time", "[app]") {
    KioskRig rig(support::shipped_cache());
    CHECK(rig.here().route == Route{});
    rig.tap("need/manger");
    REQUIRE(rig.here().route == Route{ScreenKind::need, "manger"});
    const auto place = first_visible(rig.navigator.tree(), "place/");
    rig.tap(place);
    CHECK(rig.here().route == Route{ScreenKind::place, place.substr(6)});
    CHECK(rig.shows("end"));
    rig.tap("bar/back");
    CHECK(rig.here().route == Route{ScreenKind::need, "manger"});
    rig.tap("bar/back");
    CHECK(rig.here().route == Route{});
    CHECK_FALSE(rig.node("bar/back")->is_control());
}

TEST_CASE("every place of the bar opens with one touch, from anywhere", "[app]") {
    KioskRig rig(support::shipped_cache());
    for (const auto& [item, screen] :
         {std::pair("bar/livret", ScreenKind::livret), std::pair("bar/questions", ScreenKind::questions),
          std::pair("bar/map", ScreenKind::map), std::pair("bar/home", ScreenKind::home)}) {
        rig.act(action::Open{{ScreenKind::initiative, "labacces"}});
        rig.tap(item);
        CHECK(rig.here().route == Route{screen, {}});
        CHECK(rig.navigator.state().way.size() <= 2);
        CHECK(rig.node(item)->state.current);
    }
}

TEST_CASE("back returns to the line that one had read up to", "[app]") {
    KioskRig rig(support::shipped_cache());
    rig.act(action::Switch{ScreenKind::initiatives});
    rig.navigator.scroll_to(700);
    rig.navigator.tick();
    const auto card = first_visible(rig.navigator.tree(), "initiative/");
    const auto before = rig.node(card)->rect;
    rig.tap(card);
    CHECK(rig.node("scroll")->children.front().rect.y > 0);  // a new page starts at its top
    rig.tap("bar/back");
    CHECK(rig.node(card)->rect == before);
}

TEST_CASE("a finger scrolls the page, a fling goes on and rests, and a touch stops it", "[app]") {
    KioskRig rig(support::shipped_cache());
    rig.act(action::Switch{ScreenKind::initiatives});
    const auto top = [&] { return rig.node("scroll")->children.front().rect.y; };
    const float start = top();
    const auto drag = [&](float velocity) {
        rig.navigator.on_gesture(input::Press{{500, 1000}});
        rig.navigator.on_gesture(input::PressCancel{});
        rig.navigator.on_gesture(input::DragStart{{500, 1000}});
        rig.navigator.on_gesture(input::Drag{{500, 900}, {0, -100}});
        rig.navigator.on_gesture(input::DragEnd{{500, 900}, {0, velocity}});
        rig.navigator.tick();
    };
    drag(0);
    CHECK(top() == start - 100);
    drag(-2000);
    const float released = top();
    rig.wait(100ms);
    const float flung = top();
    CHECK(flung < released - 50);
    rig.navigator.on_gesture(input::Press{{500, 1000}});
    const float held = top();
    rig.wait(500ms);
    CHECK(top() == held);
    rig.navigator.on_gesture(input::PressCancel{});
    CHECK(rig.here().route.screen == ScreenKind::initiatives);  // none of this opened a card

    rig.act(action::SetReducedMotion{true});
    drag(-2000);
    const float rested = top();
    rig.wait(100ms);
    CHECK(top() == rested);
}

TEST_CASE("a press that becomes a drag opens nothing", "[app]") {
    KioskRig rig(support::shipped_cache());
    const auto at = rig.node("need/manger")->rect.center();
    rig.navigator.on_gesture(input::Press{at});
    rig.navigator.on_gesture(input::PressCancel{});
    rig.navigator.on_gesture(input::DragStart{at});
    rig.navigator.on_gesture(input::DragEnd{at, {}});
    CHECK(rig.here().route == Route{});
}

TEST_CASE("another language keeps the place and the line, and turns the screen around", "[app]") {
    KioskRig rig(support::shipped_cache());
    rig.act(action::Open{{ScreenKind::need, "manger"}});
    rig.navigator.scroll_to(200);
    rig.navigator.tick();
    const auto left = rig.node("bar/back")->rect;
    CHECK(heard(rig)["dir"] == "ltr");
    rig.tap("bar/language");
    REQUIRE(rig.shows("dialog/sheet"));
    rig.tap("language/ar");
    CHECK_FALSE(rig.shows("dialog/sheet"));
    CHECK(rig.here().route == Route{ScreenKind::need, "manger"});
    CHECK(heard(rig)["lang"] == "ar");
    CHECK(heard(rig)["dir"] == "rtl");
    CHECK(rig.node("bar/back")->rect.right() == Approx(1080 - left.x));
    CHECK(rig.node("scroll")->children.front().rect.y < rig.node("scroll")->rect.y);
    CHECK(rig.navigator.tree_json().find("نوفمبر") != std::string::npos);  // the date follows
    rig.tap("bar/back");
    CHECK(heard(rig)["lang"] == "ar");
}

TEST_CASE("larger text, other colours and less motion are one touch away, and stay until the end", "[app]") {
    KioskRig rig(support::shipped_cache());
    rig.tap("bar/access");
    rig.tap("access/text/150");
    rig.tap("access/look/contrast");
    rig.tap("access/motion/reduced");
    REQUIRE(rig.shows("access/text/150"));  // choosing does not close what one chooses from
    CHECK(rig.node("access/text/150")->state.selected);
    rig.tap("dialog/close");
    CHECK_FALSE(rig.shows("access/text/150"));
    rig.tap("bar/livret");
    const action::Preferences wanted{"fr", action::Appearance::contrast, 150, true};
    CHECK(rig.navigator.state().preferences == wanted);
    rig.tap("end");
    CHECK(rig.navigator.state() == action::AppState{});
}

TEST_CASE("home, touched at home, is the top of home", "[app]") {
    KioskRig rig(support::shipped_cache());
    rig.act(action::SetTextPercent{150});
    const float top = rig.node("need/manger")->rect.y;
    rig.navigator.scroll_to(300);
    rig.navigator.tick();
    REQUIRE(rig.node("need/manger")->rect.y < top);
    rig.tap("bar/home");
    CHECK(rig.node("need/manger")->rect.y == top);
}

TEST_CASE("while a page is read, the old one stays for a moment and answers no touch", "[app]") {
    KioskRig rig(support::shipped_cache());
    const auto tile = rig.node("need/ma-sante")->rect.center();
    rig.navigator.perform(action::Open{{ScreenKind::need, "manger"}});
    rig.navigator.tick();
    CHECK(rig.shows("need/ma-sante"));
    rig.navigator.on_gesture(input::Press{tile});
    rig.navigator.on_gesture(input::Tap{tile, 1});
    CHECK(rig.here().route == Route{ScreenKind::need, "manger"});
    REQUIRE(rig.navigator.next_deadline());
    CHECK(*rig.navigator.next_deadline() <= rig.clock.steady() + 150ms);
    rig.clock.advance(150ms);
    rig.navigator.tick();
    CHECK_FALSE(rig.shows("need/ma-sante"));
    CHECK(rig.navigator.tree_json().find("Un instant") != std::string::npos);
    rig.navigator.perform(action::Back{});  // nobody has to wait for a disk
    CHECK(rig.shows("need/ma-sante"));
    rig.answer();  // too late: it belongs to no screen any more
    CHECK(rig.here().route == Route{});
    CHECK(rig.shows("need/ma-sante"));
}

TEST_CASE("nothing to do means nothing to draw until the minute turns", "[app]") {
    KioskRig rig(support::shipped_cache());
    support::FocusCanvas canvas;
    rig.navigator.draw(canvas);
    CHECK(rig.navigator.settled());
    const auto number = rig.navigator.tree_number();
    for (int i = 0; i < 59; ++i) {
        rig.clock.advance(1s);
        CHECK_FALSE(rig.navigator.tick());
    }
    CHECK(rig.navigator.tree_number() == number);
    CHECK(*rig.navigator.next_deadline() == rig.clock.steady() + 1s);
    rig.clock.advance(1s);
    CHECK(rig.navigator.tick());
    CHECK(rig.navigator.tree_json().find("31") != std::string::npos);
}

TEST_CASE("another shape of glass lays the same place out anew", "[app]") {
    KioskRig rig(support::shipped_cache());
    rig.act(action::Switch{ScreenKind::livret});
    rig.navigator.resize({1920, 1080});
    rig.navigator.tick();
    CHECK(rig.here().route.screen == ScreenKind::livret);
    CHECK(rig.node("bar/home")->rect.bottom() <= 1080);
    CHECK(rig.node("bar/access")->rect.right() > 1500);
}
