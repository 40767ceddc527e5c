// SPDX-License-Identifier: GPL-3.0-or-later
// The picture of the map for paper: when there is one, and what is on it.
#include "kiosk/map/map_picture.hpp"

#include <catch2/catch.hpp>

#include "kiosk/map/map_view.hpp"
#include "sync/base/resources.hpp"
#include "tests/support/map_maker.hpp"
#include "tests/support/temp_dir.hpp"
#include "tests/support/town_scene.hpp"

using namespace accueil;
using map::PictureWish;

namespace {

constexpr base::Size kPaper{648, 486};

/// A town of one tile of streets, on the country's map, and a kiosk in it.
struct PrintedTown {
    support::TempDir folder;
    std::filesystem::path assets = base::assets_folder();
    PictureWish wish;

    explicit PrintedTown(bool has_town = true, bool has_tiles = true) {
        const auto file = folder / "town.mbtiles";
        if (has_town) {
            support::MapFile made(file);
            made.meta("minzoom", "14").meta("maxzoom", "14").bounds(support::kTownTile.world_rect());
            made.tile(support::kTownTile, support::town_tile());
        }
        map::TileSources sources{
            map::open_source(assets / "basemap" / "france.mbtiles", map::SourceRole::base).value()};
        if (has_town) sources.push_back(map::open_source(file, map::SourceRole::town).value());
        wish.sources = map::make_sources(std::move(sources));
        if (!has_tiles) std::filesystem::remove(file);
        wish.style = map::Style::load(assets / "styles" / "paper.json").value();
        wish.here_words = "Vous êtes ici";
        wish.osm_credit = "© les contributeurs d’OpenStreetMap";
        wish.marks = {{at(0.5, 0.5), ""}};
    }
    /// A place of the tile, in shares of its width and height.
    static model::Coordinates at(double x, double y) {
        const auto tile = support::kTownTile.world_rect();
        return map::to_coordinates({tile.left + x * tile.width(), tile.top + y * tile.height()});
    }
    map::MapPicture painted() const { return map::paint_picture(wish, kPaper, 1, assets / "fonts"); }
    draw::ImagePtr picture() const { return painted().image; }
};

/// The share of pixels that are darker than `grey`.
double dark(const draw::Image& image, int grey) {
    std::size_t found = 0;
    for (std::size_t i = 0; i < image.rgba().size(); i += 4)
        if (image.rgba()[i] < grey) ++found;
    return static_cast<double>(found) * 4 / static_cast<double>(image.rgba().size());
}

std::size_t different(const draw::Image& a, const draw::Image& b) {
    std::size_t found = 0;
    for (std::size_t i = 0; i < a.rgba().size(); i += 4)
        if (a.rgba()[i] != b.rgba()[i]) ++found;
    return found;
}

}  // namespace

TEST_CASE("a place in a town has a picture, without colours and bright enough for paper", "[map][paper]") {
    PrintedTown town;
    const auto picture = town.picture();
    REQUIRE(picture);
    CHECK(town.painted().credits.front() == "© les contributeurs d’OpenStreetMap");
    CHECK(picture->width() == 648);
    CHECK(picture->height() == 486);
    const auto& pixels = picture->rgba();
    bool is_grey = true;
    for (std::size_t i = 0; i < pixels.size(); i += 4)
        is_grey = is_grey && pixels[i] == pixels[i + 1] && pixels[i] == pixels[i + 2] && pixels[i + 3] == 255;
    CHECK(is_grey);
    CHECK(dark(*picture, 80) > 0.01);   // streets' edges, names, the mark
    CHECK(dark(*picture, 200) < 0.35);  // and paper between them
    // The mark is in the middle: a white dot in a black disc.
    const auto grey_at = [&](int x, int y) {
        return pixels[4 * (static_cast<std::size_t>(y) * 648 + static_cast<std::size_t>(x))];
    };
    CHECK(grey_at(324, 243) > 200);
    CHECK(grey_at(324 + 16, 243) < 60);
    CHECK(different(*picture, *town.picture()) == 0);  // the same wish, the same picture
}

TEST_CASE("at the edge of a town's file the picture lies beside it, and the place keeps its room",
          "[map][paper]") {
    // The map is 324 design pixels wide to each side of its middle; the tile is 2,352 wide there.
    for (const auto& [share, x] : {std::pair{0.95, 530}, std::pair{0.05, 118}, std::pair{0.999, 592}}) {
        CAPTURE(share);
        PrintedTown town;
        town.wish.marks = {{PrintedTown::at(share, 0.5), ""}};
        const auto picture = town.picture();
        REQUIRE(picture);
        const auto grey_at = [&](int across) {
            return picture->rgba()[4 * (std::size_t{243} * 648 + static_cast<std::size_t>(across))];
        };
        CHECK(grey_at(x) > 200);  // a white dot
        CHECK(grey_at(x - 16) < 60);
        CHECK(grey_at(x + 16) < 60);
    }
}

TEST_CASE("no picture rather than one that shows no streets", "[map][paper]") {
    CHECK(PrintedTown(false).picture() == nullptr);        // the country's outline
    CHECK(PrintedTown(true, false).picture() == nullptr);  // its tiles are gone
    PrintedTown town;
    town.wish.marks.push_back({{48.85, 2.35}, "2"});  // one of them is in another town
    CHECK(town.picture() == nullptr);
    town.wish.marks.clear();
    CHECK(town.picture() == nullptr);
    CHECK(map::paint_picture({}, kPaper, 1, town.assets / "fonts").image == nullptr);
    PrintedTown fontless;
    CHECK(map::paint_picture(fontless.wish, kPaper, 1, fontless.folder.path()).image == nullptr);
}

TEST_CASE("the kiosk is on it where both fit, and numbers that would cover one another stand together",
          "[map][paper]") {
    PrintedTown town;
    const auto alone = town.picture();
    town.wish.here = {48.85, 2.35};  // far away
    REQUIRE(town.picture());
    CHECK(different(*alone, *town.picture()) == 0);
    town.wish.here = PrintedTown::at(0.45, 0.45);
    REQUIRE(town.picture());
    CHECK(different(*alone, *town.picture()) > 1000);
    town.wish.here.reset();
    town.wish.marks = {{PrintedTown::at(0.4, 0.5), "1"}, {PrintedTown::at(0.6, 0.5), "2"}};
    const auto apart = town.picture();
    REQUIRE(apart);
    town.wish.marks.push_back({PrintedTown::at(0.6, 0.5), "13"});
    const auto together = town.picture();
    REQUIRE(together);
    CHECK(different(*apart, *together) > 200);
}
