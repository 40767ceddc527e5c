// SPDX-License-Identifier: GPL-3.0-or-later
// Small text helpers on UTF-8. Pure; any thread.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace accueil::base {

std::string_view trim(std::string_view text);
std::vector<std::string> split(std::string_view text, char separator);
std::string join(std::span<const std::string> parts, std::string_view separator);
bool is_valid_utf8(std::string_view text);

/// The same bytes, as the libraries of C take them.
inline const unsigned char* unsigned_bytes(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

/// Lower case without accents for Latin text (œ→oe, ’→'), other scripts unchanged: for comparing, never for
/// showing.
std::string fold(std::string_view text);

/// Code points of UTF-8.
std::size_t letter_count(std::string_view text);
/// Its last `most` code points.
std::string_view last_letters(std::string_view text, std::size_t most);

/// Edits (insert, delete, replace) between two byte strings.
std::size_t edit_distance(std::string_view a, std::string_view b);

/// The candidate nearest to `word` within a third of its length, or "" when none is near.
std::string nearest(std::string_view word, std::span<const std::string> candidates);

/// True for the ids of docs/content.md: [a-z0-9]+(-[a-z0-9]+)*, 1 to 96 characters.
bool is_id(std::string_view text);

/// "1,2 Mo", "640 ko": decimal units, French comma when `language` is fr.
std::string format_bytes(std::size_t bytes, std::string_view language);

}  // namespace accueil::base
