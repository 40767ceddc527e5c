// SPDX-License-Identifier: GPL-3.0-or-later
// Tiles from an MBTiles file: read, unpack, decode, draw; beyond the file's last zoom from the ancestor that
// it has. One a worker thread; opened there, since nothing on the UI thread may wait for the disk.
#pragma once

#include <filesystem>
#include <functional>
#include <list>
#include <memory>
#include <optional>

#include "kiosk/map/mbtiles.hpp"
#include "kiosk/map/mvt.hpp"
#include "kiosk/map/tile.hpp"

namespace accueil::map {

class VectorTileMaker final : public TileMaker {
  public:
    explicit VectorTileMaker(std::filesystem::path file, Schema schema = Schema::national)
        : m_file(std::move(file)), m_schema(schema) {}
    Tile make(const TileRequest& request) override;

  private:
    using Decoded = std::shared_ptr<const MvtTile>;
    Decoded decoded(TileId source, const Style& style);
    MbTiles* file();

    std::filesystem::path m_file;
    Schema m_schema;
    bool m_tried = false;
    std::optional<MbTiles> m_tiles;
    std::list<std::pair<TileId, Decoded>> m_recent;  // newest first; children of one ancestor come together
    StylePtr m_style;
};

}  // namespace accueil::map
