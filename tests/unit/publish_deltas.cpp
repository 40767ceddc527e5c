// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/publish/deltas.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <fstream>

#include "sync/base/file.hpp"
#include "sync/feed/layout.hpp"
#include "tests/support/temp_dir.hpp"

namespace accueil::publish {
namespace {

using feed::DeltaFile;

feed::Changes change_of(std::uint64_t revision) {
    const auto id = "p" + std::to_string(revision);
    return {{{"place", id}, R"({"id":")" + id + R"(","kind":"place"})"}, {{"place", "gone"}, std::nullopt}};
}

const DeltaFile* find(const std::vector<DeltaFile>& list, std::uint64_t from, std::uint64_t to) {
    const auto found = std::find_if(list.begin(), list.end(),
                                    [&](const auto& delta) { return delta.from == from && delta.to == to; });
    return found == list.end() ? nullptr : &*found;
}

TEST_CASE(
    "publish: thirty revisions back there is a delta of each step, and one over 7 and 30 to the newest") {
    support::TempDir folder;
    std::vector<DeltaFile> list;
    for (std::uint64_t revision = 2; revision <= 45; ++revision)
        list = write_deltas(folder.path(), list, change_of(revision), revision - 1, revision).value();
    CHECK(list.size() == 32);
    for (std::uint64_t revision = 16; revision <= 45; ++revision)
        CHECK(find(list, revision - 1, revision) != nullptr);
    REQUIRE(find(list, 38, 45) != nullptr);
    REQUIRE(find(list, 15, 45) != nullptr);
    for (const auto& delta : list)
        CHECK(std::filesystem::file_size(folder / feed::delta_name(delta.from, delta.to)) == delta.length);
}

TEST_CASE("publish: a delta that was lost or spoilt on the disk is left out, with all that it was part of") {
    support::TempDir folder;
    std::vector<DeltaFile> list;
    for (std::uint64_t revision = 2; revision <= 9; ++revision)
        list = write_deltas(folder.path(), list, change_of(revision), revision - 1, revision).value();
    CHECK(find(list, 2, 9) != nullptr);
    std::ofstream(folder / feed::delta_name(4, 5), std::ios::app) << "x";
    list = write_deltas(folder.path(), list, change_of(10), 9, 10).value();
    CHECK(find(list, 4, 5) == nullptr);
    CHECK(find(list, 3, 10) == nullptr);
    CHECK(find(list, 9, 10) != nullptr);
    CHECK(find(list, 8, 9) != nullptr);
}

}  // namespace
}  // namespace accueil::publish
