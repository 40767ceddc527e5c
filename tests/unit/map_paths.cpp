// SPDX-License-Identifier: GPL-3.0-or-later
// What is left out while a tile is drawn, and that nobody sees it: points, what is out of sight, comparisons.
#include <catch2/catch.hpp>
#include <random>

#include "kiosk/map/layer_filter.hpp"
#include "kiosk/map/tile_painter.hpp"
#include "tests/support/assets.hpp"
#include "tests/support/map_maker.hpp"

using namespace accueil;
using namespace accueil::map;
using support::assets;
using support::LayerMaker;

namespace {

bool any_layer(std::string_view) {
    return true;
}

StylePtr style_of(const std::string& layers) {
    const std::string marker = R"({"fill": "#000000", "icon": "#FFFFFF"})";
    std::string markers;
    for (const char* shape :
         {"circle", "square", "diamond", "triangle", "hexagon", "drop", "cluster", "place", "here"})
        markers += "\"" + std::string(shape) + "\": " + marker + ", ";
    return Style::parse(
               R"({"name": "t", "background": "#FFFFFF", "outside": "#00FF00", "furniture": "#000000",
                           "furniture_halo": "#FFFFFF", "labels": [], "layers": [)" +
                   layers + R"(], "markers": {)" + markers +
                   R"("outline": "#FFFFFF", "shadow": "#000000", "selected_ring": "#000000"}})",
               "test.json")
        .value();
}

StylePtr shapes() {
    static const StylePtr kStyle =
        style_of(R"({"id": "a", "source_layer": "areas", "fill": "#3366CC", "line": "#FF8800", "width": 3},
                    {"id": "b", "source_layer": "lines", "line": "#000000", "width": 2})");
    return kStyle;
}

draw::ImagePtr paint(const std::string& bytes, TileId source, TileId target, int side,
                     const StylePtr& style) {
    const MvtTile data = decode_mvt(bytes, any_layer).value();
    const TilePart part{data, source, Schema::national, std::nullopt};
    return paint_tile({&part, 1}, {target, side, 1, style}).image;
}

/// Percent of the pixels of `small` that are clearly others than those of `large` from (x, y) on.
double different(const draw::Image& small, const draw::Image& large, int x, int y) {
    int others = 0;
    for (int row = 0; row < small.height(); ++row)
        for (int column = 0; column < small.width(); ++column) {
            const std::uint8_t* a = small.rgba().data() + (row * small.width() + column) * 4;
            const std::uint8_t* b = large.rgba().data() + ((y + row) * large.width() + x + column) * 4;
            if (std::abs(a[0] - b[0]) + std::abs(a[1] - b[1]) + std::abs(a[2] - b[2]) > 150) ++others;
        }
    return 100.0 * others / (small.width() * small.height());
}

}  // namespace

TEST_CASE("A filter made ready for a layer accepts what the filter itself accepts", "[map]") {
    auto france = MbTiles::open(assets() / "basemap" / "france.mbtiles");
    REQUIRE(france);
    std::size_t accepted = 0, refused = 0;
    for (const char* name : {"light", "dark", "contrast", "paper"}) {
        const StylePtr style = Style::load(assets() / "styles" / (std::string(name) + ".json")).value();
        for (const TileId id : {TileId{4, 7, 5}, TileId{6, 31, 22}, TileId{8, 126, 89}}) {
            const MvtTile tile = decode_mvt(france->tile(id).value().value(), any_layer).value();
            const auto compare = [&](const auto& rule) {
                for (const MvtLayer& layer : tile.layers) {
                    LayerFilter ready(rule.filter, layer);
                    for (const MvtFeature& feature : layer.features) {
                        const bool wanted = rule.filter.accepts(layer, feature);
                        REQUIRE(ready.accepts(feature) == wanted);
                        if (ready.hopeless()) REQUIRE_FALSE(wanted);
                        ++(wanted ? accepted : refused);
                    }
                }
            };
            for (const DrawRule& rule : style->draw_rules)
                compare(rule);
            for (const LabelRule& rule : style->label_rules)
                compare(rule);
        }
    }
    CHECK(accepted > 1000);
    CHECK(refused > 1000);
}

TEST_CASE(
    "A ready filter looks at the first of a key's values, refuses what is absent, and allows it to be absent",
    "[map]") {
    MvtLayer layer;
    layer.keys = {"class", "class", "level"};
    layer.values = {std::string("a"), std::string("b"), 3.0, true, MvtValue{}};
    Filter filter;
    const auto agree = [&](std::vector<std::pair<std::uint32_t, std::uint32_t>> tags) {
        MvtFeature feature;
        feature.tags = std::move(tags);
        LayerFilter ready(filter, layer);
        CHECK(ready.accepts(feature) == filter.accepts(layer, feature));
        return ready.accepts(feature);
    };
    filter.is = {{"class", {std::string("b")}}};
    CHECK_FALSE(agree({{0, 0}, {1, 1}}));
    CHECK(agree({{1, 1}, {0, 0}}));
    CHECK_FALSE(agree({}));
    filter = {};
    filter.is_not = {{"class", {std::string("b")}}, {"unheard", {true}}};
    CHECK(agree({}));
    CHECK_FALSE(agree({{1, 1}}));
    filter = {};
    filter.bounds = {{"level", 2, 4}};
    CHECK(agree({{2, 2}}));
    CHECK_FALSE(agree({{2, 3}}));
    CHECK_FALSE(agree({{2, 4}}));
    filter.bounds = {{"unheard", 2, 4}};
    CHECK_FALSE(agree({{2, 2}}));
}

TEST_CASE("A part of a tile drawn larger shows what the whole shows there, however far its shapes reach",
          "[map]") {
    std::mt19937 random(7);
    const auto coordinate = [&](int least, int most) {
        return std::uniform_int_distribution<std::int32_t>(least, most)(random);
    };
    for (int round = 0; round < 12; ++round) {
        const int reach = round % 3 == 0 ? 100 : round % 3 == 1 ? 6000 : 4'000'000;
        LayerMaker areas("areas"), lines("lines");
        for (int shape = 0; shape < 6; ++shape) {
            std::vector<MvtPoint> points;
            for (int i = 0; i < 12; ++i)
                points.push_back({coordinate(-reach, 4096 + reach), coordinate(-reach, 4096 + reach)});
            (shape % 2 == 0 ? areas : lines).polygon({points.begin(), points.begin() + 4}).line(points);
        }
        const std::string bytes = areas.tile() + lines.tile();
        const TileId whole{6, 20, 20};
        const auto large = paint(bytes, whole, whole, 1024, shapes());
        for (const auto& [right, lower] :
             {std::pair(0, 0), std::pair(1, 0), std::pair(0, 1), std::pair(1, 1)}) {
            const auto small = paint(bytes, whole, whole.child(right, lower), 512, shapes());
            CHECK(different(*small, *large, 512 * right, 512 * lower) < 0.3);
        }
    }
}

TEST_CASE("Points that the device cannot show are left out, and the line looks as before", "[map]") {
    std::vector<MvtPoint> wave, sparse;
    for (int x = 0; x <= 4096; ++x) {
        const auto y = static_cast<std::int32_t>(2048 + 900 * std::sin(x / 300.0));
        wave.push_back({x, y + x % 2});
        if (x % 16 == 0) sparse.push_back({x, y});
    }
    const TileId id{6, 20, 20};
    const auto all_points = paint(LayerMaker("lines").line(wave).tile(), id, id, 512, shapes());
    const auto few_points = paint(LayerMaker("lines").line(sparse).tile(), id, id, 512, shapes());
    CHECK(different(*all_points, *few_points, 0, 0) < 0.15);
}

TEST_CASE("Rings that never close, points for rings, spirals and shapes a world away are drawn or left out",
          "[map]") {
    const TileId id{6, 20, 20};
    std::vector<MvtPoint> spiral;
    for (int i = 0; i < 200'000; ++i)
        spiral.push_back({static_cast<std::int32_t>(2048 + i / 100.0 * std::cos(i / 10.0)),
                          static_cast<std::int32_t>(2048 + i / 100.0 * std::sin(i / 10.0))});
    constexpr std::int32_t kFar = 1 << 24;
    for (const std::string& bytes :
         {LayerMaker("areas")
              .polygon({{1, 1}})
              .polygon({{1, 1}, {9, 9}})
              .polygon({{5, 5}, {5, 5}, {5, 5}})
              .tile(),
          LayerMaker("areas").line({{0, 0}, {4096, 0}, {4096, 4096}}).tile(),
          LayerMaker("lines").line(spiral).tile(), LayerMaker("areas").polygon(spiral).tile(),
          LayerMaker("areas").polygon({{-kFar, -kFar}, {kFar, -kFar}, {kFar, kFar}, {-kFar, kFar}}).tile(),
          LayerMaker("lines").line({{-kFar, -kFar}, {kFar, kFar}, {-kFar, kFar}}).tile()}) {
        CHECK(paint(bytes, id, id, 64, shapes()) != nullptr);
        CHECK(paint(bytes, id, {22, 20 << 16, (20 << 16) + 5}, 64, shapes()) != nullptr);
    }
    // The whole world of one colour is just that, at any depth.
    const std::string world =
        LayerMaker("areas").polygon({{-kFar, -kFar}, {kFar, -kFar}, {kFar, kFar}, {-kFar, kFar}}).tile();
    const auto deep = paint(world, id, {22, (20 << 16) + 77, (20 << 16) + 5}, 64, shapes());
    CHECK(std::vector<int>{deep->rgba()[0], deep->rgba()[1], deep->rgba()[2]} ==
          std::vector<int>{0x33, 0x66, 0xCC});
}

TEST_CASE("Dashes go on from tile to tile: a line is not cut where tiles meet", "[map]") {
    const StylePtr dashed =
        style_of(R"({"id": "a", "source_layer": "lines", "line": "#000000", "width": 4, "dash": [40, 40]})");
    const TileId whole{6, 20, 20};
    const std::string bytes = LayerMaker("lines").line({{100, 2000}, {3990, 2000}}).tile();
    const auto large = paint(bytes, whole, whole, 1024, dashed);
    const auto right = paint(bytes, whole, whole.child(1, 0), 512, dashed);
    CHECK(different(*right, *large, 512, 0) < 0.1);
}
