// SPDX-License-Identifier: GPL-3.0-or-later
// Open, closed, or to be confirmed and why; what comes next; a week of days.
#include <catch2/catch.hpp>

#include "sync/model/opening_status.hpp"
#include "tests/support/hours_samples.hpp"

using namespace accueil;
using model::ConfirmReason;
using model::HoursState;
using model::KnownHours;
using model::OpeningState;
using support::at;

namespace {

const std::string kOffice = "Mo-Fr 09:00-12:30,14:00-17:00";

model::OpeningStatus status(const std::string& text, const char* now, const std::string& note = {},
                            const std::string& verified_on = "2026-11-01") {
    return model::opening_status(KnownHours::of(text, note, verified_on), at(now), support::nantes());
}

std::string next_of(const model::OpeningStatus& status) {
    if (!status.next) return "none";
    return support::show(status.next->from) +
           (status.next->to ? " - " + support::show(*status.next->to) : "");
}

}  // namespace

TEST_CASE("open until, closed until", "[model]") {
    const auto open = status(kOffice, "2026-11-23 12:29");
    CHECK(open.state == OpeningState::open);
    CHECK(open.reason == ConfirmReason::none);
    CHECK(open.changes_at == at("2026-11-23 12:30"));
    CHECK(next_of(open) == "2026-11-23 14:00 - 2026-11-23 17:00");
    const auto closed = status(kOffice, "2026-11-23 12:30");
    CHECK(closed.state == OpeningState::closed);
    CHECK(closed.changes_at == at("2026-11-23 14:00"));
    CHECK(next_of(closed) == "2026-11-23 14:00 - 2026-11-23 17:00");
    CHECK(next_of(status(kOffice, "2026-11-27 18:00")) == "2026-11-30 09:00 - 2026-11-30 12:30");
    const auto always = status("24/7", "2026-11-11 03:00");
    CHECK(always.state == OpeningState::open);
    CHECK_FALSE(always.changes_at);
    CHECK_FALSE(always.next);
    CHECK_FALSE(status("off", "2026-11-23 12:00").next);
}

TEST_CASE("no hours, and hours that cannot be read, are never closed", "[model]") {
    const auto none = status("", "2026-11-23 12:00");
    CHECK(none.state == OpeningState::to_confirm);
    CHECK(none.reason == ConfirmReason::no_hours);
    const auto known = KnownHours::of("lundi 9h-12h", "", "2026-11-01");
    CHECK(known.fault == "character 1: expected a rule, such as \"Mo-Fr 09:00-12:00\"");
    const auto unreadable = model::opening_status(known, at("2026-11-23 03:00"), support::nantes());
    CHECK(unreadable.state == OpeningState::to_confirm);
    CHECK(unreadable.reason == ConfirmReason::unreadable);
    CHECK_FALSE(unreadable.next);
}

TEST_CASE("a public holiday that no rule speaks of is to be confirmed", "[model]") {
    // Wednesday, November 11
    for (const char* now : {"2026-11-11 08:00", "2026-11-11 10:00", "2026-11-11 20:00"}) {
        const auto holiday = status(kOffice, now);
        CHECK(holiday.state == OpeningState::to_confirm);
        CHECK(holiday.reason == ConfirmReason::public_holiday);
    }
    CHECK(status(kOffice, "2026-11-11 10:00").by_the_hours == HoursState::open);
    CHECK(status(kOffice + "; PH off", "2026-11-11 10:00").state == OpeningState::closed);
    CHECK(status("Mo-Fr,PH 09:00-12:00", "2026-11-11 10:00").state == OpeningState::open);
    CHECK(status(kOffice + "; Nov 11 off", "2026-11-11 10:00").state == OpeningState::closed);
    // On a day that is closed anyway a holiday changes nothing: Toussaint, a Sunday.
    CHECK(status(kOffice, "2026-11-01 10:00").state == OpeningState::closed);
    // The evening before: what comes next is not certain, and what is certain comes later.
    const auto eve = status(kOffice, "2026-11-10 18:00");
    CHECK(eve.state == OpeningState::closed);
    REQUIRE(eve.next);
    CHECK(eve.next->from == at("2026-11-11 09:00"));
    CHECK(eve.next->reason == ConfirmReason::public_holiday);
    REQUIRE(eve.next_sure);
    CHECK(eve.next_sure->from == at("2026-11-12 09:00"));
}

TEST_CASE("a note, and hours that nobody has checked for long, are to be confirmed", "[model]") {
    CHECK(status(kOffice, "2026-11-23 10:00", "2e et 4e samedis").reason == ConfirmReason::note);
    CHECK(status(kOffice, "2026-11-23 20:00", "2e et 4e samedis").state == OpeningState::to_confirm);
    CHECK(status(kOffice, "2026-11-23 10:00", "", "2025-11-23").state == OpeningState::open);
    CHECK(status(kOffice, "2026-11-23 10:00", "", "2025-11-22").reason == ConfirmReason::out_of_date);
    CHECK(status(kOffice, "2026-11-23 10:00", "", "2026").state == OpeningState::open);
    CHECK(status(kOffice, "2026-11-23 10:00", "", "2026-11").state == OpeningState::open);
    for (const char* wrong : {"", "hier", "2026-13-01", "2026-1-1", "26-11-01"})
        CHECK(status(kOffice, "2026-11-23 10:00", "", wrong).reason == ConfirmReason::out_of_date);
    const auto strict = model::opening_status(KnownHours::of(kOffice, "", "2026-11-01"),
                                              at("2026-11-23 10:00"), support::nantes(), {21, 60});
    CHECK(strict.reason == ConfirmReason::out_of_date);
}

TEST_CASE("what the hours leave open is to be confirmed", "[model]") {
    const auto by_appointment = status("Mo 09:00-12:00 \"sur rendez-vous\"", "2026-11-23 10:00");
    CHECK(by_appointment.reason == ConfirmReason::said_unknown);
    CHECK(by_appointment.comment == "sur rendez-vous");
    CHECK(status("Mo 09:00-12:00 open \"sans rendez-vous\"", "2026-11-23 10:00").comment ==
          "sans rendez-vous");
    const auto evening = status("Mo 14:00-17:00+", "2026-11-23 15:00");
    CHECK(evening.state == OpeningState::open);
    CHECK(evening.ends_openly);
    CHECK(evening.changes_at == at("2026-11-23 17:00"));
    CHECK(next_of(evening).substr(0, 16) == "2026-11-30 14:00");
    CHECK(status("Mo 14:00-17:00+", "2026-11-23 17:00").reason == ConfirmReason::open_end);
    const auto dim = model::opening_status(KnownHours::of("sunrise-sunset", "", "2026-11-01"),
                                           at("2026-11-23 12:00"), {support::calendar_of_nantes()});
    CHECK(dim.reason == ConfirmReason::no_coordinates);
}

TEST_CASE("school holidays beyond the data are to be confirmed", "[model]") {
    const std::string text = "We 14:00-18:00; SH Mo-Fr 10:00-18:00";
    CHECK(status(text, "2026-10-28 11:00").state == OpeningState::open);
    CHECK(status(text, "2026-11-04 11:00").state == OpeningState::closed);
    CHECK(status(text, "2027-06-02 15:00", "", "2027-06-01").reason == ConfirmReason::school_calendar);
    CHECK(status(kOffice, "2027-06-02 15:00", "", "2027-06-01").state == OpeningState::open);
}

TEST_CASE("the week on a place's sheet", "[model]") {
    const auto days = model::hours_of_days(
        KnownHours::of("Mo,We 09:00-12:00,14:00-17:00; Fr 20:00-02:00", "", "2026-11-01"),
        support::on("2026-11-09"), 7, support::nantes());
    REQUIRE(days.size() == 7);
    CHECK(days[0].intervals.size() == 2);
    CHECK(days[0].intervals[1] ==
          model::HoursInterval{at("2026-11-09 14:00"), at("2026-11-09 17:00"), HoursState::open});
    CHECK(days[1].intervals.empty());
    CHECK(days[1].reason == ConfirmReason::none);
    CHECK(days[2].reason == ConfirmReason::public_holiday);
    REQUIRE(days[4].intervals.size() == 1);
    CHECK(days[4].intervals[0].to == at("2026-11-14 02:00"));
    CHECK(days[5].intervals.empty());  // the small hours are Friday's
    const auto late = model::hours_of_days(KnownHours::of("Fr 20:00-02:00", "", "2026-11-01"),
                                           support::on("2026-11-14"), 7, support::nantes());
    CHECK(late[0].intervals.empty());
    CHECK(late[6].intervals.size() == 1);
    CHECK(late[6].intervals[0].to == at("2026-11-21 02:00"));
    for (const auto& day : model::hours_of_days(KnownHours::of("24/7", "", "2026-11-01"),
                                                support::on("2026-11-09"), 3, support::nantes())) {
        REQUIRE(day.intervals.size() == 1);
        CHECK(day.intervals[0].to - day.intervals[0].from == std::chrono::hours(24));
    }
    CHECK(model::hours_of_days(KnownHours::of("", "", ""), support::on("2026-11-09"), 2, support::nantes())[1]
              .reason == ConfirmReason::no_hours);
}

TEST_CASE("a status agrees with the hours, whatever they are", "[model]") {
    support::RandomHours random(29);
    for (int i = 0; i < 500; ++i) {
        const auto text = random.expression();
        INFO(text);
        const auto known = KnownHours::of(text, "", "2026-10-01");
        const auto hours = *known.hours;
        for (const char* now :
             {"2026-11-10 18:05", "2026-11-11 10:00", "2026-12-25 23:59", "2027-01-04 00:00"}) {
            const auto found = model::opening_status(known, at(now), support::nantes());
            REQUIRE(found.by_the_hours == hours.state_at(at(now), support::nantes()));
            if (found.state == OpeningState::open) REQUIRE(found.by_the_hours == HoursState::open);
            if (found.state == OpeningState::closed) REQUIRE(found.by_the_hours == HoursState::closed);
            REQUIRE((found.state == OpeningState::to_confirm) == (found.reason != ConfirmReason::none));
            if (!found.next) continue;
            REQUIRE(found.next->from > at(now));
            REQUIRE(hours.state_at(found.next->from, support::nantes()) != HoursState::closed);
            if (found.next_sure) REQUIRE(found.next_sure->from > found.next->from);
        }
    }
}
