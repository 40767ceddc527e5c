// SPDX-License-Identifier: GPL-3.0-or-later
#include "kiosk/map/mvt.hpp"

#include <catch2/catch.hpp>
#include <protozero/pbf_writer.hpp>
#include <random>

#include "kiosk/map/mbtiles.hpp"
#include "kiosk/map/tile_painter.hpp"
#include "tests/support/assets.hpp"

using namespace accueil;
using namespace accueil::map;

namespace {

std::uint32_t zigzag(std::int32_t value) {
    return protozero::encode_zigzag32(value);
}

struct FeatureMaker {
    std::vector<std::uint32_t> geometry{(1U << 3) | 1U, zigzag(10), zigzag(20), (2U << 3) | 2U,
                                        zigzag(30),     zigzag(0),  zigzag(0),  zigzag(-5)};
    std::vector<std::uint32_t> tags{0, 0};
    int type = 2;
};

std::string tile_of(const FeatureMaker& feature, std::uint32_t extent = 4096,
                    const std::string& name = "rivers") {
    std::string feature_bytes, value_bytes, layer_bytes, tile_bytes;
    protozero::pbf_writer value(value_bytes);
    value.add_string(1, "Loire");
    protozero::pbf_writer f(feature_bytes);
    f.add_uint64(1, 77);
    f.add_packed_uint32(2, feature.tags.begin(), feature.tags.end());
    f.add_enum(3, feature.type);
    f.add_packed_uint32(4, feature.geometry.begin(), feature.geometry.end());
    protozero::pbf_writer layer(layer_bytes);
    layer.add_uint32(15, 2);
    layer.add_string(1, name);
    layer.add_message(2, feature_bytes);
    layer.add_string(3, "nom");
    layer.add_message(4, value_bytes);
    layer.add_uint32(5, extent);
    protozero::pbf_writer tile(tile_bytes);
    tile.add_message(3, layer_bytes);
    return tile_bytes;
}

bool all(std::string_view) {
    return true;
}

}  // namespace

TEST_CASE("A tile is read as it was written: lines, names and values", "[map]") {
    const auto tile = decode_mvt(tile_of({}), all);
    REQUIRE(tile);
    REQUIRE(tile->layers.size() == 1);
    const MvtLayer& layer = tile->layers[0];
    CHECK(layer.name == "rivers");
    REQUIRE(layer.features.size() == 1);
    const MvtFeature& feature = layer.features[0];
    CHECK(feature.id == 77);
    CHECK(feature.type == MvtGeometry::line);
    CHECK(feature.points == std::vector<MvtPoint>{{10, 20}, {40, 20}, {40, 15}});
    CHECK(feature.parts == std::vector<std::uint32_t>{0});
    REQUIRE(layer.value_of(feature, "nom") != nullptr);
    CHECK(std::get<std::string>(*layer.value_of(feature, "nom")) == "Loire");
    CHECK(layer.value_of(feature, "name") == nullptr);
}

TEST_CASE("Layers that nobody wants are not decoded", "[map]") {
    const auto tile = decode_mvt(tile_of({}), [](std::string_view name) { return name == "roads"; });
    REQUIRE(tile);
    CHECK(tile->layers.empty());
    CHECK(tile->points == 0);
}

TEST_CASE("A feature that points beyond the tables of its layer is left out, the tile stays", "[map]") {
    FeatureMaker feature;
    feature.tags = {0, 9};
    auto tile = decode_mvt(tile_of(feature), all);
    REQUIRE(tile);
    CHECK(tile->layers[0].features.empty());
    feature.tags = {0};
    tile = decode_mvt(tile_of(feature), all);
    REQUIRE(tile);
    CHECK(tile->layers[0].features.empty());
}

TEST_CASE("A geometry that promises a billion points and brings none is left out at once", "[map]") {
    FeatureMaker feature;
    feature.geometry = {(0x1FFFFFFFU << 3) | 1U, zigzag(1), zigzag(1)};
    const auto tile = decode_mvt(tile_of(feature), all);
    REQUIRE(tile);
    CHECK(tile->layers[0].features.empty());
}

TEST_CASE("A line that begins nowhere, an unknown command and a step out of the world are left out",
          "[map]") {
    FeatureMaker feature;
    for (const auto& geometry : std::vector<std::vector<std::uint32_t>>{
             {(1U << 3) | 2U, zigzag(1), zigzag(1)},
             {(1U << 3) | 5U, zigzag(1), zigzag(1)},
             {(2U << 3) | 1U, zigzag(1 << 24), zigzag(0), zigzag(1 << 24), zigzag(0)},
             {}}) {
        feature.geometry = geometry;
        const auto tile = decode_mvt(tile_of(feature), all);
        REQUIRE(tile);
        CHECK(tile->layers[0].features.empty());
    }
}

TEST_CASE("An extent of nothing, or of a continent's worth, is refused", "[map]") {
    CHECK(decode_mvt(tile_of({}, 0), all).error().code == base::ErrorCode::too_large);
    CHECK(decode_mvt(tile_of({}, 1U << 20), all).error().code == base::ErrorCode::too_large);
}

TEST_CASE("Each limit holds", "[map]") {
    const std::string one = tile_of({});
    const auto code = [&](const MvtLimits& limits, const std::string& bytes) {
        const auto tile = decode_mvt(bytes, all, limits);
        return tile ? std::optional<base::ErrorCode>() : tile.error().code;
    };
    CHECK(code({.points = 3}, one) == std::nullopt);
    CHECK(code({.points = 2}, one) == base::ErrorCode::too_large);
    CHECK(code({.layers = 1}, one + one) == base::ErrorCode::too_large);
    CHECK(code({.features = 1}, one + one) == base::ErrorCode::too_large);
    CHECK(code({.values = 1}, one) == base::ErrorCode::too_large);
    CHECK(code({.text = 4}, one) == base::ErrorCode::too_large);
}

TEST_CASE("A tile cut anywhere gives an error or what was whole, never a crash", "[map]") {
    const std::string whole = tile_of({});
    std::size_t refused = 0;
    for (std::size_t length = 0; length < whole.size(); ++length)
        refused += decode_mvt(std::string_view(whole).substr(0, length), all) ? 0 : 1;
    CHECK(refused > whole.size() / 2);
    CHECK(decode_mvt("", all)->layers.empty());
}

TEST_CASE("Real tiles with flipped, cut, repeated and inserted bytes decode and paint or fail, and go on",
          "[map]") {
    auto tiles = MbTiles::open(support::national_map());
    REQUIRE(tiles);
    const auto style = Style::load(std::filesystem::path(ACCUEIL_SOURCE_DIR) / "assets/styles/light.json");
    REQUIRE(style);
    std::mt19937 random(20261123);
    const auto below = [&](std::size_t n) {
        return std::uniform_int_distribution<std::size_t>(0, n - 1)(random);
    };
    std::size_t read = 0, refused = 0;
    for (const TileId id : {TileId{5, 15, 11}, TileId{6, 31, 22}, TileId{8, 126, 89}}) {
        const auto bytes = tiles->tile(id);
        REQUIRE(bytes);
        REQUIRE(*bytes);
        for (int round = 0; round < 250; ++round) {
            std::string hostile = **bytes;
            for (std::size_t change = 0; change <= below(4); ++change)
                switch (below(4)) {
                    case 0:
                        hostile[below(hostile.size())] = static_cast<char>(below(256));
                        break;
                    case 1:
                        hostile.resize(1 + below(hostile.size()));
                        break;
                    case 2:
                        hostile.insert(below(hostile.size()), hostile, below(hostile.size()), below(300));
                        break;
                    default:
                        hostile.insert(below(hostile.size()), 1 + below(5), '\xFF');
                        break;
                }
            const auto tile = decode_mvt(hostile, all);
            ++(tile ? read : refused);
            if (!tile || round % 10 != 0) continue;
            const TilePart part{*tile, id, Schema::national, std::nullopt};
            CHECK(paint_tile({&part, 1}, {id, 64, 1, *style}).image != nullptr);
        }
    }
    CHECK(read > 50);
    CHECK(refused > 50);
}
