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
