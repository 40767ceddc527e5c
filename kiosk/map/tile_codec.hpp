// SPDX-License-Identifier: GPL-3.0-or-later
// A finished tile as bytes of a file, and back: pixels and names in one zstd frame with its checksum. Called
// by tile workers for the disk cache; pure.
#pragma once

#include <string>
#include <string_view>

#include "kiosk/map/tile.hpp"

namespace accueil::map {

/// `key` says what the tile is of; it comes back only to who asks for just that. The tile has an image.
base::Result<std::string> encode_tile(const Tile& tile, std::string_view key);

/// corrupt for anything that encode_tile did not make for this request and key.
base::Result<Tile> decode_tile(std::string_view bytes, std::string_view key, const TileRequest& request);

}  // namespace accueil::map
