// SPDX-License-Identifier: GPL-3.0-or-later
// Brings the media that a new generation lacks: several at a time, each resumed where it was cut. Part of the
// pipeline. One thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "sync/base/result.hpp"
#include "sync/cache/part_file.hpp"
#include "sync/fetch/http_client.hpp"
#include "sync/model/records.hpp"

namespace accueil::daemon {

struct MediaOptions {
    std::string feed_url;  ///< without '/' at its end
    std::filesystem::path cache_folder;
    std::uint64_t most_bytes = 0;   ///< of one file
    std::uint64_t spare_bytes = 0;  ///< left free on the disk
    /// Where a file is below the feed's URL; empty: with the media, by its content.
    std::function<std::string(const model::MediaFile& file)> name_of{};
};

struct MediaFetched {
    std::uint64_t files = 0;
    std::uint64_t bytes = 0;  ///< that went over the network, those of attempts that failed too
};

/// Bytes that stand, of all that are wanted.
using MediaSink = std::function<void(std::uint64_t done, std::uint64_t total)>;

/// Takes a file that has come whole.
using MediaSettler = std::function<base::Result<void>(cache::PartFile&& part)>;

/// Fetches `files` and gives each that has come to `settle`. A file of which a part is wrong is asked for
/// once more, past any proxy. One that fails holds none of the others up; the first failure is what it comes
/// to. too_large and no_space before anything is asked for. `fetched` tells what came in either case.
base::Result<void> fetch_media(std::span<const model::MediaFile> files, const MediaOptions& options,
                               fetch::HttpClient& http, const MediaSettler& settle, const MediaSink& sink,
                               MediaFetched& fetched);

}  // namespace accueil::daemon
