// SPDX-License-Identifier: GPL-3.0-or-later
// What a run that ended early had brought is not fetched twice; what there is no room for stays away.
#include <catch2/catch.hpp>

#include "sync/daemon/words.hpp"
#include "sync/feed/layout.hpp"
#include "tests/support/kiosk_feed.hpp"

namespace accueil::daemon {
namespace {

using base::ErrorCode;

constexpr std::uint64_t kHeavy = 50'000;

std::string path_of(const std::string& bytes) {
    return feed::media_name(base::to_hex(base::sha256(bytes)));
}

struct Kiosk : support::KioskFeed {
    Kiosk() { options.heavy.bytes = kHeavy; }

    void publish(std::uint64_t revision, const std::vector<std::string>& files) {
        auto records = support::sample_content();
        for (auto& record : records) {
            auto* initiative = std::get_if<model::Initiative>(&record);
            if (initiative == nullptr || initiative->id != "maison") continue;
            initiative->summary = model::Text("Révision " + std::to_string(revision));
            for (const auto& bytes : files) {
                feed.add_media(bytes);
                initiative->documents.push_back(
                    {support::media_of_bytes("d.pdf", "application/pdf", bytes), model::Text("D"), "fr", 1});
            }
        }
        feed.publish_change(revision, records);
    }
    bool has(const std::string& bytes) const {
        return std::filesystem::exists(
            cache::blob_path(options.cache_folder, base::to_hex(base::sha256(bytes))));
    }
};

TEST_CASE("daemon: records that were fetched are not fetched again when a file held up the rest") {
    Kiosk kiosk;
    kiosk.publish(1, {"a paper"});
    kiosk.http.fail(path_of("a paper"), ErrorCode::network);
    CHECK(kiosk.sync().error().code == ErrorCode::network);
    CHECK(kiosk.asked_for("full/"));
    kiosk.http.answer_truly();
    REQUIRE(kiosk.sync());
    CHECK_FALSE(kiosk.asked_for("full/"));

    kiosk.publish(2, {"another paper"});
    kiosk.http.fail(path_of("another paper"), ErrorCode::network);
    CHECK(kiosk.sync().error().code == ErrorCode::network);
    CHECK(kiosk.asked_for("d/"));
    kiosk.http.answer_truly();
    const auto second = kiosk.sync();
    REQUIRE(second);
    CHECK(second->deltas == 1);
    CHECK_FALSE(kiosk.asked_for("d/"));
    // Nothing of it stays once it has served.
    CHECK(std::filesystem::is_empty(kiosk.options.cache_folder / "partial"));
}

TEST_CASE("daemon: records that a later revision makes useless are not kept") {
    Kiosk kiosk;
    const auto kept = [&] {
        std::size_t count = 0;
        for (const auto& entry : std::filesystem::directory_iterator(kiosk.options.cache_folder / "partial"))
            count += entry.path().extension() == ".records";
        return count;
    };
    for (std::uint64_t revision = 1; revision <= 3; ++revision) {
        kiosk.publish(revision, {"a paper"});
        kiosk.http.fail(path_of("a paper"), ErrorCode::network);
        REQUIRE_FALSE(kiosk.sync());
        CHECK(kept() == 1);
    }
}

TEST_CASE("daemon: records that were kept and have changed since are fetched again") {
    Kiosk kiosk;
    kiosk.publish(1, {"a paper"});
    kiosk.http.fail(path_of("a paper"), ErrorCode::network);
    REQUIRE_FALSE(kiosk.sync());
    kiosk.http.answer_truly();
    for (const auto& entry : std::filesystem::directory_iterator(kiosk.options.cache_folder / "partial"))
        REQUIRE(base::write_file_durably(entry.path(), "spoilt"));
    REQUIRE(kiosk.sync());
    CHECK(kiosk.asked_for("full/"));
}

TEST_CASE("daemon: a heavy file that stands already is taken in without being fetched") {
    Kiosk kiosk;
    const std::string film(kHeavy, 'f');
    kiosk.publish(1, {film});
    kiosk.http.answer(path_of(film), 404);
    REQUIRE(kiosk.sync());
    // As a run leaves it that could not commit it any more.
    const auto blob = cache::blob_path(kiosk.options.cache_folder, base::to_hex(base::sha256(film)));
    REQUIRE(base::create_directories(blob.parent_path()));
    REQUIRE(base::write_file_durably(blob, film));
    const auto outcome = kiosk.sync();
    REQUIRE(outcome);
    CHECK(outcome->changed);
    CHECK(outcome->pending_files == 0);
    CHECK_FALSE(kiosk.asked_for("m/"));
}

TEST_CASE("daemon: heavy files beyond the budget stay away, light ones never") {
    Kiosk kiosk;
    const std::string film(kHeavy * 2, 'f'), book(kHeavy, 'b'), paper(kHeavy - 1, 'p');
    kiosk.options.heavy.budget = kHeavy * 2;
    kiosk.publish(1, {film, book, paper});
    const auto outcome = kiosk.sync();
    REQUIRE(outcome);
    CHECK(kiosk.has(paper));
    CHECK(kiosk.has(book));
    CHECK_FALSE(kiosk.has(film));
    CHECK_FALSE(kiosk.asked_for(path_of(film)));
    CHECK(outcome->pending_files == 1);
    CHECK(outcome->over_budget_files == 1);
    const auto status = read_status(kiosk.options.cache_folder).value();
    CHECK(status.over_budget == 1);
    const auto catalog = base::Catalog::load(std::string(ACCUEIL_SOURCE_DIR) + "/assets/i18n").value();
    CHECK(Words(catalog, "fr").status(status, kiosk.clock.wall()).find("media.budget_megabytes") !=
          std::string::npos);
    // It stays so without anything being made anew.
    CHECK_FALSE(kiosk.sync()->changed);

    SECTION("a budget that light ones alone exceed") {
        kiosk.options.heavy.budget = 1;
        kiosk.publish(2, {film, book, paper, "a page"});
        REQUIRE(kiosk.sync());
        CHECK(kiosk.has(paper));
        CHECK(kiosk.has("a page"));
        // What stood and has no room any more is pending again, and gone from the disk.
        CHECK_FALSE(kiosk.has(book));
        CHECK(read_status(kiosk.options.cache_folder)->over_budget == 2);
    }
    SECTION("room for all") {
        kiosk.options.heavy.budget = kHeavy * 4;
        REQUIRE(kiosk.sync());
        CHECK(kiosk.has(film));
        CHECK(read_status(kiosk.options.cache_folder)->over_budget == 0);
    }
}

}  // namespace
}  // namespace accueil::daemon
