// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/fetch/http_client.hpp"

#include <catch2/catch.hpp>

using namespace accueil;
using base::ErrorCode;

TEST_CASE("what a log may hold of a URL is neither password nor query") {
    CHECK(fetch::loggable("https://mairie:secret@feed.example:8443/a/b?token=secret#c") ==
          "https://feed.example:8443/a/b");
    CHECK(fetch::loggable("http://feed.example") == "http://feed.example");
    CHECK(fetch::loggable("http://feed.example/a@b") == "http://feed.example/a@b");
    CHECK(fetch::loggable("http://me@feed.example") == "http://feed.example");
    CHECK(fetch::loggable("http://a@b@feed.example/c") == "http://feed.example/c");
    CHECK(fetch::loggable("nonsense?secret") == "nonsense");
    CHECK(fetch::loggable("") == "");
}

TEST_CASE("success keeps answers 200 to 299 and makes errors of the others") {
    const auto code = [](int status) {
        fetch::Response response;
        response.status = status;
        const auto result = fetch::success(response, "https://u:p@feed.example/x?y");
        return result ? std::string("ok") : result.error().detail;
    };
    CHECK(code(200) == "ok");
    CHECK(code(206) == "ok");
    CHECK(code(299) == "ok");
    CHECK(code(304) == "HTTP status 304 from https://feed.example/x");
    CHECK(code(503) == "HTTP status 503 from https://feed.example/x");
    const auto passed = fetch::success(base::fail(ErrorCode::network, "n"), "http://feed.example");
    CHECK(passed.error().code == ErrorCode::network);
}
