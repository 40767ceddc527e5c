// SPDX-License-Identifier: GPL-3.0-or-later
#include <poll.h>

#include <catch2/catch.hpp>

#include "sync/base/file.hpp"
#include "sync/cache/generation_watcher.hpp"
#include "tests/support/cache_samples.hpp"
#include "tests/support/sample_content.hpp"
#include "tests/support/temp_dir.hpp"

namespace accueil::cache {
namespace {

using support::commit_records;
using support::sample_content;

bool is_readable(const GenerationWatcher& watcher) {
    pollfd entry{watcher.fd(), POLLIN, 0};
    return ::poll(&entry, 1, 0) == 1;
}

TEST_CASE("cache: the watcher wakes for a new generation, once, and says which") {
    const support::TempDir folder;
    REQUIRE(commit_records(folder.path(), sample_content(), 1));
    auto watcher = GenerationWatcher::create(folder.path());
    REQUIRE(watcher);
    CHECK(watcher->generation() == 1u);
    CHECK_FALSE(is_readable(*watcher));
    CHECK_FALSE(watcher->drain());

    REQUIRE(commit_records(folder.path(), sample_content(), 2));
    CHECK(is_readable(*watcher));
    CHECK(watcher->drain());
    CHECK(watcher->generation() == 2u);
    CHECK_FALSE(is_readable(*watcher));
    CHECK_FALSE(watcher->drain());
}

TEST_CASE("cache: the watcher sleeps through what is no new generation") {
    const support::TempDir folder;
    REQUIRE(commit_records(folder.path(), sample_content(), 1));
    auto watcher = GenerationWatcher::create(folder.path());
    REQUIRE(watcher);
    REQUIRE(base::write_file_durably(folder / "status.json", "{}"));
    CHECK_FALSE(watcher->drain());
    CHECK(watcher->generation() == 1u);
}

TEST_CASE("cache: a cache that does not exist yet, nor its parents, is seen when it comes") {
    const support::TempDir folder;
    const auto deep = folder / "var/lib/accueil/cache";
    auto watcher = GenerationWatcher::create(deep);
    REQUIRE(watcher);
    CHECK_FALSE(watcher->generation().has_value());
    std::filesystem::create_directories(deep.parent_path());
    CHECK(is_readable(*watcher));
    CHECK_FALSE(watcher->drain());
    REQUIRE(commit_records(deep, sample_content(), 1));
    CHECK(is_readable(*watcher));
    CHECK(watcher->drain());
    CHECK(watcher->generation() == 1u);
    REQUIRE(commit_records(deep, sample_content(), 2));
    CHECK(is_readable(*watcher));
    CHECK(watcher->drain());
}

TEST_CASE("cache: a cache removed and made again is seen both times") {
    const support::TempDir folder;
    const auto cache = folder / "cache";
    REQUIRE(commit_records(cache, sample_content(), 1));
    auto watcher = GenerationWatcher::create(cache);
    REQUIRE(watcher);
    std::filesystem::remove_all(cache);
    CHECK(is_readable(*watcher));
    CHECK(watcher->drain());
    CHECK_FALSE(watcher->generation().has_value());
    REQUIRE(commit_records(cache, sample_content(), 1));
    CHECK(is_readable(*watcher));
    CHECK(watcher->drain());
    CHECK(watcher->generation() == 1u);
}

}  // namespace
}  // namespace accueil::cache
