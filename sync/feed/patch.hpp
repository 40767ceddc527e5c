// SPDX-License-Identifier: GPL-3.0-or-later
// From one version of a heavy file to the next without all its bytes: patches by zstd's prefix matching, and
// the signed list of them. A patch stands with the media, by its own content. Called by the publisher and the
// pipeline. Any thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "sync/base/result.hpp"

namespace accueil::trust {
class VerifiedBytes;
}

namespace accueil::feed {

/// The TUF target that lists a feed's patches.
inline constexpr const char* kPatchesTarget = "packs/patches";

/// A longer file is fetched whole: it would have to fit into the memory twice.
inline constexpr std::uint64_t kMostPatchedBytes = std::uint64_t{1} << 30;

struct Patch {
    std::string from, to;      ///< SHA-256 of the file before and after
    std::uint64_t length = 0;  ///< of the patch
    std::string sha256;        ///< of the patch
    bool operator==(const Patch&) const = default;
};

/// {"format":1,"patches":[[from,to,length,sha256],…]}
std::string encode_patches(const std::vector<Patch>& patches);
/// bad_format for what is no such list, unsupported for another format.
base::Result<std::vector<Patch>> decode_patches(const trust::VerifiedBytes& bytes);

/// What makes `to` of `from`. too_large past kMostPatchedBytes.
base::Result<std::string> make_patch(const std::filesystem::path& from, const std::filesystem::path& to);

/// Writes `to`, a file of `length` bytes, durably or not at all. bad_format when the patch does not lead to
/// so many; that they are the right ones is for who asked to check. no_space before anything is written.
base::Result<void> apply_patch(const std::filesystem::path& from, const std::filesystem::path& patch,
                               const std::filesystem::path& to, std::uint64_t length);

}  // namespace accueil::feed
