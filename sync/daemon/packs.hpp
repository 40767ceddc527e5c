// SPDX-License-Identifier: GPL-3.0-or-later
// Heavy files that are TUF targets of their own (role `medias`): what a target says of one, and how it comes,
// by the patch from the version that stands where there is one. Part of the pipeline. One thread.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "sync/base/result.hpp"
#include "sync/cache/generation.hpp"
#include "sync/daemon/media_fetch.hpp"
#include "sync/model/records.hpp"
#include "sync/trust/metadata.hpp"

namespace accueil::daemon {

struct PackPatch {
    std::string from;  ///< SHA-256 of the version that it leads from
    std::uint64_t length = 0;
    std::string sha256;  ///< of the patch
    bool operator==(const PackPatch&) const = default;
};

struct Pack {
    model::MediaFile file;  ///< named as the target is: "packs/carte.mbtiles"
    std::vector<PackPatch> patches;
    bool operator==(const Pack&) const = default;
};

/// bad_format for custom data that are wrong, unsupported without a SHA-256.
base::Result<Pack> read_pack(const trust::TargetInfo& info);

/// Gives each of `packs` that comes to `settle`: by a patch from a version among the blobs where that is
/// shorter than half of what is missing, else whole, where its last download was cut. One that fails holds
/// none of the others up; the first failure is what it comes to.
base::Result<void> fetch_packs(std::span<const Pack> packs, const MediaOptions& options,
                               fetch::HttpClient& http, const MediaSettler& settle, const MediaSink& sink,
                               MediaFetched& fetched);

}  // namespace accueil::daemon
