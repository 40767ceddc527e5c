// SPDX-License-Identifier: GPL-3.0-or-later
// How people write opening hours, what is made of it, and what is left to a person.
#include <catch2/catch.hpp>

#include "sync/model/opening_hours_parser.hpp"
#include "sync/model/opening_hours_repair.hpp"
#include "tests/support/hours_samples.hpp"

using namespace accueil;
using model::HoursRepair;

namespace {

std::string repaired(const std::string& text) {
    const auto hours = model::repair_hours(text);
    return hours ? hours->text : "refused: " + hours.error().detail;
}

std::vector<HoursRepair> repairs(const std::string& text) {
    return model::repair_hours(text).value().repairs;
}

}  // namespace

TEST_CASE("French as town halls write it", "[model]") {
    CHECK(repaired("lundi-vendredi 9h-12h30") == "Mo-Fr 09:00-12:30");
    CHECK(repaired("Du lundi au vendredi, de 9h30 à 17h") == "Mo-Fr 09:30-17:00");
    CHECK(repaired("Lundi, mercredi et jeudi : 10h - 12h30 / 14h - 18h Mardi : 14h - 18h") ==
          "Mo,We,Th 10:00-12:30,14:00-18:00; Tu 14:00-18:00");
    CHECK(repaired("lundi mardi 09h - 12h | mercredi samedi 09h- 12h") ==
          "Mo,Tu 09:00-12:00; We,Sa 09:00-12:00");
    CHECK(repaired("Mercredi 14h-18h . Samedi 10h-12h") == "We 14:00-18:00; Sa 10:00-12:00");
    CHECK(repaired("Fermé le lundi; mardi au samedi de 9 h à 12 h 30") == "Mo off; Tu-Sa 09:00-12:30");
    CHECK(repaired("Sur rendez-vous le mardi 9h-12h") == "Tu 09:00-12:00 \"sur rendez-vous\"");
    CHECK(repaired("Lundi au samedi 9h-12h, jours fériés fermé") == "Mo-Sa 09:00-12:00, PH off");
    CHECK(repaired("Horaires d’ouverture : lun-ven 9h-midi") == "Mo-Fr 09:00-12:00");
    CHECK(repaired("24h/24 et 7j/7") == "24/7");
    CHECK(repaired("Du 15 juillet au 31 août : lundi 9h-12h") == "Jul 15-Aug 31 Mo 09:00-12:00");
    CHECK(repaired("vacances scolaires lundi 9h-12h") == "SH Mo 09:00-12:00");
    CHECK(repaired("mercredi à partir de 17h") == "We 17:00+");
    CHECK(repaired("lundi fermé, mardi 9h-12h") == "Mo off, Tu 09:00-12:00");
    CHECK(repaired("lundi fermé mardi 9h-12h") == "Mo off; Tu 09:00-12:00");
    CHECK(repaired("lundi ouvert 9h-12h, 14h-17h; samedi ouvert 9h-12h") ==
          "Mo 09:00-12:00,14:00-17:00 open; Sa 09:00-12:00 open");
}

TEST_CASE("other spellings of times, signs and words", "[model]") {
    CHECK(repaired("Mo-Fr 9-12, 14-17") == "Mo-Fr 09:00-12:00,14:00-17:00");
    CHECK(repaired("Mo 9.30-12.00") == "Mo 09:30-12:00");
    CHECK(repaired("Mo 9:30 am – 2 p.m.") == "Mo 09:30-14:00");
    CHECK(repaired("Mo 9³⁰-12°°") == "Mo 09:30-12:00");
    CHECK(repaired("Mo ９：００～１２：００") == "Mo 09:00-12:00");
    CHECK(repaired("Montag bis Freitag 8–12 Uhr") == "Mo-Fr 08:00-12:00");
    CHECK(repaired("الاثنين-الجمعة 09:00-17:00") == "Mo-Fr 09:00-17:00");
    CHECK(repaired("17:00-late") == "17:00+");
    CHECK(repaired("Mo 0900-1230") == "Mo 09:00-12:30");
    CHECK(repaired("24/7 Mo-Fr") == "Mo-Fr 00:00-24:00");
    CHECK(repaired("ПН-Пт 10:00-12:00") == "Mo-Fr 10:00-12:00");
    CHECK(repaired("10:00-12:00 Mo week 5") == "week 05 Mo 10:00-12:00");
    CHECK(repaired("Mo-Fr: 10:00-12:00;") == "Mo-Fr 10:00-12:00");
}

TEST_CASE("it is said what was repaired", "[model]") {
    CHECK(repairs("Mo-Fr 09:00-12:00").empty());
    CHECK(repairs("mo-fr 09:00 - 12:00").empty());
    CHECK(repairs("lundi 09:00-12:00") == std::vector{HoursRepair::words});
    CHECK(repairs("Mo 9h-12h") == std::vector{HoursRepair::times});
    CHECK(repairs("Mo 09:00–12:00") == std::vector{HoursRepair::characters});
    CHECK(repairs("Mo 09:00-12:00 14:00-17:00") == std::vector{HoursRepair::separators});
    CHECK(repairs("09:00-12:00 Mo") == std::vector{HoursRepair::order});
    CHECK(repairs("Horaires: Mo 09:00-12:00") == std::vector{HoursRepair::heading});
    CHECK(repaired("lundi et vendredi matin de 9h15 à 12h30") == "Mo,Fr 09:15-12:30");
    CHECK(model::repair_hours("du mardi au samedi").value().has_doubtful_day);
    CHECK(model::repair_hours("Mo 14:00-14:00").value().has_doubtful_day);
    CHECK_FALSE(model::repair_hours("Mo 00:00-24:00").value().has_doubtful_day);
}

TEST_CASE("what may be meant in two ways is left to a person", "[model]") {
    for (const char* text :
         {"Un samedi sur deux. 9h30 à 12h.", "2e et 4e samedis", "Mo 09:30-12:30-17:00", "Mo 08:00", "9-5 pm",
          "lundi au vendredi 9h-12h sauf mercredi", "répondeur 24h/24", "Mo 12:00-14:00 Aug off",
          "Fr 18:00; Sa 9-12", "selon programmation", "Mo 30-19", "mardi matin", "lundi matin et mardi",
          "1900-2000", "Mo off 10:00-12:00", "listopad 12:00-18:00", "", "Jan 32",
          "Lundi 9h-12h (sur rdv l'après-midi)"}) {
        INFO(text << " -> " << repaired(text));
        CHECK_FALSE(model::repair_hours(text));
    }
}

TEST_CASE("what is of the language stays what it is", "[model]") {
    support::RandomHours random(19);
    for (int i = 0; i < 500; ++i) {
        const auto text = random.expression();
        INFO(text);
        const auto hours = model::repair_hours(text);
        REQUIRE(hours.has_value());
        CHECK(hours->repairs.empty());
        CHECK(hours->text == model::to_text(model::parse_hours(text).value()));
    }
}

TEST_CASE("what was repaired is of the language", "[model]") {
    // Pieces of what people write, in any order: whatever comes of it is refused or canonical.
    const std::vector<std::string> pieces{
        "lundi", "Mo",    "9h",   "9h-12h", "-",    ",",      ";",   "et",     "à", "PH", "24/7", "fermé",
        "open",  "\"x\"", "août", "15",     "2026", "week 5", "[1]", "+1 day", ":", "/",  "||",   "sunset"};
    std::mt19937 dice(23);
    for (int i = 0; i < 20000; ++i) {
        std::string text;
        for (unsigned count = 1 + dice() % 8; count > 0; --count)
            text += pieces[dice() % pieces.size()] + (dice() % 3 == 0 ? "" : " ");
        const auto hours = model::repair_hours(text);
        if (!hours) continue;
        INFO(text << " -> " << hours->text);
        const auto rules = model::parse_hours(hours->text);
        REQUIRE(rules.has_value());
        REQUIRE(model::to_text(*rules) == hours->text);
    }
}
