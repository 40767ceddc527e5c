// SPDX-License-Identifier: GPL-3.0-or-later
#include "kiosk/action/action.hpp"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <string_view>
#include <utility>

#include "sync/base/strings.hpp"

namespace accueil::action {

namespace {

// The way back is bounded: past this many steps the oldest but home are forgotten.
constexpr std::size_t kMostSteps = 32;
constexpr const char* kInitiatives = "initiatives";  // Entry::filter of a map that shows them alone

// What initiatives are narrowed by: "theme/ecoute,year/2020".
bool names_filters(std::string_view id) {
    constexpr std::string_view kKinds[] = {"theme/", "territory/", "kind/", "year/"};
    return std::any_of(std::begin(kKinds), std::end(kKinds),
                       [&](std::string_view kind) { return id.starts_with(kind); });
}

void narrow_initiatives(Entry& entry, std::vector<std::string> filters) {
    entry.filters = std::move(filters);
    if (entry.route.screen == ScreenKind::map) entry.filter = kInitiatives;
}

// A map opened for one record comes with its card up, one opened for a need or for filters of the initiatives
// with what answers them.
void show_on_map(Entry& entry) {
    const std::string& id = entry.route.id;
    if (names_filters(id)) return narrow_initiatives(entry, base::split(id, ','));
    (id.starts_with("need/") ? entry.filter : entry.selected) = id;
}

// Opened as a list, or with filters on: "list,theme/ecoute".
void show_initiatives(Entry& entry) {
    for (auto& word : base::split(std::exchange(entry.route.id, {}), ',')) {
        if (word == "list")
            entry.look = Look::list;
        else if (names_filters(word))
            entry.filters.push_back(std::move(word));
    }
}

bool shows_initiatives(const Entry& entry) {
    return entry.route.screen == ScreenKind::initiatives ||
           (entry.route.screen == ScreenKind::map && entry.filter == kInitiatives);
}

// Gallery, list and map are one thing seen in several ways: whichever way one goes between them, what was
// chosen goes along.
void keep_filters(const Entry& from, Entry& to) {
    const bool to_other_view =
        from.route.screen != to.route.screen &&
        (to.route.screen == ScreenKind::map || to.route.screen == ScreenKind::initiatives);
    if (!to_other_view || !shows_initiatives(from)) return;
    if (from.filters.empty() && !shows_initiatives(to)) return;  // a map of all remains one
    if (to.filters == from.filters && shows_initiatives(to)) return;
    narrow_initiatives(to, from.filters);
    to.scroll = 0;
    to.listed = kListedAtFirst;
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

    Entry& step_to(const Route& route) {
        state.way.back().aloud = Aloud::off;
        if (state.way.size() >= kMostSteps) state.way.erase(state.way.begin() + 1);
        Entry& entry = state.way.emplace_back();
        entry.route = route;
        return entry;
    }
    void leave_step() {
        const Entry left = std::move(state.way.back());
        state.way.pop_back();
        keep_filters(left, state.way.back());
    }

    void operator()(const TurnTo& action) {
        auto& here = state.way.back();
        if (here.route.screen != action.route.screen) return;
        here.route = action.route;
        here.scroll = 0;
        state.visited = true;
    }
    void operator()(const Open& action) {
        state.overlay = Overlay::none;
        state.visited = true;
        if (state.here().route == action.route) return;
        // The openings of what is listed are those of what the filters leave.
        const auto filters =
            action.route.screen == ScreenKind::when ? state.here().filters : std::vector<std::string>();
        step_to(action.route).filters = filters;
        if (action.route.screen == ScreenKind::map) show_on_map(state.way.back());
        if (action.route.screen == ScreenKind::initiatives) show_initiatives(state.way.back());
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
        const Entry left = std::move(state.way.back());
        state.way.resize(1);
        state.way.front() = Entry{};
        if (action.screen == ScreenKind::home) return;
        state.way.emplace_back().route.screen = action.screen;
        keep_filters(left, state.way.back());
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
            leave_step();
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
        if (here.filter != kInitiatives) here.filters.clear();   // they were of what is no longer shown alone
        if (here.filter == kInitiatives) here.open_now = false;  // none of them is ever open
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
        if (here.route.screen == ScreenKind::map) here.filter = kInitiatives;
        if (state.overlay != Overlay::filters)
            state.overlay = Overlay::none;  // where several are chosen it stays
        other_list(here);
        state.visited = true;
    }
    void operator()(const ClearFilters&) {
        state.way.back().filters.clear();
        other_list(state.way.back());
        state.visited = true;
    }
    void operator()(const ShowInitiatives& action) {
        state.overlay = Overlay::none;
        state.visited = true;
        const bool to_map = action.as == InitiativeView::map;
        if (to_map != (state.here().route.screen == ScreenKind::map)) {
            const auto before =
                state.way.size() > 1 ? state.way[state.way.size() - 2].route.screen : ScreenKind::home;
            const Entry from = state.here();
            if (!to_map && before == ScreenKind::initiatives) {
                leave_step();
            } else {
                Entry& entry = step_to({to_map ? ScreenKind::map : ScreenKind::initiatives, {}});
                if (to_map) entry.filter = kInitiatives;
                keep_filters(from, entry);
            }
        }
        auto& here = state.way.back();
        if (to_map) return;
        const Look look = action.as == InitiativeView::list ? Look::list : Look::gallery;
        if (std::exchange(here.look, look) != look) other_list(here);
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
    void operator()(const SpeakAction& action) { apply_speaking(state, action); }
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
        "home", "map",    "initiatives", "initiative", "questions", "question", "livret", "need",    "place",
        "page", "search", "when",        "guide",      "fiche",     "document", "film",   "propose", "photo"};
    return kNames[static_cast<std::size_t>(screen)];
}

std::string describe(const Action& action) {
    struct Describe {
        std::string operator()(const Open& a) const {
            return std::string("open ") + name_of(a.route.screen) + "/" + a.route.id;
        }
        std::string operator()(const TurnTo& a) const {
            return std::string("turn to ") + name_of(a.route.screen) + "/" + a.route.id;
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
        std::string operator()(const ShowInitiatives& a) const {
            return "initiatives as " + std::to_string(static_cast<int>(a.as));
        }
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
        std::string operator()(const SpeakAction& a) const { return describe_speaking(a); }
    };
    return std::visit(Describe{}, action);
}

}  // namespace accueil::action
