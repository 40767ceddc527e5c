// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/fetch/curl_client.hpp"

#include <catch2/catch.hpp>

#include "sync/base/file.hpp"
#include "tests/support/curl_rig.hpp"
#include "tests/support/temp_dir.hpp"

using namespace accueil;
using base::ErrorCode;
using support::always;
using support::Client;
using support::Environment;
using support::http_answer;
using support::LoopbackAnswer;
using support::LoopbackServer;
using After = LoopbackAnswer::After;

namespace {

bool has_line(const std::string& head, const std::string& line) {
    return head.find("\r\n" + line + "\r\n") != std::string::npos;
}

}  // namespace

TEST_CASE("an answer comes with its status, its body, and headers in lower case") {
    LoopbackServer server(
        always(http_answer("200 OK", "bonjour", "ETag: \"a\"\r\nX-Two: 1\r\nx-two:  2 \r\n")));
    const Client client;
    const auto response = client.get(server.url("/a/b?c=d"));
    REQUIRE(response);
    CHECK(response->status == 200);
    CHECK(response->body == "bonjour");
    CHECK(response->bytes == 7);
    CHECK(response->headers.at("etag") == "\"a\"");
    CHECK(response->headers.at("x-two") == "1, 2");
    const auto head = server.requests().at(0);
    CHECK(head.rfind("GET /a/b?c=d HTTP/1.1\r\n", 0) == 0);
}

TEST_CASE("a request says who asks, asks for no compression, and carries the caller's headers") {
    LoopbackServer server(always(http_answer("200 OK", "x")));
    const Client client;
    REQUIRE(client.curl->get({server.url(), 10, {{"If-None-Match", "\"a\""}}}));
    REQUIRE(client.get(server.url()));
    const auto heads = server.requests();
    CHECK(heads.at(0).find("\r\nUser-Agent: accueil-sync/") != std::string::npos);
    CHECK(heads.at(0).find("Accept-Encoding") == std::string::npos);
    CHECK(has_line(heads.at(0), "If-None-Match: \"a\""));
    CHECK_FALSE(has_line(heads.at(1), "If-None-Match: \"a\""));
}

TEST_CASE("requests share a connection") {
    LoopbackServer server(always(http_answer("200 OK", "x")));
    const Client client;
    for (int time = 0; time < 3; ++time)
        REQUIRE(client.get(server.url()));
    CHECK(server.requests().size() == 3);
    CHECK(server.connections() == 1);
}

TEST_CASE("a body that the server compressed all the same stays as it is") {
    LoopbackServer server(always(http_answer("200 OK", "\x1f\x8b not gzip", "Content-Encoding: gzip\r\n")));
    CHECK(Client().get(server.url())->body == "\x1f\x8b not gzip");
}

TEST_CASE("a truncated body is a network error") {
    SECTION("shorter than announced") {
        LoopbackServer server(always({"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf"}));
        CHECK(Client().get(server.url()).error().code == ErrorCode::network);
    }
    SECTION("in the middle of its chunks") {
        LoopbackServer server(always({"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n"}));
        CHECK(Client().get(server.url()).error().code == ErrorCode::network);
    }
    SECTION("before the first line") {
        LoopbackServer server(always({""}));
        CHECK(Client().get(server.url()).error().code == ErrorCode::network);
    }
    SECTION("no HTTP at all") {
        LoopbackServer server(always({"SSH-2.0-x\r\n"}));
        CHECK(Client().get(server.url()).error().code == ErrorCode::network);
    }
}

TEST_CASE("a body of exactly the limit comes, one byte more does not") {
    LoopbackServer server(always(http_answer("200 OK", "0123456789")));
    const Client client;
    CHECK(client.get(server.url(), 10)->body == "0123456789");
    CHECK(client.get(server.url(), 9).error().code == ErrorCode::too_large);
    CHECK(client.get(server.url(), 10));
}

TEST_CASE("an endless body is cut, announced or not") {
    const std::string block(65536, 'x');
    SECTION("announced") {
        LoopbackServer server(
            always({"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n" + block, After::hold}));
        CHECK(Client().get(server.url(), 1 << 20).error().code == ErrorCode::too_large);
    }
    SECTION("not announced") {
        LoopbackServer server([&](const std::string&) {
            // The first block closes the head; the others are body. A client that read on would get 6 GB.
            return LoopbackAnswer{"HTTP/1.1 200 OK\r\n\r\n" + block, After::close, 100'000};
        });
        CHECK(Client().get(server.url(), 1 << 20).error().code == ErrorCode::too_large);
    }
    SECTION("as headers") {
        LoopbackServer server(always({"HTTP/1.1 200 OK\r\nX-A: " + std::string(90'000, 'a') + "\r\n\r\n"}));
        CHECK(Client().get(server.url()).error().code == ErrorCode::too_large);
    }
}

TEST_CASE("a status that is no success is an answer without a body, however long its page") {
    const std::size_t size = GENERATE(0, 20, 200'000);
    LoopbackServer server(
        always(http_answer("404 Not Found", std::string(size, 'x'), "Retry-After: 120\r\n")));
    const auto response = Client().get(server.url(), 10);
    REQUIRE(response);
    CHECK(response->status == 404);
    CHECK(response->body.empty());
    CHECK(response->headers.at("retry-after") == "120");
}

TEST_CASE("redirects are followed, a few") {
    LoopbackServer server([](const std::string& head) {
        const auto number = std::atoi(head.c_str() + 5);
        if (number == 0) return http_answer("200 OK", "here");
        return http_answer("302 Found", "a page",
                           "X-Old: 1\r\nLocation: /" + std::to_string(number - 1) + "\r\n");
    });
    const Client client;
    const auto response = client.get(server.url("/5"));
    REQUIRE(response);
    CHECK(response->body == "here");
    CHECK(response->headers.count("x-old") == 0);
    CHECK(client.get(server.url("/6")).error().code == ErrorCode::network);
}

TEST_CASE("a redirect loop ends") {
    LoopbackServer server(always(http_answer("302 Found", "", "Location: /\r\n")));
    const auto response = Client().get(server.url());
    CHECK(response.error().code == ErrorCode::network);
    CHECK(server.requests().size() == 6);
}

TEST_CASE("a redirect leads nowhere but to http and https") {
    const support::TempDir dir;
    REQUIRE(base::write_file_durably(dir / "secret", "secret"));
    const std::string to = GENERATE("file://", "ftp://127.0.0.1/", "gopher://127.0.0.1/");
    const auto target = to == "file://" ? to + (dir / "secret").string() : to;
    LoopbackServer server(always(http_answer("302 Found", "", "Location: " + target + "\r\n")));
    CHECK(Client().get(server.url()).error().code == ErrorCode::network);
}

TEST_CASE("a server that is not there is a network error, told without the password") {
    std::string url;
    {
        LoopbackServer server(always({""}));
        url = "http://mairie:secret@127.0.0.1:" + std::to_string(server.port()) + "/a?token=secret";
    }
    const auto response = Client().get(url);
    REQUIRE_FALSE(response);
    CHECK(response.error().code == ErrorCode::network);
    CHECK(response.error().detail.find("127.0.0.1") != std::string::npos);
    CHECK(response.error().detail.find("secret") == std::string::npos);
}

TEST_CASE("only http and https URLs are taken") {
    const Client client;
    for (const char* url : {"file:///etc/hostname", "ftp://127.0.0.1/", "127.0.0.1/a", "", "http", "http://"})
        CHECK(client.get(url).error().code == ErrorCode::invalid_input);
}

TEST_CASE("the proxy of the environment is asked") {
    LoopbackServer proxy(always(http_answer("200 OK", "by proxy")));
    const Client client;
    const Environment through("http_proxy", proxy.url().c_str());
    const Environment none_direct("no_proxy", "");
    CHECK(client.get("http://feed.invalid/a")->body == "by proxy");
    CHECK(proxy.requests().at(0).rfind("GET http://feed.invalid/a HTTP/1.1\r\n", 0) == 0);
}

TEST_CASE("a transfer is cancelled under way, and none begins after that") {
    std::atomic<bool> cancelled{false};
    LoopbackServer server(always({"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf", After::hold}));
    fetch::CurlOptions options;
    options.cancelled = &cancelled;
    const Client client(options);
    support::StringSink sink;
    const fetch::Download download{{server.url(), 1000}, &sink};
    const auto responses =
        client.curl->download(std::span(&download, 1), [&](std::uint64_t) { cancelled = true; });
    CHECK(responses.at(0).error().code == ErrorCode::cancelled);
    CHECK(client.get(server.url()).error().code == ErrorCode::cancelled);
    CHECK(server.requests().size() == 1);
}

TEST_CASE("a transfer that stands still is given up") {
    // Waits for libcurl's own clock, which nothing can hold: the shortest time that it knows.
    LoopbackServer server(always({"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf", After::hold}));
    fetch::CurlOptions options;
    options.low_speed_time = std::chrono::seconds{1};
    CHECK(Client(options).get(server.url()).error().code == ErrorCode::network);
}
