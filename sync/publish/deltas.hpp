// SPDX-License-Identifier: GPL-3.0-or-later
// The deltas that a revision is published with: from the one before, and over the last 7 and 30 revisions.
// Called by publication.cpp. One thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "sync/base/result.hpp"
#include "sync/feed/delta.hpp"

namespace accueil::publish {

/// So many revisions back, kiosks still find deltas.
inline constexpr std::uint64_t kDeltaRevisions = 30;

/// Writes d/FROM-TO.zst with `changes` below `public_folder`, and cumulative ones as far as `known`, the list
/// of the revision FROM, has their parts in good state. Gives the list of the revision TO.
base::Result<std::vector<feed::DeltaFile>> write_deltas(const std::filesystem::path& public_folder,
                                                        const std::vector<feed::DeltaFile>& known,
                                                        feed::Changes changes, std::uint64_t from,
                                                        std::uint64_t to);

}  // namespace accueil::publish
