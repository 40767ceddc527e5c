// SPDX-License-Identifier: GPL-3.0-or-later
#include "kiosk/map/label_line.hpp"

#include <catch2/catch.hpp>
#include <numbers>
#include <random>

#include "kiosk/map/labels.hpp"

using namespace accueil;
using namespace accueil::map;

namespace {

constexpr float kPi = std::numbers::pi_v<float>;

/// `letters` of 10 pixels.
WordShape words(int letters) {
    WordShape shape{{10.0F * static_cast<float>(letters), 24}, {}, 22};
    for (int i = 0; i < letters; ++i)
        shape.clusters.push_back({10.0F * static_cast<float>(i), 10});
    return shape;
}

WordShape in_one_piece(int letters) {
    WordShape shape = words(letters);
    shape.clusters.clear();
    return shape;
}

Path arc(float radius, float degrees) {
    std::vector<base::Point> points;
    for (int i = 0; i <= 64; ++i) {
        const float angle = degrees * kPi / 180 * (static_cast<float>(i) / 64 - 0.5F) - kPi / 2;
        points.push_back({500 + radius * std::cos(angle), 500 + radius * std::sin(angle)});
    }
    return Path(std::move(points));
}

const base::Rect kScreen{0, 0, 1000, 1000};

View screen(double zoom = 0) {
    return {{{0.5, 0.5}, zoom}, kScreen};
}

Line on_screen(const std::vector<base::Point>& points, const View& view = screen()) {
    Line line;
    for (const base::Point p : points)
        line.push_back(view.to_world(p));
    return line;
}

LabelCandidate street(const Line& line, const View& view, std::size_t key = 1, float repeat = 300) {
    LabelCandidate made;
    made.key = key;
    made.line = line;
    made.place = middle_of(line);
    made.at = view.to_screen(made.place);
    made.weight = length_of(line);
    made.thing = {};
    made.repeat = repeat;
    return made;
}

std::vector<PlacedLabel> place(LabelPlacer& placer, const std::vector<LabelCandidate>& streets,
                               const WordShape& shape, Edges edges = Edges::strict,
                               const View& view = screen(), const std::vector<base::Rect>& obstacles = {}) {
    return placer.place(view, streets, obstacles, edges, [&](std::size_t) { return &shape; });
}

}  // namespace

TEST_CASE("Words along a line are never upside down, whichever way the line runs", "[map]") {
    for (int degrees = 0; degrees < 360; degrees += 15) {
        INFO(degrees);
        const float angle = static_cast<float>(degrees) * kPi / 180;
        const Path path({{500, 500}, {500 + 300 * std::cos(angle), 500 + 300 * std::sin(angle)}});
        for (const WordShape& shape : {words(12), in_one_piece(12)}) {
            const auto pieces = path.words(shape, 150);
            REQUIRE(pieces);
            REQUIRE(pieces->size() == 1);  // a straight line: as one piece
            CHECK(std::cos(pieces->front().angle) > -1e-4F);
            CHECK(pieces->front().from == 0);
            CHECK(pieces->front().to == Approx(120));
            const base::Point middle = path.at(150);
            CHECK(pieces->front().center.x == Approx(middle.x).margin(0.1));
            CHECK(pieces->front().center.y == Approx(middle.y).margin(0.1));
        }
    }
    // What stands upright is read from below.
    CHECK(Path({{100, 100}, {100, 400}}).words(words(8), 150)->front().angle == Approx(-kPi / 2));
    CHECK(Path({{100, 400}, {100, 100}}).words(words(8), 150)->front().angle == Approx(-kPi / 2));
}

TEST_CASE("On a bend each letter follows the line, in order and evenly spaced", "[map]") {
    const Path path = arc(300, 80);
    const auto pieces = path.words(words(20), path.length() / 2);
    REQUIRE(pieces);
    CHECK(pieces->size() > 4);
    for (std::size_t i = 1; i < pieces->size(); ++i) {
        const WordPiece &a = (*pieces)[i - 1], &b = (*pieces)[i];
        CHECK(a.to == Approx(b.from));
        CHECK(b.angle > a.angle);
        const float way = std::hypot(b.center.x - a.center.x, b.center.y - a.center.y);
        CHECK(way == Approx((a.to - a.from) / 2 + (b.to - b.from) / 2).margin(0.5));
    }
}

TEST_CASE("No words where the line is too short, turns sharply or curls", "[map]") {
    const Path path({{0, 0}, {200, 0}});
    CHECK(path.words(words(19), 100));
    CHECK_FALSE(path.words(words(20), 100));
    CHECK_FALSE(path.words(words(10), 30));
    const Path corner({{0, 0}, {200, 0}, {200, 200}});
    CHECK_FALSE(corner.words(words(10), 200));
    CHECK(corner.words(words(10), 80));
    CHECK_FALSE(arc(60, 300).words(words(16), arc(60, 300).length() / 2));
    CHECK_FALSE(Path({}).words(words(1), 0));
    CHECK_FALSE(Path({{5, 5}, {5, 5}}).words(words(1), 0));
}

TEST_CASE("Joined scripts are one straight piece, only where the line is nearly straight", "[map]") {
    const Path gentle = arc(900, 30);
    const auto pieces = gentle.words(in_one_piece(12), gentle.length() / 2);
    REQUIRE(pieces);
    CHECK(pieces->size() == 1);
    CHECK_FALSE(arc(120, 150).words(in_one_piece(16), arc(120, 150).length() / 2));
}

TEST_CASE("Boxes cover turned words and little else", "[map]") {
    const std::vector<WordPiece> level{{0, 100, {200, 200}, 0}}, slanted{{0, 100, {200, 200}, kPi / 4}};
    CHECK(boxes_of(level, 20).size() == 1);
    const auto boxes = boxes_of(slanted, 20);
    CHECK(boxes.size() == 5);
    float area = 0;
    for (const base::Rect& box : boxes)
        area += box.width * box.height;
    CHECK(area < 100 * 100 * 0.5F);  // of the one box around all
    for (float along = -50; along <= 50; along += 5) {
        const base::Point p{200 + along * std::cos(kPi / 4), 200 + along * std::sin(kPi / 4)};
        CHECK(std::any_of(boxes.begin(), boxes.end(),
                          [&](const base::Rect& box) { return box.inset(-0.01F).contains(p); }));
    }
}

TEST_CASE("A street's name is repeated only after its distance, and never over others", "[map]") {
    const View view = screen();
    const Line line = on_screen({{-2000, 500}, {3000, 500}});
    LabelPlacer placer;
    const auto placed = place(placer, {street(line, view)}, words(12));
    CHECK(placed.size() >= 2);
    for (std::size_t i = 0; i < placed.size(); ++i)
        for (std::size_t j = i + 1; j < placed.size(); ++j)
            CHECK(std::abs(placed[i].middle.x - placed[j].middle.x) >= 300);
}

TEST_CASE("Names of many streets never cover one another, a marker or the edge", "[map]") {
    const View view = screen();
    std::mt19937 random(5);
    std::uniform_real_distribution<float> at(0, 1000), angle(0, 2 * kPi);
    std::vector<Line> lines;
    for (int i = 0; i < 300; ++i) {
        const base::Point from{at(random), at(random)};
        const float way = angle(random);
        lines.push_back(on_screen({from, from + base::Point{350 * std::cos(way), 350 * std::sin(way)}}));
    }
    std::vector<LabelCandidate> streets;
    for (std::size_t i = 0; i < lines.size(); ++i)
        streets.push_back(street(lines[i], view, i));
    const std::vector<base::Rect> markers{{400, 400, 80, 80}, {100, 700, 60, 60}};
    LabelPlacer placer;
    const auto placed = place(placer, streets, words(14), Edges::strict, view, markers);
    CHECK(placed.size() > 20);
    std::vector<std::pair<std::size_t, base::Rect>> boxes;
    for (std::size_t i = 0; i < placed.size(); ++i)
        for (const base::Rect& box : boxes_of(placed[i].pieces, 22))
            boxes.emplace_back(i, box);
    for (const auto& [a, box] : boxes) {
        CHECK(kScreen.inset(LabelPlacer::kMargin).intersected(box).width == Approx(box.width).margin(0.01));
        for (const base::Rect& marker : markers)
            CHECK(box.intersected(marker).empty());
        for (const auto& [b, other] : boxes)
            if (a < b) CHECK(box.intersected(other).empty());
    }
}

TEST_CASE("A name along a line stays where it was in the world while the map moves under it", "[map]") {
    const Line line = on_screen({{-2000, 400}, {3000, 600}});
    LabelPlacer placer;
    View view = screen(2);
    std::vector<WorldPoint> first;
    for (const PlacedLabel& label : place(placer, {street(line, view)}, words(12), Edges::cut, view))
        first.push_back(view.to_world(label.middle));
    REQUIRE(!first.empty());
    for (int step = 0; step < 10; ++step) {
        view.camera.center.x += 9 / world_pixels(2);
        const auto placed = place(placer, {street(line, view)}, words(12), Edges::cut, view);
        int same = 0;
        for (const PlacedLabel& label : placed)
            for (const WorldPoint was : first) {
                const base::Point there = view.to_screen(was);
                if (std::hypot(there.x - label.middle.x, there.y - label.middle.y) < 1) ++same;
            }
        CHECK(same >= static_cast<int>(first.size()) - 1);  // one may have left the screen
    }
}

TEST_CASE("Lines are cut to an area, each piece by itself", "[map]") {
    const WorldRect area{0, 0, 1, 1};
    const auto pieces = cut_to(Line{{-1, 0.5}, {0.5, 0.5}, {0.5, 2}, {0.7, 2}, {0.7, 0.2}}, area);
    REQUIRE(pieces.size() == 2);
    CHECK(pieces[0] == Line{{0, 0.5}, {0.5, 0.5}, {0.5, 1}});
    CHECK(pieces[1].front().y == Approx(1));
    CHECK(pieces[1].back().x == Approx(0.7));
    CHECK(pieces[1].back().y == Approx(0.2));
    CHECK(cut_to(Line{{2, 2}, {3, 3}}, area).empty());
    CHECK(cut_to(Line{{0.5, 0.5}}, area).empty());
    CHECK(cut_to(Line{}, area).empty());
}

TEST_CASE("Pieces of a street become one, straight on at a crossing and not around its corner", "[map]") {
    const auto lines =
        joined({{{0, 0}, {1, 0}}, {{2, 0}, {1, 0}}, {{1, 0}, {1, 1}}, {{2, 0.001}, {3, 0}}}, 0.01);
    REQUIRE(lines.size() == 2);
    CHECK(length_of(lines[0]) == Approx(3).margin(0.01));
    CHECK(length_of(lines[1]) == Approx(1));
}

TEST_CASE("A line made simpler keeps its ends and stays as near as was asked", "[map]") {
    Line wavy;
    for (int i = 0; i <= 200; ++i)
        wavy.push_back({i / 200.0, 0.001 * std::sin(i * 0.7)});
    const Line straight = simplified(wavy, 0.01);
    CHECK(straight == Line{wavy.front(), wavy.back()});
    CHECK(simplified(wavy, 1e-6).size() > 150);
    CHECK(simplified(Line{{0, 0}, {0.5, 0.2}, {1, 0}}, 0.1).size() == 3);
}
