// SPDX-License-Identifier: GPL-3.0-or-later
#include <catch2/catch.hpp>

#include "sync/base/digest.hpp"
#include "sync/fetch/folder_client.hpp"
#include "tests/support/curl_rig.hpp"

using namespace accueil;
using base::ErrorCode;
using fetch::Credentials;
using fetch::Message;
using fetch::Method;
using support::always;
using support::Client;
using support::http_answer;
using support::LoopbackServer;

namespace {

bool has_sent_line(const std::string& head, const std::string& line) {
    return head.find("\r\n" + line + "\r\n") != std::string::npos;
}

}  // namespace

TEST_CASE("a body is put byte for byte, with the headers that were given, and no others' credentials") {
    LoopbackServer server(always(http_answer("201 Created", "<html>made</html>")));
    const Client client;
    const std::string body("\0\x01 bytes\r\n\r\n", 12);
    const auto answer = client.curl->send({Method::put,
                                           server.url("/notice/a"),
                                           {{"Content-Type", "application/json"}, {"If-None-Match", "*"}},
                                           body,
                                           {}});
    REQUIRE(answer);
    CHECK(answer->status == 201);
    CHECK(answer->body == "<html>made</html>");
    const auto request = server.requests().at(0);
    CHECK(request.starts_with("PUT /notice/a HTTP/1.1\r\n"));
    CHECK(request.ends_with("\r\n\r\n" + body));
    CHECK(has_sent_line(request, "Content-Type: application/json"));
    CHECK(has_sent_line(request, "If-None-Match: *"));
    CHECK(request.find("Authorization") == std::string::npos);
    CHECK(request.find("Expect") == std::string::npos);
}

TEST_CASE("each kind of credentials goes with its message, and with no later one") {
    LoopbackServer server(always(http_answer("204 No Content", "")));
    const Client client;
    REQUIRE(client.curl->send(
        {Method::put, server.url(), {}, "x", {Credentials::Kind::basic, "mairie", "mot:de passe", {}}}));
    REQUIRE(client.curl->send(
        {Method::put, server.url(), {}, "x", {Credentials::Kind::bearer, {}, "jeton", {}}}));
    REQUIRE(client.curl->send(
        {Method::put, server.url("/b/k"), {}, "x", {Credentials::Kind::aws_sigv4, "AK", "SK", "eu-west-3"}}));
    REQUIRE(client.get(server.url()));
    const auto requests = server.requests();
    CHECK(has_sent_line(requests.at(0), "Authorization: Basic bWFpcmllOm1vdDpkZSBwYXNzZQ=="));
    CHECK(has_sent_line(requests.at(1), "Authorization: Bearer jeton"));
    CHECK(requests.at(2).find("\r\nAuthorization: AWS4-HMAC-SHA256 Credential=AK/") != std::string::npos);
    CHECK(requests.at(2).find("/eu-west-3/s3/aws4_request, SignedHeaders=") != std::string::npos);
    CHECK(has_sent_line(requests.at(2), "x-amz-content-sha256: " + base::to_hex(base::sha256("x"))));
    CHECK(requests.at(2).find("SK") == std::string::npos);
    CHECK(requests.at(3).find("Authorization") == std::string::npos);
    CHECK(requests.at(3).starts_with("GET "));
}

TEST_CASE("a folder is made, and a thing is looked for, without a body") {
    LoopbackServer server([](const std::string& head) {
        if (head.starts_with("MKCOL")) return http_answer("405 Method Not Allowed", "there already");
        return support::LoopbackAnswer{"HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n",
                                       support::LoopbackAnswer::After::keep};
    });
    const Client client;
    const auto made = client.curl->send({Method::make_collection, server.url("/a/"), {}, {}, {}});
    REQUIRE(made);
    CHECK(made->status == 405);
    const auto found = client.curl->send({Method::head, server.url("/a/b"), {}, {}, {}});
    REQUIRE(found);
    CHECK(found->status == 200);
    CHECK(server.requests().at(0).starts_with("MKCOL /a/ HTTP/1.1\r\n"));
    CHECK(server.requests().at(1).starts_with("HEAD /a/b HTTP/1.1\r\n"));
}

TEST_CASE("what is sent follows no redirect: neither the body nor who sent it goes elsewhere") {
    LoopbackServer elsewhere(always(http_answer("201 Created", "")));
    LoopbackServer server(
        always(http_answer("307 Temporary Redirect", "", "Location: " + elsewhere.url("/x") + "\r\n")));
    const auto answer = Client().curl->send(
        {Method::put, server.url(), {}, "x", {Credentials::Kind::basic, "mairie", "secret", {}}});
    REQUIRE(answer);
    CHECK(answer->status == 307);
    CHECK(elsewhere.requests().empty());
}

TEST_CASE("a connection that is cut before the answer, and an endless answer, are errors without secrets") {
    LoopbackServer cut(always({""}));
    const Message message{
        Method::put, cut.url("/a?b=geheim"), {}, "x", {Credentials::Kind::basic, "mairie", "geheim", {}}};
    const auto answer = Client().curl->send(message);
    REQUIRE_FALSE(answer);
    CHECK(answer.error().code == ErrorCode::network);
    CHECK(answer.error().detail.find("geheim") == std::string::npos);
    LoopbackServer endless(always(http_answer("201 Created", std::string(100'000, 'x'))));
    CHECK(Client().curl->send({Method::put, endless.url(), {}, "x", {}}).error().code ==
          ErrorCode::too_large);
}

TEST_CASE("a feed in a folder takes nothing, and says so") {
    fetch::FolderClient folder("file:///media/stick", "/media/stick");
    const auto answer = folder.send({Method::put, "file:///media/stick/notice/a", {}, "x", {}});
    REQUIRE_FALSE(answer);
    CHECK(answer.error().code == ErrorCode::unsupported);
}
