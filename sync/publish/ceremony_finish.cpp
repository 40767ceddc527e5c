// SPDX-License-Identifier: GPL-3.0-or-later
// The second half of a ceremony: who must sign what, and the writing. Whatever can fail for want of a key
// fails before the first file.
#include <unistd.h>

#include <algorithm>
#include <utility>

#include "sync/feed/layout.hpp"
#include "sync/publish/ceremony.hpp"
#include "sync/publish/territory.hpp"
#include "sync/publish/town_hall.hpp"
#include "sync/trust/delegations.hpp"

namespace accueil::publish {

using base::Error;
using base::ErrorCode;
using base::Json;
using base::Result;
using std::filesystem::path;

namespace {

// Read as clients read it, before anybody signs.
Result<trust::Envelope> unsigned_envelope(const Json& content) {
    return trust::Envelope::parse(Json{{"signed", content}, {"signatures", Json::array()}}.dump());
}

void add(std::vector<SigningKey>& keys, Signers& all, std::vector<SigningKey> more) {
    keys.reserve(keys.size() + more.size());
    for (auto& key : more)
        keys.push_back(std::move(key));
    all.clear();
    for (const auto& key : keys)
        all.push_back(&key);
}

}  // namespace

struct Ceremony::Plan {
    struct Role {
        std::string name;
        Json content;
        std::vector<SigningKey> keys;
        Signers by;
    };
    trust::Root root;
    trust::Targets targets;
    std::vector<Role> roles;  ///< contenu and medias, where their keys changed
    std::vector<SigningKey> offline, online;
    Signers offline_by, online_by;
};

Signers Ceremony::new_signers(const trust::Role& role) const {
    Signers by;
    for (const auto& fresh : m_new_keys)
        if (std::find(role.key_ids.begin(), role.key_ids.end(), fresh.key.id()) != role.key_ids.end())
            by.push_back(&fresh.key);
    return by;
}

// From the key files, as many as the new keys leave wanting.
Result<std::vector<SigningKey>> Ceremony::keys_for(const trust::Role& role, const std::string& name) const {
    trust::Role wanted = role;
    for (const auto* fresh : new_signers(role)) {
        std::erase(wanted.key_ids, fresh->id());
        --wanted.threshold;
    }
    if (wanted.threshold <= 0) return std::vector<SigningKey>{};
    return m_ring.load(wanted, name, m_repository.words());
}

Result<Ceremony::Plan> Ceremony::plan() {
    const auto now = m_clock.wall();
    Plan plan;
    if (m_root_changes) {
        m_root["version"] = m_state.root.version + 1;
        m_root["expires"] = base::format_utc(now + kOfflineLife);
    }
    m_targets["version"] = m_listed.at("targets.json").version + 1;
    m_targets["expires"] = base::format_utc(now + kOfflineLife);
    const auto root = TRY(unsigned_envelope(m_root));
    plan.root = TRY(trust::read_root(root));
    const auto targets = TRY(unsigned_envelope(m_targets));
    plan.targets = TRY(trust::read_targets(targets));

    // By the old keys and the new alike: who reads between two of the files below trusts either root. The
    // online key that was there may be lost.
    auto keys = TRY(keys_for(m_state.root.roles.at(trust::kRoot), trust::kRoot));
    for (auto& key : TRY(keys_for(plan.root.roles.at(trust::kRoot), trust::kRoot)))
        keys.push_back(std::move(key));
    add(plan.offline, plan.offline_by, std::move(keys));
    for (const auto* fresh : new_signers(plan.root.roles.at(trust::kRoot)))
        plan.offline_by.push_back(fresh);
    const auto& old_online = m_state.root.roles.at(trust::kTimestamp);
    const auto& new_online = plan.root.roles.at(trust::kTimestamp);
    keys = TRY(keys_for(new_online, kOnline));
    if (m_replaced.contains(kOnline)) {
        if (auto old = keys_for(old_online, kOnline))
            for (auto& key : *old)
                keys.push_back(std::move(key));
    }
    add(plan.online, plan.online_by, std::move(keys));
    for (const auto* fresh : new_signers(new_online))
        plan.online_by.push_back(fresh);
    TRY(plan_roles(plan));
    return plan;
}

// A role that its new delegation no longer lets stand is signed again as it is; a territory's is not here to
// sign.
Result<void> Ceremony::plan_roles(Plan& plan) {
    const auto metadata = m_repository.metadata_folder();
    for (const char* name : {kContentRole, kMediaRole}) {
        const auto listed = m_listed.find(trust::file_name(name));
        if (listed == m_listed.end())
            return m_repository.words().refuse(ErrorCode::corrupt, "role_lost",
                                               {{"role", m_repository.words().role(name)}});
        const auto before = TRY(load_delegated(metadata, m_state.targets, name, listed->second.version));
        const auto* delegation = delegation_of(plan.targets, name);
        if (before.envelope.verify(plan.targets.delegations.keys, delegation->role, name)) continue;
        Plan::Role role{name, before.envelope.content(), {}, {}};
        const auto newest = versions_of(metadata, name);
        role.content["version"] = std::max(listed->second.version, newest.empty() ? 0 : newest.front()) + 1;
        role.content["expires"] = base::format_utc(m_clock.wall() + kRoleLife);
        add(role.keys, role.by, TRY(keys_for(delegation->role, name)));
        for (const auto* fresh : new_signers(delegation->role))
            role.by.push_back(fresh);
        say("signed_again", {{"role", m_repository.words().role(name)}});
        plan.roles.push_back(std::move(role));
    }
    return {};
}

Result<std::vector<std::string>> Ceremony::finish(Rehearsal rehearsal) {
    auto plan = TRY(this->plan());
    if (m_root_changes)
        say("root", {{"version", std::to_string(plan.root.version)}, {"date", day_of(plan.root.expires_on)}});
    say("targets",
        {{"version", std::to_string(plan.targets.version)}, {"date", day_of(plan.targets.expires_on)}});
    if (m_replaced.contains(kContentRole)) say("publish_again");
    if (m_replaced.contains(kOnline)) say("after_theft");
    if (rehearsal == Rehearsal::yes) {
        say("rehearsal");
        return m_lines;
    }
    TRY(write(plan));
    return m_lines;
}

Result<void> Ceremony::write(Plan& plan) {
    const auto metadata = m_repository.metadata_folder();
    TRY(write_keys());
    Metas changed = m_listed;
    const auto put = [&](const std::string& name, const Json& content, const Signers& by) -> Result<void> {
        const auto version = content["version"].get<std::int64_t>();
        const auto bytes = TRY(write_metadata(metadata / versioned_name(version, name), content, by));
        changed[trust::file_name(name)] = meta_of(name, version, bytes);
        return {};
    };
    for (const auto& role : plan.roles)
        TRY(put(role.name, role.content, role.by));
    TRY(put(trust::kTargets, m_targets, plan.offline_by));
    TRY(commit(metadata, m_state, changed, plan.online_by, m_clock.wall()));
    if (m_root_changes) {
        const auto bytes = TRY(write_metadata(metadata / versioned_name(plan.root.version, trust::kRoot),
                                              m_root, plan.offline_by));
        TRY(base::write_file_durably(m_repository.folder() / "root.json", bytes));
    }
    TRY(settle_keys());
    for (const auto& code : m_withdrawn) {
        std::error_code ignored;
        std::filesystem::remove_all(m_repository.public_folder() / feed::territory_folder(code), ignored);
        std::filesystem::remove_all(
            m_repository.public_folder() / feed::kTargetsFolder / feed::territory_folder(code), ignored);
    }
    return {};
}

// Under a name of their own until the root lists them; what an interrupted ceremony left is no key of
// anything.
Result<void> Ceremony::write_keys() {
    for (const auto& fresh : m_new_keys) {
        const path file = m_repository.keys_folder() / (fresh.file + ".new.json");
        ::unlink(file.c_str());
        TRY(fresh.key.write(file, fresh.is_locked ? m_repository.passphrase() : std::nullopt));
    }
    return {};
}

Result<void> Ceremony::settle_keys() {
    const auto keys = m_repository.keys_folder();
    for (const auto& fresh : m_new_keys) {
        if (const auto* old = m_ring.find(fresh.old_id)) {
            if (old->path.parent_path() == keys) {
                const auto to = TRY(put_aside(old->path));
                say("old_key", {{"file", to.string()}});
            } else {
                say("old_key_elsewhere", {{"file", old->path.string()}});
            }
        }
        const path from = keys / (fresh.file + ".new.json"), to = keys / (fresh.file + ".json");
        std::error_code ignored;
        if (std::filesystem::exists(to, ignored)) TRY(put_aside(to));
        if (::rename(from.c_str(), to.c_str()) != 0)
            return tl::unexpected<Error>(base::system_error("rename", from));
        TRY(base::fsync_path(keys));
        say(fresh.file.starts_with("root-") ? "move_key" : "key_at",
            {{"file", to.string()}, {"name", fresh.file}});
    }
    return {};
}

}  // namespace accueil::publish
