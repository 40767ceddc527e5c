// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/daemon/server_watch.hpp"

#include <catch2/catch.hpp>

#include "tests/support/kiosk_feed.hpp"

namespace accueil::daemon {
namespace {

using base::ErrorCode;

TEST_CASE("daemon: a captive portal is recognised, and the content stays") {
    support::KioskFeed kiosk;
    kiosk.feed.publish_change(1, support::sample_content());
    REQUIRE(kiosk.sync());
    kiosk.http.tamper = [](const fetch::Request&, const std::string&,
                           fetch::Response) -> base::Result<fetch::Response> {
        fetch::Response page;
        page.status = 200;
        page.body = "<!DOCTYPE html><title>Connexion</title>";
        return page;
    };
    const auto outcome = kiosk.sync();
    REQUIRE_FALSE(outcome);
    CHECK(outcome.error().code == ErrorCode::network);
    CHECK(outcome.error().detail.find("captive portal") != std::string::npos);
    CHECK(cache::ContentReader::open(kiosk.options.cache_folder)->info().revision == 1);
}

TEST_CASE("daemon: a server that answers every wrong path with its front page is no captive portal") {
    support::KioskFeed kiosk;
    kiosk.feed.publish_change(1, support::sample_content());
    kiosk.http.tamper = [](const fetch::Request&, const std::string&,
                           fetch::Response answer) -> base::Result<fetch::Response> {
        if (answer.status == 404) {
            answer.status = 200;
            answer.body = "<html><body>Bienvenue</body></html>";
        }
        return answer;
    };
    CHECK(kiosk.sync());
}

TEST_CASE("daemon: a server that asks to be left alone is") {
    support::KioskFeed kiosk;
    kiosk.feed.publish_change(1, support::sample_content());
    kiosk.http.tamper = [](const fetch::Request&, const std::string&,
                           fetch::Response answer) -> base::Result<fetch::Response> {
        answer.status = 503;
        answer.headers["retry-after"] = "7200";
        return answer;
    };
    Pipeline pipeline(kiosk.options, kiosk.http, kiosk.clock);
    CHECK(pipeline.run().error().code == ErrorCode::http_status);
    CHECK(pipeline.asked_to_wait() == std::chrono::seconds(7200));
    kiosk.http.tamper = nullptr;
    REQUIRE(pipeline.run());
    CHECK_FALSE(pipeline.asked_to_wait());
}

}  // namespace
}  // namespace accueil::daemon
