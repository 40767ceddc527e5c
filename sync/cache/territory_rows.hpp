// SPDX-License-Identifier: GPL-3.0-or-later
// A content.db's rows told apart by whose they are: the ids of a territory's records begin with its prefix.
// Called by ContentWriter. One thread.
#pragma once

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "sync/base/result.hpp"
#include "sync/cache/sqlite.hpp"
#include "sync/cache/state_root.hpp"

namespace accueil::cache {

/// Without a prefix all records are the centre's. corrupt where a kind and an id stand twice.
base::Result<StateRoots> read_roots(const Database& database, const std::string& id_prefix);

/// Kind and id of each record of the territory.
base::Result<std::vector<std::pair<std::string, std::string>>> read_keys(const Database& database,
                                                                         const std::string& id_prefix);

/// SHA-256 of the media that the territory's records name, and no others do.
base::Result<std::set<std::string>> read_media_of(const Database& database, const std::string& id_prefix);

}  // namespace accueil::cache
