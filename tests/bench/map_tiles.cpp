// SPDX-License-Identifier: GPL-3.0-or-later
// What a town's map costs, without a screen: its densest tile decoded and drawn, a dense screen from nothing
// and from the disk, what is kept in memory after a long way. Medians. map_tiles [MBTILES]: the map of
// Nantes, which stands beside the project where it stands at all.
#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <functional>
#include <mutex>

#include "kiosk/draw/cairo_canvas.hpp"
#include "kiosk/map/map_view.hpp"
#include "kiosk/map/tile_painter.hpp"
#include "kiosk/map/vector_tiles.hpp"
#include "sync/base/resources.hpp"
#include "tests/support/temp_dir.hpp"

using namespace accueil;

namespace {

constexpr model::Coordinates kPlaceRoyale{47.2146, -1.5581};

double milliseconds(const std::function<void()>& work) {
    const auto start = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
}

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values.empty() ? 0 : values[values.size() / 2];
}

void print(const std::string& name, double value, const char* unit) {
    std::printf("%s %.3f %s\n", name.c_str(), value, unit);
    std::fflush(stdout);
}

struct Town {
    map::StylePtr style;
    std::unique_ptr<draw::TextEngine> engine;
    std::unique_ptr<draw::CairoCanvas> canvas;
    map::TileSourcesPtr sources;
    const map::TileSource& nantes() const { return sources->back(); }
};

void measure_tile(const Town& town, const std::string& name, map::TileId source, map::TileId target) {
    auto file = map::MbTiles::open(town.nantes().path);
    if (!file) return;
    const auto wanted = [&](std::string_view layer) {
        return town.style->uses_layer(town.nantes().schema, layer);
    };
    std::vector<double> read, decode, paint;
    std::optional<map::MvtTile> data;
    for (int i = 0; i < 7; ++i) {
        base::Result<std::optional<std::string>> bytes{std::optional<std::string>()};
        read.push_back(milliseconds([&] { bytes = file->tile(source); }));
        if (!bytes || !*bytes) return;
        decode.push_back(milliseconds([&] { data = map::decode_mvt(**bytes, wanted).value(); }));
        const map::TilePart part{*data, source, town.nantes().schema, std::nullopt};
        paint.push_back(milliseconds([&] { map::paint_tile({&part, 1}, {target, 512, 1, town.style}); }));
    }
    print(name + ".read_ms", median(read), "ms");
    print(name + ".decode_ms", median(decode), "ms");
    print(name + ".decoded_mb", static_cast<double>(data->bytes()) / 1e6, "MB");
    print(name + ".paint_ms", median(paint), "ms");
}

/// One start of the program: a view of the town, and the time until each tile in sight is there.
struct Screen {
    std::mutex mutex;
    std::condition_variable news;
    map::TileStore store;
    map::MapView view;
    draw::CairoCanvas& canvas;
    draw::TextEngine& engine;

    Screen(const Town& town, const std::function<map::SharedTiles()>& shared, double zoom)
        : store([shared] { return std::make_unique<map::VectorTileMaker>(shared()); }, {},
                [this] {
                    const std::lock_guard lock(mutex);
                    news.notify_all();
                }),
          view(store, town.sources, town.style),
          canvas(*town.canvas),
          engine(*town.engine) {
        model::FeedInfo feed;
        feed.map_bounds = {-6, 41, 10, 51.5};
        view.set_territory(feed);
        view.set_view_rect({0, 0, 1920, 1080});
        view.restore({map::to_world(kPlaceRoyale), zoom});
    }
    ~Screen() { store.wait_until_idle(std::chrono::seconds(60)); }

    bool whole() {
        store.collect();
        const map::View at{view.camera(), {0, 0, 1920, 1080}};
        const auto tiles = map::tiles_in(at.world_rect(), map::tile_zoom(at.camera.zoom, 0, map::kDeepest));
        return std::all_of(tiles.begin(), tiles.end(),
                           [&](map::TileId id) { return store.find(id) != nullptr; });
    }
    double complete() {
        return milliseconds([&] {
            view.draw(canvas, engine);
            std::unique_lock lock(mutex);
            news.wait_for(lock, std::chrono::seconds(60), [&] { return whole(); });
            lock.unlock();
            view.draw(canvas, engine);
        });
    }
};

map::SharedTiles shared_tiles(const std::filesystem::path& cache) {
    map::SharedTiles shared;
    if (!cache.empty()) shared.disk = std::make_shared<map::TileDiskCache>(cache, std::size_t{512} << 20);
    return shared;
}

void measure_cold(const Town& town) {
    double slowest = 0, slowest_kept = 0;
    for (const int zoom : {14, 15, 16, 17}) {
        std::vector<double> cold, kept, apart;
        std::uint64_t decoded = 0, decoded_apart = 0;
        const support::TempDir folder;
        for (int i = 0; i < 3; ++i) {
            {
                const auto shared = shared_tiles({});
                Screen screen(
                    town, [&] { return shared; }, zoom);
                cold.push_back(screen.complete());
                screen.store.wait_until_idle(std::chrono::seconds(60));
                decoded = shared.counts->decoded;
            }
            {
                const auto counts = std::make_shared<map::TileCounts>();
                Screen screen(
                    town,
                    [&] {
                        auto own = shared_tiles({});
                        own.counts = counts;
                        return own;
                    },
                    zoom);
                apart.push_back(screen.complete());
                screen.store.wait_until_idle(std::chrono::seconds(60));
                decoded_apart = counts->decoded;
            }
            const auto keeps = shared_tiles(folder / "tiles");
            if (i == 0)
                Screen(
                    town, [&] { return keeps; }, zoom)
                    .complete();
            const auto reads = shared_tiles(folder / "tiles");
            Screen screen(
                town, [&] { return reads; }, zoom);
            kept.push_back(screen.complete());
            if (reads.counts->drawn > 0) std::fprintf(stderr, "map_tiles: a second start drew tiles\n");
        }
        const std::string name = "map.cold.z" + std::to_string(zoom);
        print(name + "_ms", median(cold), "ms");
        print(name + ".decoded_tiles", static_cast<double>(decoded), "tiles");
        print(name + ".decoded_apart_ms", median(apart), "ms");
        print(name + ".decoded_apart_tiles", static_cast<double>(decoded_apart), "tiles");
        print(name + ".from_disk_ms", median(kept), "ms");
        if (zoom > 16) continue;
        slowest = std::max(slowest, median(cold));
        slowest_kept = std::max(slowest_kept, median(kept));
    }
    print("map.cold_ms", slowest, "ms");
    print("map.cold_from_disk_ms", slowest_kept, "ms");
}

// Through all of the town, near and far: more tiles than fit.
void measure_memory(const Town& town) {
    const auto shared = shared_tiles({});
    Screen screen(
        town, [&] { return shared; }, 15);
    std::size_t most = 0, most_decoded = 0;
    std::uint64_t made = 0;
    for (const double zoom : {15.0, 17.0, 14.0, 16.0})
        for (int step = 0; step < 25; ++step) {
            map::WorldPoint place = map::to_world({47.16 + 0.005 * step, -1.66 + 0.008 * step});
            screen.view.restore({place, zoom});
            screen.view.draw(screen.canvas, screen.engine);
            screen.store.wait_until_idle(std::chrono::seconds(60));
            most = std::max(most, screen.store.bytes());
            most_decoded = std::max(most_decoded, shared.decoded->bytes());
        }
    made = shared.counts->drawn;
    print("map.tile_mb", static_cast<double>(most) / 1048576, "MiB");
    print("map.tile_mb.decoded", static_cast<double>(most_decoded) / 1048576, "MiB");
    print("map.tile_mb.made", static_cast<double>(made), "tiles");
}

base::Result<Town> open(const std::filesystem::path& file) {
    const auto assets = base::assets_folder();
    Town town;
    town.style = TRY(map::Style::load(assets / "styles" / "light.json"));
    if (!town.style->uses_layer(map::Schema::openmaptiles, "transportation"))
        town.style = TRY(map::Style::load(ACCUEIL_SOURCE_DIR "/tests/fixtures/map/streets.json"));
    town.engine = TRY(draw::TextEngine::create(assets / "fonts"));
    town.canvas = draw::CairoCanvas::create(1920, 1080, *town.engine);
    town.sources = map::make_sources(
        {TRY(map::open_source(assets / "basemap" / "france.mbtiles", map::SourceRole::base)),
         TRY(map::open_source(file, map::SourceRole::town))});
    return town;
}

}  // namespace

int main(int argc, char** argv) {
    const std::filesystem::path file =
        argc > 1 ? argv[1] : ACCUEIL_SOURCE_DIR "/../shared/data/map/nantes-metropole.mbtiles";
    if (!std::filesystem::exists(file)) {
        std::fprintf(stderr, "skipped: no map of a town at %s\n", file.c_str());
        return 0;
    }
    const auto town = open(file);
    if (!town) {
        std::fprintf(stderr, "map_tiles: %s\n", town.error().detail.c_str());
        return 1;
    }
    const map::TileId dense{14, 8121, 5748};
    measure_tile(*town, "map.nantes.z14", dense, dense);
    measure_tile(*town, "map.nantes.z16", dense, {16, dense.x * 4 + 1, dense.y * 4 + 1});
    measure_tile(*town, "map.nantes.z19", dense, {19, dense.x * 32 + 9, dense.y * 32 + 9});
    measure_tile(*town, "map.nantes.z12", {12, 2030, 1437}, {12, 2030, 1437});
    measure_tile(*town, "map.nantes.z11", {11, 1015, 718}, {11, 1015, 718});
    measure_cold(*town);
    measure_memory(*town);
    return 0;
}
