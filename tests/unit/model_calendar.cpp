// SPDX-License-Identifier: GPL-3.0-or-later
// Holidays and civil time of France and overseas, against what the calendars of those years say.
#include <catch2/catch.hpp>
#include <set>

#include "sync/model/calendar.hpp"
#include "tests/support/hours_samples.hpp"

using namespace accueil;
using model::LocalDay;
using model::Territory;
using model::TimeZone;
using support::at;
using support::on;

namespace {

std::set<std::string> holidays(Territory territory, const std::string& year) {
    std::set<std::string> found;
    for (LocalDay day = on(year + "-01-01"); day <= on(year + "-12-31"); day += std::chrono::days(1)) {
        if (model::public_holiday(day, territory)) found.insert(support::show(day));
    }
    return found;
}

std::set<std::string> with(std::set<std::string> days, std::initializer_list<std::string> more) {
    days.insert(more.begin(), more.end());
    return days;
}

base::WallTime utc(const char* text) {
    return base::parse_utc(text).value();
}

}  // namespace

TEST_CASE("public holidays of 2024 to 2028 are those of the calendar", "[model]") {
    struct Year {
        const char* year;
        std::set<std::string> moving;  ///< Easter Monday, Ascension, Whit Monday
        const char* good_friday;
    };
    for (const auto& [year, moving, good_friday] :
         {Year{"2024", {"2024-04-01", "2024-05-09", "2024-05-20"}, "2024-03-29"},
          Year{"2025", {"2025-04-21", "2025-05-29", "2025-06-09"}, "2025-04-18"},
          Year{"2026", {"2026-04-06", "2026-05-14", "2026-05-25"}, "2026-04-03"},
          Year{"2027", {"2027-03-29", "2027-05-06", "2027-05-17"}, "2027-03-26"},
          Year{"2028", {"2028-04-17", "2028-05-25", "2028-06-05"}, "2028-04-14"}}) {
        const std::string y = year;
        auto expected = with(moving, {y + "-01-01", y + "-05-01", y + "-05-08", y + "-07-14", y + "-08-15",
                                      y + "-11-01", y + "-11-11", y + "-12-25"});
        INFO(y);
        CHECK(holidays(Territory::metropole, y) == expected);
        CHECK(holidays(Territory::saint_pierre_et_miquelon, y) == expected);
        CHECK(holidays(Territory::alsace_moselle, y) == with(expected, {good_friday, y + "-12-26"}));
        CHECK(holidays(Territory::guadeloupe, y) == with(expected, {y + "-05-27"}));
        CHECK(holidays(Territory::martinique, y) == with(expected, {y + "-05-22"}));
        CHECK(holidays(Territory::guyane, y) == with(expected, {y + "-06-10"}));
        CHECK(holidays(Territory::reunion, y) == with(expected, {y + "-12-20"}));
        CHECK(holidays(Territory::mayotte, y) == with(expected, {y + "-04-27"}));
        CHECK(holidays(Territory::saint_barthelemy, y) == with(expected, {y + "-10-09"}));
        CHECK(holidays(Territory::saint_martin, y) == with(expected, {y + "-05-28"}));
        CHECK(holidays(Territory::nouvelle_caledonie, y) == with(expected, {y + "-09-24"}));
        CHECK(holidays(Territory::wallis_et_futuna, y) == with(expected, {y + "-04-28", y + "-07-29"}));
        CHECK(holidays(Territory::polynesie, y) ==
              with(expected, {good_friday, y + "-03-05", y == "2024" ? "2024-06-29" : y + "-11-20"}));
    }
    CHECK(model::public_holiday(on("2008-05-01"), Territory::metropole) == model::PublicHoliday::labour_day);
}

TEST_CASE("Easter is the Church's", "[model]") {
    for (const char* day :
         {"1981-04-19", "2000-04-23", "2008-03-23", "2011-04-24", "2019-04-21", "2038-04-25", "2049-04-18"})
        CHECK(support::show(model::easter_sunday(std::chrono::year(std::stoi(day)))) == day);
}

TEST_CASE("a town's code says its territory and its school zone", "[model]") {
    using model::SchoolZone;
    CHECK(model::territory_of("44109") == Territory::metropole);
    CHECK(model::territory_of("67482") == Territory::alsace_moselle);
    CHECK(model::territory_of("57463") == Territory::alsace_moselle);
    CHECK(model::territory_of("54395") == Territory::metropole);
    CHECK(model::territory_of("2A004") == Territory::metropole);
    CHECK(model::territory_of("97411") == Territory::reunion);
    CHECK(model::territory_of("97801") == Territory::saint_martin);
    CHECK(model::territory_of("98818") == Territory::nouvelle_caledonie);
    for (const char* wrong : {"", "4", "00123", "97", "979", "99100", "abc", "2C004"})
        CHECK_FALSE(model::territory_of(wrong));
    CHECK(model::school_zone_of("44109") == SchoolZone::b);
    CHECK(model::school_zone_of("69123") == SchoolZone::a);
    CHECK(model::school_zone_of("75056") == SchoolZone::c);
    CHECK(model::school_zone_of("2B033") == SchoolZone::corse);
    CHECK(model::school_zone_of("97701") == SchoolZone::guadeloupe);
    CHECK_FALSE(model::school_zone_of("99100"));
    int counts[3] = {};
    for (int number = 1; number <= 95; ++number) {
        const auto zone = model::school_zone_of((number < 10 ? "0" : "") + std::to_string(number));
        if (number != 20) ++counts[static_cast<int>(zone.value())];
    }
    CHECK(counts[0] == 32);
    CHECK(counts[1] == 41);
    CHECK(counts[2] == 21);
}

TEST_CASE("school holidays are the data's, and nothing is known beyond them", "[model]") {
    const model::Calendar calendar(Territory::metropole, {{on("2026-12-19"), on("2027-01-03")},
                                                          {on("2026-10-17"), on("2026-11-01")},
                                                          {on("2026-10-20"), on("2026-10-22")},
                                                          {on("2026-05-02"), on("2026-05-01")}});
    CHECK(calendar.is_school_holiday(on("2026-10-17")));
    CHECK(calendar.is_school_holiday(on("2026-11-01")));
    CHECK_FALSE(calendar.is_school_holiday(on("2026-11-02")));
    CHECK(calendar.is_school_holiday(on("2027-01-03")));
    CHECK(calendar.knows_school_holidays(on("2026-11-15")));
    CHECK_FALSE(calendar.knows_school_holidays(on("2026-10-16")));
    CHECK_FALSE(calendar.knows_school_holidays(on("2027-01-04")));
    CHECK_FALSE(model::Calendar(Territory::metropole).knows_school_holidays(on("2026-11-15")));
    for (const char* day : {"1985-05-08", "2026-11-11", "2150-12-25"})
        CHECK(calendar.is_public_holiday(on(day)));
}

TEST_CASE("the clock of Paris follows the rule of Europe", "[model]") {
    struct Change {
        const char *before, *after, *shown_before, *shown_after;
    };
    for (const auto& change :
         {Change{"2026-03-29T00:59:59Z", "2026-03-29T01:00:00Z", "2026-03-29 01:59", "2026-03-29 03:00"},
          Change{"2026-10-25T00:59:59Z", "2026-10-25T01:00:00Z", "2026-10-25 02:59", "2026-10-25 02:00"},
          Change{"2027-03-28T00:59:59Z", "2027-03-28T01:00:00Z", "2027-03-28 01:59", "2027-03-28 03:00"},
          Change{"2028-10-29T00:59:59Z", "2028-10-29T01:00:00Z", "2028-10-29 02:59", "2028-10-29 02:00"}}) {
        CHECK(support::show(model::to_local(utc(change.before), TimeZone::paris)) == change.shown_before);
        CHECK(support::show(model::to_local(utc(change.after), TimeZone::paris)) == change.shown_after);
    }
    CHECK(support::show(model::to_local(utc("2025-12-31T23:30:00Z"), TimeZone::paris)) == "2026-01-01 00:30");
}

TEST_CASE("the hour that is skipped and the one that comes twice", "[model]") {
    CHECK(model::is_skipped(at("2026-03-29 02:30"), TimeZone::paris));
    CHECK_FALSE(model::is_skipped(at("2026-03-29 03:00"), TimeZone::paris));
    CHECK_FALSE(model::is_skipped(at("2026-03-29 02:30"), TimeZone::reunion));
    CHECK(model::is_repeated(at("2026-10-25 02:30"), TimeZone::paris));
    CHECK_FALSE(model::is_repeated(at("2026-10-25 03:00"), TimeZone::paris));
    CHECK(model::to_wall(at("2026-03-29 02:30"), TimeZone::paris) == utc("2026-03-29T01:30:00Z"));
    CHECK(model::to_wall(at("2026-10-25 02:30"), TimeZone::paris) == utc("2026-10-25T00:30:00Z"));
    // There and back, at every half-hour of a year.
    for (auto time = utc("2026-01-01T00:00:00Z"); time < utc("2027-01-01T00:00:00Z");
         time += std::chrono::minutes(30)) {
        const auto local = model::to_local(time, TimeZone::paris);
        const auto back = model::to_wall(local, TimeZone::paris);
        REQUIRE((back == time ||
                 (model::is_repeated(local, TimeZone::paris) && back + std::chrono::hours(1) == time)));
        REQUIRE_FALSE(model::is_skipped(local, TimeZone::paris));
    }
}

TEST_CASE("overseas clocks", "[model]") {
    const auto shown = [](const char* instant, Territory territory) {
        return support::show(model::to_local(utc(instant), model::time_zone_of(territory)));
    };
    const char* noon = "2026-07-01T12:00:00Z";
    CHECK(shown(noon, Territory::guadeloupe) == "2026-07-01 08:00");
    CHECK(shown(noon, Territory::saint_martin) == "2026-07-01 08:00");
    CHECK(shown(noon, Territory::guyane) == "2026-07-01 09:00");
    CHECK(shown(noon, Territory::reunion) == "2026-07-01 16:00");
    CHECK(shown(noon, Territory::mayotte) == "2026-07-01 15:00");
    CHECK(shown(noon, Territory::nouvelle_caledonie) == "2026-07-01 23:00");
    CHECK(shown(noon, Territory::polynesie) == "2026-07-01 02:00");
    CHECK(shown(noon, Territory::wallis_et_futuna) == "2026-07-02 00:00");
    CHECK(shown(noon, Territory::saint_pierre_et_miquelon) == "2026-07-01 10:00");
    CHECK(shown("2026-03-08T04:59:00Z", Territory::saint_pierre_et_miquelon) == "2026-03-08 01:59");
    CHECK(shown("2026-03-08T05:00:00Z", Territory::saint_pierre_et_miquelon) == "2026-03-08 03:00");
    CHECK(shown("2026-11-01T03:59:00Z", Territory::saint_pierre_et_miquelon) == "2026-11-01 01:59");
    CHECK(shown("2026-11-01T04:00:00Z", Territory::saint_pierre_et_miquelon) == "2026-11-01 01:00");
}

TEST_CASE("the sun rises and sets when the almanac says, to the minute", "[model]") {
    using model::SunEvent;
    const auto minutes = [](SunEvent event, const char* day, double north, double east, TimeZone zone) {
        const int found = model::sun_minutes(event, on(day), {north, east}, zone).value();
        return support::show(model::LocalMinutes(on(day)) + std::chrono::minutes(found));
    };
    const auto in_paris = [&](SunEvent event, const char* day) {
        return minutes(event, day, 48.8566, 2.3522, TimeZone::paris);
    };
    CHECK(in_paris(SunEvent::sunrise, "2026-06-21") == "2026-06-21 05:46");
    CHECK(in_paris(SunEvent::sunset, "2026-06-21") == "2026-06-21 21:57");
    CHECK(in_paris(SunEvent::sunrise, "2026-12-21") == "2026-12-21 08:41");
    CHECK(in_paris(SunEvent::sunset, "2026-12-21") == "2026-12-21 16:56");
    CHECK(in_paris(SunEvent::dawn, "2026-12-21") < in_paris(SunEvent::sunrise, "2026-12-21"));
    CHECK(in_paris(SunEvent::dusk, "2026-12-21") > in_paris(SunEvent::sunset, "2026-12-21"));
    CHECK(minutes(SunEvent::sunrise, "2026-12-21", -20.8789, 55.4481, TimeZone::reunion) ==
          "2026-12-21 05:34");
    CHECK(minutes(SunEvent::sunset, "2026-12-21", -20.8789, 55.4481, TimeZone::reunion) ==
          "2026-12-21 18:58");
    CHECK(minutes(SunEvent::sunrise, "2026-03-20", 4.9224, -52.3135, TimeZone::guyane) == "2026-03-20 06:33");
    // East of the date line by its clock, west of it by its longitude.
    CHECK(minutes(SunEvent::sunrise, "2026-03-21", -13.2825, -176.1736, TimeZone::wallis) ==
          "2026-03-21 05:48");
    CHECK(minutes(SunEvent::sunset, "2026-03-21", -13.2825, -176.1736, TimeZone::wallis).substr(0, 10) ==
          "2026-03-21");
    CHECK_FALSE(model::sun_minutes(SunEvent::sunset, on("2026-06-21"), {78, 15}, TimeZone::paris));
}
