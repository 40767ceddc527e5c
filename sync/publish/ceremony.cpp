// SPDX-License-Identifier: GPL-3.0-or-later
// What a ceremony changes; ceremony_finish.cpp signs and writes it.
#include "sync/publish/ceremony.hpp"

#include <algorithm>
#include <utility>

#include "sync/base/strings.hpp"
#include "sync/publish/territory.hpp"
#include "sync/trust/delegations.hpp"

namespace accueil::publish {

using base::ErrorCode;
using base::Json;
using base::Result;

namespace {

// Of a role or of the root: what people call its keys. Clients pass it over.
constexpr const char* kNames = "x-accueil-names";

void replace_id(Json& role, const std::string& old_id, const std::string& new_id) {
    for (auto& id : role["keyids"])
        if (id == old_id) id = new_id;
}

}  // namespace

Result<Ceremony> Ceremony::open(Repository& repository, const base::Clock& clock,
                                std::set<std::string> replaced) {
    auto held = TRY(take_turn(repository.folder(), "lock"));
    Ceremony ceremony(repository, clock, std::move(held));
    ceremony.m_replaced = std::move(replaced);
    if (ceremony.m_replaced.contains(kOnline)) {
        TRY(ceremony.load_after_theft());
    } else {
        TRY(ceremony.load());
    }
    ceremony.m_root = ceremony.m_state.root_content;
    ceremony.m_targets = ceremony.m_state.targets_content;
    return ceremony;
}

Result<void> Ceremony::load() {
    m_state = TRY(load_state(m_repository.metadata_folder()));
    m_listed = m_state.snapshot.meta;
    return check_numbers(m_state, m_repository.words());
}

// What the offline and the publishers' keys signed last, whatever snapshot and timestamp make of it. Numbers
// past all that publishing comes to are the thief's: clients forget them with the key.
Result<void> Ceremony::load_after_theft() {
    const auto metadata = m_repository.metadata_folder();
    m_state.root = TRY(load_root(metadata));
    const auto file = TRY(latest_root_file(metadata));
    const auto bytes = TRY(base::read_file(file, kMostMetadata));
    m_state.root_content = TRY(trust::Envelope::parse(bytes)).content();
    bool found = false;
    for (const auto version : versions_of(metadata, trust::kTargets)) {
        const auto targets_bytes =
            TRY(base::read_file(metadata / versioned_name(version, trust::kTargets), kMostMetadata));
        const auto envelope = trust::Envelope::parse(targets_bytes);
        if (!envelope || !envelope->verify(m_state.root, trust::kTargets)) continue;
        m_state.targets = TRY(trust::read_targets(*envelope));
        m_state.targets_content = envelope->content();
        m_listed["targets.json"] = meta_of(trust::kTargets, version, targets_bytes);
        found = true;
        break;
    }
    if (!found) return m_repository.words().refuse(ErrorCode::corrupt, "targets_lost", {});
    for (const auto& delegation : m_state.targets.delegations.roles) {
        for (const auto version : versions_of(metadata, delegation.name)) {
            const auto role = load_delegated(metadata, m_state.targets, delegation.name, version);
            if (!role) continue;
            m_listed[trust::file_name(delegation.name)] = meta_of(delegation.name, version, role->bytes);
            break;
        }
    }
    const auto snapshots = versions_of(metadata, trust::kSnapshot);
    m_state.snapshot.version = snapshots.empty() ? 0 : snapshots.front();
    const auto timestamp = base::read_file(metadata / "timestamp.json", kMostMetadata);
    const auto envelope =
        timestamp ? trust::Envelope::parse(*timestamp) : base::fail(ErrorCode::not_found, "");
    const auto read = envelope ? trust::read_timestamp(*envelope) : base::fail(ErrorCode::not_found, "");
    m_state.timestamp.version =
        read && read->version <= kMostVersion ? read->version : m_state.snapshot.version;
    return {};
}

Json* Ceremony::delegation(const std::string& role) {
    for (auto& delegation : m_targets["delegations"]["roles"])
        if (delegation["name"] == role) return &delegation;
    return nullptr;
}

Result<void> Ceremony::add_role(const std::string& role, const PublicKeyFile& key, const std::string& name) {
    m_targets["delegations"]["keys"][key.id] = key.key;
    m_targets["delegations"]["roles"].push_back({{"name", role},
                                                 {"keyids", Json::array({key.id})},
                                                 {"threshold", 1},
                                                 {"terminating", true},
                                                 {"paths", Json::array({paths_of_role(role)})},
                                                 {kNames, {{name, key.id}}}});
    return {};
}

Result<void> Ceremony::delegate_territory(const std::string& code, const PublicKeyFile& key) {
    const auto& words = m_repository.words();
    const auto role = territory_role(code);
    if (key.role != role)
        return words.refuse(ErrorCode::invalid_input, "key_for_other", {{"role", words.role(role)}});
    if (delegation(role) != nullptr)
        return words.refuse(ErrorCode::invalid_input, "delegated_already", {{"code", code}});
    TRY(add_role(role, key, code));
    say("delegated", {{"code", code}, {"paths", paths_of_role(role)}, {"fingerprint", fingerprint(key.id)}});
    return {};
}

Result<void> Ceremony::withdraw_territory(const std::string& code) {
    auto& roles = m_targets["delegations"]["roles"];
    const auto found = std::find_if(roles.begin(), roles.end(), [&](const Json& delegation) {
        return delegation["name"] == territory_role(code);
    });
    if (found == roles.end())
        return m_repository.words().refuse(ErrorCode::not_found, "not_delegated", {{"code", code}});
    roles.erase(found);
    drop_unused_keys();
    m_withdrawn.push_back(code);
    say("withdrawn", {{"code", code}});
    return {};
}

Result<void> Ceremony::add_publisher(const std::string& role, const PublicKeyFile& key) {
    const auto& words = m_repository.words();
    if (key.role != role || key.name.empty())
        return words.refuse(ErrorCode::invalid_input, "key_for_other", {{"role", words.role(role)}});
    Json& found = *delegation(role);
    if (found[kNames].contains(key.name) ||
        std::find(found["keyids"].begin(), found["keyids"].end(), key.id) != found["keyids"].end())
        return words.refuse(ErrorCode::invalid_input, "publisher_already", {{"name", key.name}});
    m_targets["delegations"]["keys"][key.id] = key.key;
    found["keyids"].push_back(key.id);
    found[kNames][key.name] = key.id;
    say("publisher_added",
        {{"name", key.name}, {"role", words.role(role)}, {"fingerprint", fingerprint(key.id)}});
    return {};
}

Result<void> Ceremony::withdraw_publisher(const std::string& role, const std::string& name) {
    const auto& words = m_repository.words();
    Json& found = *delegation(role);
    if (!found[kNames].contains(name))
        return words.refuse(ErrorCode::not_found, "no_publisher",
                            {{"name", name}, {"role", words.role(role)}});
    if (found["keyids"].size() - 1 < found["threshold"].get<std::size_t>())
        return words.refuse(ErrorCode::invalid_input, "too_few_publishers", {{"role", words.role(role)}});
    const std::string id = found[kNames][name];
    auto& ids = found["keyids"];
    ids.erase(std::find(ids.begin(), ids.end(), Json(id)));
    found[kNames].erase(name);
    drop_unused_keys();
    say("publisher_withdrawn", {{"name", name}, {"role", words.role(role)}});
    return {};
}

Result<void> Ceremony::set_threshold(const std::string& role, int threshold) {
    const auto& words = m_repository.words();
    Json& found = *delegation(role);
    if (found["keyids"].size() < static_cast<std::size_t>(threshold))
        return words.refuse(ErrorCode::invalid_input, "too_few_publishers", {{"role", words.role(role)}});
    found["threshold"] = threshold;
    say(threshold == 1 ? "one_signs" : "two_sign", {{"role", words.role(role)}});
    return {};
}

Result<void> Ceremony::replace_offline(const std::string& name) {
    if (!m_root[kNames].contains(name))
        return m_repository.words().refuse(ErrorCode::not_found, "no_such_key", {{"name", name}});
    const std::string old_id = m_root[kNames][name];
    auto key = SigningKey::generate();
    m_root["keys"].erase(old_id);
    m_root["keys"][key.id()] = key.public_key();
    for (const char* role : {trust::kRoot, trust::kTargets})
        replace_id(m_root["roles"][role], old_id, key.id());
    m_root[kNames][name] = key.id();
    m_root_changes = true;
    say("new_offline", {{"name", name}, {"fingerprint", fingerprint(key.id())}});
    m_new_keys.push_back({std::move(key), name, true, old_id});
    return {};
}

Result<void> Ceremony::replace_online() {
    const std::string old_id = m_root["roles"][trust::kTimestamp]["keyids"][0];
    auto key = SigningKey::generate();
    m_root["keys"].erase(old_id);
    m_root["keys"][key.id()] = key.public_key();
    for (const char* role : {trust::kSnapshot, trust::kTimestamp})
        replace_id(m_root["roles"][role], old_id, key.id());
    m_root_changes = true;
    say("new_online", {{"fingerprint", fingerprint(key.id())}});
    m_new_keys.push_back({std::move(key), kOnline, false, old_id});
    return {};
}

// "contenu", "medias", "contenu-NAME", "44109".
Result<void> Ceremony::replace_delegated(const std::string& which, const std::optional<PublicKeyFile>& sent) {
    const auto& words = m_repository.words();
    const bool is_territory = read_territory_code(which).has_value();
    std::string role = is_territory ? territory_role(which) : which, name = which;
    for (const char* own : {kContentRole, kMediaRole}) {
        if (!which.starts_with(std::string(own) + "-")) continue;
        role = own;
        name = which.substr(role.size() + 1);
    }
    Json* found = delegation(role);
    if (found == nullptr || !found->contains(kNames) || !(*found)[kNames].contains(name))
        return words.refuse(ErrorCode::not_found, "no_such_key", {{"name", which}});
    const std::string old_id = (*found)[kNames][name];
    const bool is_made_here = name == role;
    if (is_made_here && sent && m_replaced.size() == 1)
        return words.refuse(ErrorCode::invalid_input, "key_made_here", {{"name", which}});
    std::string new_id;
    if (is_made_here) {
        auto key = SigningKey::generate();
        new_id = key.id();
        m_targets["delegations"]["keys"][new_id] = key.public_key();
        say("new_publisher_key", {{"role", words.role(role)}, {"fingerprint", fingerprint(new_id)}});
        m_new_keys.push_back({std::move(key), role, true, old_id});
    } else {
        if (!sent) return words.refuse(ErrorCode::invalid_input, "key_wanted", {{"name", which}});
        if (sent->role != role || sent->name != name)
            return words.refuse(ErrorCode::invalid_input, "key_for_other", {{"role", words.role(role)}});
        if (sent->id == old_id) return words.refuse(ErrorCode::invalid_input, "key_same", {{"name", which}});
        new_id = sent->id;
        m_targets["delegations"]["keys"][new_id] = sent->key;
        say(is_territory ? "new_territory_key" : "new_sent_key",
            {{"code", name}, {"name", name}, {"fingerprint", fingerprint(new_id)}});
    }
    replace_id(*found, old_id, new_id);
    (*found)[kNames][name] = new_id;
    drop_unused_keys();
    return {};
}

Result<void> Ceremony::replace_keys(const std::optional<PublicKeyFile>& sent) {
    for (const auto& which : m_replaced) {
        if (which == kOnline) {
            TRY(replace_online());
        } else if (which.starts_with("root-")) {
            TRY(replace_offline(which));
        } else {
            TRY(replace_delegated(which, sent));
        }
    }
    return {};
}

void Ceremony::drop_unused_keys() {
    auto& keys = m_targets["delegations"]["keys"];
    std::set<std::string> used;
    for (const auto& role : m_targets["delegations"]["roles"])
        for (const auto& id : role["keyids"])
            used.insert(id.get<std::string>());
    for (auto key = keys.begin(); key != keys.end();)
        key = used.contains(key.key()) ? std::next(key) : keys.erase(key);
}

}  // namespace accueil::publish
