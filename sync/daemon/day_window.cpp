// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/daemon/day_window.hpp"

#include <cstdio>
#include <ctime>

namespace accueil::daemon {

using std::chrono::minutes;

base::Result<DayWindow> DayWindow::parse(const std::string& text) {
    DayWindow window;
    if (text.empty()) return window;
    int from_hour = 0, from_minute = 0, to_hour = 0, to_minute = 0, length = 0;
    const int fields = std::sscanf(text.c_str(), "%2d:%2d-%2d:%2d%n", &from_hour, &from_minute, &to_hour,
                                   &to_minute, &length);
    const auto is_time = [](int hour, int minute) {
        return hour >= 0 && minute >= 0 && ((hour < 24 && minute < 60) || (hour == 24 && minute == 0));
    };
    if (fields != 4 || static_cast<std::size_t>(length) != text.size() || !is_time(from_hour, from_minute) ||
        !is_time(to_hour, to_minute))
        return base::fail(base::ErrorCode::bad_format, "\"" + text + "\" is not like 22:00-06:00");
    window.m_from = minutes(from_hour * 60 + from_minute);
    window.m_to = minutes(to_hour * 60 + to_minute);
    return window;
}

bool DayWindow::contains(base::WallTime time) const {
    if (!m_from) return true;
    const std::time_t seconds = std::chrono::system_clock::to_time_t(time);
    std::tm local{};
    ::localtime_r(&seconds, &local);
    const minutes now(local.tm_hour * 60 + local.tm_min);
    if (*m_from <= *m_to) return now >= *m_from && now < *m_to;
    return now >= *m_from || now < *m_to;
}

}  // namespace accueil::daemon
