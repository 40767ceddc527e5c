// SPDX-License-Identifier: GPL-3.0-or-later
// Opening hours in the words of the three languages; nothing is rounded.
#include <catch2/catch.hpp>

#include "kiosk/screens/opening_words.hpp"
#include "tests/support/hours_samples.hpp"
#include "tests/support/screen_checks.hpp"

using namespace accueil;
using support::at;
using support::plain;

namespace {

const base::Catalog& catalog() {
    static const auto loaded = base::Catalog::load(ACCUEIL_SOURCE_DIR "/assets/i18n").value();
    return loaded;
}

screens::OpeningWords words(const std::string& language, const std::string& hours, const char* now,
                            const std::string& note = {}) {
    const auto known = model::KnownHours::of(hours, note, "2026-11-01");
    auto found = screens::opening_words(catalog(), language,
                                        model::opening_status(known, at(now), support::nantes()), at(now));
    for (auto* text : {&found.state, &found.next, &found.reason})
        *text = plain(*text);
    return found;
}

std::string time_in(const std::string& language, const char* time) {
    return plain(screens::time_words(catalog(), language, at(std::string("2026-11-25 ") + time)));
}

std::string day_in(const std::string& language, const char* day) {
    return screens::day_words(catalog(), language, support::on(day), support::on("2026-11-25"));
}

const std::string kOffice = "Mo-Fr 09:00-12:30,14:00-17:00; PH off";

}  // namespace

TEST_CASE("times as each language writes them", "[screens]") {
    CHECK(time_in("fr", "12:30") == "12 h 30");
    CHECK(time_in("fr", "09:00") == "9 h");
    CHECK(time_in("fr", "09:05") == "9 h 05");
    CHECK(time_in("fr", "12:00") == "12 h");
    CHECK(time_in("fr", "00:00") == "minuit");
    CHECK(time_in("fr", "16:31") == "16 h 31");
    CHECK(time_in("en", "09:00") == "9 am");
    CHECK(time_in("en", "12:30") == "12:30 pm");
    CHECK(time_in("en", "12:00") == "noon");
    CHECK(time_in("en", "00:30") == "12:30 am");
    CHECK(time_in("en", "17:05") == "5:05 pm");
    CHECK(time_in("ar", "09:00") == "الساعة 9:00");
    CHECK(time_in("ar", "17:30") == "الساعة 17:30");
    CHECK(time_in("ar", "00:00") == "منتصف الليل");
}

TEST_CASE("days as each language calls them", "[screens]") {
    CHECK(day_in("fr", "2026-11-25") == "aujourd’hui");
    CHECK(day_in("fr", "2026-11-26") == "demain");
    CHECK(day_in("fr", "2026-11-27") == "vendredi");
    CHECK(day_in("fr", "2026-12-01") == "mardi");
    CHECK(day_in("fr", "2026-12-02") == "le mercredi 2 décembre");
    CHECK(day_in("fr", "2027-01-01") == "le vendredi 1er janvier 2027");
    CHECK(day_in("en", "2026-11-27") == "on Friday");
    CHECK(day_in("en", "2026-12-02") == "on Wednesday 2 December");
    CHECK(day_in("ar", "2026-11-26") == "غدًا");
    CHECK(day_in("ar", "2026-11-27") == "يوم الجمعة");
}

TEST_CASE("what is open says when it closes", "[screens]") {
    CHECK(words("fr", kOffice, "2026-11-25 10:00").state == "Ouvert");
    CHECK(words("fr", kOffice, "2026-11-25 10:00").next == "Ferme à 12 h 30");
    CHECK(words("en", kOffice, "2026-11-25 10:00").next == "Closes at 12:30 pm");
    CHECK(words("ar", kOffice, "2026-11-25 10:00").next == "يغلق عند الساعة 12:30");
    CHECK(words("fr", kOffice, "2026-11-25 12:10").next == "Ferme dans 20 minutes, à 12 h 30");
    CHECK(words("fr", kOffice, "2026-11-25 12:29").next == "Ferme dans 1 minute, à 12 h 30");
    CHECK(words("ar", kOffice, "2026-11-25 12:28").next == "يغلق بعد دقيقتين، عند الساعة 12:30");
    CHECK(words("ar", kOffice, "2026-11-25 12:25").next == "يغلق بعد 5 دقائق، عند الساعة 12:30");
    CHECK(words("ar", kOffice, "2026-11-25 12:10").next == "يغلق بعد 20 دقيقة، عند الساعة 12:30");
    CHECK(words("fr", "We 20:00-24:00", "2026-11-25 20:00").next == "Ferme à minuit");
    CHECK(words("fr", "We 20:00-02:00", "2026-11-25 20:00").next == "Ferme à 2 h");
    CHECK(words("fr", "We-Th 00:00-24:00; Fr 00:00-10:00", "2026-11-25 20:00").next ==
          "Ferme vendredi à 10 h");
    CHECK(words("fr", "We 14:00-17:00+", "2026-11-25 15:00").next == "Ouvert au moins jusqu’à 17 h");
    CHECK(words("fr", "24/7", "2026-11-25 15:00").state == "Ouvert 24 h sur 24, 7 jours sur 7");
}

TEST_CASE("what is closed says when it opens", "[screens]") {
    CHECK(words("fr", kOffice, "2026-11-25 08:00").state == "Fermé");
    CHECK(words("fr", kOffice, "2026-11-25 08:00").next == "Ouvre à 9 h");
    CHECK(words("fr", kOffice, "2026-11-25 18:00").next == "Ouvre demain à 9 h");
    CHECK(words("en", kOffice, "2026-11-25 18:00").next == "Opens tomorrow at 9 am");
    CHECK(words("ar", kOffice, "2026-11-25 18:00").next == "يفتح غدًا عند الساعة 9:00");
    CHECK(words("fr", "Th 14:00-17:00", "2026-11-23 10:00").next == "Ouvert jeudi de 14 h à 17 h");
    CHECK(words("en", "Th 14:00-17:00", "2026-11-23 10:00").next == "Open on Thursday from 2 pm to 5 pm");
    CHECK(words("ar", "Th 14:00-17:00", "2026-11-23 10:00").next ==
          "مفتوح يوم الخميس من الساعة 14:00 إلى الساعة 17:00");
    CHECK(words("fr", "Dec 10 20:00-24:00", "2026-11-23 10:00").next ==
          "Ouvert le jeudi 10 décembre de 20 h à minuit");
    CHECK(words("fr", "off", "2026-11-23 10:00").next == "Pas d’ouverture annoncée");
    const auto eve = words("fr", "Mo-Fr 09:00-17:00", "2026-11-10 18:00");
    CHECK(eve.next == "Peut-être ouvert demain à 9 h, à confirmer");
    CHECK(eve.reason == "Jour férié : l’ouverture n’est pas certaine.");
}

TEST_CASE("what is to be confirmed says why, and what is usual", "[screens]") {
    const auto holiday = words("fr", "Mo-Fr 09:00-17:00", "2026-11-11 10:00");
    CHECK(holiday.state == "Horaires à confirmer");
    CHECK(holiday.next == "D’habitude ouvert à cette heure");
    CHECK(holiday.reason == "Jour férié : l’ouverture n’est pas certaine.");
    const auto unreadable = words("fr", "lundi 9h", "2026-11-11 10:00");
    CHECK(unreadable.state == "Horaires à confirmer");
    CHECK(unreadable.next.empty());
    CHECK(unreadable.reason == "Ses horaires sont à vérifier.");
    CHECK(words("en", kOffice, "2026-11-25 10:00", "sauf en août").reason ==
          "There is a note about its hours: please read it.");
    CHECK(words("fr", "We 09:00-12:00 \"sur rendez-vous\"", "2026-11-25 10:00").comment == "sur rendez-vous");
}

TEST_CASE("an exceptional closure says until when, and what comes after", "[screens]") {
    using Exceptions = std::vector<model::HoursException>;
    const auto said = [](const std::string& language, const std::string& hours, const Exceptions& exceptions,
                         const char* now) {
        const auto known = model::KnownHours::of(hours, "", "2026-11-01", exceptions);
        auto found = screens::opening_words(
            catalog(), language, model::opening_status(known, at(now), support::nantes()), at(now));
        for (auto* text : {&found.state, &found.next, &found.exception})
            *text = plain(*text);
        return found;
    };
    const Exceptions works{{"2026-12-24", "2027-01-03", "", model::Text("travaux")}};
    const auto closed = said("fr", kOffice, works, "2026-12-24 10:00");
    CHECK(closed.state == "Fermé");
    CHECK(closed.exception == "Fermé exceptionnellement jusqu’au 3 janvier");
    CHECK(closed.next == "Ouvert le lundi 4 janvier 2027 de 9 h à 12 h 30");
    CHECK(said("en", kOffice, works, "2026-12-24 10:00").exception == "Exceptionally closed until 3 January");
    CHECK(said("ar", kOffice, works, "2026-12-24 10:00").exception == "مغلق استثنائيًا حتى 3 يناير");
    CHECK(said("fr", kOffice, works, "2027-01-03 10:00").exception == "Fermé exceptionnellement aujourd’hui");
    CHECK(said("fr", kOffice, works, "2027-01-04 10:00").exception.empty());
    CHECK(said("fr", kOffice, {{"2026-12-24", "2028-01-01", "", {}}}, "2026-12-24 10:00").exception ==
          "Fermé exceptionnellement jusqu’au 1er janvier 2028");
    const auto unknown = said("fr", "", works, "2026-12-24 10:00");
    CHECK(unknown.state == "Fermé");
    CHECK(unknown.next.empty());  // nobody knows when it opens usually
    const auto hours =
        said("fr", kOffice, {{"2026-12-21", "2026-12-24", "10:00-12:00", {}}}, "2026-12-21 11:00");
    CHECK(hours.state == "Ouvert");
    CHECK(hours.exception == "Horaires exceptionnels jusqu’au 24 décembre");
    CHECK(hours.next == "Ferme à 12 h");
}

TEST_CASE("exceptions to come are announced by their days", "[screens]") {
    const auto said = [](const std::string& language, const char* first, const char* last,
                         const std::string& hours = {}) {
        const std::vector<model::HoursException> one{{first, last, hours, {}}};
        const auto known = model::KnownExceptions::of(one);
        return plain(
            screens::exception_ahead(catalog(), language, known->all().front(), support::on("2026-12-15")));
    };
    CHECK(said("fr", "2026-12-24", "2026-12-26") == "Fermé du 24 au 26 décembre");
    CHECK(said("en", "2026-12-24", "2026-12-26") == "Closed from 24 to 26 December");
    CHECK(said("ar", "2026-12-24", "2026-12-26") == "مغلق من 24 إلى 26 ديسمبر");
    CHECK(said("fr", "2026-12-28", "2027-01-03") == "Fermé du 28 décembre au 3 janvier");
    CHECK(said("fr", "2027-01-01", "2027-01-08") == "Fermé du 1er au 8 janvier");
    CHECK(said("fr", "2026-12-16", "2026-12-16") == "Fermé demain");
    CHECK(said("fr", "2026-12-18", "2026-12-18") == "Fermé vendredi");
    CHECK(said("fr", "2026-12-24", "2026-12-24") == "Fermé le jeudi 24 décembre");
    CHECK(said("en", "2026-12-24", "2026-12-24") == "Closed on Thursday 24 December");
    CHECK(said("fr", "2026-12-24", "2026-12-26", "10:00-12:00") ==
          "Horaires exceptionnels du 24 au 26 décembre");
    CHECK(said("ar", "2026-12-16", "2026-12-16", "10:00-12:00") == "مواعيد استثنائية غدًا");
}

TEST_CASE("every state has its words in every language", "[screens]") {
    for (const char* language : {"fr", "en", "ar"}) {
        for (int reason = 0; reason <= static_cast<int>(model::ConfirmReason::place_exception); ++reason) {
            model::OpeningStatus status;
            status.reason = static_cast<model::ConfirmReason>(reason);
            const auto found = screens::opening_words(catalog(), language, status, at("2026-11-25 10:00"));
            INFO(language << " " << reason);
            CHECK(found.state.find("ui.") == std::string::npos);
            CHECK(found.reason.find("ui.") == std::string::npos);
            CHECK(found.reason.empty() == (reason == 0));
        }
    }
}

TEST_CASE("a day's hours, a line each", "[screens]") {
    const auto lines = [](const std::string& hours, const char* day) {
        const auto days = model::hours_of_days(model::KnownHours::of(hours, "", "2026-11-01"),
                                               support::on(day), 1, support::nantes());
        auto found = screens::day_lines(catalog(), "fr", days[0]);
        for (auto& line : found)
            line = plain(line);
        return found;
    };
    CHECK(lines(kOffice, "2026-11-25") == std::vector<std::string>{"9 h – 12 h 30", "14 h – 17 h"});
    CHECK(lines(kOffice, "2026-11-28") == std::vector<std::string>{"Fermé"});
    CHECK(lines("24/7", "2026-11-28") == std::vector<std::string>{"Toute la journée"});
    CHECK(lines("Mo-Fr 09:00-12:00", "2026-11-11").back() == "Jour férié : l’ouverture n’est pas certaine.");
    CHECK(lines("lundi", "2026-11-28") == std::vector<std::string>{"Ses horaires sont à vérifier."});
    const std::vector<model::HoursException> exceptions{{"2026-11-25", "2026-11-25", "", {}},
                                                        {"2026-11-26", "2026-11-26", "10:00-12:00", {}}};
    const auto days = model::hours_of_days(model::KnownHours::of(kOffice, "", "2026-11-01", exceptions),
                                           support::on("2026-11-25"), 2, support::nantes());
    CHECK(screens::day_lines(catalog(), "fr", days[0]) ==
          std::vector<std::string>{"Fermé exceptionnellement"});
    CHECK(screens::day_lines(catalog(), "fr", days[1]).back() == "Horaires exceptionnels");
}
