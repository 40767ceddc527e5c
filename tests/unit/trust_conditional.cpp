// SPDX-License-Identifier: GPL-3.0-or-later
// Polls that find the timestamp that is kept: the server may say so instead of sending it again.
#include <catch2/catch.hpp>

#include "sync/base/digest.hpp"
#include "tests/support/tuf_kiosk.hpp"

using namespace accueil;
using support::TufKiosk;
using support::Versions;

namespace {

constexpr const char* kTimestampPath = "metadata/timestamp.json";

// As a web server does it: a tag by content, and 304 for who has it.
struct TaggingKiosk : TufKiosk {
    std::vector<int> statuses;  // of the timestamp, in order
    std::string asked;          // the last condition

    TaggingKiosk() {
        http.tamper = [this](const fetch::Request& request, const std::string& path,
                             fetch::Response response) -> base::Result<fetch::Response> {
            if (path != kTimestampPath) return response;
            if (response.is_success()) {
                const auto condition = request.headers.find("If-None-Match");
                asked = condition == request.headers.end() ? "" : condition->second;
                response.headers["etag"] =
                    '"' + base::to_hex(base::sha256(response.body)).substr(0, 12) + '"';
                if (asked == response.headers["etag"]) response.status = 304;
            }
            statuses.push_back(response.status);
            return response;
        };
    }
};

}  // namespace

TEST_CASE("an idle poll brings no timestamp again, and the next new one comes") {
    TaggingKiosk kiosk;
    REQUIRE(kiosk.refresh());
    REQUIRE(kiosk.refresh());
    CHECK(kiosk.asked.size() == 14);
    const auto idle = kiosk.refresh();
    REQUIRE(idle);
    CHECK_FALSE(idle->changed);
    CHECK(idle->timestamp == 1);
    kiosk.repo.publish();
    CHECK(kiosk.refresh()->changed);
    CHECK(kiosk.refresh());
    CHECK(kiosk.statuses == std::vector<int>{200, 304, 304, 200, 304});
    CHECK(kiosk.versions() == Versions{1, 2, 2, 2});
}

TEST_CASE("attack: a server that says that nothing is new freezes no longer than the timestamp lives") {
    TaggingKiosk kiosk;
    REQUIRE(kiosk.refresh());
    kiosk.repo.publish();
    kiosk.http.answer(kTimestampPath, 304);
    CHECK(kiosk.outcome() == "ok");
    kiosk.clock.set_wall("2027-06-01T00:00:00Z");
    CHECK(kiosk.outcome() == "expired");
}

TEST_CASE("304 is no answer to who has no timestamp, or another than the tag is of") {
    TaggingKiosk kiosk;
    kiosk.http.answer(kTimestampPath, 304);
    CHECK(kiosk.outcome() == "http_status");
    kiosk.http.answer_truly();
    REQUIRE(kiosk.refresh());
    // The file was put back to an older one, or spoilt: its tag is not asked with.
    const auto old = kiosk.kept("timestamp");
    kiosk.repo.publish();
    REQUIRE(kiosk.refresh());
    REQUIRE(base::write_file_durably(kiosk.folder() / "timestamp.json", old));
    REQUIRE(kiosk.refresh());
    CHECK(kiosk.asked.empty());
    REQUIRE(base::write_file_durably(kiosk.folder() / "timestamp.json", "{}"));
    REQUIRE(kiosk.refresh());
    CHECK(kiosk.asked.empty());
    CHECK(kiosk.versions() == Versions{1, 2, 2, 2});
}

TEST_CASE("a tag that is no header's value is not kept") {
    TufKiosk kiosk;
    std::string sent;
    std::string tag;
    kiosk.http.tamper = [&](const fetch::Request& request, const std::string& path,
                            fetch::Response response) -> base::Result<fetch::Response> {
        if (path != kTimestampPath) return response;
        const auto condition = request.headers.find("If-None-Match");
        sent = condition == request.headers.end() ? "" : condition->second;
        response.headers["etag"] = tag;
        return response;
    };
    for (const std::string& bad :
         {std::string("\"a\r\nX: y\""), std::string(300, 'a'), std::string("\"\xc3\xa9\"")}) {
        tag = bad;
        REQUIRE(kiosk.refresh());
        REQUIRE(kiosk.refresh());
        CHECK(sent.empty());
    }
    tag = "W/\"6564-1\"";
    REQUIRE(kiosk.refresh());
    REQUIRE(kiosk.refresh());
    CHECK(sent == tag);
}
