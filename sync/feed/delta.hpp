// SPDX-License-Identifier: GPL-3.0-or-later
// What changes from one revision to a later one, as a file: records as they are afterwards and tombstones of
// those that are gone, one a line, sorted by kind, then id, compressed by zstd. Applying a delta twice is
// applying it once. Called by the publisher and the pipeline. Pure; any thread.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sync/base/result.hpp"
#include "sync/feed/records.hpp"

namespace accueil::feed {

/// Each record's JSON by its kind and id; nothing for one that is gone.
using Changes = std::map<RecordKey, std::optional<std::string>>;

/// What makes `after` of `before`.
Changes changes_between(const std::map<RecordKey, std::string>& before,
                        const std::map<RecordKey, std::string>& after);

/// `later` after `earlier`, as one: of a record that both name, `later` has the last word.
Changes merged(Changes earlier, Changes later);

base::Result<std::string> encode_delta(const Changes& changes);

/// Takes the upserts with their JSON as it was signed, and the keys of tombstones.
struct DeltaSink {
    RecordSink put;
    std::function<base::Result<void>(const RecordKey& key)> remove;
};

/// Gives the lines of a delta to `sink`, in order; errors as decode_full's. Gives their number.
base::Result<std::uint64_t> decode_delta(const trust::VerifiedBytes& bytes, const DecodeLimits& limits,
                                         const DeltaSink& sink);

/// The same as Changes.
base::Result<Changes> decode_delta(const trust::VerifiedBytes& bytes, const DecodeLimits& limits = {});

/// A delta that a feed offers.
struct DeltaFile {
    std::uint64_t from = 0, to = 0;  ///< revisions, from < to
    std::uint64_t length = 0;        ///< bytes, compressed
    std::string sha256;              ///< 64 hexadecimal digits
    bool operator==(const DeltaFile&) const = default;
};

/// The deltas that lead from a revision to a later one with the fewest bytes, in order; each counts
/// `request_bytes` more, for its request. Nothing when none lead there, or when they come to `most_bytes` or
/// more.
std::optional<std::vector<DeltaFile>> cheapest_path(const std::vector<DeltaFile>& deltas, std::uint64_t from,
                                                    std::uint64_t to, std::uint64_t most_bytes,
                                                    std::uint64_t request_bytes = 600);

}  // namespace accueil::feed
