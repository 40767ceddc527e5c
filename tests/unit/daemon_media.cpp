// SPDX-License-Identifier: GPL-3.0-or-later
#include <catch2/catch.hpp>
#include <cstdlib>

#include "sync/feed/layout.hpp"
#include "tests/support/kiosk_feed.hpp"

namespace accueil::daemon {
namespace {

using base::ErrorCode;
using model::kSegmentBytes;

const std::string kFilm(kSegmentBytes * 3 + 77, 'f');

std::vector<model::Record> with_film(const std::string& film) {
    auto records = support::sample_content();
    for (auto& record : records) {
        auto* initiative = std::get_if<model::Initiative>(&record);
        if (initiative == nullptr || initiative->id != "maison") continue;
        initiative->video.emplace();
        auto& file = initiative->video->file = support::media_of_bytes("maison.mp4", "video/mp4", film);
        for (std::size_t at = 0; at < film.size() && film.size() > kSegmentBytes; at += kSegmentBytes)
            file.segments.push_back(
                base::to_hex(base::sha256(std::string_view(film).substr(at, kSegmentBytes))));
    }
    return records;
}

struct Film : support::KioskFeed {
    std::string path = feed::media_name(base::to_hex(base::sha256(kFilm)));
    Film() {
        feed.add_media(kFilm);
        feed.publish_change(1, with_film(kFilm));
    }
    std::uint64_t bytes = 0;  // of media that went out in the last sync
    base::Result<Outcome> sync_counting() {
        bytes = 0;
        return sync();
    }
    // Lets `most` bytes of each answer for the film pass, `spoil` of them wrong.
    void disturb(std::uint64_t most, std::int64_t spoil = -1) {
        http.tamper = [this, most, spoil](const fetch::Request& request, const std::string& asked,
                                          fetch::Response answer) -> base::Result<fetch::Response> {
            if (asked == path && answer.is_success()) {
                answer.body.resize(
                    std::min<std::size_t>(answer.body.size(), static_cast<std::size_t>(request.from + most)));
                if (spoil >= 0 && static_cast<std::size_t>(spoil) < answer.body.size() &&
                    !request.headers.contains("Cache-Control"))
                    answer.body[static_cast<std::size_t>(spoil)] ^= 1;
                bytes += answer.body.size() - std::min<std::uint64_t>(answer.body.size(), request.from);
            }
            return answer;
        };
    }
    bool has_film() const {
        const auto reader = cache::ContentReader::open(options.cache_folder);
        if (!reader) return false;
        return reader->media_path(support::media_of_bytes("", "", kFilm)).has_value();
    }
};

TEST_CASE("daemon: a download that was cut is resumed: at most one segment comes twice") {
    Film kiosk;
    kiosk.disturb(kSegmentBytes * 3 / 2);
    CHECK(kiosk.sync_counting().error().code == ErrorCode::network);
    const auto first = kiosk.bytes;
    kiosk.disturb(kFilm.size());
    REQUIRE(kiosk.sync_counting());
    CHECK(kiosk.has_film());
    CHECK(first + kiosk.bytes <= kFilm.size() + kSegmentBytes);
}

TEST_CASE("daemon: of a film that a proxy spoils in one place, what is good is not fetched again") {
    Film kiosk;
    kiosk.disturb(kFilm.size(), static_cast<std::int64_t>(kSegmentBytes * 2 + 9));
    const auto outcome = kiosk.sync_counting();
    REQUIRE(outcome);
    CHECK(kiosk.has_film());
    CHECK(kiosk.bytes <= kFilm.size() + 2 * kSegmentBytes);
}

TEST_CASE("daemon: new content shows without its heavy files, which come in their time") {
    ::setenv("TZ", "UTC", 1);
    ::tzset();
    Film kiosk;
    kiosk.options.heavy.bytes = kSegmentBytes;
    kiosk.clock.set_wall("2026-11-24T12:00:00Z");
    REQUIRE(kiosk.feed.repository().renew(kiosk.clock));
    kiosk.options.heavy.window = DayWindow::parse("22:00-06:00").value();
    const auto day = kiosk.sync();
    REQUIRE(day);
    CHECK(day->changed);
    CHECK(day->pending_files == 1);
    CHECK_FALSE(kiosk.asked_for("m/"));
    CHECK_FALSE(kiosk.has_film());

    const auto still_day = kiosk.sync();
    REQUIRE(still_day);
    CHECK_FALSE(still_day->changed);
    CHECK(still_day->pending_files == 1);

    kiosk.clock.advance(std::chrono::hours(11));
    const auto night = kiosk.sync();
    REQUIRE(night);
    CHECK(night->changed);
    CHECK(night->pending_files == 0);
    CHECK(kiosk.has_film());
    CHECK(night->generation == day->generation + 1);
    CHECK_FALSE(kiosk.sync()->changed);
}

TEST_CASE("daemon: a heavy file that does not come holds no content up, and is tried again") {
    Film kiosk;
    kiosk.options.heavy.bytes = kSegmentBytes;
    kiosk.http.answer(kiosk.path, 404);
    const auto without = kiosk.sync();
    REQUIRE(without);
    CHECK(without->changed);
    CHECK(without->pending_files == 1);
    const auto again = kiosk.sync();
    REQUIRE(again);
    CHECK_FALSE(again->changed);
    CHECK(kiosk.asked_for(kiosk.path));
    kiosk.http.answer_truly();
    REQUIRE(kiosk.sync());
    CHECK(kiosk.has_film());
}

TEST_CASE("daemon: a film that is still on its way is not lost to a new revision") {
    Film kiosk;
    kiosk.options.heavy.bytes = kSegmentBytes;
    kiosk.disturb(kSegmentBytes * 2 + 5);
    REQUIRE(kiosk.sync_counting());
    const auto first = kiosk.bytes;
    auto records = with_film(kFilm);
    std::get<model::FeedInfo>(*std::find_if(records.begin(), records.end(), [](const auto& record) {
        return std::holds_alternative<model::FeedInfo>(record);
    })).territory = "Rezé";
    kiosk.feed.publish_change(2, records);
    kiosk.disturb(kFilm.size());
    REQUIRE(kiosk.sync_counting());
    CHECK(kiosk.has_film());
    CHECK(first + kiosk.bytes <= kFilm.size() + kSegmentBytes);
}

}  // namespace
}  // namespace accueil::daemon
