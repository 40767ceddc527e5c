// SPDX-License-Identifier: GPL-3.0-or-later
// Turns a content folder that has been read into the next revision of a feed, and compares it with the one
// before. Called by the commands of accueil-feed; one thread, and one process at a time for a feed.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>

#include "sync/base/clock.hpp"
#include "sync/base/result.hpp"
#include "sync/publish/content_folder.hpp"
#include "sync/publish/destination.hpp"
#include "sync/publish/media_index.hpp"

namespace accueil::publish {

struct Publication {
    bool is_new = false;  ///< false: the content was published already, and its signatures are renewed
    std::uint64_t revision = 0;
    std::uint64_t added = 0, changed = 0, removed = 0;  ///< records, against the revision before
    std::uint64_t media_files = 0, media_bytes = 0;     ///< that the records name
    std::uint64_t new_media_bytes = 0;                  ///< of these, written now
    std::uint64_t delta_bytes = 0;   ///< of what changed since the revision before, compressed; 0: no delta
    std::uint64_t record_bytes = 0;  ///< of all records, compressed
    base::WallTime expires_on{};     ///< until when kiosks take it without a renewal
};

/// `content` has no errors. Media and records are written first, then the metadata that names them, so that
/// after a failure at any step the feed is what it was. corrupt when the revision before cannot be read.
base::Result<Publication> publish_content(Destination& destination, const ContentFolder& content,
                                          const base::Clock& clock, const MediaProgress& progress);

}  // namespace accueil::publish
