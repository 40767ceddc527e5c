// SPDX-License-Identifier: GPL-3.0-or-later
// A TUF repository that a test bends at will: any version, key, threshold or date, signed for real. It shares
// no code with the publisher, so that one checks the other. One thread.
#pragma once

#include <sodium.h>

#include <array>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "sync/base/digest.hpp"
#include "sync/base/json.hpp"

namespace accueil::support {

using base::Json;

struct TestKey {
    std::array<unsigned char, crypto_sign_PUBLICKEYBYTES> open{};
    std::array<unsigned char, crypto_sign_SECRETKEYBYTES> secret{};
    Json json;
    std::string id;

    /// A new key; `extra` are fields beside TUF's own.
    static TestKey make(const Json& extra = Json::object()) {
        TestKey key;
        crypto_sign_keypair(key.open.data(), key.secret.data());
        return key.named(extra);
    }
    /// The same key under the other id that other fields give it.
    TestKey named(const Json& extra) const {
        TestKey key = *this;
        const std::string_view bytes(reinterpret_cast<const char*>(open.data()), open.size());
        key.json = {
            {"keytype", "ed25519"}, {"scheme", "ed25519"}, {"keyval", {{"public", base::to_hex(bytes)}}}};
        key.json.update(extra);
        key.id = base::to_hex(base::sha256(base::canonical_json(key.json).value()));
        return key;
    }
    Json sign(const Json& content) const {
        const auto bytes = base::canonical_json(content).value();
        std::string signature(crypto_sign_BYTES, '\0');
        crypto_sign_detached(reinterpret_cast<unsigned char*>(signature.data()), nullptr,
                             reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
                             secret.data());
        return {{"keyid", id}, {"sig", base::to_hex(signature)}};
    }
};

class TufRepository {
  public:
    struct Role {
        std::vector<TestKey> keys;
        int threshold = 1;
        std::int64_t version = 0;
        std::string expires = "2027-06-01T00:00:00Z";
    };

    /// A role that targets or another such role delegates to.
    struct Delegate : Role {
        Json targets = Json::object();
        Json delegations = nullptr;
    };

    explicit TufRepository(std::filesystem::path public_folder) : folder(std::move(public_folder)) {
        std::filesystem::create_directories(folder / "metadata");
        std::filesystem::create_directories(folder / "targets");
        for (const char* name : {"root", "timestamp", "snapshot", "targets"})
            roles[name].keys = {TestKey::make()};
        publish_root();
        publish();
    }

    std::filesystem::path folder;
    std::map<std::string, Role> roles;
    Json targets = Json::object();
    Json delegations = nullptr;  ///< of targets; delegate() fills it, a test bends it
    std::map<std::string, Delegate> delegates;
    Json extra_meta = Json::object();  ///< further entries of the snapshot
    bool consistent = true;
    bool announces_hashes = true;  ///< length and hashes in timestamp and snapshot

    /// `from` ("targets" or a delegate) lets `name` speak for what `how` says ({"paths": […]},
    /// "terminating"…); a key is made with the first delegation to it.
    Delegate& delegate(const std::string& from, const std::string& name, const Json& how) {
        auto& to = delegates[name];
        if (to.keys.empty()) to.keys = {TestKey::make()};
        Json entry{{"name", name}, {"threshold", to.threshold}, {"terminating", false}};
        Json& list = delegations_of(from);
        entry["keyids"] = add_keys(list, to.keys);
        entry.update(how);
        list["roles"].push_back(entry);
        return to;
    }
    /// Bins for all names, all signed by one key; each has to be filled and published by its name.
    void delegate_bins(const std::string& from, int bit_length, const std::string& prefix) {
        const std::vector keys{TestKey::make()};
        Json& list = delegations_of(from);
        list.erase("roles");
        list["succinct_roles"] = {{"keyids", add_keys(list, keys)},
                                  {"threshold", 1},
                                  {"bit_length", bit_length},
                                  {"name_prefix", prefix}};
        const int digits = (bit_length + 3) / 4;
        for (int bin = 0; bin < 1 << bit_length; ++bin) {
            char number[9];
            std::snprintf(number, sizeof number, "%08x", static_cast<unsigned>(bin));
            delegates[prefix + "-" + (number + 8 - digits)].keys = keys;
        }
    }

    void add_target(const std::string& name, const std::string& bytes, const std::string& role = "targets") {
        const auto hash = base::to_hex(base::sha256(bytes));
        (role == "targets" ? targets : delegates.at(role).targets)[name] = {{"length", bytes.size()},
                                                                            {"hashes", {{"sha256", hash}}}};
        const auto slash = name.rfind('/') + 1;  // 0 when there is none
        put("targets/" + name.substr(0, slash) + (consistent ? hash + "." : "") + name.substr(slash), bytes);
    }

    /// A new root version, signed by today's root keys and by `others` (those of the root before).
    void publish_root(const std::vector<TestKey>& others = {}) {
        ++roles["root"].version;
        auto signers = roles["root"].keys;
        signers.insert(signers.end(), others.begin(), others.end());
        put("metadata/" + std::to_string(roles["root"].version) + ".root.json",
            signed_text(root_content(), signers));
    }
    /// New versions of delegates, targets, snapshot and timestamp.
    void publish() {
        for (const auto& [name, delegate] : delegates)
            publish_delegate(name);
        publish_targets();
        publish_snapshot();
        publish_timestamp();
    }
    void publish_targets() {
        ++roles["targets"].version;
        put(file("targets"), signed_text(targets_content(), roles["targets"].keys));
    }
    void publish_delegate(const std::string& name) {
        auto& role = delegates.at(name);
        ++role.version;
        put(file(name), signed_text(delegate_content(name), role.keys));
    }
    void publish_snapshot() {
        ++roles["snapshot"].version;
        put(file("snapshot"), signed_text(snapshot_content(), roles["snapshot"].keys));
    }
    void publish_timestamp() {
        ++roles["timestamp"].version;
        put(file("timestamp"), signed_text(timestamp_content(), roles["timestamp"].keys));
    }

    Json root_content() const {
        Json content = head("root");
        content["consistent_snapshot"] = consistent;
        content["keys"] = Json::object();
        for (const auto& [name, role] : roles) {
            Json ids = Json::array();
            for (const auto& key : role.keys) {
                content["keys"][key.id] = key.json;
                ids.push_back(key.id);
            }
            content["roles"][name] = {{"keyids", ids}, {"threshold", role.threshold}};
        }
        return content;
    }
    Json targets_content() const {
        Json content = head("targets");
        content["targets"] = targets;
        if (!delegations.is_null()) content["delegations"] = delegations;
        return content;
    }
    Json delegate_content(const std::string& name) const {
        const auto& role = delegates.at(name);
        Json content = head("targets", role);
        content["targets"] = role.targets;
        if (!role.delegations.is_null()) content["delegations"] = role.delegations;
        return content;
    }
    Json snapshot_content() const {
        Json content = head("snapshot");
        content["meta"]["targets.json"] = describe("targets");
        for (const auto& [name, role] : delegates)
            if (role.version > 0) content["meta"][name + ".json"] = describe(name);
        content["meta"].update(extra_meta);
        return content;
    }
    Json timestamp_content() const {
        Json content = head("timestamp");
        content["meta"]["snapshot.json"] = describe("snapshot");
        return content;
    }

    /// Where a role's latest version is, below the feed.
    std::string file(const std::string& role) const {
        const bool versioned = role == "root" || (consistent && role != "timestamp");
        return "metadata/" + (versioned ? std::to_string(role_of(role).version) + "." : "") + role + ".json";
    }

    static std::string signed_text(const Json& content, const std::vector<TestKey>& keys) {
        Json signatures = Json::array();
        for (const auto& key : keys)
            signatures.push_back(key.sign(content));
        return Json{{"signed", content}, {"signatures", signatures}}.dump();
    }

    void put(const std::string& path, const std::string& bytes) const {
        std::filesystem::create_directories((folder / path).parent_path());
        std::ofstream(folder / path, std::ios::binary | std::ios::trunc) << bytes;
    }
    std::string read(const std::string& path) const {
        std::ifstream stream(folder / path, std::ios::binary);
        return {std::istreambuf_iterator<char>(stream), {}};
    }

  private:
    const Role& role_of(const std::string& name) const {
        const auto found = delegates.find(name);
        return found == delegates.end() ? roles.at(name) : found->second;
    }
    Json& delegations_of(const std::string& role) {
        Json& list = role == "targets" ? delegations : delegates.at(role).delegations;
        if (list.is_null()) list = {{"keys", Json::object()}, {"roles", Json::array()}};
        return list;
    }
    static Json add_keys(Json& list, const std::vector<TestKey>& keys) {
        Json ids = Json::array();
        for (const auto& key : keys) {
            list["keys"][key.id] = key.json;
            ids.push_back(key.id);
        }
        return ids;
    }
    Json head(const char* name) const { return head(name, roles.at(name)); }
    static Json head(const char* type, const Role& role) {
        return {{"_type", type},
                {"spec_version", "1.0.34"},
                {"version", role.version},
                {"expires", role.expires}};
    }
    Json describe(const std::string& name) const {
        Json meta{{"version", role_of(name).version}};
        if (announces_hashes) {
            const auto bytes = read(file(name));
            meta["length"] = bytes.size();
            meta["hashes"]["sha256"] = base::to_hex(base::sha256(bytes));
        }
        return meta;
    }
};

}  // namespace accueil::support
