// SPDX-License-Identifier: GPL-3.0-or-later
// The part of opening_hours_parser that reads years, months, dates and weeks. One thread.
#pragma once

#include "sync/model/opening_hours_rules.hpp"
#include "sync/model/opening_hours_scanner.hpp"

namespace accueil::model {

/// Lists of rules are short: kMostHoursBytes bound them.
inline std::uint16_t size_of(const auto& items) {
    return static_cast<std::uint16_t>(items.size());
}

/// Reads the selectors that stand before the weekdays, and the colon after them, if there are any.
base::Result<void> parse_dates(HoursScanner& scanner, HoursRules& into, HoursRule& rule);

/// The greatest "+n days" after easter, and after "Su[1]" and the like.
inline constexpr int kMostDaysFromEaster = 366;
inline constexpr int kMostDaysFromWeekday = 6;

/// "1" to "5", or "-1" to "-5".
base::Result<int> parse_nth(HoursScanner& scanner);

}  // namespace accueil::model
