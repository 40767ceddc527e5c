// SPDX-License-Identifier: GPL-3.0-or-later
// What the client refuses, and that what it had stays as it was.
#include <catch2/catch.hpp>

#include "tests/support/tuf_kiosk.hpp"

using namespace accueil;
using base::ErrorCode;
using support::Json;
using support::TestKey;
using support::TufKiosk;
using support::TufRepository;
using support::Versions;

TEST_CASE("a flipped byte in a served role is refused, and what was trusted before stays") {
    TufKiosk kiosk;
    const bool hashes = GENERATE(true, false);
    kiosk.repo.announces_hashes = hashes;
    REQUIRE(kiosk.refresh());
    kiosk.repo.publish_root();
    kiosk.repo.publish();

    struct Case {
        const char* role;
        const char* code;
        Versions kept;
    };
    const Case at = GENERATE(
        Case{"root", "bad_signature", {1, 1, 1, 1}}, Case{"timestamp", "bad_signature", {2, 1, 1, 1}},
        Case{"snapshot", "bad_signature", {2, 2, 1, 1}}, Case{"targets", "bad_signature", {2, 2, 2, 1}});
    INFO(at.role);
    auto bytes = kiosk.repo.read(kiosk.repo.file(at.role));
    const std::string_view date = R"("expires":"2027)";
    const auto expires = bytes.find(date);
    REQUIRE(expires != std::string::npos);
    bytes[expires + date.size() - 1] = '8';
    kiosk.http.answer(kiosk.repo.file(at.role), 200, bytes);
    const bool by_hash = hashes && (at.role == std::string("snapshot") || at.role == std::string("targets"));
    CHECK(kiosk.outcome() == (by_hash ? "bad_digest" : at.code));
    CHECK(kiosk.versions() == at.kept);
    kiosk.http.answer_truly();
    CHECK(kiosk.outcome() == "ok");
    CHECK(kiosk.versions() == Versions{2, 2, 2, 2});
}

TEST_CASE("a role signed by fewer keys than its threshold is refused") {
    TufKiosk kiosk;
    const std::string role = GENERATE("timestamp", "snapshot", "targets");
    INFO(role);
    auto& keys = kiosk.repo.roles[role].keys;
    const auto second = TestKey::make();
    keys.push_back(second);
    kiosk.repo.roles[role].threshold = 2;
    kiosk.repo.publish_root();
    kiosk.repo.publish();
    CHECK(kiosk.outcome() == "ok");
    keys.pop_back();  // from now on one of the two does not sign
    kiosk.repo.publish();
    CHECK(kiosk.outcome() == "bad_signature");
    keys.push_back(second);
    kiosk.repo.publish();
    CHECK(kiosk.outcome() == "ok");
}

TEST_CASE("a role signed by another role's key is refused") {
    TufKiosk kiosk;
    const std::string role = GENERATE("timestamp", "snapshot", "targets");
    kiosk.repo.roles[role].keys = {kiosk.repo.roles["root"].keys[0]};  // signs, and the root does not say so
    kiosk.repo.publish();
    CHECK(kiosk.outcome() == "bad_signature");
}

TEST_CASE("an expired role is refused, at the very second, and the role before it is kept") {
    TufKiosk kiosk;
    REQUIRE(kiosk.refresh());
    struct Case {
        const char* role;
        Versions kept;
    };
    const Case at = GENERATE(Case{"timestamp", {2, 1, 1, 1}}, Case{"snapshot", {2, 2, 1, 1}},
                             Case{"targets", {2, 2, 2, 1}}, Case{"root", {2, 1, 1, 1}});
    INFO(at.role);
    kiosk.repo.roles[at.role].expires = "2026-11-24T00:00:00Z";
    kiosk.repo.publish_root();
    kiosk.repo.publish();
    kiosk.clock.set_wall("2026-11-24T00:00:00Z");
    CHECK(kiosk.outcome() == "expired");
    CHECK(kiosk.versions() == at.kept);
    kiosk.clock.set_wall("2026-11-23T23:59:59Z");
    CHECK(kiosk.outcome() == "ok");
}

TEST_CASE("a frozen feed, served unchanged past its dates, is refused and keeps what it had") {
    TufKiosk kiosk;
    kiosk.repo.roles["timestamp"].expires = "2026-11-30T00:00:00Z";
    kiosk.repo.publish();
    REQUIRE(kiosk.outcome() == "ok");
    kiosk.clock.set_wall("2026-11-30T00:00:01Z");
    CHECK(kiosk.outcome() == "expired");
    CHECK(kiosk.versions() == Versions{1, 2, 2, 2});
    kiosk.repo.roles["timestamp"].expires = "2026-12-07T00:00:00Z";
    kiosk.repo.publish_timestamp();
    CHECK(kiosk.outcome() == "ok");
}

TEST_CASE("an old timestamp is refused, even when the newer one has expired meanwhile") {
    TufKiosk kiosk;
    const auto old = kiosk.repo.read("metadata/timestamp.json");
    kiosk.repo.roles["timestamp"].expires = "2026-11-24T00:00:00Z";
    kiosk.repo.publish();
    REQUIRE(kiosk.outcome() == "ok");
    kiosk.clock.set_wall("2026-11-25T00:00:00Z");
    kiosk.http.answer("metadata/timestamp.json", 200, old);
    CHECK(kiosk.outcome() == "rollback");
    CHECK(kiosk.versions() == Versions{1, 2, 2, 2});
}

TEST_CASE("an old timestamp is refused though all that it names is still current") {
    TufKiosk kiosk;
    kiosk.repo.publish_timestamp();
    const auto old = kiosk.repo.read("metadata/timestamp.json");
    kiosk.repo.publish_timestamp();
    REQUIRE(kiosk.outcome() == "ok");
    kiosk.http.answer("metadata/timestamp.json", 200, old);
    CHECK(kiosk.outcome() == "rollback");
    CHECK(kiosk.versions() == Versions{1, 3, 1, 1});
}

TEST_CASE("a timestamp of the same version and other content changes nothing") {
    TufKiosk kiosk;
    REQUIRE(kiosk.refresh());
    const auto kept = kiosk.kept("timestamp");
    auto content = kiosk.repo.timestamp_content();
    content["meta"]["snapshot.json"]["version"] = 100;
    kiosk.repo.put("metadata/timestamp.json",
                   TufRepository::signed_text(content, kiosk.repo.roles["timestamp"].keys));
    CHECK(kiosk.outcome() == "ok");
    CHECK(kiosk.kept("timestamp") == kept);
    CHECK(kiosk.http.requests.size() == 2);
}

TEST_CASE("a timestamp that names an older snapshot is refused") {
    TufKiosk kiosk;
    kiosk.repo.publish();
    REQUIRE(kiosk.refresh());
    kiosk.repo.roles["snapshot"].version = 1;
    kiosk.repo.publish_timestamp();
    CHECK(kiosk.outcome() == "rollback");
    CHECK(kiosk.versions() == Versions{1, 2, 2, 2});
}

TEST_CASE("a snapshot that names older targets, or leaves a role out, is refused") {
    TufKiosk kiosk;
    kiosk.repo.announces_hashes = GENERATE(true, false);
    kiosk.repo.extra_meta["contenu.json"] = {{"version", 4}};
    kiosk.repo.publish();
    REQUIRE(kiosk.outcome() == "ok");
    SECTION("older targets") {
        kiosk.repo.roles["targets"].version = 1;
    }
    SECTION("an older delegated role") {
        kiosk.repo.extra_meta["contenu.json"]["version"] = 3;
    }
    SECTION("a role left out") {
        kiosk.repo.extra_meta.erase("contenu.json");
    }
    kiosk.repo.publish_snapshot();
    kiosk.repo.publish_timestamp();
    CHECK(kiosk.outcome() == "rollback");
    CHECK(kiosk.versions() == Versions{1, 3, 2, 2});
}

TEST_CASE("a snapshot without targets.json is refused") {
    TufKiosk kiosk;
    auto content = kiosk.repo.snapshot_content();
    content["version"] = 2;
    content["meta"] = {{"other.json", {{"version", 1}}}};
    kiosk.repo.put("metadata/2.snapshot.json",
                   TufRepository::signed_text(content, kiosk.repo.roles["snapshot"].keys));
    kiosk.repo.roles["snapshot"].version = 2;
    kiosk.repo.publish_timestamp();
    CHECK(kiosk.outcome() == "bad_format");
    CHECK(kiosk.versions() == Versions{1, 2, 0, 0});
}

TEST_CASE("a file whose version is not the one that was announced is refused") {
    TufKiosk kiosk;
    kiosk.repo.announces_hashes = false;
    kiosk.repo.publish();
    const std::string role = GENERATE("snapshot", "targets");
    SECTION("older: what stood there before") {
        kiosk.http.answer("metadata/2." + role + ".json", 200,
                          kiosk.repo.read("metadata/1." + role + ".json"));
        CHECK(kiosk.outcome() == "rollback");
    }
    SECTION("newer") {
        const auto path = kiosk.repo.file(role);
        role == "snapshot" ? kiosk.repo.publish_snapshot() : kiosk.repo.publish_targets();
        kiosk.http.answer(path, 200, kiosk.repo.read(kiosk.repo.file(role)));
        CHECK(kiosk.outcome() == "bad_format");
    }
}

TEST_CASE("metadata of another length or hash than announced is refused") {
    TufKiosk kiosk;
    const std::string role = GENERATE("snapshot", "targets");
    const auto path = kiosk.repo.file(role);
    const auto bytes = kiosk.repo.read(path);
    SECTION("shorter") {
        kiosk.http.answer(path, 200, bytes.substr(0, bytes.size() - 1));
        CHECK(kiosk.outcome() == "bad_digest");
    }
    SECTION("longer: not even read") {
        kiosk.http.answer(path, 200, bytes + " ");
        CHECK(kiosk.outcome() == "too_large");
    }
    SECTION("of the same length, signed as well, but another") {
        auto content = role == "snapshot" ? kiosk.repo.snapshot_content() : kiosk.repo.targets_content();
        content["expires"] = "2027-06-02T00:00:00Z";
        const auto other = TufRepository::signed_text(content, kiosk.repo.roles[role].keys);
        REQUIRE(other.size() == bytes.size());
        kiosk.http.answer(path, 200, other);
        CHECK(kiosk.outcome() == "bad_digest");
    }
}

TEST_CASE("a target of another length or content than announced is refused") {
    TufKiosk kiosk;
    kiosk.repo.add_target("head", "the head");
    kiosk.repo.publish();
    auto client = kiosk.client().value();
    REQUIRE(client.refresh());
    const auto path = "targets/" + base::to_hex(base::sha256("the head")) + ".head";
    const auto code = [&](const std::string& body) {
        kiosk.http.answer(path, 200, body);
        return client.target("head", 100).error().code;
    };
    CHECK(code("the hea") == ErrorCode::bad_digest);
    CHECK(code("the heap") == ErrorCode::bad_digest);
    CHECK(code("the head!") == ErrorCode::too_large);
    CHECK(code("") == ErrorCode::bad_digest);
    kiosk.http.answer(path, 404);
    CHECK(client.target("head", 100).error().code == ErrorCode::http_status);
    kiosk.http.answer_truly();
    CHECK(client.target("head", 100)->view() == "the head");
}

TEST_CASE("a target past the caller's limit, or unknown, is not asked for") {
    TufKiosk kiosk;
    kiosk.repo.add_target("head", "the head");
    kiosk.repo.publish();
    auto client = kiosk.client().value();
    CHECK(client.target("head", 100).error().code == ErrorCode::invalid_input);
    REQUIRE(client.refresh());
    kiosk.http.requests.clear();
    CHECK(client.target("head", 7).error().code == ErrorCode::too_large);
    CHECK(client.target("heads", 100).error().code == ErrorCode::not_found);
    CHECK(kiosk.http.requests.empty());
    CHECK(client.target("head", 8));
}

TEST_CASE("after a refresh that failed no target is given out") {
    TufKiosk kiosk;
    kiosk.repo.add_target("head", "the head");
    kiosk.repo.publish();
    auto client = kiosk.client().value();
    REQUIRE(client.refresh());
    kiosk.clock.set_wall("2028-01-01T00:00:00Z");
    REQUIRE(client.refresh().error().code == ErrorCode::expired);
    CHECK(client.target("head", 100).error().code == ErrorCode::invalid_input);
}

TEST_CASE("endless metadata is cut at the limit") {
    TufKiosk kiosk;
    kiosk.repo.announces_hashes = false;
    kiosk.repo.publish();
    kiosk.limits = {4000, 3000, 2500, 2000, 8};
    REQUIRE(kiosk.repo.read(kiosk.repo.file("root")).size() < 2500);
    struct Case {
        const char* path;
        std::size_t limit;
    };
    const Case at = GENERATE(Case{"metadata/2.root.json", 4000}, Case{"metadata/timestamp.json", 3000},
                             Case{"metadata/2.snapshot.json", 2500}, Case{"metadata/2.targets.json", 2000});
    INFO(at.path);
    kiosk.http.answer(at.path, 200, "{" + std::string(at.limit - 1, ' '));
    CHECK(kiosk.outcome() == "bad_format");
    kiosk.http.answer(at.path, 200, "{" + std::string(at.limit, ' '));
    CHECK(kiosk.outcome() == "too_large");
}

TEST_CASE("metadata announced past the limit is not asked for") {
    TufKiosk kiosk;
    kiosk.limits.targets_bytes = 100;
    CHECK(kiosk.outcome() == "too_large");
    CHECK(kiosk.http.requests.back() == "metadata/1.snapshot.json");
}

TEST_CASE("a failing server is told apart from a feed that is wrong") {
    TufKiosk kiosk;
    const std::string path =
        GENERATE("metadata/2.root.json", "metadata/timestamp.json", "metadata/1.targets.json");
    kiosk.http.answer(path, 500);
    CHECK(kiosk.outcome() == "http_status");
    kiosk.http.fail(path, ErrorCode::network);
    CHECK(kiosk.outcome() == "network");
    kiosk.http.answer_truly();
    CHECK(kiosk.outcome() == "ok");
}

TEST_CASE("metadata of a later specification is said to be that") {
    TufKiosk kiosk;
    auto content = kiosk.repo.timestamp_content();
    content["spec_version"] = "2.0.0";
    kiosk.repo.put("metadata/timestamp.json",
                   TufRepository::signed_text(content, kiosk.repo.roles["timestamp"].keys));
    CHECK(kiosk.outcome() == "unsupported");
}
