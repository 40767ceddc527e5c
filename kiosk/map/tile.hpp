// SPDX-License-Identifier: GPL-3.0-or-later
// A finished tile, as the workers hand it to the UI thread. Immutable.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "kiosk/draw/image.hpp"
#include "kiosk/map/style.hpp"
#include "kiosk/map/tile_id.hpp"
#include "kiosk/map/tile_source.hpp"

namespace accueil::map {

/// A name to place over the tiles.
struct TileLabel {
    std::string name;
    WorldPoint at;
    double weight = 0;       ///< population: the larger goes first within a rule
    std::vector<int> rules;  ///< of Style::label_rules whose filter takes it, best first
};

/// A tile to be made: `side` device pixels wide, in a style.
struct TileRequest {
    TileId id;
    int side = 512;
    float pixel_scale = 1;  ///< device pixels a design pixel, for widths
    StylePtr style;
    TileSourcesPtr sources{};
    bool operator==(const TileRequest&) const = default;
};

struct Tile {
    TileRequest made_for;
    draw::ImagePtr image;  ///< null: the file has no such tile, or it could not be read
    std::vector<TileLabel> labels;

    std::size_t bytes() const {
        std::size_t sum = sizeof(Tile) + labels.size() * (sizeof(TileLabel) + 32);
        if (image) sum += image->rgba().size();
        return sum;
    }
};

using TilePtr = std::shared_ptr<const Tile>;

/// Makes tiles, one after the other; one a worker thread.
class TileMaker {
  public:
    virtual ~TileMaker() = default;
    virtual Tile make(const TileRequest& request) = 0;
    /// Called with what make() has just made, when it is on its way to the screen: time to write it down.
    virtual void keep(const Tile& /*tile*/) {}
};

}  // namespace accueil::map
