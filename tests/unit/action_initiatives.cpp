// SPDX-License-Identifier: GPL-3.0-or-later
// Gallery, list and map of the initiatives: one set of filters, whichever way one goes between them.
#include <catch2/catch.hpp>
#include <random>

#include "kiosk/action/action.hpp"

using namespace accueil::action;

namespace {

using Filters = std::vector<std::string>;
const Filters kBoth{"territory/region-53", "year/2020"};

AppState after_all(AppState state, const std::vector<Action>& actions) {
    for (const auto& action : actions)
        state = apply(state, action, Preferences{});
    return state;
}

AppState filtered_gallery() {
    return after_all({},
                     {Open{{ScreenKind::initiatives, {}}}, ToggleFilter{kBoth[0]}, ToggleFilter{kBoth[1]}});
}

ScreenKind screen(const AppState& state) {
    return state.here().route.screen;
}

}  // namespace

TEST_CASE("what was chosen goes along from the gallery to the list and the map, and comes back", "[action]") {
    auto state = filtered_gallery();
    REQUIRE(state.here().filters == kBoth);
    state = after_all(state, {ShowInitiatives{InitiativeView::list}});
    CHECK(state.here().look == Look::list);
    CHECK(state.here().filters == kBoth);
    state = after_all(state, {ShowInitiatives{InitiativeView::map}});
    REQUIRE(screen(state) == ScreenKind::map);
    CHECK(state.here().filter == "initiatives");
    CHECK(state.here().filters == kBoth);
    // What is taken off on the map is off in the list as well.
    state = after_all(state, {ToggleFilter{kBoth[0]}, Back{}});
    REQUIRE(screen(state) == ScreenKind::initiatives);
    CHECK(state.here().look == Look::list);
    CHECK(state.here().filters == Filters{kBoth[1]});
}

TEST_CASE("the switch on the map leads back to where it was opened from, or on to a gallery of its own",
          "[action]") {
    auto state =
        after_all(filtered_gallery(), {ShowInitiatives{InitiativeView::map}, ToggleFilter{"kind/place"}});
    const auto steps = state.way.size();
    state = after_all(state, {ShowInitiatives{InitiativeView::list}});
    CHECK(state.way.size() == steps - 1);
    CHECK(state.here().look == Look::list);
    CHECK(state.here().filters == Filters{kBoth[0], kBoth[1], "kind/place"});

    state = after_all({}, {Switch{ScreenKind::map}, SetFilter{"initiatives"}, ToggleFilter{kBoth[0]},
                           ShowInitiatives{InitiativeView::gallery}});
    CHECK(screen(state) == ScreenKind::initiatives);
    CHECK(state.here().filters == Filters{kBoth[0]});
    state = after_all(state, {ClearFilters{}, Back{}});
    CHECK(screen(state) == ScreenKind::map);
    CHECK(state.here().filters.empty());
}

TEST_CASE("the bar's map shows what the gallery showed; a place's or a need's map does not", "[action]") {
    auto state = after_all(filtered_gallery(), {Switch{ScreenKind::map}});
    CHECK(state.here().filters == kBoth);
    CHECK(state.here().filter == "initiatives");
    // Nothing was chosen: the map shows all that it has.
    state = after_all({}, {Open{{ScreenKind::initiatives, {}}}, Switch{ScreenKind::map}});
    CHECK(state.here().filter.empty());
    state = after_all(filtered_gallery(), {Open{{ScreenKind::map, "place/ccas"}}});
    CHECK(state.here().filter.empty());
    CHECK(state.here().filters.empty());
    CHECK(state.here().selected == "place/ccas");
    state = after_all(state, {Back{}, Back{}});  // the card, then the map
    CHECK(state.here().filters == kBoth);
}

TEST_CASE("turning to the places takes the initiatives' filters off that map, and off nothing else",
          "[action]") {
    auto state = after_all(filtered_gallery(), {ShowInitiatives{InitiativeView::map}, SetFilter{"places"}});
    CHECK(state.here().filters.empty());
    state = after_all(state, {Back{}});
    CHECK(state.here().filters == kBoth);
    // None of the initiatives is ever "open now".
    state = after_all({}, {Switch{ScreenKind::map}, SetOpenNow{true}, SetFilter{"initiatives"}});
    CHECK_FALSE(state.here().open_now);
}

TEST_CASE("of one kind of filter the last that was chosen counts; a dialog of one kind closes", "[action]") {
    auto state = after_all(
        {}, {Open{{ScreenKind::initiatives, {}}}, ShowOverlay{Overlay::by_year}, ToggleFilter{"year/2020"}});
    CHECK(state.overlay == Overlay::none);
    state = after_all(state, {ToggleFilter{"year/2018"}});
    CHECK(state.here().filters == Filters{"year/2018"});
    state = after_all(state, {ToggleFilter{"year/2018"}});
    CHECK(state.here().filters.empty());
    // That of a list of places, where several are chosen, stays.
    state = after_all(
        {}, {Open{{ScreenKind::need, "manger"}}, ShowOverlay{Overlay::filters}, ToggleFilter{"free"}});
    CHECK(state.overlay == Overlay::filters);
}

TEST_CASE("initiatives and map open with filters on, or as a list", "[action]") {
    auto state = after_all({}, {Open{{ScreenKind::initiatives, "list,theme/ecoute,year/2020"}}});
    CHECK(state.here().look == Look::list);
    CHECK(state.here().filters == Filters{"theme/ecoute", "year/2020"});
    CHECK(state.here().route == Route{ScreenKind::initiatives, {}});
    state = after_all({}, {Open{{ScreenKind::map, "theme/ecoute"}}});
    CHECK(state.here().filter == "initiatives");
    CHECK(state.here().filters == Filters{"theme/ecoute"});
    CHECK(state.here().selected.empty());
}

TEST_CASE("whatever a visitor does, gallery and map agree, and the end of the visit forgets it", "[action]") {
    std::mt19937 random(6);
    const std::vector<Action> all{ShowInitiatives{InitiativeView::gallery},
                                  ShowInitiatives{InitiativeView::list},
                                  ShowInitiatives{InitiativeView::map},
                                  ToggleFilter{"theme/ecoute"},
                                  ToggleFilter{"territory/france"},
                                  ToggleFilter{"year/2020"},
                                  ClearFilters{},
                                  Back{},
                                  Open{{ScreenKind::initiative, "comptoir"}}};
    for (int visit = 0; visit < 300; ++visit) {
        auto state = after_all({}, {Open{{ScreenKind::initiatives, {}}}});
        for (int step = 0; step < 30; ++step) {
            const auto before = state.here();
            const auto& action = all[random() % all.size()];
            const bool is_list =
                before.route.screen == ScreenKind::map || before.route.screen == ScreenKind::initiatives;
            if (!is_list && !std::holds_alternative<Back>(action)) continue;
            state = apply(state, action, Preferences{});
            const bool shows = screen(state) == ScreenKind::map || screen(state) == ScreenKind::initiatives;
            if (!shows || !is_list || screen(state) == before.route.screen) continue;
            INFO(describe(action));
            CHECK(state.here().filters == before.filters);
            if (screen(state) == ScreenKind::map) CHECK(state.here().filter == "initiatives");
        }
        CHECK(after_all(state, {EndVisit{}}) == AppState{});
    }
}
