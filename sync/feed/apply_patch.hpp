// SPDX-License-Identifier: GPL-3.0-or-later
// From the version of a heavy file that a kiosk has to the next, by the patch between the two. Both files and
// the patch stay on the disk. Called by the pipeline. One thread.
#pragma once

#include <cstdint>
#include <filesystem>

#include "sync/base/result.hpp"

namespace accueil::feed {

/// Of either file: a longer one is fetched whole.
inline constexpr std::uint64_t kMostPatchedBytes = std::uint64_t{2} << 30;

/// Writes `to`, a file of `length` bytes, durably or not at all. bad_format when the patch does not lead to
/// so many; that they are the right ones is for who asked to check. no_space before anything is written.
base::Result<void> apply_patch(const std::filesystem::path& from, const std::filesystem::path& patch,
                               const std::filesystem::path& to, std::uint64_t length);

}  // namespace accueil::feed
