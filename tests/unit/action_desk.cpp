// SPDX-License-Identifier: GPL-3.0-or-later
// The desk as a part of the state: its pad, its basket, what is told and undone, what is counted.
#include <catch2/catch.hpp>

#include "kiosk/action/action.hpp"

using namespace accueil::action;

namespace {

AppState after(AppState state, const std::vector<Action>& actions) {
    for (const auto& action : actions)
        state = apply(state, action, Preferences{});
    return state;
}

AppState at_desk() {
    return after({}, {OpenPad{}, OpenDesk{}});
}

}  // namespace

TEST_CASE("the pad knows how much was typed, not what, and takes four to eight digits", "[action][desk]") {
    AppState state = after({}, {OpenPad{}});
    CHECK(state.overlay == Overlay::pin);
    for (int digit = 0; digit < 3; ++digit)
        state = after(state, {PinDigit{digit}});
    CHECK(after(state, {PinEnter{}}).pin == PinPad{3, PinState::typing});
    CHECK(state == after({}, {OpenPad{}, PinDigit{7}, PinDigit{7}, PinDigit{7}}));
    state = after(state, {PinDigit{3}});
    CHECK(after(state, {PinEnter{}}).pin == PinPad{0, PinState::checking});
    CHECK(after(state, {PinErase{}}).pin.typed == 3);
    for (int more = 0; more < 9; ++more)
        state = after(state, {PinDigit{9}});
    CHECK(state.pin.typed == kLongestPin);
    for (int less = 0; less < 9; ++less)
        state = after(state, {PinErase{}});
    CHECK(state.pin.typed == 0);
}

TEST_CASE("while a PIN is checked or must be waited for, the pad takes no digits", "[action][desk]") {
    for (const auto pin : {PinState::checking, PinState::waiting}) {
        const auto state = after({}, {OpenPad{}, PinRefused{pin}, PinDigit{1}, PinErase{}, PinEnter{}});
        CHECK(state.pin == PinPad{0, pin});
    }
    for (const auto pin : {PinState::wrong, PinState::failed}) {
        const auto state = after({}, {OpenPad{}, PinRefused{pin}, PinDigit{1}});
        CHECK(state.pin == PinPad{1, PinState::typing});
    }
}

TEST_CASE("a pad that is left, in whatever way, keeps nothing", "[action][desk]") {
    const auto typed = after({}, {OpenPad{}, PinDigit{1}, PinDigit{2}});
    for (const Action& action :
         {Action(Back{}), Action(Switch{ScreenKind::livret}), Action(EndVisit{}), Action(SetLanguage{"en"}),
          Action(ShowOverlay{Overlay::access}), Action(Open{{ScreenKind::place, "ccas"}}),
          Action(ShowOverlay{Overlay::pin})})
        CHECK(apply(typed, action, Preferences{}).pin == PinPad{});
    CHECK(after(typed, {OpenDesk{}}).pin == PinPad{});
    CHECK(after({}, {PinDigit{1}}).pin == PinPad{});
}

TEST_CASE("no digit stands in what is logged", "[action][desk]") {
    for (int digit = 0; digit < 10; ++digit) {
        const auto words = describe(PinDigit{digit});
        CHECK(words == describe(PinDigit{0}));
        CHECK(words.find_first_of("0123456789") == std::string::npos);
    }
    CHECK(describe(PinEnter{}) == "pin enter");
}

TEST_CASE("a visitor's list lasts for the visit, is emptied by one touch and comes back by another",
          "[action][desk]") {
    auto state = after({}, {AddToBasket{"ccas"}, AddToBasket{"mairie"}});
    CHECK(state.basket == Basket{"ccas", "mairie"});
    CHECK(state.visited);
    state = after(state, {Open{{ScreenKind::fiche, fiche_id(state.basket)}}, EmptyBasket{}});
    CHECK(state.basket.empty());
    CHECK(state.here().route.id.empty());
    CHECK(state.told.what == Done::emptied);
    CHECK(after(state, {Undo{}}).basket == Basket{"ccas", "mairie"});
    CHECK(after(state, {Undo{}}).here().route.id == "ccas,mairie");
    CHECK(after(state, {Forget{}, Undo{}}).basket.empty());
    CHECK(after(after(state, {Undo{}}), {EndVisit{}}) == AppState{});
    CHECK(after(state, {EndVisit{}}) == AppState{});  // nothing of it is left to be undone
    CHECK(after({}, {EmptyBasket{}}) == AppState{});
    // The desk begins with it, and leaves nothing.
    state = after({}, {AddToBasket{"ccas"}, OpenDesk{}});
    CHECK(state.basket == Basket{"ccas"});
    CHECK(after(state, {LeaveDesk{}}).basket.empty());
}

TEST_CASE("the basket takes each place and initiative once, as many as a sheet holds", "[action][desk]") {
    auto state = after(at_desk(), {AddToBasket{"ccas"}, AddToBasket{"mairie"}, AddToBasket{"ccas"}});
    CHECK(state.basket == Basket{"ccas", "mairie"});
    // An initiative is another thing than the place of the same id, and counts as much.
    state = after(state, {AddToBasket{"initiative/ccas"}, AddToBasket{"initiative/ccas"}});
    CHECK(state.basket == Basket{"ccas", "mairie", "initiative/ccas"});
    CHECK(fiche_id(state.basket) == "ccas,mairie,initiative/ccas");
    CHECK(after(state, {RemoveFromBasket{"ccas"}}).basket == Basket{"mairie", "initiative/ccas"});
    CHECK(after(state, {MoveInBasket{"initiative/ccas", -1}}).basket.back() == "mairie");
    for (int i = 0; i < 40; ++i)
        state = after(state, {AddToBasket{"p" + std::to_string(i)}});
    CHECK(state.basket.size() == kMostListed);
}

TEST_CASE("places of the basket change their order, go, and come back where they stood", "[action][desk]") {
    auto state = after(at_desk(), {AddToBasket{"a"}, AddToBasket{"b"}, AddToBasket{"c"}});
    state = after(state, {Open{{ScreenKind::fiche, fiche_id(state.basket)}}});
    CHECK(state.here().route.id == "a,b,c");
    CHECK(after(state, {MoveInBasket{"a", -1}}) == state);
    CHECK(after(state, {MoveInBasket{"c", 1}}) == state);
    CHECK(after(state, {MoveInBasket{"x", 1}}) == state);
    state = after(state, {MoveInBasket{"c", -1}});
    CHECK(state.basket == Basket{"a", "c", "b"});
    CHECK(state.here().route.id == "a,c,b");
    state = after(state, {RemoveFromBasket{"c"}});
    CHECK(state.basket == Basket{"a", "b"});
    CHECK(state.told.what == Done::removed);
    CHECK(state.told.can_be_undone());
    CHECK(state.here().route.id == "a,b");
    state = after(state, {Undo{}});
    CHECK(state.basket == Basket{"a", "c", "b"});
    CHECK(state.here().route.id == "a,c,b");
    CHECK(state.told == Told{});
    // Undone too late to stand where it stood: at the end.
    state = after(state, {RemoveFromBasket{"b"}});
    state.basket = {"a"};
    CHECK(after(state, {Undo{}}).basket == Basket{"a", "b"});
}

TEST_CASE("leaving the desk leaves the visitor where they are, without the basket or its sheet",
          "[action][desk]") {
    auto state = after(at_desk(), {Open{{ScreenKind::place, "ccas"}}, AddToBasket{"ccas"}});
    state = after(state, {Open{{ScreenKind::fiche, "ccas"}}, LeaveDesk{}});
    CHECK(state.desk == Desk{});
    CHECK(state.here().route == Route{ScreenKind::place, "ccas"});
    CHECK(state.way.size() == 2);
}

TEST_CASE("the end of the visit leaves nothing of the desk", "[action][desk]") {
    const auto state =
        after(at_desk(), {AddToBasket{"ccas"}, RemoveFromBasket{"ccas"}, CountUnmet{"manger"}, EndVisit{}});
    CHECK(state == AppState{});
}

TEST_CASE("an error that is reported counts once it can no longer be undone", "[action][desk]") {
    const ReportError report{"ccas", ErrorReason::hours};
    const std::vector<Counted> one{{"error-reported/hours", "ccas"}};
    auto state = after({}, {Open{{ScreenKind::place, "ccas"}}, ShowOverlay{Overlay::report}, report});
    CHECK(state.overlay == Overlay::none);
    CHECK(state.told.what == Done::error_reported);
    CHECK(state.counted.empty());
    CHECK(after(state, {Undo{}, Forget{}}).counted.empty());
    CHECK(after(state, {Forget{}}).counted == one);
    // Another report settles the first; the same one twice is one.
    CHECK(after(state, {report, Forget{}}).counted == one);
    CHECK(after(state, {ReportError{"ccas", ErrorReason::gone}, Forget{}}).counted.size() == 2);
}

TEST_CASE("a need that was opened and one that nothing answered count once a visit", "[action][desk]") {
    const auto state =
        after({}, {Open{{ScreenKind::need, "manger"}}, Back{}, Open{{ScreenKind::need, "manger"}},
                   CountUnmet{"manger"}, CountUnmet{"manger"}, CountUnmet{""}});
    CHECK(state.counted ==
          std::vector<Counted>{{"need-opened", "manger"}, {"unmet-need", "manger"}, {"unmet-need", ""}});
}
