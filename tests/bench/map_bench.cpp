// SPDX-License-Identifier: GPL-3.0-or-later
// What the map costs, without a screen: a tile read, decoded and drawn; names placed; a whole view made from
// nothing. Medians. One optional argument: another MBTiles file to measure beside the one that ships.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <functional>
#include <string>
#include <tuple>

#include "kiosk/draw/cairo_canvas.hpp"
#include "kiosk/map/map_view.hpp"
#include "kiosk/map/tile_painter.hpp"
#include "kiosk/map/vector_tiles.hpp"
#include "sync/base/file.hpp"
#include "sync/base/json.hpp"
#include "sync/base/resources.hpp"

using namespace accueil;

namespace {

double milliseconds(const std::function<void()>& work) {
    const auto start = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
}

double median(std::vector<double> values) {
    if (values.empty()) return 0;
    std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2),
                     values.end());
    return values[values.size() / 2];
}

void print(const std::string& name, double value, const char* unit) {
    std::printf("%s %.3f %s\n", name.c_str(), value, unit);
}

void measure_tiles(const std::string& prefix, const std::filesystem::path& file, const map::StylePtr& style,
                   const map::WorldRect& area) {
    auto tiles = map::MbTiles::open(file);
    if (!tiles) {
        std::fprintf(stderr, "%s\n", tiles.error().detail.c_str());
        return;
    }
    std::vector<double> read, decode, paint;
    for (int z = tiles->info().min_zoom; z <= tiles->info().max_zoom; ++z)
        for (const map::TileId id : map::tiles_in(area, z)) {
            base::Result<std::optional<std::string>> bytes{std::optional<std::string>()};
            const double reading = milliseconds([&] { bytes = tiles->tile(id); });
            if (!bytes || !*bytes) continue;
            base::Result<map::MvtTile> data{map::MvtTile()};
            const auto wanted = [&](std::string_view layer) {
                return style->uses_layer(map::Schema::national, layer);
            };
            const double decoding = milliseconds([&] { data = map::decode_mvt(**bytes, wanted); });
            if (!data) continue;
            read.push_back(reading);
            decode.push_back(decoding);
            const map::TilePart part{*data, id, map::Schema::national, std::nullopt};
            paint.push_back(milliseconds([&] { map::paint_tile({&part, 1}, {id, 512, 1, style}); }));
        }
    print(prefix + ".tile.read_ms", median(read), "ms");
    print(prefix + ".tile.decode_ms", median(decode), "ms");
    print(prefix + ".tile.paint_ms", median(paint), "ms");
    print(prefix + ".tile.paint_max_ms", paint.empty() ? 0 : *std::max_element(paint.begin(), paint.end()),
          "ms");
}

void measure_view(const map::TileSourcesPtr& sources, const map::StylePtr& style, draw::TextEngine& engine) {
    const auto canvas = draw::CairoCanvas::create(1920, 1080, engine);
    std::vector<double> cold;
    for (int i = 0; i < 5; ++i) {
        const map::SharedTiles shared;
        map::TileStore store([&] { return std::make_unique<map::VectorTileMaker>(shared); }, {}, [] {});
        map::MapView view(store, sources, style);
        model::FeedInfo feed;
        feed.map_center = {46.6, 2.25};
        feed.map_bounds = {-6, 41, 10, 51.5};
        view.set_territory(feed);
        view.set_view_rect({0, 0, 1920, 1080});
        cold.push_back(milliseconds([&] {
            view.draw(*canvas, engine);
            store.wait_until_idle(std::chrono::seconds(30));
            view.draw(*canvas, engine);
        }));
        if (i < 4) continue;
        view.draw(*canvas, engine);
        store.wait_until_idle(std::chrono::seconds(30));
        // The same canvas for all: what Cairo's copying costs here the glass does not cost, the rest it does.
        base::SteadyTime now{};
        std::vector<double> frames;
        view.on_gesture(input::DragStart{{900, 500}}, now);
        for (int frame = 0; frame < 120; ++frame) {
            now += std::chrono::milliseconds(16);
            const float way = frame % 60 < 30 ? 6.0F : -6.0F;
            view.on_gesture(input::Drag{{900, 500}, {way, way / 2}}, now);
            frames.push_back(milliseconds([&] {
                view.tick(now);
                view.draw(*canvas, engine);
            }));
        }
        print("map.pan.cairo_median_ms", median(frames), "ms");
    }
    print("map.france.cold_ms", median(cold), "ms");
}

/// Draws nothing: what names cost beside the drawing.
class NoCanvas final : public draw::Canvas {
  public:
    base::Size size() const override { return {1920, 1080}; }
    float scale() const override { return 1; }
    void clear(draw::Color) override {}
    void box(const base::Rect&, const draw::BoxStyle&) override {}
    void text(const draw::TextLayoutPtr&, base::Point, draw::Color) override {}
    void image(const draw::ImagePtr&, const base::Rect&, draw::Color, float) override { ++pieces; }
    void moving(const draw::MovingPicturePtr&, const base::Rect&) override {}
    void turned(const draw::ImagePtr&, const draw::TurnedPart&, draw::Color) override { ++pieces; }
    void gradient(const base::Rect&, draw::Color, draw::Color, draw::Axis) override {}
    void line(base::Point, base::Point, float, draw::Color) override {}
    void push_clip(const base::Rect&) override {}
    void pop_clip() override {}
    int pieces = 0;
};

/// The style with all its names of towns at every zoom: more than any view has, for the worst case.
map::StylePtr with_all_names(const std::filesystem::path& file) {
    const std::string text = base::read_file(file).value();
    base::Json json =
        base::parse_located_json(text, file.string(), base::JsonComments::allowed).value().value;
    for (base::Json& rule : json["labels"])
        rule["zoom"] = {0, 24};
    const auto made = map::Style::parse(json.dump(), "all.json");
    return made ? *made : nullptr;
}

/// The names of central Nantes, all tiles there; the map is dragged a little from one placing to the next.
void measure_labels(const map::TileSourcesPtr& sources, const std::string& name, double zoom,
                    const map::StylePtr& style, draw::TextEngine& engine) {
    map::View view{{map::to_world({47.2155, -1.5536}), zoom}, {0, 0, 1920, 1080}};
    map::VectorTileMaker maker;
    std::vector<map::TilePtr> tiles;
    for (const map::TileId id : map::tiles_in(view.world_rect(), map::tile_zoom(zoom, 4, 19)))
        tiles.push_back(std::make_shared<const map::Tile>(maker.make({id, 512, 1, style, sources})));
    map::LabelLayer layer;
    map::Sprites sprites;
    NoCanvas canvas;
    base::SteadyTime now{std::chrono::seconds(1)};
    int frames = 0;
    const auto frame = [&](std::chrono::milliseconds step, bool moving) {
        now += step;
        const double way = ++frames % 40 < 20 ? 6 : -6;
        view.camera.center.x += moving ? way / map::world_pixels(zoom) : 0;
        return milliseconds([&] {
            layer.tick(now);
            sprites.begin_frame(style, 1);
            layer.prepare(canvas, engine, sprites, {view, style, 1, tiles, {}, moving});
            layer.draw(canvas, engine, sprites, view);
        });
    };
    const double first = frame(std::chrono::milliseconds(16), false);
    for (int i = 0; i < 10; ++i)
        frame(std::chrono::milliseconds(100), false);
    std::vector<double> placing, between;
    for (int i = 0; i < 60; ++i) {
        placing.push_back(frame(std::chrono::milliseconds(100), true));
        for (int j = 0; j < 5; ++j)
            between.push_back(frame(std::chrono::milliseconds(16), true));
    }
    const std::string key = "map.labels." + name;
    print(key + ".candidates", static_cast<double>(layer.candidates()), "");
    print(key + ".shown", static_cast<double>(layer.shown()), "");
    print(key + ".first_ms", first, "ms");
    print(key + ".place_ms", median(placing), "ms");
    print(key + ".place_max_ms", *std::max_element(placing.begin(), placing.end()), "ms");
    print(key + ".between_ms", median(between), "ms");
    if (name == "z16") print("map.labels.place_ms", median(placing), "ms");
}

}  // namespace

int main(int argc, char** argv) {
    const auto assets = base::assets_folder();
    const auto file = assets / "basemap" / "france.mbtiles";
    const auto style = map::Style::load(assets / "styles" / "light.json");
    auto engine = draw::TextEngine::create(assets / "fonts");
    auto base = map::open_source(file, map::SourceRole::base);
    if (!style || !engine || !base) {
        std::fputs("map_bench: the program's assets are missing\n", stderr);
        return 1;
    }
    measure_tiles("map.france", file, *style, map::to_world_rect(-6, 41, 10, 51.5));
    if (argc > 1) measure_tiles("map.other", argv[1], *style, {0, 0, 1, 1});
    measure_view(map::make_sources({*base}), *style, **engine);
    // A dense town, where it stands beside the project.
    const std::filesystem::path town = std::filesystem::path(ACCUEIL_SOURCE_DIR) / ".." / "shared" / "data" /
                                       "map" / "nantes-metropole.mbtiles";
    if (auto opened = map::open_source(town, map::SourceRole::town)) {
        const auto sources = map::make_sources({std::move(*opened)});
        for (const auto& [name, zoom, drawn] :
             {std::tuple("z14", 14.0, *style), std::tuple("z16", 16.0, *style),
              std::tuple("z17", 17.5, *style),
              std::tuple("all", 14.0, with_all_names(assets / "styles" / "light.json"))})
            measure_labels(sources, name, zoom, drawn, **engine);
    } else
        std::fputs("map_bench: no map of Nantes beside the project, map.labels is not measured\n", stderr);
    return 0;
}
