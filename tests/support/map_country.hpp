// SPDX-License-Identifier: GPL-3.0-or-later
// A country of one tile, a town of three in it, and a style that tells them apart. One thread.
#pragma once

#include "kiosk/map/vector_tiles.hpp"
#include "tests/support/map_maker.hpp"
#include "tests/support/temp_dir.hpp"

namespace accueil::support {

using map::make_sources;
using map::open_source;
using map::SourceRole;
using map::StylePtr;
using map::Tile;
using map::TileId;
using map::TileLabel;
using map::TileSource;
using map::TileSourcesPtr;
using map::WorldRect;

inline constexpr draw::Color kRed{255, 0, 0, 255}, kBlue{0, 0, 255, 255}, kGreen{0, 255, 0, 255};

/// The country is red, a town blue, what nobody knows green.
inline StylePtr style() {
    static const StylePtr kStyle = map::Style::parse(R"({
        "name": "test", "background": "#FFFFFF", "outside": "#00FF00", "furniture": "#000000", "furniture_halo": "#FFFFFF",
        "layers": [{"id": "land", "source_layer": "land", "fill": "#FF0000"},
                   {"id": "town", "schema": "openmaptiles", "source_layer": "transportation", "fill": "#0000FF"}],
        "labels": [{"id": "a", "source_layer": "place", "name": ["name"], "color": "#000000", "halo": "#FFFFFF"},
                   {"id": "b", "schema": "openmaptiles", "source_layer": "place", "name": ["name"], "color": "#000000",
                    "halo": "#FFFFFF"}],
        "markers": {"circle": {"fill": "#000000", "icon": "#FFFFFF"}, "square": {"fill": "#000000", "icon": "#FFFFFF"},
                    "diamond": {"fill": "#000000", "icon": "#FFFFFF"}, "triangle": {"fill": "#000000", "icon": "#FFFFFF"},
                    "hexagon": {"fill": "#000000", "icon": "#FFFFFF"}, "drop": {"fill": "#000000", "icon": "#FFFFFF"},
                    "cluster": {"fill": "#000000", "icon": "#FFFFFF"}, "place": {"fill": "#FFFFFF", "icon": "#000000"},
        "here": {"fill": "#FFFFFF", "icon": "#000000"}, "outline": "#FFFFFF", "shadow": "#000000",
                    "selected_ring": "#000000"}})",
                                                     "test.json")
                                       .value();
    return kStyle;
}

inline constexpr TileId kNear{12, 2030, 1430};  // where the country and the town meet

/// The rectangle of the town: about the left half of kNear, and the two tiles before it. At no whole pixel.
inline WorldRect town_area() {
    const WorldRect tile = kNear.world_rect();
    return {tile.left - 2 * tile.width(), tile.top - 1e-6, tile.left + 0.4961 * tile.width(),
            tile.bottom + 1e-6};
}

inline std::string all_of(const std::string& layer, const std::string& name, int x = 2000) {
    return LayerMaker(layer).square(-64, -64, 4160, 4160).tile() +
           LayerMaker("place").named(name, {x, 2000}).tile();
}

/// A country of one tile, and a town of three in it.
struct Country {
    TempDir folder;
    TileSource base, town;

    Country() {
        {
            MapFile file(folder / "country.mbtiles");
            file.meta("attribution", "Le pays").meta("minzoom", "0").meta("maxzoom", "0");
            file.tile({0, 0, 0}, all_of("land", "Pays"));
        }
        {
            MapFile file(folder / "town.mbtiles");
            file.meta("minzoom", "12").meta("maxzoom", "12").bounds(town_area());
            for (int x = kNear.x - 2; x <= kNear.x; ++x)
                file.tile({12, x, kNear.y}, all_of("transportation", "Ville", 1000));
        }
        base = open_source(folder / "country.mbtiles", SourceRole::base).value();
        town = open_source(folder / "town.mbtiles", SourceRole::town).value();
    }
    TileSourcesPtr both() const { return make_sources({base, town}); }
};

inline Tile make(const TileSourcesPtr& sources, TileId id, int side = 128) {
    return map::VectorTileMaker().make({id, side, 1, style(), sources});
}

inline draw::Color pixel(const draw::Image& image, int x, int y) {
    const std::uint8_t* at = image.rgba().data() + (y * image.width() + x) * 4;
    return {at[0], at[1], at[2], at[3]};
}

inline std::vector<std::string> names(const Tile& tile) {
    std::vector<std::string> found;
    for (const TileLabel& label : tile.labels)
        found.push_back(label.name);
    return found;
}

}  // namespace accueil::support
