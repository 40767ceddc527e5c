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

TEST_CASE("how long a server asks to be left alone is read in seconds and as a date, a day at most") {
    const auto now = base::parse_utc("2026-11-24T12:00:00Z").value();
    const auto wait = [&](const std::string& text) {
        fetch::Response response;
        response.headers["retry-after"] = text;
        const auto seconds = fetch::retry_after(response, now);
        return seconds ? static_cast<long>(seconds->count()) : -1L;
    };
    CHECK(wait("120") == 120);
    CHECK(wait("0") == 0);
    CHECK(wait("999999999999") == 86'400);
    CHECK(wait("Tue, 24 Nov 2026 12:05:00 GMT") == 300);
    CHECK(wait("Tue, 24 Nov 2026 11:00:00 GMT") == 0);
    CHECK(wait("Fri, 31 Dec 2066 23:59:59 GMT") == 86'400);
    CHECK(wait("-5") == -1);
    CHECK(wait("soon") == -1);
    CHECK(wait("") == -1);
    CHECK_FALSE(fetch::retry_after({}, now));
}

TEST_CASE("a page of HTML is told from the files of a feed") {
    CHECK(fetch::is_web_page("<!DOCTYPE html><title>Wi-Fi</title>"));
    CHECK(fetch::is_web_page("\xEF\xBB\xBF\r\n <html lang=\"fr\">"));
    CHECK(fetch::is_web_page("<HEAD>"));
    CHECK_FALSE(fetch::is_web_page(R"({"signed":{}})"));
    CHECK_FALSE(fetch::is_web_page("<?xml version=\"1.0\"?>"));
    CHECK_FALSE(fetch::is_web_page(""));
    CHECK_FALSE(fetch::is_web_page("   "));
}

TEST_CASE("a tag made of a date is believed once that date is past") {
    const auto tag = [](const char* etag, const char* written, const char* answered) {
        fetch::Response response;
        if (*etag != 0) response.headers["etag"] = etag;
        if (*written != 0) response.headers["last-modified"] = written;
        if (*answered != 0) response.headers["date"] = answered;
        return fetch::entity_tag(response).value_or("none");
    };
    const char* const noon = "Wed, 25 Nov 2026 12:00:00 GMT";
    CHECK(tag("\"a\"", noon, "Wed, 25 Nov 2026 12:00:02 GMT") == "\"a\"");
    CHECK(tag("\"a\"", noon, "Thu, 26 Nov 2026 00:00:00 GMT") == "\"a\"");
    CHECK(tag("\"a\"", noon, "Wed, 25 Nov 2026 12:00:01 GMT") == "none");
    CHECK(tag("\"a\"", noon, noon) == "none");
    CHECK(tag("\"a\"", noon, "Wed, 25 Nov 2026 11:00:00 GMT") == "none");
    CHECK(tag("\"a\"", noon, "") == "none");
    CHECK(tag("\"a\"", "yesterday", noon) == "none");
    CHECK(tag("\"a\"", "", noon) == "\"a\"");
    CHECK(tag("", noon, noon) == "none");
}
