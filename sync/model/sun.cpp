// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/model/sun.hpp"

#include <cmath>
#include <numbers>

namespace accueil::model {

namespace {

constexpr double kRadians = std::numbers::pi / 180;
constexpr double kTurn = 2 * std::numbers::pi;
constexpr double kUnixEpochFromJ2000 = -10957.5;  ///< days from 2000-01-01 12:00 UTC to the Unix epoch
constexpr double kObliquity = 23.4397 * kRadians;
constexpr double kPerihelion = 102.9372 * kRadians;  ///< ecliptic longitude of the earth's perihelion
constexpr double kMeanTransit = 0.0009;              ///< days: leap seconds since J2000 in the mean solar day

double mean_anomaly(double days) {
    return (357.5291 + 0.98560028 * days) * kRadians;
}

double ecliptic_longitude(double anomaly) {
    const double centre =
        (1.9148 * std::sin(anomaly) + 0.02 * std::sin(2 * anomaly) + 0.0003 * std::sin(3 * anomaly)) *
        kRadians;
    return anomaly + centre + kPerihelion + std::numbers::pi;
}

double height_of(SunEvent event) {
    return (event == SunEvent::sunrise || event == SunEvent::sunset ? -0.833 : -6.0) * kRadians;
}

}  // namespace

std::optional<int> sun_minutes(SunEvent event, LocalDay day, const Coordinates& where, TimeZone zone) {
    const auto noon = to_wall(LocalMinutes(day) + std::chrono::minutes(kMinutesOfDay / 2), zone);
    const double days_to_noon =
        std::chrono::duration<double, std::ratio<86400>>(noon.time_since_epoch()).count() +
        kUnixEpochFromJ2000;
    const double west = -where.longitude * kRadians;
    const double north = where.latitude * kRadians;

    // The sun's transit nearest to the clock's noon, then as long before and after it as the height asks.
    const double cycle = std::round(days_to_noon - kMeanTransit - west / kTurn);
    const double mean_noon = kMeanTransit + west / kTurn + cycle;
    const double anomaly = mean_anomaly(mean_noon);
    const double longitude = ecliptic_longitude(anomaly);
    const double declination = std::asin(std::sin(longitude) * std::sin(kObliquity));
    const double equation = 0.0053 * std::sin(anomaly) - 0.0069 * std::sin(2 * longitude);
    const double cosine = (std::sin(height_of(event)) - std::sin(north) * std::sin(declination)) /
                          (std::cos(north) * std::cos(declination));
    if (!(std::abs(cosine) <= 1)) return std::nullopt;
    const double half_day = std::acos(cosine) / kTurn;
    const bool is_morning = event == SunEvent::dawn || event == SunEvent::sunrise;
    const double moment = mean_noon + equation + (is_morning ? -half_day : half_day);

    using Days = std::chrono::duration<double, std::ratio<86400>>;
    const auto instant = base::WallTime(
        std::chrono::duration_cast<base::WallTime::duration>(Days(moment - kUnixEpochFromJ2000)));
    return static_cast<int>((to_local(instant, zone) - LocalMinutes(day)).count());
}

}  // namespace accueil::model
