// SPDX-License-Identifier: GPL-3.0-or-later
// Which role may speak for which target, and what delegations the client reads at all.
#include "sync/trust/delegations.hpp"

#include <catch2/catch.hpp>

#include "tests/support/temp_dir.hpp"
#include "tests/support/tuf_repository.hpp"

using namespace accueil;
using base::Json;
using support::TufRepository;
using trust::matches_pattern;

namespace {

std::vector<std::string> names(const std::vector<trust::Delegation>& delegations) {
    std::vector<std::string> out;
    for (const auto& delegation : delegations)
        out.push_back(delegation.name);
    return out;
}

// Of targets metadata that differ in "delegations", signed well: "ok", or the error's code.
std::string read_code(const Json& delegations) {
    const Json content{{"_type", "targets"},
                       {"spec_version", "1.0.34"},
                       {"version", 1},
                       {"expires", "2027-06-01T00:00:00Z"},
                       {"targets", Json::object()},
                       {"delegations", delegations}};
    const auto envelope = trust::Envelope::parse(TufRepository::signed_text(content, {}));
    REQUIRE(envelope);
    const auto read = trust::read_targets(*envelope);
    return read ? "ok" : base::to_string(read.error().code);
}

Json delegation(const Json& changes = Json::object()) {
    Json role{{"name", "contenu"}, {"keyids", {"a"}}, {"threshold", 1}, {"paths", {"*"}}};
    role.update(changes);
    return {{"keys", Json::object()}, {"roles", {role}}};
}

}  // namespace

TEST_CASE("patterns match as the specification's examples do") {
    CHECK(matches_pattern("targets/*.tgz", "targets/foo.tgz"));
    CHECK(matches_pattern("targets/*.tgz", "targets/bar.tgz"));
    CHECK_FALSE(matches_pattern("targets/*.tgz", "targets/foo.txt"));
    CHECK(matches_pattern("foo-version-?.tgz", "foo-version-2.tgz"));
    CHECK(matches_pattern("foo-version-?.tgz", "foo-version-a.tgz"));
    CHECK_FALSE(matches_pattern("foo-version-?.tgz", "foo-version-alpha.tgz"));
    CHECK(matches_pattern("*.tgz", "foo.tgz"));
    CHECK_FALSE(matches_pattern("*.tgz", "targets/foo.tgz"));
    CHECK(matches_pattern("foo.tgz", "foo.tgz"));
    CHECK_FALSE(matches_pattern("foo.tgz", "bar/foo.tgz"));
    CHECK_FALSE(matches_pattern("foo.tgz", "foo.tgz2"));
}

TEST_CASE("no wildcard reaches over a slash") {
    CHECK_FALSE(matches_pattern("*", "a/b"));
    CHECK_FALSE(matches_pattern("**", "a/b"));
    CHECK_FALSE(matches_pattern("a?b", "a/b"));
    CHECK_FALSE(matches_pattern("a[/]b", "a/b"));
    CHECK_FALSE(matches_pattern("a[!x]b", "a/b"));
    CHECK_FALSE(matches_pattern("a[.-0]b", "a/b"));
    CHECK_FALSE(matches_pattern("lyon/*", "lyon/../nantes/x"));
    CHECK_FALSE(matches_pattern("lyon/*", "lyon//x"));
    CHECK(matches_pattern("*/*", "a/b"));
    CHECK_FALSE(matches_pattern("*/*", "a/b/c"));
    CHECK(matches_pattern("a*/*c", "ab/bc"));
}

TEST_CASE("patterns match whole names, by case and by code point") {
    CHECK(matches_pattern("", ""));
    CHECK(matches_pattern("*", ""));
    CHECK_FALSE(matches_pattern("", "a"));
    CHECK_FALSE(matches_pattern("?", ""));
    CHECK_FALSE(matches_pattern("a", "A"));
    CHECK(matches_pattern("caf?", "café"));
    CHECK(matches_pattern("caf[à-ü]", "café"));
    CHECK_FALSE(matches_pattern("caf??", "café"));
    CHECK(matches_pattern("*é*é", "étéé"));
    CHECK(matches_pattern("a*b*c", "a-b-b-c"));
    CHECK_FALSE(matches_pattern("a*b*c", "a-b-b-d"));
    CHECK(matches_pattern(".*", ".hidden"));
    CHECK(matches_pattern("*", ".hidden"));
}

TEST_CASE("brackets are sets; one that never closes is a character") {
    CHECK(matches_pattern("[abc]", "b"));
    CHECK_FALSE(matches_pattern("[abc]", "d"));
    CHECK(matches_pattern("[a-c]x", "bx"));
    CHECK(matches_pattern("[!a-c]x", "dx"));
    CHECK_FALSE(matches_pattern("[!a-c]x", "bx"));
    CHECK(matches_pattern("[]]", "]"));
    CHECK(matches_pattern("[a-]", "-"));
    CHECK(matches_pattern("[a", "[a"));
    CHECK_FALSE(matches_pattern("[a", "a"));
    CHECK(matches_pattern("*[0-9]", "rev7"));
}

TEST_CASE("attack: a pattern made to take for ever takes no time") {
    std::string pattern;
    for (int star = 0; star < 2000; ++star)
        pattern += "*a";
    CHECK_FALSE(matches_pattern(pattern + "b", std::string(4000, 'a')));
    CHECK(matches_pattern(pattern, std::string(4000, 'a')));
}

TEST_CASE("a hash prefix covers the names whose SHA-256 begins so") {
    trust::Delegation delegation;
    const std::string name = "feed/head";
    const auto hash = base::to_hex(base::sha256(name));
    CHECK_FALSE(covers(delegation, name));
    for (const std::size_t length : {0U, 1U, 8U, 64U}) {
        delegation.hash_prefixes = {"0123456789", hash.substr(0, length)};
        CHECK(covers(delegation, name));
    }
    delegation.hash_prefixes = {hash + "0"};
    CHECK_FALSE(covers(delegation, name));
    delegation.hash_prefixes = {hash.substr(1, 8)};
    CHECK_FALSE(covers(delegation, name));
    // What is signed may be in capitals.
    auto shouted = hash.substr(0, 12);
    std::transform(shouted.begin(), shouted.end(), shouted.begin(), [](char c) { return std::toupper(c); });
    const auto content = TufRepository::signed_text({{"_type", "targets"},
                                                     {"spec_version", "1.0.34"},
                                                     {"version", 1},
                                                     {"expires", "2027-06-01T00:00:00Z"},
                                                     {"targets", Json::object()},
                                                     {"delegations",
                                                      {{"keys", Json::object()},
                                                       {"roles",
                                                        {{{"name", "a"},
                                                          {"keyids", Json::array()},
                                                          {"threshold", 1},
                                                          {"path_hash_prefixes", {shouted}}}}}}}},
                                                    {});
    const auto role = trust::read_targets(trust::Envelope::parse(content).value()).value();
    CHECK(names(delegated_for(role.delegations, name)) == std::vector<std::string>{"a"});
    CHECK(delegated_for(role.delegations, "feed/other").empty());
}

TEST_CASE("hash bins are called and filled as TAP 15 says") {
    trust::Delegations delegations;
    delegations.bins = trust::HashBins{{{"a"}, 2}, 1, "bin"};
    // sha256("foo") = 2c26b46b…, sha256("bar") = fcde2b2e…
    const auto bin = [&](int bits, const std::string& name) {
        delegations.bins->bit_length = bits;
        const auto found = delegated_for(delegations, name);
        REQUIRE(found.size() == 1);
        CHECK(found[0].terminating);
        CHECK(found[0].role.threshold == 2);
        return found[0].name;
    };
    CHECK(bin(1, "foo") == "bin-0");
    CHECK(bin(1, "bar") == "bin-1");
    CHECK(bin(4, "foo") == "bin-2");
    CHECK(bin(5, "foo") == "bin-05");
    CHECK(bin(5, "bar") == "bin-1f");
    CHECK(bin(8, "bar") == "bin-fc");
    CHECK(bin(10, "foo") == "bin-0b0");
    CHECK(bin(32, "foo") == "bin-2c26b46b");
}

TEST_CASE("delegations come in order, up to the first terminating one") {
    trust::Delegations delegations;
    const auto add = [&](const char* name, const char* pattern, bool terminating) {
        delegations.roles.push_back({name, {{"a"}, 1}, terminating, {pattern}, {}});
    };
    add("a", "lyon/*", false);
    add("b", "nantes/*", true);
    add("c", "*/*", false);
    add("d", "lyon/?", true);
    add("e", "*/*", false);
    CHECK(names(delegated_for(delegations, "lyon/x")) == std::vector<std::string>{"a", "c", "d"});
    CHECK(names(delegated_for(delegations, "nantes/x")) == std::vector<std::string>{"b"});
    CHECK(names(delegated_for(delegations, "brest/xx")) == std::vector<std::string>{"c", "e"});
    CHECK(delegated_for(delegations, "x").empty());
}

TEST_CASE("attack: a role called as a top-level one, or so that its file is another's, is refused") {
    for (const char* name : {"root", "timestamp", "snapshot", "targets", ""})
        CHECK(read_code(delegation({{"name", name}})) == "bad_format");
    CHECK(read_code(delegation({{"name", std::string(201, 'a')}})) == "bad_format");
    CHECK(read_code(delegation({{"name", std::string(70, '/')}})) == "bad_format");
    CHECK(read_code(delegation({{"name", std::string(200, 'a')}})) == "ok");
    CHECK(trust::file_name("../root") == "..%2Froot.json");
    CHECK(trust::file_name("a%2Fb") != trust::file_name("a/b"));
    CHECK(trust::file_name(std::string("a\0b", 3)) == "a%00b.json");
    CHECK(trust::file_name("déléguée") == "d%C3%A9l%C3%A9gu%C3%A9e.json");
}

TEST_CASE("delegations with a wrong type or field are refused") {
    CHECK(read_code(delegation()) == "ok");
    CHECK(read_code(delegation({{"terminating", true}, {"x-note", 1}})) == "ok");
    CHECK(read_code(delegation({{"threshold", 0}})) == "bad_format");
    CHECK(read_code(delegation({{"threshold", "1"}})) == "bad_format");
    CHECK(read_code(delegation({{"keyids", {"a", "a"}}})) == "bad_format");
    CHECK(read_code(delegation({{"terminating", 1}})) == "bad_format");
    CHECK(read_code(delegation({{"paths", "*"}})) == "bad_format");
    CHECK(read_code(delegation({{"paths", {1}}})) == "bad_format");
    CHECK(read_code(delegation({{"path_hash_prefixes", {"ab"}}})) == "bad_format");
    auto hashes = delegation();
    hashes["roles"][0].erase("paths");
    CHECK(read_code(hashes) == "ok");  // covers nothing
    hashes["roles"][0]["path_hash_prefixes"] = {"0aF"};
    CHECK(read_code(hashes) == "ok");
    hashes["roles"][0]["path_hash_prefixes"] = {"xyz"};
    CHECK(read_code(hashes) == "bad_format");

    auto twice = delegation();
    twice["roles"].push_back(twice["roles"][0]);
    CHECK(read_code(twice) == "bad_format");
    CHECK(read_code({{"keys", Json::object()}}) == "bad_format");
    CHECK(read_code({{"roles", Json::array()}}) == "bad_format");
    CHECK(read_code({{"keys", Json::object()}, {"roles", Json::object()}}) == "bad_format");
    CHECK(read_code(Json::array()) == "bad_format");

    Json bins{{"keyids", {"a"}}, {"threshold", 1}, {"bit_length", 32}, {"name_prefix", "bin"}};
    const auto with_bins = [&](const char* name, const Json& value) {
        auto changed = bins;
        changed[name] = value;
        return read_code({{"keys", Json::object()}, {"succinct_roles", changed}});
    };
    CHECK(with_bins("bit_length", 32) == "ok");
    CHECK(with_bins("bit_length", 33) == "bad_format");
    CHECK(with_bins("bit_length", 0) == "bad_format");
    CHECK(with_bins("name_prefix", 1) == "bad_format");
    CHECK(with_bins("name_prefix", std::string(200, 'a')) == "bad_format");
    CHECK(with_bins("threshold", 0) == "bad_format");
    auto both = delegation();
    both["succinct_roles"] = bins;
    CHECK(read_code(both) == "bad_format");
}

TEST_CASE("keys of kinds that are not known here may stand in metadata; they sign nothing") {
    auto unknown = delegation();
    unknown["keys"]["a"] = {
        {"keytype", "sigstore-oidc"}, {"scheme", "Fulcio"}, {"keyval", {{"identity", "x"}}}};
    CHECK(read_code(unknown) == "ok");
    unknown["keys"]["a"]["keyval"] = "x";
    CHECK(read_code(unknown) == "bad_format");
}
