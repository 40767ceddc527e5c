// SPDX-License-Identifier: GPL-3.0-or-later
// Reads the OSM opening_hours language strictly: what is not of the language is refused, never guessed.
// Source: wiki.openstreetmap.org/wiki/Key:opening_hours/specification. Pure; any thread.
#pragma once

#include <string_view>

#include "sync/base/result.hpp"
#include "sync/model/opening_hours_rules.hpp"

namespace accueil::model {

inline constexpr std::size_t kMostHoursBytes = 4096;

/// bad_format, "character 12: expected …"; too_large past kMostHoursBytes. Beyond the specification's letter:
/// any case, English names in full ("Monday", "sept"), and weekdays without a space before the time. Short of
/// it: points in time ("12:00", "10:00-16:00/01:30"), which say nothing about being open; steps of 1; weeks
/// over the year's end; a holiday more than a day away.
base::Result<HoursRules> parse_hours(std::string_view text);

}  // namespace accueil::model
