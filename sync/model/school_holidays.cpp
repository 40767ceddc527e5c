// SPDX-License-Identifier: GPL-3.0-or-later
// School holidays, as the feed carries them, for a calendar.
#include <array>
#include <utility>

#include "sync/model/calendar.hpp"

namespace accueil::model {

namespace {

constexpr std::array<std::pair<SchoolZone, const char*>, 13> kZoneNames{{
    {SchoolZone::a, "a"},
    {SchoolZone::b, "b"},
    {SchoolZone::c, "c"},
    {SchoolZone::corse, "corse"},
    {SchoolZone::guadeloupe, "guadeloupe"},
    {SchoolZone::martinique, "martinique"},
    {SchoolZone::guyane, "guyane"},
    {SchoolZone::reunion, "reunion"},
    {SchoolZone::mayotte, "mayotte"},
    {SchoolZone::saint_pierre_et_miquelon, "saint-pierre-et-miquelon"},
    {SchoolZone::nouvelle_caledonie, "nouvelle-caledonie"},
    {SchoolZone::polynesie, "polynesie"},
    {SchoolZone::wallis_et_futuna, "wallis-et-futuna"},
}};

}  // namespace

const char* school_zone_name(SchoolZone zone) {
    return kZoneNames.at(static_cast<std::size_t>(zone)).second;
}

std::optional<SchoolZone> school_zone_named(std::string_view name) {
    for (const auto& [zone, known] : kZoneNames)
        if (name == known) return zone;
    return std::nullopt;
}

std::vector<DayRange> holidays_of_zone(const std::vector<SchoolHolidays>& holidays, SchoolZone zone) {
    std::vector<DayRange> ranges;
    for (const auto& period : holidays) {
        const auto first = read_day(period.first), last = read_day(period.last);
        if (period.zone == school_zone_name(zone) && first && last && *first <= *last)
            ranges.push_back({*first, *last});
    }
    return ranges;
}

}  // namespace accueil::model
