// SPDX-License-Identifier: GPL-3.0-or-later
// Which map files there are, and which of them shows where: the national one below, towns' over it. Opened on
// the loader thread; immutable, shared by the UI thread and the tile workers.
#pragma once

#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "kiosk/map/mbtiles.hpp"
#include "kiosk/map/style.hpp"

namespace accueil::map {

/// base lies under everything, wherever it has tiles; a town's map lies over it where that is worth it.
enum class SourceRole { base, town };

/// An MBTiles file as it was found when it was opened.
struct TileSource {
    /// A town's map shows from the first zoom at which its bounds are this wide (design pixels): smaller it
    /// would be a stamp on the country, and tiles of whole towns are the slowest to draw.
    static constexpr double kWorthwhile = 300;

    std::filesystem::path path;
    std::string digest;  ///< SHA-256 of the file, hexadecimal: finished tiles are kept under it
    SourceRole role = SourceRole::base;
    Schema schema = Schema::national;
    MbTilesInfo info;          ///< its attribution is plain text
    WorldRect area;            ///< its bounds, and no more than it has tiles for
    int from_zoom = 0;         ///< of the tiles that it has a part in
    bool owed_to_osm = false;  ///< it names nobody, and its schema is OpenStreetMap's

    bool covers(TileId id) const;
    /// How far one may zoom in over it.
    int deepest() const;
    bool operator==(const TileSource&) const = default;
};

using TileSources = std::vector<TileSource>;
using TileSourcesPtr = std::shared_ptr<const TileSources>;

/// Looks into the file: schema, bounds, whom to thank. The errors of MbTiles::open; `digest` empty: it is
/// made here.
base::Result<TileSource> open_source(const std::filesystem::path& path, SourceRole role,
                                     std::string digest = {});

/// The base and the towns over it, in the order in which they are drawn: larger towns' maps first.
TileSourcesPtr make_sources(std::vector<TileSource> sources);

/// The sources that have a part in a tile, the bottom one first.
std::vector<const TileSource*> sources_of(const TileSources& sources, TileId id);

/// The sources that show in `area` of the world when tiles of zoom `z` are on screen.
std::vector<const TileSource*> sources_in_sight(const TileSources& sources, const WorldRect& area, int z);

/// Attribution as files carry it, without its HTML and at most a line long.
std::string plain_attribution(std::string_view html);

}  // namespace accueil::map
