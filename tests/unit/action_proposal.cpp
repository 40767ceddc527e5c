// SPDX-License-Identifier: GPL-3.0-or-later
// A proposal on the glass: what is written, what is missing, what becomes of it.
#include <catch2/catch.hpp>

#include "kiosk/action/action.hpp"
#include "sync/base/strings.hpp"
#include "sync/model/proposal.hpp"

using namespace accueil;
using namespace accueil::action;

namespace {

struct Visit {
    AppState state;
    const Preferences defaults{};
    Visit() { (*this)(Open{{ScreenKind::initiatives, {}}})(Open{{ScreenKind::propose, {}}}); }
    Visit& operator()(const Action& action) {
        state = apply(state, action, defaults);
        return *this;
    }
    Visit& write(Field field, const std::string& text) {
        return (*this)(WriteField{field})(Type{text})(WriteField{Field::none});
    }
    Visit& write_all() {
        return write(Field::title, "Un jardin").write(Field::text, "Partagé.")(SetConsent{true});
    }
    const Draft& draft() const { return state.draft; }
};

std::string many(std::size_t letters) {
    std::string text;
    for (std::size_t i = 0; i < letters; ++i)
        text += "é";
    return text;
}

}  // namespace

TEST_CASE("keys write into the field that was chosen, and into none before", "[action][propose]") {
    Visit visit;
    visit(Type{"x"})(EraseLast{})(Complete{"mot"})(ClearTyped{});
    CHECK_FALSE(visit.draft().has_words());
    CHECK(visit.state.here().typed.empty());
    visit.write(Field::title, "Un jardin").write(Field::contact, "a@b.example");
    visit(WriteField{Field::text})(Type{"Un"})(Type{" "})(Type{" "})(Type{"mot"})(Type{"\n"})(Type{"\n"})(
        Type{"\n"})(Type{"é"});
    CHECK(visit.draft().title == "Un jardin");
    CHECK(visit.draft().text == "Un mot\n\né");
    CHECK(visit.draft().contact == "a@b.example");
    visit(EraseLast{})(EraseLast{});
    CHECK(visit.draft().text == "Un mot\n");
    visit(WriteField{Field::title})(Type{"\n"});
    CHECK(visit.draft().title == "Un jardin");  // one line
}

TEST_CASE("a field takes as many letters as it may, in any script, and says that it is full",
          "[action][propose]") {
    Visit visit;
    visit(WriteField{Field::title})(Type{many(model::kMostProposalTitle)});
    CHECK(base::letter_count(visit.draft().title) == model::kMostProposalTitle);
    CHECK_FALSE(visit.draft().is_full);
    visit(Type{"é"});
    CHECK(visit.draft().is_full);
    CHECK(base::letter_count(visit.draft().title) == model::kMostProposalTitle);
    visit(EraseLast{});
    CHECK_FALSE(visit.draft().is_full);
    visit(Type{"é"})(Type{"é"});
    CHECK(visit.draft().is_full);
    CHECK_FALSE(visit(WriteField{Field::text}).draft().is_full);
}

TEST_CASE("capitals stand at the beginning of sentences, and where they are asked for", "[action][propose]") {
    Visit visit;
    CHECK_FALSE(capitals_on(visit.state));
    visit(WriteField{Field::text});
    CHECK(capitals_on(visit.state));
    CHECK_FALSE(capitals_on(visit(Type{"U"}).state));
    CHECK_FALSE(capitals_on(visit(Type{"."}).state));  // an address goes on
    CHECK(capitals_on(visit(Type{" "}).state));
    CHECK_FALSE(capitals_on(visit(SetCapitals{false}).state));
    CHECK(capitals_on(visit(Type{"n"})(SetCapitals{true}).state));
    CHECK_FALSE(capitals_on(visit(Type{"N"}).state));
    CHECK(capitals_on(visit(Type{"\n"}).state));
    CHECK_FALSE(capitals_on(visit(WriteField{Field::contact}).state));
    for (const auto& [small, large] : std::vector<std::pair<std::string, std::string>>{{"a", "A"},
                                                                                       {"é", "É"},
                                                                                       {"œ", "Œ"},
                                                                                       {"ÿ", "Ÿ"},
                                                                                       {"ж", "Ж"},
                                                                                       {"я", "Я"},
                                                                                       {"р", "Р"},
                                                                                       {"ї", "Ї"},
                                                                                       {"ё", "Ё"},
                                                                                       {"ґ", "Ґ"},
                                                                                       {"қ", "Қ"},
                                                                                       {"ا", "ا"},
                                                                                       {"÷", "÷"},
                                                                                       {"'", "'"},
                                                                                       {"7", "7"}})
        CHECK(capital(small) == large);
}

TEST_CASE("nothing is sent while something is missing, and it is said where", "[action][propose]") {
    Visit visit;
    visit(Propose{});
    CHECK(visit.draft().was_tried);
    CHECK(visit.draft().sending == Sending::none);
    CHECK(visit.draft().lacks_title());
    visit.write(Field::title, "Un jardin")(Propose{});
    CHECK_FALSE(visit.draft().lacks_title());
    CHECK(visit.draft().lacks_text());
    visit.write(Field::text, "Partagé.")(Propose{});
    CHECK(visit.draft().sending == Sending::none);  // not agreed to
    visit(SetConsent{true})(Propose{});
    CHECK(visit.draft().sending == Sending::under_way);
    CHECK_FALSE(visit.draft().was_tried);
}

TEST_CASE("while it is being kept nothing changes; refused, all of it is still there", "[action][propose]") {
    Visit visit;
    visit.write_all()(Propose{});
    const auto before = visit.draft();
    visit(Type{"x"})(WriteField{Field::title})(SetConsent{false})(ClearDraft{})(Propose{})(
        SetWhere{action::Where::here});
    CHECK(visit.draft() == before);
    for (const auto why : {Sending::full, Sending::refused, Sending::off}) {
        visit(NotProposed{why});
        CHECK(visit.draft().sending == why);
        CHECK(visit.draft().title == "Un jardin");
        CHECK(visit.draft().text == "Partagé.");
        CHECK(visit.draft().consent);
        visit(Propose{});
        CHECK(visit.draft().sending == Sending::under_way);
    }
}

TEST_CASE("once it is kept its words are gone, and its number is told on that screen alone",
          "[action][propose]") {
    Visit visit;
    visit.write_all()(Propose{})(Proposed{"3F2A 9C1B"});
    Draft told;
    told.number = "3F2A 9C1B";
    CHECK(visit.draft() == told);
    CHECK(visit(Back{}).draft() == Draft{});
    visit(Open{{ScreenKind::propose, {}}});
    CHECK(visit.draft() == Draft{});
    visit(Proposed{"1111 2222"});  // that nobody waits for
    CHECK(visit.draft() == Draft{});
}

TEST_CASE("who goes elsewhere meanwhile is told there", "[action][propose]") {
    Visit visit;
    visit.write_all()(Propose{})(Back{})(Proposed{"3F2A 9C1B"});
    CHECK(visit.draft() == Draft{});
    CHECK(visit.state.told.what == Done::proposed);
    visit(Open{{ScreenKind::propose, {}}}).write_all()(Propose{})(Back{})(NotProposed{Sending::full});
    CHECK(visit.state.told.what == Done::not_proposed);
    CHECK(visit(Open{{ScreenKind::propose, {}}}).draft().title == "Un jardin");
}

TEST_CASE("back goes from the keys to the form, then away; what was written stays for the visit",
          "[action][propose]") {
    Visit visit;
    visit(RememberScroll{300})(WriteField{Field::text})(Type{"Partagé."});
    visit(HoldKey{"e"})(Back{});
    CHECK(visit.state.here().held_key.empty());
    CHECK(visit.draft().field == Field::text);
    visit(Back{});
    CHECK(visit.draft().field == Field::none);
    CHECK(visit.state.here().scroll == 300);
    visit(WriteField{Field::text})(Switch{ScreenKind::home});
    CHECK(visit.draft().field == Field::none);
    CHECK(visit.draft().text == "Partagé.");
    visit(Open{{ScreenKind::search, {}}})(Type{"pain"});
    CHECK(visit.draft().text == "Partagé.");
    CHECK(visit(EndVisit{}).state == AppState{});
}

TEST_CASE("the place is the town, a point that a finger shows ever nearer, or none", "[action][propose]") {
    Visit visit;
    visit(PointAt{{47.218123456, -1.553612345}, 5});
    CHECK(visit.draft().where == action::Where::point);
    CHECK(visit.draft().point == model::Coordinates{47.21812, -1.55361});
    const double first = visit.draft().zoom;
    CHECK(first > 5);
    CHECK(visit(PointAt{{47.2, -1.5}, first}).draft().zoom > first);
    CHECK(visit(ShowAllOfMap{}).draft().zoom == 0);
    CHECK(visit.draft().point);
    CHECK_FALSE(visit(SetWhere{action::Where::here}).draft().point);
    CHECK_FALSE(visit(SetWhere{action::Where::none}).draft().has_words());
}

TEST_CASE("all of it is erased on request", "[action][propose]") {
    Visit visit;
    visit.write_all()(PointAt{{47.2, -1.5}, 5})(ShowOverlay{Overlay::clear_draft})(ClearDraft{});
    CHECK(visit.draft() == Draft{});
    CHECK(visit.state.overlay == Overlay::none);
}

TEST_CASE("nothing that was written or shown is in a log", "[action][propose]") {
    for (const Action& action : {Action(Type{"secret"}), Action(PointAt{{47.2184, -1.5536}, 5}),
                                 Action(Proposed{"3F2A 9C1B"}), Action(Complete{"secret"})}) {
        const auto words = describe(action);
        for (const char* part : {"secret", "47", "3F2A"})
            CHECK(words.find(part) == std::string::npos);
    }
    CHECK(describe(WriteField{Field::title}) == "proposal write title");
}
