// SPDX-License-Identifier: GPL-3.0-or-later
// What the map costs, without a screen: a tile read, decoded and drawn; names placed; markers grouped; a
// whole view made from nothing. Medians. One optional argument: another MBTiles file to measure beside the
// one that ships.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <functional>
#include <random>
#include <string>

#include "kiosk/draw/cairo_canvas.hpp"
#include "kiosk/map/map_view.hpp"
#include "kiosk/map/tile_painter.hpp"
#include "kiosk/map/vector_tiles.hpp"
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

void measure_clusters() {
    for (const std::size_t count : {std::size_t{100}, std::size_t{10'000}}) {
        std::mt19937 random(7);
        std::uniform_real_distribution<double> longitude(-4.5, 7.5), latitude(43, 50.5);
        std::vector<map::WorldPoint> points;
        for (std::size_t i = 0; i < count; ++i)
            points.push_back(map::to_world({latitude(random), longitude(random)}));
        const auto clusters = map::make_greedy_clusters(points, 64);
        const map::WorldRect france = map::to_world_rect(-6, 41, 10, 51.5);
        const std::string name = "map.cluster." + std::to_string(count);
        print(name + ".build_ms", milliseconds([&] {
                  for (int zoom = 4; zoom <= 12; ++zoom)
                      clusters->query(france, zoom);
              }),
              "ms");
        std::vector<double> queries;
        for (int i = 0; i < 50; ++i)
            queries.push_back(milliseconds([&] { clusters->query(france, 6); }));
        print(name + ".query_ms", median(queries), "ms");
    }
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
    measure_clusters();
    measure_view(map::make_sources({std::move(*base)}), *style, **engine);
    return 0;
}
