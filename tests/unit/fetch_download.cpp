// SPDX-License-Identifier: GPL-3.0-or-later
#include <catch2/catch.hpp>
#include <vector>

#include "tests/support/curl_rig.hpp"

using namespace accueil;
using base::ErrorCode;
using support::always;
using support::Client;
using support::http_answer;
using support::LoopbackAnswer;
using support::LoopbackServer;
using support::StringSink;

namespace {

base::Result<fetch::Response> download(const Client& client, const fetch::Request& request, StringSink& sink,
                                       const fetch::Progress& progress = {}) {
    const fetch::Download one{request, &sink};
    return client.curl->download(std::span(&one, 1), progress).at(0);
}

std::string partial_answer(const std::string& range, const std::string& body) {
    return "HTTP/1.1 206 Partial Content\r\nContent-Range: " + range +
           "\r\nContent-Length: " + std::to_string(body.size()) + "\r\nConnection: close\r\n\r\n" + body;
}

}  // namespace

TEST_CASE("a download goes into its sink, with progress") {
    const std::string content(300'000, 'x');
    LoopbackServer server(always(http_answer("200 OK", content)));
    StringSink sink;
    sink.bytes = "what an earlier try left";
    std::uint64_t last = 0;
    bool grows = true;
    const auto response = download(Client(), {server.url(), 1 << 20}, sink, [&](std::uint64_t received) {
        grows = grows && received > last;
        last = received;
    });
    REQUIRE(response);
    CHECK(response->bytes == 300'000);
    CHECK(response->body.empty());
    CHECK(sink.bytes == content);
    CHECK(grows);
    CHECK(last == 300'000);
}

TEST_CASE("a download that fails gives its sink no page of an error, and says why") {
    const Client client;
    StringSink sink;
    SECTION("status") {
        LoopbackServer server(always(http_answer("503 Service Unavailable", "an apology")));
        CHECK(download(client, {server.url(), 1000}, sink)->status == 503);
        CHECK(sink.bytes.empty());
    }
    SECTION("too large") {
        LoopbackServer server(always(http_answer("200 OK", "0123456789")));
        CHECK(download(client, {server.url(), 9}, sink).error().code == ErrorCode::too_large);
    }
    SECTION("truncated: what came stays") {
        LoopbackServer server(always({"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf"}));
        CHECK(download(client, {server.url(), 1000}, sink).error().code == ErrorCode::network);
        CHECK(sink.bytes == "half");
    }
    SECTION("the sink's refusal") {
        LoopbackServer server(always(http_answer("200 OK", "x")));
        sink.refusal = base::Error{ErrorCode::no_space, "full"};
        const auto refused = download(client, {server.url(), 9}, sink);
        CHECK(refused.error().code == ErrorCode::no_space);
        CHECK(refused.error().detail.find("full") != std::string::npos);
    }
}

TEST_CASE("a download goes on from where it was cut, and begins again where the server knows no ranges") {
    const Client client;
    StringSink sink;
    sink.bytes = "0123";
    SECTION("206") {
        LoopbackServer server([](const std::string& head) {
            CHECK(head.find("\r\nRange: bytes=4-\r\n") != std::string::npos);
            return LoopbackAnswer{partial_answer("bytes 4-9/10", "456789")};
        });
        REQUIRE(download(client, {server.url(), 10, {}, 4}, sink));
        CHECK(sink.bytes == "0123456789");
    }
    SECTION("200") {
        LoopbackServer server(always(http_answer("200 OK", "abcdefghij")));
        REQUIRE(download(client, {server.url(), 10, {}, 4}, sink));
        CHECK(sink.bytes == "abcdefghij");
    }
    SECTION("another range than was asked for, as proxies send them") {
        LoopbackServer server(always({partial_answer("bytes 0-9/10", "0123456789")}));
        CHECK(download(client, {server.url(), 10, {}, 4}, sink).error().code == ErrorCode::network);
        CHECK(sink.bytes == "0123");
    }
    SECTION("a range that does not say which") {
        LoopbackServer server(always(http_answer("206 Partial Content", "456789")));
        CHECK(download(client, {server.url(), 10, {}, 4}, sink).error().code == ErrorCode::network);
    }
    SECTION("a range though none was asked for") {
        LoopbackServer server(always({partial_answer("bytes 0-3/10", "0123")}));
        CHECK(download(client, {server.url(), 10}, sink).error().code == ErrorCode::network);
    }
    SECTION("more than the rest") {
        LoopbackServer server(always({partial_answer("bytes 4-99/10", std::string(96, 'x'))}));
        CHECK(download(client, {server.url(), 10, {}, 4}, sink).error().code == ErrorCode::too_large);
    }
}

TEST_CASE("of many downloads each comes to its own end, in the order given") {
    LoopbackServer server([](const std::string& head) {
        const auto path = head.substr(5, head.find(' ', 5) - 5);
        // One connection at a time is served here: none may be kept while others wait.
        auto answer =
            http_answer(path == "3" ? "404 Not Found" : "200 OK", "body of " + path, "Connection: close\r\n");
        answer.after = LoopbackAnswer::After::close;
        return answer;
    });
    const Client client;
    std::vector<StringSink> sinks(9);
    std::vector<fetch::Download> downloads;
    for (std::size_t i = 0; i < sinks.size(); ++i)
        downloads.push_back({{i == 5 ? "ftp://x/" : server.url("/" + std::to_string(i)), 100}, &sinks[i]});
    const auto results = client.curl->download(downloads);
    REQUIRE(results.size() == 9);
    for (std::size_t i = 0; i < 9; ++i) {
        if (i == 3) {
            CHECK(results[i]->status == 404);
        } else if (i == 5) {
            CHECK(results[i].error().code == ErrorCode::invalid_input);
        } else {
            INFO((results[i] ? std::string() : results[i].error().detail));
            REQUIRE(results[i]);
            CHECK(sinks[i].bytes == "body of " + std::to_string(i));
        }
    }
    CHECK(client.curl->download({}).empty());
}

TEST_CASE("the proxy of the configuration is asked before that of the environment") {
    LoopbackServer proxy(always(http_answer("200 OK", "by proxy")));
    const support::Environment elsewhere("http_proxy", "http://127.0.0.1:1/");
    fetch::CurlOptions options;
    options.proxy = proxy.url();
    options.no_proxy = "direct.invalid";
    CHECK(Client(options).get("http://feed.invalid/a")->body == "by proxy");
    CHECK_FALSE(Client(options).get("http://direct.invalid/a"));
}
