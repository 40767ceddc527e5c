// SPDX-License-Identifier: GPL-3.0-or-later
// The metadata files of a feed: made, signed, written, and read back. Called by the publisher's parts that
// sign. One thread; who writes holds the feed's lock.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "sync/base/file.hpp"
#include "sync/publish/keys.hpp"
#include "sync/publish/words.hpp"
#include "sync/trust/metadata.hpp"

namespace accueil::publish {

// How long what is signed lives.
inline constexpr std::chrono::days kOfflineLife{365};  ///< root and targets
inline constexpr std::chrono::days kRoleLife{30};      ///< contenu, medias, territories
inline constexpr std::chrono::days kOnlineLife{7};     ///< snapshot and timestamp
inline constexpr std::size_t kMostMetadata = std::size_t{64} << 20;

/// A version that a feed of ours does not reach by being published: somebody ran it ahead.
inline constexpr std::int64_t kMostVersion = 1'000'000'000;

using Signers = std::vector<const SigningKey*>;
using Metas = std::map<std::string, trust::FileMeta>;  ///< by file name without version, as in a snapshot

/// What a feed's top-level metadata say, all verified.
struct FeedState {
    trust::Root root;
    trust::Timestamp timestamp;
    trust::Snapshot snapshot;
    trust::Targets targets;
    base::Json root_content, targets_content;  ///< the same as written, with what this program does not know
};

/// The beginning of every role's metadata. `type` is "root", "timestamp"…; of a delegated role "targets".
base::Json role_content(const char* type, std::int64_t version, base::WallTime expires);
/// "targets" of a role's metadata.
base::Json target_list(const std::vector<trust::TargetInfo>& infos);

/// Signs and writes durably; gives the bytes.
base::Result<std::string> write_metadata(const std::filesystem::path& file, const base::Json& content,
                                         const Signers& keys);

/// What a snapshot says of a role: for the thousands of territories their version alone.
trust::FileMeta meta_of(const std::string& role, std::int64_t version, std::string_view bytes);

/// Writes the next snapshot and timestamp, with `changed` in place of what the snapshot before says of these
/// roles. The renaming of timestamp.json is the moment from which clients see them.
base::Result<void> commit(const std::filesystem::path& metadata, const FeedState& before,
                          const Metas& changed, const Signers& online, base::WallTime now);

/// "7.targets.json"
std::string versioned_name(std::int64_t version, const std::string& role);

/// The versions of which there is a file of this role, falling; none past kMostVersion.
std::vector<std::int64_t> versions_of(const std::filesystem::path& metadata, const std::string& role);

/// The N.root.json of the greatest N; not_found when there is none.
base::Result<std::filesystem::path> latest_root_file(const std::filesystem::path& metadata);

/// Reads and verifies; corrupt with the file's name otherwise.
base::Result<trust::Root> load_root(const std::filesystem::path& metadata);
base::Result<FeedState> load_state(const std::filesystem::path& metadata);

/// invalid_input, with what to do, when somebody ran a number ahead: nothing could follow it for long.
base::Result<void> check_numbers(const FeedState& state, const Words& words);

const trust::Delegation* delegation_of(const trust::Targets& targets, const std::string& role);

/// A delegated role as its file stands, with its envelope.
struct LoadedRole {
    trust::Targets role;
    trust::Envelope envelope;
    std::string bytes;
};
/// Of that version, signed as targets' delegation says; corrupt with the file's name otherwise.
base::Result<LoadedRole> load_delegated(const std::filesystem::path& metadata, const trust::Targets& targets,
                                        const std::string& role, std::int64_t version);
/// Of the version that the snapshot names.
base::Result<LoadedRole> load_delegated(const std::filesystem::path& metadata, const FeedState& state,
                                        const std::string& role);

/// Publishing, renewing and the rest may meet on one feed: they take turns.
base::Result<base::UniqueFd> take_turn(const std::filesystem::path& folder, const char* name);

}  // namespace accueil::publish
