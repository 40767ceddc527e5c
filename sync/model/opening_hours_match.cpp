// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/model/opening_hours_match.hpp"

#include <algorithm>

namespace accueil::model {

namespace {

using std::chrono::days;
using std::chrono::year_month_day;

year_month_day parts_of(LocalDay day) {
    return year_month_day(day);
}

int year_of(LocalDay day) {
    return static_cast<int>(parts_of(day).year());
}

LocalDay first_of_month(int year, unsigned month) {
    return LocalDay(std::chrono::year{year} / static_cast<int>(month) / 1);
}

LocalDay end_of_month(int year, unsigned month) {
    return month == 12 ? first_of_month(year + 1, 1) : first_of_month(year, month + 1);
}

int iso_week(LocalDay day) {
    const LocalDay thursday = day + days(3 - weekday_of(day));
    const LocalDay first = first_of_month(year_of(thursday), 1);
    return static_cast<int>((thursday - first).count() / 7) + 1;
}

std::optional<LocalDay> nth_weekday(int year, unsigned month, int weekday, int nth) {
    const LocalDay begin = first_of_month(year, month), end = end_of_month(year, month);
    const LocalDay day = nth > 0 ? begin + days((weekday - weekday_of(begin) + 7) % 7 + 7 * (nth - 1))
                                 : end - days((weekday_of(end) - weekday + 6) % 7 + 1 + 7 * (-nth - 1));
    if (day < begin || day >= end) return std::nullopt;
    return day;
}

std::optional<LocalDay> resolve(const HoursDate& date, int year) {
    switch (date.kind) {
        case DateKind::month:
            return first_of_month(year, date.month);
        case DateKind::easter:
            return easter_sunday(std::chrono::year{year}) + days(date.offset);
        case DateKind::nth_weekday:
            if (const auto day = nth_weekday(year, date.month, date.weekday, date.nth))
                return *day + days(date.offset);
            return std::nullopt;
        case DateKind::day: {
            const auto day =
                std::chrono::year{year} / static_cast<int>(date.month) / static_cast<int>(date.day);
            if (!day.ok()) return std::nullopt;  // February 29 of most years
            return LocalDay(day) + days(date.offset);
        }
    }
    return std::nullopt;
}

std::optional<LocalDay> resolve_last(const HoursDate& date, int year) {
    if (date.kind == DateKind::month) return end_of_month(year, date.month) - days(1);
    if (date.kind == DateKind::day && date.month == 2 &&
        date.day == 29) {  // a range to it ends with the month
        return end_of_month(year, 2) - days(1) + days(date.offset);
    }
    return resolve(date, year);
}

// Does the span that begins in `year` hold `day`?
bool holds(const DateSpan& span, int year, LocalDay day) {
    const auto first = resolve(span.from, year);
    if (!first || day < *first) return false;
    if (span.open_end) return span.from.year != 0 || day < first_of_month(year + 1, 1);
    std::optional<LocalDay> last;
    if (span.from == span.to) {
        last = span.from.kind == DateKind::month ? resolve_last(span.to, year) : first;
    } else {
        last = resolve_last(span.to, span.to.year != 0 ? span.to.year : year);
        if (span.to.year == 0 && last && *last < *first) last = resolve_last(span.to, year + 1);
    }
    return last && day <= *last && (day - *first).count() % span.step == 0;
}

bool holds(const DateSpan& span, LocalDay day) {
    if (span.from.year != 0) return holds(span, span.from.year, day);
    // Dates reach over New Year's both ways: "Dec 25-Jan 02", "Jan 01 -2 days".
    const int year = year_of(day);
    return holds(span, year, day) || holds(span, year - 1, day) || holds(span, year + 1, day);
}

bool holds(const YearSpan& span, int year) {
    return year >= span.first && (year <= span.last || span.last == kNoLastYear) &&
           (year - span.first) % span.step == 0;
}

bool holds(const WeekSpan& span, int week) {
    return week >= span.first && week <= span.last && (week - span.first) % span.step == 0;
}

bool holds(const DaySelector& selector, LocalDay day, const HoursContext& context) {
    const LocalDay meant = day - days(selector.offset);
    switch (selector.kind) {
        case DayKind::public_holiday:
            return context.calendar.is_public_holiday(meant);
        case DayKind::school_holiday:
            return context.calendar.is_school_holiday(meant);
        case DayKind::nth_weekday:
            break;
    }
    if (weekday_of(meant) != selector.weekday) return false;
    const auto parts = parts_of(meant);
    const unsigned day_number = static_cast<unsigned>(parts.day());
    const LocalDay end = end_of_month(static_cast<int>(parts.year()), static_cast<unsigned>(parts.month()));
    const auto left = static_cast<unsigned>((end - meant).count());  // 1 on the month's last day
    const unsigned bits = 1U << ((day_number - 1) / 7) | 1U << (5 + (left - 1) / 7);
    return (selector.nth & bits) != 0;
}

template <class Item, class Test>
bool any(const std::vector<Item>& items, ItemRange range, const Test& test) {
    return std::any_of(items.begin() + range.begin, items.begin() + range.end, test);
}

// An open end is a guess: who opens in the evening may stay until the small hours.
int guessed_end(int begin) {
    if (begin >= 22 * 60) return begin + 8 * 60;
    if (begin >= 17 * 60) return begin + 10 * 60;
    return kMinutesOfDay;
}

}  // namespace

bool names_date(const HoursRules& rules, const HoursRule& rule, LocalDay day) {
    return rule.dates.empty() ||
           any(rules.dates, rule.dates, [&](const auto& span) { return holds(span, day); });
}

bool names(const HoursRules& rules, const HoursRule& rule, LocalDay day, const HoursContext& context) {
    if (!rule.names_days) return true;
    const auto holds_day = [&](const DaySelector& selector) { return holds(selector, day, context); };
    if (rule.weekdays != 0 || !rule.days.empty()) {
        const bool is_weekday = (rule.weekdays >> weekday_of(day) & 1) != 0;
        if (!is_weekday && !any(rules.days, rule.days, holds_day)) return false;
    }
    if (!rule.holidays.empty() && !any(rules.days, rule.holidays, holds_day)) return false;
    if (!rule.years.empty()) {
        const int year = year_of(day);
        if (!any(rules.years, rule.years, [&](const auto& span) { return holds(span, year); })) return false;
    }
    if (!rule.weeks.empty()) {
        const int week = iso_week(day);
        if (!any(rules.weeks, rule.weeks, [&](const auto& span) { return holds(span, week); })) return false;
    }
    return names_date(rules, rule, day);
}

SpanTimes times_on(const HoursSpan& span, LocalDay day, const HoursContext& context) {
    SpanTimes times;
    const auto minutes = [&](const HoursTime& time, LocalDay on) -> int {
        if (time.event == SunEvent::none) return time.minutes;
        if (context.coordinates) {
            if (const auto sun =
                    sun_minutes(time.event, on, *context.coordinates, context.calendar.time_zone()))
                return *sun + time.minutes;
        }
        times.is_sure = false;
        return nominal_minutes(time);
    };
    times.from = minutes(span.from, day);
    times.to = span.to_next_day ? minutes(span.to, day + days(1)) + kMinutesOfDay : minutes(span.to, day);
    times.to = std::max(times.from, times.to);  // a variable time that has passed a fixed one
    times.open_end = times.to;
    if (span.open_end)
        times.open_end = std::min({guessed_end(times.to), static_cast<int>(span.stop), 2 * kMinutesOfDay});
    if (!times.is_sure) times.from = times.to = 0, times.open_end = kMinutesOfDay;
    return times;
}

}  // namespace accueil::model
