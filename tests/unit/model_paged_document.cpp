// SPDX-License-Identifier: GPL-3.0-or-later
// The pages of a document go into their file and come back; what contradicts itself is refused.
#include <catch2/catch.hpp>

#include "sync/model/paged_document.hpp"
#include "sync/model/record_json.hpp"

using namespace accueil;

namespace {

constexpr std::uint64_t kPictureBytes = 1000;

model::PagedDocument sample() {
    model::PagedPage first;
    first.picture = {0, 100, 960, 1358};
    first.thumbnail = {100, 50, 180, 255};
    first.fine_width = 1500;
    first.fine_height = 800;
    first.tiles = {{150, 10, 1024, 800}, {160, 840, 476, 800}};
    first.text = "Deux mots\nlà";
    first.words = {{0, 0, 500, 100}, {600, 0, 9400, 100}, {0, 200, 10000, 9800}};
    first.links = {{{0, 0, 10, 10}, "https://mairie.example/", 0}, {{5, 5, 10, 10}, "", 2}};
    return {7, {first, {}}, {{"Avant", 1, 0}, {"Dedans", 2, 1}, {"Nulle part", 0, 0}}};
}

base::Result<model::PagedDocument> read(const std::string& file, std::uint64_t bytes = kPictureBytes) {
    const auto length = model::paged_index_length(file.substr(0, model::kPagedHeadBytes));
    if (!length) return tl::unexpected<base::Error>(length.error());
    return model::decode_paged_index(std::string_view(file).substr(model::kPagedHeadBytes, *length), bytes);
}

/// The sample with something put in the place of something in its index.
base::Result<model::PagedDocument> altered(const std::string& from, const std::string& to) {
    auto file = model::encode_paged(sample());
    const auto at = file.find(from);
    REQUIRE(at != std::string::npos);
    return model::decode_paged_index(file.replace(at, from.size(), to).substr(model::kPagedHeadBytes),
                                     kPictureBytes);
}

}  // namespace

TEST_CASE("paged document: all of it goes into its file and comes back", "[model]") {
    const auto read_back = read(model::encode_paged(sample()));
    REQUIRE(read_back);
    CHECK(*read_back == sample());
    const auto words = model::words_of(read_back->pages[0]);
    REQUIRE(words.size() == 3);
    CHECK(words[2] == "là");
}

TEST_CASE("paged document: what contradicts itself is refused", "[model]") {
    CHECK(read(model::encode_paged(sample()), 999).error().code == base::ErrorCode::bad_format);
    CHECK_FALSE(altered("\"Deux mots", "\"Deux  mots et"));
    CHECK_FALSE(altered("[0,100,960,1358]", "[0,100,960,99999]"));
    CHECK_FALSE(altered("[0,100,960,1358]", "[18446744073709551615,100,960,1358]"));
    CHECK_FALSE(altered("[0,100,960,1358]", "[-1,100,960,1358]"));
    CHECK_FALSE(altered("\"fine\":[1500,800]", "\"fine\":[4000,4000]"));
    CHECK_FALSE(altered("600,0,9400,100", "600,0,9401,100"));
    CHECK_FALSE(altered("https://mairie", "javascript:mai"));
    CHECK_FALSE(altered("\"pages_in_file\":7", "\"pages_in_file\":1"));
    CHECK_FALSE(altered("\"level\":1", "\"level\":99"));
    CHECK_FALSE(altered("{", "["));
    CHECK(read("ACCUEIL-PAGES 2 0000000002\n{}").error().code == base::ErrorCode::unsupported);
    CHECK(read("ACCUEIL-PAGES 1 9999999999\n{}").error().code == base::ErrorCode::too_large);
    CHECK_FALSE(read("ACCUEIL-PAGES 1 00000000x2\n{}"));
    CHECK_FALSE(read(""));
}

TEST_CASE("paged document: an initiative names the pages of its documents", "[model]") {
    model::Initiative initiative;
    initiative.id = "guide";
    const model::MediaFile pdf{std::string(64, 'a'), 10, "guide.pdf", "application/pdf"};
    const model::MediaFile pages{std::string(64, 'b'),
                                 9'000'000,
                                 "guide.pdf.pages",
                                 model::kPagedType,
                                 {std::string(64, 'c'), std::string(64, 'd'), std::string(64, 'e')}};
    initiative.documents.push_back({pdf, model::Text("Guide"), "ar", 12, pages});
    const model::Record record = initiative;
    const auto read_back = model::record_from_json(model::to_json(record));
    REQUIRE(read_back);
    CHECK(*read_back == record);
    const auto media = model::media_of(record);
    REQUIRE(media.size() == 2);
    CHECK(*media[1] == pages);
}
