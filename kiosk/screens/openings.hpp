// SPDX-License-Identifier: GPL-3.0-or-later
// The openings to come of several places, in the order of time. Pure; UI thread.
#pragma once

#include <optional>
#include <vector>

#include "kiosk/screens/screen.hpp"

namespace accueil::screens {

/// [from, to), certain; what is under way began when it began.
struct Opening {
    const query::PlaceRow* row;
    model::LocalMinutes from;
    std::optional<model::LocalMinutes> to;  ///< nothing: no end in sight
    bool is_now = false;
};

/// All that are certain and not over before `days` days from today are, each place's hours once, by their
/// beginning; what is open now first, what is open for longest first of them. `rows` outlives the answer.
std::vector<Opening> openings_of(const Context& context, const std::vector<query::PlaceRow>& rows, int days);

}  // namespace accueil::screens
