// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/feed/apply_patch.hpp"

#include <catch2/catch.hpp>
#include <random>

#include "sync/base/file.hpp"
#include "sync/feed/patch.hpp"
#include "tests/support/temp_dir.hpp"

namespace accueil::feed {
namespace {

using base::ErrorCode;

std::string noise(std::size_t length, unsigned seed) {
    std::mt19937 random(seed);
    std::string bytes(length, '\0');
    for (auto& byte : bytes)
        byte = static_cast<char>(random());
    return bytes;
}

struct Files {
    support::TempDir folder;
    std::filesystem::path path(const std::string& name) const { return folder / name; }
    void write(const std::string& name, const std::string& bytes) const {
        REQUIRE(base::write_file_durably(path(name), bytes));
    }
    std::string read(const std::string& name) const { return base::read_file(path(name)).value(); }
};

// Three places of a file that no compression makes smaller, and one that is moved.
std::string edited(std::string bytes) {
    for (const std::size_t at : {1000, 1'500'000, 2'900'000})
        bytes.replace(at, 300, noise(300, static_cast<unsigned>(at)));
    return bytes.substr(2'000'000) + bytes.substr(0, 2'000'000) + noise(100, 9);
}

TEST_CASE("feed: a patch is as small as the change, and leads to the file itself") {
    Files files;
    const auto before = noise(3'000'000, 1), after = edited(before);
    files.write("before", before);
    files.write("after", after);
    const auto patch = make_patch(files.read("before"), files.read("after"));
    REQUIRE(patch);
    CHECK(patch->size() < 5000);
    files.write("patch", *patch);
    REQUIRE(apply_patch(files.path("before"), files.path("patch"), files.path("made"), after.size()));
    CHECK((files.read("made") == after));
}

TEST_CASE("feed: patches from and to an empty file") {
    Files files;
    files.write("empty", "");
    files.write("some", "quelques octets");
    for (const auto& [from, to] : {std::pair{"empty", "some"}, std::pair{"some", "empty"}}) {
        files.write("patch", make_patch(files.read(from), files.read(to)).value());
        REQUIRE(
            apply_patch(files.path(from), files.path("patch"), files.path("made"), files.read(to).size()));
        CHECK(files.read("made") == files.read(to));
    }
}

TEST_CASE("feed: a patch that is no good leaves no file") {
    Files files;
    const auto before = noise(300'000, 1);
    files.write("before", before);
    files.write("other", noise(300'000, 3));
    files.write("after", before + "plus");
    const auto patch = make_patch(files.read("before"), files.read("after")).value();
    const auto length = before.size() + 4;
    const auto code = [&](const std::string& bytes, const std::string& from, std::uint64_t announced) {
        files.write("patch", bytes);
        const auto made = apply_patch(files.path(from), files.path("patch"), files.path("made"), announced);
        REQUIRE_FALSE(made);
        CHECK_FALSE(std::filesystem::exists(files.path("made")));
        return made.error().code;
    };
    CHECK(code(patch, "before", length + 1) == ErrorCode::bad_format);
    CHECK(code(patch, "other", length) == ErrorCode::bad_format);
    CHECK(code(patch.substr(0, patch.size() - 3), "before", length) == ErrorCode::bad_format);
    CHECK(code("", "before", length) == ErrorCode::bad_format);
    CHECK(code("no zstd at all", "before", length) == ErrorCode::bad_format);
    CHECK(code(patch, "before", kMostPatchedBytes + 1) == ErrorCode::too_large);
    CHECK(code(patch, "absent", length) == ErrorCode::not_found);
    for (std::size_t at = 0; at < patch.size(); at += 1 + patch.size() / 200) {
        auto spoilt = patch;
        spoilt[at] = static_cast<char>(spoilt[at] ^ 0x41);
        files.write("patch", spoilt);
        const auto made = apply_patch(files.path("before"), files.path("patch"), files.path("made"), length);
        if (made) CHECK((files.read("made") == before + "plus"));  // a bit that says nothing
    }
}

}  // namespace
}  // namespace accueil::feed
