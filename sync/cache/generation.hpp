// SPDX-License-Identifier: GPL-3.0-or-later
// What a cache folder looks like on disk, what a generation says of itself, and which one is current. Called
// by the writer, the reader, the watcher and the daemon's status. Any thread.
//
//   current.json               which generation is shown; its rename is the switch
//   generations/NNNNNNNN/      content.db and generation.json, never changed once they stand there
//   generations/building/      what a writer has not finished
//   blobs/ab/<sha256>          media by content, never changed
//   partial/                   downloads that are not whole yet
//   lock                       flock of the one writer
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "sync/base/clock.hpp"
#include "sync/base/result.hpp"

namespace accueil::cache {

/// The content of the kiosk's own territory, which stands beside the centre's.
struct TerritoryInfo {
    std::string code;            ///< "44109"
    std::string id_prefix;       ///< what the ids of its records, and of no others, begin with: "44109-"
    std::uint64_t revision = 0;  ///< of the territory's own counting
    std::string state_root;      ///< of these records alone
    base::WallTime published_on{};
    std::string head_sha256;    ///< of the signed head that it was made by
    std::uint64_t records = 0;  ///< as that head says
    bool operator==(const TerritoryInfo&) const = default;
};

/// A heavy file that stands among the blobs and is no record's: a town's map.
struct PackInfo {
    std::string sha256;
    std::uint64_t length = 0;
    bool operator==(const PackInfo&) const = default;
};

/// Where a generation comes from, as its writer says it. Revision, state root, head and records are the
/// centre's.
struct GenerationInfo {
    std::uint64_t revision = 0;  ///< the feed's
    std::string state_root;      ///< see state_root.hpp; 64 hexadecimal digits
    base::WallTime published_on{};
    std::optional<base::WallTime>
        expires_on;  ///< after it no newer content may be taken on this trust; display goes on
    base::WallTime synced_on{};
    std::set<std::string>
        pending_media{};        ///< SHA-256 of heavy files that come later; the rest is whole without them
    std::string head_sha256{};  ///< of the signed head that it was made by; empty for the embedded content
    std::uint64_t records = 0;  ///< as that head says; 0 where it is not known
    std::string origin;         ///< the feed's URL, or the content folder's name for the embedded content
    std::optional<TerritoryInfo> territory{};
    std::map<std::string, PackInfo> packs{};  ///< by name: "packs/carte.mbtiles"
    bool operator==(const GenerationInfo&) const = default;
};

/// The number in current.json: one small file read, cheap enough for each second. not_found when there is no
/// cache, corrupt when the file cannot be read as what it should be.
base::Result<std::uint64_t> current_generation(const std::filesystem::path& cache_folder);

/// blobs/ab/<sha256>. The file may be absent.
std::filesystem::path blob_path(const std::filesystem::path& cache_folder, const std::string& sha256);

/// partial/<sha256>, for a download on its way.
std::filesystem::path partial_path(const std::filesystem::path& cache_folder, const std::string& sha256);

}  // namespace accueil::cache
