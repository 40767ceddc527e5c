// SPDX-License-Identifier: GPL-3.0-or-later
#include <catch2/catch.hpp>

#include "sync/base/file.hpp"
#include "sync/cache/content_reader.hpp"
#include "sync/cache/content_writer.hpp"
#include "tests/support/cache_samples.hpp"
#include "tests/support/sample_content.hpp"
#include "tests/support/temp_dir.hpp"

namespace accueil::cache {
namespace {

using base::ErrorCode;
using support::commit_records;
using support::sample_content;

void flip(const std::filesystem::path& path, std::size_t at) {
    auto bytes = base::read_file(path).value();
    bytes.at(at) ^= 0x40;
    REQUIRE(base::write_file_durably(path, bytes));
}

TEST_CASE("cache: no cache is not found") {
    const support::TempDir folder;
    CHECK(ContentReader::open(folder.path()).error().code == ErrorCode::not_found);
    CHECK(ContentReader::open(folder / "nowhere").error().code == ErrorCode::not_found);
    CHECK(current_generation(folder.path()).error().code == ErrorCode::not_found);
}

TEST_CASE(
    "cache: one changed byte anywhere in the current generation falls back to the one before and says so") {
    const support::TempDir folder;
    REQUIRE(commit_records(folder.path(), sample_content(), 1));
    REQUIRE(commit_records(folder.path(), sample_content(), 2));
    const auto path = folder / "generations/00000002/content.db";
    const auto length = std::filesystem::file_size(path);
    for (std::size_t at = 0; at < length; at += length / 23 + 1) {
        flip(path, at);
        const auto reader = ContentReader::open(folder.path());
        REQUIRE(reader);
        CHECK(reader->info().revision == 1);
        CHECK(reader->generation() == 1);
        CHECK(reader->fallback_reason().find("content.db") != std::string::npos);
        CHECK(reader->count("service").value() == 3);
        flip(path, at);
    }
    CHECK(ContentReader::open(folder.path())->info().revision == 2);
}

TEST_CASE("cache: a generation cut short, emptied, missing or swapped is not opened") {
    const support::TempDir folder;
    REQUIRE(commit_records(folder.path(), sample_content(), 1));
    const auto other = sample_content();
    REQUIRE(commit_records(folder.path(), std::span(other).first(5), 2));
    const auto path = folder / "generations/00000002/content.db";
    const auto check = GENERATE(Check::fast, Check::automatic, Check::thorough);

    SECTION("cut") {
        std::filesystem::resize_file(path, std::filesystem::file_size(path) - 4096);
    }
    SECTION("emptied") {
        std::filesystem::resize_file(path, 0);
    }
    SECTION("missing") {
        std::filesystem::remove(path);
    }
    SECTION("swapped") {
        std::filesystem::copy_file(folder / "generations/00000001/content.db", path,
                                   std::filesystem::copy_options::overwrite_existing);
    }
    SECTION("without what it says of itself") {
        std::filesystem::remove(folder / "generations/00000002/generation.json");
    }
    SECTION("saying it is another") {
        std::filesystem::copy_file(folder / "generations/00000001/generation.json",
                                   folder / "generations/00000002/generation.json",
                                   std::filesystem::copy_options::overwrite_existing);
    }
    SECTION("removed whole") {
        std::filesystem::remove_all(folder / "generations/00000002");
    }
    SECTION("current.json is no JSON") {
        REQUIRE(base::write_file_durably(folder / "current.json", "{\"gener"));
        std::filesystem::remove(path);
    }
    const auto reader = ContentReader::open(folder.path(), check);
    REQUIRE(reader);
    CHECK(reader->info().revision == 1);
    CHECK_FALSE(reader->fallback_reason().empty());
}

TEST_CASE("cache: when no generation is whole it is corrupt, and an update from nothing repairs it") {
    const support::TempDir folder;
    REQUIRE(commit_records(folder.path(), sample_content(), 1));
    REQUIRE(commit_records(folder.path(), sample_content(), 2));
    flip(folder / "generations/00000001/content.db", 5000);
    flip(folder / "generations/00000002/content.db", 5000);
    CHECK(ContentReader::open(folder.path()).error().code == ErrorCode::corrupt);
    CHECK(ContentWriter::create(folder.path(), Base::current).error().code == ErrorCode::corrupt);
    REQUIRE(commit_records(folder.path(), sample_content(), 2) == 3u);
    CHECK(ContentReader::open(folder.path(), Check::thorough)->fallback_reason().empty());
}

TEST_CASE("cache: what was damaged is never kept as the generation to fall back to") {
    const support::TempDir folder;
    REQUIRE(commit_records(folder.path(), sample_content(), 1));
    REQUIRE(commit_records(folder.path(), sample_content(), 2));
    flip(folder / "generations/00000002/content.db", 5000);
    REQUIRE(commit_records(folder.path(), sample_content(), 3) == 3u);
    CHECK(std::filesystem::exists(folder / "generations/00000001"));
    CHECK_FALSE(std::filesystem::exists(folder / "generations/00000002"));
}

TEST_CASE(
    "cache: a lost current.json beside whole generations is no cache; a damaged one is mended by the next") {
    const support::TempDir folder;
    REQUIRE(commit_records(folder.path(), sample_content(), 1));
    REQUIRE(base::write_file_durably(folder / "current.json", "[]"));
    CHECK(current_generation(folder.path()).error().code == ErrorCode::corrupt);
    CHECK(ContentReader::open(folder.path())->info().revision == 1);
    REQUIRE(commit_records(folder.path(), sample_content(), 2) == 2u);
    CHECK(current_generation(folder.path()).value() == 2);
    std::filesystem::remove(folder / "current.json");
    CHECK(ContentReader::open(folder.path()).error().code == ErrorCode::not_found);
}

}  // namespace
}  // namespace accueil::cache
