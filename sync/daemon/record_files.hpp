// SPDX-License-Identifier: GPL-3.0-or-later
// Files of records as they were fetched, as partial/SHA256.records in the cache until the generation that
// they make is committed (whose sweep removes them): a run that ends before that costs the line nothing
// twice. Called by the pipeline. One thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string_view>

#include "sync/feed/head.hpp"
#include "sync/trust/verified_bytes.hpp"

namespace accueil::daemon {

/// Checked again as they are read; nothing where they are absent or have changed.
std::optional<trust::VerifiedBytes> kept_records(const std::filesystem::path& cache_folder,
                                                 const feed::FeedFile& file);

/// Where the disk has so much room that it will not be missed, `spare` bytes being left; else nothing is
/// done, nor said.
void keep_records(const std::filesystem::path& cache_folder, const feed::FeedFile& file,
                  std::string_view bytes, std::uint64_t spare);

/// Removes those that none of `heads` names.
void forget_records(const std::filesystem::path& cache_folder, std::span<const feed::Head* const> heads);

}  // namespace accueil::daemon
