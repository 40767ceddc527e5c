// SPDX-License-Identifier: GPL-3.0-or-later
// A small town as it looks: golden pictures in three styles, languages, fading, and that a still map costs
// nothing.
#include <catch2/catch.hpp>

#include "kiosk/draw/cairo_canvas.hpp"
#include "kiosk/map/map_view.hpp"
#include "tests/support/fake_clock.hpp"
#include "tests/support/golden.hpp"
#include "tests/support/town_scene.hpp"

using namespace accueil;
using namespace accueil::map;
using namespace std::chrono_literals;

namespace {

std::filesystem::path source() {
    return ACCUEIL_SOURCE_DIR;
}

struct Town {
    StylePtr style;
    std::unique_ptr<draw::TextEngine> engine =
        draw::TextEngine::create(source() / "assets" / "fonts").value();
    TileStore store{[] { return std::make_unique<support::TownMaker>(); }, {}, {}};
    MapView view;
    std::unique_ptr<draw::CairoCanvas> canvas;
    support::FakeClock clock;

    static TileSourcesPtr sources() {
        TileSource town;
        town.role = SourceRole::town;
        town.schema = Schema::openmaptiles;
        town.info.min_zoom = town.info.max_zoom = town.from_zoom = support::kTownTile.z;
        town.info.attribution = "© OpenStreetMap";
        town.area = support::kTownTile.world_rect();
        return make_sources({town});
    }
    explicit Town(const std::string& name, double zoom = 16)
        : style(Style::load(source() / "assets" / "styles" / (name + ".json")).value()),
          view(store, sources(), style),
          canvas(draw::CairoCanvas::create(640, 480, *engine)) {
        const WorldRect area = support::kTownTile.world_rect();
        model::FeedInfo feed;
        const auto west_north = to_coordinates({area.left, area.top}),
                   east_south = to_coordinates({area.right, area.bottom});
        feed.map_bounds = {west_north.longitude, east_south.latitude, east_south.longitude,
                           west_north.latitude};
        feed.map_center = to_coordinates(area.center());
        view.set_territory(feed);
        view.set_view_rect({0, 0, canvas->size().width, canvas->size().height});
        view.draw(*canvas, *engine);
        view.restore({area.center(), zoom});
    }
    void settle() {
        for (int pass = 0; pass < 4; ++pass) {
            view.tick(clock.steady());
            view.draw(*canvas, *engine);
            REQUIRE(store.wait_until_idle(20s));
        }
        // What was placed when the first tiles had come stays there; which came first is chance: placed anew.
        const base::Size size = canvas->size();
        view.set_view_rect({0, 0, size.width, size.height / 2});
        view.set_view_rect({0, 0, size.width, size.height});
        view.draw(*canvas, *engine);
    }
    /// Share of the pixels that are others than in `picture`; less than a shade on the edge of a letter is
    /// nothing.
    double others(const std::vector<std::uint8_t>& before) {
        const auto now = picture();
        std::size_t far = 0;
        for (std::size_t i = 0; i < now.size(); ++i)
            far += std::abs(now[i] - before[i]) > 16 ? 1 : 0;
        return static_cast<double>(far) / static_cast<double>(now.size());
    }
    std::vector<std::uint8_t> picture() { return canvas->snapshot()->rgba(); }
};

}  // namespace

TEST_CASE("A town looks as it was seen to be good, in three styles", "[map]") {
    for (const char* name : {"light", "dark", "contrast"}) {
        Town town(name);
        town.settle();
        CHECK(support::differs_from_golden(
                  *town.canvas->snapshot(),
                  source() / "tests" / "fixtures" / "map" / (std::string("town-") + name + ".png")) == "");
    }
}

TEST_CASE("A town in Arabic: what has an Arabic name bears it, the rest keeps its own", "[map]") {
    Town town("light");
    town.view.set_language("ar");
    town.settle();
    CHECK(support::differs_from_golden(*town.canvas->snapshot(),
                                       source() / "tests" / "fixtures" / "map" / "town-light-ar.png") == "");
}

TEST_CASE("Another language is shown without a tile being made again", "[map]") {
    Town town("light");
    town.settle();
    const auto french = town.picture();
    town.view.set_language("ar");
    CHECK(town.view.tick(town.clock.steady()));
    town.view.draw(*town.canvas, *town.engine);
    CHECK(town.store.idle());
    CHECK(town.others(french) > 0.002);
    town.view.set_language("fr");
    town.view.draw(*town.canvas, *town.engine);
    CHECK(town.others(french) < 0.0002);
}

TEST_CASE("Names fade in while time runs, then the map is still; with reduced motion they are there at once",
          "[map]") {
    for (const Motion motion : {Motion::full, Motion::reduced}) {
        Town town("light");
        town.view.set_motion(motion);
        town.settle();
        CHECK_FALSE(town.view.animating());
        town.view.set_language("ar");
        town.clock.advance(16ms);
        town.view.tick(town.clock.steady());
        town.view.draw(*town.canvas, *town.engine);
        CHECK(town.view.animating() == (motion == Motion::full));
        const auto first = town.picture();
        int frames = 0;
        while (town.view.animating() && frames < 40) {
            ++frames;
            town.clock.advance(16ms);
            CHECK(town.view.tick(town.clock.steady()));
            town.view.draw(*town.canvas, *town.engine);
        }
        CHECK((motion == Motion::full ? frames >= 9 && frames <= 12 : frames == 0));
        CHECK((first != town.picture()) == (motion == Motion::full));
        town.clock.advance(16ms);
        CHECK_FALSE(town.view.tick(town.clock.steady()));
    }
}

TEST_CASE("While a finger drags the map names move with it, and are placed anew within a tenth of a second",
          "[map]") {
    Town town("light", 16.5);
    town.settle();
    town.view.on_gesture(input::Press{{500, 500}}, town.clock.steady());
    town.view.on_gesture(input::DragStart{{500, 500}}, town.clock.steady());
    town.clock.advance(16ms);
    town.view.on_gesture(input::Drag{{520, 500}, {20, 0}}, town.clock.steady());
    town.view.tick(town.clock.steady());
    town.view.draw(*town.canvas, *town.engine);
    CHECK(town.view.animating());  // what has come into sight is still to be named
    int frames = 0;
    for (; town.view.animating() && frames < 40; ++frames) {
        town.clock.advance(16ms);
        town.view.tick(town.clock.steady());
        town.view.draw(*town.canvas, *town.engine);
        REQUIRE(town.store.wait_until_idle(20s));
    }
    CHECK(frames < 25);
    town.clock.advance(1s);
    CHECK_FALSE(town.view.tick(town.clock.steady()));
}
