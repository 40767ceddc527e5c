// SPDX-License-Identifier: GPL-3.0-or-later
// The metadata files of a Repository: made, signed, written, and read back. Called by repository.cpp alone.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "sync/publish/keys.hpp"
#include "sync/publish/repository.hpp"
#include "sync/trust/metadata.hpp"

namespace accueil::publish {

/// What the root says of one role: these keys, `threshold` of them.
struct RootRole {
    const char* name;
    std::vector<const SigningKey*> keys;
    int threshold = 1;
};

// Each writes a file durably into `metadata` and gives its bytes. Expiries count from `now`: root 365 days,
// targets 30, snapshot and timestamp 7.
base::Result<std::string> write_root(const std::filesystem::path& metadata, std::int64_t version,
                                     const std::vector<RootRole>& roles,
                                     const std::vector<const SigningKey*>& signers, base::WallTime now);
base::Result<std::string> write_targets(const std::filesystem::path& metadata, std::int64_t version,
                                        const std::vector<trust::TargetInfo>& infos, const SigningKey& key,
                                        base::WallTime now);
/// `targets`: the bytes of `targets_version`, which the snapshot names.
base::Result<std::string> write_snapshot(const std::filesystem::path& metadata, std::int64_t version,
                                         std::int64_t targets_version, std::string_view targets,
                                         const SigningKey& key, base::WallTime now);
/// Its rename is the moment from which clients see the new repository.
base::Result<std::string> write_timestamp(const std::filesystem::path& metadata, std::int64_t version,
                                          std::int64_t snapshot_version, std::string_view snapshot,
                                          const SigningKey& key, base::WallTime now);

/// "7.targets.json"
std::string versioned_name(std::int64_t version, const char* role);

/// The N.root.json of the greatest N; not_found when there is none.
base::Result<std::filesystem::path> latest_root_file(const std::filesystem::path& metadata);

/// Reads and verifies; corrupt with the file's name otherwise.
base::Result<trust::Root> load_root(const std::filesystem::path& metadata);
base::Result<RepositoryStatus> load_status(const std::filesystem::path& metadata, const trust::Root& root);

}  // namespace accueil::publish
