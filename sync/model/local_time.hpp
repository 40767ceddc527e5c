// SPDX-License-Identifier: GPL-3.0-or-later
// Civil time in France and overseas, by rule: what the wall clock of a town hall shows at an instant, without
// the system's time zone files. Called by whoever asks for opening hours. Pure; any thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

#include "sync/base/clock.hpp"

namespace accueil::model {

/// A day of the calendar, and a minute of it, as the clock on the wall shows them: no time zone, no offset.
using LocalDay = std::chrono::local_days;
using LocalMinutes = std::chrono::local_time<std::chrono::minutes>;

inline constexpr int kMinutesOfDay = 24 * 60;

enum class TimeZone : std::uint8_t {
    paris,  ///< UTC+1, +2 in summer: last Sunday of March to last Sunday of October, 01:00 UTC (2000/84/EC)
    miquelon,  ///< UTC−3, −2 in summer: second Sunday of March to first Sunday of November, 02:00 local
    antilles,  ///< UTC−4: Guadeloupe, Martinique, Saint-Barthélemy, Saint-Martin
    guyane,    ///< UTC−3
    reunion,   ///< UTC+4
    mayotte,   ///< UTC+3
    noumea,    ///< UTC+11
    tahiti,    ///< UTC−10 (Society Islands)
    wallis,    ///< UTC+12
};

/// Local time minus UTC at an instant. Summer time follows today's rules (Paris since 1996, Miquelon since
/// 2007).
std::chrono::minutes utc_offset(base::WallTime time, TimeZone zone);

/// What the clock on the wall shows, cut to the minute.
LocalMinutes to_local(base::WallTime time, TimeZone zone);

/// The instant at which the clock shows `local`: the first of two in autumn; in the hour that spring skips,
/// the instant as far behind the change as `local` is.
base::WallTime to_wall(LocalMinutes local, TimeZone zone);

/// True for a minute that the clock does not show (spring), or shows twice (autumn).
bool is_skipped(LocalMinutes local, TimeZone zone);
bool is_repeated(LocalMinutes local, TimeZone zone);

inline LocalDay day_of(LocalMinutes time) {
    return std::chrono::floor<std::chrono::days>(time);
}

/// Minutes since the day's midnight, by the calendar: 0 to 1439.
inline int minute_of_day(LocalMinutes time) {
    return static_cast<int>((time - day_of(time)).count());
}

/// "2026-11-25"; nothing for another text, or for a day that there is not.
std::optional<LocalDay> read_day(std::string_view text);

/// "2026-11-25T08:30"; nothing for another text.
std::optional<LocalMinutes> read_minutes(std::string_view text);

/// Monday is 0, Sunday 6.
inline int weekday_of(LocalDay day) {
    return static_cast<int>(std::chrono::weekday(day).iso_encoding()) - 1;
}

}  // namespace accueil::model
