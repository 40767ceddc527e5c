// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/daemon/uploader.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "sync/base/json.hpp"
#include "tests/support/fake_clock.hpp"
#include "tests/support/temp_dir.hpp"

namespace accueil::daemon {
namespace {

using base::ErrorCode;
using cache::LocalStore;
using cache::OutgoingKind;

// A server that keeps what is put, as one that knows If-None-Match does; a test may answer in its place.
struct Server final : fetch::HttpClient {
    std::map<std::string, std::string> stored;
    std::vector<std::string> asked;  // "PUT path"
    std::function<std::optional<base::Result<fetch::Response>>(const fetch::Message&)> instead;

    base::Result<fetch::Response> get(const fetch::Request& request) override {
        return base::fail(ErrorCode::network, request.url);
    }
    std::vector<base::Result<fetch::Response>> download(std::span<const fetch::Download>,
                                                        const fetch::Progress&) override {
        return {};
    }
    base::Result<fetch::Response> send(const fetch::Message& message) override {
        static constexpr const char* kNames[] = {"PUT", "MKCOL", "HEAD"};
        const std::string base = "https://dav.test/borne/";
        REQUIRE(message.url.starts_with(base));
        const auto path = message.url.substr(base.size());
        asked.push_back(std::string(kNames[static_cast<int>(message.method)]) + " " + path);
        if (instead)
            if (auto answer = instead(message)) return *answer;
        if (message.method == fetch::Method::head) return status(stored.contains(path) ? 200 : 404);
        if (message.method == fetch::Method::make_collection) return status(201);
        if (message.headers.contains("If-None-Match") && stored.contains(path)) return status(412);
        stored[path] = message.body;
        return status(201);
    }
    static fetch::Response status(int number, fetch::Headers headers = {}, std::string body = {}) {
        fetch::Response response;
        response.status = number;
        response.headers = std::move(headers);
        response.body = std::move(body);
        return response;
    }
    std::size_t count(const std::string& start) const {
        return static_cast<std::size_t>(std::count_if(
            asked.begin(), asked.end(), [&](const std::string& line) { return line.starts_with(start); }));
    }
};

struct SendingKiosk {
    support::FakeClock clock;
    support::TempDir folder;
    Server server;
    ReportOptions options{
        "https://dav.test/borne/", ReportOptions::Kind::webdav, {}, "hall", folder / "local.db"};
    LocalStore store = LocalStore::open(options.local_file).value();
    Status status;

    void put(const std::string& id, OutgoingKind kind = OutgoingKind::notice) {
        REQUIRE(store.put(kind, id, "application/json", "body of " + id));
    }
    ReportStatus run(Uploader& uploader) {
        server.asked.clear();
        status.report = uploader.run(status);
        return *status.report;
    }
    ReportStatus run() {
        Uploader uploader(options, server, clock);
        return run(uploader);
    }
    std::uint64_t waiting() const {
        std::uint64_t all = 0;
        for (const auto kind : cache::kOutgoingKinds)
            all += store.totals(kind)->items;
        return all;
    }
};

TEST_CASE("uploader: all that waits goes up in its order, then the status, and is forgotten here") {
    SendingKiosk kiosk;
    kiosk.put("b");
    kiosk.put("a", OutgoingKind::proposal);
    kiosk.put("c");
    for (int time = 0; time < 6; ++time)
        REQUIRE(kiosk.store.count("visit", "", "fr", model::HalfDay::parse("2026-11-20-am").value()));
    const auto report = kiosk.run();
    CHECK_FALSE(report.failure);
    CHECK(report.pending.empty());
    CHECK(report.url == "https://dav.test/borne");
    CHECK(report.last_success == kiosk.clock.wall());
    CHECK(kiosk.waiting() == 0);
    const auto& asked = kiosk.server.asked;
    REQUIRE(asked.size() == 5);
    CHECK(asked[0] == "PUT notice/hall/b");
    CHECK(asked[1] == "PUT proposal/hall/a");
    CHECK(asked[2] == "PUT notice/hall/c");
    CHECK(asked[3].starts_with("PUT counts/hall/2026-11-20-am-"));
    CHECK(asked[4] == "PUT status/hall.json");
    CHECK(kiosk.server.stored.at("notice/hall/b") == "body of b");
    // Nothing waits: the status alone, replacing the one before.
    kiosk.clock.advance(std::chrono::minutes(30));
    CHECK_FALSE(kiosk.run().failure);
    CHECK(kiosk.server.asked == std::vector<std::string>{"PUT status/hall.json"});
}

TEST_CASE("uploader: the kiosk's status goes up with its name, version and what waits, and no secret") {
    SendingKiosk kiosk;
    kiosk.options.credentials = {fetch::Credentials::Kind::basic, "borne", "geheim", {}};
    kiosk.status.generation = 7;
    kiosk.status.failure = Failure{"network", "trust", "no answer"};
    kiosk.put("refused");
    kiosk.server.instead = [](const fetch::Message& message) -> std::optional<base::Result<fetch::Response>> {
        if (message.url.ends_with("/refused")) return Server::status(413);
        return std::nullopt;
    };
    CHECK(kiosk.run().failure->server == "dav.test");
    const auto& text = kiosk.server.stored.at("status/hall.json");
    CHECK(text.find("geheim") == std::string::npos);
    const auto document = base::parse_json(text).value();
    CHECK(document.at("kiosk") == "hall");
    CHECK(document.at("version").is_string());
    CHECK(document.at("generation") == 7);
    CHECK(document.at("failure").at("code") == "network");
    CHECK(document.at("report").at("pending").at("notice") == 1);
    CHECK(document.at("report").at("failure").at("code") == "http_status");
}

TEST_CASE("uploader: what the server has already is acknowledged, and never changed") {
    SendingKiosk kiosk;
    kiosk.put("a");
    kiosk.server.stored["notice/hall/a"] = "as it came first";
    CHECK_FALSE(kiosk.run().failure);
    CHECK(kiosk.waiting() == 0);
    CHECK(kiosk.server.stored.at("notice/hall/a") == "as it came first");
}

TEST_CASE("uploader: an answer is lost after the server stored: it is there once, under the same id") {
    SendingKiosk kiosk;
    kiosk.put("a");
    bool is_cut = true;
    kiosk.server.instead =
        [&](const fetch::Message& message) -> std::optional<base::Result<fetch::Response>> {
        if (!is_cut) return std::nullopt;
        kiosk.server.stored["notice/hall/a"] = message.body;
        return base::fail(ErrorCode::network, "cut");
    };
    auto report = kiosk.run();
    CHECK(report.failure->code == "network");
    CHECK(report.failures == 1);
    CHECK(report.pending.at("notice") == 1);
    CHECK(kiosk.server.asked.size() == 1);  // a server that fails is not asked for more
    is_cut = false;
    report = kiosk.run();
    CHECK_FALSE(report.failure);
    CHECK(report.failures == 0);
    CHECK(kiosk.waiting() == 0);
}

TEST_CASE("uploader: nothing but a server that stored acknowledges") {
    const auto answer =
        GENERATE(Server::status(200, {}, "<!DOCTYPE html><title>Connexion</title>"), Server::status(202),
                 Server::status(207), Server::status(302, {{"location", "https://portail.test/?jeton=1"}}),
                 Server::status(401), Server::status(403), Server::status(404), Server::status(409),
                 Server::status(423), Server::status(500), Server::status(501), Server::status(503),
                 Server::status(507), Server::status(100));
    SendingKiosk kiosk;
    kiosk.put("a");
    kiosk.server.instead = [&](const fetch::Message&) -> std::optional<base::Result<fetch::Response>> {
        return answer;
    };
    const auto report = kiosk.run();
    INFO(answer.status);
    REQUIRE(report.failure);
    CHECK(report.failure->detail.find("jeton") == std::string::npos);
    CHECK(report.pending.at("notice") == 1);
    CHECK(kiosk.waiting() == 1);
}

TEST_CASE("uploader: S3 acknowledges by an ETag; a conflict by the object's being there") {
    SendingKiosk kiosk;
    kiosk.options.kind = ReportOptions::Kind::s3;
    kiosk.put("a");
    int status = 200;
    fetch::Headers headers;
    bool is_there = false;
    kiosk.server.instead =
        [&](const fetch::Message& message) -> std::optional<base::Result<fetch::Response>> {
        if (message.method == fetch::Method::head) return Server::status(is_there ? 200 : 404);
        return Server::status(status, headers);
    };
    CHECK(kiosk.run().failure);
    CHECK(kiosk.waiting() == 1);
    status = 409;
    CHECK(kiosk.run().failure);
    CHECK(kiosk.waiting() == 1);
    is_there = true;
    kiosk.run();
    CHECK(kiosk.waiting() == 0);
    kiosk.put("b");
    status = 200;
    headers = {{"etag", "\"x\""}};
    CHECK_FALSE(kiosk.run().failure);
    CHECK(kiosk.waiting() == 0);
}

TEST_CASE("uploader: folders that a WebDAV server lacks are made") {
    SendingKiosk kiosk;
    kiosk.put("a");
    std::set<std::string> folders;
    kiosk.server.instead =
        [&](const fetch::Message& message) -> std::optional<base::Result<fetch::Response>> {
        const auto path = message.url.substr(std::string("https://dav.test/borne/").size());
        if (message.method == fetch::Method::make_collection) {
            folders.insert(path);
            return Server::status(201);
        }
        if (!folders.contains(path.substr(0, path.rfind('/') + 1))) return Server::status(409);
        return std::nullopt;
    };
    CHECK_FALSE(kiosk.run().failure);
    CHECK(folders == std::set<std::string>{"notice/", "notice/hall/", "status/"});
    CHECK(kiosk.waiting() == 0);
}

TEST_CASE("uploader: a server that does not know the condition is put to without it") {
    SendingKiosk kiosk;
    kiosk.put("a");
    kiosk.server.instead = [](const fetch::Message& message) -> std::optional<base::Result<fetch::Response>> {
        if (message.headers.contains("If-None-Match")) return Server::status(501);
        return std::nullopt;
    };
    CHECK_FALSE(kiosk.run().failure);
    CHECK(kiosk.waiting() == 0);
}

TEST_CASE("uploader: an item that is refused holds no other up, and many of them not for ever") {
    SendingKiosk kiosk;
    kiosk.options.run_refusals = 3;
    for (int item = 0; item < 7; ++item)
        kiosk.put("bad-" + std::to_string(item));
    kiosk.put("good");
    kiosk.server.instead = [](const fetch::Message& message) -> std::optional<base::Result<fetch::Response>> {
        if (message.url.find("/bad-") != std::string::npos) return Server::status(413);
        return std::nullopt;
    };
    Uploader uploader(kiosk.options, kiosk.server, kiosk.clock);
    for (int run = 0; run < 2; ++run) {
        const auto report = kiosk.run(uploader);
        CHECK(report.failure->code == "http_status");
        CHECK(kiosk.server.count("PUT notice") == 3);
        CHECK(kiosk.server.count("PUT status") == 1);
    }
    kiosk.run(uploader);
    CHECK(kiosk.server.stored.contains("notice/hall/good"));
    CHECK(kiosk.waiting() == 7);
    kiosk.server.instead = nullptr;
    CHECK_FALSE(kiosk.run(uploader).failure);
    CHECK(kiosk.waiting() == 0);
}

TEST_CASE("uploader: a run has its bounds, and the next goes on") {
    SendingKiosk kiosk;
    kiosk.options.run_items = 4;
    for (int item = 0; item < 10; ++item)
        kiosk.put("item-" + std::to_string(item));
    for (const std::uint64_t left : {6U, 2U, 0U}) {
        const auto report = kiosk.run();
        CHECK_FALSE(report.failure);
        CHECK(kiosk.waiting() == left);
    }
    kiosk.options.run_items = 100;
    kiosk.options.run_bytes = 1;
    kiosk.put("large-1");
    kiosk.put("large-2");
    kiosk.run();
    CHECK(kiosk.waiting() == 1);
}

TEST_CASE(
    "uploader: a server that asks to be left alone is, over a restart too, but not for a wrong clock's "
    "years") {
    SendingKiosk kiosk;
    kiosk.put("a");
    bool is_busy = true;
    kiosk.server.instead = [&](const fetch::Message&) -> std::optional<base::Result<fetch::Response>> {
        if (!is_busy) return std::nullopt;
        return Server::status(503, {{"retry-after", "3600"}});
    };
    const auto report = kiosk.run();
    CHECK(report.not_before == kiosk.clock.wall() + std::chrono::hours(1));
    CHECK(kiosk.server.asked.size() == 1);
    is_busy = false;
    // As after a restart.
    kiosk.status = status_from_json(to_json(kiosk.status)).value();
    kiosk.clock.advance(std::chrono::minutes(59));
    const auto waiting = kiosk.run();
    CHECK(kiosk.server.asked.empty());
    CHECK(waiting.failure == report.failure);
    CHECK(waiting.pending.at("notice") == 1);
    kiosk.clock.advance(std::chrono::minutes(2));
    CHECK_FALSE(kiosk.run().failure);
    CHECK(kiosk.waiting() == 0);
    kiosk.status.report->not_before = kiosk.clock.wall() + std::chrono::hours(24 * 365);
    CHECK_FALSE(kiosk.run().not_before);
}

TEST_CASE("uploader: a local.db that cannot be opened is told to the server all the same") {
    SendingKiosk kiosk;
    kiosk.options.local_file = "/proc/none/local.db";
    const auto report = kiosk.run();
    REQUIRE(report.failure);
    CHECK(report.failure->server.empty());
    CHECK(kiosk.server.stored.contains("status/hall.json"));
}

TEST_CASE("uploader: stopped in the middle, it says nothing of it and forgets nothing") {
    SendingKiosk kiosk;
    kiosk.put("a");
    kiosk.server.instead = [](const fetch::Message&) -> std::optional<base::Result<fetch::Response>> {
        return base::fail(ErrorCode::cancelled, "stopped");
    };
    const auto report = kiosk.run();
    CHECK_FALSE(report.failure);
    CHECK_FALSE(report.last_attempt);
    CHECK(kiosk.waiting() == 1);
    CHECK(kiosk.server.asked.size() == 1);
}

}  // namespace
}  // namespace accueil::daemon
