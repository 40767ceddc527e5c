// SPDX-License-Identifier: GPL-3.0-or-later
// Decodes Mapbox Vector Tiles 2.1, hostile ones too. Called by tile workers; pure; any thread.
#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "sync/base/result.hpp"

namespace accueil::map {

/// What one tile may hold at most; more is too_large. The densest real tile has 15,392 features.
struct MvtLimits {
    std::size_t layers = 64;
    std::size_t features = 200'000;
    std::size_t points = 1'000'000;
    std::size_t values = 200'000;
    std::size_t text = 64 << 10;  ///< bytes of one string
};

using MvtValue = std::variant<std::monostate, std::string, double, bool>;

enum class MvtGeometry { unknown, point, line, polygon };

/// In the layer's own units, y to the south; a buffer around 0…extent is usual.
struct MvtPoint {
    std::int32_t x = 0, y = 0;
    bool operator==(const MvtPoint&) const = default;
};

struct MvtFeature {
    std::uint64_t id = 0;
    MvtGeometry type = MvtGeometry::unknown;
    std::vector<std::pair<std::uint32_t, std::uint32_t>>
        tags;  ///< indices into the layer's keys and values, checked
    std::vector<MvtPoint> points;
    std::vector<std::uint32_t> parts;  ///< where each line or ring begins in `points`; rings are not closed
    /// The corners of the rectangle around `points`: most features of an overzoomed tile lie out of sight.
    MvtPoint least{std::numeric_limits<std::int32_t>::min(), std::numeric_limits<std::int32_t>::min()};
    MvtPoint most{std::numeric_limits<std::int32_t>::max(), std::numeric_limits<std::int32_t>::max()};
};

struct MvtLayer {
    std::string name;
    std::uint32_t extent = 4096;
    std::vector<std::string> keys;
    std::vector<MvtValue> values;
    std::vector<MvtFeature> features;

    /// The feature's value for `key`, or nullptr.
    const MvtValue* value_of(const MvtFeature& feature, std::string_view key) const;
};

struct MvtTile {
    std::vector<MvtLayer> layers;
    std::size_t points = 0;

    std::size_t bytes() const;  ///< of memory, roughly
};

/// Layers that `wanted` refuses are passed over. bad_format or too_large for what cannot be a tile; a feature
/// whose geometry alone is wrong is left out.
base::Result<MvtTile> decode_mvt(std::string_view bytes, const std::function<bool(std::string_view)>& wanted,
                                 const MvtLimits& limits = {});

}  // namespace accueil::map
