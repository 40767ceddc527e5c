// SPDX-License-Identifier: GPL-3.0-or-later
// What holds of any opening hours: intervals, moments and changes agree.
#include <catch2/catch.hpp>

#include "tests/support/hours_samples.hpp"

using namespace accueil;
using model::HoursState;
using support::at;

namespace {

constexpr int kExpressions = 400;
constexpr int kDays = 40;

HoursState state_of(const std::vector<model::HoursInterval>& intervals, model::LocalMinutes time) {
    for (const auto& interval : intervals) {
        if (time >= interval.from && time < interval.to) return interval.state;
    }
    return HoursState::closed;
}

}  // namespace

TEST_CASE("intervals are in order, apart, and say what each moment says", "[model]") {
    support::RandomHours random(7);
    const auto from = at("2026-10-20 07:10"), to = from + std::chrono::days(kDays);
    for (int i = 0; i < kExpressions; ++i) {
        const auto text = random.expression();
        INFO(text);
        const auto hours = model::OpeningHours::parse(text).value();
        const auto intervals = hours.intervals(from, to, support::nantes());
        for (std::size_t k = 0; k < intervals.size(); ++k) {
            REQUIRE(intervals[k].from < intervals[k].to);
            REQUIRE(intervals[k].state != HoursState::closed);
            if (k == 0) continue;
            REQUIRE(intervals[k - 1].to <= intervals[k].from);
            if (intervals[k - 1].to == intervals[k].from)
                REQUIRE(intervals[k - 1].state != intervals[k].state);
        }
        for (auto time = from; time < to; time += std::chrono::minutes(47)) {
            INFO(support::show(time));
            REQUIRE(hours.state_at(time, support::nantes()) == state_of(intervals, time));
        }
    }
}

TEST_CASE("the next change is the end of what is, and the beginning of something else", "[model]") {
    support::RandomHours random(11);
    const auto from = at("2026-12-20 00:00"), until = from + std::chrono::days(kDays);
    for (int i = 0; i < kExpressions; ++i) {
        const auto text = random.expression();
        INFO(text);
        const auto hours = model::OpeningHours::parse(text).value();
        const auto intervals = hours.intervals(from, until, support::nantes());
        std::vector<model::LocalMinutes> changes;
        for (const auto& interval : intervals) {
            if (changes.empty() || changes.back() != interval.from) changes.push_back(interval.from);
            changes.push_back(interval.to);
        }
        std::vector<model::LocalMinutes> found;
        for (auto change = hours.next_change(from, until, support::nantes()); change;
             change = hours.next_change(*change, until, support::nantes()))
            found.push_back(*change);
        std::erase_if(changes, [&](auto time) { return time == from || time == until; });
        REQUIRE(found == changes);
    }
}

TEST_CASE("a window of days says what a longer one says of them", "[model]") {
    support::RandomHours random(13);
    const auto from = at("2027-03-20 00:00");
    for (int i = 0; i < kExpressions; ++i) {
        const auto text = random.expression();
        INFO(text);
        const auto hours = model::OpeningHours::parse(text).value();
        const auto all = hours.intervals(from, from + std::chrono::days(kDays), support::nantes());
        const auto begin = from + std::chrono::hours(31), end = from + std::chrono::hours(203);
        std::vector<model::HoursInterval> expected;
        for (auto interval : all) {
            interval.from = std::max(interval.from, begin);
            interval.to = std::min(interval.to, end);
            if (interval.from < interval.to) expected.push_back(interval);
        }
        REQUIRE(hours.intervals(begin, end, support::nantes()) == expected);
    }
}

TEST_CASE("what each week repeats is said to be weekly, and is", "[model]") {
    support::RandomHours random(17);
    const auto from = at("2026-05-04 00:00");
    int weekly = 0;
    for (int i = 0; i < 4 * kExpressions; ++i) {
        const auto hours = model::OpeningHours::parse(random.expression()).value();
        if (!hours.is_weekly()) continue;
        ++weekly;
        INFO(hours.text());
        for (auto time = from; time < from + std::chrono::days(7); time += std::chrono::minutes(113))
            REQUIRE(hours.state_at(time, support::nantes()) ==
                    hours.state_at(time + std::chrono::days(7 * 31), support::nantes()));
    }
    CHECK(weekly > 100);
}
