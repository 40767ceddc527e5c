// SPDX-License-Identifier: GPL-3.0-or-later
#include "kiosk/screens/openings.hpp"

#include <algorithm>
#include <limits>
#include <set>
#include <tuple>

#include "kiosk/screens/parts.hpp"

namespace accueil::screens {

namespace {

void add_openings(const Context& context, const query::PlaceRow& row, const model::Service& service, int days,
                  std::vector<Opening>& openings) {
    const auto status =
        status_of(context, hours_of(row.place, &service), row.place.coordinates, row.place.id);
    if (status.state == model::OpeningState::open) {
        openings.push_back({&row, context.now, status.changes_at, true});
        if (!status.changes_at) return;
    }
    for (const auto& day : days_of(context, row.place, &service, model::day_of(context.now), days)) {
        if (day.reason != model::ConfirmReason::none) continue;
        for (const auto& interval : day.intervals)
            if (interval.state == model::HoursState::open && interval.from > context.now)
                openings.push_back({&row, interval.from, interval.to, false});
    }
}

}  // namespace

std::vector<Opening> openings_of(const Context& context, const std::vector<query::PlaceRow>& rows, int days) {
    std::vector<Opening> openings;
    for (const auto& row : rows) {
        std::set<std::string> seen;
        for (const auto& service : row.services) {
            const auto& own = service.opening_hours.empty() ? row.place.opening_hours : service.opening_hours;
            if (seen.insert(own).second) add_openings(context, row, service, days, openings);
        }
    }
    std::stable_sort(openings.begin(), openings.end(), [](const Opening& a, const Opening& b) {
        if (a.is_now != b.is_now) return a.is_now;
        constexpr auto kEndless = model::LocalMinutes::max();
        // Of two that are open now the one that is open for longer.
        if (a.is_now) return a.to.value_or(kEndless) > b.to.value_or(kEndless);
        return a.from < b.from;
    });
    // The same hours of several services of a place are one opening.
    std::set<std::tuple<const query::PlaceRow*, model::LocalMinutes, model::LocalMinutes>> known;
    std::erase_if(openings, [&](const Opening& opening) {
        return !known.insert({opening.row, opening.from, opening.to.value_or(model::LocalMinutes::max())})
                    .second;
    });
    return openings;
}

}  // namespace accueil::screens
