// SPDX-License-Identifier: GPL-3.0-or-later
// Real directories, where they stand beside the project: imported whole, twice, and taken by the publisher.
#include <catch2/catch.hpp>
#include <iostream>

#include "sync/publish/import.hpp"
#include "tests/support/content_copy.hpp"

using namespace accueil;
using publish::ImportAction;
using publish::ImportKind;

namespace {

std::filesystem::path formats() {
    return std::filesystem::path(ACCUEIL_SOURCE_DIR) / "../shared/data/formats";
}

struct Expected {
    const char* name;
    ImportKind kind;
    std::vector<const char*> files;
    std::uint64_t rows, places, services, refused, repaired;
};

}  // namespace

TEST_CASE("Real directories are imported whole") {
    if (!std::filesystem::exists(formats() / "mednum")) {
        WARN("no directories beside the project: skipped");
        return;
    }
    support::TempDir dir;
    std::filesystem::copy(std::string(ACCUEIL_SOURCE_DIR) + "/assets/content", dir / "content",
                          std::filesystem::copy_options::recursive);
    const std::vector<Expected> all{
        {"mednum-sud", ImportKind::mednum, {"mednum/hub-du-sud_v1_2023-05-17.csv"}, 646, 646, 646, 0, 1},
        {"mednum-nc", ImportKind::mednum, {"mednum/nouvelle-caledonie_v1_2024-03-20.csv"}, 90, 90, 90, 0, 0},
        {"mednum-aura", ImportKind::mednum, {"mednum/hinaura_v0_2023-07.csv"}, 687, 687, 687, 0, 4},
        {"data-inclusion",
         ImportKind::data_inclusion,
         {"data-inclusion/derive_v1_structures.json", "data-inclusion/derive_v1_services.json"},
         1792,
         896,
         896,
         0,
         2},
        {"france-services",
         ImportKind::france_services,
         {"france-services/liste-fs-20221201.csv"},
         2683,
         2657,
         2657,
         26,
         1},
        {"fs-2020",
         ImportKind::france_services,
         {"france-services/anct_france_services_2020-09.geojson"},
         908,
         908,
         908,
         0,
         21},
        {"osm-nantes", ImportKind::geojson, {"osm/nantes_osm_2020.geojson"}, 355, 354, 0, 1, 14},
    };
    std::uint64_t places = 0, services = 0;
    for (const auto& one : all) {
        publish::ImportOptions options;
        options.kind = one.kind;
        options.name = one.name;
        options.content = dir / "content";
        options.today = "2026-11-25";
        for (const char* file : one.files)
            options.files.push_back(formats() / file);
        publish::ImportOutcome outcome, again;
        const auto run = [&](publish::ImportOutcome& made) {
            return publish::import_directory(
                       options, support::catalog(), [](auto, auto) {}, made)
                .has_value();
        };
        INFO(one.name);
        REQUIRE(run(outcome));
        std::cout << one.name << ": " << outcome.rows << " rows, " << outcome.places.records << " places, "
                  << outcome.services.records << " services; refused "
                  << outcome.log.count(ImportAction::refused) << ", left out "
                  << outcome.log.count(ImportAction::left_out) << ", repaired "
                  << outcome.log.count(ImportAction::repaired) << ", to look at "
                  << outcome.log.count(ImportAction::noted) << "\n";
        CHECK(outcome.rows == one.rows);
        CHECK(outcome.places.records == one.places);
        CHECK(outcome.services.records == one.services);
        CHECK(outcome.log.count(ImportAction::refused) == one.refused);
        CHECK(outcome.log.count(ImportAction::repaired) == one.repaired);
        REQUIRE(run(again));
        CHECK_FALSE(again.is_new);
        places += outcome.places.records;
        services += outcome.services.records;
    }
    const auto folder = publish::read_content_folder(dir / "content");
    for (const auto& finding : folder.report.findings())
        if (finding.severity == publish::Severity::error) {
            FAIL_CHECK(finding.render(support::catalog(), "fr"));
            break;
        }
    std::uint64_t published_places = 0, published_services = 0;
    for (const auto& record : folder.records) {
        published_places += model::id_of(record).find('-') != std::string::npos &&
                            std::holds_alternative<model::Place>(record);
        published_services += std::holds_alternative<model::Service>(record);
    }
    CHECK(published_places >= places);
    CHECK(published_services >= services);
}
