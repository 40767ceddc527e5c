// SPDX-License-Identifier: GPL-3.0-or-later
// The agents' notices in local.db: kept for their day, whatever becomes of what waits to be sent.
#include <catch2/catch.hpp>

#include "sync/base/file.hpp"
#include "sync/base/json.hpp"
#include "sync/cache/local_store.hpp"
#include "sync/cache/schema.hpp"
#include "sync/cache/sqlite.hpp"
#include "tests/support/temp_dir.hpp"

using namespace accueil;
using base::ErrorCode;
using cache::LocalLimits;
using cache::LocalStore;
using cache::NoticeSending;
using cache::OutgoingKind;
using model::DeskNotice;
using model::DeskNoticeKind;

namespace {

const model::LocalDay kMonday = std::chrono::local_days(std::chrono::year(2026) / 11 / 23);
const model::LocalDay kTuesday = kMonday + std::chrono::days(1);

LocalStore desk_store(const support::TempDir& folder, LocalLimits limits = {}) {
    return std::move(LocalStore::open(folder / "local/local.db", limits).value());
}

DeskNotice closing(const std::string& place, model::LocalDay day = kMonday) {
    return {LocalStore::new_id(), place, DeskNoticeKind::closed_today, day};
}

std::uint64_t waiting(const LocalStore& store) {
    return store.totals(OutgoingKind::notice).value().items;
}

}  // namespace

TEST_CASE("desk notices: kept and queued together, also for another process and past an acknowledgement") {
    const support::TempDir folder;
    auto store = desk_store(folder);
    const auto notice = closing("ccas");
    CHECK(store.post(notice, "{}").value() == NoticeSending::queued);
    CHECK(desk_store(folder).notices(kMonday).value() == std::vector{notice});
    CHECK(waiting(store) == 1);
    REQUIRE(store.acknowledge(OutgoingKind::notice, notice.id));
    REQUIRE(store.erase_acknowledged());
    CHECK(waiting(store) == 0);
    CHECK(store.notices(kMonday).value() == std::vector{notice});
}

TEST_CASE("desk notices: each says one thing of one place and day, and goes when its day is over") {
    const support::TempDir folder;
    auto store = desk_store(folder);
    const auto first = closing("ccas");
    auto full = closing("ccas");
    full.kind = DeskNoticeKind::full_today;
    for (const auto& notice : {first, closing("ccas"), full, closing("mairie")})
        REQUIRE(store.post(notice, "{}"));
    const auto kept = store.notices(kMonday).value();
    REQUIRE(kept.size() == 3);
    CHECK(kept[0] == first);
    CHECK(kept[1] == full);
    CHECK(waiting(store) == 3);
    CHECK(store.notices(kTuesday)->empty());
    REQUIRE(store.post(closing("mairie", kTuesday), "{}"));
    CHECK(store.notices(kMonday)->size() == 1);  // those of Monday are forgotten
    CHECK(waiting(store) == 4);                  // what waits still goes up
}

TEST_CASE("desk notices: one that is taken back is gone, and the centre is told once") {
    const support::TempDir folder;
    auto store = desk_store(folder);
    const auto notice = closing("ccas");
    REQUIRE(store.post(notice, "{}"));
    CHECK(store.withdraw(notice, LocalStore::new_id(), "{\"w\":1}").value() == NoticeSending::queued);
    CHECK(store.notices(kMonday)->empty());
    CHECK(waiting(store) == 2);
    CHECK(store.withdraw(notice, LocalStore::new_id(), "{}"));
    CHECK(waiting(store) == 2);
    CHECK(store.post(closing("ccas"), "{}"));  // and may be said again
    CHECK(store.notices(kMonday)->size() == 1);
}

TEST_CASE("desk notices: where too many wait for the centre, one is kept alone; too many are refused") {
    const support::TempDir folder;
    LocalLimits limits;
    limits.notices = {1, 1000};
    limits.kept_notices = 2;
    auto store = desk_store(folder, limits);
    CHECK(store.post(closing("a"), "{}").value() == NoticeSending::queued);
    CHECK(store.post(closing("b"), "{}").value() == NoticeSending::full);
    CHECK(store.notices(kMonday)->size() == 2);
    CHECK(store.post(closing("c"), "{}").error().code == ErrorCode::no_space);
    CHECK(store.notices(kMonday)->size() == 2);
    CHECK(waiting(store) == 1);
}

TEST_CASE("desk notices: what is no notice is refused, and nothing of it is kept") {
    const support::TempDir folder;
    auto store = desk_store(folder);
    for (const auto& [id, place] :
         {std::pair("", "ccas"), std::pair("../x", "ccas"), std::pair("x", ""), std::pair("x", "Le CCAS")}) {
        const DeskNotice notice{id, place, DeskNoticeKind::closed_today, kMonday};
        CHECK(store.post(notice, "{}").error().code == ErrorCode::invalid_input);
    }
    CHECK(store.notices(kMonday)->empty());
    CHECK(waiting(store) == 0);
}

TEST_CASE("desk notices: a local.db of before has room for them, and keeps what it held") {
    const support::TempDir folder;
    REQUIRE(base::create_directories(folder / "local"));
    {
        auto before = cache::Database::open(folder / "local/local.db", cache::Database::Mode::create).value();
        REQUIRE(before.execute(std::string(cache::local_migrations()[0])));
        REQUIRE(
            before.execute("INSERT INTO outgoing (kind, id, content_type, body) VALUES ('proposal', 'p', "
                           "'a/b', 'x'); PRAGMA user_version = 1; PRAGMA application_id = " +
                           std::to_string(cache::kLocalApplicationId)));
    }
    auto store = desk_store(folder);
    CHECK(store.post(closing("ccas"), "{}"));
    CHECK(store.notices(kMonday)->size() == 1);
    CHECK(store.next_after(0).value()->id == "p");
}

TEST_CASE("desk notices: counts may be named by ids with a slash between, and by nothing else") {
    const support::TempDir folder;
    auto store = desk_store(folder);
    const auto morning = model::HalfDay::parse("2026-11-23-am").value();
    CHECK(store.count("error-reported/hours", "ccas", "fr", morning));
    for (const char* name : {"/", "a/", "/a", "a//b", "a/B", ""})
        CHECK(store.count(name, "", "fr", morning).error().code == ErrorCode::invalid_input);
}
