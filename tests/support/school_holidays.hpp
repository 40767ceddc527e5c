// SPDX-License-Identifier: GPL-3.0-or-later
// School holidays of zone B, for tests and scores: what the feed carries on a kiosk. Any thread.
#pragma once

#include <vector>

#include "sync/model/calendar.hpp"

namespace accueil::support {

/// From the day after the last classes, a Saturday's, to the day before school begins (arrêtés of the
/// ministry of education).
inline std::vector<model::DayRange> school_holidays_of_zone_b() {
    using namespace std::chrono;
    const auto range = [](year_month_day first, year_month_day last) {
        return model::DayRange{local_days(first), local_days(last)};
    };
    return {
        range(2023y / 7 / 9, 2023y / 9 / 3),    range(2023y / 10 / 22, 2023y / 11 / 5),
        range(2023y / 12 / 24, 2024y / 1 / 7),  range(2024y / 2 / 25, 2024y / 3 / 10),
        range(2024y / 4 / 21, 2024y / 5 / 5),   range(2024y / 7 / 7, 2024y / 9 / 1),
        range(2024y / 10 / 20, 2024y / 11 / 3), range(2024y / 12 / 22, 2025y / 1 / 5),
        range(2025y / 2 / 9, 2025y / 2 / 23),   range(2025y / 4 / 6, 2025y / 4 / 21),
        range(2025y / 7 / 6, 2025y / 8 / 31),   range(2025y / 10 / 19, 2025y / 11 / 2),
        range(2025y / 12 / 21, 2026y / 1 / 4),  range(2026y / 2 / 15, 2026y / 3 / 1),
        range(2026y / 4 / 12, 2026y / 4 / 26),  range(2026y / 7 / 5, 2026y / 8 / 31),
        range(2026y / 10 / 18, 2026y / 11 / 1), range(2026y / 12 / 20, 2027y / 1 / 3),
        range(2027y / 2 / 21, 2027y / 3 / 7),   range(2027y / 4 / 18, 2027y / 5 / 2),
    };
}

}  // namespace accueil::support
