// SPDX-License-Identifier: GPL-3.0-or-later
// Draws a decoded vector tile with Cairo and picks its labels. Called by tile workers; no state.
#pragma once

#include "kiosk/map/mvt.hpp"
#include "kiosk/map/tile.hpp"

namespace accueil::map {

/// `source` is the id of the tile that `data` came from: request.id itself, or an ancestor that is drawn
/// larger.
Tile paint_tile(const MvtTile& data, TileId source, const TileRequest& request);

}  // namespace accueil::map
