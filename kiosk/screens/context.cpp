// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdio>

#include "kiosk/screens/screen.hpp"

namespace accueil::screens {

std::string Context::day(const std::string& iso) const {
    int year = 0, month = 0, day = 0;
    const int fields = std::sscanf(iso.c_str(), "%4d-%2d-%2d", &year, &month, &day);
    if (fields < 1) return iso;
    if (fields == 1 || month < 1 || month > 12) return std::to_string(year);
    const std::string month_name = tr("date.month." + std::to_string(month));
    if (fields == 2) return tr("date.month_year", {{"month", month_name}, {"year", std::to_string(year)}});
    return tr("date.long", {{"day", day == 1 ? tr("date.first") : std::to_string(day)},
                            {"month", month_name},
                            {"year", std::to_string(year)}});
}

}  // namespace accueil::screens
