// SPDX-License-Identifier: GPL-3.0-or-later
// What an attacker may try who holds the server, an old feed or one publisher's key; each test is named by
// it.
#include <catch2/catch.hpp>

#include "tests/support/tuf_kiosk.hpp"

using namespace accueil;
using base::ErrorCode;
using support::Json;
using support::TestKey;
using support::TufKiosk;
using support::TufRepository;
using support::Versions;
using Roles = std::vector<std::string>;

namespace {

// Two towns, each with its part of the names and its key.
struct TwoTowns : TufKiosk {
    TwoTowns() {
        repo.announces_hashes = GENERATE(true, false);
        repo.delegate("targets", "lyon", {{"paths", {"lyon/*"}}, {"terminating", true}});
        repo.delegate("targets", "nantes", {{"paths", {"nantes/*"}}, {"terminating", true}});
        repo.add_target("lyon/head", "Lyon", "lyon");
        repo.add_target("nantes/head", "Nantes", "nantes");
        repo.publish();
    }
    void publish_online() {
        repo.publish_snapshot();
        repo.publish_timestamp();
    }
};

}  // namespace

TEST_CASE("attack: a publisher claims paths outside its delegation") {
    TwoTowns kiosk;
    kiosk.repo.delegate("lyon", "lyon-deep", {{"paths", {"*", "*/*"}}});
    kiosk.repo.add_target("nantes/other", "Lyon speaks for Nantes", "lyon");
    kiosk.repo.add_target("nantes/deep", "Lyon's own delegate does", "lyon-deep");
    kiosk.repo.add_target("head", "Lyon speaks for all", "lyon");
    kiosk.repo.add_target("lyon/deep", "Lyon's delegate for Lyon", "lyon-deep");
    kiosk.repo.publish();
    CHECK(kiosk.target("nantes/other") == "not_found");
    CHECK(kiosk.target("nantes/deep") == "not_found");
    CHECK(kiosk.target("head") == "not_found");
    CHECK(kiosk.target("nantes/head") == "Nantes");
    CHECK(kiosk.target("lyon/deep") == "Lyon's delegate for Lyon");
}

TEST_CASE("attack: a publisher replaces a name that targets or an earlier publisher speaks for") {
    TwoTowns kiosk;
    kiosk.repo.delegate("targets", "all", {{"paths", {"*", "*/*"}}});
    kiosk.repo.add_target("own", "by targets");
    kiosk.repo.add_target("own", "by all", "all");
    kiosk.repo.add_target("lyon/head", "by all", "all");
    kiosk.repo.add_target("lyon/unsaid", "by all", "all");
    kiosk.repo.publish();
    CHECK(kiosk.target("own") == "by targets");
    CHECK(kiosk.target("lyon/head") == "Lyon");
    CHECK(kiosk.target("lyon/unsaid") == "not_found");
}

TEST_CASE("attack: one publisher's key signs another's role") {
    TwoTowns kiosk;
    REQUIRE(kiosk.target("lyon/head") == "Lyon");
    REQUIRE(kiosk.target("nantes/head") == "Nantes");
    const auto kept = kiosk.kept("nantes");
    const auto stolen = GENERATE(as<std::string>(), "lyon", "snapshot", "timestamp", "root");
    auto& nantes = kiosk.repo.delegates["nantes"];
    nantes.keys = stolen == "lyon" ? kiosk.repo.delegates["lyon"].keys : kiosk.repo.roles[stolen].keys;
    kiosk.repo.add_target("nantes/head", "evil", "nantes");
    kiosk.repo.publish_delegate("nantes");
    kiosk.publish_online();
    CHECK(kiosk.target("nantes/head") == "bad_signature");
    CHECK(kiosk.kept("nantes") == kept);
    CHECK(kiosk.target("lyon/head") == "Lyon");
}

TEST_CASE("attack: a delegated role that asks for two keys is signed by one, or by one twice") {
    TufKiosk kiosk;
    auto& role = kiosk.repo.delegates["contenu"];
    const auto first = TestKey::make();
    role.keys = {first, first.named({{"x-note", "the same"}}), TestKey::make()};
    role.threshold = 2;
    kiosk.repo.delegate("targets", "contenu", {{"paths", {"*"}}});
    kiosk.repo.add_target("x", "content", "contenu");
    kiosk.repo.publish();
    const auto signed_by = [&](const std::vector<TestKey>& keys) {
        auto& signing = kiosk.repo.delegates["contenu"];
        ++signing.version;
        kiosk.repo.put(kiosk.repo.file("contenu"),
                       TufRepository::signed_text(kiosk.repo.delegate_content("contenu"), keys));
        kiosk.repo.publish_snapshot();
        kiosk.repo.publish_timestamp();
        return kiosk.target("x");
    };
    const auto keys = role.keys;
    CHECK(signed_by({keys[0]}) == "bad_signature");
    CHECK(signed_by({keys[0], keys[1]}) == "bad_signature");
    CHECK(signed_by({keys[0], keys[2]}) == "content");
}

TEST_CASE("attack: a role signed for one delegator is passed off as another's") {
    TufKiosk kiosk;
    auto& repo = kiosk.repo;
    // Both towns call their printer "imprimeur", with keys of their own.
    repo.delegate("targets", "lyon", {{"paths", {"lyon/*"}}});
    repo.delegate("targets", "nantes", {{"paths", {"nantes/*"}}});
    repo.delegate("lyon", "imprimeur", {{"paths", {"lyon/*"}}});
    const auto of_lyon = repo.delegates["imprimeur"].keys;
    repo.delegates["imprimeur"].keys = {TestKey::make()};
    repo.delegate("nantes", "imprimeur", {{"paths", {"nantes/*"}}});
    repo.delegates["imprimeur"].keys = of_lyon;
    repo.add_target("lyon/x", "Lyon", "imprimeur");
    repo.add_target("nantes/x", "Lyon speaks for Nantes", "imprimeur");
    repo.publish();
    auto client = kiosk.client().value();
    REQUIRE(client.refresh());
    CHECK(client.target("lyon/x", 100)->view() == "Lyon");
    CHECK(client.target("nantes/x", 100).error().code == ErrorCode::bad_signature);
    CHECK(client.target("lyon/x", 100)->view() == "Lyon");
    CHECK(kiosk.target("nantes/x") == "bad_signature");
}

TEST_CASE("attack: a revoked publisher's key goes on signing; what it signed before is not taken either") {
    TwoTowns kiosk;
    REQUIRE(kiosk.target("lyon/head") == "Lyon");
    const auto stolen = kiosk.repo.delegates["lyon"].keys;
    const auto fresh = TestKey::make();
    auto& entry = kiosk.repo.delegations;
    entry["keys"][fresh.id] = fresh.json;
    entry["roles"][0]["keyids"] = {fresh.id};
    kiosk.repo.publish_targets();
    kiosk.publish_online();
    CHECK(kiosk.target("lyon/head") == "bad_signature");
    kiosk.repo.publish_delegate("lyon");
    kiosk.publish_online();
    CHECK(kiosk.target("lyon/head") == "bad_signature");
    kiosk.repo.delegates["lyon"].keys = {fresh};
    kiosk.repo.publish_delegate("lyon");
    kiosk.publish_online();
    CHECK(kiosk.target("lyon/head") == "Lyon");
}

TEST_CASE("attack: a delegation is withdrawn, and the server goes on serving the role") {
    TwoTowns kiosk;
    REQUIRE(kiosk.target("lyon/head") == "Lyon");
    kiosk.repo.delegations["roles"].erase(0);
    kiosk.repo.publish_targets();
    kiosk.publish_online();
    CHECK(kiosk.target("lyon/head") == "not_found");
    CHECK(kiosk.asked_roles().empty());
}

TEST_CASE("attack: mix and match, an old delegated role under the new snapshot") {
    TwoTowns kiosk;
    REQUIRE(kiosk.target("lyon/head") == "Lyon");
    const auto old = kiosk.repo.read("metadata/1.lyon.json");
    kiosk.repo.add_target("lyon/head", "new Lyon", "lyon");
    kiosk.repo.publish();
    kiosk.http.answer("metadata/2.lyon.json", 200, old);
    // By its hash or length where they are announced (an old file may be the longer one), else by its
    // version.
    const auto code = kiosk.target("lyon/head");
    CHECK((kiosk.repo.announces_hashes ? code == "bad_digest" || code == "too_large" : code == "rollback"));
    CHECK(kiosk.kept("lyon") == old);
    kiosk.http.answer_truly();
    CHECK(kiosk.target("lyon/head") == "new Lyon");
}

TEST_CASE("attack: mix and match, a delegated role of the future under today's snapshot") {
    TwoTowns kiosk;
    kiosk.repo.publish_delegate("lyon");
    kiosk.http.answer("metadata/1.lyon.json", 200, kiosk.repo.read("metadata/2.lyon.json"));
    const auto code = kiosk.target("lyon/head");
    CHECK(code == (kiosk.repo.announces_hashes ? "bad_digest" : "bad_format"));
    CHECK(kiosk.kept("lyon").empty());
}

TEST_CASE("attack: one delegated role's file is served as another's") {
    TwoTowns kiosk;
    kiosk.http.answer("metadata/1.lyon.json", 200, kiosk.repo.read("metadata/1.nantes.json"));
    const auto code = kiosk.target("lyon/head");
    CHECK(code != "Lyon");
    CHECK((code == "bad_signature" || code == "bad_digest" || code == "too_large"));
    kiosk.http.answer("metadata/1.lyon.json", 200, kiosk.repo.read(kiosk.repo.file("snapshot")));
    CHECK(kiosk.target("lyon/head") != "Lyon");
    CHECK(kiosk.kept("lyon").empty());
}

TEST_CASE(
    "attack: a file of the right version, and signed, that is not the one announced, lies on the disk") {
    TufKiosk kiosk;
    const std::string role = GENERATE("snapshot", "targets", "contenu");
    INFO(role);
    auto& repo = kiosk.repo;
    repo.delegate("targets", "contenu", {{"paths", {"x"}}});
    repo.add_target("x", "content", "contenu");
    repo.publish();
    REQUIRE(kiosk.target("x") == "content");
    auto content = Json::parse(kiosk.kept(role))["signed"];
    content["expires"] = "2027-06-02T00:00:00Z";
    const auto& keys = role == "contenu" ? repo.delegates[role].keys : repo.roles[role].keys;
    REQUIRE(base::write_file_durably(kiosk.folder() / (role + ".json"),
                                     TufRepository::signed_text(content, keys)));
    CHECK(kiosk.target("x") == "content");
    CHECK(kiosk.kept(role) == repo.read(repo.file(role)));
}

TEST_CASE("attack: rollback of a delegated role by the holder of the online key") {
    TwoTowns kiosk;
    kiosk.repo.publish();
    REQUIRE(kiosk.target("lyon/head") == "Lyon");
    SECTION("an older version is listed") {
        kiosk.repo.delegates["lyon"].version = 1;
    }
    SECTION("the role is no longer listed") {
        kiosk.repo.delegates["lyon"].version = 0;
    }
    kiosk.publish_online();
    CHECK(kiosk.target("lyon/head") == "rollback");
    CHECK(kiosk.target("nantes/head") == "rollback");
}

TEST_CASE("attack: freeze, a delegated role past its date is not taken, and the others go on") {
    TwoTowns kiosk;
    kiosk.repo.delegates["lyon"].expires = "2026-11-24T00:00:00Z";
    kiosk.repo.publish();
    REQUIRE(kiosk.target("lyon/head") == "Lyon");
    kiosk.clock.set_wall("2026-11-24T00:00:00Z");
    CHECK(kiosk.target("lyon/head") == "expired");
    CHECK(kiosk.target("nantes/head") == "Nantes");
    kiosk.clock.set_wall("2026-11-23T23:59:59Z");
    CHECK(kiosk.target("lyon/head") == "Lyon");
}

TEST_CASE("attack: a role on the way is withheld, so that a later one gets the word") {
    TufKiosk kiosk;
    kiosk.repo.delegate("targets", "first", {{"paths", {"*"}}});
    kiosk.repo.delegate("targets", "second", {{"paths", {"*"}}});
    kiosk.repo.add_target("x", "by second", "second");
    kiosk.repo.publish();
    REQUIRE(kiosk.target("x") == "by second");
    kiosk.repo.publish();
    kiosk.http.answer("metadata/2.first.json", 404);
    CHECK(kiosk.target("x") == "http_status");
    kiosk.http.answer("metadata/2.first.json", 200, "{}");
    CHECK(kiosk.target("x") != "by second");
    kiosk.http.answer_truly();
    // Not listed by the snapshot: not even asked for.
    kiosk.repo.delegate("targets", "unlisted", {{"paths", {"y"}}});
    kiosk.repo.publish_targets();
    kiosk.repo.publish_snapshot();
    kiosk.repo.publish_timestamp();
    CHECK(kiosk.target("y") == "not_found");
    CHECK(kiosk.http.requests.back().find("unlisted") == std::string::npos);
}

TEST_CASE("attack: fast-forward of a publisher's role; the snapshot's new key brings it back") {
    TwoTowns kiosk;
    auto& lyon = kiosk.repo.delegates["lyon"];
    lyon.version = 1'000'000;
    kiosk.repo.publish();
    REQUIRE(kiosk.target("lyon/head") == "Lyon");
    lyon.version = 1;
    kiosk.repo.publish();
    CHECK(kiosk.target("lyon/head") == "rollback");

    // The delegator gives Lyon a new key; the snapshot's is replaced so that its memory goes.
    const auto fresh = TestKey::make();
    lyon.keys = {fresh};
    kiosk.repo.delegations["keys"][fresh.id] = fresh.json;
    kiosk.repo.delegations["roles"][0]["keyids"] = {fresh.id};
    kiosk.repo.roles["snapshot"].keys = {TestKey::make()};
    kiosk.repo.publish_root();
    kiosk.repo.publish();
    CHECK(kiosk.target("lyon/head") == "Lyon");
    CHECK(Json::parse(kiosk.kept("lyon"))["signed"]["version"] == 3);
}

TEST_CASE("attack: fast-forward; a new key under the old key's id is a replaced key") {
    TufKiosk kiosk;
    auto& role = kiosk.repo.roles["timestamp"];
    role.keys.push_back(TestKey::make());  // goes on, so that what is kept still verifies
    kiosk.repo.publish_root();
    role.version = 1000;
    kiosk.repo.publish_timestamp();
    REQUIRE(kiosk.outcome() == "ok");
    auto fresh = TestKey::make();
    fresh.id = role.keys[0].id;
    role.keys[0] = fresh;
    role.version = 1;
    kiosk.repo.publish_root();
    kiosk.repo.publish_timestamp();
    CHECK(kiosk.outcome() == "ok");
    CHECK(kiosk.versions()[1] == 2);
}

TEST_CASE("attack: replay while a key gets another id, which replaces no key") {
    TufKiosk kiosk;
    auto& role = kiosk.repo.roles["timestamp"];
    role.keys.push_back(TestKey::make());
    kiosk.repo.publish_root();
    kiosk.repo.publish();
    const auto old = kiosk.repo.read("metadata/timestamp.json");
    kiosk.repo.publish_timestamp();
    REQUIRE(kiosk.outcome() == "ok");
    role.keys[0] = role.keys[0].named({{"x-note", "renamed"}});
    kiosk.repo.publish_root();
    kiosk.http.answer("metadata/timestamp.json", 200, old);
    CHECK(kiosk.outcome() == "rollback");
}

TEST_CASE("attack: metadata of a later specification, in any role, signed as it should be") {
    TufKiosk kiosk;
    kiosk.repo.announces_hashes = false;
    kiosk.repo.delegate("targets", "contenu", {{"paths", {"*"}}});
    kiosk.repo.add_target("x", "content", "contenu");
    kiosk.repo.publish();
    kiosk.repo.publish_root();
    auto& repo = kiosk.repo;
    const std::string role = GENERATE("root", "timestamp", "snapshot", "targets", "contenu");
    const auto with = [&](const std::string& version) {
        auto content = role == "root"        ? repo.root_content()
                       : role == "timestamp" ? repo.timestamp_content()
                       : role == "snapshot"  ? repo.snapshot_content()
                       : role == "targets"   ? repo.targets_content()
                                             : repo.delegate_content("contenu");
        content["spec_version"] = version;
        const auto& keys = role == "contenu" ? repo.delegates[role].keys : repo.roles[role].keys;
        repo.put(repo.file(role), TufRepository::signed_text(content, keys));
        return kiosk.target("x");
    };
    CHECK(with("2.0.0") == "unsupported");
    CHECK(with("0.9.0") == "unsupported");
    CHECK(with("10.0.0") == "unsupported");
    CHECK(with("") == "bad_format");
    CHECK(with("1") == "bad_format");
    CHECK(with("1.x.0") == "bad_format");
    CHECK(with("1.0.99") == "content");
}
