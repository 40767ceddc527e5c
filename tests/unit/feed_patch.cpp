// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/feed/patch.hpp"

#include <catch2/catch.hpp>
#include <random>

#include "sync/base/digest.hpp"
#include "sync/base/file.hpp"
#include "sync/trust/verified_bytes.hpp"
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

trust::VerifiedBytes verified(const std::string& bytes) {
    return trust::verify(bytes, bytes.size(), base::sha256(bytes)).value();
}

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
    const auto patch = make_patch(files.path("before"), files.path("after"));
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
        files.write("patch", make_patch(files.path(from), files.path(to)).value());
        REQUIRE(
            apply_patch(files.path(from), files.path("patch"), files.path("made"), files.read(to).size()));
        CHECK(files.read("made") == files.read(to));
    }
}

TEST_CASE("feed: a patch that is no good leaves no file") {
    Files files;
    const auto before = noise(300'000, 1), after = edited(noise(3'000'000, 2));
    files.write("before", before);
    files.write("other", noise(300'000, 3));
    files.write("after", before + "plus");
    const auto patch = make_patch(files.path("before"), files.path("after")).value();
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

TEST_CASE("feed: the list of patches is read as it was written, and nothing else is") {
    const std::vector<Patch> patches{{std::string(64, 'a'), std::string(64, 'b'), 77, std::string(64, 'c')},
                                     {std::string(64, '1'), std::string(64, 'b'), 0, std::string(64, '2')}};
    CHECK(decode_patches(verified(encode_patches(patches))).value() == patches);
    CHECK(decode_patches(verified(encode_patches({}))).value().empty());
    CHECK(decode_patches(verified(R"({"format":2,"patches":[]})")).error().code == ErrorCode::unsupported);
    for (const char* bad :
         {"[]", "{}", "x", R"({"format":1})", R"({"format":1,"patches":{}})",
          R"({"format":1,"patches":[["a","b",1,"c"]]})", R"({"format":1,"patches":[[]]})"}) {
        INFO(bad);
        CHECK(decode_patches(verified(bad)).error().code == ErrorCode::bad_format);
    }
}

}  // namespace
}  // namespace accueil::feed
