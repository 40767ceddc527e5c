// SPDX-License-Identifier: GPL-3.0-or-later
#include "kiosk/action/action.hpp"

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <utility>

namespace accueil::action {

namespace {

// The way back is bounded: past this many steps the oldest but home are forgotten.
constexpr std::size_t kMostSteps = 32;

// A map opened for one record comes with its card up, one opened for a need or a theme with what answers it.
void show_on_map(Entry& entry) {
    const std::string& id = entry.route.id;
    const bool is_filter = id.starts_with("need/") || id.starts_with("theme/");
    (is_filter ? entry.filter : entry.selected) = id;
}

void other_list(Entry& entry) {
    entry.selected.clear();
    entry.scroll = 0;
    entry.listed = kListedAtFirst;
}

// The kind of a filter, before its slash: of one kind one alone is on, of languages and audiences as well.
std::string_view filter_kind(std::string_view filter) {
    return filter.substr(0, filter.find('/'));
}

void lower_sheet(Entry& entry) {
    entry.sheet = Sheet::peek;
    entry.scroll = 0;
}

struct Apply {
    AppState state;
    const Preferences& defaults;

    void operator()(const Open& action) {
        state.overlay = Overlay::none;
        state.visited = true;
        if (state.here().route == action.route) return;
        // The openings of what is listed are those of what the filters leave.
        const auto filters =
            action.route.screen == ScreenKind::when ? state.here().filters : std::vector<std::string>();
        if (state.way.size() >= kMostSteps) state.way.erase(state.way.begin() + 1);
        state.way.emplace_back().route = action.route;
        state.way.back().filters = filters;
        if (action.route.screen == ScreenKind::map) show_on_map(state.way.back());
        if (action.route.screen == ScreenKind::need) count_once(state, "need-opened", action.route.id);
        // Opened with words, they are as good as typed.
        if (action.route.screen == ScreenKind::search)
            state.way.back().typed = std::exchange(state.way.back().route.id, {}).substr(0, kMostTyped);
    }
    void operator()(const Switch& action) {
        const bool already_there = state.way.size() <= 2 && state.here().route == Route{action.screen, {}};
        state.overlay = Overlay::none;
        state.visited = state.visited || action.screen != ScreenKind::home;
        if (already_there) {
            state.way.back().scroll = 0;
            return;
        }
        state.way.resize(1);
        state.way.front() = Entry{};
        if (action.screen != ScreenKind::home) state.way.emplace_back().route.screen = action.screen;
    }
    void operator()(const Back&) {
        if (state.overlay != Overlay::none) {
            state.overlay = Overlay::none;
        } else if (!state.here().held_key.empty()) {
            state.way.back().held_key.clear();
        } else if (state.draft.field != Field::none) {
            apply_proposing(state, WriteField{Field::none});
        } else if (state.here().reading.panel != ReadPanel::none) {
            state.way.back().reading.panel = ReadPanel::none;
            state.way.back().scroll = 0;
        } else if (!state.here().selected.empty()) {
            state.way.back().selected.clear();
        } else if (state.here().sheet != Sheet::peek) {
            lower_sheet(state.way.back());
        } else if (state.way.size() > 1) {
            state.way.pop_back();
        }
    }
    void operator()(const ShowOverlay& action) {
        state.overlay = state.overlay == action.overlay ? Overlay::none : action.overlay;
    }
    void operator()(const SetLanguage& action) {
        state.preferences.language = action.language;
        state.overlay = Overlay::none;
        state.visited = true;
    }
    void operator()(const SetAppearance& action) {
        state.preferences.appearance = action.appearance;
        state.visited = true;
    }
    void operator()(const SetTextPercent& action) {
        state.preferences.text_percent = action.percent;
        state.visited = true;
    }
    void operator()(const SetReducedMotion& action) {
        state.preferences.reduced_motion = action.reduced;
        state.visited = true;
    }
    void operator()(const SetFilter& action) {
        auto& here = state.way.back();
        if (action.filter.empty()) here.open_now = false;  // all of it, then
        here.filter = here.filter == action.filter ? std::string() : action.filter;
        other_list(here);
        state.visited = true;
    }
    void operator()(const SetOpenNow& action) {
        state.way.back().open_now = action.on;
        other_list(state.way.back());
        state.visited = true;
    }
    void operator()(const SetSheet& action) {
        auto& here = state.way.back();
        here.sheet = action.sheet;
        if (action.sheet == Sheet::peek) lower_sheet(here);
        state.visited = true;
    }
    void operator()(const SetSort& action) {
        state.way.back().sort = action.by;
        other_list(state.way.back());
        state.visited = true;
    }
    void operator()(const ListMore&) {
        state.way.back().listed += kListedAtFirst;
        state.visited = true;
    }
    void operator()(const Select& action) {
        state.way.back().selected = action.id;
        state.visited = true;
    }
    void operator()(const ToggleFilter& action) {
        auto& here = state.way.back();
        const bool was_on =
            std::find(here.filters.begin(), here.filters.end(), action.filter) != here.filters.end();
        std::erase_if(here.filters, [&](const std::string& other) {
            return filter_kind(other) == filter_kind(action.filter);
        });
        if (!was_on) here.filters.push_back(action.filter);
        if (state.overlay == Overlay::moment) state.overlay = Overlay::none;
        other_list(here);
        state.visited = true;
    }
    void operator()(const ClearFilters&) {
        state.way.back().filters.clear();
        other_list(state.way.back());
        state.visited = true;
    }
    void operator()(const RememberScroll& action) { state.way.back().scroll = action.offset; }
    void operator()(const MoveMap&) { state.visited = true; }
    void operator()(const Stay&) {}
    void operator()(const EndVisit&) {
        state = AppState{};
        state.preferences = defaults;
    }
    void operator()(const TypeAction& action) { apply_typing(state, action); }
    void operator()(const DeskAction& action) { apply_desk(state, action); }
    void operator()(const ReadAction& action) { apply_reading(state, action); }
    void operator()(const WatchAction& action) { apply_watching(state, action); }
    void operator()(const ProposeAction& action) { apply_proposing(state, action); }
};

}  // namespace

Action::Action(const Action& other) = default;
Action::Action(Action&& other) noexcept = default;
Action& Action::operator=(const Action& other) = default;
Action& Action::operator=(Action&& other) noexcept = default;
Action::~Action() = default;

AppState apply(const AppState& state, const Action& action, const Preferences& defaults) {
    Apply apply{state, defaults};
    std::visit(apply, action);
    if (apply.state.overlay != Overlay::pin) apply.state.pin = {};
    settle_draft(apply.state);
    return std::move(apply.state);
}

const char* name_of(ScreenKind screen) {
    static constexpr const char* kNames[] = {
        "home", "map",    "initiatives", "initiative", "questions", "question", "livret", "need",   "place",
        "page", "search", "when",        "guide",      "fiche",     "document", "film",   "propose"};
    return kNames[static_cast<std::size_t>(screen)];
}

std::string describe(const Action& action) {
    struct Describe {
        std::string operator()(const Open& a) const {
            return std::string("open ") + name_of(a.route.screen) + "/" + a.route.id;
        }
        std::string operator()(const Switch& a) const { return std::string("switch ") + name_of(a.screen); }
        std::string operator()(const Back&) const { return "back"; }
        std::string operator()(const ShowOverlay& a) const {
            return "overlay " + std::to_string(static_cast<int>(a.overlay));
        }
        std::string operator()(const SetLanguage& a) const { return "language " + a.language; }
        std::string operator()(const SetAppearance& a) const {
            return "appearance " + std::to_string(static_cast<int>(a.appearance));
        }
        std::string operator()(const SetTextPercent& a) const { return "text " + std::to_string(a.percent); }
        std::string operator()(const SetReducedMotion& a) const {
            return a.reduced ? "motion off" : "motion on";
        }
        std::string operator()(const SetFilter& a) const { return "filter " + a.filter; }
        std::string operator()(const SetOpenNow& a) const { return a.on ? "open now on" : "open now off"; }
        std::string operator()(const SetSheet& a) const {
            return "sheet " + std::to_string(static_cast<int>(a.sheet));
        }
        std::string operator()(const SetSort& a) const {
            return a.by == SortBy::name ? "sort by name" : "sort by distance";
        }
        std::string operator()(const ListMore&) const { return "list more"; }
        std::string operator()(const Select& a) const { return "select " + a.id; }
        std::string operator()(const ToggleFilter& a) const { return "filter " + a.filter; }
        std::string operator()(const ClearFilters&) const { return "no filters"; }
        std::string operator()(const RememberScroll&) const { return "scroll"; }
        std::string operator()(const MoveMap& a) const {
            return "map " + std::to_string(static_cast<int>(a.move));
        }
        std::string operator()(const Stay&) const { return "stay"; }
        std::string operator()(const EndVisit&) const { return "end"; }
        std::string operator()(const TypeAction& a) const { return describe_typing(a); }
        std::string operator()(const DeskAction& a) const { return describe_desk(a); }
        std::string operator()(const ReadAction& a) const { return describe_reading(a); }
        std::string operator()(const WatchAction& a) const { return describe_watching(a); }
        std::string operator()(const ProposeAction& a) const { return describe_proposing(a); }
    };
    return std::visit(Describe{}, action);
}

}  // namespace accueil::action
