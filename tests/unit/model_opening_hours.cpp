// SPDX-License-Identifier: GPL-3.0-or-later
// What opening hours say of moments and days: rules against each other, midnight, holidays, dates, the sun.
#include <catch2/catch.hpp>

#include "tests/support/hours_samples.hpp"

using namespace accueil;
using model::HoursState;
using support::at;

namespace {

model::OpeningHours hours(const std::string& text) {
    auto parsed = model::OpeningHours::parse(text);
    INFO(text);
    if (!parsed) FAIL(parsed.error().detail);
    return *parsed;
}

// "25 09:00-12:00, 25 14:00-17:00?" of the days of one month; "?" is unknown.
std::string said(const std::string& text, const std::string& from, const std::string& to) {
    std::string words;
    for (const auto& interval :
         hours(text).intervals(at(from + " 00:00"), at(to + " 00:00"), support::nantes())) {
        const auto begin = support::show(interval.from), end = support::show(interval.to);
        words += (words.empty() ? "" : ", ") + begin.substr(8) + "-" +
                 (end.substr(11) == "00:00" ? "24:00" : end.substr(11));
        if (interval.state == HoursState::unknown) words += "?";
    }
    return words;
}

HoursState state(const std::string& text, const std::string& time) {
    return hours(text).state_at(at(time), support::nantes());
}

}  // namespace

TEST_CASE("a later rule replaces the days that it names, an additional one adds to them", "[model]") {
    // 2026-11-23 is a Monday.
    CHECK(said("Mo-Fr 09:00-12:00; Tu 14:00-16:00", "2026-11-23", "2026-11-26") ==
          "23 09:00-12:00, 24 14:00-16:00, 25 09:00-12:00");
    CHECK(said("Mo-Fr 09:00-12:00, Tu 14:00-16:00", "2026-11-23", "2026-11-26") ==
          "23 09:00-12:00, 24 09:00-12:00, 24 14:00-16:00, 25 09:00-12:00");
    CHECK(said("Mo-Fr 09:00-17:00; 12:00-13:00 off", "2026-11-23", "2026-11-24") ==
          "23 09:00-12:00, 23 13:00-17:00");
    CHECK(said("Mo-Fr 09:00-17:00; Tu off", "2026-11-24", "2026-11-26") == "25 09:00-17:00");
    CHECK(said("Mo-Fr; We unknown", "2026-11-24", "2026-11-26") == "24 00:00-24:00, 25 00:00-24:00?");
    CHECK(said("Mo 09:00-12:00 || Mo 11:00-15:00 unknown", "2026-11-23", "2026-11-24") ==
          "23 09:00-12:00, 23 12:00-15:00?");
    CHECK(said("Mo 09:00-12:00 \"sur rendez-vous\"", "2026-11-23", "2026-11-24") == "23 09:00-12:00?");
    CHECK(said("off; Mo 09:00-12:00", "2026-11-23", "2026-11-25") == "23 09:00-12:00");
}

TEST_CASE("hours over midnight are those of the evening", "[model]") {
    CHECK(said("Fr 22:00-02:00", "2026-11-27", "2026-11-29") == "27 22:00-02:00");
    CHECK(said("Fr 22:00-26:00", "2026-11-28", "2026-11-29") == "28 00:00-02:00");
    CHECK(said("Fr 10:00-10:00", "2026-11-27", "2026-11-29") == "27 10:00-10:00");
    CHECK(said("Fr 22:00-02:00; Sa 10:00-12:00", "2026-11-27", "2026-11-29") ==
          "27 22:00-24:00, 28 10:00-12:00");
    CHECK(said("Fr 20:00-44:00", "2026-11-27", "2026-11-30") == "27 20:00-20:00");
    CHECK(state("Su 22:00-02:00", "2026-11-30 01:59") == HoursState::open);
    CHECK(state("Su 22:00-02:00", "2026-11-30 02:00") == HoursState::closed);
}

TEST_CASE("an open end is unknown from its last certain minute on", "[model]") {
    CHECK(said("Mo 10:00+", "2026-11-23", "2026-11-24") == "23 10:00-24:00?");
    CHECK(said("Mo 14:00-17:00+", "2026-11-23", "2026-11-25") == "23 14:00-17:00, 23 17:00-03:00?");
    CHECK(said("Mo 08:00+,12:00-14:00", "2026-11-23", "2026-11-24") == "23 08:00-12:00?, 23 12:00-14:00");
    const auto moment = hours("Mo 14:00-17:00+").at(at("2026-11-23 18:00"), support::nantes());
    CHECK(moment.is_open_end);
    CHECK(moment.state == HoursState::unknown);
}

TEST_CASE("weekdays of the month, weeks and years", "[model]") {
    CHECK(said("Th[1,3] 09:00-12:00", "2026-11-01", "2026-12-01") == "05 09:00-12:00, 19 09:00-12:00");
    CHECK(said("Sa[-1] 09:00-12:00", "2026-11-01", "2026-12-01") == "28 09:00-12:00");
    CHECK(said("Sa[5] 09:00-12:00", "2026-11-01", "2026-12-01").empty());
    CHECK(said("Sa[-1] +2 days 09:00-12:00", "2026-11-01", "2026-12-01") == "02 09:00-12:00, 30 09:00-12:00");
    CHECK(said("week 2-52/2 Mo 09:00-10:00", "2026-11-01", "2026-12-01") == "09 09:00-10:00, 23 09:00-10:00");
    CHECK(said("week 53", "2026-12-26", "2027-01-06") == "28 00:00-24:00");
    CHECK(said("2027 Mo 09:00-10:00", "2026-12-28", "2027-01-05") == "04 09:00-10:00");
    CHECK(said("2025/2 Mo 09:00-10:00", "2026-12-28", "2027-01-05") == "04 09:00-10:00");
    CHECK(said("Apr-Jun Fr[1] 09:00-10:00", "2026-03-01", "2026-06-30") ==
          "03 09:00-10:00, 01 09:00-10:00, 05 09:00-10:00");
}

TEST_CASE("dates, over New Year's too", "[model]") {
    CHECK(said("Dec 30-Jan 02 10:00-11:00", "2026-12-01", "2027-02-01") ==
          "30 10:00-11:00, 31 10:00-11:00, 01 10:00-11:00, 02 10:00-11:00");
    CHECK(said("2026 Dec 31-2027 Jan 01 10:00-11:00", "2025-12-01", "2028-02-01") ==
          "31 10:00-11:00, 01 10:00-11:00");
    CHECK(said("Jan 01 -2 days 10:00-11:00", "2026-12-01", "2027-02-01") == "30 10:00-11:00");
    CHECK(said("Nov 10-20/5 10:00-11:00", "2026-11-01", "2026-12-01") ==
          "10 10:00-11:00, 15 10:00-11:00, 20 10:00-11:00");
    CHECK(said("Feb 29 10:00-11:00", "2026-01-01", "2028-12-31") == "29 10:00-11:00");
    CHECK(said("Feb 27-Feb 29 10:00-11:00", "2026-01-01", "2026-12-31") == "27 10:00-11:00, 28 10:00-11:00");
    CHECK(said("easter +1 day 10:00-11:00", "2026-01-01", "2026-12-31") == "06 10:00-11:00");
    CHECK(said("easter -2 days-easter 10:00-11:00", "2026-04-01", "2026-04-30") ==
          "03 10:00-11:00, 04 10:00-11:00, 05 10:00-11:00");
    CHECK(said("Nov Su[1]-Nov Su[2] 10:00-11:00", "2026-11-01", "2026-11-05").substr(0, 14) ==
          "01 10:00-11:00");
    CHECK(said("Dec 30+ 10:00-11:00", "2026-12-01", "2027-02-01") == "30 10:00-11:00, 31 10:00-11:00");
    CHECK(said("Nov,Dec 24 10:00-11:00", "2026-12-20", "2026-12-31") == "24 10:00-11:00");
}

TEST_CASE("public and school holidays", "[model]") {
    // Armistice, a Wednesday; Toussaint's school holidays end on November 1.
    CHECK(said("Mo-Fr 09:00-12:00; PH off", "2026-11-10", "2026-11-13") == "10 09:00-12:00, 12 09:00-12:00");
    CHECK(said("PH -1 day 09:00-12:00", "2026-11-09", "2026-11-13") == "10 09:00-12:00");
    CHECK(said("PH We 09:00-12:00", "2026-11-01", "2026-11-13") == "11 09:00-12:00");
    CHECK(said("Sa,PH 09:00-12:00", "2026-11-09", "2026-11-15") == "11 09:00-12:00, 14 09:00-12:00");
    CHECK(said("We 14:00-18:00; SH Mo-Fr 10:00-18:00", "2026-10-28", "2026-11-05") ==
          "28 10:00-18:00, 29 10:00-18:00, 30 10:00-18:00, 04 14:00-18:00");
    const model::Calendar strasbourg(model::Territory::alsace_moselle);
    CHECK(hours("Mo-Sa 09:00-12:00; PH off").state_at(at("2026-12-26 10:00"), {strasbourg}) ==
          HoursState::closed);
    CHECK(state("Mo-Sa 09:00-12:00; PH off", "2026-12-26 10:00") == HoursState::open);
}

TEST_CASE("the sun's hours need a place; without one they are unknown", "[model]") {
    CHECK(state("sunrise-sunset", "2026-06-21 21:30") == HoursState::open);
    CHECK(state("sunrise-sunset", "2026-12-21 17:45") == HoursState::closed);
    CHECK(state("sunset-sunrise", "2026-12-22 08:00") == HoursState::open);
    CHECK(state("(sunrise+01:00)-16:00", "2026-12-21 09:30") == HoursState::closed);
    CHECK(state("sunrise-06:00", "2026-12-21 05:00") == HoursState::closed);
    const model::HoursContext nowhere{support::calendar_of_nantes()};
    CHECK(hours("sunrise-sunset").state_at(at("2026-06-21 12:00"), nowhere) == HoursState::unknown);
    CHECK(hours("10:00-12:00").state_at(at("2026-06-21 11:00"), nowhere) == HoursState::open);
}

TEST_CASE("days on which the clock changes have their hours as written", "[model]") {
    CHECK(said("Su 01:00-05:00", "2026-03-29", "2026-03-30") == "29 01:00-05:00");
    CHECK(said("Sa 22:00-03:00", "2026-10-24", "2026-10-26") == "24 22:00-03:00");
    const auto time = [](const char* utc) {
        return model::to_local(base::parse_utc(utc).value(), model::TimeZone::paris);
    };
    const auto night = hours("Sa 22:00-03:00");
    CHECK(night.state_at(time("2026-10-25T00:30:00Z"), support::nantes()) ==
          HoursState::open);  // 02:30, first
    CHECK(night.state_at(time("2026-10-25T01:30:00Z"), support::nantes()) ==
          HoursState::open);  // 02:30, again
    CHECK(night.state_at(time("2026-10-25T02:00:00Z"), support::nantes()) == HoursState::closed);  // 03:00
    CHECK(night.state_at(time("2026-03-29T01:00:00Z"), support::nantes()) ==
          HoursState::closed);  // 03:00 after 01:59
}

TEST_CASE("when it changes next", "[model]") {
    const auto next = [](const std::string& text, const char* after) {
        const auto change =
            hours(text).next_change(at(after), at(after) + std::chrono::days(400), support::nantes());
        return change ? support::show(*change) : "never";
    };
    CHECK(next("Mo-Fr 09:00-12:00", "2026-11-23 10:00") == "2026-11-23 12:00");
    CHECK(next("Mo-Fr 09:00-12:00", "2026-11-27 12:00") == "2026-11-30 09:00");
    CHECK(next("Mo 20:00-24:00; Tu 00:00-02:00", "2026-11-23 21:00") == "2026-11-24 02:00");
    CHECK(next("24/7", "2026-11-23 21:00") == "never");
    CHECK(next("24/7; Dec 25 off", "2026-11-23 21:00") == "2026-12-25 00:00");
    CHECK(next("2027 Nov 01", "2026-11-23 21:00") == "2027-11-01 00:00");
    CHECK(next("off", "2026-11-23 21:00") == "never");
}

TEST_CASE("which days the hours speak of in particular", "[model]") {
    const auto provides = [](const std::string& text, const char* day) {
        return hours(text).provides_for(support::on(day), support::nantes());
    };
    CHECK_FALSE(provides("Mo-Fr 09:00-12:00", "2026-11-11"));
    CHECK(provides("Mo-Fr 09:00-12:00; PH off", "2026-11-11"));
    CHECK(provides("Mo-Fr,PH 09:00-12:00", "2026-11-11"));
    CHECK_FALSE(provides("Mo-Fr 09:00-12:00; PH +1 day off", "2026-11-11"));
    CHECK(provides("Mo-Fr 09:00-12:00; Nov 11 off", "2026-11-11"));
    CHECK_FALSE(provides("Nov Mo-Fr 09:00-12:00", "2026-11-11"));
    CHECK_FALSE(provides("Nov 01-30 09:00-12:00", "2026-11-11"));
    CHECK(provides("24/7", "2026-11-11"));
}
