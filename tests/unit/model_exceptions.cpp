// SPDX-License-Identifier: GPL-3.0-or-later
// Exceptional closures and hours: what they say of a moment, of what comes next, and of the days around.
#include <catch2/catch.hpp>

#include "sync/model/opening_status.hpp"
#include "tests/support/hours_samples.hpp"

using namespace accueil;
using model::ConfirmReason;
using model::ExceptionKind;
using model::HoursState;
using model::KnownHours;
using model::OpeningState;
using support::at;
using support::on;

namespace {

using Exceptions = std::vector<model::HoursException>;

const std::string kOfficeHours = "Mo-Fr 09:00-12:30,14:00-17:00";
const Exceptions kChristmas{{"2026-12-24", "2026-12-26", "", model::Text("Travaux")}};

KnownHours known(const std::string& hours, const Exceptions& exceptions,
                 const std::string& verified_on = "2026-11-01") {
    return KnownHours::of(hours, "", verified_on, exceptions);
}

model::OpeningStatus status(const KnownHours& hours, const char* now) {
    const auto found = model::opening_status(hours, at(now), support::nantes());
    CHECK(model::opening_state(hours, at(now), support::nantes()) == found.state);
    return found;
}

std::string next_opening(const model::OpeningStatus& status) {
    if (!status.next) return "none";
    return support::show(status.next->from) +
           (status.next->to ? " - " + support::show(*status.next->to) : "");
}

}  // namespace

TEST_CASE("a closure closes its days, says why and until when, and opens beyond", "[model]") {
    const auto hours = known(kOfficeHours, kChristmas);
    const auto closed = status(hours, "2026-12-24 10:00");  // a Thursday
    CHECK(closed.state == OpeningState::closed);
    CHECK(closed.reason == ConfirmReason::none);
    REQUIRE(closed.exception);
    CHECK(closed.exception->days == model::DayRange{on("2026-12-24"), on("2026-12-26")});
    CHECK(closed.exception->reason.words("fr") == "Travaux");
    CHECK(next_opening(closed) == "2026-12-28 09:00 - 2026-12-28 12:30");
    const auto eve = status(hours, "2026-12-23 16:00");
    CHECK(eve.state == OpeningState::open);
    CHECK_FALSE(eve.exception);
    CHECK(eve.changes_at == at("2026-12-23 17:00"));
    CHECK(next_opening(eve) == "2026-12-28 09:00 - 2026-12-28 12:30");
    CHECK(status(hours, "2026-12-28 10:00").state == OpeningState::open);
}

TEST_CASE("a closure is sure on a public holiday, and where the usual hours are not known", "[model]") {
    const auto christmas = status(known(kOfficeHours, kChristmas), "2026-12-25 10:00");
    CHECK(christmas.state == OpeningState::closed);
    CHECK(status(known(kOfficeHours, {}), "2026-12-25 10:00").reason == ConfirmReason::public_holiday);
    for (const char* hours : {"", "lundi 9h-12h", kOfficeHours.c_str()}) {
        INFO(hours);
        const auto old = known(hours, kChristmas, "2020-01-01");
        const auto closed = status(old, "2026-12-24 10:00");
        CHECK(closed.state == OpeningState::closed);
        CHECK(closed.by_the_hours == HoursState::closed);
        const auto before = status(old, "2026-12-23 10:00");
        CHECK(before.state == OpeningState::to_confirm);
        CHECK(before.reason == status(known(hours, {}, "2020-01-01"), "2026-12-23 10:00").reason);
    }
    const auto noted = KnownHours::of(kOfficeHours, "sauf en août", "2026-11-01", kChristmas);
    CHECK(status(noted, "2026-12-24 10:00").state == OpeningState::closed);
    CHECK(status(noted, "2026-12-28 10:00").reason == ConfirmReason::note);
    // What comes after is not sure, and is said as that.
    const auto after = status(noted, "2026-12-24 10:00");
    REQUIRE(after.next);
    CHECK(after.next->from == at("2026-12-28 09:00"));
    CHECK(after.next->reason == ConfirmReason::note);
    CHECK_FALSE(status(known("", kChristmas), "2026-12-24 10:00").next);
}

TEST_CASE("exceptional hours rule their days", "[model]") {
    const auto hours = known(kOfficeHours, {{"2026-12-21", "2026-12-24", "Mo-Fr 10:00-16:00", {}}});
    CHECK(status(hours, "2026-12-21 09:30").state == OpeningState::closed);
    CHECK(next_opening(status(hours, "2026-12-21 09:30")) == "2026-12-21 10:00 - 2026-12-21 16:00");
    CHECK(status(hours, "2026-12-21 13:00").state == OpeningState::open);
    CHECK(status(hours, "2026-12-21 13:00").changes_at == at("2026-12-21 16:00"));
    CHECK(status(hours, "2026-12-24 16:30").state == OpeningState::closed);
    CHECK(status(hours, "2026-12-28 16:30").state == OpeningState::open);
    // They are sure where the usual ones are not.
    const auto unknown = known("", {{"2026-12-21", "2026-12-24", "Mo-Fr 10:00-16:00", {}}});
    CHECK(status(unknown, "2026-12-21 13:00").state == OpeningState::open);
    CHECK(status(unknown, "2026-12-28 13:00").reason == ConfirmReason::no_hours);
    CHECK(next_opening(status(unknown, "2026-12-20 13:00")) == "2026-12-21 10:00 - 2026-12-21 16:00");
    const auto doubtful = known("", {{"2026-12-21", "2026-12-24", "10:00-16:00 \"peut-être\"", {}}});
    CHECK(status(doubtful, "2026-12-21 13:00").reason == ConfirmReason::said_unknown);
    CHECK(status(doubtful, "2026-12-21 13:00").comment == "peut-être");
}

TEST_CASE("exceptional hours of one day speak of it, holiday or not; those of a summer do not", "[model]") {
    const std::string mornings = "09:00-12:00";
    const auto one_day = known(kOfficeHours, {{"2027-07-14", "2027-07-14", mornings, {}}});
    CHECK(status(one_day, "2027-07-14 10:00").state == OpeningState::open);
    const auto summer = known(kOfficeHours, {{"2027-07-05", "2027-08-28", mornings, {}}});
    CHECK(status(summer, "2027-07-13 10:00").state == OpeningState::open);
    CHECK(status(summer, "2027-07-14 10:00").reason == ConfirmReason::public_holiday);
    const auto said = known(kOfficeHours, {{"2027-07-05", "2027-08-28", mornings + "; PH off", {}}});
    CHECK(status(said, "2027-07-14 10:00").state == OpeningState::closed);
}

TEST_CASE("an evening is of the day on which it began", "[model]") {
    const auto club = known("Mo-Su 20:00-02:00", {{"2026-12-24", "2026-12-25", "", {}}});
    CHECK(status(club, "2026-12-23 23:30").changes_at == at("2026-12-24 00:00"));
    CHECK(status(club, "2026-12-24 01:00").state == OpeningState::closed);  // the closure's day has begun
    CHECK(status(club, "2026-12-25 23:00").state == OpeningState::closed);
    CHECK(status(club, "2026-12-26 01:00").state ==
          OpeningState::closed);  // it would have opened on the 25th
    CHECK(status(club, "2026-12-26 21:00").state == OpeningState::open);
    const auto eve = known("Mo-Su 20:00-22:00", {{"2026-12-31", "2026-12-31", "22:00-03:00", {}}});
    CHECK(status(eve, "2026-12-31 21:00").state == OpeningState::closed);
    const auto late = status(eve, "2027-01-01 02:00");
    CHECK(late.state == OpeningState::open);
    REQUIRE(late.exception);
    CHECK(late.changes_at == at("2027-01-01 03:00"));
}

TEST_CASE("days that never close are closed by a closure too", "[model]") {
    const auto always = known("24/7", kChristmas);
    CHECK(status(always, "2026-12-20 03:00").changes_at == at("2026-12-24 00:00"));
    CHECK(next_opening(status(always, "2026-12-25 03:00")).substr(0, 16) == "2026-12-27 00:00");
    CHECK_FALSE(status(always, "2026-12-28 03:00").changes_at);
}

TEST_CASE("the next opening is found behind a closure of any length", "[model]") {
    const auto works = known(kOfficeHours, {{"2026-12-01", "2027-09-05", "", {}}});
    CHECK(next_opening(status(works, "2026-12-02 10:00")) == "2027-09-06 09:00 - 2027-09-06 12:30");
    CHECK(next_opening(status(works, "2026-11-30 18:00")) == "2027-09-06 09:00 - 2027-09-06 12:30");
    const auto for_ever = known(kOfficeHours, {{"2026-12-01", "9999-12-31", "", {}}});
    CHECK_FALSE(status(for_ever, "2026-12-02 10:00").next);
    const auto two =
        known(kOfficeHours, {{"2026-12-01", "2026-12-31", "", {}}, {"2027-01-01", "2027-01-31", "", {}}});
    CHECK(next_opening(status(two, "2026-12-02 10:00")) == "2027-02-01 09:00 - 2027-02-01 12:30");
}

TEST_CASE("a service has its own exceptions, and its place's on other days", "[model]") {
    model::Place place;
    place.opening_hours = kOfficeHours;
    place.verified_on = "2026-11-01";
    place.exceptions = {{"2026-12-14", "2026-12-18", "Mo-Fr 09:00-12:00", {}}, kChristmas.front()};
    model::Service service;
    const auto falls_back = KnownHours::of(place, &service);
    CHECK(status(falls_back, "2026-12-24 10:00").state == OpeningState::closed);
    CHECK(status(falls_back, "2026-12-14 15:00").state == OpeningState::closed);

    service.exceptions = {{"2026-12-25", "2026-12-25", "09:00-12:00", {}}};
    const auto own = KnownHours::of(place, &service);
    CHECK(status(own, "2026-12-24 10:00").state == OpeningState::closed);
    CHECK(status(own, "2026-12-25 10:00").state == OpeningState::open);
    CHECK(status(own, "2026-12-26 10:00").state == OpeningState::closed);
    CHECK(status(own, "2026-12-24 10:00").exception->days.last == on("2026-12-24"));

    // Hours of its own and other hours of its place: nobody knows.
    service.opening_hours = "Mo 14:00-17:00";
    service.exceptions.clear();
    const auto apart = KnownHours::of(place, &service);
    CHECK(status(apart, "2026-12-14 15:00").reason == ConfirmReason::place_exception);
    CHECK(status(apart, "2026-12-07 15:00").state == OpeningState::open);
    CHECK(status(apart, "2026-12-24 15:00").state == OpeningState::closed);
    CHECK(status(apart, "2026-12-11 15:00").next->reason == ConfirmReason::place_exception);

    // Whoever checked the service's own hours vouches for them.
    place.verified_on = "2020-01-01";
    CHECK(status(KnownHours::of(place, &service), "2026-12-07 15:00").reason == ConfirmReason::out_of_date);
    service.verified_on = "2026-11-01";
    CHECK(status(KnownHours::of(place, &service), "2026-12-07 15:00").state == OpeningState::open);
}

TEST_CASE("what cannot be read of an exception is never a closure", "[model]") {
    const auto unreadable = known(kOfficeHours, {{"2026-12-01", "2026-12-01", "9h-12h", {}}});
    CHECK(status(unreadable, "2026-12-01 10:00").reason == ConfirmReason::unreadable);
    CHECK(status(unreadable, "2026-12-02 10:00").state == OpeningState::open);
    for (const auto& wrong : {Exceptions{{"2026-12", "2026-12-31", "", {}}},
                              {{"2026-12-31", "2026-12-01", "", {}}},
                              {{"", "", "", {}}},
                              {{"2026-02-30", "2026-12-31", "", {}}}})
        CHECK_FALSE(known(kOfficeHours, wrong).exceptions);
}

TEST_CASE("of two that overlap the first counts, and what is left of the other stays", "[model]") {
    const auto both = known(kOfficeHours, {{"2026-12-10", "2026-12-11", "10:00-11:00", {}},
                                           {"2026-12-07", "2026-12-18", "", {}},
                                           {"2026-12-08", "2026-12-21", "", {}}});
    REQUIRE(both.exceptions);
    std::string days;
    for (const auto& exception : both.exceptions->all())
        days += support::show(exception.days.first).substr(8) + "-" +
                support::show(exception.days.last).substr(8) + " ";
    CHECK(days == "07-09 10-11 12-18 19-21 ");
}

TEST_CASE("the week says which days are exceptional", "[model]") {
    const auto hours =
        known(kOfficeHours + "; PH off", {{"2026-12-22", "2026-12-22", "10:00-12:00", {}}, kChristmas[0]});
    const auto days = model::hours_of_days(hours, on("2026-12-21"), 7, support::nantes());
    CHECK_FALSE(days[0].exception);
    REQUIRE(days[1].exception);
    CHECK(days[1].exception->kind == ExceptionKind::hours);
    REQUIRE(days[1].intervals.size() == 1);
    CHECK(days[1].intervals[0].from == at("2026-12-22 10:00"));
    for (const int closed : {3, 4, 5}) {
        REQUIRE(days[static_cast<std::size_t>(closed)].exception);
        CHECK(days[static_cast<std::size_t>(closed)].intervals.empty());
        CHECK(days[static_cast<std::size_t>(closed)].reason == ConfirmReason::none);
    }
    const auto unknown = model::hours_of_days(known("", kChristmas), on("2026-12-23"), 2, support::nantes());
    CHECK(unknown[0].reason == ConfirmReason::no_hours);
    CHECK(unknown[1].reason == ConfirmReason::none);
    CHECK(hours.exceptions->beginning(on("2026-12-22"), on("2026-12-24")).size() == 2);
    CHECK(hours.exceptions->beginning(on("2026-12-23"), on("2026-12-23")).empty());
}

namespace {

/// Up to four periods of December and January, apart from each other, half of them closures.
Exceptions random_exceptions(std::mt19937& random, support::RandomHours& hours) {
    const auto below = [&](unsigned end) { return static_cast<int>(random() % end); };
    Exceptions made;
    auto day = on("2026-12-01");
    for (int i = below(4); i >= 0; --i) {
        const auto first = day + std::chrono::days(below(12)), last = first + std::chrono::days(below(6));
        made.push_back({support::show(first), support::show(last), below(2) == 0 ? "" : hours.expression(),
                        model::Text("Pourquoi")});
        day = last + std::chrono::days(1 + below(5));
    }
    return made;
}

}  // namespace

TEST_CASE("whatever the hours: never open in a closure, and far from exceptions as without them", "[model]") {
    support::RandomHours random(31);
    std::mt19937 chance(31);
    for (int i = 0; i < 300; ++i) {
        const auto text = chance() % 5 == 0 ? "" : random.expression();
        const auto plain = known(text, {});
        const auto with = known(text, random_exceptions(chance, random));
        REQUIRE(with.exceptions);
        INFO(text);
        for (auto now = at("2026-11-28 00:00"); now < at("2027-02-10 00:00");
             now += std::chrono::minutes(521)) {
            INFO(support::show(now));
            const auto day = model::day_of(now);
            const auto* exception = with.exceptions->on(day);
            const auto state = model::opening_state(with, now, support::nantes());
            if (exception != nullptr && exception->kind == ExceptionKind::closure) {
                REQUIRE(state == OpeningState::closed);
            } else if (exception == nullptr && with.exceptions->on(day - std::chrono::days(1)) == nullptr) {
                REQUIRE(state == model::opening_state(plain, now, support::nantes()));
            } else if (exception != nullptr && now > model::LocalMinutes(exception->days.first)) {
                const auto alone = exception->hours->state_at(now, support::nantes());
                const bool is_first = day == exception->days.first;
                if (!is_first && state == OpeningState::open) REQUIRE(alone == HoursState::open);
            }
        }
    }
}

TEST_CASE("whatever the exceptions: intervals, moments and changes agree", "[model]") {
    support::RandomHours random(37);
    std::mt19937 chance(37);
    const auto from = at("2026-11-29 07:10"), until = at("2027-02-10 00:00");
    for (int i = 0; i < 200; ++i) {
        const auto text = chance() % 5 == 0 ? "" : random.expression();
        const auto hours = known(text, random_exceptions(chance, random));
        INFO(text);
        const model::HoursTimeline timeline(hours.hours ? &*hours.hours : nullptr, hours.exceptions.get(),
                                            support::nantes());
        const auto intervals = timeline.intervals(from, until);
        std::vector<model::LocalMinutes> changes;
        for (std::size_t k = 0; k < intervals.size(); ++k) {
            REQUIRE(intervals[k].from < intervals[k].to);
            REQUIRE(intervals[k].state != HoursState::closed);
            if (k > 0) REQUIRE(intervals[k - 1].to <= intervals[k].from);
            if (changes.empty() || changes.back() != intervals[k].from) changes.push_back(intervals[k].from);
            changes.push_back(intervals[k].to);
        }
        std::erase_if(changes, [&](auto time) { return time == from || time == until; });
        std::vector<model::LocalMinutes> found;
        for (auto change = timeline.next_change(from, until); change;
             change = timeline.next_change(*change, until))
            found.push_back(*change);
        REQUIRE(found == changes);
        for (auto time = from; time < until; time += std::chrono::minutes(97)) {
            INFO(support::show(time));
            auto said = HoursState::closed;
            for (const auto& interval : intervals)
                if (time >= interval.from && time < interval.to) said = interval.state;
            REQUIRE(timeline.at(time).state == said);
        }
    }
}
