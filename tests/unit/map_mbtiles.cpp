// SPDX-License-Identifier: GPL-3.0-or-later
#include "kiosk/map/mbtiles.hpp"

#include <sqlite3.h>
#include <zlib.h>

#include <catch2/catch.hpp>
#include <fstream>
#include <optional>

#include "tests/support/assets.hpp"
#include "tests/support/temp_dir.hpp"

using namespace accueil;
using namespace accueil::map;

namespace {

/// A database made by statements of a test's own.
std::filesystem::path make(const support::TempDir& folder, const std::string& sql) {
    const auto path = folder / "made.mbtiles";
    std::filesystem::remove(path);
    sqlite3* database = nullptr;
    REQUIRE(sqlite3_open(path.c_str(), &database) == SQLITE_OK);
    REQUIRE(sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK);
    sqlite3_close(database);
    return path;
}

const std::string kTables =
    "CREATE TABLE metadata(name text, value text);"
    "CREATE TABLE tiles(zoom_level integer, tile_column integer, tile_row integer, tile_data blob);";

std::string deflated(const std::string& plain) {
    std::string out(compressBound(plain.size()), '\0');
    uLongf length = out.size();
    compress(reinterpret_cast<Bytef*>(out.data()), &length, reinterpret_cast<const Bytef*>(plain.data()),
             plain.size());
    out.resize(length);
    return out;
}

}  // namespace

TEST_CASE("The map of France says its zooms, its bounds and whom to thank", "[map]") {
    const auto tiles = MbTiles::open(support::national_map());
    REQUIRE(tiles);
    CHECK(tiles->info().min_zoom == 3);
    CHECK(tiles->info().max_zoom == 8);
    CHECK(tiles->info().bounds == std::array<double, 4>{-11, 39, 16, 55});
    for (const char* owner : {"Natural Earth", "INSEE", "GeoNames", "GSHHG"})
        CHECK(tiles->info().attribution.find(owner) != std::string::npos);
}

TEST_CASE("Tiles are asked for from the north and come unpacked", "[map]") {
    auto tiles = MbTiles::open(support::national_map());
    REQUIRE(tiles);
    const auto nantes = tiles->tile({8, 126, 89});
    REQUIRE(nantes);
    REQUIRE(*nantes);
    CHECK((**nantes).find("Nantes") != std::string::npos);
    CHECK((**nantes)[0] == '\x1a');
}

TEST_CASE("A tile that the file does not have is no error", "[map]") {
    auto tiles = MbTiles::open(support::national_map());
    REQUIRE(tiles);
    for (const TileId id : {TileId{8, 0, 0}, TileId{9, 252, 178}, TileId{-1, 0, 0}, TileId{31, 5, 5}}) {
        const auto tile = tiles->tile(id);
        REQUIRE(tile);
        CHECK_FALSE(*tile);
    }
}

TEST_CASE("What is no MBTiles file is refused with its name", "[map]") {
    const support::TempDir folder;
    CHECK(MbTiles::open(folder / "none.mbtiles").error().code == base::ErrorCode::not_found);
    CHECK(MbTiles::open(folder.path()).error().code == base::ErrorCode::not_found);
    std::ofstream(folder / "text.mbtiles") << std::string(5000, 'x');
    const auto text = MbTiles::open(folder / "text.mbtiles");
    CHECK(text.error().code == base::ErrorCode::bad_format);
    CHECK(text.error().detail.find("text.mbtiles") != std::string::npos);
    CHECK(MbTiles::open(make(folder, "CREATE TABLE other(x);")).error().code == base::ErrorCode::bad_format);
    CHECK(MbTiles::open(
              make(folder,
                   kTables + "INSERT INTO metadata VALUES('format','gif'),('minzoom','0'),('maxzoom','3')"))
              .error()
              .code == base::ErrorCode::unsupported);
    CHECK(MbTiles::open(make(folder, kTables + "INSERT INTO metadata VALUES('minzoom','0'),('maxzoom','99')"))
              .error()
              .code == base::ErrorCode::bad_format);
}

TEST_CASE("Zooms that the metadata does not say are taken from the tiles", "[map]") {
    const support::TempDir folder;
    const auto tiles =
        MbTiles::open(make(folder, kTables + "INSERT INTO tiles VALUES(4,0,0,x'00'),(7,0,0,x'00')"));
    REQUIRE(tiles);
    CHECK(tiles->info().min_zoom == 4);
    CHECK(tiles->info().max_zoom == 7);
}

TEST_CASE("A tile that does not unpack is an error, and the next one is read", "[map]") {
    const support::TempDir folder;
    auto tiles =
        MbTiles::open(make(folder, kTables + "INSERT INTO metadata VALUES('minzoom','0'),('maxzoom','1');"
                                             "INSERT INTO tiles VALUES(1,0,1,x'1f8b08000000000000034b'),"
                                             "(1,1,1,x'1a021234'),(0,0,0,x'');"));
    REQUIRE(tiles);
    CHECK(tiles->tile({1, 0, 0}).error().code == base::ErrorCode::corrupt);
    CHECK(**tiles->tile({1, 1, 0}) == std::string("\x1a\x02\x12\x34"));
    CHECK((**tiles->tile({0, 0, 0})).empty());
}

TEST_CASE("Unpacking stops at its limit, however small the bomb", "[map]") {
    const std::string bomb = deflated(std::string(5'000'000, 'a'));
    REQUIRE(bomb.size() < 10'000);
    CHECK(inflate_all(bomb, 1 << 20).error().code == base::ErrorCode::too_large);
    CHECK(inflate_all(bomb, 5'000'000)->size() == 5'000'000);
    CHECK(inflate_all(bomb.substr(0, 100), 1 << 20).error().code == base::ErrorCode::corrupt);
    CHECK(inflate_all("", 100).error().code == base::ErrorCode::corrupt);
    CHECK(inflate_all(deflated(""), 100)->empty());
}
