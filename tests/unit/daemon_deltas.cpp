// SPDX-License-Identifier: GPL-3.0-or-later
#include <catch2/catch.hpp>

#include "sync/feed/layout.hpp"
#include "tests/support/kiosk_feed.hpp"

namespace accueil::daemon {
namespace {

using support::KioskFeed;

std::vector<model::Record> places(int count, int moved = -1, int without = -1) {
    std::vector<model::Record> records;
    for (int i = 0; i < count; ++i) {
        if (i != without)
            records.push_back(support::sample_place("place-" + std::to_string(i), i == moved ? 99 : 0));
    }
    return records;
}

TEST_CASE("daemon: a small change is brought by its delta alone") {
    KioskFeed kiosk;
    kiosk.feed.publish_change(1, places(300));
    REQUIRE(kiosk.sync());
    kiosk.feed.publish_change(2, places(300, 5));
    const auto outcome = kiosk.sync();
    REQUIRE(outcome);
    CHECK(outcome->deltas == 1);
    CHECK(outcome->revision == 2);
    CHECK(kiosk.asked_for("d/1-2.zst"));
    CHECK_FALSE(kiosk.asked_for("full/"));
    CHECK(kiosk.shown() == places(300, 5));
}

TEST_CASE("daemon: what was withdrawn is gone from the next generation") {
    KioskFeed kiosk;
    kiosk.feed.publish_change(1, places(300));
    REQUIRE(kiosk.sync());
    kiosk.feed.publish_change(2, places(300, -1, 7));
    REQUIRE(kiosk.sync());
    CHECK(kiosk.asked_for("d/"));
    CHECK(kiosk.shown() == places(300, -1, 7));
}

TEST_CASE("daemon: several revisions behind, the deltas between are taken in order") {
    KioskFeed kiosk;
    kiosk.feed.publish_change(1, places(3000));
    REQUIRE(kiosk.sync());
    for (int revision = 2; revision <= 4; ++revision)
        kiosk.feed.publish_change(static_cast<std::uint64_t>(revision), places(3000, revision));
    const auto outcome = kiosk.sync();
    REQUIRE(outcome);
    CHECK(outcome->deltas == 3);
    CHECK(kiosk.shown() == places(3000, 4));
}

TEST_CASE("daemon: further behind than the deltas reach, all records are fetched") {
    KioskFeed kiosk;
    kiosk.feed.publish_change(1, places(300));
    REQUIRE(kiosk.sync());
    for (int revision = 2; revision <= 40; ++revision)
        kiosk.feed.publish_change(static_cast<std::uint64_t>(revision), places(300, revision));
    const auto outcome = kiosk.sync();
    REQUIRE(outcome);
    CHECK(outcome->deltas == 0);
    CHECK(kiosk.asked_for("full/40.zst"));
    CHECK_FALSE(kiosk.asked_for("d/"));
    CHECK(kiosk.shown() == places(300, 40));
}

TEST_CASE("daemon: a delta that is lost, spoilt or does not lead there costs one way round, not the update") {
    const auto spoil = GENERATE(as<std::string>{}, "lost", "spoilt", "wrong");
    INFO(spoil);
    KioskFeed kiosk;
    kiosk.feed.publish_change(1, places(300));
    REQUIRE(kiosk.sync());
    auto head = kiosk.feed.publish_change(2, places(300, 5));
    const auto file = kiosk.feed.public_folder() / feed::delta_name(1, 2);
    if (spoil == "lost") {
        REQUIRE(std::filesystem::remove(file));
    } else if (spoil == "spoilt") {
        kiosk.feed.write_file(feed::delta_name(1, 2), std::string(head.deltas.front().length, 'x'));
    } else {
        // Signed, whole, and not what leads to the announced state.
        const auto bytes = feed::encode_delta({{{"place", "place-1"}, std::nullopt}}).value();
        kiosk.feed.write_file(feed::delta_name(1, 2), bytes);
        head.deltas.front() = {1, 2, bytes.size(), base::to_hex(base::sha256(bytes))};
        kiosk.feed.sign(head);
    }
    const auto outcome = kiosk.sync();
    REQUIRE(outcome);
    CHECK(outcome->deltas == 0);
    CHECK(kiosk.asked_for("full/2.zst"));
    CHECK(kiosk.shown() == places(300, 5));
}

}  // namespace
}  // namespace accueil::daemon
