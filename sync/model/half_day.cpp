// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/model/half_day.hpp"

#include <ctime>

namespace accueil::model {

namespace {

constexpr std::size_t kDateLength = 10;  // "2026-11-23"

HalfDay half_day(int year, int month, int day, bool is_afternoon) {
    using namespace std::chrono;
    const sys_days date = std::chrono::year{year} / static_cast<unsigned>(month) / static_cast<unsigned>(day);
    return {date.time_since_epoch().count() * 2 + (is_afternoon ? 1 : 0)};
}

}  // namespace

std::string HalfDay::text() const {
    const bool is_afternoon = (number & 1) != 0;
    const auto days = std::chrono::sys_days(std::chrono::days((number - (is_afternoon ? 1 : 0)) / 2));
    return base::format_utc(days).substr(0, kDateLength) + (is_afternoon ? "-pm" : "-am");
}

base::Result<HalfDay> HalfDay::parse(std::string_view text) {
    const bool is_afternoon = text.ends_with("-pm");
    if (text.size() != kDateLength + 3 || (!is_afternoon && !text.ends_with("-am")))
        return base::fail(base::ErrorCode::bad_format, "not a half-day such as 2026-11-23-am");
    const auto midnight = TRY(base::parse_utc(std::string(text.substr(0, kDateLength)) + "T00:00:00Z"));
    auto parsed = of_utc(midnight);
    if (is_afternoon) ++parsed.number;
    return parsed;
}

HalfDay HalfDay::of_utc(base::WallTime time) {
    using Half = std::chrono::duration<std::int64_t, std::ratio<43200>>;
    return {std::chrono::floor<Half>(time).time_since_epoch().count()};
}

HalfDay HalfDay::of_local(base::WallTime time) {
    const std::time_t seconds = std::chrono::system_clock::to_time_t(time);
    std::tm local{};
    if (::localtime_r(&seconds, &local) == nullptr) return of_utc(time);
    return half_day(local.tm_year + 1900, local.tm_mon + 1, local.tm_mday, local.tm_hour >= 12);
}

}  // namespace accueil::model
