// SPDX-License-Identifier: GPL-3.0-or-later
// tiles_score FILE.mbtiles…: reads every tile of each file as the kiosk does, and prints how many of those
// that stand in it are decoded, what they hold, and how long the slowest took. The exit status is 1 when a
// tile is refused, 2 for a file that is no MBTiles of vector tiles.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <vector>

#include "kiosk/map/mbtiles.hpp"
#include "kiosk/map/mvt.hpp"
#include "kiosk/map/projection.hpp"

using namespace accueil;

namespace {

struct Score {
    std::size_t standing = 0, decoded = 0, features = 0, points = 0;
    std::vector<double> milliseconds;
    double slowest = 0;
    map::TileId slowest_id{};
};

void read_tile(map::MbTiles& file, map::TileId id, Score& score) {
    const auto bytes = file.tile(id);
    if (bytes && !*bytes) return;
    ++score.standing;
    const auto begun = std::chrono::steady_clock::now();
    const auto tile = bytes ? map::decode_mvt(**bytes, [](std::string_view) { return true; })
                            : base::Result<map::MvtTile>(tl::unexpected<base::Error>(bytes.error()));
    const double took =
        std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begun).count();
    if (!tile) {
        std::printf("  refused %d/%d/%d: %s\n", id.z, id.x, id.y, tile.error().detail.c_str());
        return;
    }
    ++score.decoded;
    for (const auto& layer : tile->layers)
        score.features += layer.features.size();
    score.points += tile->points;
    score.milliseconds.push_back(took);
    if (took < score.slowest) return;
    score.slowest = took;
    score.slowest_id = id;
}

// Tiles that the file's bounds touch.
Score read_all(map::MbTiles& file) {
    Score score;
    const auto& [west, south, east, north] = file.info().bounds;
    const auto area = map::to_world_rect(west, south, east, north);
    for (int z = file.info().min_zoom; z <= file.info().max_zoom; ++z)
        for (const auto id : map::tiles_in(area, z))
            read_tile(file, id, score);
    return score;
}

}  // namespace

int main(int count, char** arguments) {
    if (count < 2) {
        std::fprintf(stderr, "tiles_score FILE.mbtiles…\n");
        return 2;
    }
    int status = 0;
    for (int i = 1; i < count; ++i) {
        auto file = map::MbTiles::open(arguments[i]);
        if (!file) {
            std::fprintf(stderr, "%s: %s\n", arguments[i], file.error().detail.c_str());
            return 2;
        }
        auto score = read_all(*file);
        std::sort(score.milliseconds.begin(), score.milliseconds.end());
        const double median =
            score.milliseconds.empty() ? 0 : score.milliseconds[score.milliseconds.size() / 2];
        std::printf(
            "%s: %zu/%zu tiles, %zu features, %zu points; decoding: median %.2f ms, slowest %.2f ms "
            "(%d/%d/%d)\n",
            arguments[i], score.decoded, score.standing, score.features, score.points, median, score.slowest,
            score.slowest_id.z, score.slowest_id.x, score.slowest_id.y);
        if (score.decoded != score.standing || score.standing == 0) status = 1;
    }
    return status;
}
