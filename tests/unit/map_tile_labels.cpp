// SPDX-License-Identifier: GPL-3.0-or-later
#include "kiosk/map/tile_labels.hpp"

#include <catch2/catch.hpp>

#include "kiosk/map/label_line.hpp"
#include "tests/support/mvt_maker.hpp"

using namespace accueil;
using namespace accueil::map;

namespace {

StylePtr label_style() {
    return Style::parse(
               R"({"name": "test", "background": "#FFFFFF", "outside": "#FFFFFF", "furniture": "#000000",
        "furniture_halo": "#FFFFFF", "layers": [], "labels": [
        {"id": "streets", "schema": "openmaptiles", "source_layer": "transportation_name", "placement": "line",
         "where_not": {"class": ["rail"]}, "name": ["name:{language}", "name:latin", "name"], "color": "#000000",
         "halo": "#FFFFFF", "repeat": 300},
        {"id": "toilets", "schema": "openmaptiles", "source_layer": "poi", "name": ["name"], "icon": "toilet",
         "icon_color": "#FFFFFF", "icon_alone": true, "where": {"class": ["toilets"]}, "color": "#000000",
         "halo": "#FFFFFF"},
        {"id": "things", "schema": "openmaptiles", "source_layer": "poi", "name": ["name"], "color": "#000000",
         "halo": "#FFFFFF"}],
        "markers": {"circle": {"fill": "#000000", "icon": "#FFFFFF"}, "square": {"fill": "#000000", "icon": "#FFFFFF"},
         "diamond": {"fill": "#000000", "icon": "#FFFFFF"}, "triangle": {"fill": "#000000", "icon": "#FFFFFF"},
         "hexagon": {"fill": "#000000", "icon": "#FFFFFF"}, "drop": {"fill": "#000000", "icon": "#FFFFFF"},
         "cluster": {"fill": "#000000", "icon": "#FFFFFF"}, "place": {"fill": "#FFFFFF", "icon": "#000000"},
        "here": {"fill": "#FFFFFF", "icon": "#000000"}, "outline": "#FFFFFF", "shadow": "#00000030",
         "selected_ring": "#000000"}})",
               "test.json")
        .value();
}

std::vector<TileLabel> labels_of(const support::MvtMaker& maker, TileId source = {14, 100, 100},
                                 std::optional<TileId> id = {}) {
    const MvtTile data = decode_mvt(maker.bytes(), [](std::string_view) { return true; }).value();
    const TilePart part{data, source, Schema::openmaptiles, std::nullopt};
    return paint_tile({&part, 1}, {id.value_or(source), 128, 1, label_style()}).labels;
}

}  // namespace

TEST_CASE("A street in pieces is one label with its line, cut to the tile", "[map]") {
    support::MvtMaker maker;
    const support::MvtMaker::Tags tags{{"class", "minor"}, {"name:latin", "Rue Kervégan"}};
    maker.line("transportation_name", {{-200, 1000}, {1000, 1000}}, tags);
    maker.line("transportation_name", {{2000, 1010}, {1000, 1000}}, tags);
    maker.line("transportation_name", {{500, 500}, {900, 500}},
               {{"class", "rail"}, {"name:latin", "Ligne 1"}});
    maker.line("transportation_name", {{500, 500}, {900, 500}}, {{"class", "minor"}});
    const auto labels = labels_of(maker);
    REQUIRE(labels.size() == 1);
    CHECK(labels[0].name == "Rue Kervégan");
    const double unit = std::exp2(-14) / 4096;
    CHECK(length_of(labels[0].line) == Approx(2000 * unit).epsilon(0.001));
    const WorldRect area = TileId{14, 100, 100}.world_rect();
    for (const WorldPoint p : labels[0].line)
        CHECK(area.contains(p));
    CHECK(labels[0].at.x == Approx(area.left + 1000 * unit));
}

TEST_CASE("A tile beyond the file's last zoom has only the names inside it", "[map]") {
    support::MvtMaker maker;
    maker.point("poi", {100, 100}, {{"name", "Ici"}});
    maker.point("poi", {3000, 100}, {{"name", "Ailleurs"}});
    maker.point("poi", {-20, 100}, {{"name", "Chez le voisin"}});
    maker.point("poi", {4096, 100}, {{"name", "Au bord: chez le voisin"}});
    maker.line("transportation_name", {{0, 600}, {4096, 600}},
               {{"class", "minor"}, {"name:latin", "Rue Haute"}});
    const auto labels = labels_of(maker, {14, 100, 100}, TileId{16, 400, 400});
    REQUIRE(labels.size() == 2);
    CHECK(labels[0].name == "Ici");
    CHECK(length_of(labels[1].line) == Approx(std::exp2(-16)));
}

TEST_CASE(
    "A tile carries its names in all languages; one is taken by its tag or the language before its region",
    "[map]") {
    support::MvtMaker maker;
    maker.line("transportation_name", {{0, 600}, {4000, 600}},
               {{"class", "minor"},
                {"name:latin", "Rue du Marché"},
                {"name:ar", "شارع السوق"},
                {"name:fr", "Rue du Marché"},
                {"name:zh-Hant", "市場街"}});
    const auto labels = labels_of(maker);
    REQUIRE(labels.size() == 1);
    CHECK(labels[0].name == "Rue du Marché");
    CHECK(labels[0].name_in("ar") == "شارع السوق");
    CHECK(labels[0].name_in("ar-MA") == "شارع السوق");
    CHECK(labels[0].name_in("zh-Hant") == "市場街");
    CHECK(labels[0].name_in("zh") == "Rue du Marché");
    CHECK(labels[0].name_in("fr") == "Rue du Marché");
    CHECK(labels[0].name_in("") == "Rue du Marché");
    CHECK(labels[0].translations.size() == 2);  // not those that say the same
}

TEST_CASE("What has no name shows only where a sign speaks for it; names beyond reason are none", "[map]") {
    support::MvtMaker maker;
    maker.point("poi", {100, 100}, {{"class", "toilets"}});
    maker.point("poi", {200, 100}, {{"class", "bench"}});
    maker.point("poi", {300, 100}, {{"class", "bench"}, {"name", std::string(400, 'x')}});
    const auto labels = labels_of(maker);
    REQUIRE(labels.size() == 1);
    CHECK(labels[0].name.empty());
    CHECK(labels[0].rules.size() == 1);
}
