// SPDX-License-Identifier: GPL-3.0-or-later
// An opening_hours expression as it was read: a few short arrays, of which each rule names its part. Made by
// opening_hours_parser, read by opening_hours. Plain values; any thread.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sync/model/sun.hpp"

namespace accueil::model {

/// What a rule, and so a moment, says.
enum class HoursState : std::uint8_t { closed, open, unknown };

/// How a rule stands to those before it.
enum class RuleKind : std::uint8_t {
    normal,      ///< after ";": on the days that it names, what stood before counts no more
    additional,  ///< after ",": beside what stood before
    fallback,    ///< after "||": where what stood before leaves it closed
};

/// A time of day: minutes after midnight, or minutes after (negative: before) an event of the sun.
struct HoursTime {
    SunEvent event = SunEvent::none;
    std::int16_t minutes = 0;
    bool operator==(const HoursTime&) const = default;
};

/// From, to, and whether it goes on for an unknown while after ("17:00+" is from 17:00 to 17:00 and on).
struct HoursSpan {
    HoursTime from, to;        ///< a time of the clock past 24:00 is the next day's
    bool to_next_day = false;  ///< `to` counts from the midnight that ends the day (events of the sun alone)
    bool open_end = false;
    std::int16_t stop = 0;  ///< an open end is over by then: another span of its rule begins, or 48:00
    bool operator==(const HoursSpan&) const = default;
};

struct YearSpan {
    std::int16_t first = 0, last = 0;  ///< last is kNoLastYear for "2060+" and "2055/2"
    std::int16_t step = 1;
    bool operator==(const YearSpan&) const = default;
};
inline constexpr std::int16_t kNoLastYear = 9999;

/// ISO 8601 weeks.
struct WeekSpan {
    std::uint8_t first = 1, last = 53, step = 1;
    bool operator==(const WeekSpan&) const = default;
};

enum class DateKind : std::uint8_t { month, day, nth_weekday, easter };

struct HoursDate {
    DateKind kind = DateKind::month;
    std::int16_t year = 0;     ///< 0 is every year
    std::uint8_t month = 0;    ///< 1 to 12; 0 for easter
    std::uint8_t day = 0;      ///< 1 to 31, of DateKind::day
    std::uint8_t weekday = 0;  ///< Monday is 0; of DateKind::nth_weekday
    std::int8_t nth = 0;       ///< 1 to 5, or -1 (the month's last) to -5
    std::int16_t offset = 0;   ///< days after
    bool operator==(const HoursDate&) const = default;
};

/// Both ends counted. A single date, or month, is from and to itself.
struct DateSpan {
    HoursDate from, to;
    std::uint8_t step = 1;  ///< days
    bool open_end = false;  ///< "Dec 24+": to the year's end, or for good where `from` has a year
    bool operator==(const DateSpan&) const = default;
};

enum class DayKind : std::uint8_t { nth_weekday, public_holiday, school_holiday };

/// A day that is more than its weekday: "Th[1,3]", "Sa[-1] +1 day", "PH", "SH -1 day".
struct DaySelector {
    DayKind kind = DayKind::public_holiday;
    std::uint8_t weekday = 0;
    std::uint16_t nth = 0;   ///< bits 0–4: first to fifth; bits 5–9: last to fifth but last
    std::int8_t offset = 0;  ///< days after
    bool operator==(const DaySelector&) const = default;
};

/// The items [begin, end) of one of the arrays.
struct ItemRange {
    std::uint16_t begin = 0, end = 0;
    bool empty() const { return begin == end; }
    bool operator==(const ItemRange&) const = default;
};

inline constexpr std::int16_t kNoComment = -1;
inline constexpr std::uint8_t kEveryWeekday = 0x7F;

struct HoursRule {
    RuleKind kind = RuleKind::normal;
    HoursState state = HoursState::open;
    bool says_state = false;  ///< the state is written, not implied
    bool always = false;      ///< "24/7"
    bool names_days = false;  ///< any of the selectors before the times
    bool replaces = false;    ///< where its days match, the rules before it count no more
    bool may_pass_midnight = false;
    std::uint8_t weekdays = 0;  ///< bit 0 is Monday
    ItemRange years, dates, weeks, days, times;
    ItemRange holidays;  ///< "PH We": holidays that the weekdays must fall on; of `days` too
    std::int16_t comment = kNoComment;
    bool operator==(const HoursRule&) const = default;
};

struct HoursRules {
    std::vector<HoursRule> rules;
    std::vector<YearSpan> years;
    std::vector<DateSpan> dates;
    std::vector<WeekSpan> weeks;
    std::vector<DaySelector> days;
    std::vector<HoursSpan> times;
    std::vector<std::string> comments;
    bool operator==(const HoursRules&) const = default;
};

/// An event's time where none can be computed, and by which a span is said to pass midnight: dawn 05:30,
/// sunrise 06:00, sunset 18:00, dusk 18:30.
int nominal_minutes(const HoursTime& time);

/// The expression in its canonical spelling; parsed again, it is the same.
std::string to_text(const HoursRules& rules);

}  // namespace accueil::model
