// SPDX-License-Identifier: GPL-3.0-or-later
// What the hierarchical index promises, held against all pairs of points.
#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <map>
#include <random>
#include <set>
#include <thread>

#include "kiosk/map/cluster_index.hpp"

using namespace accueil;
using namespace accueil::map;

namespace {

const WorldRect kEverywhere{0, 0, 1, 1};
constexpr int kDeepest = ClusterIndex::kLevels - 1;

/// Towns of all sizes: clumps, lonely points, and some that share their spot.
std::vector<WorldPoint> clumped_points(std::size_t count, unsigned seed) {
    std::mt19937 random(seed);
    std::uniform_real_distribution<double> latitude(43, 50), longitude(-4, 7), share(0, 1);
    std::normal_distribution<double> about(0, 1);
    std::vector<model::Coordinates> towns;
    for (int i = 0; i < 20; ++i)
        towns.push_back({latitude(random), longitude(random)});
    std::vector<WorldPoint> points;
    while (points.size() < count) {
        const double kind = share(random);
        const model::Coordinates& town = towns[random() % towns.size()];
        if (kind < 0.1 && !points.empty())
            points.push_back(points[random() % points.size()]);
        else if (kind < 0.3)
            points.push_back(to_world({latitude(random), longitude(random)}));
        else if (kind < 0.5)  // some metres from one another
            points.push_back(
                to_world({town.latitude + 2e-5 * about(random), town.longitude + 2e-5 * about(random)}));
        else
            points.push_back(
                to_world({town.latitude + 0.01 * about(random), town.longitude + 0.015 * about(random)}));
    }
    return points;
}

double distance(WorldPoint a, WorldPoint b) {
    return std::hypot(a.x - b.x, a.y - b.y);
}

std::vector<std::uint32_t> all_of(const ClusterIndex& index, NodeId node) {
    return index.members(node, index.size());
}

/// The groups by what they hold, so that two indices can be compared.
std::set<std::vector<std::uint32_t>> by_members(const ClusterIndex& index, double zoom) {
    std::set<std::vector<std::uint32_t>> groups;
    for (const MarkerGroup& group : index.query(kEverywhere, zoom)) {
        auto members = all_of(index, group.node);
        std::sort(members.begin(), members.end());
        groups.insert(std::move(members));
    }
    return groups;
}

}  // namespace

TEST_CASE("At every zoom each marker is in one group, the counts add up, and a group stands on a member",
          "[map]") {
    for (const unsigned seed : {1U, 2U, 3U}) {
        const auto points = clumped_points(600, seed);
        const ClusterIndex index(points);
        for (int zoom = 0; zoom <= kDeepest; ++zoom) {
            std::vector<std::uint32_t> seen;
            for (const MarkerGroup& group : index.query(kEverywhere, zoom)) {
                const auto members = all_of(index, group.node);
                REQUIRE(members.size() == group.count);
                REQUIRE(index.count(group.node) == group.count);
                CHECK(members.front() == group.marker);
                CHECK(group.at == points[group.marker]);
                seen.insert(seen.end(), members.begin(), members.end());
            }
            std::sort(seen.begin(), seen.end());
            REQUIRE(seen.size() == points.size());
            for (std::uint32_t i = 0; i < seen.size(); ++i)
                REQUIRE(seen[i] == i);
        }
    }
}

TEST_CASE("Two groups never stand nearer than a marker is wide, also between whole zooms", "[map]") {
    const ClusterIndex index(clumped_points(500, 4));
    for (double zoom = 0; zoom < kDeepest + 1; zoom += 0.37) {
        const auto groups = index.query(kEverywhere, zoom);
        double least = 1;
        for (std::size_t i = 0; i < groups.size(); ++i)
            for (std::size_t j = i + 1; j < groups.size(); ++j)
                least = std::min(least, distance(groups[i].at, groups[j].at));
        INFO("zoom " << zoom);
        CHECK(least * world_pixels(zoom) >= ClusterIndex::kRadius);
    }
}

TEST_CASE(
    "What stands together is near: nobody is farther from a group's place than the radii that took it in",
    "[map]") {
    const auto points = clumped_points(500, 5);
    const ClusterIndex index(points);
    for (int zoom = 0; zoom <= kDeepest; ++zoom)
        for (const MarkerGroup& group : index.query(kEverywhere, zoom))
            for (const std::uint32_t member : all_of(index, group.node))
                REQUIRE(distance(points[member], group.at) * world_pixels(zoom) < 2 * ClusterIndex::kRadius);
}

TEST_CASE("A marker stands alone where nobody else is near, and near ones do become one", "[map]") {
    const auto points = clumped_points(400, 6);
    const ClusterIndex index(points);
    for (int zoom = 0; zoom <= kDeepest; ++zoom) {
        const double radius = ClusterIndex::kRadius / world_pixels(zoom);
        for (const MarkerGroup& group : index.query(kEverywhere, zoom)) {
            const auto near =
                static_cast<std::size_t>(std::count_if(points.begin(), points.end(), [&](WorldPoint p) {
                    return distance(p, group.at) < 2 * radius;
                }));
            if (!group.single()) CHECK(near > 1);
        }
        for (std::uint32_t i = 0; i < points.size(); ++i) {
            const bool lonely = std::count_if(points.begin(), points.end(), [&](WorldPoint p) {
                                    return distance(p, points[i]) < 2 * radius;
                                }) == 1;
            if (!lonely) continue;
            const auto there = index.query({points[i].x, points[i].y, points[i].x, points[i].y}, zoom);
            REQUIRE(there.size() == 1);
            CHECK(there[0].node == i);
            CHECK(there[0].single());
        }
    }
}

TEST_CASE("Groups nest, and split_zoom is the first zoom at which their members are several", "[map]") {
    const ClusterIndex index(clumped_points(600, 7));
    std::vector<NodeId> group_of(index.size());
    const auto look = [&](int zoom) {
        for (const MarkerGroup& group : index.query(kEverywhere, zoom))
            for (const std::uint32_t member : all_of(index, group.node))
                group_of[member] = group.node;
    };
    std::size_t never = 0;
    for (int zoom = kDeepest; zoom >= 0; --zoom) {
        for (const MarkerGroup& group : index.query(kEverywhere, zoom)) {
            const auto members = all_of(index, group.node);
            const int split = index.split_zoom(group.node);
            if (group.single()) {
                CHECK(split == ClusterIndex::kNever);
                continue;
            }
            REQUIRE(split > zoom);
            if (zoom == kDeepest) ++never;
            for (const int deeper : {split - 1, split}) {
                if (deeper > kDeepest) continue;
                look(deeper);
                const bool together = std::all_of(members.begin(), members.end(), [&](std::uint32_t member) {
                    return group_of[member] == group_of[members.front()];
                });
                CHECK(together == (deeper == split - 1));
                // Nested: no group out of sight of the outer one holds any of its members.
                std::map<NodeId, std::uint32_t> parts;
                for (const std::uint32_t member : members)
                    ++parts[group_of[member]];
                for (const auto& [part, count] : parts)
                    CHECK(index.count(part) == count);
            }
        }
    }
    CHECK(never > 0);  // the test has groups that stay one
}

TEST_CASE("contains and bounds are of the members and nobody else", "[map]") {
    const auto points = clumped_points(300, 8);
    const ClusterIndex index(points);
    for (const int zoom : {0, 5, 9, 14, kDeepest})
        for (const MarkerGroup& group : index.query(kEverywhere, zoom)) {
            const auto members = all_of(index, group.node);
            std::vector<bool> in(points.size(), false);
            WorldRect around{1, 1, 0, 0};
            for (const std::uint32_t member : members) {
                in[member] = true;
                around = {std::min(around.left, points[member].x), std::min(around.top, points[member].y),
                          std::max(around.right, points[member].x),
                          std::max(around.bottom, points[member].y)};
            }
            CHECK(index.bounds(group.node) == around);
            for (std::uint32_t i = 0; i < points.size(); ++i)
                REQUIRE(index.contains(group.node, i) == in[i]);
            CHECK_FALSE(index.contains(group.node, static_cast<std::uint32_t>(points.size())));
        }
}

TEST_CASE("Members come in pages", "[map]") {
    const ClusterIndex index(std::vector<WorldPoint>(50, WorldPoint{0.5, 0.5}));
    const auto groups = index.query(kEverywhere, kDeepest);
    REQUIRE(groups.size() == 1);
    const auto all = index.members(groups[0].node, 100);
    REQUIRE(all.size() == 50);
    CHECK(index.members(groups[0].node, 10) == std::vector(all.begin(), all.begin() + 10));
    CHECK(index.members(groups[0].node, 10, 45) == std::vector(all.begin() + 45, all.end()));
    CHECK(index.members(groups[0].node, 10, 50).empty());
    CHECK(index.members(groups[0].node, 10, 5000).empty());
    CHECK(index.members(all[7], 10) == std::vector{all[7]});
}

TEST_CASE("An area gives what stands in it and nothing else, north to south", "[map]") {
    const ClusterIndex index(clumped_points(600, 9));
    std::mt19937 random(9);
    std::uniform_real_distribution<double> latitude(42, 51), longitude(-5, 8);
    for (int turn = 0; turn < 200; ++turn) {
        const WorldPoint a = to_world({latitude(random), longitude(random)}),
                         b = to_world({latitude(random), longitude(random)});
        const WorldRect area{std::min(a.x, b.x), std::min(a.y, b.y), std::max(a.x, b.x), std::max(a.y, b.y)};
        const int zoom = turn % ClusterIndex::kLevels;
        const auto found = index.query(area, zoom);
        std::set<NodeId> nodes, expected;
        for (std::size_t i = 0; i < found.size(); ++i) {
            nodes.insert(found[i].node);
            if (i > 0) CHECK(found[i - 1].at.y <= found[i].at.y);
        }
        for (const MarkerGroup& group : index.query(kEverywhere, zoom))
            if (area.contains(group.at)) expected.insert(group.node);
        REQUIRE(nodes == expected);
        REQUIRE(nodes.size() == found.size());
    }
}

TEST_CASE("The same points in another order make the same groups", "[map]") {
    auto points = clumped_points(400, 10);
    const ClusterIndex index(points);
    std::vector<std::uint32_t> order(points.size());
    for (std::uint32_t i = 0; i < order.size(); ++i)
        order[i] = i;
    std::shuffle(order.begin(), order.end(), std::mt19937(10));
    std::vector<WorldPoint> shuffled;
    for (const std::uint32_t i : order)
        shuffled.push_back(points[i]);
    const ClusterIndex other(shuffled);
    for (int zoom = 0; zoom <= kDeepest; ++zoom) {
        std::set<std::vector<std::uint32_t>> translated;
        for (std::vector<std::uint32_t> group : by_members(other, zoom)) {
            for (std::uint32_t& member : group)
                member = order[member];
            std::sort(group.begin(), group.end());
            translated.insert(std::move(group));
        }
        REQUIRE(translated == by_members(index, zoom));
    }
}

TEST_CASE("The heaviest place is where a group stands", "[map]") {
    std::vector<WorldPoint> points{to_world({48.0, 2.0})};  // west of the town: first in its row
    for (int i = 0; i < 30; ++i)
        points.push_back(to_world({48.0, 2.4 + i * 1e-4}));
    const ClusterIndex index(points);
    const auto far = index.query(kEverywhere, 5);
    REQUIRE(far.size() == 1);
    CHECK(far[0].at.x >= points[1].x);
}

TEST_CASE("Places on one spot are one at every zoom", "[map]") {
    const WorldPoint nantes = to_world({47.2184, -1.5536});
    const ClusterIndex index({nantes, nantes, to_world({47.19, -1.55})});
    const auto near = index.query(kEverywhere, kDeepest);
    REQUIRE(near.size() == 2);
    CHECK(near[0].count == 2);
    CHECK(near[0].at == nantes);
    CHECK(index.split_zoom(near[0].node) == ClusterIndex::kNever);
    const auto far = index.query(kEverywhere, 5);
    REQUIRE(far.size() == 1);
    CHECK(index.split_zoom(far[0].node) > 5);
    CHECK(index.split_zoom(far[0].node) <= 12);
}

TEST_CASE("None, one and two markers", "[map]") {
    for (const double zoom : {-3.0, 0.0, 7.5, 19.0, 400.0}) {
        CHECK(ClusterIndex().query(kEverywhere, zoom).empty());
        CHECK(ClusterIndex(std::vector<WorldPoint>{}).query(kEverywhere, zoom).empty());
        const auto one = ClusterIndex({{0.3, 0.4}}).query(kEverywhere, zoom);
        REQUIRE(one.size() == 1);
        CHECK(one[0].single());
        CHECK(one[0].at == WorldPoint{0.3, 0.4});
        CHECK(ClusterIndex({{0.3, 0.4}, {0.7, 0.4}}).query(kEverywhere, zoom).size() == 2);
    }
}

TEST_CASE("At the antimeridian and the poles markers stand at the world's edges, the two edges apart",
          "[map]") {
    const std::vector<WorldPoint> points{to_world({0, 180}), to_world({0, -180}), to_world({90, 0}),
                                         to_world({-90, 0})};
    const ClusterIndex index(points);
    for (const int zoom : {0, 3, kDeepest}) {
        const auto groups = index.query({-0.1, -0.1, 1.1, 1.1}, zoom);
        REQUIRE(groups.size() == 4);
        for (const MarkerGroup& group : groups)
            CHECK(group.single());
        CHECK(index.query({0.9, 0.4, 1, 0.6}, zoom).size() == 1);
        CHECK(index.query({0, 0.4, 0.1, 0.6}, zoom).size() == 1);
    }
}

TEST_CASE("Numbers that are none, or far off the world, do no harm", "[map]") {
    const double nothing = std::nan(""), endless = std::numeric_limits<double>::infinity();
    const ClusterIndex index(
        {{nothing, 0.5}, {0.5, endless}, {-endless, nothing}, {1e300, -1e300}, {0.5, 0.5}});
    for (const double zoom : {nothing, endless, -endless, 5.0}) {
        std::size_t seen = 0;
        for (const MarkerGroup& group : index.query({-1e301, -1e301, 1e301, 1e301}, zoom))
            seen += group.count;
        CHECK(seen == 5);
        CHECK(index.query({nothing, nothing, nothing, nothing}, zoom).empty());
    }
}

TEST_CASE("A hundred thousand points, also all on one spot or within some metres", "[map]") {
    constexpr std::uint32_t kMany = 100'000;
    for (const double spread : {0.1, 1e-9, 0.0}) {
        std::mt19937 random(12);
        std::uniform_real_distribution<double> off(-spread, spread);
        std::vector<WorldPoint> points;
        for (std::uint32_t i = 0; i < kMany; ++i)
            points.push_back({0.5 + off(random), 0.4 + off(random)});
        const ClusterIndex index(points);
        for (const int zoom : {0, 6, 12, kDeepest}) {
            std::uint32_t sum = 0;
            for (const MarkerGroup& group : index.query(kEverywhere, zoom))
                sum += group.count;
            CHECK(sum == kMany);
        }
        CHECK(index.bytes() <= 152 * std::size_t{kMany});
    }
}

TEST_CASE("Several threads ask one index at once", "[map]") {
    const ClusterIndex index(clumped_points(2000, 13));
    const auto expected = by_members(index, 8);
    std::vector<std::thread> threads;
    std::array<bool, 3> good{};
    for (std::size_t i = 0; i < good.size(); ++i)
        threads.emplace_back([&, i] { good[i] = by_members(index, 8) == expected; });
    for (std::thread& thread : threads)
        thread.join();
    CHECK(good == std::array{true, true, true});
}
