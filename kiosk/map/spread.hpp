// SPDX-License-Identifier: GPL-3.0-or-later
// How markers that stand on one spot are spread so that a finger can mean one of them: legs from the spot,
// and a marker at the end of each. Pure geometry, asked by MapView; any thread.
#pragma once

#include <vector>

#include "sync/base/geometry.hpp"

namespace accueil::map {

/// More are given as a list: a wider spread could not be looked over, nor fit on a low glass.
inline constexpr std::size_t kMostSpread = 24;
/// A target's side: the ends of two legs are never nearer.
inline constexpr float kSpreadApart = 72;
/// Around the end of each leg: a marker that is selected, with its ring.
inline constexpr float kSpreadReach = 48;

/// Where the legs end, from `place`, design pixels: up to eight on a circle, clockwise from the north; more
/// on a spiral. All of them are moved together so that the markers are inside `room` where it is wide enough,
/// else in its middle.
std::vector<base::Point> spread_offsets(std::size_t count, base::Point place, const base::Rect& room);

}  // namespace accueil::map
