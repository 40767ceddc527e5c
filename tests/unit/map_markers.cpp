// SPDX-License-Identifier: GPL-3.0-or-later
// The frozen set of markers, what bubbles say, and how markers are spread around one spot.
#include "kiosk/map/markers.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <limits>

#include "kiosk/map/spread.hpp"
#include "kiosk/map/sprites.hpp"

using namespace accueil;
using namespace accueil::map;

namespace {

Marker marker(const std::string& id, double latitude, double longitude) {
    Marker made;
    made.id = id;
    made.coordinates = {latitude, longitude};
    return made;
}

float least_distance(const std::vector<base::Point>& points) {
    float least = 1e9F;
    for (std::size_t i = 0; i < points.size(); ++i)
        for (std::size_t j = i + 1; j < points.size(); ++j)
            least = std::min(least, std::hypot(points[i].x - points[j].x, points[i].y - points[j].y));
    return least;
}

}  // namespace

TEST_CASE("A marker is found by its id, the first where two have one", "[map]") {
    const auto set = make_marker_set({marker("nantes", 47.2, -1.5), marker("brest", 48.4, -4.5),
                                      marker("lyon", 45.8, 4.8), marker("brest", 40, 0)});
    CHECK(set->index_of("nantes") == 0U);
    CHECK(set->index_of("brest") == 1U);
    CHECK(set->index_of("lyon") == 2U);
    CHECK_FALSE(set->index_of("paris"));
    CHECK_FALSE(set->index_of(""));
    CHECK_FALSE(make_marker_set({})->index_of("nantes"));
    CHECK(set->point(1) == to_world({48.4, -4.5}));
}

TEST_CASE("A marker without a place on Earth is left out, the others keep theirs", "[map]") {
    const double nothing = std::numeric_limits<double>::quiet_NaN();
    const auto set = make_marker_set({marker("nowhere", nothing, 2), marker("nantes", 47.2, -1.5),
                                      marker("endless", 3, std::numeric_limits<double>::infinity())});
    REQUIRE(set->size() == 1);
    CHECK(set->marker(0).id == "nantes");
    CHECK(set->index_of("nantes") == 0U);
    CHECK_FALSE(set->index_of("nowhere"));
}

TEST_CASE("Some of a group: all in the content's order, or the first ones that stand for it", "[map]") {
    std::vector<Marker> markers;
    for (int i = 0; i < 30; ++i)
        markers.push_back(marker("m" + std::to_string(i), 47 + (i % 3) * 1e-7, 2));
    const auto set = make_marker_set(markers);
    const auto groups = set->clusters().query({0, 0, 1, 1}, 10);
    REQUIRE(groups.size() == 1);
    const auto all = set->some_ids_of(groups[0].node, 30);
    REQUIRE(all.size() == 30);
    for (int i = 0; i < 30; ++i)
        CHECK(all[static_cast<std::size_t>(i)] == "m" + std::to_string(i));
    const auto some = set->some_of(groups[0].node, 24);
    REQUIRE(some.size() == 24);
    CHECK(some.front() == groups[0].marker);
}

TEST_CASE("A bubble says whole numbers up to 9 999, then thousands", "[map]") {
    CHECK(Sprites::cluster_words(2) == "2");
    CHECK(Sprites::cluster_words(999) == "999");
    CHECK(Sprites::cluster_words(1000) == "1\u202F000");
    CHECK(Sprites::cluster_words(9999) == "9\u202F999");
    CHECK(Sprites::cluster_words(10'000) == "10\u202Fk");
    CHECK(Sprites::cluster_words(12'999) == "12\u202Fk");
    CHECK(Sprites::cluster_words(100'000) == "100\u202Fk");
    CHECK(Sprites::cluster_words(1'234'567) == "1\u202F234\u202Fk");
}

TEST_CASE("Markers spread from one spot are a finger apart, and leave the spot free", "[map]") {
    for (std::size_t count = 1; count <= kMostSpread; ++count) {
        const auto ends = spread_offsets(count, {0, 0}, {-2000, -2000, 4000, 4000});
        INFO(count);
        REQUIRE(ends.size() == count);
        CHECK(least_distance(ends) >= kSpreadApart);
        for (const base::Point end : ends)
            CHECK(std::hypot(end.x, end.y) >= kSpreadApart);
        if (count > 8) continue;
        for (const base::Point end : ends)  // a circle
            CHECK(std::hypot(end.x, end.y) == Approx(std::hypot(ends[0].x, ends[0].y)));
    }
    CHECK(spread_offsets(0, {0, 0}, {0, 0, 100, 100}).empty());
}

TEST_CASE("A spread is moved into the part of the map that nothing covers, wherever its spot is", "[map]") {
    const base::Rect room{100, 200, 900, 620};
    for (const std::size_t count : {std::size_t{2}, std::size_t{8}, std::size_t{9}, kMostSpread})
        for (float x = -50; x <= 1150; x += 75)
            for (float y = 0; y <= 1000; y += 75) {
                const auto ends = spread_offsets(count, {x, y}, room);
                CHECK(least_distance(ends) >= kSpreadApart);
                for (const base::Point end : ends) {
                    const base::Point at = base::Point{x, y} + end;
                    REQUIRE(at.x - kSpreadReach >= room.x - 0.01F);
                    REQUIRE(at.x + kSpreadReach <= room.right() + 0.01F);
                    REQUIRE(at.y - kSpreadReach >= room.y - 0.01F);
                    REQUIRE(at.y + kSpreadReach <= room.bottom() + 0.01F);
                }
            }
}

TEST_CASE("Where the room is too small a spread stands in its middle, whole", "[map]") {
    const base::Rect room{0, 0, 300, 300};
    const base::Point spot{10, 290};
    const auto ends = spread_offsets(kMostSpread, spot, room);
    CHECK(least_distance(ends) >= kSpreadApart);
    base::Point low{1e9F, 1e9F}, high{-1e9F, -1e9F};
    for (const base::Point end : ends) {
        low = {std::min(low.x, spot.x + end.x), std::min(low.y, spot.y + end.y)};
        high = {std::max(high.x, spot.x + end.x), std::max(high.y, spot.y + end.y)};
    }
    CHECK((low.x + high.x) / 2 == Approx(150).margin(0.1));
    CHECK((low.y + high.y) / 2 == Approx(150).margin(0.1));
    // A map that is covered whole: nothing to move into, and nothing is not a number.
    for (const base::Point end : spread_offsets(5, spot, {0, 0, 100, -40}))
        CHECK(std::isfinite(end.x + end.y));
}
