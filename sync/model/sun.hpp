// SPDX-License-Identifier: GPL-3.0-or-later
// When the sun rises and sets: the variable times of opening hours. Pure; any thread.
#pragma once

#include <cstdint>
#include <optional>

#include "sync/model/local_time.hpp"
#include "sync/model/records.hpp"

namespace accueil::model {

enum class SunEvent : std::uint8_t {
    none,
    dawn,     ///< the sun's centre 6° under the horizon, before sunrise
    sunrise,  ///< its upper edge at the horizon, refraction counted: centre at −0.833°
    sunset,
    dusk,
};

/// Minutes after the local midnight that begins `day`, cut to the minute; within a minute of the almanac at
/// the latitudes of France. Nothing where the sun does not reach that height on that day. Formulae: Meeus,
/// Astronomical Algorithms, chapters 25 and 28.
std::optional<int> sun_minutes(SunEvent event, LocalDay day, const Coordinates& where, TimeZone zone);

}  // namespace accueil::model
