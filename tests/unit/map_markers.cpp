// SPDX-License-Identifier: GPL-3.0-or-later
#include "kiosk/map/markers.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>

using namespace accueil;
using namespace accueil::map;

namespace {

constexpr double kRadius = 64;
const WorldRect kEverywhere{0, 0, 1, 1};

std::vector<WorldPoint> random_points(std::size_t count) {
    std::mt19937 random(11);
    std::uniform_real_distribution<double> latitude(43, 50), longitude(-4, 7);
    std::vector<WorldPoint> points;
    for (std::size_t i = 0; i < count; ++i)
        points.push_back(to_world({latitude(random), longitude(random)}));
    return points;
}

const std::vector<WorldPoint> kTowns{to_world({47.2184, -1.5536}), to_world({47.2184, -1.5536}),
                                     to_world({47.19, -1.55}), to_world({43.2965, 5.3698})};

}  // namespace

TEST_CASE("Every marker is in one group at every zoom", "[map]") {
    const auto points = random_points(500);
    const auto clusters = make_greedy_clusters(points, kRadius);
    for (const double zoom : {3.0, 5.57, 8.0, 12.0}) {
        std::vector<std::size_t> seen;
        for (const MarkerGroup& group : clusters->query(kEverywhere, zoom))
            seen.insert(seen.end(), group.members.begin(), group.members.end());
        std::sort(seen.begin(), seen.end());
        REQUIRE(seen.size() == points.size());
        for (std::size_t i = 0; i < seen.size(); ++i)
            CHECK(seen[i] == i);
    }
}

TEST_CASE("Two groups never stand nearer than a marker is wide, also between whole zooms", "[map]") {
    const auto clusters = make_greedy_clusters(random_points(400), kRadius);
    for (const double zoom : {4.0, 5.3, 5.99, 7.5}) {
        const auto groups = clusters->query(kEverywhere, zoom);
        double least = 1e9;
        for (std::size_t i = 0; i < groups.size(); ++i)
            for (std::size_t j = i + 1; j < groups.size(); ++j)
                least = std::min(
                    least, std::hypot(groups[i].at.x - groups[j].at.x, groups[i].at.y - groups[j].at.y));
        CHECK(least * world_pixels(zoom) >= kRadius);
    }
}

TEST_CASE("A marker that stands alone stands on its place", "[map]") {
    const auto clusters = make_greedy_clusters(kTowns, kRadius);
    const auto groups = clusters->query(kEverywhere, 6);
    REQUIRE(groups.size() == 2);
    CHECK(groups[0].members == std::vector<std::size_t>{0, 1, 2});
    CHECK(groups[1].at == kTowns[3]);
    CHECK(groups[1].single());
}

TEST_CASE("Only the groups in the asked area come, north to south", "[map]") {
    const auto clusters = make_greedy_clusters(random_points(300), kRadius);
    const WorldRect brittany = to_world_rect(-5, 47, -1, 49);
    const auto groups = clusters->query(brittany, 8);
    CHECK(groups.size() > 3);
    for (std::size_t i = 0; i < groups.size(); ++i) {
        CHECK(brittany.contains(groups[i].at));
        if (i > 0) CHECK(groups[i - 1].at.y <= groups[i].at.y);
    }
}

TEST_CASE("The same points group in the same way however the view moves", "[map]") {
    const auto points = random_points(200);
    const auto one = make_greedy_clusters(points, kRadius), other = make_greedy_clusters(points, kRadius);
    one->query({0.45, 0.3, 0.5, 0.4}, 9);
    const auto a = one->query(kEverywhere, 6), b = other->query(kEverywhere, 6);
    REQUIRE(a.size() == b.size());
    for (std::size_t i = 0; i < a.size(); ++i)
        CHECK(a[i].members == b[i].members);
}

TEST_CASE("A group tells the zoom at which it comes apart, and that places on one spot never do", "[map]") {
    const auto clusters = make_greedy_clusters(kTowns, kRadius);
    const std::vector<std::size_t> three{0, 1, 2}, two{0, 1};
    const int split = clusters->split_zoom(three, 6, 12);
    CHECK(split > 6);
    CHECK(split <= 12);
    CHECK(clusters->query(kEverywhere, split).size() == 3);
    CHECK(clusters->query(kEverywhere, split - 1).size() == 2);
    CHECK(clusters->split_zoom(two, 6, 12) == 13);
    CHECK(clusters->split_zoom({}, 6, 12) == 13);
}

TEST_CASE("No markers make no groups", "[map]") {
    CHECK(make_greedy_clusters({}, kRadius)->query(kEverywhere, 5).empty());
}
