// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/cache/part_file.hpp"

#include <catch2/catch.hpp>
#include <random>

#include "sync/base/clock.hpp"
#include "sync/base/file.hpp"
#include "sync/cache/generation.hpp"
#include "tests/support/temp_dir.hpp"

namespace accueil::cache {
namespace {

using base::ErrorCode;
using model::kSegmentBytes;

std::string random_bytes(std::size_t length) {
    std::mt19937_64 random(5);
    std::string bytes(length, '\0');
    for (auto& byte : bytes)
        byte = static_cast<char>(random());
    return bytes;
}

// Two segments and a half.
const std::string kBytes = random_bytes(kSegmentBytes * 5 / 2);

model::MediaFile file_of(const std::string& bytes) {
    model::MediaFile file;
    file.sha256 = base::to_hex(base::sha256(bytes));
    file.length = bytes.size();
    file.name = "film.mp4";
    for (std::size_t at = 0; at < bytes.size(); at += kSegmentBytes)
        file.segments.push_back(
            base::to_hex(base::sha256(std::string_view(bytes).substr(at, kSegmentBytes))));
    return file;
}

// A line of which each segment is held to its own digest as it comes, and one of which none is.
PartFile::Options line() {
    PartFile::Options options;
    options.checked_from = GENERATE(PartFile::Duration::zero(), PartFile::Duration::max());
    return options;
}

TEST_CASE("cache: a part that was cut goes on after its last whole segment") {
    const auto options = line();
    const support::TempDir folder;
    const auto file = file_of(kBytes);
    {
        auto part = PartFile::open(folder.path(), file, options);
        REQUIRE(part);
        CHECK(part->verified() == 0);
        for (std::size_t at = 0; at < kSegmentBytes + 1000; at += 1000)
            REQUIRE(part->write(std::string_view(kBytes).substr(at, 1000)));
        CHECK(part->verified() == kSegmentBytes);
    }
    auto part = PartFile::open(folder.path(), file, options);
    REQUIRE(part);
    CHECK(part->verified() == kSegmentBytes);
    CHECK_FALSE(part->is_complete());
    REQUIRE(part->begin(kSegmentBytes));
    REQUIRE(part->write(std::string_view(kBytes).substr(kSegmentBytes)));
    CHECK(part->is_complete());
    CHECK(base::read_file(part->path()).value() == kBytes);
    CHECK(PartFile::open(folder.path(), file, options)->is_complete());
}

TEST_CASE("cache: a spoilt segment costs itself alone") {
    const auto options = line();
    const support::TempDir folder;
    auto part = PartFile::open(folder.path(), file_of(kBytes), options);
    REQUIRE(part);
    auto spoilt = kBytes;
    spoilt[kSegmentBytes + 7] ^= 1;
    const auto refused = part->write(spoilt);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == ErrorCode::bad_digest);
    CHECK(refused.error().detail.find("segment 1") != std::string::npos);
    CHECK(part->verified() == kSegmentBytes);
    CHECK(std::filesystem::file_size(part->path()) == kSegmentBytes);
    REQUIRE(part->begin(part->verified()));
    REQUIRE(part->write(std::string_view(kBytes).substr(kSegmentBytes)));
    CHECK(part->is_complete());
}

TEST_CASE("cache: what rotted on the disk between two runs is cut off, with what comes after it") {
    const auto options = line();
    const support::TempDir folder;
    const auto file = file_of(kBytes);
    REQUIRE(PartFile::open(folder.path(), file, options)
                ->write(std::string_view(kBytes).substr(0, 2 * kSegmentBytes)));
    auto rotten = kBytes.substr(0, 2 * kSegmentBytes);
    rotten[10] ^= 1;
    REQUIRE(base::write_file_durably(partial_path(folder.path(), file.sha256), rotten));
    CHECK(PartFile::open(folder.path(), file, options)->verified() == 0);
}

TEST_CASE(
    "cache: segments that fit make no file of another digest: nobody can slip bytes under another's name") {
    const auto options = line();
    const support::TempDir folder;
    auto file = file_of(kBytes);
    file.sha256 = std::string(64, 'a');
    auto part = PartFile::open(folder.path(), file, options);
    REQUIRE(part);
    CHECK(part->write(kBytes).error().code == ErrorCode::bad_digest);
    CHECK(part->verified() == 0);
    CHECK_FALSE(part->is_complete());
}

TEST_CASE("cache: a part takes no byte past its length, and begins nowhere but where it stands") {
    const auto options = line();
    const support::TempDir folder;
    const auto file = file_of("small");
    auto part = PartFile::open(folder.path(), file, options);
    REQUIRE(part);
    CHECK(part->write("small and more").error().code == ErrorCode::too_large);
    CHECK(part->begin(3).error().code == ErrorCode::invalid_input);
    REQUIRE(part->begin(0));
    REQUIRE(part->write("small"));
    CHECK(part->is_complete());
    REQUIRE(part->begin(0));
    CHECK_FALSE(part->is_complete());
    auto longer = file_of(kBytes);
    longer.segments.pop_back();
    CHECK(PartFile::open(folder.path(), longer, options).error().code == ErrorCode::bad_format);
    auto elsewhere = file;
    elsewhere.sha256 = "../../etc/passwd";
    CHECK(PartFile::open(folder.path(), elsewhere, options).error().code == ErrorCode::invalid_input);
}

TEST_CASE("cache: a small file without segments is one") {
    const auto options = line();
    const support::TempDir folder;
    auto file = file_of("small");
    file.segments.clear();
    auto part = PartFile::open(folder.path(), file, options);
    REQUIRE(part);
    REQUIRE(part->write("sma"));
    CHECK(part->verified() == 0);
    REQUIRE(part->write("ll"));
    CHECK(part->is_complete());
}

TEST_CASE("cache: whichever segments came too fast, what is wrong is found and cut off at its beginning") {
    const support::TempDir folder;
    const auto bytes = random_bytes(kSegmentBytes * 11 / 2);
    const auto file = file_of(bytes);
    const auto wrong = GENERATE(0U, 2U, 4U, 5U, 6U);  // 6: none
    const auto slow = GENERATE(0U, 0b100U, 0b101U, 0b10100U, 0b111111U);
    base::SteadyTime now{};
    PartFile::Options options;
    options.now = [&] { return now; };
    auto part = PartFile::open(folder.path(), file, options);
    REQUIRE(part);
    REQUIRE(part->begin(0));
    auto sent = bytes;
    if (wrong < 6) sent[wrong * kSegmentBytes + 77] ^= 1;
    base::Result<void> answer;
    for (unsigned i = 0; answer && i < 6; ++i) {
        now += (slow >> i & 1U) != 0 ? std::chrono::seconds(1) : std::chrono::milliseconds(1);
        answer = part->write(std::string_view(sent).substr(i * kSegmentBytes, kSegmentBytes));
    }
    if (wrong == 6) {
        REQUIRE(answer);
        CHECK(part->is_complete());
        return;
    }
    REQUIRE_FALSE(answer);
    CHECK(answer.error().code == ErrorCode::bad_digest);
    CHECK(part->verified() == wrong * kSegmentBytes);
    REQUIRE(part->begin(part->verified()));
    REQUIRE(part->write(std::string_view(bytes).substr(wrong * kSegmentBytes)));
    CHECK(part->is_complete());
    CHECK(base::read_file(part->path()).value() == bytes);
}

TEST_CASE(
    "cache: a line that was cut in the midst of segments that came too fast goes on where they are right") {
    const support::TempDir folder;
    const auto file = file_of(kBytes);
    PartFile::Options options;
    options.checked_from = PartFile::Duration::max();
    auto part = PartFile::open(folder.path(), file, options);
    REQUIRE(part);
    auto sent = kBytes;
    sent[kSegmentBytes + 3] ^= 1;
    REQUIRE(part->write(std::string_view(sent).substr(0, 2 * kSegmentBytes + 10)));
    CHECK(part->verified() == kSegmentBytes);
    REQUIRE(part->begin(kSegmentBytes));
    REQUIRE(part->write(std::string_view(kBytes).substr(kSegmentBytes)));
    CHECK(part->is_complete());
}

}  // namespace
}  // namespace accueil::cache
