// SPDX-License-Identifier: GPL-3.0-or-later
// Lines of text in one zstd frame: the form of full snapshots and deltas. Called by records.cpp and delta.cpp
// alone. Pure; any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

#include "sync/base/result.hpp"

namespace accueil::feed {

/// What a reader accepts, whoever signed it.
struct DecodeLimits {
    std::uint64_t bytes = std::uint64_t{1} << 30;   ///< of all lines, decompressed
    std::size_t line_bytes = std::size_t{4} << 20;  ///< of one record
    std::uint64_t records = 2'000'000;
};

/// Kind and id of a record.
using RecordKey = std::pair<std::string, std::string>;

/// `lines`, each with its LF, as one frame. io when zstd fails.
base::Result<std::string> compress_lines(std::string_view lines);

/// Takes a line without its LF and gives the key of the record that stands there.
using LineSink = std::function<base::Result<RecordKey>(std::string_view line)>;

/// Gives the lines of a frame to `sink`, whose keys must rise from line to line. Errors begin with "line N:
/// ": bad_format for a frame, an end or an order that is wrong, too_large past a limit, and the sink's own.
/// Gives the number of lines.
base::Result<std::uint64_t> read_lines(std::string_view compressed, const DecodeLimits& limits,
                                       const LineSink& sink);

}  // namespace accueil::feed
