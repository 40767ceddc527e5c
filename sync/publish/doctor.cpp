// SPDX-License-Identifier: GPL-3.0-or-later
// Signatures, dates and keys; doctor_files.cpp looks at what the signatures name.
#include "sync/publish/doctor.hpp"

#include <algorithm>
#include <utility>

#include "sync/base/file.hpp"
#include "sync/feed/layout.hpp"
#include "sync/publish/territory.hpp"
#include "sync/trust/delegations.hpp"

namespace accueil::publish {

using std::filesystem::path;

namespace {

// What brings a role on: one message each.
std::string remedy(const std::string& role) {
    if (role == trust::kRoot || role == trust::kTargets) return "offline";
    if (role == trust::kSnapshot || role == trust::kTimestamp) return "online";
    return territory_of_role(role) ? "territory" : role;
}

std::string days_of(std::chrono::system_clock::duration time) {
    return std::to_string(std::chrono::duration_cast<std::chrono::hours>(time).count() / 24);
}

std::size_t distinct_signers(const trust::Keys& keys, const trust::Role& role) {
    std::set<std::string> signers;
    for (const auto& id : role.key_ids)
        if (const auto key = keys.find(id); key != keys.end()) signers.insert(trust::signer_of(key->second));
    return signers.size();
}

}  // namespace

Level Examination::level() const {
    Level level = Level::fine;
    for (const auto& remark : remarks)
        level = std::max(level, remark.level);
    return level;
}

Examination Doctor::examine(Depth depth) {
    m_found = {};
    if (!read_metadata()) return m_found;
    read_delegated();
    check_thresholds();
    check_keys();
    const auto content = m_roles.find(kContentRole);
    if (content != m_roles.end()) check_content("", feed::kHeadTarget, content->second.targets, depth);
    for (const auto& [role, targets] : m_roles) {
        if (const auto code = territory_of_role(role))
            check_content(feed::territory_folder(*code), feed::territory_head(*code), targets.targets, depth);
        if (role != kMediaRole) continue;
        for (const auto& [name, info] : targets.targets)
            check_pack(info, depth);
    }
    check_others();
    std::stable_sort(m_found.remarks.begin(), m_found.remarks.end(),
                     [](const Remark& a, const Remark& b) { return a.level > b.level; });
    return m_found;
}

void Doctor::note_life(const std::string& role, const trust::RoleHead& head, std::chrono::hours life) {
    const auto left = head.expires_on - m_now;
    const bool is_territory = territory_of_role(role).has_value();
    const Arguments arguments{{"role", m_access.words.role(role)},
                              {"code", territory_of_role(role).value_or("")},
                              {"date", day_of(head.expires_on)},
                              {"days", days_of(left)}};
    Level level = Level::fine;
    if (left <= std::chrono::seconds(0)) {
        level = is_territory ? Level::soon : Level::broken;
        remark(level, "expired." + remedy(role), arguments);
    } else if (left <= life / 2) {
        level = Level::soon;
        remark(level, "half_life." + remedy(role), arguments);
    }
    m_found.lives.push_back({role, head.version, head.expires_on, level});
}

bool Doctor::check_root_chain() {
    const auto versions = versions_of(metadata(), trust::kRoot);
    if (versions.empty()) {
        remark(Level::broken, "no_feed", {{"folder", m_folder.string()}});
        return false;
    }
    std::optional<trust::Root> before;
    for (std::int64_t version = 1; version <= versions.front(); ++version) {
        const auto name = versioned_name(version, trust::kRoot);
        m_named.insert("metadata/" + name);
        const auto bytes = base::read_file(metadata() / name, kMostMetadata);
        const auto root = bytes ? trust::parse_self_signed_root(*bytes) : tl::unexpected(bytes.error());
        const auto envelope = bytes ? trust::Envelope::parse(*bytes) : tl::unexpected(bytes.error());
        const bool follows =
            root && root->version == version && (!before || envelope->verify(*before, trust::kRoot));
        // Kiosks go from one root to the next: without one of them, those that stand before it stay there.
        if (!follows) remark(Level::broken, bytes ? "root_altered" : "root_missing", {{"file", name}});
        before = root ? std::optional<trust::Root>(*root) : std::nullopt;
    }
    if (!before) return false;
    m_state.root = *before;
    const auto given = base::read_file(m_folder / "root.json", kMostMetadata);
    if (given && !trust::parse_self_signed_root(*given)) remark(Level::broken, "given_root_altered");
    return true;
}

std::optional<trust::Envelope> Doctor::read(const std::string& role, std::int64_t version,
                                            const trust::Keys& keys, const trust::Role& by,
                                            const trust::FileMeta* expected) {
    const auto name = role == trust::kTimestamp ? trust::file_name(role) : versioned_name(version, role);
    m_named.insert("metadata/" + name);
    const auto bytes = base::read_file(metadata() / name, kMostMetadata);
    if (!bytes) {
        remark(Level::broken, "file_missing", {{"file", "metadata/" + name}});
        return std::nullopt;
    }
    auto envelope = trust::Envelope::parse(*bytes);
    const bool is_announced =
        expected == nullptr || ((!expected->length || *expected->length == bytes->size()) &&
                                (expected->hashes.empty() || trust::check_hashes(*bytes, expected->hashes)));
    if (envelope && is_announced && envelope->verify(keys, by, role)) return std::move(*envelope);
    // A territory whose key was replaced: the town hall has to sign anew, and nobody else can.
    if (const auto code = territory_of_role(role); code && envelope && is_announced)
        remark(Level::soon, "territory_must_hand_over", {{"code", *code}});
    else
        remark(Level::broken, "file_altered", {{"file", "metadata/" + name}});
    return std::nullopt;
}

bool Doctor::read_metadata() {
    if (!check_root_chain()) return false;
    note_life(trust::kRoot, m_state.root, kOfflineLife);
    const auto& roles = m_state.root.roles;
    const auto& keys = m_state.root.keys;
    const auto take = [&](const char* role, auto read_role, auto& into, std::int64_t version,
                          const trust::FileMeta* expected, std::chrono::days life) {
        const auto envelope = read(role, version, keys, roles.at(role), expected);
        if (!envelope) return false;
        auto content = read_role(*envelope);
        if (!content) {
            remark(Level::broken, "file_altered", {{"file", role}});
            return false;
        }
        into = std::move(*content);
        note_life(role, into, life);
        if (into.version > kMostVersion) remark(Level::broken, "ran_ahead_online");
        return true;
    };
    if (!take(trust::kTimestamp, trust::read_timestamp, m_state.timestamp, 0, nullptr, kOnlineLife))
        return false;
    const auto& snapshot = m_state.timestamp.snapshot;
    if (!take(trust::kSnapshot, trust::read_snapshot, m_state.snapshot, snapshot.version, &snapshot,
              kOnlineLife))
        return false;
    const auto& targets = m_state.snapshot.meta.at("targets.json");
    return take(trust::kTargets, trust::read_targets, m_state.targets, targets.version, &targets,
                kOfflineLife);
}

void Doctor::read_delegated() {
    for (const auto& delegation : m_state.targets.delegations.roles) {
        const auto listed = m_state.snapshot.meta.find(trust::file_name(delegation.name));
        if (listed == m_state.snapshot.meta.end()) {
            remark(Level::fine, "territory_waiting",
                   {{"code", territory_of_role(delegation.name).value_or("")}});
            continue;
        }
        if (listed->second.version > kMostVersion)
            remark(Level::broken, "ran_ahead", {{"role", m_access.words.role(delegation.name)}});
        const auto envelope = read(delegation.name, listed->second.version, m_state.targets.delegations.keys,
                                   delegation.role, &listed->second);
        if (!envelope) continue;
        auto targets = trust::read_targets(*envelope);
        if (!targets || targets->version != listed->second.version) {
            remark(Level::broken, "file_altered", {{"file", trust::file_name(delegation.name)}});
            continue;
        }
        note_life(delegation.name, *targets, kRoleLife);
        m_roles[delegation.name] = std::move(*targets);
    }
}

void Doctor::check_thresholds() {
    const auto check = [&](const std::string& name, const trust::Keys& keys, const trust::Role& role) {
        const auto there = distinct_signers(keys, role);
        if (there < static_cast<std::size_t>(role.threshold))
            remark(Level::broken, "threshold",
                   {{"role", m_access.words.role(name)},
                    {"needed", std::to_string(role.threshold)},
                    {"found", std::to_string(there)}});
    };
    for (const auto& [name, role] : m_state.root.roles)
        check(name, m_state.root.keys, role);
    for (const auto& delegation : m_state.targets.delegations.roles)
        check(delegation.name, m_state.targets.delegations.keys, delegation.role);
}

void Doctor::check_key(const KeyFile& file, bool is_in_feed) {
    const Arguments arguments{{"file", file.path.string()}, {"detail", file.fault}};
    if (!file.fault.empty()) return remark(Level::broken, "key_unreadable", arguments);
    if (file.is_open_to_others) remark(Level::soon, "key_open", arguments);
    if (!file.is_locked || m_access.passphrase) {
        const auto key = SigningKey::read(file.path, m_access.passphrase);
        if (!key)
            return remark(Level::broken, "key_unreadable",
                          {{"file", file.path.string()}, {"detail", key.error().detail}});
    }
    const auto is_of = [&](const trust::Role& role) {
        return std::find(role.key_ids.begin(), role.key_ids.end(), file.id) != role.key_ids.end();
    };
    const auto& delegations = m_state.targets.delegations.roles;
    const bool is_used = std::any_of(m_state.root.roles.begin(), m_state.root.roles.end(),
                                     [&](const auto& role) { return is_of(role.second); }) ||
                         std::any_of(delegations.begin(), delegations.end(),
                                     [&](const auto& role) { return is_of(role.role); });
    if (!is_used) remark(Level::soon, "key_unused", arguments);
    if (is_in_feed && is_of(m_state.root.roles.at(trust::kRoot)))
        remark(Level::soon, "offline_here", arguments);
}

void Doctor::check_keys() {
    const path own = m_folder / "keys";
    std::error_code ignored;
    std::vector<path> places = m_access.key_places;
    if (std::filesystem::is_directory(own, ignored))
        places.insert(places.begin(), own);
    else
        remark(Level::fine, "no_keys", {{"folder", own.string()}});
    const KeyRing ring(places, m_access.passphrase);
    for (const auto& file : ring.files())
        check_key(file, file.path.parent_path() == own);
    if (!std::filesystem::is_directory(own, ignored)) return;
    const auto has = [&](const trust::Role& role) {
        return ring.count(role) >= static_cast<std::size_t>(role.threshold);
    };
    if (!has(m_state.root.roles.at(trust::kTimestamp)))
        remark(Level::soon, "online_missing", {{"folder", own.string()}});
    const auto& root = m_state.root.roles.at(trust::kRoot);
    remark(Level::fine, "offline_found",
           {{"found", std::to_string(ring.count(root))}, {"all", std::to_string(root.key_ids.size())}});
    for (const auto& delegation : m_state.targets.delegations.roles)
        if (!territory_of_role(delegation.name) && !has(delegation.role))
            remark(Level::fine, "publisher_elsewhere", {{"role", m_access.words.role(delegation.name)}});
}

}  // namespace accueil::publish
