// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/trust/metadata.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "sync/base/digest.hpp"
#include "sync/base/strings.hpp"
#include "sync/trust/delegations.hpp"

namespace accueil::trust {

using base::ErrorCode;
using base::fail;
using base::Json;
using base::Result;

namespace {

// What every JSON reader holds exactly; past it a version could not be counted on.
constexpr std::int64_t kMostWhole = std::int64_t{1} << 53;

tl::unexpected<base::Error> wrong(const std::string& what) {
    return fail(ErrorCode::bad_format, what);
}

Result<const Json*> member(const Json& object, const char* name) {
    if (!object.is_object()) return wrong("an object was expected around \"" + std::string(name) + "\"");
    const auto found = object.find(name);
    if (found == object.end()) return wrong("\"" + std::string(name) + "\" is missing");
    return &*found;
}

Result<const Json*> object_member(const Json& object, const char* name) {
    const Json* value = TRY(member(object, name));
    if (!value->is_object()) return wrong("\"" + std::string(name) + "\" is not an object");
    return value;
}

Result<const Json*> list_member(const Json& object, const char* name) {
    const Json* value = TRY(member(object, name));
    if (!value->is_array()) return wrong("\"" + std::string(name) + "\" is not a list");
    return value;
}

Result<std::string> text_member(const Json& object, const char* name) {
    const Json* value = TRY(member(object, name));
    if (!value->is_string()) return wrong("\"" + std::string(name) + "\" is not a text");
    return value->get<std::string>();
}

Result<std::int64_t> whole_member(const Json& object, const char* name, std::int64_t least) {
    const Json* value = TRY(member(object, name));
    // is_number_integer is true for unsigned values too, which may pass what an int64 holds.
    if (!value->is_number_integer() ||
        (value->is_number_unsigned() && value->get<std::uint64_t>() > std::uint64_t{kMostWhole}))
        return wrong("\"" + std::string(name) + "\" is not a whole number that can be");
    const auto whole = value->get<std::int64_t>();
    if (whole < least) return wrong("\"" + std::string(name) + "\" is less than " + std::to_string(least));
    return whole;
}

Result<void> check_spec_version(const std::string& text) {
    const auto parts = base::split(text, '.');
    const auto is_whole = [](const std::string& part) {
        return !part.empty() && part.size() < 10 &&
               std::all_of(part.begin(), part.end(), [](char c) { return c >= '0' && c <= '9'; });
    };
    if ((parts.size() != 2 && parts.size() != 3) || !std::all_of(parts.begin(), parts.end(), is_whole))
        return wrong("spec_version \"" + text + "\" is no version");
    if (parts.front() != "1")
        return fail(ErrorCode::unsupported, "spec_version " + text + ", where 1.x is known");
    return {};
}

Result<RoleHead> read_head(const Json& content, const char* type) {
    const auto found = TRY(text_member(content, "_type"));
    if (found != type) return wrong("_type is \"" + found + "\" where \"" + type + "\" was expected");
    const auto spec_version = TRY(text_member(content, "spec_version"));
    TRY(check_spec_version(spec_version));
    RoleHead head;
    head.version = TRY(whole_member(content, "version", 1));
    const auto expires = TRY(text_member(content, "expires"));
    head.expires_on = TRY(base::parse_utc(expires));
    return head;
}

Result<Hashes> read_hashes(const Json& object) {
    const Json* list = TRY(object_member(object, "hashes"));
    Hashes hashes;
    for (const auto& [algorithm, digest] : list->items()) {
        if (!digest.is_string()) return wrong("the " + algorithm + " hash is not a text");
        hashes[algorithm] = digest.get<std::string>();
    }
    if (hashes.empty()) return wrong("\"hashes\" is empty");
    return hashes;
}

Result<FileMeta> read_file_meta(const Json& object) {
    FileMeta meta;
    meta.version = TRY(whole_member(object, "version", 1));
    if (object.contains("length"))
        meta.length = static_cast<std::uint64_t>(TRY(whole_member(object, "length", 0)));
    if (object.contains("hashes")) meta.hashes = TRY(read_hashes(object));
    return meta;
}

Result<Key> read_key(const std::string& id, const Json& object) {
    Key key;
    key.id = id;
    key.type = TRY(text_member(object, "keytype"));
    key.scheme = TRY(text_member(object, "scheme"));
    const Json* value = TRY(object_member(object, "keyval"));
    // Kinds of keys that are not known here may have no such member; they sign nothing here.
    if (value->contains("public")) key.value = TRY(text_member(*value, "public"));
    return key;
}

Result<Keys> read_keys(const Json& object) {
    Keys keys;
    for (const auto& [id, key] : TRY(object_member(object, "keys"))->items())
        keys.emplace(id, TRY(read_key(id, key)));
    return keys;
}

Result<Role> read_role(const Json& object) {
    Role role;
    role.threshold = TRY(whole_member(object, "threshold", 1));
    std::set<std::string> seen;
    for (const auto& id : *TRY(list_member(object, "keyids"))) {
        if (!id.is_string()) return wrong("a key id is not a text");
        if (!seen.insert(id.get<std::string>()).second) return wrong("a key id stands twice");
        role.key_ids.push_back(id.get<std::string>());
    }
    return role;
}

// A role's name becomes a file name, which file systems limit; and one called as a top-level role would be
// written over that role's file.
Result<void> check_role_name(const std::string& name) {
    constexpr std::size_t kMostFileName = 200;
    if (name.empty() || percent_encoded(name, "").size() > kMostFileName)
        return wrong("a delegated role's name is empty or too long");
    for (const char* top : {kRoot, kTimestamp, kSnapshot, kTargets})
        if (name == top) return wrong("a delegated role is called \"" + name + "\"");
    return {};
}

Result<std::vector<std::string>> read_texts(const Json& object, const char* name) {
    std::vector<std::string> texts;
    for (const auto& text : *TRY(list_member(object, name))) {
        if (!text.is_string()) return wrong("\"" + std::string(name) + "\" holds something else than texts");
        texts.push_back(text.get<std::string>());
    }
    return texts;
}

Result<Delegation> read_delegation(const Json& object) {
    Delegation delegation;
    delegation.name = TRY(text_member(object, "name"));
    TRY(check_role_name(delegation.name));
    delegation.role = TRY(read_role(object));
    if (object.contains("terminating")) {
        const Json& flag = object["terminating"];
        if (!flag.is_boolean()) return wrong("\"terminating\" is neither true nor false");
        delegation.terminating = flag.get<bool>();
    }
    if (object.contains("paths") && object.contains("path_hash_prefixes"))
        return wrong("\"paths\" and \"path_hash_prefixes\" stand together");
    if (object.contains("paths")) delegation.paths = TRY(read_texts(object, "paths"));
    if (object.contains("path_hash_prefixes")) {
        delegation.hash_prefixes = TRY(read_texts(object, "path_hash_prefixes"));
        for (auto& prefix : delegation.hash_prefixes) {
            for (char& digit : prefix) {
                if (digit >= 'A' && digit <= 'F') digit = static_cast<char>(digit - 'A' + 'a');
                if (!(digit >= '0' && digit <= '9') && !(digit >= 'a' && digit <= 'f'))
                    return wrong("a hash prefix is not hexadecimal");
            }
        }
    }
    return delegation;
}

Result<Delegations> read_delegations(const Json& object) {
    Delegations delegations;
    delegations.keys = TRY(read_keys(object));
    if (object.contains("roles") == object.contains("succinct_roles"))
        return wrong("delegations have one of \"roles\" and \"succinct_roles\"");
    if (object.contains("succinct_roles")) {
        const Json* bins = TRY(object_member(object, "succinct_roles"));
        HashBins read;
        read.role = TRY(read_role(*bins));
        const auto bits = TRY(whole_member(*bins, "bit_length", 1));
        if (bits > 32) return wrong("\"bit_length\" is more than 32");
        read.bit_length = static_cast<int>(bits);
        read.name_prefix = TRY(text_member(*bins, "name_prefix"));
        TRY(check_role_name(read.name_prefix + "-00000000"));
        delegations.bins = std::move(read);
        return delegations;
    }
    std::set<std::string> seen;
    for (const auto& role : *TRY(list_member(object, "roles"))) {
        auto delegation = TRY(read_delegation(role));
        if (!seen.insert(delegation.name).second)
            return wrong("the role \"" + delegation.name + "\" is delegated to twice");
        delegations.roles.push_back(std::move(delegation));
    }
    return delegations;
}

}  // namespace

Result<Envelope> Envelope::parse(std::string_view bytes) {
    Json document = TRY(base::parse_json(bytes));
    Envelope envelope;
    const Json* content = TRY(object_member(document, "signed"));
    auto canonical = base::canonical_json(*content);
    if (!canonical) return wrong(canonical.error().detail);
    envelope.m_canonical = std::move(*canonical);
    envelope.m_signed = *content;
    std::set<std::string> seen;
    for (const auto& entry : *TRY(list_member(document, "signatures"))) {
        Signature signature;
        signature.key_id = TRY(text_member(entry, "keyid"));
        if (!seen.insert(signature.key_id).second)
            return wrong("the key \"" + signature.key_id + "\" signs twice");
        signature.bytes = base::from_hex(TRY(text_member(entry, "sig"))).value_or("");
        envelope.m_signatures.push_back(std::move(signature));
    }
    return envelope;
}

Result<Root> read_root(const Envelope& envelope) {
    const Json& content = envelope.content();
    Root root;
    static_cast<RoleHead&>(root) = TRY(read_head(content, kRoot));
    if (content.contains("consistent_snapshot")) {
        const Json& flag = content["consistent_snapshot"];
        if (!flag.is_boolean()) return wrong("\"consistent_snapshot\" is neither true nor false");
        root.consistent_snapshot = flag.get<bool>();
    }
    root.keys = TRY(read_keys(content));
    for (const auto& [name, role] : TRY(object_member(content, "roles"))->items())
        root.roles.emplace(name, TRY(read_role(role)));
    for (const char* name : {kRoot, kTimestamp, kSnapshot, kTargets})
        if (!root.roles.contains(name)) return wrong("the role \"" + std::string(name) + "\" is missing");
    return root;
}

Result<Timestamp> read_timestamp(const Envelope& envelope) {
    const Json& content = envelope.content();
    Timestamp timestamp;
    static_cast<RoleHead&>(timestamp) = TRY(read_head(content, kTimestamp));
    const Json* meta = TRY(object_member(content, "meta"));
    const Json* snapshot = TRY(object_member(*meta, "snapshot.json"));
    timestamp.snapshot = TRY(read_file_meta(*snapshot));
    return timestamp;
}

Result<Snapshot> read_snapshot(const Envelope& envelope) {
    const Json& content = envelope.content();
    Snapshot snapshot;
    static_cast<RoleHead&>(snapshot) = TRY(read_head(content, kSnapshot));
    for (const auto& [name, meta] : TRY(object_member(content, "meta"))->items())
        snapshot.meta.emplace(name, TRY(read_file_meta(meta)));
    if (!snapshot.meta.contains("targets.json")) return wrong("\"targets.json\" is missing");
    return snapshot;
}

Result<Targets> read_targets(const Envelope& envelope) {
    const Json& content = envelope.content();
    Targets targets;
    static_cast<RoleHead&>(targets) = TRY(read_head(content, kTargets));
    for (const auto& [name, object] : TRY(object_member(content, "targets"))->items()) {
        TargetInfo info;
        info.name = name;
        info.length = static_cast<std::uint64_t>(TRY(whole_member(object, "length", 0)));
        info.hashes = TRY(read_hashes(object));
        if (object.contains("custom")) info.custom = *TRY(object_member(object, "custom"));
        targets.targets.emplace(name, std::move(info));
    }
    if (content.contains("delegations")) {
        const Json* delegations = TRY(object_member(content, "delegations"));
        targets.delegations = TRY(read_delegations(*delegations));
    }
    return targets;
}

Result<Root> parse_self_signed_root(std::string_view bytes) {
    const auto envelope = TRY(Envelope::parse(bytes));
    auto root = TRY(read_root(envelope));
    TRY(envelope.verify(root, kRoot));
    return root;
}

}  // namespace accueil::trust
