// SPDX-License-Identifier: GPL-3.0-or-later
// What reaches the kiosk and its disk: the real HTTP client against a server that lies about lengths and
// never ends, and files that are never half written.
#include <sys/resource.h>
#include <sys/stat.h>

#include <catch2/catch.hpp>
#include <csignal>

#include "sync/fetch/curl_client.hpp"
#include "tests/support/loopback_server.hpp"
#include "tests/support/tuf_kiosk.hpp"

using namespace accueil;
using base::ErrorCode;
using support::http_answer;
using support::LoopbackAnswer;
using support::LoopbackServer;
using support::TufKiosk;

namespace {

// A repository on loopback, of which one path is answered as a test says.
struct Wire : TufKiosk {
    std::string path;  // "/metadata/timestamp.json"
    LoopbackAnswer answer;
    LoopbackServer server{[this](const std::string& head) {
        const auto asked = head.substr(4, head.find(' ', 4) - 4);
        if (asked == path) return answer;
        const auto bytes = repo.read(asked.substr(1));
        return bytes.empty() ? http_answer("404 Not Found", "") : http_answer("200 OK", bytes);
    }};

    explicit Wire(bool announces_hashes) {
        repo.announces_hashes = announces_hashes;
        repo.delegate("targets", "contenu", {{"paths", {"pack"}}});
        repo.add_target("pack", std::string(5000, 'x'), "contenu");
        repo.publish();
    }
    std::string served(const std::string& role) const { return "/" + repo.file(role); }
    std::string pack() const {
        return "/targets/" + base::to_hex(base::sha256(std::string(5000, 'x'))) + ".pack";
    }

    /// "ok", or the error's code: a refresh and a target, over the wire.
    std::string fetch() {
        fetch::CurlOptions options;
        options.low_speed_time = std::chrono::seconds(2);
        const auto client = fetch::CurlClient::create(options).value();
        auto made =
            trust::Client::create(folder(), *client, clock, trust::Location(server.url("")), limits).value();
        if (const auto refreshed = made.refresh(); !refreshed) return to_string(refreshed.error().code);
        const auto target = made.target("pack", 1'000'000);
        return target ? "ok" : to_string(target.error().code);
    }
};

// A body that begins as JSON does, so that it is not taken for a page, and goes on for ever (a gigabyte).
LoopbackAnswer endless(const std::string& headers) {
    return {"HTTP/1.1 200 OK\r\n" + headers + "\r\n{", LoopbackAnswer::After::close, 1};
}

ino_t inode(const std::filesystem::path& path) {
    struct stat status {};
    REQUIRE(::stat(path.c_str(), &status) == 0);
    return status.st_ino;
}

// Files of this process end at so many bytes.
struct SmallFiles {
    rlimit before{};
    explicit SmallFiles(rlim_t bytes) {
        std::signal(SIGXFSZ, SIG_IGN);
        REQUIRE(::getrlimit(RLIMIT_FSIZE, &before) == 0);
        const rlimit small{bytes, before.rlim_max};
        REQUIRE(::setrlimit(RLIMIT_FSIZE, &small) == 0);
    }
    ~SmallFiles() {
        ::setrlimit(RLIMIT_FSIZE, &before);
        std::signal(SIGXFSZ, SIG_DFL);
    }
};

}  // namespace

TEST_CASE("attack: endless data in any role's place, and in a target's, is cut") {
    const std::string role = GENERATE("root", "timestamp", "snapshot", "targets", "contenu", "target");
    const bool announced = GENERATE(true, false);
    INFO(role);
    Wire wire(announced);
    REQUIRE(wire.fetch() == "ok");
    wire.repo.publish();
    wire.path = role == "target" ? wire.pack() : role == "root" ? "/metadata/2.root.json" : wire.served(role);
    wire.answer = endless("");
    const auto block = std::string(1 << 20, ' ');
    // The first bytes once, then a MiB, over and over: more than any limit, without a length.
    wire.answer.bytes += block;
    wire.answer.times = 1000;
    CHECK(wire.fetch() == "too_large");
    wire.path.clear();
    CHECK(wire.fetch() == "ok");
}

TEST_CASE("attack: a declared length that is too large is not even read") {
    Wire wire(false);
    wire.path = GENERATE(as<std::string>(), "/metadata/timestamp.json", "/metadata/2.snapshot.json",
                         "/metadata/1.contenu.json");
    wire.answer = endless("Content-Length: 1000000000\r\n");
    wire.answer.bytes += std::string(100, ' ');
    wire.answer.after = LoopbackAnswer::After::hold;  // whoever waits for more waits until low_speed_time
    CHECK(wire.fetch() == "too_large");
}

TEST_CASE("attack: a server declares a length and sends fewer or more bytes") {
    Wire wire(GENERATE(true, false));
    const std::string what = GENERATE("timestamp", "contenu", "pack");
    const auto path = what == "pack" ? wire.pack() : wire.served(what);
    wire.path = path;
    const auto bytes = wire.repo.read(path.substr(1));
    wire.answer = http_answer("200 OK", bytes);
    wire.answer.after = LoopbackAnswer::After::close;
    SECTION("cut") {
        wire.answer.bytes.resize(wire.answer.bytes.size() - 1);
        CHECK(wire.fetch() == "network");
    }
    SECTION("declared shorter") {
        wire.answer.bytes =
            "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(bytes.size() - 1) + "\r\n\r\n" + bytes;
        CHECK(wire.fetch() != "ok");
    }
    wire.path.clear();
    CHECK(wire.fetch() == "ok");
}

TEST_CASE("a delegated role announced past the limit is not asked for") {
    TufKiosk kiosk;
    kiosk.repo.delegate("targets", "contenu", {{"paths", {"x"}}});
    kiosk.repo.add_target("x", "content", "contenu");
    kiosk.repo.extra_meta["contenu.json"] = {{"version", 1}, {"length", 5'000'001}};
    kiosk.repo.publish();
    CHECK(kiosk.target("x") == "too_large");
    CHECK(kiosk.asked_roles().empty());
}

TEST_CASE("a target is asked for by a hash that can be checked, and that is one") {
    TufKiosk kiosk;
    kiosk.repo.add_target("x", "content");
    const auto with = [&](const support::Json& hashes) {
        kiosk.repo.targets["x"]["hashes"] = hashes;
        kiosk.repo.publish();
        const auto outcome = kiosk.target("x");
        const bool asked = kiosk.http.requests.back().rfind("targets/", 0) == 0;
        return outcome + (asked ? " asked" : "");
    };
    const auto sha256 = base::to_hex(base::sha256("content"));
    CHECK(with({{"sha256", sha256}}) == "content asked");
    CHECK(with({{"sha256", sha256}, {"blake9", "../../x"}}) == "content asked");
    CHECK(with({{"blake9", sha256}}) == "unsupported");
    CHECK(with({{"sha256", "../../elsewhere"}}) == "bad_format");
    CHECK(with({{"sha256", sha256}, {"sha512", sha256}}) == "bad_digest asked");
}

TEST_CASE("metadata are replaced whole, never written into: a power cut leaves the old file or the new") {
    TufKiosk kiosk;
    kiosk.repo.delegate("targets", "contenu", {{"paths", {"x"}}});
    kiosk.repo.publish();
    REQUIRE(kiosk.target("x") == "not_found");
    const support::TempDir beside;
    std::map<std::string, ino_t> before;
    const std::vector<std::string> roles{"root", "timestamp", "snapshot", "targets", "contenu"};
    std::map<std::string, std::string> old;
    for (const auto& role : roles) {
        old[role] = kiosk.kept(role);
        before[role] = inode(kiosk.folder() / (role + ".json"));
        std::filesystem::create_hard_link(kiosk.folder() / (role + ".json"), beside / role);
    }
    kiosk.repo.publish_root();
    kiosk.repo.publish();
    REQUIRE(kiosk.target("x") == "not_found");
    for (const auto& role : roles) {
        INFO(role);
        CHECK(kiosk.kept(role) == kiosk.repo.read(kiosk.repo.file(role)));
        CHECK(inode(kiosk.folder() / (role + ".json")) != before[role]);
        CHECK(base::read_file(beside / role).value() == old[role]);
    }
}

TEST_CASE("a disk that fails within a write leaves the trusted file whole, and the next refresh goes on") {
    TufKiosk kiosk;
    REQUIRE(kiosk.outcome() == "ok");
    const auto old = kiosk.kept("timestamp");
    kiosk.repo.publish_timestamp();
    {
        const SmallFiles limit(old.size() / 2);
        CHECK(kiosk.outcome() == "io");
        CHECK(kiosk.kept("timestamp") == old);
    }
    for (const auto& entry : std::filesystem::directory_iterator(kiosk.folder()))
        CHECK(entry.path().extension() != ".tmp");
    CHECK(kiosk.outcome() == "ok");
    CHECK(kiosk.kept("timestamp") != old);
}
