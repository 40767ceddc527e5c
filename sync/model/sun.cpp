// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/model/sun.hpp"

#include <cmath>
#include <numbers>

namespace accueil::model {

namespace {

using Days = std::chrono::duration<double, std::ratio<86400>>;

constexpr double kUnixEpochFromJ2000 = -10957.5;  ///< days from 2000-01-01 12:00 UTC to the Unix epoch
constexpr double kDaysOfCentury = 36525;
constexpr int kRounds = 3;  ///< the sun moves while it rises: each round halves the error many times over

double radians(double degrees) {
    return degrees * std::numbers::pi / 180;
}

double degrees(double radians) {
    return radians * 180 / std::numbers::pi;
}

struct Sun {
    double declination;       ///< radians
    double equation_of_time;  ///< days that a sundial is ahead of the mean sun
};

// Meeus, Astronomical Algorithms, chapters 25 (apparent place, low accuracy) and 28.
Sun sun_at(double days_from_j2000) {
    const double t = days_from_j2000 / kDaysOfCentury;
    const double mean_longitude = radians(std::fmod(280.46646 + t * (36000.76983 + t * 0.0003032), 360));
    const double anomaly = radians(std::fmod(357.52911 + t * (35999.05029 - t * 0.0001537), 360));
    const double eccentricity = 0.016708634 - t * (0.000042037 + t * 0.0000001267);
    const double centre =
        radians((1.914602 - t * (0.004817 + t * 0.000014)) * std::sin(anomaly) +
                (0.019993 - t * 0.000101) * std::sin(2 * anomaly) + 0.000289 * std::sin(3 * anomaly));
    const double node = radians(125.04 - 1934.136 * t);
    const double longitude = mean_longitude + centre - radians(0.00569 + 0.00478 * std::sin(node));
    const double obliquity = radians(23 + (26 + (21.448 - t * 46.815) / 60) / 60 + 0.00256 * std::cos(node));
    const double y = std::pow(std::tan(obliquity / 2), 2);
    const double equation = y * std::sin(2 * mean_longitude) - 2 * eccentricity * std::sin(anomaly) +
                            4 * eccentricity * y * std::sin(anomaly) * std::cos(2 * mean_longitude) -
                            y * y / 2 * std::sin(4 * mean_longitude) -
                            1.25 * eccentricity * eccentricity * std::sin(2 * anomaly);
    return {std::asin(std::sin(obliquity) * std::sin(longitude)), equation / (2 * std::numbers::pi)};
}

double zenith_of(SunEvent event) {
    return radians(event == SunEvent::sunrise || event == SunEvent::sunset ? 90.833 : 96);
}

}  // namespace

std::optional<int> sun_minutes(SunEvent event, LocalDay day, const Coordinates& where, TimeZone zone) {
    const bool is_morning = event == SunEvent::dawn || event == SunEvent::sunrise;
    const double north = radians(where.latitude);
    // Noon of the mean sun at that longitude, the one nearest to noon by the clock there.
    const auto clock_noon = to_wall(LocalMinutes(day) + std::chrono::minutes(kMinutesOfDay / 2), zone);
    const double noon = Days(clock_noon.time_since_epoch()).count() + kUnixEpochFromJ2000;
    const double phase = -where.longitude / 360;
    const double mean_noon = phase + std::round(noon - phase);
    double moment = mean_noon;
    for (int round = 0; round < kRounds; ++round) {
        const Sun sun = sun_at(moment);
        const double cosine = std::cos(zenith_of(event)) / (std::cos(north) * std::cos(sun.declination)) -
                              std::tan(north) * std::tan(sun.declination);
        if (!(std::abs(cosine) <= 1)) return std::nullopt;
        const double half_day = degrees(std::acos(cosine)) / 360;
        moment = mean_noon - sun.equation_of_time + (is_morning ? -half_day : half_day);
    }
    const auto instant = base::WallTime(
        std::chrono::duration_cast<base::WallTime::duration>(Days(moment - kUnixEpochFromJ2000)));
    return static_cast<int>((to_local(instant, zone) - LocalMinutes(day)).count());
}

}  // namespace accueil::model
