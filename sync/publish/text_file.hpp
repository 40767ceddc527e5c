// SPDX-License-Identifier: GPL-3.0-or-later
// A text file of the content folder: read with a limit and checked to be UTF-8. Called by the readers; one
// thread.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "sync/publish/report.hpp"
#include "sync/publish/value.hpp"

namespace accueil::publish {

/// The file's text without its byte-order mark; nullopt when it could not be read or is not UTF-8 text, which
/// is then in the report. `name` is the path to show.
std::optional<std::string> read_text_file(const std::filesystem::path& path, const std::string& name,
                                          Report& report);

/// The bytes of the character that begins at `at`: 1 to 4, or 0 where none does.
std::size_t utf8_length_at(std::string_view text, std::size_t at);

/// The line and the column, in characters, of a byte of `text`.
Position position_of(std::string_view text, std::size_t offset);

/// The column, in characters, of a byte of one line of text.
int column_of(std::string_view line, std::size_t offset);

}  // namespace accueil::publish
