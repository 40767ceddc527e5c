// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/publish/repository.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

#include "sync/base/file.hpp"
#include "sync/publish/key_words.hpp"
#include "sync/publish/repository_metadata.hpp"
#include "sync/publish/territory.hpp"
#include "sync/trust/delegations.hpp"

namespace accueil::publish {

using base::Error;
using base::ErrorCode;
using base::fail;
using base::Json;
using base::Result;
using base::WallTime;
using std::filesystem::path;

namespace {

constexpr std::array<const char*, 3> kRootKeyFiles{"root-1.json", "root-2.json", "root-3.json"};
constexpr const char* kLock = "lock";

Json ids_of(const std::vector<const SigningKey*>& keys) {
    Json ids = Json::array();
    for (const auto* key : keys)
        ids.push_back(key->id());
    return ids;
}

Json first_root(const std::vector<const SigningKey*>& offline, const SigningKey& online, WallTime now) {
    Json content = role_content(trust::kRoot, 1, now + kOfflineLife);
    content["consistent_snapshot"] = true;
    for (const auto* key : offline)
        content["keys"][key->id()] = key->public_key();
    content["keys"][online.id()] = online.public_key();
    for (const char* role : {trust::kRoot, trust::kTargets})
        content["roles"][role] = {{"keyids", ids_of(offline)}, {"threshold", 2}};
    for (const char* role : {trust::kSnapshot, trust::kTimestamp})
        content["roles"][role] = {{"keyids", ids_of({&online})}, {"threshold", 1}};
    for (std::size_t at = 0; at < offline.size(); ++at)
        content["x-accueil-names"]["root-" + std::to_string(at + 1)] = offline[at]->id();
    return content;
}

Json first_targets(const SigningKey& content_key, const SigningKey& media_key, WallTime now) {
    Json content = role_content(trust::kTargets, 1, now + kOfflineLife);
    content["targets"] = Json::object();
    Json& delegations = content["delegations"];
    delegations["roles"] = Json::array();
    for (const auto& [role, key] :
         {std::pair{kContentRole, &content_key}, std::pair{kMediaRole, &media_key}}) {
        delegations["keys"][key->id()] = key->public_key();
        delegations["roles"].push_back({{"name", role},
                                        {"keyids", ids_of({key})},
                                        {"threshold", 1},
                                        {"terminating", true},
                                        {"paths", Json::array({paths_of_role(role)})},
                                        {"x-accueil-names", {{role, key->id()}}}});
    }
    return content;
}

Result<void> check_lives(const FeedState& state, WallTime now, const Words& words) {
    for (const auto& [role, head] : {std::pair<const char*, trust::RoleHead>{trust::kRoot, state.root},
                                     {trust::kTargets, state.targets}})
        if (head.expires_on <= now)
            return words.refuse(ErrorCode::expired, "expired_offline",
                                {{"role", words.role(role)}, {"date", day_of(head.expires_on)}});
    return {};
}

Result<void> check_paths(const FeedState& state, const RoleFiles& wanted) {
    TRY(check_target_files(wanted.files));
    const auto* delegation = delegation_of(state.targets, wanted.role);
    if (delegation == nullptr) return fail(ErrorCode::not_found, "no role " + wanted.role + " in the feed");
    for (const auto& file : wanted.files)
        if (!trust::covers(*delegation, file.name))
            return fail(ErrorCode::invalid_input,
                        "the target " + file.name + " is not for the role " + wanted.role);
    return {};
}

}  // namespace

Repository::Repository(path folder, Access access)
    : m_folder(std::move(folder)), m_access(std::move(access)) {}

KeyRing Repository::keys() const {
    std::vector<path> places{keys_folder()};
    places.insert(places.end(), m_access.key_places.begin(), m_access.key_places.end());
    return {places, m_access.passphrase};
}

Result<Repository> Repository::init(const path& folder, const base::Clock& clock,
                                    const InitOptions& options) {
    TRY(base::create_directories(folder));
    const auto held = TRY(take_turn(folder, kLock));
    Repository repository(folder, {options.passphrase, {}, {}});
    const path keys = repository.keys_folder();
    const path metadata = repository.metadata_folder();
    std::error_code ignored;
    for (const auto& taken : {keys, metadata})
        if (std::filesystem::exists(taken, ignored))
            return options.words.refuse(ErrorCode::invalid_input, "feed_exists",
                                        {{"folder", taken.string()}});

    // Both folders get their names when they are whole: what a crash leaves before is thrown away.
    const path keys_beside = folder / "keys.new";
    const path metadata_beside = repository.public_folder() / "metadata.new";
    std::filesystem::remove_all(keys_beside, ignored);
    std::filesystem::remove_all(metadata_beside, ignored);
    TRY(base::create_directories(metadata_beside));
    TRY(base::create_directories(repository.public_folder() / "targets"));
    if (::mkdir(keys_beside.c_str(), 0700) != 0)
        return tl::unexpected<Error>(base::system_error("create folder", keys_beside));

    std::vector<SigningKey> offline;
    for (const char* file : kRootKeyFiles) {
        offline.push_back(SigningKey::generate());
        TRY(offline.back().write(keys_beside / file, options.passphrase));
    }
    const auto content_key = SigningKey::generate();
    TRY(content_key.write(keys_beside / "contenu.json", options.passphrase));
    const auto media_key = SigningKey::generate();
    TRY(media_key.write(keys_beside / "medias.json", options.passphrase));
    const auto online = SigningKey::generate();
    TRY(online.write(keys_beside / "online.json"));
    TRY(base::write_file_durably(keys_beside / "LISEZMOI.txt", kFeedKeysReadMe));

    const auto now = clock.wall();
    const auto roots = signers(offline);
    const auto root_bytes = TRY(write_metadata(metadata_beside / versioned_name(1, trust::kRoot),
                                               first_root(roots, online, now), roots));
    FeedState none;
    none.root = TRY(trust::parse_self_signed_root(root_bytes));
    Metas metas;
    const auto write = [&](const std::string& role, const Json& content, const Signers& by) -> Result<void> {
        const auto bytes = TRY(write_metadata(metadata_beside / versioned_name(1, role), content, by));
        metas[trust::file_name(role)] = meta_of(role, 1, bytes);
        return {};
    };
    TRY(write(trust::kTargets, first_targets(content_key, media_key, now), roots));
    for (const auto& [role, key] :
         {std::pair{kContentRole, &content_key}, std::pair{kMediaRole, &media_key}}) {
        Json content = role_content(trust::kTargets, 1, now + kRoleLife);
        content["targets"] = Json::object();
        TRY(write(role, content, {key}));
    }
    TRY(commit(metadata_beside, none, metas, {&online}, now));

    for (const auto& [from, to] : {std::pair{keys_beside, keys}, std::pair{metadata_beside, metadata}}) {
        if (::rename(from.c_str(), to.c_str()) != 0)
            return tl::unexpected<Error>(base::system_error("rename", from));
        TRY(base::fsync_path(to.parent_path()));
    }
    TRY(base::fsync_path(folder));
    return repository;
}

Result<Repository> Repository::open(const path& folder, Access access) {
    Repository repository(folder, std::move(access));
    TRY(repository.look_for_feed());
    TRY(load_state(repository.metadata_folder()));
    return repository;
}

Result<Repository> Repository::find(const path& folder, Access access) {
    Repository repository(folder, std::move(access));
    TRY(repository.look_for_feed());
    TRY(load_root(repository.metadata_folder()));
    return repository;
}

Result<void> Repository::look_for_feed() const {
    if (!versions_of(metadata_folder(), trust::kRoot).empty()) return {};
    return words().refuse(ErrorCode::not_found, "no_feed", {{"folder", m_folder.string()}});
}

Result<void> Repository::publish(const std::vector<RoleFiles>& roles, const base::Clock& clock) {
    for (const auto& wanted : roles)
        TRY(check_target_files(wanted.files));
    const auto held = TRY(take_turn(m_folder, kLock));
    const auto now = clock.wall();
    const auto state = TRY(load_state(metadata_folder()));
    TRY(check_lives(state, now, words()));
    TRY(check_numbers(state, words()));
    // All keys before the first file: who cannot finish does not begin.
    const auto ring = keys();
    std::vector<std::vector<SigningKey>> role_keys;
    std::vector<std::int64_t> versions;
    for (const auto& wanted : roles) {
        TRY(check_paths(state, wanted));
        role_keys.push_back(
            TRY(ring.load(delegation_of(state.targets, wanted.role)->role, wanted.role, words())));
        versions.push_back(TRY(load_delegated(metadata_folder(), state, wanted.role)).role.version + 1);
    }
    const auto online = TRY(ring.load(state.root.roles.at(trust::kTimestamp), kOnline, words()));

    Metas changed;
    for (std::size_t at = 0; at < roles.size(); ++at) {
        std::vector<trust::TargetInfo> infos;
        for (const auto& file : roles[at].files)
            infos.push_back(TRY(place_target(public_folder() / "targets", file)));
        infos.insert(infos.end(), roles[at].standing.begin(), roles[at].standing.end());
        Json content = role_content(trust::kTargets, versions[at], now + kRoleLife);
        content["targets"] = target_list(infos);
        const auto& role = roles[at].role;
        const auto bytes = TRY(write_metadata(metadata_folder() / versioned_name(versions[at], role), content,
                                              signers(role_keys[at])));
        changed[trust::file_name(role)] = meta_of(role, versions[at], bytes);
    }
    return commit(metadata_folder(), state, changed, signers(online), now);
}

Result<void> Repository::sign_again(const std::vector<std::string>& roles, const base::Clock& clock) {
    const auto state = TRY(load_state(metadata_folder()));
    std::vector<RoleFiles> again;
    for (const auto& role : roles) {
        RoleFiles files{role, {}, {}};
        for (const auto& [name, info] : TRY(load_delegated(metadata_folder(), state, role)).role.targets)
            files.standing.push_back(info);
        again.push_back(std::move(files));
    }
    return publish(again, clock);
}

Result<void> Repository::renew(const base::Clock& clock) {
    const auto held = TRY(take_turn(m_folder, kLock));
    const auto now = clock.wall();
    const auto state = TRY(load_state(metadata_folder()));
    if (state.root.expires_on <= now) TRY(check_lives(state, now, words()));
    TRY(check_numbers(state, words()));
    const auto online = TRY(keys().load(state.root.roles.at(trust::kTimestamp), kOnline, words()));
    return commit(metadata_folder(), state, {}, signers(online), now);
}

Result<RepositoryStatus> Repository::status() const {
    const auto state = TRY(load_state(metadata_folder()));
    RepositoryStatus status{state.root, state.targets, state.snapshot, state.timestamp, {}, {}, {}, {}, {}};
    auto content = TRY(load_delegated(metadata_folder(), state, kContentRole)).role;
    auto media = TRY(load_delegated(metadata_folder(), state, kMediaRole)).role;
    status.content = content;
    status.media = media;
    status.files = std::move(content.targets);
    status.packs = std::move(media.targets);
    for (const auto& delegation : state.targets.delegations.roles) {
        const auto code = territory_of_role(delegation.name);
        if (!code) continue;
        const auto role = load_delegated(metadata_folder(), state, delegation.name);
        status.territories[*code] = role ? std::optional<trust::RoleHead>(role->role) : std::nullopt;
    }
    return status;
}

Result<std::string> Repository::root_bytes() const {
    const auto file = TRY(latest_root_file(metadata_folder()));
    return base::read_file(file);
}

WallTime expires_on(const RepositoryStatus& status) {
    return std::min({status.root.expires_on, status.targets.expires_on, status.content.expires_on,
                     status.snapshot.expires_on, status.timestamp.expires_on});
}

std::vector<Ageing> ageing(const RepositoryStatus& status, WallTime now) {
    std::vector<Ageing> old;
    const auto look = [&](const std::string& role, const trust::RoleHead& head, std::chrono::hours life) {
        if (head.expires_on - now <= life / 2) old.push_back({role, head.expires_on});
    };
    look(trust::kRoot, status.root, kOfflineLife);
    look(trust::kTargets, status.targets, kOfflineLife);
    look(kContentRole, status.content, kRoleLife);
    look(kMediaRole, status.media, kRoleLife);
    look(trust::kSnapshot, status.snapshot, kOnlineLife);
    look(trust::kTimestamp, status.timestamp, kOnlineLife);
    for (const auto& [code, head] : status.territories)
        if (head) look(territory_role(code), *head, kRoleLife);
    return old;
}

}  // namespace accueil::publish
