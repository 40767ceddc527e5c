// SPDX-License-Identifier: GPL-3.0-or-later
// The SQL of schema/*.sql, carried by the program. Called by the writer and the reader. Any thread.
#pragma once

#include <span>
#include <string_view>

namespace accueil::cache {

/// In order: a database of version N (its user_version) has seen the first N.
std::span<const std::string_view> migrations();

/// SQLite's application_id of a content.db ("ACCU").
inline constexpr int kApplicationId = 0x41434355;

}  // namespace accueil::cache
