// SPDX-License-Identifier: GPL-3.0-or-later
// What grouping 100,000 markers costs: cluster_bench [FILE] builds the index of points that clump as towns
// do, and asks it for views of 1920x1080 about some of them at every zoom. FILE takes the points, longitudes
// and latitudes as doubles in pairs, so that others are measured on the same.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <functional>
#include <random>
#include <string>
#include <vector>

#include "kiosk/map/cluster_index.hpp"

using namespace accueil;

namespace {

constexpr std::size_t kPoints = 100'000;
constexpr int kTowns = 3000, kViews = 40, kBuilds = 9, kRuns = 5;

double milliseconds(const std::function<void()>& work) {
    const auto start = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
}

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

/// Towns anywhere in France whose sizes fall as those of real ones do (Zipf's law, the k-th has 1/k of the
/// first), and in each its places about the middle, the denser the nearer; a larger town is wider. The seed
/// is fixed, and the numbers are made from the generator's own bits, so that every machine has the same.
std::vector<model::Coordinates> clumped_points() {
    std::mt19937_64 bits(2026);
    const auto uniform = [&](double low, double high) {
        return low + (high - low) * static_cast<double>(bits() >> 11) * 0x1p-53;
    };
    const auto about_middle = [&] {  // of twelve uniform ones: almost the normal distribution
        double sum = -6;
        for (int i = 0; i < 12; ++i)
            sum += uniform(0, 1);
        return sum;
    };
    struct Town {
        model::Coordinates middle;
        double weights_up_to, width;
    };
    std::vector<Town> towns;
    double weights = 0;
    for (int k = 1; k <= kTowns; ++k) {
        weights += 1.0 / k;
        const double latitude = uniform(43, 50.5), longitude = uniform(-4.5, 7.5);
        towns.push_back({{latitude, longitude}, weights, 0.005 + 0.045 / std::sqrt(k)});
    }
    std::vector<model::Coordinates> points;
    while (points.size() < kPoints) {
        const double chosen = uniform(0, weights);
        const auto town =
            std::upper_bound(towns.begin(), towns.end() - 1, chosen,
                             [](double value, const Town& each) { return value < each.weights_up_to; });
        points.push_back({town->middle.latitude + town->width * 0.68 * about_middle(),
                          town->middle.longitude + town->width * about_middle()});
    }
    return points;
}

bool write_points(const char* path, const std::vector<model::Coordinates>& points) {
    std::FILE* file = std::fopen(path, "wb");
    if (file == nullptr) return false;
    bool written = true;
    for (const model::Coordinates& point : points) {
        const double pair[]{point.longitude, point.latitude};
        written = std::fwrite(pair, sizeof pair, 1, file) == 1 && written;
    }
    return std::fclose(file) == 0 && written;
}

/// The worst view of all, of each the median of some runs.
double worst_query(const map::ClusterIndex& index) {
    double worst = 0;
    for (int zoom = 0; zoom < map::ClusterIndex::kLevels; ++zoom)
        for (std::size_t view = 0; view < kViews; ++view) {
            const map::WorldPoint place =
                index.point(static_cast<std::uint32_t>(view * index.size() / kViews));
            const map::WorldRect area =
                map::View{{place, static_cast<double>(zoom)}, {0, 0, 1920, 1080}}.world_rect();
            std::vector<double> times;
            for (int run = 0; run < kRuns; ++run)
                times.push_back(milliseconds([&] { index.query(area, zoom); }));
            worst = std::max(worst, median(times));
        }
    return worst;
}

}  // namespace

int main(int argc, char** argv) {
    const std::vector<model::Coordinates> points = clumped_points();
    if (argc > 1 && !write_points(argv[1], points)) {
        std::fprintf(stderr, "cluster_bench: %s cannot be written\n", argv[1]);
        return 1;
    }
    map::ClusterIndex index;
    std::vector<double> builds;
    for (int turn = 0; turn < kBuilds; ++turn)
        builds.push_back(milliseconds([&] {
            std::vector<map::WorldPoint> places;
            places.reserve(points.size());
            for (const model::Coordinates& point : points)
                places.push_back(map::to_world(point));
            index = map::ClusterIndex(std::move(places));
        }));
    std::printf("map.cluster.build_ms %.3f ms\n", median(builds));
    std::printf("map.cluster.query_ms %.3f ms\n", worst_query(index));
    std::printf("map.cluster.bytes_a_point %.1f B\n",
                static_cast<double>(index.bytes()) / static_cast<double>(index.size()));
    return 0;
}
