// SPDX-License-Identifier: GPL-3.0-or-later
// Clocks that are not set: nothing is judged by them.
#include <catch2/catch.hpp>

#include "sync/daemon/clock_floor.hpp"
#include "sync/daemon/time_source.hpp"
#include "sync/daemon/words.hpp"
#include "tests/support/kiosk_feed.hpp"

namespace accueil::daemon {
namespace {

using base::ErrorCode;
using support::KioskFeed;

base::WallTime at(const std::string& utc) {
    return base::parse_utc(utc).value();
}

std::string said(const Status& status, const std::string& now, const std::string& floor) {
    const auto catalog = base::Catalog::load(std::string(ACCUEIL_SOURCE_DIR) + "/assets/i18n").value();
    return Words(catalog, "en").status(status, at(now), at(floor));
}

bool has(const std::string& words, const std::string& part) {
    return words.find(part) != std::string::npos;
}

std::vector<model::Record> place(int position) {
    return {support::sample_place("place-1", position)};
}

TEST_CASE("daemon: the time that is known to have passed only rises, and outlives the program") {
    const support::TempDir folder;
    const auto built = at("2026-01-01T00:00:00Z");
    {
        ClockFloor floor(folder.path(), built);
        CHECK(floor.time() == built);
        CHECK(floor.check(built));
        CHECK(floor.check(at("1970-01-01T00:00:00Z")).error().code == ErrorCode::wrong_clock);
        REQUIRE(floor.raise(at("2026-11-20T10:00:00Z"), at("2026-11-23T10:00:00Z")));
        CHECK(floor.time() == at("2026-11-20T10:00:00Z"));
        REQUIRE(floor.raise(at("2026-11-01T10:00:00Z"), at("2026-11-23T10:00:00Z")));
        CHECK(floor.time() == at("2026-11-20T10:00:00Z"));
    }
    CHECK(ClockFloor(folder.path(), built).time() == at("2026-11-20T10:00:00Z"));
    CHECK(ClockFloor(folder.path(), at("2026-12-24T00:00:00Z")).time() == at("2026-12-24T00:00:00Z"));

    // Signed for a day that is still to come: no reason to disbelieve the clock tomorrow.
    ClockFloor floor(folder.path(), built);
    REQUIRE(floor.raise(at("2036-01-01T00:00:00Z"), at("2026-11-24T10:00:00Z")));
    CHECK(ClockFloor(folder.path(), built).time() == at("2026-11-24T10:00:00Z"));

    for (const char* damaged : {"", "soon", "2026-11-24T10:00:00Z and more\n", "{}"}) {
        REQUIRE(base::write_file_durably(folder / "clock.floor", damaged));
        CHECK(ClockFloor(folder.path(), built).time() == built);
    }
}

TEST_CASE("daemon: with a clock that cannot be right nothing is asked for, nor called expired") {
    KioskFeed kiosk;
    kiosk.feed.publish_change(1, place(1));
    REQUIRE(kiosk.sync());
    const auto before = read_status(kiosk.options.cache_folder).value();
    kiosk.feed.publish_change(2, place(2));
    const auto wrong = GENERATE("1970-01-01T00:00:07Z", "2026-11-23T08:29:59Z");
    kiosk.clock.set_wall(wrong);

    const auto refused = kiosk.sync();
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == ErrorCode::wrong_clock);
    CHECK(kiosk.http.requests.empty());
    CHECK(kiosk.shown() == place(1));
    const auto status = read_status(kiosk.options.cache_folder).value();
    CHECK(status.clock == ClockFault{at(wrong), at("2026-11-23T08:30:00Z")});
    CHECK(status.last_attempt == before.last_attempt);  // never a time that cannot be
    CHECK(status.last_success == before.last_success);
    const auto words = said(status, wrong, "2026-11-23T08:30:00Z");
    CHECK(has(words, "clock is wrong"));
    CHECK(has(words, "it is 23 November 2026, 08:30 UTC at the least"));
    CHECK_FALSE(has(words, "past their date"));

    kiosk.clock.set_wall("2026-11-23T10:00:00Z");
    REQUIRE(kiosk.sync());
    CHECK(kiosk.shown() == place(2));
    CHECK_FALSE(read_status(kiosk.options.cache_folder)->clock);
}

TEST_CASE("daemon: a new kiosk whose clock is not set waits for it, whatever it was given") {
    KioskFeed kiosk;
    kiosk.options.built_on = at("2026-11-01T00:00:00Z");
    kiosk.feed.publish_change(1, place(1));
    kiosk.clock.set_wall("2026-10-31T23:59:59Z");
    CHECK(kiosk.sync().error().code == ErrorCode::wrong_clock);
    CHECK(read_status(kiosk.options.cache_folder)->clock);
    CHECK_FALSE(read_status(kiosk.options.cache_folder)->last_attempt);
    kiosk.clock.set_wall("2026-11-23T09:00:00Z");
    CHECK(kiosk.sync());
}

TEST_CASE("daemon: with a clock far ahead the old content stays, and clock or feed are to be looked at") {
    KioskFeed kiosk;
    kiosk.feed.publish_change(1, place(1));
    REQUIRE(kiosk.sync());
    kiosk.feed.publish_change(2, place(2));
    kiosk.clock.set_wall("2036-11-23T08:30:00Z");
    CHECK(kiosk.sync().error().code == ErrorCode::expired);
    CHECK(kiosk.shown() == place(1));
    const auto words =
        said(read_status(kiosk.options.cache_folder).value(), "2036-11-23T08:30:00Z", "2026-11-23T08:30:00Z");
    CHECK(has(words, "clock shows 23 November 2036"));
    CHECK(has(words, "accueil-feed renew"));

    // It was not believed for good.
    kiosk.clock.set_wall("2026-11-23T12:00:00Z");
    REQUIRE(kiosk.sync());
    CHECK(kiosk.shown() == place(2));
}

TEST_CASE("daemon: a publisher whose clock is ahead makes no kiosk disbelieve its own") {
    KioskFeed kiosk;
    auto head = kiosk.feed.write(1, place(1));
    head.published_on = at("2036-01-01T00:00:00Z");
    kiosk.feed.sign(head);
    REQUIRE(kiosk.sync());
    kiosk.clock.advance(std::chrono::minutes(30));
    CHECK(kiosk.sync());
}

TEST_CASE("daemon: what is past its date is told from what a wrong clock makes of it") {
    Status status;
    status.expires_on = at("2026-11-30T08:30:00Z");
    CHECK(has(said(status, "2026-12-01T00:00:00Z", "2026-11-23T08:30:00Z"), "past their date"));
    CHECK(has(said(status, "2026-11-24T00:00:00Z", "2026-11-23T08:30:00Z"), "hold until 30 November 2026"));
    const auto wrong = said(status, "2026-12-01T00:00:00Z", "2027-01-01T00:00:00Z");
    CHECK_FALSE(has(wrong, "past their date"));
    CHECK(has(wrong, "clock is wrong: it shows 1 December 2026, 00:00 UTC"));
}

TEST_CASE("daemon: a clock's fault and files without room stand in status.json") {
    const support::TempDir folder;
    Status status;
    status.over_budget = 3;
    status.clock = ClockFault{at("1970-01-01T00:00:00Z"), at("2026-11-23T08:30:00Z")};
    REQUIRE(write_status(folder.path(), status));
    CHECK(read_status(folder.path()).value() == status);
    CHECK(status_from_json(base::parse_json(R"({"clock": 1})", 4).value()).error().code ==
          ErrorCode::bad_format);
    CHECK(status_from_json(base::parse_json(R"({"clock": {}})", 4).value()).error().code ==
          ErrorCode::bad_format);
}

TEST_CASE("daemon: the clock is waited for a while after the start, not for ever") {
    struct Source final : TimeSource {
        bool synchronised = false;
        bool is_synchronised() const override { return synchronised; }
    } source;
    using std::chrono::seconds;
    CHECK(wait_for_time(source, seconds(0)) == seconds(5));
    CHECK(wait_for_time(source, seconds(119)) == seconds(5));
    CHECK(wait_for_time(source, seconds(120)) == std::nullopt);
    source.synchronised = true;
    CHECK(wait_for_time(source, seconds(0)) == std::nullopt);
}

}  // namespace
}  // namespace accueil::daemon
