// SPDX-License-Identifier: GPL-3.0-or-later
// The map screen under a finger: markers, the card, and what lies over what.
#include <catch2/catch.hpp>

#include <thread>

#include "kiosk/screens/map_screen.hpp"
#include "kiosk/screens/screens.hpp"
#include "tests/support/focus_canvas.hpp"
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
            if (child.id.starts_with("marker/")) found.push_back(&child);
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
    CHECK(desk.node("map/credits")->name.find("Natural Earth") != std::string::npos);
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
    const bool is_place = id.starts_with("place/");
    CHECK(desk.here().route ==
          Route{is_place ? ScreenKind::place : ScreenKind::initiative, id.substr(id.find('/') + 1)});
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
    CHECK(desk.here().sheet == action::Sheet::half);
    desk.wait(1s);
    CHECK(desk.shows("map/sheet/list"));
    desk.tap("bar/back");
    desk.wait(1s);
    CHECK(desk.here().route.screen == ScreenKind::map);
    CHECK_FALSE(desk.shows("map/sheet/list"));
}

TEST_CASE("a theme leaves its own markers on the map, and touched again all of them", "[app][map]") {
    MapDesk desk;
    const auto count = [&] {
        std::size_t initiatives = 0;
        for (const auto& marker : desk.view.visible_markers())
            initiatives += marker.count;
        return initiatives;
    };
    const auto all = count();
    desk.tap("map/kind/initiatives");
    const auto initiatives = count();
    CHECK(initiatives < all);
    desk.tap("filters/theme");
    desk.tap("offer/theme/aller-vers");
    CHECK(count() < initiatives);
    CHECK(count() > 0);
    CHECK(desk.node("filter/theme/aller-vers")->state.selected);
    desk.tap("filter/theme/aller-vers");
    CHECK(count() == initiatives);
    desk.tap("map/kind/initiatives");
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
    CHECK(desk.here().selected == "initiative/labacces");
    CHECK(desk.shows("map/card"));
    bool seen = false;
    for (const auto* marker : desk.markers())
        seen = seen || (marker->state.selected && marker->id.find("labacces") != std::string::npos &&
                        is_marker(ui::hit(desk.navigator.tree(), marker->rect.center())));
    CHECK(seen);
}

TEST_CASE("a place opens a map that was never on screen, with itself in sight", "[app][map]") {
    support::TestMap map;
    KioskRig rig(support::shipped_cache(), {}, &map.view);
    rig.act(action::Open{{ScreenKind::place, "espace-agnes-varda"}});
    REQUIRE(rig.shows("place/map"));
    rig.act(action::Action(*rig.node("place/map")->on_tap));
    for (int i = 0; i < 60; ++i)
        rig.wait(50ms);
    CHECK(rig.here().selected == "place/espace-agnes-varda");
    const auto content = screens::loaded(query::map_content(*rig.source)).value();
    CHECK(map.view.shows(*screens::coordinates_of(*content, rig.here().selected)));
    CHECK(map.view.camera().zoom > 11);
}

TEST_CASE("a place's sheet has a small map of where it is, and home has its own again", "[app][map]") {
    support::TestMap map;
    KioskRig rig(support::shipped_cache(), {}, nullptr, {}, &map.view);
    const auto draw = [&] {
        support::FocusCanvas canvas;
        for (int i = 0; i < 200 && !(rig.navigator.settled() && i > 2); ++i) {
            rig.wait(20ms);
            rig.navigator.draw(canvas);
            std::this_thread::sleep_for(5ms);
        }
    };
    draw();
    const auto whole = map.view.camera();
    CHECK(map.view.visible_markers().size() > 1);
    rig.act(action::Open{{ScreenKind::place, "espace-agnes-varda"}});
    draw();
    CHECK(rig.navigator.settled());
    const auto place = query::place(*rig.source, "espace-agnes-varda").value().value().place;
    REQUIRE(place.coordinates);
    CHECK(map.view.shows(*place.coordinates));
    CHECK(map.view.camera().zoom > whole.zoom + 2);
    REQUIRE(map.view.visible_markers().size() == 1);
    CHECK(map.view.visible_markers()[0].ids == std::vector<std::string>{"place/espace-agnes-varda"});
    // Out of sight, what it would like to draw wakes nobody.
    rig.navigator.resize({1080, 700});
    draw();
    REQUIRE(rig.node(screens::kMiniatureNode));
    REQUIRE(rig.node(screens::kMiniatureNode)->visible.empty());
    map.view.set_language("en");
    CHECK_FALSE(rig.navigator.tick());
    rig.navigator.resize({1080, 1920});
    rig.act(action::Back{});
    draw();
    CHECK(map.view.camera() == whole);
    CHECK(map.view.visible_markers().size() > 1);
}

TEST_CASE("what stands on one spot is flown to, then spreads, and each of it raises its own card",
          "[app][map]") {
    MapDesk desk;
    const std::string one = "marker/initiative/aidants-connect";  // of Paris, as others are
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
    CHECK(desk.here().selected == "initiative/aidants-connect");
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

TEST_CASE("the list over the map says the same as the map, under the same filters", "[app][map]") {
    MapDesk desk;
    desk.act(action::SetSheet{action::Sheet::full});
    desk.wait(1s);
    const auto rows = [&] {
        std::vector<std::string> keys;
        const auto walk = [&](const ui::Node& node, const auto& self) -> void {
            if (node.id.starts_with("map/row/")) keys.push_back(node.id.substr(8));
            for (const auto& child : node.children)
                self(child, self);
        };
        walk(*desk.node("map/sheet"), walk);
        return keys;
    };
    const auto content = query::map_content(*desk.source).value();
    for (const std::string filter : {"", "initiatives", "places", "need/manger"}) {
        if (desk.here().filter != filter) desk.act(action::SetFilter{filter});
        if (filter.empty()) desk.act(action::SetFilter{desk.here().filter});
        while (desk.shows("map/more"))
            desk.act(action::ListMore{});
        std::vector<std::string> expected;
        for (const auto& point : content.points) {
            const bool fits =
                desk.here().filter.empty() ||
                desk.here().filter == (point.kind == query::PointKind::place ? "places" : "initiatives") ||
                std::any_of(point.needs.begin(), point.needs.end(), [&](auto need) {
                    return "need/" + content.needs[need].id == desk.here().filter;
                });
            if (fits) expected.push_back(point.key());
        }
        auto shown = rows();
        std::sort(shown.begin(), shown.end());
        INFO(filter);
        CHECK(shown == expected);
        CHECK_FALSE(shown.empty());
    }
}

TEST_CASE("a row of the list raises its card, and the map shows its place", "[app][map]") {
    MapDesk desk;
    desk.act(action::SetFilter{"places"});
    desk.act(action::SetSheet{action::Sheet::half});
    desk.wait(1s);
    std::string key;
    const auto walk = [&](const ui::Node& node, const auto& self) -> void {
        if (key.empty() && node.id.starts_with("map/row/place/") && node.visible.height >= 72)
            key = node.id.substr(8);
        for (const auto& child : node.children)
            self(child, self);
    };
    walk(*desk.node("map/sheet"), walk);
    REQUIRE_FALSE(key.empty());
    desk.tap("map/row/" + key);
    CHECK(desk.here().selected == key);
    REQUIRE(desk.shows("map/card"));
    for (int i = 0; i < 60; ++i)
        desk.wait(50ms);
    const auto content = screens::loaded(query::map_content(*desk.source)).value();
    CHECK(desk.view.shows(*screens::coordinates_of(*content, key)));
    desk.tap("map/open/" + key);
    CHECK(desk.here().route == Route{ScreenKind::place, key.substr(6)});
}

TEST_CASE("a finger drags the list up and down over the map", "[app][map]") {
    MapDesk desk;
    const auto drag = [&](const std::string& id, float way, float velocity) {
        const auto from = desk.node(id)->visible.center();
        desk.navigator.on_gesture(input::Press{from});
        desk.navigator.on_gesture(input::PressCancel{});
        desk.navigator.on_gesture(input::DragStart{from});
        desk.navigator.on_gesture(input::Drag{{from.x, from.y + way}, {0, way}});
        desk.settle();
        desk.navigator.on_gesture(input::DragEnd{{from.x, from.y + way}, {0, velocity}});
        desk.settle();
        desk.wait(1s);
    };
    const float peek = desk.node("map/sheet")->rect.height;
    drag("map/sheet/head", -200, -900);
    CHECK(desk.here().sheet == action::Sheet::half);
    const float half = desk.node("map/sheet")->rect.height;
    CHECK(half > peek + 300);
    drag("map/sheet/list", -300, -900);  // while it is not full its rows carry it
    CHECK(desk.here().sheet == action::Sheet::full);
    CHECK(desk.node("map/sheet")->rect.height > half);
    drag("map/sheet/list", -300, 0);  // a full list scrolls
    CHECK(desk.here().sheet == action::Sheet::full);
    const auto* first = ui::find_scroller(desk.navigator.tree());
    REQUIRE(first != nullptr);
    CHECK(first->id == "map/sheet/list");
    drag("map/sheet/head", 400, 2000);
    CHECK(desk.here().sheet == action::Sheet::half);
    drag("map/sheet/head", 400, 2000);
    CHECK(desk.here().sheet == action::Sheet::peek);
    CHECK(desk.node("map/sheet")->rect.height == peek);
}
