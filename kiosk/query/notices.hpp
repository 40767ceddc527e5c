// SPDX-License-Identifier: GPL-3.0-or-later
// Which notices are in force: asked at display time with the territory's local time, so that one begins and
// ends without new content. Pure; any thread.
#pragma once

#include <string>
#include <vector>

#include "kiosk/query/content.hpp"

namespace accueil::query {

/// Whether a kiosk shows it on every screen.
bool is_for(const model::Notice& notice, const Kiosk& kiosk);

/// False too for one whose times cannot be read: it would never end.
bool is_in_force(const model::Notice& notice, model::LocalMinutes now);

/// Those of this kiosk that are in force: the most urgent first; of two, the one that began last.
std::vector<const model::Notice*> notices_now(const FeedSummary& feed, model::LocalMinutes now);
/// The same of a place.
std::vector<const model::Notice*> notices_of_place(const FeedSummary& feed, const std::string& place,
                                                   model::LocalMinutes now);

}  // namespace accueil::query
