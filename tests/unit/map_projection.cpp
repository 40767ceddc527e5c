// SPDX-License-Identifier: GPL-3.0-or-later
#include <catch2/catch.hpp>

#include "kiosk/map/tile_id.hpp"

using namespace accueil;
using namespace accueil::map;

namespace {
const model::Coordinates kNantes{47.2184, -1.5536};
}

TEST_CASE("The world is a unit square with its origin in the north-west", "[map]") {
    const WorldPoint middle = to_world({0, 0});
    CHECK(middle.x == Approx(0.5));
    CHECK(middle.y == Approx(0.5));
    const WorldPoint corner = to_world({kMaxLatitude, -180});
    CHECK(corner.x == Approx(0).margin(1e-12));
    CHECK(corner.y == Approx(0).margin(1e-12));
    CHECK(to_world({90, 0}).y == Approx(0).margin(1e-12));  // the pole is as far as the map goes
}

TEST_CASE("Degrees come back from the world unchanged", "[map]") {
    for (const model::Coordinates place :
         {kNantes, model::Coordinates{-21.1, 55.5}, model::Coordinates{4.9, -52.3}}) {
        const model::Coordinates back = to_coordinates(to_world(place));
        CHECK(back.latitude == Approx(place.latitude).epsilon(1e-12));
        CHECK(back.longitude == Approx(place.longitude).epsilon(1e-12));
    }
}

TEST_CASE("Nantes lies in the tile that every slippy map gives it", "[map]") {
    // n = 2^8; x = floor((lon + 180) / 360 n); y = floor((1 - asinh(tan(lat)) / pi) / 2 n)
    const WorldPoint p = to_world(kNantes);
    CHECK(static_cast<int>(p.x * 256) == 126);
    CHECK(static_cast<int>(p.y * 256) == 89);
}

TEST_CASE("A point goes to the screen and back at any zoom, wherever the map stands", "[map]") {
    for (const double zoom : {0.0, 5.57, 12.0}) {
        const View view{{to_world(kNantes), zoom}, {100, 40, 900, 1600}};
        const base::Point middle = view.to_screen(to_world(kNantes));
        CHECK(middle.x == Approx(550));
        CHECK(middle.y == Approx(840));
        const base::Point p{333, 777};
        const base::Point back = view.to_screen(view.to_world(p));
        CHECK(back.x == Approx(p.x).margin(0.01));
        CHECK(back.y == Approx(p.y).margin(0.01));
    }
}

TEST_CASE("A pixel shows 78 km at the equator at zoom 0, and less towards the pole", "[map]") {
    CHECK(metres_per_pixel(to_world({0, 0}), 0) == Approx(78271.5).epsilon(1e-4));
    CHECK(metres_per_pixel(to_world({60, 0}), 0) == Approx(78271.5 / 2).epsilon(1e-4));
    CHECK(metres_per_pixel(to_world({0, 0}), 1) == Approx(78271.5 / 2).epsilon(1e-4));
}

TEST_CASE("MBTiles rows count from the south", "[map]") {
    CHECK(tms_row({0, 0, 0}) == 0);
    CHECK(tms_row({8, 126, 89}) == 166);
    CHECK(tms_row({3, 0, 7}) == 0);
}

TEST_CASE("A tile's children lie in it, and it is their ancestor", "[map]") {
    const TileId id{6, 31, 22};
    for (int right : {0, 1})
        for (int lower : {0, 1}) {
            const TileId child = id.child(right, lower);
            CHECK(child.ancestor(6) == id);
            CHECK(id.world_rect().contains(child.world_rect().center()));
        }
    CHECK(TileId{8, 126, 89}.ancestor(8) == TileId{8, 126, 89});
}

TEST_CASE("The tiles of a view are those that it touches, the nearest to its middle first", "[map]") {
    const auto tiles = tiles_in({0.30, 0.30, 0.70, 0.45}, 2);
    CHECK(tiles.size() == 2);
    const auto around = tiles_in({0.26, 0.26, 0.99, 0.99}, 2);
    CHECK(around.size() == 9);
    CHECK(around.front() == TileId{2, 2, 2});
    const auto corners = around.back();
    CHECK((corners.x == 1 || corners.x == 3));
    CHECK((corners.y == 1 || corners.y == 3));
}

TEST_CASE("Beyond the world's edge there are no tiles", "[map]") {
    CHECK(tiles_in({-0.5, -0.5, 1.5, 1.5}, 1).size() == 4);
    CHECK(tiles_in({1.2, 0.1, 1.4, 0.2}, 3).empty());
}

TEST_CASE("Tiles are taken from the zoom that is nearest, within what there is", "[map]") {
    CHECK(tile_zoom(5.49, 3, 8) == 5);
    CHECK(tile_zoom(5.51, 3, 8) == 6);
    CHECK(tile_zoom(1.0, 3, 8) == 3);
    CHECK(tile_zoom(11.0, 3, 8) == 8);
}
