// SPDX-License-Identifier: GPL-3.0-or-later
// Where the files of a feed stand below its URL. Called by the publisher, which writes them there, and by the
// pipeline. Pure; any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace accueil::feed {

/// TUF metadata and TUF targets, each a folder below the feed's URL.
inline constexpr const char* kMetadataFolder = "metadata";
inline constexpr const char* kTargetsFolder = "targets";

/// The TUF target that says what the content is; the rest follows from it by SHA-256.
inline constexpr const char* kHeadTarget = "feed/head";

/// "full/R.zst", below the feed's URL: all records of a revision.
std::string full_name(std::uint64_t revision);

/// "d/A-B.zst", below the feed's URL: what changes from revision A to B.
std::string delta_name(std::uint64_t from, std::uint64_t to);

/// "m/ab/<sha256>", below the feed's URL.
std::string media_name(const std::string& sha256);

/// True for the code of a territory: of a commune (INSEE: "44109", "2A004") or of another body (SIREN, nine
/// digits).
bool is_territory_code(std::string_view code);

/// "territoires/CODE", below the feed's URL: what the names in a territory's head, and its deltas' names,
/// stand below. Its media stand with all others (media_name()).
std::string territory_folder(const std::string& code);

/// "territoires/CODE/head": the TUF target that says what a territory's own content is.
std::string territory_head(const std::string& code);

/// "2a004-": what the id of each record of a territory begins with.
std::string territory_prefix(const std::string& code);

}  // namespace accueil::feed
