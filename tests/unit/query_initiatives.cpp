// SPDX-License-Identifier: GPL-3.0-or-later
// Where and when initiatives are: what docs/content.md promises of territories and years.
#include <catch2/catch.hpp>

#include "kiosk/query/initiative_facts.hpp"
#include "kiosk/query/map_content.hpp"
#include "tests/support/kiosk_rig.hpp"

using namespace accueil;
using List = std::vector<std::string>;

namespace {

model::Initiative at(const std::string& insee, const List& zone) {
    model::Initiative initiative;
    initiative.insee = insee;
    initiative.municipality = insee.empty() ? "" : "Nantes";
    initiative.zone = zone;
    return initiative;
}

query::InitiativeFacts in_years(const std::string& since, const std::string& until) {
    model::Initiative initiative;
    initiative.since = since;
    initiative.until = until;
    return query::facts_of(initiative);
}

}  // namespace

TEST_CASE("an initiative is practised in its commune, or in its zone and what that lies in", "[query]") {
    CHECK(query::facts_of(at("44109", {})).territories ==
          List{"region-52", "departement-44", "commune-44109"});
    CHECK(query::facts_of(at("75056", {"france"})).territories == List{"france"});
    CHECK(query::facts_of(at("31555", {"region-76"})).territories == List{"region-76"});
    CHECK(query::facts_of(at("33063", {"33", "44", "44109"})).territories ==
          List{"region-52", "region-75", "departement-33", "departement-44", "commune-44109"});
    CHECK(query::facts_of(at("97801", {})).territories == List{"departement-978", "commune-97801"});
    CHECK(query::facts_of(at("", {})).territories.empty());
    CHECK(query::facts_of(at("44109", {"france"})).commune == "commune-44109");
    CHECK(query::facts_of(at("44109", {})).commune_name == "Nantes");
}

TEST_CASE("it goes on from the year in which it began to that in which it ended", "[query]") {
    CHECK(in_years("2017-09", "2018-01").first_year == 2017);
    CHECK(in_years("2017-09", "2018-01").last_year == 2018);
    CHECK(in_years("2020", "").first_year == 2020);
    CHECK_FALSE(in_years("2020", "").last_year);
    CHECK(in_years("", "2015").first_year == 2015);
    CHECK_FALSE(in_years("", "").first_year);
}

TEST_CASE("territories have names, and what they lie in", "[query]") {
    CHECK(query::division_name("region-53") == "Bretagne");
    CHECK(query::division_name("departement-53") == "Mayenne");
    CHECK(query::division_name("commune-44109").empty());
    CHECK(query::wider_than("commune-44109") == "departement-44");
    CHECK(query::wider_than("departement-44") == "region-52");
    CHECK(query::wider_than("region-52").empty());
    CHECK(query::wider_than("departement-988").empty());
    CHECK(query::wider_than("france").empty());
}

TEST_CASE("the map knows of every initiative, also of those that stand nowhere", "[query][map]") {
    const auto source = support::open_cache(support::shipped_cache());
    const auto content = query::map_content(*source).value();
    const auto all = query::initiatives(*source).value().initiatives;
    CHECK(content.facts.size() == all.size());
    CHECK(content.initiatives < all.size());
    for (std::size_t i = 0; i < content.initiatives; ++i) {
        const auto& id = content.points[i].id;
        const auto summary =
            std::find_if(all.begin(), all.end(), [&](const auto& one) { return one.id == id; });
        REQUIRE(summary != all.end());
        CHECK(content.facts[i].territories == summary->facts.territories);
        CHECK(content.facts[i].first_year == summary->facts.first_year);
    }
}
