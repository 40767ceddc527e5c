// SPDX-License-Identifier: GPL-3.0-or-later
#include "kiosk/map/style.hpp"

#include <catch2/catch.hpp>
#include <set>

#include "kiosk/draw/theme.hpp"
#include "kiosk/map/mbtiles.hpp"
#include "sync/base/file.hpp"

using namespace accueil;
using namespace accueil::map;

namespace {

std::filesystem::path styles() {
    return std::filesystem::path(ACCUEIL_SOURCE_DIR) / "assets" / "styles";
}

std::string light() {
    return base::read_file(styles() / "light.json").value();
}

std::string changed(const std::string& from, const std::string& to) {
    std::string text = light();
    const auto at = text.find(from);
    REQUIRE(at != std::string::npos);
    return text.replace(at, from.size(), to);
}

std::string refusal(const std::string& json) {
    const auto style = Style::parse(json, "light.json");
    REQUIRE_FALSE(style);
    CHECK(style.error().code == base::ErrorCode::invalid_input);
    return style.error().detail;
}

bool says(const std::string& detail, const std::string& words) {
    return detail.find(words) != std::string::npos;
}

}  // namespace

TEST_CASE("The three styles load, and draw layers that the map of France has", "[map]") {
    for (const char* name : {"light", "dark", "contrast"}) {
        const auto style = Style::load(styles() / (std::string(name) + ".json"));
        REQUIRE(style);
        CHECK((*style)->name == name);
        auto tiles = MbTiles::open(styles().parent_path() / "basemap" / "france.mbtiles");
        REQUIRE(tiles);
        std::set<std::string> layers;
        for (const TileId id : {TileId{8, 126, 89}, TileId{8, 125, 90}, TileId{6, 31, 22}, TileId{6, 32, 21},
                                TileId{8, 121, 94}}) {
            const auto bytes = tiles->tile(id);
            REQUIRE((bytes && *bytes));
            const auto tile = decode_mvt(**bytes, [](std::string_view) { return true; });
            REQUIRE(tile);
            for (const MvtLayer& layer : tile->layers)
                layers.insert(layer.name);
        }
        for (const DrawRule& rule : (*style)->draw_rules) {
            INFO(name << " " << rule.id);
            CHECK(layers.contains(rule.source_layer));
        }
        for (const LabelRule& rule : (*style)->label_rules)
            CHECK(layers.contains(rule.source_layer));
    }
}

TEST_CASE("On every style names and icons can be read: contrast of 4.5 and more", "[map]") {
    for (const char* name : {"light", "dark", "contrast"}) {
        const auto style = Style::load(styles() / (std::string(name) + ".json"));
        REQUIRE(style);
        INFO(name);
        for (const LabelRule& rule : (*style)->label_rules) {
            INFO(rule.id);
            CHECK(draw::contrast(rule.color, rule.halo) >= 4.5);
            CHECK(draw::contrast(rule.color, (*style)->background) >= 4.5);
            CHECK(rule.size.step_at(5) >= 22);
        }
        for (const auto& [fill, icon] : (*style)->markers.of_shape) {
            CHECK(draw::contrast(fill, icon) >= 4.5);
            CHECK(draw::contrast(fill, (*style)->background) >= 3);
        }
        CHECK(draw::contrast((*style)->markers.cluster.fill, (*style)->markers.cluster.icon) >= 4.5);
        CHECK(draw::contrast((*style)->markers.selected_ring, (*style)->background) >= 3);
    }
}

TEST_CASE("A wrong key is named with its line and the nearest right one", "[map]") {
    const std::string detail = refusal(changed("\"fill\": \"#ECE8E0\"", "\"fil\": \"#ECE8E0\""));
    CHECK(says(detail, "light.json:8: "));
    CHECK(says(detail, "\"fill\""));
}

TEST_CASE("Wrong values are refused, each with what it must be", "[map]") {
    CHECK(says(refusal(changed("#F8F3E9", "#F8F3E")), "colour"));
    CHECK(says(refusal(changed("#F8F3E9", "#F8F3EX")), "colour"));
    CHECK(says(refusal(changed("\"width\": 1.2", "\"dash\": [4, 0]")), "above zero"));
    CHECK(says(refusal(changed("[[4, 0.7], [8, 1.2]]", "[[8, 0.7], [4, 1.2]]")), "growing zooms"));
    CHECK(says(refusal(changed("\"bold\"", "\"fat\"")), "semibold"));
    CHECK(says(refusal(changed("\"zoom\": [7, 24]", "\"zoom\": 7")), "[from, below]"));
    CHECK(says(refusal("{}"), "light.json:1: "));
    CHECK(says(refusal("[]"), "must be an object"));
}

TEST_CASE("A number by zoom slopes between its stops and is flat beyond them; a size steps", "[map]") {
    const ByZoom width({{4, 1}, {8, 3}});
    CHECK(width.at(2) == 1);
    CHECK(width.at(6) == Approx(2));
    CHECK(width.at(20) == 3);
    CHECK(width.step_at(3) == 1);
    CHECK(width.step_at(7.99) == 1);
    CHECK(width.step_at(8) == 3);
    CHECK(ByZoom(5).at(17) == 5);
}

TEST_CASE("A rule takes a feature when all its conditions hold", "[map]") {
    MvtLayer layer;
    layer.keys = {"class", "pop", "tunnel"};
    layer.values = {std::string("river"), 50000.0, true};
    MvtFeature feature;
    feature.tags = {{0, 0}, {1, 1}, {2, 2}};
    Filter filter;
    CHECK(filter.accepts(layer, feature));
    filter.is = {{"class", {std::string("canal"), std::string("river")}}};
    CHECK(filter.accepts(layer, feature));
    filter.bounds = {{"pop", 40000, 60000}};
    CHECK(filter.accepts(layer, feature));
    filter.is_not = {{"tunnel", {true}}};
    CHECK_FALSE(filter.accepts(layer, feature));
    filter.is_not.clear();
    filter.bounds = {{"pop", 60000, 1e300}};
    CHECK_FALSE(filter.accepts(layer, feature));
    filter.bounds = {{"rank", 0, 9}};
    CHECK_FALSE(filter.accepts(layer, feature));
}
