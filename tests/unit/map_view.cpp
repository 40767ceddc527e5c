// SPDX-License-Identifier: GPL-3.0-or-later
#include "kiosk/map/map_view.hpp"

#include <catch2/catch.hpp>

#include "kiosk/draw/cairo_canvas.hpp"
#include "kiosk/map/vector_tiles.hpp"
#include "tests/support/assets.hpp"
#include "tests/support/fake_clock.hpp"

using namespace accueil;
using namespace accueil::map;
using namespace std::chrono_literals;
using support::assets;

namespace {

Marker view_marker(const std::string& id, double latitude, double longitude) {
    return {id,          "initiative",    {latitude, longitude}, model::MarkerShape::circle,
            "door-open", "Titre de " + id};
}

model::FeedInfo whole_country() {
    model::FeedInfo feed;
    feed.map_center = {46.6, 2.25};
    feed.map_zoom = 5;
    feed.map_bounds = {-6, 41, 10, 51.5};
    return feed;
}

/// The map of France on a canvas without a display.
struct ViewRig {
    std::filesystem::path file = assets() / "basemap" / "france.mbtiles";
    StylePtr style = Style::load(assets() / "styles" / "light.json").value();
    std::unique_ptr<draw::TextEngine> engine = draw::TextEngine::create(assets() / "fonts").value();
    TileStore store{[] { return std::make_unique<VectorTileMaker>(); }, {}, {}};
    MapView view{store, make_sources({open_source(file, SourceRole::base).value()}), style};
    std::unique_ptr<draw::CairoCanvas> canvas;
    support::FakeClock clock;

    explicit ViewRig(int width = 1080, int height = 1920)
        : canvas(draw::CairoCanvas::create(width, height, *engine)) {
        view.set_territory(whole_country());
        view.set_view_rect({0, 0, canvas->size().width, canvas->size().height});
    }
    /// Draws until every tile has come.
    void settle() {
        for (int pass = 0; pass < 4; ++pass) {
            view.tick(clock.steady());
            view.draw(*canvas, *engine);
            REQUIRE(store.wait_until_idle(20s));
        }
        view.draw(*canvas, *engine);
    }
    void run() {
        for (int frame = 0; view.animating() && frame < 200; ++frame) {
            clock.advance(16ms);
            view.tick(clock.steady());
        }
        CHECK_FALSE(view.animating());
    }
    base::Point at(double latitude, double longitude) {
        return View{view.camera(), {0, 0, canvas->size().width, canvas->size().height}}.to_screen(
            to_world({latitude, longitude}));
    }
    draw::Color pixel(const draw::ImagePtr& picture, base::Point p) {
        const auto x = static_cast<std::size_t>(p.x * canvas->scale()),
                   y = static_cast<std::size_t>(p.y * canvas->scale());
        const std::uint8_t* rgba =
            picture->rgba().data() + (y * static_cast<std::size_t>(picture->width()) + x) * 4;
        return {rgba[0], rgba[1], rgba[2], rgba[3]};
    }
    std::optional<MapEvent> tap(base::Point p, int count = 1) {
        view.on_gesture(input::Press{p}, clock.steady());
        return view.on_gesture(input::Tap{p, count}, clock.steady());
    }
};

}  // namespace

TEST_CASE("France is drawn where France is: land, sea and neighbours at places that one knows", "[map]") {
    for (const auto& [width, height] : {std::pair(1080, 1920), std::pair(1920, 1080)}) {
        ViewRig rig(width, height);
        rig.settle();
        const auto picture = rig.canvas->snapshot();
        const draw::Color land = rig.style->background, sea{0xCA, 0xDE, 0xE1, 255},
                          neighbour{0xEC, 0xE8, 0xE0, 255};
        const auto near = [](draw::Color a, draw::Color b) {
            return std::abs(a.r - b.r) <= 2 && std::abs(a.g - b.g) <= 2 && std::abs(a.b - b.b) <= 2;
        };
        CHECK(near(rig.pixel(picture, rig.at(46.0, -4.0)), sea));        // Bay of Biscay
        CHECK(near(rig.pixel(picture, rig.at(42.6, 4.6)), sea));         // Gulf of Lion
        CHECK(near(rig.pixel(picture, rig.at(47.62, -1.25)), land));     // north-east of Nantes
        CHECK(near(rig.pixel(picture, rig.at(46.75, 2.35)), land));      // Berry
        CHECK(near(rig.pixel(picture, rig.at(42.28, 9.05)), land));      // Corsica
        CHECK(near(rig.pixel(picture, rig.at(50.1, 8.4)), neighbour));   // Hesse
        CHECK(near(rig.pixel(picture, rig.at(51.3, -1.3)), neighbour));  // Berkshire
    }
}

TEST_CASE("Scale and thanks stand where lines begin, away from the screen's own buttons", "[map]") {
    for (const char* language : {"fr", "ar"}) {
        ViewRig rig(1920, 1080);
        rig.view.set_language(language);
        rig.settle();
        const auto with = rig.canvas->snapshot();
        rig.view.set_furniture(Furniture::none);
        rig.view.draw(*rig.canvas, *rig.engine);
        const auto without = rig.canvas->snapshot();
        const auto changed = [&](float from, float to) {
            int pixels = 0;
            for (float y = 980; y < 1075; ++y)
                for (float x = from; x < to; ++x)
                    pixels += rig.pixel(with, {x, y}) == rig.pixel(without, {x, y}) ? 0 : 1;
            return pixels;
        };
        const int left = changed(0, 300), right = changed(1620, 1919);
        INFO(language << ": " << left << " left, " << right << " right");
        CHECK((std::string(language) == "fr" ? left : right) > 5000);
        // Names may stand where the furniture was.
        CHECK((std::string(language) == "fr" ? right : left) < 2000);
    }
}

TEST_CASE("A still map asks for no drawing and no tiles", "[map]") {
    ViewRig rig;
    CHECK(rig.view.tick(rig.clock.steady()));
    rig.settle();
    CHECK(rig.view.complete());
    for (int i = 0; i < 20; ++i) {
        rig.clock.advance(1s);
        CHECK_FALSE(rig.view.tick(rig.clock.steady()));
    }
    rig.view.draw(*rig.canvas, *rig.engine);
    CHECK(rig.store.idle());
}

TEST_CASE("Drawn twice, the map gives the same picture", "[map]") {
    ViewRig rig;
    rig.view.set_content({view_marker("nantes", 47.2184, -1.5536)});
    rig.settle();
    const auto first = rig.canvas->snapshot();
    rig.view.draw(*rig.canvas, *rig.engine);
    CHECK(first->rgba() == rig.canvas->snapshot()->rgba());
}

TEST_CASE("A tap on a marker gives its id, also a little beside it; a tap elsewhere the background",
          "[map]") {
    ViewRig rig;
    rig.view.set_content({view_marker("nantes", 47.2184, -1.5536), view_marker("lyon", 45.764, 4.8357)});
    rig.settle();
    const base::Point nantes = rig.at(47.2184, -1.5536);
    for (const base::Point off : {base::Point{0, 0}, base::Point{45, 0}, base::Point{-30, 33}}) {
        const auto event = rig.tap(nantes + off);
        REQUIRE(event);
        REQUIRE(std::holds_alternative<MarkerTapped>(*event));
        CHECK(std::get<MarkerTapped>(*event).id == "nantes");
    }
    const auto event = rig.tap(nantes + base::Point{80, 0});
    REQUIRE(event);
    CHECK(std::holds_alternative<BackgroundTapped>(*event));
}

TEST_CASE("Between two markers the nearer one is meant", "[map]") {
    ViewRig rig;
    rig.view.restore({to_world({47.2, -1.5}), 9});
    rig.view.set_content({view_marker("west", 47.2, -1.6), view_marker("east", 47.2, -1.4)});
    rig.settle();
    const base::Point west = rig.at(47.2, -1.6), east = rig.at(47.2, -1.4);
    REQUIRE(east.x - west.x > 64);
    const float nearer = std::min(45.0F, (east.x - west.x) * 0.45F);
    CHECK(std::get<MarkerTapped>(*rig.tap(west + base::Point{nearer, 0})).id == "west");
    CHECK(std::get<MarkerTapped>(*rig.tap(east - base::Point{nearer, 0})).id == "east");
}

TEST_CASE("A tapped cluster gives its ids and flies to where it comes apart", "[map]") {
    ViewRig rig;
    rig.view.set_content({view_marker("paris", 48.8566, 2.3522), view_marker("saint-denis", 48.9362, 2.3574),
                          view_marker("montreuil", 48.8638, 2.4485)});
    rig.settle();
    REQUIRE(rig.view.visible_markers().size() == 1);
    const auto event = rig.tap(rig.view.visible_markers()[0].rect.center());
    REQUIRE(event);
    REQUIRE(std::holds_alternative<ClusterTapped>(*event));
    CHECK(std::get<ClusterTapped>(*event).ids ==
          std::vector<std::string>{"paris", "saint-denis", "montreuil"});
    CHECK(std::get<ClusterTapped>(*event).count == 3);
    CHECK(std::get<ClusterTapped>(*event).outcome == ClusterOutcome::flies);
    rig.run();
    CHECK(rig.view.visible_markers().size() >= 2);
}

TEST_CASE("Double tap and two-finger tap zoom in and out about the fingers", "[map]") {
    ViewRig rig;
    rig.view.restore({to_world({47, 2}), 8});
    rig.settle();
    const base::Point p{300, 600};
    const WorldPoint under = View{rig.view.camera(), {0, 0, 1080, 1920}}.to_world(p);
    CHECK(rig.tap(p));
    CHECK_FALSE(rig.tap(p, 2));
    rig.run();
    CHECK(rig.view.camera().zoom == Approx(9));
    const base::Point there = View{rig.view.camera(), {0, 0, 1080, 1920}}.to_screen(under);
    CHECK(there.x == Approx(p.x).margin(0.5));
    rig.view.on_gesture(input::Press{p}, rig.clock.steady());
    rig.view.on_gesture(input::PressCancel{}, rig.clock.steady());
    rig.view.on_gesture(input::TwoFingerTap{p}, rig.clock.steady());
    rig.run();
    CHECK(rig.view.camera().zoom == Approx(8));
}

TEST_CASE("A map somewhere on the screen is dragged, pinched and tapped in the screen's own pixels",
          "[map]") {
    ViewRig rig;
    rig.view.set_view_rect({200, 300, 600, 800});
    rig.view.restore({to_world({47.2184, -1.5536}), 8});
    rig.view.set_content({view_marker("nantes", 47.2184, -1.5536)});
    rig.settle();
    CHECK(std::get<MarkerTapped>(*rig.tap({500, 700})).id == "nantes");
    rig.view.on_gesture(input::Press{{500, 700}}, rig.clock.steady());
    rig.view.on_gesture(input::PressCancel{}, rig.clock.steady());
    rig.view.on_gesture(input::DragStart{{500, 700}}, rig.clock.steady());
    rig.view.on_gesture(input::Drag{{560, 660}, {60, -40}}, rig.clock.steady());
    rig.view.on_gesture(input::DragEnd{{560, 660}, {0, 0}}, rig.clock.steady());
    CHECK(std::get<MarkerTapped>(*rig.tap({560, 660})).id == "nantes");
    rig.view.on_gesture(input::Pinch{{560, 660}, {0, 0}, 2}, rig.clock.steady());
    rig.view.on_gesture(input::PinchEnd{}, rig.clock.steady());
    CHECK(std::get<MarkerTapped>(*rig.tap({560, 660})).id == "nantes");
    CHECK(rig.view.camera().zoom == Approx(9));
}

TEST_CASE("A pressed marker shows it in the next frame", "[map]") {
    ViewRig rig;
    rig.view.set_content({view_marker("nantes", 47.2184, -1.5536)});
    rig.settle();
    const auto before = rig.canvas->snapshot();
    rig.view.on_gesture(input::Press{rig.at(47.2184, -1.5536)}, rig.clock.steady());
    CHECK(rig.view.tick(rig.clock.steady()));
    rig.view.draw(*rig.canvas, *rig.engine);
    CHECK(before->rgba() != rig.canvas->snapshot()->rgba());
}

TEST_CASE("The readers' tree has each marker by its title, clusters by their ids, and nothing out of sight",
          "[map]") {
    ViewRig rig;
    rig.view.restore({to_world({47.2184, -1.5536}), 9});
    rig.view.set_content({view_marker("nantes", 47.2184, -1.5536), view_marker("also", 47.2184, -1.5536),
                          view_marker("ancenis", 47.3667, -1.1767),
                          view_marker("marseille", 43.2965, 5.3698)});
    rig.settle();
    rig.view.select("ancenis");
    const auto visible = rig.view.visible_markers();
    REQUIRE(visible.size() == 2);
    CHECK(visible[0].ids == std::vector<std::string>{"ancenis"});
    CHECK(visible[0].title == "Titre de ancenis");
    CHECK(visible[0].selected);
    CHECK(visible[1].ids == std::vector<std::string>{"nantes", "also"});
    CHECK(visible[1].count == 2);
    for (const VisibleMarker& each : visible) {
        CHECK(each.rect.width >= 72);
        CHECK(each.rect.height >= 72);
    }
}

TEST_CASE("New content keeps the visitor's place, and the selection where it is still there", "[map]") {
    ViewRig rig;
    rig.view.set_content({view_marker("nantes", 47.2184, -1.5536), view_marker("lille", 50.63, 3.06)});
    rig.view.restore({to_world({47.2184, -1.5536}), 9});
    rig.view.select("nantes");
    const Camera before = rig.view.camera();
    rig.view.set_content({view_marker("nantes", 47.2184, -1.5536), view_marker("brest", 48.39, -4.49)});
    rig.view.set_territory(whole_country());
    CHECK(rig.view.selected() == "nantes");
    CHECK(rig.view.camera() == before);
    rig.view.set_content({view_marker("brest", 48.39, -4.49)});
    CHECK_FALSE(rig.view.selected());
    CHECK(rig.view.camera() == before);
}

TEST_CASE("All of some initiatives are shown at once, in what bars leave free", "[map]") {
    ViewRig rig;
    rig.view.set_content({view_marker("brest", 48.3904, -4.4861), view_marker("nantes", 47.2184, -1.5536),
                          view_marker("nice", 43.7, 7.27)});
    rig.view.set_view_rect({0, 0, 1080, 1920}, {0, 200, 0, 800});
    rig.view.show_all({"brest", "nantes", "unknown"}, rig.clock.steady());
    rig.run();
    for (const auto& [latitude, longitude] : {std::pair(48.3904, -4.4861), std::pair(47.2184, -1.5536)}) {
        const base::Point p = rig.at(latitude, longitude);
        CHECK(base::Rect{34, 234, 1012, 852}.contains(p));
    }
    const Camera there = rig.view.camera();
    rig.view.show_all({"unknown"}, rig.clock.steady());
    CHECK(rig.view.camera() == there);
}

TEST_CASE("A picture of the map stands at once where it is asked to, and costs nothing while it does",
          "[map]") {
    ViewRig rig;
    rig.view.set_view_rect({0, 0, 800, 300});
    const Camera start = rig.view.camera();
    const model::Coordinates hall{47.2181, -1.5546}, near{47.2201, -1.5506}, far{48.39, -4.49};
    rig.view.frame({hall, near}, 9, 11);
    CHECK(rig.view.camera().zoom == Approx(11).margin(0.01));
    CHECK(rig.view.shows(hall));
    CHECK(rig.view.shows(near));
    // What is too far for the streets to be seen is left out: the first stands in the middle.
    rig.view.frame({hall, far}, 9, 11);
    CHECK(rig.view.camera().zoom == Approx(11).margin(0.01));
    CHECK(std::abs(rig.view.camera().center.x - to_world(hall).x) < 1e-6);
    CHECK_FALSE(rig.view.shows(far));
    rig.view.frame({hall, far}, 4, 11);
    CHECK(rig.view.shows(hall));
    CHECK(rig.view.shows(far));
    rig.run();
    const Camera there = rig.view.camera();
    rig.view.frame({hall, far}, 4, 11);
    CHECK(rig.view.camera() == there);
    CHECK_FALSE(rig.view.animating());
    rig.view.frame_start();
    CHECK(rig.view.camera() == start);
}

TEST_CASE("Keys move the map: arrows, pages and home; others are left to the screen", "[map]") {
    ViewRig rig;
    rig.view.restore({to_world({47, 2}), 8});
    const Camera before = rig.view.camera();
    CHECK(rig.view.on_key(input::Key::right, rig.clock.steady()));
    rig.run();
    CHECK(rig.view.camera().center.x > before.center.x);
    CHECK(rig.view.on_key(input::Key::page_up, rig.clock.steady()));
    rig.run();
    CHECK(rig.view.camera().zoom == Approx(9));
    CHECK_FALSE(rig.view.on_key(input::Key::enter, rig.clock.steady()));
    CHECK(rig.view.on_key(input::Key::home, rig.clock.steady()));
    rig.run();
    CHECK_FALSE(rig.view.can_zoom_out());
    CHECK(rig.view.can_zoom_in());
}

TEST_CASE("The scale bar is 1, 2 or 5 times a power of ten and fits", "[map]") {
    for (const double metres : {0.3, 1.7, 26.0, 420.0, 1500.0}) {
        const auto scale = MapView::scale_at(metres, 200);
        CHECK(scale.pixels <= 200);
        CHECK(scale.pixels > 79);
        CHECK(scale.pixels * metres == Approx(scale.metres));
    }
    CHECK(MapView::scale_at(26, 200).words == "5\u00A0km");
    CHECK(MapView::scale_at(1.7, 200).words == "200\u00A0m");
}

TEST_CASE("Styles change without a blank: the old tiles stay until the new ones come", "[map]") {
    ViewRig rig;
    rig.settle();
    rig.view.set_style(Style::load(assets() / "styles" / "dark.json").value());
    CHECK(rig.view.tick(rig.clock.steady()));
    CHECK(rig.store.size() > 0);
    rig.settle();
    const auto picture = rig.canvas->snapshot();
    const draw::Color berry = rig.pixel(picture, rig.at(46.75, 2.35));
    CHECK(berry.r < 0x60);
}
