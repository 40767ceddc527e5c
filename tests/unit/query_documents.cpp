// SPDX-License-Identifier: GPL-3.0-or-later
// Documents as the kiosk reads them from a real generation.
#include <catch2/catch.hpp>
#include <fstream>

#include "kiosk/query/documents.hpp"
#include "kiosk/query/source.hpp"
#include "tests/support/document_content.hpp"
#include "tests/support/shipped_content.hpp"

using namespace accueil;

namespace {

query::DocumentPage opened() {
    return query::document(*support::open_cache(support::document_cache()), support::kDocument)
        .value()
        .value();
}

}  // namespace

TEST_CASE("a document is read by its initiative and its number", "[query]") {
    const auto source = support::open_cache(support::document_cache());
    const auto document = query::document(*source, support::kDocument).value();
    REQUIRE(document);
    CHECK(document->initiative_id == "bus-d-accueil");
    CHECK(document->language == "fr");
    REQUIRE(document->paged.pages.size() == 5);
    CHECK(document->paged.pages[1].text == "Un bus d'accueil\nvient chez vous");
    CHECK(document->paged.outline.size() == 2);
    for (const auto& page : document->paged.pages) {
        CHECK(query::picture_bytes(*document, page.picture)->substr(8, 4) == "WEBP");
        CHECK(query::picture_bytes(*document, page.tiles.back())->substr(8, 4) == "WEBP");
    }
    const auto initiative = source->reader().get<model::Initiative>("bus-d-accueil").value().value();
    CHECK(query::first_thumbnail(*source, initiative.documents.at(0))->substr(8, 4) == "WEBP");
    for (const char* id :
         {"bus-d-accueil/0", "bus-d-accueil/2", "bus-d-accueil", "bus-d-accueil/x", "none/1", "/", ""})
        CHECK_FALSE(query::document(*source, id).value());
}

TEST_CASE("words are found in a document whatever their case, accents and signs", "[query]") {
    const auto document = opened();
    const std::vector<query::DocumentHit> both{{1, 2, 1}, {3, 2, 1}, {3, 8, 1}};
    CHECK(query::find_in(document, "accueil") == both);
    CHECK(query::find_in(document, "ACCUÉIL") == both);
    CHECK(query::find_in(document, "  accu ") == both);
    CHECK(query::find_in(document, "sans rendez") == std::vector<query::DocumentHit>{{3, 3, 2}});
    CHECK(query::find_in(document, "rendez sans").empty());
    for (const char* nothing : {"", " ", "a", ".", "zzz"})
        CHECK(query::find_in(document, nothing).empty());
}

TEST_CASE("a document's file that was spoilt on the disk is an error, and no crash", "[query]") {
    auto document = opened();
    const support::TempDir folder;
    const auto cut = folder / "cut";
    std::filesystem::copy_file(document.path, cut);
    std::filesystem::resize_file(cut, document.pictures_at + 10);
    document.path = cut;
    CHECK(query::picture_bytes(document, document.paged.pages[4].picture).error().code ==
          base::ErrorCode::corrupt);
    document.path = folder / "none";
    CHECK_FALSE(query::picture_bytes(document, document.paged.pages[0].picture));
}
