// SPDX-License-Identifier: GPL-3.0-or-later
// Which days a rule names, and when its spans begin and end on one of them. Used by opening_hours alone.
// Pure; any thread.
#pragma once

#include <algorithm>
#include <optional>
#include <span>

#include "sync/model/calendar.hpp"
#include "sync/model/opening_hours_rules.hpp"
#include "sync/model/records.hpp"

namespace accueil::model {

/// The days on which rules count: all, or those outside of some ranges, or those within them. What a rule
/// has left of a day for the next counts with that day.
struct CountedDays {
    std::span<const DayRange> ranges{};
    bool within = false;

    bool has(LocalDay day) const {
        return within == std::any_of(ranges.begin(), ranges.end(), [day](const DayRange& range) {
                   return range.first <= day && day <= range.last;
               });
    }
};

/// Where and by which calendar opening hours are read. The calendar outlives it.
struct HoursContext {
    const Calendar& calendar;
    std::optional<Coordinates> coordinates{};  ///< of the place; only hours that follow the sun ask for them
    CountedDays days{};
};

/// True where all kinds of selectors of the rule that stand there name `day`; a rule without any names all.
bool names(const HoursRules& rules, const HoursRule& rule, LocalDay day, const HoursContext& context);

/// True where one of the rule's dates names `day`, or where it has none.
bool names_date(const HoursRules& rules, const HoursRule& rule, LocalDay day);

/// Minutes after the midnight that begins the day of the rule; `to` may lie on the day after. From `to` to
/// `open_end` it is not known.
struct SpanTimes {
    int from = 0, to = 0, open_end = 0;
    bool is_sure = true;  ///< false for times of the sun without coordinates: the whole day is in doubt
};
SpanTimes times_on(const HoursSpan& span, LocalDay day, const HoursContext& context);

}  // namespace accueil::model
