// SPDX-License-Identifier: GPL-3.0-or-later
// Draws a decoded vector tile with Cairo and picks its labels. Called by tile workers; no state.
#pragma once

#include <optional>
#include <span>

#include "kiosk/map/mvt.hpp"
#include "kiosk/map/tile.hpp"

namespace accueil::map {

/// One file's part of a tile.
struct TilePart {
    const MvtTile& data;
    TileId source;  ///< what `data` came from: the tile itself, or an ancestor that is drawn larger
    Schema schema = Schema::national;
    std::optional<WorldRect> within;  ///< drawn and named inside it alone, over the parts before
    draw::ImagePtr picture{};         ///< of a file of pictures, in the place of `data`
};

/// The parts one over the other, the first at the bottom; where none of them is, nothing is known.
Tile paint_tile(std::span<const TilePart> parts, const TileRequest& request);

}  // namespace accueil::map
