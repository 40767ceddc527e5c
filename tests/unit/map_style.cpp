// SPDX-License-Identifier: GPL-3.0-or-later
#include "kiosk/map/layer_filter.hpp"
#include "kiosk/map/style.hpp"

#include <algorithm>
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

std::string light_style() {
    return base::read_file(styles() / "light.json").value();
}

std::string changed(const std::string& from, const std::string& to) {
    std::string text = light_style();
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

TEST_CASE("The styles load, and draw layers that the map of France has", "[map]") {
    for (const char* name : {"light", "dark", "contrast", "paper"}) {
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
        const std::set<std::string> town{"aeroway",
                                         "aerodrome_label",
                                         "boundary",
                                         "building",
                                         "housenumber",
                                         "landcover",
                                         "landuse",
                                         "mountain_peak",
                                         "park",
                                         "place",
                                         "poi",
                                         "transportation",
                                         "transportation_name",
                                         "water",
                                         "water_name",
                                         "waterway"};
        const auto has = [&](const auto& rule) {
            return (rule.schema == Schema::national ? layers : town).contains(rule.source_layer);
        };
        for (const DrawRule& rule : (*style)->draw_rules) {
            INFO(name << " " << rule.id);
            CHECK(has(rule));
        }
        for (const LabelRule& rule : (*style)->label_rules) {
            INFO(name << " " << rule.id);
            CHECK(has(rule));
        }
    }
}

TEST_CASE("On every style names and icons can be read: contrast of 4.5 and more", "[map]") {
    for (const char* name : {"light", "dark", "contrast", "paper"}) {
        const auto style = Style::load(styles() / (std::string(name) + ".json"));
        REQUIRE(style);
        INFO(name);
        for (const LabelRule& rule : (*style)->label_rules) {
            INFO(rule.id);
            CHECK(draw::contrast(rule.color, rule.halo) >= 4.5);
            CHECK(draw::contrast(rule.color, (*style)->background) >= 4.5);
            CHECK(rule.size.step_at(5) >= 22);
            CHECK(rule.halo_width > 0);
            if (rule.icon.empty()) continue;
            CHECK(draw::contrast(rule.icon_color, rule.badge.value_or(rule.halo)) >= 4.5);
            if (rule.badge) CHECK(draw::contrast(*rule.badge, (*style)->background) >= 3);
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

TEST_CASE("The town's map and the country's have the same land and the same sea in every style", "[map]") {
    for (const char* name : {"light", "dark", "contrast", "paper"}) {
        const auto style = Style::load(styles() / (std::string(name) + ".json")).value();
        const auto rule = [&](const std::string& id) {
            const auto found = std::find_if(style->draw_rules.begin(), style->draw_rules.end(),
                                            [&](const DrawRule& each) { return each.id == id; });
            REQUIRE(found != style->draw_rules.end());
            return *found;
        };
        CHECK(rule("sea").fill == rule("town_water").fill);
        for (const DrawRule& each : style->draw_rules)
            CHECK_FALSE((each.schema == Schema::openmaptiles && each.id == "land"));
    }
}

TEST_CASE("Every pictogram of the styles is one that the kiosk has", "[map]") {
    const auto engine = draw::TextEngine::create(styles().parent_path() / "fonts").value();
    for (const char* name : {"light", "dark", "contrast", "paper"}) {
        const auto style = Style::load(styles() / (std::string(name) + ".json")).value();
        int icons = 0;
        for (const LabelRule& rule : style->label_rules) {
            INFO(name << " " << rule.id << " " << rule.icon);
            CHECK((rule.icon.empty() || engine->has_icon(rule.icon)));
            icons += rule.icon.empty() ? 0 : 1;
        }
        CHECK(icons > 10);
    }
}

TEST_CASE("Names along lines and signs: what cannot be meant is refused", "[map]") {
    const std::string street = R"("id": "capital", "placement": "line", )", capital = R"("id": "capital", )";
    CHECK(says(refusal(changed(capital, street)), "neither dot nor icon"));
    CHECK(says(refusal(changed(capital, R"("id": "capital", "placement": "area", )")), "point or line"));
    CHECK(says(refusal(changed(capital, R"("id": "capital", "icon": "train", )")), "icon_color"));
    CHECK(says(refusal(changed(capital, R"("id": "capital", "icon": "train", "icon_color": "#FFFFFF", )")),
               "dot would"));
    CHECK(says(refusal(changed(capital, R"("id": "capital", "icon_alone": true, )")), "no icon"));
    CHECK(says(refusal(changed(capital, R"("id": "capital", "repeats": 5, )")), "\"repeat\""));
    CHECK(says(refusal(changed(capital, R"("id": "capital", "uppercase": "yes", )")), "true or false"));
    CHECK(
        says(refusal(changed("\"size\": [[3, 28], [6, 32]]", "\"size\": [[3, 28], [6, 3200]]")), "8 to 120"));
    CHECK(says(refusal(changed("\"width\": 1.2", "\"width\": 1e9")), "0 to 200"));
    CHECK(says(refusal(changed("\"width\": 1.2", "\"width\": 1.2, \"ends\": \"square\"")), "round or flat"));
    CHECK(says(refusal(changed(capital, R"("id": "capital", "schema": "osm", )")), "openmaptiles"));
}

TEST_CASE("A layer's filter takes what the filter takes", "[map]") {
    MvtLayer layer;
    layer.keys = {"class", "pop", "class"};
    layer.values = {std::string("river"), 50000.0, true, std::string("canal")};
    Filter filter;
    for (int kind = 0; kind < 16; ++kind) {
        filter = {};
        if ((kind & 1) != 0) filter.is.push_back({"class", {std::string("canal")}});
        if ((kind & 2) != 0) filter.is_not.push_back({"class", {std::string("river"), true}});
        if ((kind & 4) != 0) filter.bounds.push_back({"pop", 1, 1e6});
        if ((kind & 8) != 0) filter.is_not.push_back({"pop", {50000.0}});
        LayerFilter quick(filter, layer);
        for (std::uint32_t key = 0; key < 3; ++key)
            for (std::uint32_t value = 0; value < 4; ++value) {
                MvtFeature feature;
                feature.tags = {{key, value}, {(key + 1) % 3, 3 - value}};
                CHECK(quick.accepts(feature) == filter.accepts(layer, feature));
            }
        CHECK(quick.accepts({}) == filter.accepts(layer, {}));
    }
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
