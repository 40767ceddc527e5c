// SPDX-License-Identifier: GPL-3.0-or-later
// Moments written as text, calendars, and expressions put together at random, for tests of opening hours. Any
// thread.
#pragma once

#include <array>
#include <random>
#include <string>
#include <vector>

#include "sync/base/clock.hpp"
#include "sync/model/opening_hours.hpp"
#include "tests/support/school_holidays.hpp"

namespace accueil::support {

inline constexpr model::Coordinates kNantes{47.2184, -1.5536};

/// "2026-11-25 10:00"
inline model::LocalMinutes at(const std::string& text) {
    const auto utc = base::parse_utc(text.substr(0, 10) + "T" + text.substr(11) + ":00Z").value();
    return model::LocalMinutes(std::chrono::floor<std::chrono::minutes>(utc).time_since_epoch());
}

/// "2026-11-25"
inline model::LocalDay on(const std::string& date) {
    return model::day_of(at(date + " 00:00"));
}

inline std::string show(model::LocalMinutes time) {
    auto text = base::format_utc(base::WallTime(time.time_since_epoch())).substr(0, 16);
    text[10] = ' ';
    return text;
}

inline std::string show(model::LocalDay day) {
    return show(model::LocalMinutes(day)).substr(0, 10);
}

inline const model::Calendar& calendar_of_nantes() {
    static const model::Calendar calendar(model::Territory::metropole, school_holidays_of_zone_b());
    return calendar;
}

inline model::HoursContext nantes() {
    return {calendar_of_nantes(), kNantes};
}

/// An expression of the language, put together of all its parts.
class RandomHours {
  public:
    explicit RandomHours(unsigned seed) : m_random(seed) {}

    std::string expression() {
        std::string text = rule();
        for (int more = below(4); more > 0; --more)
            text += pick({"; ", "; ", "; ", ", ", " || "}) + rule();
        return text;
    }

  private:
    int below(int end) { return static_cast<int>(m_random() % static_cast<unsigned>(end)); }
    bool chance(int percent) { return below(100) < percent; }
    std::string pick(std::vector<std::string> choices) {
        return choices[static_cast<std::size_t>(below(static_cast<int>(choices.size())))];
    }
    static std::string two(int number) { return (number < 10 ? "0" : "") + std::to_string(number); }

    std::string rule() {
        std::string text;
        if (chance(8)) text += pick({"2026 ", "2025-2027 ", "2024/2 ", "2026+ "});
        if (chance(20)) text += date() + (chance(30) ? "," + date() : "") + " ";
        if (chance(8)) text += "week " + two(1 + below(20)) + pick({"", "-53", "-52/2"}) + " ";
        if (chance(8))
            text += pick({"PH ", "SH ", "PH,SH "}) + weekday() + " ";
        else if (chance(80))
            text += day() + (chance(40) ? "," + day() : "") + " ";
        if (chance(80)) text += span() + (chance(50) ? "," + span() : "") + " ";
        text += pick({"", "", "", "open", "off", "unknown"});
        if (chance(10)) text += " \"sur rendez-vous\"";
        if (text.find_first_not_of(' ') == std::string::npos) return "off";
        // A comma after mere days would be refused.
        const bool is_complete = text.find(':') != std::string::npos || text.back() != ' ';
        return is_complete ? text : text + "open";
    }
    std::string weekday() { return pick({"Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"}); }
    std::string day() {
        switch (below(6)) {
            case 0:
                return weekday() + "-" + weekday();
            case 1:
                return weekday() + "[" + pick({"1", "1,3", "-1", "2-4", "5"}) + "]" +
                       pick({"", " +1 day", " -2 days"});
            case 2:
                return pick({"PH", "SH", "PH -1 day", "SH +1 day"});
            default:
                return weekday();
        }
    }
    std::string date() {
        const std::string month = pick({"Jan", "Feb", "Apr", "May", "Nov", "Dec"});
        switch (below(5)) {
            case 0:
                return month;
            case 1:
                return month + "-" + pick({"Mar", "Jun", "Dec"});
            case 2:
                return month + " " + two(1 + below(28)) + "-" + pick({"Jan", "Aug"}) + " " +
                       two(1 + below(28));
            case 3:
                return pick({"easter", "easter -2 days", "easter +39 days"});
            default:
                return month + " " + two(1 + below(14)) + pick({"", "-28", "-28/3"});
        }
    }
    std::string clock(int hours) { return two(hours) + ":" + two(5 * below(12)); }
    std::string span() {
        switch (below(8)) {
            case 0:
                return clock(below(24)) + "+";
            case 1:
                return clock(below(12)) + "-" + clock(12 + below(28)) + "+";
            case 2:
                return pick({"sunrise-sunset", "(sunset-01:00)-23:00", "dusk-dawn", "10:00-sunset"});
            case 3:
                return clock(below(24)) + "-" + clock(24 + below(20));
            default:
                return clock(below(24)) + "-" + clock(below(24));
        }
    }

    std::mt19937 m_random;
};

}  // namespace accueil::support
