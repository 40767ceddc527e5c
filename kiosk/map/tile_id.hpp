// SPDX-License-Identifier: GPL-3.0-or-later
// The names of tiles, and which of them a view needs. Pure; any thread.
#pragma once

#include <compare>
#include <cstddef>
#include <functional>
#include <vector>

#include "kiosk/map/projection.hpp"

namespace accueil::map {

inline constexpr int kDeepest = 22;  ///< the last zoom of any tile

/// XYZ: y grows to the south.
struct TileId {
    int z = 0, x = 0, y = 0;
    auto operator<=>(const TileId&) const = default;

    TileId ancestor(int at_zoom) const { return {at_zoom, x >> (z - at_zoom), y >> (z - at_zoom)}; }
    TileId child(int right, int lower) const { return {z + 1, x * 2 + right, y * 2 + lower}; }
    WorldRect world_rect() const {
        const double side = std::exp2(-z);
        return {x * side, y * side, (x + 1) * side, (y + 1) * side};
    }
};

/// The row as MBTiles count it (TMS: from the south).
inline int tms_row(TileId id) {
    return (1 << id.z) - 1 - id.y;
}

/// The whole zoom whose tiles show nearest to their own size.
inline int tile_zoom(double zoom, int least, int most) {
    return std::clamp(static_cast<int>(std::lround(zoom)), least, most);
}

/// The tiles of zoom `z` that `area` touches, those nearest to its centre first. The world does not repeat.
inline std::vector<TileId> tiles_in(const WorldRect& area, int z) {
    const int count = 1 << z;
    const auto index = [count](double at) {
        return static_cast<int>(std::clamp(std::floor(at * count), 0.0, static_cast<double>(count - 1)));
    };
    std::vector<TileId> tiles;
    if (!area.intersects({0, 0, 1, 1})) return tiles;
    for (int y = index(area.top); y <= index(area.bottom); ++y)
        for (int x = index(area.left); x <= index(area.right); ++x)
            tiles.push_back({z, x, y});
    const WorldPoint center = area.center() * count;
    const auto distance = [center](TileId id) {
        return std::hypot(id.x + 0.5 - center.x, id.y + 0.5 - center.y);
    };
    std::stable_sort(tiles.begin(), tiles.end(),
                     [&](TileId a, TileId b) { return distance(a) < distance(b); });
    return tiles;
}

struct TileIdHash {
    std::size_t operator()(TileId id) const {
        const auto mix = (static_cast<std::size_t>(id.x) << 29) ^ (static_cast<std::size_t>(id.y) << 5) ^
                         static_cast<std::size_t>(id.z);
        return std::hash<std::size_t>{}(mix);
    }
};

}  // namespace accueil::map
