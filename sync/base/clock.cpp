// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/base/clock.hpp"

#include <algorithm>
#include <cstdio>
#include <string_view>

namespace accueil::base {

namespace chrono = std::chrono;

namespace {

// A WallTime counts nanoseconds from 1970 on and ends with the year 2262; between these two any difference
// can be told, too.
constexpr chrono::sys_seconds kEarliest{};
constexpr chrono::sys_seconds kLatest = chrono::sys_days{chrono::year{2250} / 1 / 1};

}  // namespace

std::string format_utc(WallTime time) {
    const auto day = chrono::floor<chrono::days>(time);
    const chrono::year_month_day date{day};
    const chrono::hh_mm_ss clock{chrono::floor<chrono::seconds>(time - day)};
    char text[32];
    std::snprintf(text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02dZ", static_cast<int>(date.year()),
                  static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                  static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
                  static_cast<int>(clock.seconds().count()));
    return text;
}

Result<WallTime> parse_utc(const std::string& text) {
    int year = 0, hour = 0, minute = 0, second = 0;
    unsigned month = 0, day = 0;
    int used = 0;
    const int fields = std::sscanf(text.c_str(), "%4d-%2u-%2uT%2d:%2d:%2dZ%n", &year, &month, &day, &hour,
                                   &minute, &second, &used);
    // sscanf takes signs and spaces for parts of a number.
    constexpr std::string_view kForm = "0000-00-00T00:00:00Z";
    for (std::size_t i = 0; i < kForm.size() && i < text.size(); ++i)
        if (kForm[i] == '0' && (text[i] < '0' || text[i] > '9')) used = 0;
    const chrono::year_month_day date{chrono::year{year}, chrono::month{month}, chrono::day{day}};
    if (fields != 6 || used != 20 || text.size() != 20 || !date.ok() || hour < 0 || hour > 23 || minute < 0 ||
        minute > 59 || second < 0 || second > 60) {
        return fail(ErrorCode::bad_format, "not a UTC date and time: \"" + text + "\"");
    }
    const chrono::sys_seconds time =
        chrono::sys_days{date} + chrono::hours{hour} + chrono::minutes{minute} + chrono::seconds{second};
    return WallTime(std::clamp(time, kEarliest, kLatest));
}

}  // namespace accueil::base
