// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/model/local_time.hpp"

#include <charconv>

namespace accueil::model {

namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::sys_days;
using std::chrono::sys_seconds;
using std::chrono::year;

struct Summer {
    sys_seconds begin, end;
};

Summer summer_in_europe(year y) {
    using namespace std::chrono;
    return {sys_days(y / March / Sunday[last]) + hours(1), sys_days(y / October / Sunday[last]) + hours(1)};
}

// 02:00 by the clock in force: 05:00 UTC before the change of March, 04:00 UTC before that of November.
Summer summer_in_miquelon(year y) {
    using namespace std::chrono;
    return {sys_days(y / March / Sunday[2]) + hours(5), sys_days(y / November / Sunday[1]) + hours(4)};
}

minutes standard_offset(TimeZone zone) {
    switch (zone) {
        case TimeZone::paris:
            return hours(1);
        case TimeZone::miquelon:
            return hours(-3);
        case TimeZone::antilles:
            return hours(-4);
        case TimeZone::guyane:
            return hours(-3);
        case TimeZone::reunion:
            return hours(4);
        case TimeZone::mayotte:
            return hours(3);
        case TimeZone::noumea:
            return hours(11);
        case TimeZone::tahiti:
            return hours(-10);
        case TimeZone::wallis:
            return hours(12);
    }
    return hours(0);
}

bool has_summer(TimeZone zone) {
    return zone == TimeZone::paris || zone == TimeZone::miquelon;
}

base::WallTime minus(LocalMinutes local, minutes offset) {
    return base::WallTime(local.time_since_epoch() - offset);
}

bool shows(base::WallTime time, TimeZone zone, LocalMinutes local) {
    return to_local(time, zone) == local;
}

}  // namespace

minutes utc_offset(base::WallTime time, TimeZone zone) {
    const auto standard = standard_offset(zone);
    if (!has_summer(zone)) return standard;
    const auto seconds = std::chrono::floor<std::chrono::seconds>(time);
    const year y = std::chrono::year_month_day(std::chrono::floor<std::chrono::days>(seconds)).year();
    const Summer summer = zone == TimeZone::paris ? summer_in_europe(y) : summer_in_miquelon(y);
    return seconds >= summer.begin && seconds < summer.end ? standard + hours(1) : standard;
}

LocalMinutes to_local(base::WallTime time, TimeZone zone) {
    const auto whole = std::chrono::floor<minutes>(time);
    return LocalMinutes(whole.time_since_epoch() + utc_offset(time, zone));
}

base::WallTime to_wall(LocalMinutes local, TimeZone zone) {
    const auto standard = minus(local, standard_offset(zone));
    if (!has_summer(zone)) return standard;
    const auto summer = minus(local, standard_offset(zone) + hours(1));
    return shows(summer, zone, local) ? summer : standard;
}

bool is_skipped(LocalMinutes local, TimeZone zone) {
    return !shows(to_wall(local, zone), zone, local);
}

bool is_repeated(LocalMinutes local, TimeZone zone) {
    return has_summer(zone) && shows(minus(local, standard_offset(zone) + hours(1)), zone, local) &&
           shows(minus(local, standard_offset(zone)), zone, local);
}

namespace {

// All of `text` as a number without a sign; -1 for another text.
int digits_of(std::string_view text) {
    int value = -1;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
    return read.ec == std::errc() && read.ptr == text.data() + text.size() && text[0] != '-' ? value : -1;
}

}  // namespace

std::optional<LocalDay> read_day(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
    const int y = digits_of(text.substr(0, 4)), month = digits_of(text.substr(5, 2)),
              day = digits_of(text.substr(8, 2));
    const auto date = year{y} / month / day;
    if (y < 0 || month < 0 || day < 0 || !date.ok()) return std::nullopt;
    return LocalDay(date);
}

std::optional<LocalMinutes> read_minutes(std::string_view text) {
    if (text.size() != 16 || text[10] != 'T' || text[13] != ':') return std::nullopt;
    const auto day = read_day(text.substr(0, 10));
    const int hour = digits_of(text.substr(11, 2)), minute = digits_of(text.substr(14, 2));
    if (!day || hour < 0 || hour > 23 || minute < 0 || minute > 59) return std::nullopt;
    return LocalMinutes(*day) + hours(hour) + minutes(minute);
}

}  // namespace accueil::model
