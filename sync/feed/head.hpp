// SPDX-License-Identifier: GPL-3.0-or-later
// The head of a feed: its revision, its state root, and where all its records are. Signed as a TUF target.
// Called by the publisher and the pipeline. Pure; any thread.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sync/base/clock.hpp"
#include "sync/base/result.hpp"
#include "sync/feed/delta.hpp"

namespace accueil::trust {
class VerifiedBytes;
}

namespace accueil::feed {

/// A file below the feed's URL, by its content.
struct FeedFile {
    std::string name;          ///< path below the feed's URL: "full/7.zst"
    std::uint64_t length = 0;  ///< bytes, compressed
    std::string sha256;        ///< 64 hexadecimal digits
    bool operator==(const FeedFile&) const = default;
};

struct Head {
    std::uint64_t revision = 0;
    std::string state_root;  ///< see sync/cache/state_root.hpp
    base::WallTime published_on{};
    std::uint64_t records = 0;
    FeedFile full;
    std::vector<DeltaFile> deltas;  ///< towards this revision, from those that kiosks may still show
    bool operator==(const Head&) const = default;
};

/// {"format":1,…}, keys sorted, whole seconds; a delta as [from,to,length,sha256]: every kiosk reads this at
/// every update.
std::string encode_head(const Head& head);

/// Reads that form; fields that this version does not know are passed over. bad_format names the field that
/// is wrong; unsupported for another format number.
base::Result<Head> decode_head(const trust::VerifiedBytes& bytes);

}  // namespace accueil::feed
