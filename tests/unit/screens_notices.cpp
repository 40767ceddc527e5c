// SPDX-License-Identifier: GPL-3.0-or-later
// What is out of the ordinary, on every glass: exceptional closures and hours, notices, as minutes go by.
#include <catch2/catch.hpp>

#include "kiosk/app/assembly.hpp"
#include "tests/support/hours_samples.hpp"
#include "tests/support/sample_content.hpp"
#include "tests/support/screen_checks.hpp"
#include "tests/support/screen_rig.hpp"
#include "tests/support/tree_checks.hpp"

using namespace accueil;
using action::ScreenKind;
using support::at;
using support::Glass;
using support::plain;
using support::ScreenRig;

namespace {

model::Text in_three(const std::string& words) {
    model::Text text(words);
    text.set("en", words + " (en)");
    text.set("ar", words + " (ar)");
    return text;
}

model::Place office() {
    auto place = support::sample_place("guichet", 1);
    place.opening_hours = "Mo-Fr 09:00-12:30,14:00-17:00; PH off";
    place.verified_on = "2026-11-01";
    place.telephone = "02 40 00 00 00";
    place.exceptions = {{"2026-12-14", "2026-12-16", "", in_three("inventaire")},
                        {"2026-12-24", "2026-12-24", "09:00-12:00", model::Text("veille de Noël")},
                        {"2026-12-28", "2027-01-08", "Mo,We 10:00-12:00", in_three("vacances")}};
    return place;
}

model::Notice notice(const std::string& id, model::Urgency urgency) {
    model::Notice made;
    made.id = id;
    made.title = in_three("Le guichet des titres est fermé cet après-midi");
    made.text = model::Text(
        "Une fuite d’eau est en réparation. Les rendez-vous de l’après-midi sont reportés à "
        "demain, à la même heure ; votre convocation reste valable.");
    made.urgency = urgency;
    made.start = "2026-12-10T13:30";
    made.end = "2026-12-10T18:00";
    return made;
}

struct Rig {
    support::TempDir folder;
    std::unique_ptr<ScreenRig> screens;

    explicit Rig(const std::vector<model::Record>& records) {
        REQUIRE(support::commit_records(folder.path(), records, 1));
        screens = std::make_unique<ScreenRig>(folder.path());
    }
    ui::Node build(ScreenKind kind, const std::string& id, const char* now, const Glass& glass = {}) {
        screens->now = at(now);
        return screens->build({{kind, id}, 0, {}, {}}, glass);
    }
};

/// The node that says just this.
const ui::Node* said(const ui::Node& node, const std::string& words) {
    if (node.text && plain(node.name) == words) return &node;
    for (const auto& child : node.children)
        if (const auto* found = said(child, words)) return found;
    return nullptr;
}

const char* const kTitle = "Le guichet des titres est fermé cet après-midi";

void check_sound(const ui::Node& root, const std::string& what) {
    const auto found = support::TreeChecks(support::text_engine()).findings(root);
    INFO(what << "\n" << support::few(found));
    CHECK(found.empty());
}

}  // namespace

TEST_CASE("a place's sheet tells of the exception that counts, and of those of the next 30 days",
          "[screens]") {
    Rig rig({office()});
    const auto closed = rig.build(ScreenKind::place, "guichet", "2026-12-14 10:00");
    CHECK(said(closed, "Fermé"));
    CHECK(said(closed, "Fermé exceptionnellement jusqu’au 16 décembre : inventaire"));
    CHECK(said(closed, "Ouvert jeudi de 9 h à 12 h 30"));
    CHECK(said(closed, "Fermé exceptionnellement"));  // in the week
    CHECK(said(closed, "Horaires exceptionnels le jeudi 24 décembre : veille de Noël"));
    CHECK(said(closed, "9 h – 12 h"));
    CHECK(said(closed, "Horaires exceptionnels du 28 décembre au 8 janvier : vacances"));
    CHECK(said(closed, "lundi, mercredi : 10 h – 12 h"));
    CHECK(said(closed, "Fermé les autres jours"));

    const auto before = rig.build(ScreenKind::place, "guichet", "2026-11-26 10:00");
    CHECK(said(before, "Ouvert"));
    CHECK(said(before, "Fermé du 14 au 16 décembre : inventaire"));
    CHECK(said(before, "Horaires exceptionnels le jeudi 24 décembre : veille de Noël"));
    CHECK_FALSE(said(before, "Horaires exceptionnels du 28 décembre au 8 janvier : vacances"));  // too far
    CHECK(said(rig.build(ScreenKind::place, "guichet", "2026-11-28 10:00"),
               "Horaires exceptionnels du 28 décembre au 8 janvier : vacances"));

    const auto after = rig.build(ScreenKind::place, "guichet", "2026-12-28 11:00");
    CHECK(said(after, "Horaires exceptionnels jusqu’au 8 janvier : vacances"));
    CHECK(said(after, "Horaires exceptionnels"));
    // A reason that is not translated stands apart, as French.
    const auto english =
        rig.build(ScreenKind::place, "guichet", "2026-12-14 10:00", {"en", {1080, 1920}, 100});
    CHECK(said(english, "Exceptional hours on Thursday 24 December"));
    const auto* french = said(english, "veille de Noël");
    REQUIRE(french != nullptr);
    CHECK(french->text->language == "fr");
    CHECK(said(english, "Exceptionally closed until 16 December: inventaire (en)"));
}

TEST_CASE("the hours of a period to come are told by weekday, and only where its weeks are alike",
          "[screens]") {
    const auto told = [](const char* first, const char* last, const char* hours, const char* now) {
        auto place = office();
        place.exceptions = {{first, last, hours, {}}};
        Rig rig({place});
        return rig.build(ScreenKind::place, "guichet", now);
    };
    const auto summer = told("2027-07-05", "2027-08-28", "Mo-Fr 09:00-12:00; PH off", "2027-07-01 10:00");
    CHECK(
        said(summer, "lundi, mardi, mercredi, jeudi, vendredi : 9 h – 12 h"));  // Bastille Day is a Wednesday
    CHECK(said(summer, "Fermé les autres jours"));
    CHECK(said(summer, "Sauf les jours fériés"));
    const auto one_week = told("2027-07-12", "2027-07-16", "Mo-Fr 09:00-12:00; PH off", "2027-07-01 10:00");
    CHECK(said(one_week, "lundi, mardi, jeudi, vendredi : 9 h – 12 h"));
    CHECK_FALSE(said(one_week, "Sauf les jours fériés"));
    const auto daily = told("2027-07-05", "2027-07-11", "09:00-12:00", "2027-07-01 10:00");
    CHECK(said(daily, "9 h – 12 h"));
    for (const char* hours :
         {"Jul 05-16 Mo 09:00-12:00; Jul 17-Aug 28 Tu 09:00-12:00", "Mo[1] 09:00-12:00"}) {
        const auto uneven = told("2027-07-05", "2027-08-28", hours, "2027-07-01 10:00");
        CHECK(said(uneven, "Horaires exceptionnels du 5 juillet au 28 août"));
        CHECK_FALSE(said(uneven, "Fermé les autres jours"));
    }
    const auto long_one = told("2027-07-05", "2028-07-05", "Mo 09:00-12:00", "2027-07-01 10:00");
    CHECK(said(long_one, "lundi : 9 h – 12 h"));
}

TEST_CASE("a closure shows where nothing else is known of the hours", "[screens]") {
    auto place = office();
    place.opening_hours.clear();
    Rig rig({place});
    const auto closed = rig.build(ScreenKind::place, "guichet", "2026-12-15 10:00");
    CHECK(said(closed, "Fermé exceptionnellement jusqu’au 16 décembre : inventaire"));
    const auto open = rig.build(ScreenKind::place, "guichet", "2026-12-18 10:00");
    CHECK(said(open, support::catalog().text("fr", "ui.hours.confirm")));
}

TEST_CASE("days that are past leave no trace on a sheet of which nothing else is known", "[screens]") {
    auto place = office();
    place.opening_hours.clear();
    place.exceptions.resize(1);
    Rig rig({place});
    CHECK(said(rig.build(ScreenKind::place, "guichet", "2026-12-10 10:00"), "mercredi"));
    CHECK_FALSE(said(rig.build(ScreenKind::place, "guichet", "2026-12-17 10:00"), "mercredi"));
}

TEST_CASE("a service's own exceptions stand on its card, and rule the place in a need's list", "[screens]") {
    auto place = office();
    place.exceptions.clear();
    auto service = support::sample_service("repas", 2, "guichet");
    service.exceptions = {{"2026-12-14", "2026-12-16", "", in_three("cuisine en travaux")}};
    model::Need need;
    need.id = "manger";
    need.title = in_three("Manger");
    need.icon = "bowl-food";
    Rig rig({place, service, need});
    const auto sheet = rig.build(ScreenKind::place, "guichet", "2026-12-14 10:00");
    CHECK(said(sheet, "Ouvert"));
    CHECK(said(sheet, "Fermé exceptionnellement jusqu’au 16 décembre : cuisine en travaux"));
    const auto list = rig.build(ScreenKind::need, "manger", "2026-12-14 10:00");
    CHECK(said(list, "Fermé"));
    CHECK(said(list, "Ouvert jeudi de 9 h à 12 h 30"));
}

TEST_CASE("a notice stands in the top strip for its minutes, before what the feed says", "[screens]") {
    auto records = support::sample_content();
    for (auto& record : records)
        if (auto* feed = std::get_if<model::FeedInfo>(&record)) feed->notice = in_three("Bienvenue");
    records.emplace_back(notice("fuite", model::Urgency::urgent));
    auto lesser = notice("autre", model::Urgency::info);
    lesser.title = in_three("Marché le samedi");
    records.emplace_back(lesser);
    Rig rig(records);
    const auto shown = [&](const char* now) {
        const auto root = rig.build(ScreenKind::home, "", now);
        CHECK_FALSE(said(root, "Marché le samedi"));  // one at a time
        return said(root, kTitle) != nullptr;
    };
    CHECK_FALSE(shown("2026-12-10 13:29"));
    CHECK(said(rig.build(ScreenKind::home, "", "2026-12-10 13:29"), "Bienvenue"));
    CHECK(shown("2026-12-10 13:30"));
    CHECK_FALSE(said(rig.build(ScreenKind::home, "", "2026-12-10 13:30"), "Bienvenue"));
    CHECK(said(rig.build(ScreenKind::home, "", "2026-12-10 13:30"), "Urgent"));  // not by colour alone
    CHECK(shown("2026-12-10 17:59"));
    CHECK_FALSE(shown("2026-12-10 18:00"));
}

TEST_CASE("a kiosk that nobody touches shows a notice when its minute comes", "[screens]") {
    support::TempDir folder;
    auto records = support::sample_content();
    auto soon = notice("fuite", model::Urgency::urgent);
    soon.start = "2026-11-23T09:31";  // 08:30 UTC is 09:30 in Nantes
    soon.end = "2026-11-23T09:33";
    records.emplace_back(soon);
    REQUIRE(support::commit_records(folder.path(), records, 1));
    support::KioskRig kiosk(folder.path());
    const auto shows = [&] { return said(kiosk.navigator.tree(), kTitle) != nullptr; };
    CHECK_FALSE(shows());
    kiosk.wait(std::chrono::minutes(1));
    CHECK(shows());
    kiosk.wait(std::chrono::minutes(1));
    CHECK(shows());
    kiosk.wait(std::chrono::minutes(1));
    CHECK_FALSE(shows());
}

TEST_CASE("a place's notices stand above its state; in lists a line tells of those that matter",
          "[screens]") {
    auto service = support::sample_service("repas", 2, "guichet");
    model::Need need;
    need.id = "manger";
    need.title = in_three("Manger");
    need.icon = "bowl-food";
    for (const auto urgency : {model::Urgency::info, model::Urgency::important, model::Urgency::urgent}) {
        auto one = notice("fuite", urgency);
        one.places = {"guichet"};
        Rig rig({office(), service, need, one});
        const auto sheet = rig.build(ScreenKind::place, "guichet", "2026-12-10 14:00");
        const auto *title = said(sheet, kTitle), *state = said(sheet, "Ouvert");
        REQUIRE(title != nullptr);
        REQUIRE(state != nullptr);
        CHECK(title->rect.bottom() < state->rect.y);
        CHECK(said(sheet, one.text.words("fr").data()));
        CHECK_FALSE(said(rig.build(ScreenKind::place, "guichet", "2026-12-10 18:00"), kTitle));
        CHECK_FALSE(said(rig.build(ScreenKind::home, "", "2026-12-10 14:00"), kTitle));
        const auto list = rig.build(ScreenKind::need, "manger", "2026-12-10 14:00");
        const bool is_told = said(list, std::string("Urgent : ") + kTitle) != nullptr ||
                             said(list, std::string("Important : ") + kTitle) != nullptr;
        CHECK(is_told == (urgency != model::Urgency::info));
    }
}

TEST_CASE("what is out of the ordinary holds together on every glass", "[screens]") {
    auto everywhere = notice("partout", model::Urgency::urgent),
         here = notice("ici", model::Urgency::important);
    everywhere.start = here.start = "";
    everywhere.end = here.end = "2027-12-31T00:00";
    here.places = {"guichet"};
    auto service = support::sample_service("repas", 2, "guichet");
    service.exceptions = {{"2026-12-14", "2026-12-16", "Tu 10:00-12:00", in_three("cuisine en travaux")}};
    model::Need need;
    need.id = "manger";
    need.title = in_three("Manger");
    need.icon = "bowl-food";
    Rig rig({office(), service, need, everywhere, here});
    for (const auto& glass : support::every_glass()) {
        for (const char* now : {"2026-12-14 10:00", "2026-12-24 10:00", "2026-12-29 10:00"}) {
            check_sound(rig.build(ScreenKind::place, "guichet", now, glass), glass.words());
            check_sound(rig.build(ScreenKind::need, "manger", now, glass), glass.words());
        }
        check_sound(rig.build(ScreenKind::home, "", "2026-12-14 10:00", glass), glass.words());
        check_sound(rig.build(ScreenKind::map, "", "2026-12-14 10:00", glass), glass.words());
    }
}

TEST_CASE("the longest notice leaves the eight needs and the languages on the first screen", "[screens]") {
    ScreenRig rig(support::shipped_cache());
    model::Notice longest;
    longest.end = "2027-12-31T00:00";
    std::string words;
    while (words.size() < 240)
        words += "quelques mots ";
    longest.title = model::Text(words.substr(0, 80));
    longest.text = model::Text(words.substr(0, 240));
    rig.feed.notices = {longest};
    for (const base::Size size : {base::Size{1080, 1920}, base::Size{1920, 1080}}) {
        for (const char* language : {"fr", "en", "ar"}) {
            INFO(language << " " << size.width);
            const auto root = rig.build({}, {language, size, 100});
            CHECK(said(root, words.substr(0, 240)));
            const auto is_seen = [&](const std::string& id) {
                const auto* node = ui::find(root, id);
                return node != nullptr && node->visible == node->rect && !node->rect.empty();
            };
            for (const auto& need : rig.feed.info.needs_first)
                CHECK(is_seen("need/" + need));
            for (const auto& offered : rig.feed.info.languages)
                CHECK(is_seen("home/language/" + offered));
        }
    }
}

TEST_CASE("a kiosk's name or group that no notice could hold is refused with its place", "[screens]") {
    const support::TempDir folder;
    app::Options options;
    options.config_file = folder / "kiosk.json";
    for (const auto& [line, key] : {std::pair(R"("id": "Le hall")", "kiosk.id"),
                                    std::pair(R"("groups": ["nord", "Sud"])", "kiosk.groups")}) {
        REQUIRE(base::write_file_durably(options.config_file,
                                         "{\n  \"kiosk\": {\n    " + std::string(line) + "\n  }\n}\n"));
        const auto taken = app::take_screenshot(options, support::catalog(), support::FakeClock());
        REQUIRE_FALSE(taken);
        INFO(taken.error().detail);
        CHECK(taken.error().code == base::ErrorCode::invalid_input);
        CHECK(taken.error().detail.starts_with(options.config_file.string() + ":3: "));
        CHECK(taken.error().detail.find(key) != std::string::npos);
    }
}
