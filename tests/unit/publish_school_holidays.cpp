// SPDX-License-Identifier: GPL-3.0-or-later
#include <catch2/catch.hpp>

#include "sync/model/calendar.hpp"
#include "sync/model/record_json.hpp"
#include "tests/support/content_copy.hpp"

using namespace accueil;

TEST_CASE("School holidays go from a table into the feed's settings, and from them into a calendar") {
    const support::ContentCopy content;
    content.write("calendars/school-holidays.csv",
                  "zone,debut,fin,nom\nB,2026-12-19,2027-01-03,Noël\nA,2026-10-17,2026-11-01,Toussaint\n"
                  "B,2026-10-17,2026-11-01,Toussaint\n");
    CHECK(content.errors().empty());
    const auto folder = content.read();
    const auto& info = support::record<model::FeedInfo>(folder, "feed");
    REQUIRE(info.school_holidays.size() == 3);
    CHECK(info.school_holidays[0].zone == "a");
    CHECK(info.school_holidays[1].first == "2026-10-17");

    const auto again = model::record_from_json(model::to_json(info));
    REQUIRE(again);
    CHECK(std::get<model::FeedInfo>(*again) == info);

    const auto zone = model::school_zone_of("44109");
    REQUIRE(zone);
    const model::Calendar calendar(model::Territory::metropole,
                                   model::holidays_of_zone(info.school_holidays, *zone));
    using namespace std::chrono;
    CHECK(calendar.is_school_holiday(model::LocalDay(2026y / 12 / 25)));
    CHECK_FALSE(calendar.is_school_holiday(model::LocalDay(2026y / 11 / 20)));
    CHECK(calendar.knows_school_holidays(model::LocalDay(2026y / 11 / 20)));
    CHECK_FALSE(calendar.knows_school_holidays(model::LocalDay(2027y / 2 / 20)));
}

TEST_CASE("What is wrong with school holidays is told with its line") {
    const support::ContentCopy content;
    content.write("calendars/school-holidays.csv",
                  "zone,nom,debut,fin\nD,Noël,2026-12-19,2027-01-03\nB,Noël,2026-12,2027-01-03\n"
                  "B,Noël,2027-01-03,2026-12-19\n");
    const auto errors = content.errors();
    REQUIRE(errors.size() == 3);
    CHECK(errors[0].starts_with("calendars/school-holidays.csv:2:1: « D »"));
    CHECK(errors[1].starts_with("calendars/school-holidays.csv:3:8: « debut »"));
    CHECK(errors[2].starts_with("calendars/school-holidays.csv:4:19: "));
    content.write("calendars/school-holidays.csv", "zone,nom,debut\n");
    CHECK(content.errors().size() == 1);
}
