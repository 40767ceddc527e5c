// SPDX-License-Identifier: GPL-3.0-or-later
// Brings heavy files that an earlier version of stands by the patch between the two. Part of the pipeline.
// One thread.
#pragma once

#include <span>
#include <vector>

#include "sync/base/result.hpp"
#include "sync/daemon/media_fetch.hpp"
#include "sync/feed/patch.hpp"
#include "sync/model/records.hpp"

namespace accueil::daemon {

/// Gives each of `files` that a patch leads to to `settle`, and returns the others, those whose patch turned
/// out to be no good among them: they are to be fetched whole. Errors are `cancelled` and those of `settle`.
base::Result<std::vector<model::MediaFile>> patch_media(std::span<const model::MediaFile> files,
                                                        std::span<const feed::Patch> patches,
                                                        const MediaOptions& options, fetch::HttpClient& http,
                                                        const MediaSettler& settle, const MediaSink& sink,
                                                        MediaFetched& fetched);

}  // namespace accueil::daemon
