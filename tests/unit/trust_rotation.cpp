// SPDX-License-Identifier: GPL-3.0-or-later
// How trust moves on: chains of roots, keys replaced, and the way back from versions that ran away.
#include <catch2/catch.hpp>

#include "tests/support/tuf_kiosk.hpp"

using namespace accueil;
using support::Json;
using support::TestKey;
using support::TufKiosk;
using support::TufRepository;
using support::Versions;

namespace {

// The next root has new root keys, signed by those before too.
void rotate_root(TufRepository& repo) {
    const auto before = repo.roles["root"].keys;
    repo.roles["root"].keys = {TestKey::make()};
    repo.publish_root(before);
}

}  // namespace

TEST_CASE("a chain of three new root keys is followed, each step kept") {
    TufKiosk kiosk;
    for (int step = 0; step < 3; ++step)
        rotate_root(kiosk.repo);
    kiosk.http.fail("metadata/4.root.json", base::ErrorCode::network);
    CHECK(kiosk.outcome() == "network");
    CHECK(kiosk.versions() == Versions{3, 0, 0, 0});
    kiosk.http.answer_truly();
    CHECK(kiosk.outcome() == "ok");
    CHECK(kiosk.http.requests.front() == "metadata/4.root.json");
    CHECK(kiosk.kept("root") == kiosk.repo.read("metadata/4.root.json"));
}

TEST_CASE("a root chain ends where the limit says, and goes on at the next refresh") {
    TufKiosk kiosk;
    for (int step = 0; step < 3; ++step)
        rotate_root(kiosk.repo);
    kiosk.limits.root_rotations = 2;
    CHECK(kiosk.outcome() == "ok");
    CHECK(kiosk.versions()[0] == 3);
    CHECK(kiosk.outcome() == "ok");
    CHECK(kiosk.versions()[0] == 4);
}

TEST_CASE("a root needs the old keys and the new") {
    TufKiosk kiosk;
    const auto old_keys = kiosk.repo.roles["root"].keys;
    const auto new_keys = std::vector{TestKey::make(), TestKey::make()};
    kiosk.repo.roles["root"].keys = new_keys;
    kiosk.repo.roles["root"].threshold = 2;
    kiosk.repo.roles["root"].version = 2;
    const auto content = kiosk.repo.root_content();
    const auto outcome = [&](const std::vector<TestKey>& signers) {
        kiosk.repo.put("metadata/2.root.json", TufRepository::signed_text(content, signers));
        return kiosk.outcome();
    };
    CHECK(outcome(new_keys) == "bad_signature");
    CHECK(outcome(old_keys) == "bad_signature");
    CHECK(outcome({old_keys[0], new_keys[0]}) == "bad_signature");
    CHECK(kiosk.versions() == Versions{1, 0, 0, 0});
    CHECK(outcome({old_keys[0], new_keys[0], new_keys[1]}) == "ok");
    CHECK(kiosk.versions()[0] == 2);
}

TEST_CASE("a root under another version's name is refused") {
    TufKiosk kiosk;
    kiosk.http.answer("metadata/2.root.json", 200, kiosk.repo.read("metadata/1.root.json"));
    CHECK(kiosk.outcome() == "rollback");
    kiosk.repo.publish_root();
    kiosk.repo.publish_root();
    kiosk.http.answer("metadata/2.root.json", 200, kiosk.repo.read("metadata/3.root.json"));
    CHECK(kiosk.outcome() == "bad_format");
    CHECK(kiosk.versions() == Versions{1, 0, 0, 0});
}

TEST_CASE("no further root is what 404, 403 and a front page for every path say") {
    TufKiosk kiosk;
    SECTION("404") {
        kiosk.http.answer("metadata/2.root.json", 404, "not found");
    }
    SECTION("403") {
        kiosk.http.answer("metadata/2.root.json", 403);
    }
    SECTION("a page") {
        kiosk.http.answer("metadata/2.root.json", 200, "\n<!DOCTYPE html><html>{}</html>");
    }
    SECTION("nothing") {
        kiosk.http.answer("metadata/2.root.json", 200, "");
    }
    CHECK(kiosk.outcome() == "ok");
    CHECK(kiosk.versions() == Versions{1, 1, 1, 1});
}

TEST_CASE("an expired root between two others does not stop the chain; the last one counts") {
    TufKiosk kiosk;
    kiosk.repo.roles["root"].expires = "2026-01-01T00:00:00Z";
    kiosk.repo.publish_root();
    CHECK(kiosk.outcome() == "expired");
    CHECK(kiosk.versions() == Versions{2, 0, 0, 0});
    kiosk.repo.roles["root"].expires = "2027-06-01T00:00:00Z";
    kiosk.repo.publish_root();
    CHECK(kiosk.outcome() == "ok");
}

TEST_CASE("replacing the key of a role that ran ahead brings its versions back") {
    TufKiosk kiosk;
    auto& repo = kiosk.repo;
    const std::string role = GENERATE("timestamp", "snapshot");
    INFO(role);
    // The thief of the online key signs versions that the true publisher never reaches.
    for (const char* name : {"timestamp", "snapshot"})
        repo.roles[name].version = 1000;
    repo.roles["targets"].version = 500;
    repo.publish();
    REQUIRE(kiosk.outcome() == "ok");
    REQUIRE(kiosk.versions() == Versions{1, 1001, 1001, 501});

    for (const char* name : {"timestamp", "snapshot", "targets"})
        repo.roles[name].version = 5;
    repo.publish();
    CHECK(kiosk.outcome() == "rollback");

    repo.roles[role].keys = {TestKey::make()};
    repo.publish_root();
    repo.publish();
    CHECK(kiosk.outcome() == "ok");
    CHECK(kiosk.versions() == Versions{2, 7, 7, 7});
    CHECK(kiosk.outcome() == "ok");
}

TEST_CASE("adding a key revokes nothing: the protection against old versions stays") {
    TufKiosk kiosk;
    const auto old = kiosk.repo.read("metadata/timestamp.json");
    kiosk.repo.publish();
    REQUIRE(kiosk.outcome() == "ok");
    kiosk.repo.roles["timestamp"].keys.push_back(TestKey::make());
    kiosk.repo.publish_root();
    kiosk.repo.put("metadata/timestamp.json", old);
    CHECK(kiosk.outcome() == "rollback");
}

TEST_CASE("a revoked key signs nothing any more") {
    TufKiosk kiosk;
    REQUIRE(kiosk.outcome() == "ok");
    const auto stolen = kiosk.repo.roles["timestamp"].keys;
    kiosk.repo.roles["timestamp"].keys = {TestKey::make()};
    kiosk.repo.publish_root();
    kiosk.repo.publish();
    kiosk.repo.put("metadata/timestamp.json",
                   TufRepository::signed_text(kiosk.repo.timestamp_content(), stolen));
    CHECK(kiosk.outcome() == "bad_signature");
}
