// SPDX-License-Identifier: GPL-3.0-or-later
// The SQL of schema/*.sql and schema/local/*.sql, carried by the program. Called by the writer, the reader
// and the local store. Any thread.
#pragma once

#include <span>
#include <string_view>

namespace accueil::cache {

/// In order: a database of version N (its user_version) has seen the first N.
std::span<const std::string_view> migrations();
/// The same of a local.db.
std::span<const std::string_view> local_migrations();

/// SQLite's application_id of a content.db ("ACCU").
inline constexpr int kApplicationId = 0x41434355;
/// That of a local.db ("ACLO").
inline constexpr int kLocalApplicationId = 0x41434c4f;

}  // namespace accueil::cache
