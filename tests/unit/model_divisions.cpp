// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/model/divisions.hpp"

#include <catch2/catch.hpp>
#include <set>
#include <string>

using namespace accueil;

TEST_CASE("a commune lies in its département, and that in its region", "[model]") {
    struct Expected {
        const char *insee, *department, *region;
    };
    for (const auto& [insee, in, region] :
         {Expected{"44109", "Loire-Atlantique", "Pays de la Loire"},
          Expected{"12176", "Aveyron", "Occitanie"}, Expected{"93008", "Seine-Saint-Denis", "Île-de-France"},
          Expected{"2A004", "Corse-du-Sud", "Corse"}, Expected{"97411", "La Réunion", "La Réunion"},
          Expected{"01053", "Ain", "Auvergne-Rhône-Alpes"}}) {
        INFO(insee);
        const auto* department = model::department_of(insee);
        REQUIRE(department != nullptr);
        CHECK(department->name == in);
        REQUIRE(model::region(department->region) != nullptr);
        CHECK(model::region(department->region)->name == region);
    }
    // A collectivity overseas has no region.
    REQUIRE(model::department_of("98818") != nullptr);
    CHECK(model::department_of("98818")->name == "Nouvelle-Calédonie");
    CHECK(model::department_of("98818")->region.empty());
    for (const char* none : {"", "44", "441090", "00000", "20001", "99100", "abcde"})
        CHECK(model::department_of(none) == nullptr);
}

TEST_CASE("there are 18 regions and 101 départements, and each of these lies in one", "[model]") {
    std::set<std::string_view> regions;
    int departments = 0;
    for (int code = 0; code < 1000; ++code) {
        auto text = std::to_string(code);
        if (text.size() < 2) text = "0" + text;
        const auto* found = model::department(text);
        if (found == nullptr || found->region.empty()) continue;
        ++departments;
        REQUIRE(model::region(found->region) != nullptr);
        regions.insert(model::region(found->region)->name);
    }
    CHECK(departments == 101 - 2);  // the two of Corsica are no numbers
    regions.insert(model::region(model::department("2A")->region)->name);
    CHECK(model::department("2B")->region == model::department("2A")->region);
    CHECK(regions.size() == 18);
}

TEST_CASE("a zone names a region by a word of its own: its digits are those of a département", "[model]") {
    CHECK(model::region_of_zone("region-53")->name == "Bretagne");
    CHECK(model::department("53")->name == "Mayenne");
    for (const char* none : {"53", "region-", "region-99", "région-53", "france"})
        CHECK(model::region_of_zone(none) == nullptr);
}
