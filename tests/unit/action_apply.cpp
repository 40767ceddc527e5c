// SPDX-License-Identifier: GPL-3.0-or-later
#include <catch2/catch.hpp>

#include "kiosk/action/action.hpp"

using namespace accueil::action;

TEST_CASE("back undoes one step at a time: the dialog, the card, then the page", "[action]") {
    const Preferences defaults;
    AppState state;
    state = apply(state, Switch{ScreenKind::map}, defaults);
    state = apply(state, Select{"labacces"}, defaults);
    state = apply(state, ShowOverlay{Overlay::languages}, defaults);
    state = apply(state, Back{}, defaults);
    CHECK(state.overlay == Overlay::none);
    CHECK(state.here().selected == "labacces");
    state = apply(state, Back{}, defaults);
    CHECK(state.here().selected.empty());
    state = apply(state, Back{}, defaults);
    CHECK(state.here().route == Route{});
    CHECK(apply(state, Back{}, defaults).way.size() == 1);
}

TEST_CASE("the bottom bar keeps home as the only way back", "[action]") {
    const Preferences defaults;
    AppState state;
    state = apply(state, Open{{ScreenKind::need, "manger"}}, defaults);
    state = apply(state, Open{{ScreenKind::place, "ccas"}}, defaults);
    state = apply(state, Switch{ScreenKind::questions}, defaults);
    REQUIRE(state.way.size() == 2);
    CHECK(state.way.front().route == Route{});
}

TEST_CASE("the way back is bounded and never loses home", "[action]") {
    const Preferences defaults;
    AppState state;
    for (int i = 0; i < 200; ++i)
        state = apply(state, Open{{ScreenKind::place, "p" + std::to_string(i)}}, defaults);
    CHECK(state.way.size() <= 32);
    CHECK(state.way.front().route == Route{});
    CHECK(state.here().route.id == "p199");
}

TEST_CASE("the end of a visit leaves nothing of it", "[action]") {
    Preferences defaults;
    defaults.language = "fr";
    AppState state;
    state = apply(state, SetLanguage{"ar"}, defaults);
    state = apply(state, SetTextPercent{150}, defaults);
    state = apply(state, Open{{ScreenKind::place, "ccas"}}, defaults);
    state = apply(state, EndVisit{}, defaults);
    CHECK(state == AppState{});
}

TEST_CASE("a map opened for an initiative has its card up", "[action]") {
    const auto state = apply(AppState{}, Open{{ScreenKind::map, "labacces"}}, Preferences{});
    CHECK(state.here().selected == "labacces");
}

TEST_CASE("a map opened for a need shows what answers it", "[action]") {
    const auto state = apply(AppState{}, Open{{ScreenKind::map, "need/manger"}}, Preferences{});
    CHECK(state.here().filter == "need/manger");
    CHECK(state.here().selected.empty());
}

TEST_CASE("back lowers the list over the map before it leaves the map", "[action]") {
    const Preferences defaults;
    AppState state = apply(AppState{}, Switch{ScreenKind::map}, defaults);
    state = apply(state, SetSheet{Sheet::full}, defaults);
    state = apply(state, RememberScroll{300}, defaults);
    state = apply(state, Select{"place/ccas"}, defaults);
    state = apply(state, Back{}, defaults);
    CHECK(state.here().selected.empty());
    CHECK(state.here().sheet == Sheet::full);
    state = apply(state, Back{}, defaults);
    CHECK(state.here().sheet == Sheet::peek);
    CHECK(state.here().scroll == 0);
    CHECK(state.here().route.screen == ScreenKind::map);
    state = apply(state, Back{}, defaults);
    CHECK(state.here().route == Route{});
}

TEST_CASE("another filter or order begins its list anew and lets go of the card", "[action]") {
    const Preferences defaults;
    AppState state = apply(AppState{}, Switch{ScreenKind::map}, defaults);
    state = apply(state, ListMore{}, defaults);
    state = apply(state, Select{"place/ccas"}, defaults);
    CHECK(state.here().listed == 2 * kListedAtFirst);
    for (const Action& action :
         {Action(SetFilter{"places"}), Action(SetOpenNow{true}), Action(SetSort{SortBy::name})}) {
        const auto after = apply(state, action, defaults);
        CHECK(after.here().listed == kListedAtFirst);
        CHECK(after.here().selected.empty());
    }
    state = apply(apply(state, SetFilter{"places"}, defaults), SetFilter{"places"}, defaults);
    CHECK(state.here().filter.empty());  // a filter that is on is taken off
}
