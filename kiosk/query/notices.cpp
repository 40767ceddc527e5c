// SPDX-License-Identifier: GPL-3.0-or-later
#include "kiosk/query/notices.hpp"

#include <algorithm>

namespace accueil::query {

namespace {

bool names(const std::vector<std::string>& list, const std::string& name) {
    return !name.empty() && std::find(list.begin(), list.end(), name) != list.end();
}

template <class Test>
std::vector<const model::Notice*> in_force(const std::vector<model::Notice>& notices, model::LocalMinutes now,
                                           const Test& test) {
    std::vector<const model::Notice*> found;
    for (const auto& notice : notices)
        if (is_in_force(notice, now) && test(notice)) found.push_back(&notice);
    std::stable_sort(found.begin(), found.end(), [](const auto* a, const auto* b) {
        return a->urgency != b->urgency ? a->urgency > b->urgency : a->start > b->start;
    });
    return found;
}

}  // namespace

bool is_for(const model::Notice& notice, const Kiosk& kiosk) {
    if (notice.places.empty() && notice.kiosks.empty() && notice.groups.empty()) return true;
    return names(notice.kiosks, kiosk.id) ||
           std::any_of(kiosk.groups.begin(), kiosk.groups.end(),
                       [&](const auto& group) { return names(notice.groups, group); });
}

bool is_in_force(const model::Notice& notice, model::LocalMinutes now) {
    const auto start = model::read_minutes(notice.start), end = model::read_minutes(notice.end);
    return (notice.start.empty() || (start && *start <= now)) && end && now < *end;
}

std::vector<const model::Notice*> notices_now(const FeedSummary& feed, model::LocalMinutes now) {
    return in_force(feed.notices, now, [](const model::Notice&) { return true; });
}

std::vector<const model::Notice*> notices_of_place(const FeedSummary& feed, const std::string& place,
                                                   model::LocalMinutes now) {
    return in_force(feed.place_notices, now,
                    [&](const model::Notice& notice) { return names(notice.places, place); });
}

}  // namespace accueil::query
