// SPDX-License-Identifier: GPL-3.0-or-later
#include "kiosk/map/labels.hpp"

#include <catch2/catch.hpp>
#include <random>

using namespace accueil;
using namespace accueil::map;

namespace {

const base::Rect kLabelScreen{0, 0, 1080, 1920};

LabelCandidate town(const std::string& name, base::Point at, int priority = 50, double people = 1000) {
    LabelCandidate made;
    made.key = std::hash<std::string>{}(name);
    made.place = {at.x / 1e6, at.y / 1e6};
    made.at = at;
    made.priority = priority;
    made.weight = people;
    return made;
}

/// What the placer knows of `name` again.
bool is(const LabelCandidate& label, const std::string& name) {
    return label.key == std::hash<std::string>{}(name);
}

const WordShape kWords{{140, 28}, {}, 22};

/// The screen; a place is at its pixels / 1e6 in the world.
View label_screen(double zoom = 0) {
    return {{{0.5, 0.5}, zoom}, kLabelScreen};
}

bool overlap(const base::Rect& a, const base::Rect& b) {
    return !a.intersected(b).empty();
}

std::vector<PlacedLabel> place(const std::vector<LabelCandidate>& towns,
                               const std::vector<base::Rect>& markers = {}) {
    LabelPlacer placer;
    return placer.place(label_screen(), towns, markers, Edges::strict, [](std::size_t) { return &kWords; });
}

}  // namespace

TEST_CASE("A town's name stands at the right of its point", "[map]") {
    const auto placed = place({town("Nantes", {400, 900})});
    REQUIRE(placed.size() == 1);
    CHECK(placed[0].show_thing);
    CHECK(placed[0].rect.x > 400);
    CHECK(placed[0].rect.center().y == Approx(900));
}

TEST_CASE("Near the right edge it stands at the left; no name touches an edge", "[map]") {
    const auto placed =
        place({town("Strasbourg", {1050, 500}), town("Brest", {8, 500}), town("Lille", {500, 2})});
    for (const PlacedLabel& label : placed) {
        CHECK(label.rect.x >= LabelPlacer::kMargin);
        CHECK(label.rect.right() <= 1080 - LabelPlacer::kMargin);
        CHECK(label.rect.y >= LabelPlacer::kMargin);
    }
    REQUIRE(!placed.empty());
    CHECK(placed[0].rect.right() < 1050);
}

TEST_CASE("Where two names would meet, the one of higher priority goes first, then the larger town",
          "[map]") {
    std::vector<LabelCandidate> towns;
    for (int i = 0; i < 9; ++i)
        towns.push_back(town("Bourg " + std::to_string(i), {500, 900 + 3.0F * static_cast<float>(i)}));
    towns.push_back(town("Ville", {500, 912}, 50, 90000));
    towns.push_back(town("Capitale", {502, 913}, 90, 10));
    const auto placed = place(towns);
    REQUIRE(!placed.empty());
    CHECK(is(towns[placed[0].candidate], "Capitale"));
    for (const PlacedLabel& label : placed)
        CHECK_FALSE(is(towns[label.candidate], "Ville"));  // its point is covered
}

TEST_CASE("No name covers another, a point or a marker, however many there are", "[map]") {
    std::mt19937 random(4);
    std::uniform_real_distribution<float> x(0, 1080), y(0, 1920);
    std::vector<LabelCandidate> towns;
    for (int i = 0; i < 2000; ++i)
        towns.push_back(town("T" + std::to_string(i), {x(random), y(random)}, i % 5));
    std::vector<base::Rect> markers;
    for (int i = 0; i < 20; ++i)
        markers.push_back({x(random), y(random), 68, 68});
    const auto placed = place(towns, markers);
    CHECK(placed.size() > 60);
    for (std::size_t i = 0; i < placed.size(); ++i) {
        for (std::size_t j = i + 1; j < placed.size(); ++j)
            CHECK_FALSE(overlap(placed[i].rect, placed[j].rect));
        for (const base::Rect& marker : markers)
            CHECK_FALSE(overlap(placed[i].rect, marker));
        for (const PlacedLabel& other : placed)
            if (other.show_thing) CHECK_FALSE(placed[i].rect.contains(towns[other.candidate].at));
    }
}

TEST_CASE("The town under a marker is named beside the marker, without a point, and only that town",
          "[map]") {
    const base::Rect marker{466, 866, 68, 68};
    const auto placed =
        place({town("Nantes", {500, 900}, 80), town("Rezé", {495, 912}, 50), town("Orvault", {530, 870}, 50)},
              {marker});
    REQUIRE(placed.size() == 1);
    CHECK(placed[0].candidate == 0);
    CHECK_FALSE(placed[0].show_thing);
    CHECK(placed[0].rect.x >= marker.right());
}

TEST_CASE("A town that comes in several tiles is named once", "[map]") {
    auto again = town("Nantes", {400, 900});
    again.place.x += 1e-6;
    CHECK(place({town("Nantes", {400, 900}), again}).size() == 1);
    // Its namesake far away is another town.
    auto elsewhere = town("Saint-Denis", {400, 300});
    elsewhere.place = {0.9, 0.9};
    CHECK(place({town("Saint-Denis", {400, 900}), elsewhere}).size() == 2);
}

TEST_CASE("Names stay where they were while the map moves under them", "[map]") {
    LabelPlacer placer;
    std::vector<LabelCandidate> towns{town("Petit", {500, 900}, 50, 10),
                                      town("Grand", {1500, 900}, 50, 99999)};
    auto placed = placer.place(label_screen(), towns, {}, Edges::cut, [](std::size_t) { return &kWords; });
    REQUIRE(placed.size() == 1);
    CHECK(placed[0].rect.x > towns[0].at.x);
    // The larger one arrives and would take its room, or push it to another side.
    towns[1].at = {505, 906};
    placed = placer.place(label_screen(), towns, {}, Edges::cut, [](std::size_t) { return &kWords; });
    REQUIRE(!placed.empty());
    CHECK(is(towns[placed[0].candidate], "Petit"));
    CHECK(placed[0].rect.x > towns[0].at.x);
    placer.forget();
    placed = placer.place(label_screen(), towns, {}, Edges::cut, [](std::size_t) { return &kWords; });
    CHECK(is(towns[placed[0].candidate], "Grand"));
}

TEST_CASE("A name may leave over the edge while the map moves, and is put right when it rests", "[map]") {
    LabelPlacer placer;
    std::vector<LabelCandidate> towns{town("Colmar", {900, 900})};
    CHECK(placer.place(label_screen(), towns, {}, Edges::cut, [](std::size_t) { return &kWords; }).size() ==
          1);
    towns[0].at.x = 1000;
    auto placed = placer.place(label_screen(), towns, {}, Edges::cut, [](std::size_t) { return &kWords; });
    REQUIRE(placed.size() == 1);
    CHECK(placed[0].rect.right() > 1080);
    placed = placer.place(label_screen(), towns, {}, Edges::strict, [](std::size_t) { return &kWords; });
    REQUIRE(placed.size() == 1);
    CHECK(placed[0].rect.right() < 1000);
}

TEST_CASE("The collision grid finds what overlaps across its cells, also beyond the screen", "[map]") {
    CollisionGrid grid({0, 0, 640, 640});
    grid.add({60, 60, 200, 10});
    CHECK_FALSE(grid.is_free({250, 65, 30, 30}));
    CHECK(grid.is_free({250, 71, 30, 30}));
    CHECK(grid.is_free({260, 60, 30, 30}));  // edges that touch do not overlap
    grid.add({-100, 600, 50, 200});
    CHECK_FALSE(grid.is_free({-60, 700, 20, 20}));
}
