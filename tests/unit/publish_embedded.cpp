// SPDX-License-Identifier: GPL-3.0-or-later
// The content that the programs carry is held to the same rules as an admin's.
#include <catch2/catch.hpp>

#include "tests/support/content_copy.hpp"

using namespace accueil;

TEST_CASE("the embedded content reads without an error", "[publish]") {
    const auto folder = publish::read_content_folder(std::string(ACCUEIL_SOURCE_DIR) + "/assets/content");
    INFO(folder.report.render(support::catalog(), "en"));
    CHECK(folder.report.errors() == 0);
    std::map<std::string, int> kinds;
    for (const auto& record : folder.records)
        ++kinds[model::kind_of(record)];
    CHECK(kinds["feed"] == 1);
    CHECK(kinds["question"] >= 8);
    CHECK(kinds["initiative"] >= 3);
    CHECK(kinds["place"] >= 30);
    CHECK(kinds["service"] >= kinds["place"]);
    int with_video = 0;
    for (const auto& record : folder.records) {
        const auto* initiative = std::get_if<model::Initiative>(&record);
        if (initiative == nullptr || !initiative->video || initiative->documents.empty()) continue;
        with_video += initiative->video->captions.empty() ? 0 : 1;
    }
    CHECK(with_video >= 3);
}
