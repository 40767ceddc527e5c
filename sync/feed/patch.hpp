// SPDX-License-Identifier: GPL-3.0-or-later
// From one version of a heavy file to the next: zstd with the earlier version as its prefix and long-distance
// matching (`zstd --patch-from`). Made by the publisher; undone with the same earlier bytes at hand. Pure;
// any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "sync/base/result.hpp"

namespace accueil::feed {

/// "p/FROM-TO.zst", below the feed's URL; both are SHA-256 in hexadecimal.
std::string patch_name(const std::string& from_sha256, const std::string& to_sha256);

/// What makes `to` of `from`. Both may be mapped files: neither is copied. too_large past 2 GiB, io when zstd
/// fails. Memory beside them: some 60 MB, and the patch.
base::Result<std::string> make_patch(std::string_view from, std::string_view to);

/// True when the patch makes exactly `to` of `from`; what it makes is compared piece by piece.
bool leads_to(std::string_view patch, std::string_view from, std::string_view to);

}  // namespace accueil::feed
