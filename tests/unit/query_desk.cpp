// SPDX-License-Identifier: GPL-3.0-or-later
// The kiosk's own notices and counts behind its questions, on the loader's thread.
#include "kiosk/query/desk.hpp"

#include <catch2/catch.hpp>
#include <fstream>
#include <thread>

#include "kiosk/query/local.hpp"
#include "tests/support/cache_samples.hpp"
#include "tests/support/sample_content.hpp"
#include "tests/support/shipped_content.hpp"

using namespace accueil;
using model::DeskNoticeKind;
using query::Loader;

namespace {

const model::LocalDay kDay = std::chrono::local_days(std::chrono::year(2026) / 11 / 23);
const auto kNow = base::parse_utc("2026-11-23T08:30:00Z").value();

struct DeskFolders {
    support::TempDir folder;
    Loader::Options options{folder / "cache", folder / "none", {}, {}, folder / "local"};

    DeskFolders() { REQUIRE(support::commit_records(folder / "cache", support::sample_content(), 1)); }
    std::shared_ptr<const query::Source> open() const { return query::open_source(options).value(); }
};

bool is_closed(const query::DeskNotices& notices, const std::string& place = "ccas",
               model::LocalDay day = kDay) {
    return notices.find(place, DeskNoticeKind::closed_today, day) != nullptr;
}

/// The next answer of a loader; its wake-ups are not waited for.
query::Answer next_answer(Loader& loader) {
    for (int look = 0; look < 2000; ++look) {
        auto news = loader.drain();
        if (!news.answers.empty()) return std::move(news.answers.front());
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    throw std::runtime_error("the loader does not answer");
}

}  // namespace

TEST_CASE("a notice stands for its place, kind and day, until it is taken back", "[query][desk]") {
    const DeskFolders folders;
    const auto source = folders.open();
    const auto before = query::desk_notices(*source);
    CHECK_FALSE(is_closed(*before));
    CHECK(query::post_notice(*source, "ccas", DeskNoticeKind::closed_today, kDay, kNow).value());
    const auto after = query::desk_notices(*source);
    CHECK(is_closed(*after));
    CHECK_FALSE(is_closed(*before));  // what a screen holds does not change under it
    CHECK_FALSE(is_closed(*after, "mairie"));
    CHECK_FALSE(is_closed(*after, "ccas", kDay + std::chrono::days(1)));
    CHECK_FALSE(after->find("ccas", DeskNoticeKind::full_today, kDay));
    CHECK(query::desk_notices(*source) == after);  // not read again for nothing
    CHECK(is_closed(*query::desk_notices(*folders.open())));
    CHECK(query::withdraw_notice(*source, "ccas", DeskNoticeKind::closed_today, kDay, kNow).value());
    CHECK_FALSE(is_closed(*query::desk_notices(*source)));
    CHECK(query::withdraw_notice(*source, "ccas", DeskNoticeKind::closed_today, kDay, kNow).value());
}

TEST_CASE("answers bring the notices that stand after them, over generations of the content",
          "[query][desk]") {
    const DeskFolders folders;
    const auto loader = Loader::start(folders.options, [] {});
    const query::Job nothing = [](const query::Source&) -> base::Result<query::DataPtr> {
        return query::DataPtr();
    };
    loader->submit(1, nothing);
    const auto first = next_answer(*loader);
    REQUIRE(first.notices);
    CHECK_FALSE(is_closed(*first.notices));
    loader->submit(2, [](const query::Source& source) -> base::Result<query::DataPtr> {
        TRY(query::post_notice(source, "ccas", DeskNoticeKind::closed_today, kDay, kNow));
        return query::DataPtr();
    });
    const auto second = next_answer(*loader);
    CHECK(is_closed(*second.notices));
    REQUIRE(support::commit_records(folders.options.cache_folder, support::sample_content(), 2));
    loader->submit(3, nothing);
    CHECK(next_answer(*loader).notices == second.notices);
}

TEST_CASE("a kiosk without a place for local.db counts nothing and keeps nothing, without an error for it",
          "[query][desk]") {
    DeskFolders folders;
    for (const auto& folder : {std::filesystem::path(), folders.folder / "none/local"}) {
        folders.options.local_folder = folder;
        const auto source = folders.open();
        CHECK(query::count(*source, "need-opened", "manger", "fr", {}));
        CHECK_FALSE(query::post_notice(*source, "ccas", DeskNoticeKind::closed_today, kDay, kNow));
        CHECK_FALSE(is_closed(*query::desk_notices(*source)));
    }
    CHECK_FALSE(std::filesystem::exists(folders.folder / "none"));
}

TEST_CASE("a store that turns out to be damaged is begun anew, and takes the notice", "[query][desk]") {
    const DeskFolders folders;
    const auto file = folders.folder / "local/local.db";
    const auto source = folders.open();
    REQUIRE(query::count(*source, "visit", "", "fr", {}));
    {
        std::fstream bytes(file, std::ios::in | std::ios::out | std::ios::binary);
        bytes << std::string(4096, 'x');
    }
    for (const char* end : {"-wal", "-shm"})
        std::filesystem::remove(file.string() + end);
    const auto again = folders.open();
    CHECK(query::post_notice(*again, "ccas", DeskNoticeKind::closed_today, kDay, kNow));
    CHECK(is_closed(*query::desk_notices(*again)));
    CHECK(std::filesystem::exists(file.string() + ".damaged"));
}

TEST_CASE(
    "what is on a sheet comes in its order: places with all that is done there, initiatives with those near",
    "[query][desk]") {
    const DeskFolders folders;
    const auto source = folders.open();
    const auto rows = query::listed_rows(*source, {"mairie", "gone", "initiative/maison", "initiative/ccas",
                                                   "ccas", "initiative/"})
                          .value();
    REQUIRE(rows.size() == 3);
    CHECK(rows[0].item == "mairie");
    CHECK(rows[0].place()->place.id == "mairie");
    CHECK(rows[0].initiative() == nullptr);
    CHECK(rows[1].item == "initiative/maison");
    CHECK(rows[1].place() == nullptr);
    CHECK(rows[1].initiative()->initiative.id == "maison");
    CHECK(rows[1].initiative()->places.front().place.id == "ccas");
    CHECK(rows[2].place()->services.size() == 2);
    CHECK(query::listed_rows(*source, {})->empty());
}
