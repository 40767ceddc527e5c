// SPDX-License-Identifier: GPL-3.0-or-later
// The search for a target through delegated roles: whom the client asks, in which order, and what it keeps.
#include <catch2/catch.hpp>

#include "sync/trust/delegations.hpp"
#include "tests/support/tuf_kiosk.hpp"

using namespace accueil;
using base::ErrorCode;
using support::Json;
using support::TestKey;
using support::TufKiosk;
using support::TufRepository;
using Roles = std::vector<std::string>;

namespace {

Json paths(const char* pattern, bool terminating = false) {
    return {{"paths", {pattern}}, {"terminating", terminating}};
}

}  // namespace

TEST_CASE("a delegated role's target comes verified, and says whose it is") {
    TufKiosk kiosk;
    kiosk.repo.consistent = GENERATE(true, false);
    kiosk.repo.publish_root();
    kiosk.repo.announces_hashes = GENERATE(true, false);
    kiosk.repo.delegate("targets", "contenu", paths("feed/*"));
    kiosk.repo.add_target("feed/head", "the head", "contenu");
    kiosk.repo.add_target("plain", "x");
    kiosk.repo.publish();
    CHECK(kiosk.target("feed/head") == "the head");
    CHECK(kiosk.asked_roles() == Roles{kiosk.repo.consistent ? "1.contenu" : "contenu"});
    CHECK(kiosk.kept("contenu") == kiosk.repo.read(kiosk.repo.file("contenu")));

    auto client = kiosk.client().value();
    REQUIRE(client.refresh());
    CHECK(client.find_target("feed/head")->role == "contenu");
    CHECK(client.find_target("plain")->role == "targets");
    CHECK(client.find_target("feed/other").error().code == ErrorCode::not_found);
}

TEST_CASE("a role that was asked is not asked again until it changes") {
    TufKiosk kiosk;
    kiosk.repo.delegate("targets", "contenu", paths("feed/*"));
    kiosk.repo.add_target("feed/head", "the head", "contenu");
    kiosk.repo.publish();
    REQUIRE(kiosk.target("feed/head") == "the head");
    CHECK(kiosk.target("feed/head") == "the head");
    CHECK(kiosk.asked_roles().empty());
    kiosk.repo.add_target("feed/head", "another head", "contenu");
    kiosk.repo.publish_delegate("contenu");
    kiosk.repo.publish_snapshot();
    kiosk.repo.publish_timestamp();
    CHECK(kiosk.target("feed/head") == "another head");
    CHECK(kiosk.asked_roles() == Roles{"2.contenu"});
    // Within one refresh too: the file is neither fetched nor read twice.
    auto client = kiosk.client().value();
    REQUIRE(client.refresh());
    REQUIRE(client.find_target("feed/head"));
    std::filesystem::remove(kiosk.folder() / "contenu.json");
    kiosk.http.requests.clear();
    CHECK(client.find_target("feed/head"));
    CHECK(kiosk.http.requests.empty());
}

TEST_CASE("a refresh tells of news in a delegated role, before it is asked") {
    TufKiosk kiosk;
    kiosk.repo.delegate("targets", "contenu", paths("*"));
    kiosk.repo.publish();
    REQUIRE(kiosk.refresh());
    CHECK_FALSE(kiosk.refresh()->changed);
    kiosk.repo.publish_delegate("contenu");
    kiosk.repo.publish_snapshot();
    kiosk.repo.publish_timestamp();
    CHECK(kiosk.refresh()->changed);
    CHECK_FALSE(kiosk.refresh()->changed);
}

TEST_CASE("roles are asked depth first, in order, each once, and cycles end") {
    TufKiosk kiosk;
    auto& repo = kiosk.repo;
    for (const char* name : {"a", "b"})
        repo.delegate("targets", name, paths("*"));
    repo.delegate("a", "c", paths("*"));
    repo.delegate("a", "elsewhere", paths("x/*"));
    repo.delegate("c", "a", paths("*"));
    repo.delegate("c", "d", paths("*"));
    repo.delegate("d", "d", paths("*"));
    repo.delegate("b", "c", paths("*"));
    repo.delegate("b", "e", paths("*"));
    repo.publish();
    CHECK(kiosk.target("nowhere") == "not_found");
    CHECK(kiosk.asked_roles() == Roles{"1.a", "1.c", "1.d", "1.b", "1.e"});
    // The first that speaks has the word.
    repo.add_target("said twice", "by d", "d");
    repo.add_target("said twice", "by e", "e");
    repo.publish();
    CHECK(kiosk.target("said twice") == "by d");
}

TEST_CASE("a terminating delegation has the last word, though it says nothing") {
    TufKiosk kiosk;
    auto& repo = kiosk.repo;
    repo.delegate("targets", "a", paths("*"));
    repo.delegate("targets", "late", paths("*"));
    repo.delegate("a", "first", paths("*"));
    repo.delegate("a", "last", paths("*", true));
    repo.delegate("a", "after", paths("*"));
    repo.delegate("last", "within", paths("*"));
    repo.add_target("secret", "by late", "late");
    repo.add_target("known", "by within", "within");
    repo.publish();
    CHECK(kiosk.target("secret") == "not_found");
    CHECK(kiosk.asked_roles() == Roles{"1.a", "1.first", "1.last", "1.within"});
    CHECK(kiosk.target("known") == "by within");
}

TEST_CASE("attack: delegations without end stop at the limit") {
    TufKiosk kiosk;
    auto& repo = kiosk.repo;
    std::string from = "targets";
    for (int depth = 1; depth <= 40; ++depth) {
        const auto name = "role" + std::to_string(depth);
        repo.delegate(from, name, paths("*"));
        from = name;
    }
    repo.add_target("at 32", "still", "role32");
    repo.add_target("at 33", "too deep", "role33");
    repo.publish();
    CHECK(kiosk.target("at 33") == "not_found");
    CHECK(kiosk.asked_roles().size() == 32);
    CHECK(kiosk.target("at 32") == "still");
    kiosk.limits.delegated_roles = 0;
    CHECK(kiosk.target("at 32") == "not_found");
    CHECK(kiosk.asked_roles().empty());
}

TEST_CASE("names dealt out by hash prefixes are found where they are, and nowhere else") {
    TufKiosk kiosk;
    auto& repo = kiosk.repo;
    // sha256("foo") = 2c26…, sha256("bar") = fcde…
    repo.delegate("targets", "low", {{"path_hash_prefixes", {"0", "1", "2c"}}});
    repo.delegate("targets", "high", {{"path_hash_prefixes", {"f"}}});
    repo.add_target("foo", "by low", "low");
    repo.add_target("bar", "by low, who may not", "low");
    repo.publish();
    CHECK(kiosk.target("foo") == "by low");
    CHECK(kiosk.asked_roles() == Roles{"1.low"});
    CHECK(kiosk.target("bar") == "not_found");
    CHECK(kiosk.asked_roles() == Roles{"1.high"});
}

TEST_CASE("hash bins: one role is asked, whatever their number, and a bin speaks for its own names alone") {
    TufKiosk kiosk;
    auto& repo = kiosk.repo;
    repo.delegate_bins("targets", 5, "bin");
    repo.add_target("foo", "in its bin", "bin-05");
    repo.add_target("bar", "in another's bin", "bin-05");
    repo.publish();
    CHECK(kiosk.target("foo") == "in its bin");
    CHECK(kiosk.asked_roles() == Roles{"1.bin-05"});
    CHECK(kiosk.target("bar") == "not_found");
    CHECK(kiosk.asked_roles() == Roles{"1.bin-1f"});
    SECTION("signed by another key") {
        repo.delegates["bin-1f"].keys = {TestKey::make()};
        repo.publish();
        CHECK(kiosk.target("bar") == "bad_signature");
    }
    SECTION("below a delegated role") {
        repo.delegations = nullptr;
        repo.delegate("targets", "packs", paths("*"));
        repo.delegates["packs"].delegations = nullptr;
        repo.delegate_bins("packs", 1, "pack");
        repo.add_target("foo", "in a bin of packs", "pack-0");
        repo.publish();
        CHECK(kiosk.target("foo") == "in a bin of packs");
        CHECK(kiosk.asked_roles() == Roles{"1.packs", "1.pack-0"});
    }
}

TEST_CASE("a role of any name is asked for and kept by its encoded name") {
    TufKiosk kiosk;
    const std::string name = GENERATE("?", "#", "/slash", "déléguée à 100 %", "a.b", "root.json");
    kiosk.repo.delegate("targets", name, paths("*"));
    kiosk.repo.add_target("x", "by " + name, name);
    kiosk.repo.publish();
    CHECK(kiosk.target("x") == "by " + name);
    const auto file = kiosk.folder() / trust::file_name(name);
    CHECK(std::filesystem::is_regular_file(file));
    CHECK(file.parent_path() == kiosk.folder());
    CHECK(kiosk.target("x") == "by " + name);
    CHECK(kiosk.asked_roles().empty());
}

TEST_CASE("what is kept of roles that the snapshot or another root's keys no longer list goes away") {
    TufKiosk kiosk;
    auto& repo = kiosk.repo;
    repo.delegate("targets", "contenu", paths("*"));
    repo.publish();
    REQUIRE(kiosk.target("x") == "not_found");
    REQUIRE_FALSE(kiosk.kept("contenu").empty());
    SECTION("the snapshot") {
        repo.delegates.clear();
        repo.delegations = nullptr;
        repo.roles["snapshot"].keys = {TestKey::make()};
        repo.publish_root();
        repo.publish();
        REQUIRE(kiosk.outcome() == "ok");
    }
    SECTION("another root") {
        const support::TempDir elsewhere;
        support::TufRepository other(elsewhere.path());
        REQUIRE(kiosk.install(other.read("metadata/1.root.json")) == trust::Installed::anew);
    }
    CHECK(kiosk.kept("contenu").empty());
    CHECK(std::filesystem::exists(kiosk.folder() / "root.installed"));
}

TEST_CASE("a kept delegated role that was damaged is fetched again") {
    TufKiosk kiosk;
    kiosk.repo.announces_hashes = GENERATE(true, false);
    kiosk.repo.delegate("targets", "contenu", paths("*"));
    kiosk.repo.add_target("x", "content", "contenu");
    kiosk.repo.publish();
    REQUIRE(kiosk.target("x") == "content");
    auto file = Json::parse(kiosk.kept("contenu"));
    SECTION("no longer JSON") {
        REQUIRE(base::write_file_durably(kiosk.folder() / "contenu.json", "{"));
    }
    SECTION("well formed, not signed") {
        file["signed"]["targets"]["x"]["length"] = 1;
        REQUIRE(base::write_file_durably(kiosk.folder() / "contenu.json", file.dump()));
    }
    CHECK(kiosk.target("x") == "content");
    CHECK(kiosk.asked_roles() == Roles{"1.contenu"});
}

TEST_CASE("expiry is judged at the time when the update began") {
    TufKiosk kiosk;
    kiosk.repo.delegate("targets", "contenu", paths("*")).expires = "2026-11-24T00:00:00Z";
    kiosk.repo.add_target("x", "content", "contenu");
    kiosk.repo.publish();
    kiosk.clock.set_wall("2026-11-23T23:59:59Z");
    auto client = kiosk.client().value();
    REQUIRE(client.refresh());
    kiosk.clock.set_wall("2026-11-25T00:00:00Z");
    CHECK(client.target("x", 100)->view() == "content");
    REQUIRE(client.refresh());
    CHECK(client.target("x", 100).error().code == ErrorCode::expired);
}

TEST_CASE("metadata and targets may be served from two places") {
    TufKiosk kiosk;
    kiosk.repo.add_target("x", "content");
    kiosk.repo.publish();
    auto client = trust::Client::create(kiosk.folder(), kiosk.http, kiosk.clock,
                                        {kiosk.http.base_url() + "/metadata//", "http://feed.test/targets"})
                      .value();
    REQUIRE(client.refresh());
    CHECK(client.target("x", 100)->view() == "content");
}
