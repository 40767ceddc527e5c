// SPDX-License-Identifier: GPL-3.0-or-later
// What keys do to the text that is searched, and chips to the filters of a list.
#include <catch2/catch.hpp>

#include "kiosk/action/action.hpp"

using namespace accueil::action;

namespace {

struct TypingVisit {
    AppState state;
    const Preferences defaults{};
    TypingVisit& operator()(const Action& action) {
        state = apply(state, action, defaults);
        return *this;
    }
    const Entry& here() const { return state.here(); }
};

using Filters = std::vector<std::string>;

}  // namespace

TEST_CASE("letters are typed and erased one by one, whatever their script", "[action]") {
    TypingVisit visit;
    visit(Switch{ScreenKind::search});
    for (const char* letter : {"c", "œ", "u", "r", " ", "ا", "Ж", "e\xCC\x81"})
        visit(Type{letter});
    CHECK(visit.here().typed == "cœur اЖe\xCC\x81");
    visit(EraseLast{});  // the letter with its accent
    CHECK(visit.here().typed == "cœur اЖ");
    for (const char* left : {"cœur ا", "cœur ", "cœur", "cœu", "cœ", "c", "", ""})
        CHECK(visit(EraseLast{}).here().typed == left);
}

TEST_CASE("a space begins nothing, and does not follow another", "[action]") {
    TypingVisit visit;
    visit(Switch{ScreenKind::search})(Type{" "})(Type{"a"})(Type{" "})(Type{" "})(Type{"b"});
    CHECK(visit.here().typed == "a b");
}

TEST_CASE("nobody types without end", "[action]") {
    TypingVisit visit;
    visit(Switch{ScreenKind::search});
    for (int i = 0; i < 500; ++i)
        visit(Type{"é"});
    CHECK(visit.here().typed.size() <= kMostTyped);
    visit(Complete{std::string(300, 'x')});
    CHECK(visit.here().typed.size() <= kMostTyped);
}

TEST_CASE("a word that is offered takes the place of its beginning, or follows", "[action]") {
    TypingVisit visit;
    visit(Switch{ScreenKind::search})(Type{"cours de fr"})(Complete{"français"});
    CHECK(visit.here().typed == "cours de français ");
    visit(Complete{"gratuit"});
    CHECK(visit.here().typed == "cours de français gratuit ");
    visit(ClearTyped{})(Type{"l'em"})(Complete{"emploi"});
    CHECK(visit.here().typed == "l'emploi ");
}

TEST_CASE("a held key offers its letters until one is chosen, or back", "[action]") {
    TypingVisit visit;
    visit(Switch{ScreenKind::search})(HoldKey{"e"});
    CHECK(visit.here().held_key == "e");
    visit(Type{"é"});
    CHECK(visit.here().held_key.empty());
    CHECK(visit.here().typed == "é");
    visit(HoldKey{"a"})(Back{});
    CHECK(visit.here().held_key.empty());
    CHECK(visit.here().route.screen == ScreenKind::search);
}

TEST_CASE("what is typed is in no log and outlives no visit", "[action]") {
    TypingVisit visit;
    visit(Switch{ScreenKind::search})(Type{"secret"});
    for (const Action& action :
         {Action(Type{"secret"}), Action(Complete{"secret"}), Action(HoldKey{"secret"})})
        CHECK(describe(action).find("secret") == std::string::npos);
    CHECK(visit(EndVisit{}).state == AppState{});
}

TEST_CASE("a filter is put on and taken off; of one kind the last that was chosen counts", "[action]") {
    TypingVisit visit;
    visit(Open{{ScreenKind::need, "manger"}})(ToggleFilter{"free"})(ToggleFilter{"language/ar"});
    CHECK(visit.here().filters == Filters{"free", "language/ar"});
    visit(ToggleFilter{"language/en"});
    CHECK(visit.here().filters == Filters{"free", "language/en"});
    visit(ToggleFilter{"free"});
    CHECK(visit.here().filters == Filters{"language/en"});
    visit(ShowOverlay{Overlay::moment})(ToggleFilter{"at/20600/afternoon"});
    CHECK(visit.state.overlay == Overlay::none);
    CHECK(visit.here().filters == Filters{"language/en", "at/20600/afternoon"});
    CHECK(visit(ClearFilters{}).here().filters.empty());
}

TEST_CASE("when one can go is asked of what the filters leave, and back leaves them as they were",
          "[action]") {
    TypingVisit visit;
    visit(Open{{ScreenKind::need, "manger"}})(ToggleFilter{"free"})(Open{{ScreenKind::when, "manger"}});
    CHECK(visit.here().filters == Filters{"free"});
    visit(ClearFilters{})(Back{});
    CHECK(visit.here().filters == Filters{"free"});
    visit(Open{{ScreenKind::need, "dormir"}});
    CHECK(visit.here().filters.empty());
}
