// SPDX-License-Identifier: GPL-3.0-or-later
// Which map file shows where, and what of it: several at once, pictures, files that lie or vanish.
#include "kiosk/map/tile_source.hpp"

#include <catch2/catch.hpp>

#include "kiosk/draw/cairo_canvas.hpp"
#include "kiosk/map/map_view.hpp"
#include "kiosk/map/vector_tiles.hpp"
#include "tests/support/map_maker.hpp"
#include "tests/support/temp_dir.hpp"

using namespace accueil;
using namespace accueil::map;
using namespace std::chrono_literals;
using support::LayerMaker;
using support::MapFile;

namespace {

constexpr draw::Color kRed{255, 0, 0, 255}, kBlue{0, 0, 255, 255}, kGreen{0, 255, 0, 255};

/// The country is red, a town blue, what nobody knows green.
StylePtr style() {
    static const StylePtr kStyle = Style::parse(R"({
        "name": "test", "background": "#FFFFFF", "outside": "#00FF00", "furniture": "#000000", "furniture_halo": "#FFFFFF",
        "layers": [{"id": "land", "source_layer": "land", "fill": "#FF0000"},
                   {"id": "town", "schema": "openmaptiles", "source_layer": "transportation", "fill": "#0000FF"}],
        "labels": [{"id": "a", "source_layer": "place", "name": ["name"], "color": "#000000", "halo": "#FFFFFF"},
                   {"id": "b", "schema": "openmaptiles", "source_layer": "place", "name": ["name"], "color": "#000000",
                    "halo": "#FFFFFF"}],
        "markers": {"circle": {"fill": "#000000", "icon": "#FFFFFF"}, "square": {"fill": "#000000", "icon": "#FFFFFF"},
                    "diamond": {"fill": "#000000", "icon": "#FFFFFF"}, "triangle": {"fill": "#000000", "icon": "#FFFFFF"},
                    "hexagon": {"fill": "#000000", "icon": "#FFFFFF"}, "drop": {"fill": "#000000", "icon": "#FFFFFF"},
                    "cluster": {"fill": "#000000", "icon": "#FFFFFF"}, "outline": "#FFFFFF", "shadow": "#000000",
                    "selected_ring": "#000000"}})",
                                                "test.json")
                                       .value();
    return kStyle;
}

constexpr TileId kNear{12, 2030, 1430};  // where the country and the town meet

/// The rectangle of the town: about the left half of kNear, and the two tiles before it. At no whole pixel.
WorldRect town_area() {
    const WorldRect tile = kNear.world_rect();
    return {tile.left - 2 * tile.width(), tile.top, tile.left + 0.4961 * tile.width(), tile.bottom};
}

std::string all_of(const std::string& layer, const std::string& name, int x = 2000) {
    return LayerMaker(layer).square(-64, -64, 4160, 4160).tile() +
           LayerMaker("place").named(name, {x, 2000}).tile();
}

/// A country of one tile, and a town of three in it.
struct Country {
    support::TempDir folder;
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

Tile make(const TileSourcesPtr& sources, TileId id, int side = 128) {
    return VectorTileMaker().make({id, side, 1, style(), sources});
}

draw::Color pixel(const draw::Image& image, int x, int y) {
    const std::uint8_t* at = image.rgba().data() + (y * image.width() + x) * 4;
    return {at[0], at[1], at[2], at[3]};
}

std::vector<std::string> names(const Tile& tile) {
    std::vector<std::string> found;
    for (const TileLabel& label : tile.labels)
        found.push_back(label.name);
    return found;
}

}  // namespace

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
                "SELECT 99 AS zoom_level, i AS tile_column, i AS tile_row, x'00' AS tile_data FROM n");
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

TEST_CASE("Where town and country meet no seam shows, and in the town no name of the country", "[map]") {
    const Country country;
    const Tile tile = make(country.both(), kNear);
    REQUIRE(tile.image);
    for (int y = 0; y < 128; y += 9)
        for (int x = 0; x < 128; ++x) {
            const draw::Color at = pixel(*tile.image, x, y);
            if (x < 63)
                CHECK(at == kBlue);
            else if (x > 64)
                CHECK(at == kRed);
            else
                CHECK((at == kBlue || at == kRed));
        }
    CHECK(names(tile) == std::vector<std::string>{"Ville"});

    // The country's name stands where its tile has it; over the town it does not.
    const WorldRect named = TileId{0, 0, 0}.world_rect();
    const WorldPoint place{named.left + 2000.0 / 4096, named.top + 2000.0 / 4096};
    const TileId there{12, static_cast<int>(place.x * 4096), static_cast<int>(place.y * 4096)};
    CHECK(names(make(country.both(), there)) == std::vector<std::string>{"Pays"});
    TileSource over = country.town;
    over.area = there.world_rect();
    over.area.right -= 1e-9;  // it does not cover the tile: both are drawn
    CHECK(names(make(make_sources({country.base, over}), there)).empty());
}

TEST_CASE(
    "A town covers its tiles alone, shows the country where it has none, and goes on beyond its last zoom",
    "[map]") {
    const Country country;
    const Tile inside = make(country.both(), {12, kNear.x - 1, kNear.y});
    CHECK(pixel(*inside.image, 64, 64) == kBlue);
    TileSource wider = country.town;
    wider.area.left -= 10 * kNear.world_rect().width();
    const Tile missing = make(make_sources({country.base, wider}), {12, kNear.x - 8, kNear.y});
    CHECK(pixel(*missing.image, 64, 64) == kRed);
    const Tile deep = make(country.both(), {17, kNear.x * 32 + 15, kNear.y * 32 + 3});
    CHECK(pixel(*deep.image, 64, 64) == kBlue);
    CHECK(pixel(*make(country.both(), {17, kNear.x * 32 + 16, kNear.y * 32 + 3}).image, 64, 64) == kRed);
    CHECK(pixel(*make(make_sources({country.town}), kNear).image, 100, 64) == kGreen);
    CHECK(make(make_sources({country.town}), {12, 5, 5}).image == nullptr);
    CHECK(make(make_sources({}), {12, 5, 5}).image == nullptr);
}

TEST_CASE("A town's file that vanishes, is cut or lies leaves the country on screen", "[map]") {
    const Country country;
    const auto shows_country = [&] {
        const Tile tile = make(country.both(), {12, kNear.x - 1, kNear.y});
        return tile.image != nullptr && pixel(*tile.image, 64, 64) == kRed;
    };
    VectorTileMaker holding;
    CHECK(pixel(*holding.make({{12, kNear.x - 1, kNear.y}, 64, 1, style(), country.both()}).image, 9, 9) ==
          kBlue);
    const std::string whole = base::read_file(country.town.path).value();
    for (const std::size_t length : {std::size_t{0}, std::size_t{100}, whole.size() / 2}) {
        std::filesystem::remove(country.town.path);
        std::ofstream(country.town.path) << whole.substr(0, length);
        CHECK(shows_country());
    }
    std::filesystem::remove(country.town.path);
    CHECK(shows_country());
    MapFile(country.town.path)
        .meta("minzoom", "12")
        .meta("maxzoom", "12")
        .tile({12, kNear.x - 1, kNear.y}, std::string("\x1f\x8b\x08 bomb"));
    CHECK(shows_country());
}

TEST_CASE("Pictures are tiles too, in each of their formats, larger beyond their last zoom", "[map]") {
    const support::TempDir folder;
    for (const char* format : {"png", "jpg", "jpeg", "webp"}) {
        INFO(format);
        {
            MapFile file(folder / "a.mbtiles");
            file.meta("format", format).meta("minzoom", "5").meta("maxzoom", "5");
            file.tile({5, 16, 11}, support::picture(format, 256, folder.path()));
            file.tile({5, 17, 11}, "no picture");
            file.tile({5, 18, 11}, base::read_file(std::filesystem::path(ACCUEIL_SOURCE_DIR) /
                                                   "tests/fixtures/draw/vast.png")
                                       .value());
        }
        const auto source = open_source(folder / "a.mbtiles", SourceRole::base);
        REQUIRE(source);
        CHECK(source->info.raster());
        const auto sources = make_sources({*source});
        const auto like = [](draw::Color a, draw::Color b) {
            return std::abs(a.r - b.r) < 8 && std::abs(a.g - b.g) < 8 && std::abs(a.b - b.b) < 8 &&
                   a.a == 255;
        };
        const draw::Color white{255, 255, 255, 255};
        for (const int side : {96, 256, 512}) {
            const Tile tile = make(sources, {5, 16, 11}, side);
            REQUIRE(tile.image);
            const int near = side / 4, far = 3 * side / 4;
            CHECK(like(pixel(*tile.image, near, near), kRed));
            CHECK(like(pixel(*tile.image, far, near), kGreen));
            CHECK(like(pixel(*tile.image, near, far), kBlue));
            CHECK(like(pixel(*tile.image, far, far), white));
            CHECK(like(pixel(*tile.image, 0, 0), kRed));
            CHECK(like(pixel(*tile.image, side - 1, side - 1), white));
        }
        const Tile child = make(sources, {6, 33, 22}, 128);
        CHECK(like(pixel(*child.image, 64, 64), kGreen));
        CHECK(like(pixel(*make(sources, {7, 64, 47}, 64).image, 32, 32), kBlue));
        CHECK(make(sources, {5, 17, 11}).image == nullptr);
        CHECK(make(sources, {5, 18, 11}).image == nullptr);  // more pixels than a tile may have
    }
    {
        MapFile file(folder / "b.mbtiles");
        file.meta("format", "gif").meta("minzoom", "0").meta("maxzoom", "1");
    }
    CHECK(open_source(folder / "b.mbtiles", SourceRole::base).error().code == base::ErrorCode::unsupported);
}

TEST_CASE("A new town's map is taken up where one is, with its thanks and its depth, and goes again",
          "[map]") {
    const Country country;
    const auto engine =
        draw::TextEngine::create(std::filesystem::path(ACCUEIL_SOURCE_DIR) / "assets/fonts").value();
    const auto canvas = draw::CairoCanvas::create(1080, 1920, *engine);
    TileStore store([] { return std::make_unique<VectorTileMaker>(); }, {}, {});
    MapView view(store, make_sources({country.base}), style());
    model::FeedInfo feed;
    feed.map_bounds = {-6, 41, 10, 51.5};
    view.set_territory(feed);
    view.set_view_rect({0, 0, 1080, 1920});
    const WorldPoint place = TileId{12, kNear.x - 1, kNear.y}.world_rect().center();
    const auto middle = [&] {
        for (int pass = 0; pass < 3; ++pass) {
            view.draw(*canvas, *engine);
            REQUIRE(store.wait_until_idle(20s));
        }
        view.draw(*canvas, *engine);
        return pixel(*canvas->snapshot(), 540, 960);
    };
    view.restore({place, 12});
    CHECK(view.camera().zoom == Approx(12));
    CHECK_FALSE(view.can_zoom_in());
    CHECK(middle() == kRed);
    CHECK(view.credits() == std::vector<std::string>{"Le pays"});

    view.set_sources(country.both());
    CHECK(view.camera().center == place);
    CHECK(view.can_zoom_in());
    view.draw(*canvas, *engine);
    CHECK(pixel(*canvas->snapshot(), 540, 960) == kRed);  // stands in until the town has come
    CHECK(middle() == kBlue);
    view.set_osm_credit("© les contributeurs d’OpenStreetMap");
    CHECK(view.credits() == std::vector<std::string>{"Le pays", "© les contributeurs d’OpenStreetMap"});
    view.restore({place, 17});
    CHECK(view.camera().zoom == Approx(17));
    CHECK(view.credits() == std::vector<std::string>{"© les contributeurs d’OpenStreetMap"});

    view.set_sources(make_sources({country.base}));
    CHECK(view.camera().zoom == Approx(12));
    CHECK(middle() == kRed);
}

TEST_CASE("Tiles of other files are forgotten, but for those that stand in on screen", "[map]") {
    const Country country;
    TileStore store([] { return std::make_unique<VectorTileMaker>(); }, {}, {});
    const auto old = make_sources({country.base});
    const TileId away{12, kNear.x + 9, kNear.y};
    const std::vector<TileRequest> both{{kNear, 64, 1, style(), old}, {away, 64, 1, style(), old}};
    store.want(both);
    REQUIRE(store.wait_until_idle(20s));
    store.want(std::span(both).first(1));
    store.forget_others(country.both());
    CHECK(store.find(kNear) != nullptr);
    CHECK(store.find(away) == nullptr);
    store.forget_others(old);
    CHECK(store.find(kNear) != nullptr);
}
