// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/publish/repository_metadata.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <utility>

#include "sync/base/digest.hpp"
#include "sync/base/file.hpp"

namespace accueil::publish {

using base::ErrorCode;
using base::fail;
using base::Json;
using base::Result;
using base::WallTime;
using std::filesystem::path;

namespace {

constexpr const char* kSpecVersion = "1.0.34";
constexpr std::chrono::days kRootLife{365};
constexpr std::chrono::days kTargetsLife{30};
constexpr std::chrono::days kSnapshotLife{7};
constexpr std::chrono::days kTimestampLife{7};
constexpr std::size_t kMostMetadata = std::size_t{64} << 20;

Json role_content(const char* type, std::int64_t version, WallTime expires) {
    return Json{{"_type", type},
                {"spec_version", kSpecVersion},
                {"version", version},
                {"expires", base::format_utc(expires)}};
}

Result<std::string> signed_file(const Json& content, const std::vector<const SigningKey*>& keys) {
    const auto canonical = TRY(base::canonical_json(content));
    Json signatures = Json::array();
    for (const auto* key : keys)
        signatures.push_back({{"keyid", key->id()}, {"sig", key->sign(canonical)}});
    return Json{{"signed", content}, {"signatures", signatures}}.dump();
}

Json describe(std::int64_t version, std::string_view bytes) {
    return Json{{"version", version},
                {"length", bytes.size()},
                {"hashes", {{"sha256", base::to_hex(base::sha256(bytes))}}}};
}

Result<std::string> write(const path& file, const Json& content, const std::vector<const SigningKey*>& keys) {
    auto bytes = TRY(signed_file(content, keys));
    TRY(base::write_file_durably(file, bytes));
    return bytes;
}

template <class T>
Result<T> load_role(const path& file, const trust::Root& root, const char* name,
                    Result<T> (*read)(const trust::Envelope&)) {
    const auto check = [&]() -> Result<T> {
        const auto bytes = TRY(base::read_file(file, kMostMetadata));
        const auto envelope = TRY(trust::Envelope::parse(bytes));
        TRY(envelope.verify(root, name));
        return read(envelope);
    };
    auto role = check();
    if (!role) return fail(ErrorCode::corrupt, file.string() + ": " + role.error().detail);
    return role;
}

trust::RoleHead head_of(const trust::RoleHead& role) {
    return role;
}

}  // namespace

std::string versioned_name(std::int64_t version, const char* role) {
    return std::to_string(version) + "." + role + ".json";
}

Result<std::string> write_root(const path& metadata, std::int64_t version, const std::vector<RootRole>& roles,
                               const std::vector<const SigningKey*>& signers, WallTime now) {
    Json content = role_content(trust::kRoot, version, now + kRootLife);
    content["consistent_snapshot"] = true;
    for (const auto& role : roles) {
        Json ids = Json::array();
        for (const auto* key : role.keys) {
            ids.push_back(key->id());
            content["keys"][key->id()] = key->public_key();
        }
        content["roles"][role.name] = {{"keyids", ids}, {"threshold", role.threshold}};
    }
    return write(metadata / versioned_name(version, trust::kRoot), content, signers);
}

Result<std::string> write_targets(const path& metadata, std::int64_t version,
                                  const std::vector<trust::TargetInfo>& infos, const SigningKey& key,
                                  WallTime now) {
    Json content = role_content(trust::kTargets, version, now + kTargetsLife);
    content["targets"] = Json::object();
    for (const auto& info : infos) {
        Json& entry = content["targets"][info.name];
        entry = {{"length", info.length}, {"hashes", info.hashes}};
        if (!info.custom.is_null()) entry["custom"] = info.custom;
    }
    return write(metadata / versioned_name(version, trust::kTargets), content, {&key});
}

Result<std::string> write_snapshot(const path& metadata, std::int64_t version, std::int64_t targets_version,
                                   std::string_view targets, const SigningKey& key, WallTime now) {
    Json content = role_content(trust::kSnapshot, version, now + kSnapshotLife);
    content["meta"]["targets.json"] = describe(targets_version, targets);
    return write(metadata / versioned_name(version, trust::kSnapshot), content, {&key});
}

Result<std::string> write_timestamp(const path& metadata, std::int64_t version, std::int64_t snapshot_version,
                                    std::string_view snapshot, const SigningKey& key, WallTime now) {
    Json content = role_content(trust::kTimestamp, version, now + kTimestampLife);
    content["meta"]["snapshot.json"] = describe(snapshot_version, snapshot);
    return write(metadata / "timestamp.json", content, {&key});
}

Result<path> latest_root_file(const path& metadata) {
    std::int64_t latest = 0;
    std::error_code error;
    for (std::filesystem::directory_iterator entry(metadata, error), end; !error && entry != end;
         entry.increment(error)) {
        const std::string name = entry->path().filename().string();
        std::int64_t version = 0;
        const auto [stop, problem] = std::from_chars(name.data(), name.data() + name.size(), version);
        if (problem == std::errc{} && std::string_view(stop) == ".root.json")
            latest = std::max(latest, version);
    }
    if (latest == 0) return fail(ErrorCode::not_found, metadata.string() + ": no feed here (no N.root.json)");
    return metadata / versioned_name(latest, trust::kRoot);
}

Result<trust::Root> load_root(const path& metadata) {
    const auto file = TRY(latest_root_file(metadata));
    const auto bytes = TRY(base::read_file(file, kMostMetadata));
    auto root = trust::parse_self_signed_root(bytes);
    if (!root) return fail(ErrorCode::corrupt, file.string() + ": " + root.error().detail);
    return root;
}

Result<RepositoryStatus> load_status(const path& metadata, const trust::Root& root) {
    const auto timestamp =
        TRY(load_role(metadata / "timestamp.json", root, trust::kTimestamp, trust::read_timestamp));
    const auto snapshot =
        TRY(load_role(metadata / versioned_name(timestamp.snapshot.version, trust::kSnapshot), root,
                      trust::kSnapshot, trust::read_snapshot));
    auto targets =
        TRY(load_role(metadata / versioned_name(snapshot.meta.at("targets.json").version, trust::kTargets),
                      root, trust::kTargets, trust::read_targets));
    return RepositoryStatus{head_of(root), head_of(targets), head_of(snapshot), head_of(timestamp),
                            std::move(targets.targets)};
}

}  // namespace accueil::publish
