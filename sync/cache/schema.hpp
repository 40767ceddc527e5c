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

/// How a generation is written. Nothing reads it before it is whole: no journal, and one fsync at the end.
/// Large pages: a fourth of the system calls, and rows of 1.2 kB that need no second page.
inline constexpr std::string_view kWriterPragmas =
    "PRAGMA page_size = 16384; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; "
    "PRAGMA locking_mode = EXCLUSIVE; PRAGMA cache_size = -16384;";

}  // namespace accueil::cache
