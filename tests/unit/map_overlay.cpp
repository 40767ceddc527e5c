// SPDX-License-Identifier: GPL-3.0-or-later
// Several map files drawn over each other: towns, pictures, files that vanish, and those that come later.
#include <catch2/catch.hpp>

#include "kiosk/draw/cairo_canvas.hpp"
#include "kiosk/map/map_view.hpp"
#include "tests/support/map_country.hpp"

using namespace accueil;
using namespace accueil::map;
using namespace accueil::support;
using namespace std::chrono_literals;

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
    MapFile(country.folder / "over.mbtiles")
        .meta("minzoom", "12")
        .meta("maxzoom", "12")
        .tile(there, LayerMaker("transportation").square(0, 0, 4096, 4096).tile());
    TileSource over = open_source(country.folder / "over.mbtiles", SourceRole::town).value();
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
