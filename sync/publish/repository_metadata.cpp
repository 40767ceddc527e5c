// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/publish/repository_metadata.hpp"

#include <fcntl.h>
#include <sys/file.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <utility>

#include "sync/base/digest.hpp"
#include "sync/publish/territory.hpp"
#include "sync/trust/delegations.hpp"

namespace accueil::publish {

using base::ErrorCode;
using base::fail;
using base::Json;
using base::Result;
using base::WallTime;
using std::filesystem::path;

namespace {

constexpr const char* kSpecVersion = "1.0.34";

template <class T>
Result<std::pair<T, trust::Envelope>> load_role(const path& file, const trust::Root& root, const char* name,
                                                Result<T> (*read)(const trust::Envelope&)) {
    const auto check = [&]() -> Result<std::pair<T, trust::Envelope>> {
        const auto bytes = TRY(base::read_file(file, kMostMetadata));
        auto envelope = TRY(trust::Envelope::parse(bytes));
        TRY(envelope.verify(root, name));
        auto role = TRY(read(envelope));
        return std::pair{std::move(role), std::move(envelope)};
    };
    auto role = check();
    if (!role) return fail(ErrorCode::corrupt, file.string() + ": " + role.error().detail);
    return role;
}

Json as_json(const trust::FileMeta& meta) {
    Json json{{"version", meta.version}};
    if (meta.length) json["length"] = *meta.length;
    if (!meta.hashes.empty()) json["hashes"] = meta.hashes;
    return json;
}

}  // namespace

Json role_content(const char* type, std::int64_t version, WallTime expires) {
    return Json{{"_type", type},
                {"spec_version", kSpecVersion},
                {"version", version},
                {"expires", base::format_utc(expires)}};
}

Json target_list(const std::vector<trust::TargetInfo>& infos) {
    Json list = Json::object();
    for (const auto& info : infos) {
        Json& entry = list[info.name];
        entry = {{"length", info.length}, {"hashes", info.hashes}};
        if (!info.custom.is_null()) entry["custom"] = info.custom;
    }
    return list;
}

Result<std::string> write_metadata(const path& file, const Json& content, const Signers& keys) {
    const auto canonical = TRY(base::canonical_json(content));
    Json signatures = Json::array();
    std::vector<std::string> signed_by;
    for (const auto* key : keys) {
        if (std::find(signed_by.begin(), signed_by.end(), key->id()) != signed_by.end()) continue;
        signed_by.push_back(key->id());
        signatures.push_back({{"keyid", key->id()}, {"sig", key->sign(canonical)}});
    }
    auto bytes = Json{{"signed", content}, {"signatures", signatures}}.dump();
    TRY(base::write_file_durably(file, bytes));
    return bytes;
}

trust::FileMeta meta_of(const std::string& role, std::int64_t version, std::string_view bytes) {
    if (territory_of_role(role)) return {version, {}, {}};
    return {version, bytes.size(), {{"sha256", base::to_hex(base::sha256(bytes))}}};
}

Result<void> commit(const path& metadata, const FeedState& before, const Metas& changed,
                    const Signers& online, WallTime now) {
    Metas metas = changed;
    metas.insert(before.snapshot.meta.begin(), before.snapshot.meta.end());
    const auto version = before.snapshot.version + 1;
    Json snapshot = role_content(trust::kSnapshot, version, now + kOnlineLife);
    for (const auto& [name, meta] : metas)
        snapshot["meta"][name] = as_json(meta);
    const auto bytes =
        TRY(write_metadata(metadata / versioned_name(version, trust::kSnapshot), snapshot, online));
    Json timestamp = role_content(trust::kTimestamp, before.timestamp.version + 1, now + kOnlineLife);
    timestamp["meta"]["snapshot.json"] = as_json(meta_of(trust::kSnapshot, version, bytes));
    TRY(write_metadata(metadata / "timestamp.json", timestamp, online));
    return {};
}

std::string versioned_name(std::int64_t version, const std::string& role) {
    return std::to_string(version) + "." + trust::file_name(role);
}

std::vector<std::int64_t> versions_of(const path& metadata, const std::string& role) {
    std::vector<std::int64_t> versions;
    const std::string ending = "." + trust::file_name(role);
    std::error_code error;
    for (std::filesystem::directory_iterator entry(metadata, error), end; !error && entry != end;
         entry.increment(error)) {
        const std::string name = entry->path().filename().string();
        std::int64_t version = 0;
        const auto [stop, problem] = std::from_chars(name.data(), name.data() + name.size(), version);
        if (problem != std::errc{} || version < 1 || version > kMostVersion) continue;
        if (name == std::to_string(version) + ending) versions.push_back(version);
    }
    std::sort(versions.rbegin(), versions.rend());
    return versions;
}

Result<path> latest_root_file(const path& metadata) {
    const auto versions = versions_of(metadata, trust::kRoot);
    if (versions.empty())
        return fail(ErrorCode::not_found, metadata.string() + ": no feed here (no N.root.json)");
    return metadata / versioned_name(versions.front(), trust::kRoot);
}

Result<trust::Root> load_root(const path& metadata) {
    const auto file = TRY(latest_root_file(metadata));
    const auto bytes = TRY(base::read_file(file, kMostMetadata));
    auto root = trust::parse_self_signed_root(bytes);
    if (!root) return fail(ErrorCode::corrupt, file.string() + ": " + root.error().detail);
    return root;
}

Result<FeedState> load_state(const path& metadata) {
    FeedState state;
    state.root = TRY(load_root(metadata));
    const auto root_file = TRY(latest_root_file(metadata));
    const auto root_bytes = TRY(base::read_file(root_file, kMostMetadata));
    state.root_content = TRY(trust::Envelope::parse(root_bytes)).content();
    state.timestamp =
        TRY(load_role(metadata / "timestamp.json", state.root, trust::kTimestamp, trust::read_timestamp))
            .first;
    const auto& listed = state.timestamp.snapshot;
    state.snapshot = TRY(load_role(metadata / versioned_name(listed.version, trust::kSnapshot), state.root,
                                   trust::kSnapshot, trust::read_snapshot))
                         .first;
    const auto version = state.snapshot.meta.at("targets.json").version;
    auto targets = TRY(load_role(metadata / versioned_name(version, trust::kTargets), state.root,
                                 trust::kTargets, trust::read_targets));
    state.targets = std::move(targets.first);
    state.targets_content = targets.second.content();
    return state;
}

Result<void> check_numbers(const FeedState& state, const Words& words) {
    for (const auto& [name, meta] : state.snapshot.meta)
        if (meta.version > kMostVersion)
            return words.refuse(ErrorCode::invalid_input, "ran_ahead",
                                {{"file", std::to_string(meta.version) + "." + name}});
    if (state.timestamp.version > kMostVersion || state.snapshot.version > kMostVersion)
        return words.refuse(ErrorCode::invalid_input, "ran_ahead_online");
    return {};
}

const trust::Delegation* delegation_of(const trust::Targets& targets, const std::string& role) {
    for (const auto& delegation : targets.delegations.roles)
        if (delegation.name == role) return &delegation;
    return nullptr;
}

Result<LoadedRole> load_delegated(const path& metadata, const trust::Targets& targets,
                                  const std::string& role, std::int64_t version) {
    const path file = metadata / versioned_name(version, role);
    const auto check = [&]() -> Result<LoadedRole> {
        const auto* delegation = delegation_of(targets, role);
        if (delegation == nullptr) return fail(ErrorCode::not_found, "delegated to nobody");
        auto bytes = TRY(base::read_file(file, kMostMetadata));
        auto envelope = TRY(trust::Envelope::parse(bytes));
        TRY(envelope.verify(targets.delegations.keys, delegation->role, role));
        auto content = TRY(trust::read_targets(envelope));
        if (content.version != version) return fail(ErrorCode::bad_format, "of another version");
        return LoadedRole{std::move(content), std::move(envelope), std::move(bytes)};
    };
    auto loaded = check();
    if (!loaded) return fail(ErrorCode::corrupt, file.string() + ": " + loaded.error().detail);
    return loaded;
}

Result<LoadedRole> load_delegated(const path& metadata, const FeedState& state, const std::string& role) {
    const auto listed = state.snapshot.meta.find(trust::file_name(role));
    if (listed == state.snapshot.meta.end())
        return fail(ErrorCode::not_found, role + ": not in the snapshot: nothing was signed yet");
    return load_delegated(metadata, state.targets, role, listed->second.version);
}

Result<base::UniqueFd> take_turn(const path& folder, const char* name) {
    const path file = folder / name;
    base::UniqueFd fd(::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
    if (!fd.is_open()) return tl::unexpected<base::Error>(base::system_error("open", file));
    while (::flock(fd.get(), LOCK_EX) != 0)
        if (errno != EINTR) return tl::unexpected<base::Error>(base::system_error("lock", file));
    return fd;
}

}  // namespace accueil::publish
