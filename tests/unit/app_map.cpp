// SPDX-License-Identifier: GPL-3.0-or-later
// The map screen under a finger: markers, the card, and what lies over what.
#include <catch2/catch.hpp>

#include "tests/support/kiosk_rig.hpp"

using namespace accueil;
using namespace std::chrono_literals;
using action::Route;
using action::ScreenKind;
using support::KioskRig;

namespace {

struct MapDesk : support::TestMap, KioskRig {
    MapDesk() : KioskRig(support::shipped_cache(), {}, &view) {
        act(action::Switch{ScreenKind::map});
        wait(2s);
    }
    std::vector<const ui::Node*> markers() {
        std::vector<const ui::Node*> found;
        for (const auto& child : node("map")->children)
            found.push_back(&child);
        return found;
    }
};

bool is_marker(const ui::Node* node) {
    return node != nullptr && node->id.starts_with("marker/");
}

}  // namespace

TEST_CASE("every marker in sight is a named control that a finger can hit", "[app][map]") {
    MapDesk desk;
    const auto markers = desk.markers();
    REQUIRE(markers.size() >= 5);
    for (const auto* marker : markers) {
        INFO(marker->id);
        CHECK_FALSE(marker->name.empty());
        CHECK(marker->role == ui::Role::button);
        CHECK(marker->rect.width >= 72);
        CHECK(marker->rect.height >= 72);
    }
}

TEST_CASE("a tap on a marker raises its card, its button opens the initiative, back comes back to the card",
          "[app][map]") {
    MapDesk desk;
    std::string id;
    base::Point at;
    for (const auto* marker : desk.markers()) {
        const bool open = is_marker(ui::hit(desk.navigator.tree(), marker->rect.center()));
        if (open && marker->id.find(',') == std::string::npos) {
            id = marker->id.substr(7);
            at = marker->rect.center();
        }
    }
    REQUIRE_FALSE(id.empty());
    desk.tap(at);
    REQUIRE(desk.here().selected == id);
    REQUIRE(desk.shows("map/card"));
    desk.tap("map/open/" + id);
    CHECK(desk.here().route == Route{ScreenKind::initiative, id});
    desk.tap("bar/back");
    CHECK(desk.here().route.screen == ScreenKind::map);
    CHECK(desk.shows("map/card"));
    desk.tap("map/close");
    CHECK_FALSE(desk.shows("map/card"));
}

TEST_CASE("a touch on the card never reaches a marker under it", "[app][map]") {
    MapDesk desk;
    // Brought down one by one to where the card stands, so that some marker lies under it.
    int covered = 0;
    desk.act(action::Select{desk.markers().front()->id.substr(7)});
    REQUIRE(desk.shows("map/card"));
    const auto card = desk.node("map/card")->rect;
    for (int i = 0; i < 12 && covered == 0; ++i) {
        desk.navigator.on_gesture(input::Press{{400, 500}});
        desk.navigator.on_gesture(input::PressCancel{});
        desk.navigator.on_gesture(input::DragStart{{400, 500}});
        desk.navigator.on_gesture(input::Drag{{400, 600}, {0, 100}});
        desk.navigator.on_gesture(input::DragEnd{{400, 600}, {}});
        desk.wait(1s);
        for (const auto* marker : desk.markers()) {
            if (card.contains(marker->rect.center())) ++covered;
        }
    }
    REQUIRE(covered > 0);
    for (float y = card.y + 1; y < card.bottom(); y += 8) {
        for (float x = card.x + 1; x < card.right(); x += 8)
            CHECK_FALSE(is_marker(ui::hit(desk.navigator.tree(), {x, y})));
    }
}

TEST_CASE("the map's buttons move the map, and its list is one touch away", "[app][map]") {
    MapDesk desk;
    const double start = desk.view.camera().zoom;
    desk.tap("map/in");
    desk.wait(2s);
    CHECK(desk.view.camera().zoom > start);
    desk.tap("map/start");
    desk.wait(5s);
    CHECK(desk.view.camera().zoom == Approx(start));
    desk.tap("map/list");
    CHECK(desk.here().route.screen == ScreenKind::initiatives);
    desk.tap("bar/back");
    CHECK(desk.here().route.screen == ScreenKind::map);
}

TEST_CASE("a theme leaves its own markers on the map, and touched again all of them", "[app][map]") {
    MapDesk desk;
    const auto count = [&] {
        std::size_t initiatives = 0;
        for (const auto& marker : desk.view.visible_markers())
            initiatives += marker.ids.size();
        return initiatives;
    };
    const auto all = count();
    desk.tap("theme/aller-vers");
    CHECK(count() < all);
    CHECK(desk.node("theme/aller-vers")->state.selected);
    desk.tap("theme/aller-vers");
    CHECK(count() == all);
}

TEST_CASE("an initiative opens the map with its card up and itself in the middle", "[app][map]") {
    MapDesk desk;
    desk.act(action::EndVisit{});
    desk.act(action::Open{{ScreenKind::initiative, "labacces"}});
    const auto* button = desk.node("initiative/map");
    REQUIRE(button != nullptr);
    desk.act(*button->on_tap);
    for (int i = 0; i < 100; ++i)
        desk.wait(50ms);
    CHECK(desk.here().selected == "labacces");
    CHECK(desk.shows("map/card"));
    bool seen = false;
    for (const auto* marker : desk.markers())
        seen = seen || (marker->state.selected && marker->id.find("labacces") != std::string::npos &&
                        is_marker(ui::hit(desk.navigator.tree(), marker->rect.center())));
    CHECK(seen);
}

TEST_CASE("what stands on one spot is flown to, then spreads, and each of it raises its own card",
          "[app][map]") {
    MapDesk desk;
    const std::string one = "marker/aidants-connect";  // of Paris, as others are
    const auto its_marker = [&] {
        for (const auto* marker : desk.markers())
            if ((marker->id + ",").find("aidants-connect,") != std::string::npos) return marker;
        throw std::runtime_error("aidants-connect is not in sight");
    };
    for (int taps = 0; taps < 4 && its_marker()->id != one; ++taps) {
        desk.tap(its_marker()->rect.center());
        desk.wait(2s);
    }
    REQUIRE(its_marker()->id == one);
    const auto spread = desk.markers().size();
    CHECK(spread >= 4);
    for (const auto* marker : desk.markers())
        CHECK(marker->id.find(',') == std::string::npos);
    desk.tap(its_marker()->rect.center());
    desk.wait(1s);
    CHECK(desk.here().selected == "aidants-connect");
    CHECK(desk.shows("map/card"));
    CHECK(desk.markers().size() == spread);
    CHECK(its_marker()->state.selected);
    const auto card = desk.node("map/card")->rect;
    for (const auto* marker : desk.markers())
        CHECK(marker->rect.intersected(card).empty());
    desk.act(action::EndVisit{});
    desk.wait(2s);
    desk.act(action::Switch{ScreenKind::map});
    desk.wait(2s);
    CHECK(its_marker()->id != one);
}
