// SPDX-License-Identifier: GPL-3.0-or-later
// Takes away what no generation that is kept needs: older generations that nobody reads, their media, and
// what goes beyond the budget. Called by ContentWriter after the switch, under its lock. One thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "sync/base/result.hpp"
#include "sync/cache/blob_store.hpp"

namespace accueil::cache {

struct Sweep {
    std::uint64_t current = 0;
    std::optional<std::uint64_t> previous;  ///< kept, to fall back to
    std::set<std::string> pending;          ///< SHA-256 that the current one does without for now
    std::uint64_t budget = 0;               ///< bytes of all media; 0: without bounds
};

/// Keeps the current generation, the one before it, and those that a reader holds. Media go that none of
/// these needs; beyond the budget those too that only the one before needs, unless a reader holds it. What
/// cannot be removed is tried again after the next commit.
void sweep_cache(const std::filesystem::path& cache_folder, const BlobStore& blobs, const Sweep& what,
                 const BlobStore::Step& step);

}  // namespace accueil::cache
