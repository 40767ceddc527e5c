// SPDX-License-Identifier: GPL-3.0-or-later
// Brings a content.db to the newest schema. Called by ContentWriter. One thread.
#pragma once

#include "sync/base/result.hpp"
#include "sync/cache/sqlite.hpp"

namespace accueil::cache {

/// Runs what it has not seen of schema/*.sql, within the caller's transaction; unsupported when it is of a
/// newer one.
base::Result<void> migrate(Database& database);

}  // namespace accueil::cache
