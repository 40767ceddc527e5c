// SPDX-License-Identifier: GPL-3.0-or-later
// Whether a service has room, as long as what was said of it may still be true. Pure.
#pragma once

#include "sync/model/local_time.hpp"
#include "sync/model/records.hpp"

namespace accueil::model {

/// A waiting room fills within days: after two weeks what was said of it is not known any more.
inline constexpr int kCapacityDays = 14;

/// What is known today; unknown where nothing was said, or too long ago, or for a day to come (its clock or
/// the kiosk's is wrong).
Capacity capacity_today(const Service& service, LocalDay today);

}  // namespace accueil::model
