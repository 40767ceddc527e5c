// SPDX-License-Identifier: GPL-3.0-or-later
// What screens say when there is little or nothing to say, and in which language.
#include <catch2/catch.hpp>

#include "kiosk/screens/parts.hpp"
#include "tests/support/sample_content.hpp"
#include "tests/support/screen_checks.hpp"
#include "tests/support/screen_rig.hpp"
#include "tests/support/tree_checks.hpp"

using namespace accueil;
using action::ScreenKind;
using support::findings;
using support::Glass;
using support::says;
using support::ScreenRig;

namespace {

/// A screen rig on records of the test's own.
struct RecordRig {
    support::TempDir folder;
    std::unique_ptr<ScreenRig> screens;

    explicit RecordRig(const std::vector<model::Record>& records) {
        REQUIRE(support::commit_records(folder.path(), records, 1));
        screens = std::make_unique<ScreenRig>(folder.path());
    }
    ui::Node build(ScreenKind kind, const std::string& id = {}, const Glass& glass = {}) {
        return screens->build({{kind, id}, 0, {}, {}}, glass);
    }
};

std::string tr(const Glass& glass, const char* key) {
    return support::catalog().text(glass.language, key);
}

const ui::Node* worded(const ui::Node& node, const std::string& words) {
    if (node.text && node.name == words) return &node;
    for (const auto& child : node.children) {
        if (const auto* found = worded(child, words)) return found;
    }
    return nullptr;
}

}  // namespace

TEST_CASE("without a single record every screen still stands, and says so in a sentence", "[screens]") {
    RecordRig rig({});
    for (const auto& glass : support::every_glass()) {
        for (const auto& [kind, key] :
             {std::pair(ScreenKind::home, "ui.home.ask"), std::pair(ScreenKind::map, "ui.map.empty"),
              std::pair(ScreenKind::initiatives, "ui.initiatives.none"),
              std::pair(ScreenKind::livret, "ui.livret.empty"),
              std::pair(ScreenKind::questions, "ui.questions.empty")}) {
            const auto root = rig.build(kind, {}, glass);
            const auto found = findings(root);
            INFO(action::name_of(kind) << " on " << glass.words() << "\n" << support::few(found));
            CHECK(found.empty());
            CHECK(says(root, tr(glass, key)));
        }
    }
}

TEST_CASE("a need that nothing answers yet leads on to all the others", "[screens]") {
    model::Need need;
    need.id = "jamais";
    need.title = model::Text("Jamais");
    need.icon = "bed";
    RecordRig rig({need});
    for (const auto& glass : support::every_glass()) {
        const auto root = rig.build(ScreenKind::need, "jamais", glass);
        CHECK(says(root, tr(glass, "ui.need.empty")));
        const auto* way = ui::find(root, "need/all");
        REQUIRE(way != nullptr);
        CHECK(way->on_tap == action::Action(action::Switch{ScreenKind::livret}));
        INFO(glass.words() << "\n" << support::few(findings(root)));
        CHECK(findings(root).empty());
    }
}

TEST_CASE("loading, gone and failed are screens with a sentence and a way home", "[screens]") {
    RecordRig rig(support::sample_content());
    using screens::Failure;
    for (const auto& glass : support::every_glass()) {
        for (const auto& [failure, key] :
             {std::pair(Failure::gone, "ui.gone"), std::pair(Failure::failed, "ui.failed")}) {
            const auto root = rig.screens->build({{ScreenKind::place, "absent"}, 0, {}, {}}, glass, failure);
            INFO(glass.words() << "\n" << support::few(findings(root)));
            CHECK(findings(root).empty());
            CHECK(says(root, tr(glass, key)));
            const auto* home = ui::find(root, "failed/home");
            REQUIRE(home != nullptr);
            CHECK(ui::hit(root, home->rect.center()) == home);
            CHECK(home->on_tap == action::Action(action::Switch{ScreenKind::home}));
        }
    }
    rig.screens->loading = true;
    const auto waiting = rig.build(ScreenKind::place, "absent");
    CHECK(says(waiting, tr({}, "ui.loading")));
    CHECK(ui::find(waiting, "bar/home")->is_control());
}

TEST_CASE("what is not translated is shown in French, and the screen says so", "[screens]") {
    RecordRig rig(support::sample_content());
    const Glass english{"en", {1080, 1920}, 100}, arabic{"ar", {1080, 1920}, 100};
    const auto list = rig.build(ScreenKind::initiatives, {}, english);
    CHECK(says(list, "Initiative maison (en)"));
    const auto in_arabic = rig.build(ScreenKind::initiatives, {}, arabic);
    const auto* title = worded(in_arabic, "Initiative maison");
    REQUIRE(title != nullptr);
    CHECK(title->text->language == "fr");  // a voice must not read French as Arabic
    const auto page = rig.build(ScreenKind::page, "introduction", arabic);
    CHECK(says(page, tr(arabic, "ui.in_french")));
    const auto* text = worded(page, "Et un autre.");
    REQUIRE(text != nullptr);
    CHECK_FALSE(text->right_to_left);
    CHECK_FALSE(says(rig.build(ScreenKind::page, "introduction"), tr({}, "ui.in_french")));
}

TEST_CASE("a place says when it closes and when it opens again, and shows its week", "[screens]") {
    auto place = support::sample_place("guichet", 1);
    place.opening_hours = "Mo-Fr 09:00-12:30,14:00-17:00; PH off";
    place.verified_on = "2026-11-01";
    auto vague = place;
    vague.id = "vague";
    vague.opening_hours = "Mo-Fr 09:00-12:30";  // of public holidays it says nothing
    vague.telephone = "02 40 00 00 00";
    RecordRig rig({place, vague});
    const auto at = [&](int month, int day, int minutes) {
        rig.screens->now =
            std::chrono::local_days(std::chrono::year(2026) / month / day) + std::chrono::minutes(minutes);
    };
    at(11, 23, 600);  // a Monday
    const auto open = rig.build(ScreenKind::place, "guichet");
    CHECK(says(open, tr({}, "ui.hours.open")));
    CHECK(says(open, "Ferme à 12\u00A0h\u00A030"));
    CHECK(says(open, "samedi"));
    CHECK(says(open, tr({}, "ui.hours.closed")));  // on Saturday
    at(11, 23, 1100);
    CHECK(says(rig.build(ScreenKind::place, "guichet"), "Ouvre demain à 9\u00A0h"));
    at(12, 25, 600);
    CHECK(says(rig.build(ScreenKind::place, "guichet"), tr({}, "ui.hours.closed")));
    const auto holiday = rig.build(ScreenKind::place, "vague");
    CHECK(says(holiday, tr({}, "ui.hours.confirm")));
    CHECK(says(holiday, tr({}, "ui.hours.reason.public_holiday")));
    CHECK(says(holiday, tr({}, "ui.place.state.call")));
    for (const auto& glass : support::every_glass()) {
        const auto page = rig.build(ScreenKind::place, "guichet", glass);
        INFO(glass.words() << "\n" << support::few(findings(page)));
        CHECK(findings(page).empty());
    }
}

TEST_CASE("a place says only what is known, and never more", "[screens]") {
    auto bare = support::sample_place("nue", 1);
    bare.opening_hours.clear();
    auto full = support::sample_place("pleine", 2);
    full.opening_hours = "24/7";
    full.telephone = "02 40 00 00 00";
    full.unconditional = model::Answer::yes;
    full.languages = {"fr", "ar", "xx"};
    full.accessibility = {"plain-pied", "inconnu"};
    full.source = model::Source{"La ville", "https://exemple.fr", "2026-11"};
    full.verified_on = "2026-11-01";
    auto service = support::sample_service("repas", 2, "pleine");
    service.papers = {"Une pièce d’identité"};
    service.cost = model::Cost::free;
    RecordRig rig({bare, full, service});
    for (const auto& glass : support::every_glass()) {
        const auto poor = rig.build(ScreenKind::place, "nue", glass),
                   rich = rig.build(ScreenKind::place, "pleine", glass);
        INFO(glass.words() << "\n" << support::few(findings(poor)) << support::few(findings(rich)));
        CHECK(findings(poor).empty());
        CHECK(findings(rich).empty());
        CHECK(says(poor, tr(glass, "ui.hours.confirm")));
        CHECK_FALSE(says(poor, tr(glass, "ui.hours.always")));
        CHECK_FALSE(says(poor, tr(glass, "ui.cost.free")));
        CHECK_FALSE(says(poor, tr(glass, "ui.place.unconditional")));
        CHECK(says(rich, tr(glass, "ui.hours.always")));
        CHECK(says(rich, tr(glass, "ui.cost.free")));
        CHECK(says(rich, tr(glass, "ui.place.unconditional")));
        CHECK(says(rich, "Une pièce d’identité"));
        CHECK(says(rich, "02 40 00 00 00"));
    }
    CHECK(says(rig.build(ScreenKind::place, "pleine"), "1er novembre 2026"));
}

TEST_CASE("dates are said as precisely as they are known", "[screens]") {
    const action::AppState state;
    for (const auto& [language, iso, words] :
         {std::tuple("fr", "2026-11-01", "1er novembre 2026"), std::tuple("fr", "2020-11", "novembre 2020"),
          std::tuple("fr", "2020", "2020"), std::tuple("fr", "2020-13", "2020"),
          std::tuple("fr", "bientôt", "bientôt"), std::tuple("fr", "", "")}) {
        const ui::Environment environment{support::text_engine(), support::themes()[0], language};
        const screens::Context context{
            state, state.here(), support::catalog(), environment, {1080, 1920}, nullptr, "", "", {}};
        CHECK(context.day(iso) == words);
    }
}

TEST_CASE("a way is said as people walk it, and its length alone where nobody would", "[screens]") {
    const action::AppState state;
    for (const auto& [language, metres, words] :
         {std::tuple("fr", 0.0, "5\u00A0m, 1\u00A0min à pied"),
          std::tuple("fr", 62.0, "60\u00A0m, 1\u00A0min à pied"),
          std::tuple("fr", 654.0, "650\u00A0m, 12\u00A0min à pied"),
          std::tuple("fr", 1'000.0, "1\u00A0km, 18\u00A0min à pied"),
          std::tuple("fr", 2'349.0, "2,3\u00A0km, 42\u00A0min à pied"),
          std::tuple("fr", 4'000.0, "4\u00A0km"), std::tuple("fr", 9'960.0, "10\u00A0km"),
          std::tuple("fr", 383'000.0, "383\u00A0km"),
          std::tuple("en", 2'349.0, "2.3\u00A0km, 42\u00A0min on foot")}) {
        const ui::Environment environment{support::text_engine(), support::themes()[0], language};
        const screens::Context context{
            state, state.here(), support::catalog(), environment, {1080, 1920}, nullptr, "", "", {}};
        CHECK(screens::way_words(context, metres) == words);
    }
}

TEST_CASE("the bar marks the place that a page belongs to, as does a page opened from it", "[screens]") {
    RecordRig rig(support::sample_content());
    const auto current = [&](ScreenKind kind, const std::string& id) {
        const auto root = rig.build(kind, id);
        std::vector<std::string> marked;
        for (const char* item : {"bar/home", "bar/livret", "bar/map", "bar/questions"}) {
            if (ui::find(root, item)->state.current) marked.emplace_back(item);
        }
        return marked;
    };
    using Marked = std::vector<std::string>;
    CHECK(current(ScreenKind::home, "") == Marked{"bar/home"});
    CHECK(current(ScreenKind::place, "ccas") == Marked{"bar/livret"});
    CHECK(current(ScreenKind::initiative, "maison") == Marked{"bar/map"});
    CHECK(current(ScreenKind::question, "silos") == Marked{"bar/questions"});
    CHECK(current(ScreenKind::page, "introduction") == Marked{"bar/home"});
}

TEST_CASE("to erase one's visit is offered once something was done, and not before", "[screens]") {
    RecordRig rig(support::sample_content());
    CHECK(ui::find(rig.build(ScreenKind::home), "end") == nullptr);
    rig.screens->state.visited = true;
    const auto root = rig.build(ScreenKind::home);
    const auto* end = ui::find(root, "end");
    REQUIRE(end != nullptr);
    CHECK(end->on_tap == action::Action(action::EndVisit{}));
}
