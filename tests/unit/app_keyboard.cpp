// SPDX-License-Identifier: GPL-3.0-or-later
// The whole kiosk by keyboard. Where the focus is, is told by the ring that is drawn, as people see it.
#include <catch2/catch.hpp>

#include "tests/support/focus_canvas.hpp"
#include "tests/support/kiosk_rig.hpp"

using namespace accueil;
using namespace std::chrono_literals;
using action::Route;
using action::ScreenKind;
using input::Key;
using support::KioskRig;

namespace {

struct Desk : KioskRig {
    // What the focus scrolls to is there at once.
    explicit Desk(map::MapView* map = nullptr) : KioskRig(support::shipped_cache(), {}, map) {
        act(action::SetReducedMotion{true});
    }
    /// The id of the control that has the focus ring; "-" for none.
    std::string focused() {
        navigator.draw(canvas);
        if (!canvas.focused) return "-";
        for (const auto* control : ui::focus_order(navigator.tree())) {
            const auto& ring = *canvas.focused;
            if (std::abs(control->rect.x - ring.x) + std::abs(control->rect.y - ring.y) < 0.1F)
                return control->id;
        }
        return "?";
    }
    std::vector<std::string> controls() {
        std::vector<std::string> ids;
        for (const auto* control : ui::focus_order(navigator.tree()))
            ids.push_back(control->id);
        return ids;
    }
    void tab_to(const std::string& id) {
        for (std::size_t i = 0; i < controls().size() && focused() != id; ++i)
            key(Key::tab);
        REQUIRE(focused() == id);
    }
    support::FocusCanvas canvas{support::themes()[0][draw::Token::focus_inner]};
};

}  // namespace

TEST_CASE("Tab visits every control of every screen once, in sight, and comes round", "[app][keyboard]") {
    Desk desk;
    for (const Route& route :
         {Route{}, Route{ScreenKind::livret, {}}, Route{ScreenKind::need, "manger"},
          Route{ScreenKind::initiatives, {}}, Route{ScreenKind::questions, {}}, Route{ScreenKind::map, {}}}) {
        INFO(action::name_of(route.screen));
        desk.act(action::EndVisit{});
        desk.act(action::SetReducedMotion{true});
        if (route != Route{}) desk.act(action::Open{route});
        const auto order = desk.controls();
        CHECK(desk.focused() == "-");
        std::vector<std::string> walked;
        for (std::size_t i = 0; i < order.size(); ++i) {
            desk.key(Key::tab);
            walked.push_back(desk.focused());
            const auto* control = desk.node(walked.back());
            REQUIRE(control != nullptr);
            CHECK_FALSE(control->visible.empty());
        }
        CHECK(walked == order);
        desk.key(Key::tab);
        CHECK(desk.focused() == order.front());
        desk.key(Key::tab, true);
        CHECK(desk.focused() == order.back());
    }
}

TEST_CASE("a focused control is scrolled to where all of it is seen", "[app][keyboard]") {
    Desk desk;
    desk.act(action::Switch{ScreenKind::initiatives});
    const auto order = desk.controls();
    for (std::size_t i = 0; i < order.size(); ++i) {
        desk.key(Key::tab);
        const auto* control = desk.node(desk.focused());
        INFO(control->id);
        CHECK(control->visible == control->rect);
    }
}

TEST_CASE("Enter and space do what a touch does; Backspace goes back; the focus starts anew",
          "[app][keyboard]") {
    Desk desk;
    desk.tab_to("need/manger");
    desk.key(Key::enter);
    CHECK(desk.here().route == Route{ScreenKind::need, "manger"});
    CHECK(desk.focused() == "-");
    desk.key(Key::enter);  // nothing has the focus: nothing happens
    CHECK(desk.here().route == Route{ScreenKind::need, "manger"});
    desk.tab_to("bar/questions");
    desk.key(Key::space);
    CHECK(desk.here().route == Route{ScreenKind::questions, {}});
    desk.key(Key::backspace);
    CHECK(desk.here().route == Route{});
    desk.key(Key::backspace);
    CHECK(desk.here().route == Route{});
}

TEST_CASE("a dialog holds the keyboard; Escape closes it and nothing else", "[app][keyboard]") {
    Desk desk;
    desk.act(action::Switch{ScreenKind::livret});
    desk.tab_to("bar/access");
    desk.key(Key::enter);
    REQUIRE(desk.navigator.state().overlay == action::Overlay::access);
    for (const auto& id : desk.controls())
        CHECK((id.starts_with("access/") || id == "dialog/close"));
    desk.tab_to("access/text/125");
    desk.key(Key::enter);
    CHECK(desk.navigator.state().preferences.text_percent == 125);
    CHECK(desk.focused() == "access/text/125");  // one may try the next size at once
    desk.key(Key::escape);
    CHECK(desk.navigator.state().overlay == action::Overlay::none);
    desk.key(Key::escape);
    CHECK(desk.here().route == Route{ScreenKind::livret, {}});
}

TEST_CASE("right and left move the focus as it is read, also from right to left", "[app][keyboard]") {
    Desk desk;
    const auto order = desk.controls();
    desk.key(Key::right);
    desk.key(Key::right);
    CHECK(desk.focused() == order[1]);
    desk.key(Key::left);
    CHECK(desk.focused() == order[0]);
    desk.act(action::SetLanguage{"ar"});
    desk.key(Key::left);
    CHECK(desk.focused() == order[1]);
    desk.key(Key::right);
    CHECK(desk.focused() == order[0]);
}

TEST_CASE("arrows, pages, Home and End scroll, and stop at both ends", "[app][keyboard]") {
    Desk desk;
    desk.act(action::Switch{ScreenKind::initiatives});
    const auto top = [&] { return desk.node("scroll")->children.front().rect.y; };
    const float start = top();
    desk.key(Key::up);
    CHECK(top() == start);
    desk.key(Key::down);
    CHECK(top() == start - 160);
    desk.key(Key::page_down);
    CHECK(top() == Approx(start - 160 - desk.node("scroll")->rect.height * 0.85F));
    desk.key(Key::end);
    const auto* scroll = desk.node("scroll");
    CHECK(scroll->children.front().rect.bottom() + scroll->layout.padding.bottom ==
          Approx(scroll->rect.bottom()));
    desk.key(Key::home);
    CHECK(top() == start);
    desk.act(action::SetReducedMotion{false});
    desk.key(Key::down);
    CHECK(top() > start - 160);
    desk.wait(200ms);
    CHECK(top() == start - 160);
}

TEST_CASE("a finger takes the focus ring away", "[app][keyboard]") {
    Desk desk;
    desk.key(Key::tab);
    CHECK(desk.focused() != "-");
    desk.navigator.on_gesture(input::Press{{5, 5}});
    CHECK(desk.focused() == "-");
}

TEST_CASE("the map's markers are in the keyboard's order, and open their card", "[app][keyboard]") {
    support::TestMap map;
    Desk desk(&map.view);
    desk.act(action::Switch{ScreenKind::map});
    std::string marker;
    for (const auto& id : desk.controls()) {
        if (id.starts_with("marker/") && id.find(',') == std::string::npos) marker = id;
    }
    REQUIRE_FALSE(marker.empty());
    CHECK_FALSE(desk.node(marker)->name.empty());
    const double zoom = map.view.camera().zoom;
    desk.key(Key::page_up);  // with nothing focused the keys are the map's
    desk.wait(1s);
    CHECK(map.view.camera().zoom != zoom);
    desk.act(action::MoveMap{action::MapMove::start_view});
    desk.wait(2s);
    desk.tab_to(marker);
    desk.key(Key::enter);
    CHECK(desk.here().selected == marker.substr(7));
    CHECK(desk.shows("map/card"));
    desk.key(Key::backspace);
    CHECK_FALSE(desk.shows("map/card"));
    CHECK(desk.here().route.screen == ScreenKind::map);
}

TEST_CASE("Enter on what stands as one does as a finger: it flies apart, or spreads under the focus",
          "[app][keyboard]") {
    support::TestMap map;
    Desk desk(&map.view);
    desk.act(action::Switch{ScreenKind::map});
    std::string group;
    for (int turn = 0; turn < 5; ++turn) {
        for (const auto& id : desk.controls())
            if (id.starts_with("marker/") && id.find("data-inclusion") != std::string::npos) group = id;
        REQUIRE_FALSE(group.empty());
        if (group.find(',') == std::string::npos) break;
        desk.tab_to(group);
        desk.key(Key::enter);
        desk.wait(1s);
    }
    CHECK(group.find(',') == std::string::npos);
    CHECK(desk.here().selected.empty());
    // The focus is on one of those that were spread.
    CHECK(desk.focused().starts_with("marker/"));
    desk.key(Key::enter);
    CHECK("marker/" + desk.here().selected == desk.focused());
    CHECK(desk.shows("map/card"));
}
