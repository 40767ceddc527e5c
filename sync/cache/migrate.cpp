// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/cache/migrate.hpp"

#include <cstddef>
#include <string>

#include "sync/cache/schema.hpp"

namespace accueil::cache {

using base::ErrorCode;
using base::fail;
using base::Result;

Result<void> migrate(Database& database) {
    const auto all = migrations();
    const auto version = static_cast<std::size_t>(TRY(database.whole("PRAGMA user_version")));
    if (version > all.size()) return fail(ErrorCode::unsupported, "content.db is of a newer schema");
    for (const auto& sql : all.subspan(version))
        TRY(database.execute(std::string(sql)));
    TRY(database.execute("PRAGMA user_version = " + std::to_string(all.size())));
    return database.execute("PRAGMA application_id = " + std::to_string(kApplicationId));
}

}  // namespace accueil::cache
