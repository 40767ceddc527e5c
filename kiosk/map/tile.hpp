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

/// A name to place over the tiles, or a sign without a name.
struct TileLabel {
    std::string name;
    WorldPoint at;                 ///< of a line its middle
    double weight = 0;             ///< the heavier goes first within a rule: population, importance, length
    std::vector<int> rules;        ///< of Style::label_rules whose filter takes it, best first
    std::vector<WorldPoint> line;  ///< along which the name stands, cut to the tile; empty: a point
    /// In other languages, by their BCP 47 tags, where they differ from `name`.
    std::vector<std::pair<std::string, std::string>> translations;

    /// In that language, or else `name`.
    const std::string& name_in(const std::string& language) const;
    std::size_t bytes() const;
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
        std::size_t sum = sizeof(Tile);
        for (const TileLabel& label : labels)
            sum += label.bytes();
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
