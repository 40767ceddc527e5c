// SPDX-License-Identifier: GPL-3.0-or-later
// Tiles from map files: read, unpack, decode, draw, one file over the other; beyond a file's last zoom from
// the ancestor that it has. One a worker thread; files are opened there, since nothing on the UI thread may
// wait for the disk.
#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>

#include "kiosk/map/decoded_tiles.hpp"
#include "kiosk/map/mbtiles.hpp"
#include "kiosk/map/tile.hpp"
#include "kiosk/map/tile_disk_cache.hpp"

namespace accueil::map {

/// How the tiles of all workers came about, so far.
struct TileCounts {
    std::atomic<std::uint64_t> drawn = 0, from_disk = 0, decoded = 0;
};

/// What the workers share. Any of them may be left out.
struct SharedTiles {
    std::shared_ptr<DecodedTiles> decoded = std::make_shared<DecodedTiles>();
    std::shared_ptr<TileDiskCache> disk;  ///< null: nothing is kept on disk
    std::shared_ptr<TileCounts> counts = std::make_shared<TileCounts>();
};

class VectorTileMaker final : public TileMaker {
  public:
    explicit VectorTileMaker(SharedTiles shared = {}) : m_shared(std::move(shared)) {}
    Tile make(const TileRequest& request) override;
    void keep(const Tile& tile) override;

  private:
    MbTiles* file(const TileSource& source);
    DecodedTiles::Ptr decoded(const TileSource& source, TileId id, const StylePtr& style);
    std::shared_ptr<const DecodedTile> read(const TileSource& source, TileId id, const Style& style);

    SharedTiles m_shared;
    TileSourcesPtr m_sources;                                         // whose files are open
    std::unordered_map<std::string, std::optional<MbTiles>> m_files;  // by path; empty: it did not open
    std::string m_key;  // of what make() made last; empty: it is not worth keeping
};

}  // namespace accueil::map
