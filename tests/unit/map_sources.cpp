// SPDX-License-Identifier: GPL-3.0-or-later
// Which map file shows where; files that lie.
#include <catch2/catch.hpp>

#include "tests/support/map_country.hpp"

using namespace accueil;
using namespace accueil::map;
using namespace accueil::support;

TEST_CASE("A file's schema is told by its own words, else by one of its tiles", "[map]") {
    const support::TempDir folder;
    const auto schema = [&](const std::string& json, const std::string& tile) {
        {
            MapFile file(folder / "a.mbtiles");
            file.meta("minzoom", "3").meta("maxzoom", "3").tile({3, 1, 1}, tile);
            if (!json.empty()) file.meta("json", json);
        }
        return open_source(folder / "a.mbtiles", SourceRole::town).value().schema;
    };
    const std::string roads = LayerMaker("transportation").square(0, 0, 9, 9).tile();
    const std::string land = LayerMaker("land").square(0, 0, 9, 9).tile();
    CHECK(schema(R"({"vector_layers": [{"id": "water"}, {"id": "transportation"}]})", land) ==
          Schema::openmaptiles);
    CHECK(schema(R"({"vector_layers": [{"id": "water"}]})", roads) == Schema::national);
    CHECK(schema("", roads) == Schema::openmaptiles);
    CHECK(schema("", land) == Schema::national);
    for (const char* broken :
         {"{", "[]", R"({"vector_layers": 1})", R"({"vector_layers": [1, {}, {"id": 2}]})"})
        CHECK(schema(broken, roads) == Schema::openmaptiles);
    CHECK(schema("", "\x1a\xff") == Schema::national);
    CHECK(schema(std::string(100'000, '['), land) == Schema::national);
}

TEST_CASE(
    "Whom to thank is read as plain text, and OpenStreetMap is thanked where a file of its data is silent",
    "[map]") {
    CHECK(plain_attribution("<a href=\"https://x\">&copy; OSM</a> &amp;\n  co <b>") == "© OSM &   co");
    CHECK(plain_attribution(std::string(5000, 'x')).size() == 200);
    CHECK(plain_attribution("<unclosed").empty());
    CHECK(plain_attribution("\xff\xfe").empty());
    const std::string accents = plain_attribution(std::string(199, 'x') + "éé");
    CHECK(accents == std::string(199, 'x'));

    const Country country;
    CHECK(country.town.owed_to_osm);
    CHECK_FALSE(country.base.owed_to_osm);
    {
        MapFile file(country.folder / "own.mbtiles");
        file.meta("attribution", "<i>La ville</i>")
            .meta("json", R"({"vector_layers": [{"id": "transportation"}]})");
        file.meta("minzoom", "0").meta("maxzoom", "0").tile({0, 0, 0}, "");
    }
    const auto own = open_source(country.folder / "own.mbtiles", SourceRole::town);
    REQUIRE(own);
    CHECK_FALSE(own->owed_to_osm);
    CHECK(own->info.attribution == "La ville");
}

TEST_CASE("A town's map shows from the zoom at which it is wide enough, within what it has tiles for",
          "[map]") {
    const support::TempDir folder;
    const auto open = [&](const std::string& bounds, int first_zoom) {
        {
            MapFile file(folder / "a.mbtiles");
            file.meta("minzoom", std::to_string(first_zoom)).meta("maxzoom", "14");
            if (!bounds.empty()) file.meta("bounds", bounds);
            for (int x = 8113; x <= 8126; ++x)
                file.tile({14, x, 5746}, "");
        }
        return open_source(folder / "a.mbtiles", SourceRole::town).value();
    };
    // Fourteen tiles of zoom 14 are 7168 pixels there: 448 four zooms before, 224 five.
    for (const char* bounds : {"", "-180,-85,180,85", "bad", "10,10,5,5"}) {
        const TileSource source = open(bounds, 4);
        CHECK(source.from_zoom == 10);
        CHECK(source.area.left == Approx(8113.0 / 16384));
        CHECK(source.area.right == Approx(8127.0 / 16384));
        CHECK(source.area.top == Approx(5746.0 / 16384));
        CHECK(source.area.bottom == Approx(5747.0 / 16384));
    }
    CHECK(open("", 12).from_zoom == 12);
    CHECK(open("", 4).deepest() == 19);
    // The bounds are a quarter of it.
    const double west = to_coordinates({8113.0 / 16384, 0.35}).longitude;
    const double east = to_coordinates({8116.5 / 16384, 0.35}).longitude;
    CHECK(open(std::to_string(west) + ",-85," + std::to_string(east) + ",85", 4).from_zoom == 12);
}

TEST_CASE("A town's file without tiles, or whose bounds are elsewhere, is refused", "[map]") {
    const support::TempDir folder;
    const auto open = [&](const std::string& bounds, bool tile) {
        {
            MapFile file(folder / "a.mbtiles");
            file.meta("minzoom", "0").meta("maxzoom", "8").meta("bounds", bounds);
            if (tile) file.tile({8, 126, 89}, "");
        }
        return open_source(folder / "a.mbtiles", SourceRole::town);
    };
    CHECK(open("-2,47,-1,48", true));
    CHECK(open("-2,47,-1,48", false).error().code == base::ErrorCode::bad_format);
    CHECK(open("50,47,51,48", true).error().code == base::ErrorCode::bad_format);
}

TEST_CASE("A view that never comes to an end does not hold a worker for ever", "[map]") {
    const support::TempDir folder;
    {
        MapFile file(folder / "a.mbtiles");
        file.meta("minzoom", "0")
            .meta("maxzoom", "3")
            .run(
                "DROP TABLE tiles; CREATE VIEW tiles AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i "
                "+ 1 FROM n) "
                "SELECT abs(i) + 99 AS zoom_level, abs(i) AS tile_column, abs(i) AS tile_row, x'00' AS "
                "tile_data FROM n");
    }
    auto tiles = MbTiles::open(folder / "a.mbtiles");
    REQUIRE(tiles);
    CHECK(tiles->tile({3, 1, 1}).error().code == base::ErrorCode::too_large);
    CHECK(tiles->extent().error().code == base::ErrorCode::too_large);
}

TEST_CASE("By place and zoom: the country alone, the town over it, the smaller town over the larger",
          "[map]") {
    const Country country;
    TileSource larger = country.town;
    larger.area.left -= 0.01;
    larger.from_zoom = 5;
    const auto sources = make_sources({country.town, larger, country.base});
    const auto parts = [&](TileId id) {
        std::vector<const TileSource*> found = sources_of(*sources, id);
        std::vector<std::size_t> indices;
        for (const TileSource* source : found)
            indices.push_back(static_cast<std::size_t>(source - sources->data()));
        return indices;
    };
    using Indices = std::vector<std::size_t>;
    CHECK((*sources)[0].role == SourceRole::base);
    CHECK(parts({4, 7, 5}) == Indices{0});
    CHECK(parts({8, 126, 89}) == Indices{0, 1});
    CHECK(parts(kNear) == Indices{0, 1, 2});
    CHECK(parts({12, kNear.x + 1, kNear.y}) == Indices{0});
    CHECK(parts({12, kNear.x, kNear.y - 1}) == Indices{0});
    CHECK(parts({15, kNear.x * 8, kNear.y * 8}) == Indices{0, 1, 2});

    const auto in_sight = [&](const WorldRect& area, int z) {
        return sources_in_sight(*sources, area, z).size();
    };
    CHECK(in_sight({0, 0, 1, 1}, 4) == 1);
    CHECK(in_sight({0, 0, 1, 1}, 12) == 3);
    CHECK(in_sight(TileId{12, kNear.x - 1, kNear.y}.world_rect(), 12) ==
          1);  // hidden by the town are both others
    CHECK(in_sight(TileId{12, kNear.x + 1, kNear.y}.world_rect(), 12) == 1);
}
