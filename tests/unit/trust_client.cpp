// SPDX-License-Identifier: GPL-3.0-or-later
// The client's ordinary days: what it asks, keeps and gives. Refusals are in trust_client_refusals.cpp.
#include <catch2/catch.hpp>

#include "tests/support/tuf_kiosk.hpp"

using namespace accueil;
using base::ErrorCode;
using support::TestKey;
using support::TufKiosk;
using support::Versions;
using Paths = std::vector<std::string>;

TEST_CASE("a first refresh asks in the specification's order and keeps every file as received") {
    TufKiosk kiosk;
    kiosk.repo.put("metadata/timestamp.json", kiosk.repo.read("metadata/timestamp.json") + " \n");
    const auto refreshed = kiosk.refresh();
    REQUIRE(refreshed);
    CHECK(kiosk.http.requests == Paths{"metadata/2.root.json", "metadata/timestamp.json",
                                       "metadata/1.snapshot.json", "metadata/1.targets.json"});
    for (const char* role : {"root", "timestamp", "snapshot", "targets"})
        CHECK(kiosk.kept(role) == kiosk.repo.read(kiosk.repo.file(role)));
    CHECK(refreshed->changed);
    CHECK(refreshed->root == 1);
    CHECK(refreshed->targets == 1);
    CHECK(base::format_utc(refreshed->expires_on) == "2027-06-01T00:00:00Z");
    for (const auto& entry : std::filesystem::directory_iterator(kiosk.folder())) {
        const auto name = entry.path().filename().string();
        INFO(name);
        CHECK((name == "root.installed" || name == "root.json" || name == "timestamp.json" ||
               name == "snapshot.json" || name == "targets.json"));
    }
}

TEST_CASE("a refresh with nothing new asks for two small files and says so") {
    TufKiosk kiosk;
    REQUIRE(kiosk.refresh());
    const auto again = kiosk.refresh();
    REQUIRE(again);
    CHECK_FALSE(again->changed);
    CHECK(kiosk.http.requests == Paths{"metadata/2.root.json", "metadata/timestamp.json"});
}

TEST_CASE("new content comes with one more request a role; a renewed timestamp does not count as new") {
    TufKiosk kiosk;
    REQUIRE(kiosk.refresh());
    kiosk.repo.publish();
    CHECK(kiosk.refresh()->changed);
    CHECK(kiosk.http.requests == Paths{"metadata/2.root.json", "metadata/timestamp.json",
                                       "metadata/2.snapshot.json", "metadata/2.targets.json"});
    kiosk.repo.publish_snapshot();
    kiosk.repo.publish_timestamp();
    CHECK_FALSE(kiosk.refresh()->changed);
    CHECK(kiosk.versions() == Versions{1, 3, 3, 2});
    CHECK(kiosk.http.requests.size() == 3);
}

TEST_CASE("the earliest expiry of the four roles is told") {
    TufKiosk kiosk;
    kiosk.repo.roles["snapshot"].expires = "2026-12-01T00:00:00Z";
    kiosk.repo.publish();
    CHECK(base::format_utc(kiosk.refresh()->expires_on) == "2026-12-01T00:00:00Z");
}

TEST_CASE("a target comes verified, from a folder and with characters that URLs encode") {
    TufKiosk kiosk;
    kiosk.repo.add_target("feed/head", "the head");
    kiosk.repo.add_target("carte d'été #1.bin", "a pack");
    kiosk.repo.publish();
    auto client = kiosk.client().value();
    REQUIRE(client.refresh());
    CHECK(client.target("feed/head", 100)->view() == "the head");
    CHECK(client.target("carte d'été #1.bin", 100)->view() == "a pack");
    CHECK(client.find_target("feed/head")->length == 8);
    const auto name = base::to_hex(base::sha256("the head")) + ".head";
    CHECK(std::count(kiosk.http.requests.begin(), kiosk.http.requests.end(), "targets/feed/" + name) == 1);
}

TEST_CASE("a target's own data reaches the caller") {
    TufKiosk kiosk;
    kiosk.repo.add_target("head", "x");
    kiosk.repo.targets["head"]["custom"] = {{"revision", 7}};
    kiosk.repo.publish();
    auto client = kiosk.client().value();
    REQUIRE(client.refresh());
    CHECK(client.find_target("head")->custom["revision"] == 7);
}

TEST_CASE("without consistent snapshots the plain names are asked for") {
    TufKiosk kiosk;
    kiosk.repo.consistent = false;
    kiosk.repo.publish_root({});
    kiosk.repo.add_target("feed/head", "the head");
    kiosk.repo.publish();
    auto client = kiosk.client().value();
    REQUIRE(client.refresh());
    CHECK(client.target("feed/head", 100)->view() == "the head");
    CHECK(kiosk.http.requests == Paths{"metadata/2.root.json", "metadata/3.root.json",
                                       "metadata/timestamp.json", "metadata/snapshot.json",
                                       "metadata/targets.json", "targets/feed/head"});
}

TEST_CASE("lengths and hashes of metadata may be left out") {
    TufKiosk kiosk;
    kiosk.repo.announces_hashes = false;
    kiosk.repo.publish();
    CHECK(kiosk.outcome() == "ok");
    CHECK(kiosk.outcome() == "ok");
    CHECK(kiosk.http.requests.size() == 2);
}

TEST_CASE("a refresh that was interrupted goes on with what is missing") {
    TufKiosk kiosk;
    const std::vector<std::pair<std::string, Versions>> steps{
        {"metadata/timestamp.json", {1, 0, 0, 0}},
        {"metadata/1.snapshot.json", {1, 1, 0, 0}},
        {"metadata/1.targets.json", {1, 1, 1, 0}},
    };
    for (const auto& [path, kept] : steps) {
        kiosk.http.fail(path, ErrorCode::network);
        CHECK(kiosk.outcome() == "network");
        CHECK(kiosk.versions() == kept);
        kiosk.http.answer_truly();
    }
    CHECK(kiosk.outcome() == "ok");
    CHECK(kiosk.versions() == Versions{1, 1, 1, 1});
    CHECK(kiosk.http.requests ==
          Paths{"metadata/2.root.json", "metadata/timestamp.json", "metadata/1.targets.json"});
}

TEST_CASE("kept files that were damaged are fetched again") {
    TufKiosk kiosk;
    REQUIRE(kiosk.refresh());
    const std::string role = GENERATE("timestamp", "snapshot", "targets");
    auto bytes = kiosk.kept(role);
    bytes[bytes.size() / 2] = '\0';
    REQUIRE(base::write_file_durably(kiosk.folder() / (role + ".json"), bytes));
    CHECK(kiosk.outcome() == "ok");
    CHECK(kiosk.kept(role) == kiosk.repo.read(kiosk.repo.file(role)));
}

TEST_CASE("kept files that are well formed and not signed are fetched again") {
    TufKiosk kiosk;
    kiosk.repo.announces_hashes = false;
    kiosk.repo.publish();
    REQUIRE(kiosk.refresh());
    const std::string role = GENERATE("timestamp", "snapshot", "targets");
    auto file = support::Json::parse(kiosk.kept(role));
    file["signed"]["expires"] = "2037-06-01T00:00:00Z";
    REQUIRE(base::write_file_durably(kiosk.folder() / (role + ".json"), file.dump()));
    CHECK(kiosk.outcome() == "ok");
    CHECK(kiosk.kept(role) == kiosk.repo.read(kiosk.repo.file(role)));
}

TEST_CASE("a root that was damaged on disk is said, and the given one begins again") {
    TufKiosk kiosk;
    const auto given = kiosk.repo.read("metadata/1.root.json");
    kiosk.repo.publish_root();
    REQUIRE(kiosk.refresh());
    CHECK(kiosk.install(given) == trust::Installed::kept);
    CHECK(kiosk.versions()[0] == 2);
    REQUIRE(base::write_file_durably(kiosk.folder() / "root.json", "{}"));
    CHECK(kiosk.outcome() == "corrupt");
    CHECK(kiosk.install(given) == trust::Installed::anew);
    CHECK(kiosk.outcome() == "ok");
    CHECK(kiosk.versions() == Versions{2, 1, 1, 1});
}

TEST_CASE("another root given by the admin begins trust again, with another feed's keys") {
    TufKiosk kiosk;
    kiosk.repo.publish();
    REQUIRE(kiosk.refresh());
    const support::TempDir elsewhere;
    support::TufRepository other(elsewhere.path());
    CHECK(kiosk.install(other.read("metadata/1.root.json")) == trust::Installed::anew);
    CHECK(kiosk.versions() == Versions{1, 0, 0, 0});
    CHECK(kiosk.outcome() == "bad_signature");
    support::FolderHttpClient http(elsewhere.path());
    auto client = trust::Client::create(kiosk.folder(), http, kiosk.clock, http.base_url()).value();
    CHECK(client.refresh());
}

TEST_CASE("a root that is none is not installed, and without one there is no client") {
    TufKiosk kiosk;
    const support::TempDir empty;
    const auto folder = empty / "trust";
    CHECK(trust::install_root(folder, "<html>").error().code == ErrorCode::bad_format);
    CHECK(trust::install_root(folder, kiosk.repo.read("metadata/1.targets.json")).error().code ==
          ErrorCode::bad_format);
    auto unsigned_root = support::Json::parse(kiosk.repo.read("metadata/1.root.json"));
    unsigned_root["signatures"] = support::Json::array();
    CHECK(trust::install_root(folder, unsigned_root.dump()).error().code == ErrorCode::bad_signature);
    CHECK(trust::Client::create(folder, kiosk.http, kiosk.clock, kiosk.http.base_url()).error().code ==
          ErrorCode::not_found);
}

TEST_CASE("a slash at the end of the feed's URL changes nothing") {
    TufKiosk kiosk;
    auto client =
        trust::Client::create(kiosk.folder(), kiosk.http, kiosk.clock, kiosk.http.base_url() + "/").value();
    CHECK(client.refresh());
}
