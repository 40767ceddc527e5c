// SPDX-License-Identifier: GPL-3.0-or-later
// What a control stands for. A finger, a key, an agent's shortcut and a test all enter as these values. UI
// thread.
#pragma once

#include <string>
#include <variant>

#include "kiosk/action/desk.hpp"
#include "kiosk/action/state.hpp"
#include "kiosk/action/typing.hpp"

namespace accueil::action {

struct Open {  ///< go deeper; Back returns here
    Route route;
    bool operator==(const Open&) const = default;
};
struct TurnTo {  ///< another of the same kind in this one's place: Back leads where it led before
    Route route;
    bool operator==(const TurnTo&) const = default;
};
struct Switch {  ///< the bottom bar: a main place, with home as the only way back
    ScreenKind screen = ScreenKind::home;
    bool operator==(const Switch&) const = default;
};
struct Back {
    bool operator==(const Back&) const = default;
};
struct ShowOverlay {
    Overlay overlay = Overlay::none;
    bool operator==(const ShowOverlay&) const = default;
};
struct SetLanguage {
    std::string language;
    bool operator==(const SetLanguage&) const = default;
};
struct SetAppearance {
    Appearance appearance = Appearance::light;
    bool operator==(const SetAppearance&) const = default;
};
struct SetTextPercent {
    int percent = 100;
    bool operator==(const SetTextPercent&) const = default;
};
struct SetReducedMotion {
    bool reduced = false;
    bool operator==(const SetReducedMotion&) const = default;
};
struct SetFilter {  ///< the one that is on is taken off by itself; empty takes all of them off
    std::string filter;
    bool operator==(const SetFilter&) const = default;
};
struct SetOpenNow {
    bool on = false;
    bool operator==(const SetOpenNow&) const = default;
};
struct SetSheet {
    Sheet sheet = Sheet::peek;
    bool operator==(const SetSheet&) const = default;
};
struct SetSort {
    SortBy by = SortBy::distance;
    bool operator==(const SetSort&) const = default;
};
struct ListMore {  ///< the next rows of a long list
    bool operator==(const ListMore&) const = default;
};
struct Select {  ///< markers of the map, as Entry::selected; empty lets go
    std::string id;
    bool operator==(const Select&) const = default;
};
struct ToggleFilter {  ///< of a list of places or of the initiatives; of those that exclude one another the
                       ///< last that was chosen counts
    std::string filter;
    bool operator==(const ToggleFilter&) const = default;
};
struct ClearFilters {
    bool operator==(const ClearFilters&) const = default;
};
enum class InitiativeView { gallery, list, map };
struct ShowInitiatives {  ///< the same ones in another way: filters go along, and so do they on the way back
    InitiativeView as = InitiativeView::gallery;
    bool operator==(const ShowInitiatives&) const = default;
};
struct RememberScroll {
    float offset = 0;
    bool operator==(const RememberScroll&) const = default;
};
enum class MapMove { zoom_in, zoom_out, start_view };
struct MoveMap {  ///< carried out by the map itself; the state stays as it is
    MapMove move = MapMove::start_view;
    bool operator==(const MoveMap&) const = default;
};
struct Stay {  ///< "I am still here": only the idle timer hears it
    bool operator==(const Stay&) const = default;
};
struct EndVisit {  ///< erase and return to the start
    bool operator==(const EndVisit&) const = default;
};

using AnyAction =
    std::variant<Open, TurnTo, Switch, Back, ShowOverlay, SetLanguage, SetAppearance, SetTextPercent,
                 SetReducedMotion, SetFilter, SetOpenNow, SetSheet, SetSort, ListMore, Select, ToggleFilter,
                 ClearFilters, ShowInitiatives, RememberScroll, MoveMap, Stay, EndVisit, TypeAction,
                 DeskAction, ReadAction, WatchAction, ProposeAction, SpeakAction>;
/// One of them. Its copying is compiled once, since every node of every screen carries one.
struct Action : AnyAction {
    using AnyAction::AnyAction;
    Action(const Action& other);
    Action(Action&& other) noexcept;
    Action& operator=(const Action& other);
    Action& operator=(Action&& other) noexcept;
    ~Action();
};

/// The state after the action. Pure. `defaults` are the preferences that a new visit starts with.
AppState apply(const AppState& state, const Action& action, const Preferences& defaults);

/// "open initiative/labacces": for logs and the tests' reports; holds nothing that a visitor typed.
std::string describe(const Action& action);
const char* name_of(ScreenKind screen);

}  // namespace accueil::action
