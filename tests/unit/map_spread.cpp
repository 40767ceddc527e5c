// SPDX-License-Identifier: GPL-3.0-or-later
// What fingers find on the map when many markers are near, at the edge, or on one spot.
#include <catch2/catch.hpp>

#include "kiosk/draw/cairo_canvas.hpp"
#include "kiosk/map/map_view.hpp"
#include "kiosk/map/spread.hpp"
#include "kiosk/map/vector_tiles.hpp"
#include "tests/support/assets.hpp"
#include "tests/support/fake_clock.hpp"

using namespace accueil;
using namespace accueil::map;
using namespace std::chrono_literals;
using support::assets;

namespace {

constexpr model::Coordinates kSpreadAt{47.2184, -1.5536};
const base::Rect kGlass{0, 0, 1080, 1920};

Marker spread_marker(const std::string& id, model::Coordinates place = kSpreadAt) {
    return {id, "initiative", place, model::MarkerShape::circle, "door-open", "Titre de " + id};
}

/// Some markers on one spot, and one of their own region that is not.
std::vector<Marker> on_one_spot(int count) {
    std::vector<Marker> markers{spread_marker("ancenis", {47.3667, -1.1767})};
    for (int i = 0; i < count; ++i)
        markers.push_back(spread_marker("m" + std::to_string(i)));
    return markers;
}

struct SpreadRig {
    std::filesystem::path file = assets() / "basemap" / "france.mbtiles";
    StylePtr style = Style::load(assets() / "styles" / "light.json").value();
    std::unique_ptr<draw::TextEngine> engine = draw::TextEngine::create(assets() / "fonts").value();
    TileStore store{[] { return std::make_unique<VectorTileMaker>(); }, {}, {}};
    MapView view{store, make_sources({open_source(file, SourceRole::base).value()}), style};
    std::unique_ptr<draw::CairoCanvas> canvas = draw::CairoCanvas::create(1080, 1920, *engine);
    support::FakeClock clock;

    explicit SpreadRig(std::vector<Marker> markers = {}, Camera camera = {to_world(kSpreadAt), 9}) {
        model::FeedInfo feed;
        feed.map_center = {46.6, 2.25};
        feed.map_zoom = 5;
        feed.map_bounds = {-6, 41, 10, 51.5};
        view.set_territory(feed);
        view.set_view_rect(kGlass);
        view.set_content(std::move(markers));
        view.restore(camera);
    }
    base::Point spot() { return View{view.camera(), kGlass}.to_screen(to_world(kSpreadAt)); }
    void run() {
        for (int frame = 0; view.animating() && frame < 200; ++frame) {
            clock.advance(16ms);
            view.tick(clock.steady());
        }
        CHECK_FALSE(view.animating());
    }
    std::optional<MapEvent> tap(base::Point p) {
        view.on_gesture(input::Press{p}, clock.steady());
        return view.on_gesture(input::Tap{p, 1}, clock.steady());
    }
    void drag(base::Point way) {
        const base::Point from{540, 960};
        view.on_gesture(input::Press{from}, clock.steady());
        view.on_gesture(input::PressCancel{}, clock.steady());
        view.on_gesture(input::DragStart{from}, clock.steady());
        view.on_gesture(input::Drag{from + way, way}, clock.steady());
        view.on_gesture(input::DragEnd{from + way, {0, 0}}, clock.steady());
        view.tick(clock.steady());
    }
    /// How many single markers named m… are in sight.
    std::size_t spread_out() {
        std::size_t singles = 0;
        for (const VisibleMarker& each : view.visible_markers())
            singles += each.count == 1 && each.ids[0][0] == 'm' ? 1 : 0;
        return singles;
    }
    draw::ImagePtr picture() {
        view.draw(*canvas, *engine);
        REQUIRE(store.wait_until_idle(20s));
        view.draw(*canvas, *engine);
        return canvas->snapshot();
    }
};

ClusterOutcome outcome_of(const std::optional<MapEvent>& event) {
    REQUIRE(event);
    REQUIRE(std::holds_alternative<ClusterTapped>(*event));
    return std::get<ClusterTapped>(*event).outcome;
}

}  // namespace

TEST_CASE("Up to 24 markers on one spot spread around it, and each is hit and read", "[map]") {
    for (const int count : {2, 5, 8, 9, 24}) {
        SpreadRig rig(on_one_spot(count));
        const Camera before = rig.view.camera();
        CHECK(outcome_of(rig.tap(rig.spot())) == ClusterOutcome::spreads);
        rig.run();
        CHECK(rig.view.camera() == before);
        const auto visible = rig.view.visible_markers();
        REQUIRE(visible.size() == static_cast<std::size_t>(count));
        for (std::size_t i = 0; i < visible.size(); ++i) {
            CHECK(visible[i].ids == std::vector<std::string>{"m" + std::to_string(i)});
            CHECK(visible[i].title == "Titre de m" + std::to_string(i));
            CHECK(kGlass.contains(visible[i].rect.center()));
            for (const base::Point off : {base::Point{0, 0}, base::Point{25, 20}, base::Point{-30, 8}}) {
                const auto event = rig.tap(visible[i].rect.center() + off);
                REQUIRE(event);
                REQUIRE(std::holds_alternative<MarkerTapped>(*event));
                CHECK(std::get<MarkerTapped>(*event).id == visible[i].ids[0]);
            }
        }
    }
}

TEST_CASE("More than 24 on one spot are a list, and the map stays", "[map]") {
    SpreadRig rig(on_one_spot(25));
    const Camera before = rig.view.camera();
    const auto event = rig.tap(rig.spot());
    CHECK(outcome_of(event) == ClusterOutcome::lists);
    CHECK(std::get<ClusterTapped>(*event).ids.size() == 25);
    CHECK_FALSE(rig.view.animating());
    CHECK(rig.view.camera() == before);
    CHECK(rig.spread_out() == 0);
}

TEST_CASE("A spread opens within 200 ms, or at once where motion is reduced", "[map]") {
    for (const Motion motion : {Motion::full, Motion::reduced}) {
        SpreadRig rig(on_one_spot(3));
        rig.view.set_motion(motion);
        rig.tap(rig.spot());
        CHECK(rig.view.animating() == (motion == Motion::full));
        rig.clock.advance(199ms);
        rig.view.tick(rig.clock.steady());
        CHECK(rig.view.animating() == (motion == Motion::full));
        rig.clock.advance(1ms);
        rig.view.tick(rig.clock.steady());
        CHECK_FALSE(rig.view.animating());
    }
}

TEST_CASE("Others would only come apart beyond the deepest zoom: they spread too", "[map]") {
    SpreadRig rig(
        {spread_marker("m0"), spread_marker("m1", {kSpreadAt.latitude + 1e-5, kSpreadAt.longitude})});
    CHECK(outcome_of(rig.tap(rig.spot())) == ClusterOutcome::spreads);
    CHECK(rig.spread_out() == 2);
}

TEST_CASE("A touch beside a spread, a zoom, a drag out of sight and other content end it", "[map]") {
    const auto markers = make_marker_set(on_one_spot(6));
    SpreadRig rig;
    const auto open = [&] {
        rig.view.set_content(markers);
        rig.view.restore({to_world(kSpreadAt), 9});
        REQUIRE(outcome_of(rig.tap(rig.spot())) == ClusterOutcome::spreads);
        rig.run();
        REQUIRE(rig.spread_out() == 6);
    };
    open();
    const auto event = rig.tap({60, 1800});
    REQUIRE(event);
    CHECK(std::holds_alternative<BackgroundTapped>(*event));
    CHECK(rig.spread_out() == 0);

    open();
    rig.view.zoom_in(rig.clock.steady());
    rig.run();
    CHECK(rig.spread_out() == 0);

    open();
    rig.view.on_gesture(input::Pinch{{540, 960}, {0, 0}, 1.1F}, rig.clock.steady());
    CHECK(rig.spread_out() == 0);
    rig.view.on_gesture(input::PinchEnd{}, rig.clock.steady());

    open();
    rig.drag({0, 300});
    CHECK(rig.spread_out() == 6);  // it goes with its spot
    rig.drag({0, 700});
    rig.drag({0, 300});
    CHECK(rig.spread_out() == 0);
    rig.drag({0, -1300});
    CHECK(rig.spread_out() == 0);

    open();
    rig.view.start_view(rig.clock.steady());
    CHECK(rig.spread_out() == 0);
    rig.run();

    open();
    rig.view.set_content(markers);  // the same: nothing has changed
    CHECK(rig.spread_out() == 6);
    rig.view.set_content(make_marker_set(on_one_spot(6)));
    CHECK(rig.spread_out() == 0);
}

TEST_CASE("Selecting one of a spread keeps it open, and what a card covers is left", "[map]") {
    auto markers = on_one_spot(24);
    markers.erase(markers.begin());  // at the first view, whose zoom the card changes, nobody else is near
    SpreadRig rig(std::move(markers));
    rig.view.start_view(rig.clock.steady());
    rig.run();
    REQUIRE(outcome_of(rig.tap(rig.spot())) == ClusterOutcome::spreads);
    rig.run();
    rig.view.select("m7");
    const Padding card{0, 150, 0, 800};
    rig.view.set_view_rect(kGlass, card);
    const auto visible = rig.view.visible_markers();
    REQUIRE(visible.size() == 24);
    for (const VisibleMarker& each : visible) {
        CHECK(each.selected == (each.ids[0] == "m7"));
        CHECK(each.rect.y >= 150 - 0.1F);
        CHECK(each.rect.bottom() <= 1920 - 800 + 0.1F);
    }
}

TEST_CASE("A spread is drawn: legs and markers over a veiled map, and nothing of it is left", "[map]") {
    SpreadRig rig(on_one_spot(5));
    const auto before = rig.picture();
    rig.tap(rig.spot());
    rig.run();
    const auto open = rig.picture();
    CHECK(open->rgba() != before->rgba());
    const auto pixel = [](const draw::ImagePtr& picture, base::Point p) {
        const std::size_t at = (static_cast<std::size_t>(p.y) * static_cast<std::size_t>(picture->width()) +
                                static_cast<std::size_t>(p.x)) *
                               4;
        return std::vector<int>{picture->rgba()[at], picture->rgba()[at + 1], picture->rgba()[at + 2]};
    };
    const draw::Color fill = rig.style->markers.of(model::MarkerShape::circle).fill;
    for (const VisibleMarker& each : rig.view.visible_markers())  // beside the icon
        CHECK(pixel(open, each.rect.center() + base::Point{0, 21}) ==
              std::vector<int>{fill.r, fill.g, fill.b});
    rig.tap({60, 1800});
    CHECK(rig.picture()->rgba() == before->rgba());
}

TEST_CASE("A marker at the map's edge, or beyond it, is meant when it is under the finger", "[map]") {
    SpreadRig rig({spread_marker("nantes")});
    const base::Rect window{200, 300, 600, 800};
    rig.view.set_view_rect(window);
    for (const base::Point off :
         {base::Point{-25, 400}, base::Point{625, 400}, base::Point{300, -25}, base::Point{300, 825}}) {
        rig.view.restore({to_world(kSpreadAt), 9});
        const base::Point middle{300, 400}, way = off - middle;
        rig.drag(way);
        const base::Point at = View{rig.view.camera(), window}.to_screen(to_world(kSpreadAt));
        REQUIRE_FALSE(window.contains(at));
        const base::Point finger{std::clamp(at.x, window.x + 2, window.right() - 2),
                                 std::clamp(at.y, window.y + 2, window.bottom() - 2)};
        const auto event = rig.tap(finger);
        REQUIRE(event);
        CHECK(std::holds_alternative<MarkerTapped>(*event));
        REQUIRE(rig.view.visible_markers().size() == 1);
        CHECK(std::holds_alternative<BackgroundTapped>(*rig.tap(finger + (middle - off) * 0.1F)));
    }
}

TEST_CASE("A finger 48 pixels from a marker's middle means it; farther away it does not", "[map]") {
    SpreadRig rig({spread_marker("nantes")});
    for (const base::Point toward : {base::Point{1, 0}, base::Point{0, -1}, base::Point{0.6F, 0.8F}}) {
        const auto near = rig.tap(rig.spot() + toward * 47.5F), far = rig.tap(rig.spot() + toward * 49);
        CHECK(std::holds_alternative<MarkerTapped>(*near));
        CHECK(std::holds_alternative<BackgroundTapped>(*far));
    }
}

TEST_CASE("A hundred thousand markers: the view names a few of each group, and tells the count of all",
          "[map]") {
    std::vector<Marker> markers = on_one_spot(0);
    for (int i = 0; i < 100'000; ++i)
        markers.push_back(
            spread_marker("m" + std::to_string(i), {43 + (i % 317) * 0.02, -1 + (i / 317 % 316) * 0.02}));
    SpreadRig rig(std::move(markers), {to_world({46.6, 2.25}), 6});
    std::size_t count = 0, groups = 0;
    for (const VisibleMarker& each : rig.view.visible_markers()) {
        count += each.count;
        ++groups;
        CHECK(each.ids.size() == std::min(each.count, MapView::kMostNamed));
    }
    CHECK(groups > 10);
    CHECK(groups < 1000);
    CHECK(count > 10'000);
    rig.view.select("m50000");
    rig.view.restore({to_world({46, 2}), 4});
    std::size_t selected = 0;
    for (const VisibleMarker& each : rig.view.visible_markers())
        selected += each.selected ? 1 : 0;
    CHECK(selected == 1);
}
