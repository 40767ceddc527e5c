// SPDX-License-Identifier: GPL-3.0-or-later
// A place's sheet and its rows, with as little as a directory may know of it.
#include <catch2/catch.hpp>

#include "tests/support/sample_content.hpp"
#include "tests/support/screen_rig.hpp"

using namespace accueil;
using action::ScreenKind;

namespace {

// Every text and name of the tree, a line each.
std::string said(const ui::Node& node) {
    std::string lines = node.name + "\n";
    if (node.text) lines += node.text->words + "\n";
    for (const auto& child : node.children)
        lines += said(child);
    return lines;
}

}  // namespace

TEST_CASE("a place without an address is shown by the map and the way to it, never by a lone comma",
          "[screens]") {
    auto square = support::sample_place("square", 1);
    square.address = square.address_complement = square.postcode = square.municipality = {};
    square.coordinates = model::Coordinates{47.2184, -1.5536};
    auto half = support::sample_place("demi", 2);
    half.address = half.address_complement = {};
    half.postcode = {};
    half.municipality = "Nantes";
    support::TempDir folder;
    REQUIRE(support::commit_records(folder.path(), std::vector<model::Record>{square, half}, 1));
    support::ScreenRig rig(folder.path());
    rig.feed.here = model::Coordinates{47.2150, -1.5536};
    const auto words = said(rig.build({{ScreenKind::place, "square"}, 0, {}, {}}, {}));
    CHECK(words.find("380\u00A0m") != std::string::npos);
    const auto sheet = rig.build({{ScreenKind::place, "square"}, 0, {}, {}}, {});
    CHECK(ui::find(sheet, "place/map") != nullptr);
    CHECK(said(rig.build({{ScreenKind::place, "demi"}, 0, {}, {}}, {})).find("\nNantes\n") !=
          std::string::npos);
    for (const char* id : {"square", "demi"}) {
        const auto lines = said(rig.build({{ScreenKind::place, id}, 0, {}, {}}, {}));
        CHECK(lines.find("\n, ") == std::string::npos);
        CHECK(lines.find(", \n") == std::string::npos);
    }
}

TEST_CASE("a service's room is said with its day, in lists where all of them agree, and not when it is old",
          "[screens]") {
    model::Service course;
    course.id = "cours";
    course.place_id = "demi";
    course.name = model::Text("Cours de français");
    course.needs = {"papiers"};
    course.capacity = model::Capacity::waiting_list;
    course.capacity_on = "2026-11-20";
    support::TempDir folder;
    REQUIRE(support::commit_records(folder.path(),
                                    std::vector<model::Record>{support::sample_place("demi", 1), course}, 1));
    support::ScreenRig rig(folder.path());
    const auto sheet = [&] { return said(rig.build({{ScreenKind::place, "demi"}, 0, {}, {}}, {})); };
    CHECK(sheet().find("Liste d’attente (le 20 novembre 2026)") != std::string::npos);
    rig.now += std::chrono::days(20);
    CHECK(sheet().find("Liste d’attente") == std::string::npos);
}
