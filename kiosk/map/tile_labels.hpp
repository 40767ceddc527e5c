// SPDX-License-Identifier: GPL-3.0-or-later
// Picks the names of a decoded tile, so that the UI thread has only to place them. Called by paint_tile on
// tile workers; no state.
#pragma once

#include <vector>

#include "kiosk/map/tile_painter.hpp"

namespace accueil::map {

/// The names of the points and lines of `part` that are inside the tile.
void add_labels(const TilePart& part, const TileRequest& request, std::vector<TileLabel>& labels);

/// Lines of one name that meet become one; what is too short for any name goes.
void join_labels(std::vector<TileLabel>& labels, const TileRequest& request);

}  // namespace accueil::map
