// SPDX-License-Identifier: GPL-3.0-or-later
// All records of a revision as one file: their JSON, one a line, sorted by kind, then id, compressed by zstd.
// Called by the publisher and the pipeline. Any thread.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sync/base/result.hpp"
#include "sync/feed/zstd_lines.hpp"
#include "sync/model/records.hpp"

namespace accueil::trust {
class VerifiedBytes;
}

namespace accueil::feed {

RecordKey key_of(const model::Record& record);

/// The records in any order; invalid_input when one stands twice.
base::Result<std::string> encode_full(std::span<const model::Record> records);

/// Takes a record and its JSON as it was signed; an error ends the reading and is returned as it is.
using RecordSink = std::function<base::Result<void>(model::Record&& record, std::string_view body)>;

/// Gives the records to `sink` one by one, in order. bad_format (with "line N: ") for what cannot be read,
/// too_large past a limit, unsupported for a kind that this version does not know. Gives the number of
/// records.
base::Result<std::uint64_t> decode_full(const trust::VerifiedBytes& bytes, const DecodeLimits& limits,
                                        const RecordSink& sink);

/// The same as a list.
base::Result<std::vector<model::Record>> decode_full(const trust::VerifiedBytes& bytes,
                                                     const DecodeLimits& limits = {});

}  // namespace accueil::feed
