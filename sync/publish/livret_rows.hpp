// SPDX-License-Identifier: GPL-3.0-or-later
// The files of livret/: tables, or JSON of the same fields, row by row. Called by the readers of each kind of
// row; one thread.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "sync/publish/fields.hpp"

namespace accueil::publish {

/// What the rows of a file are.
struct RowKind {
    std::string kind;                   ///< of the record that a row makes; empty where it makes none
    std::vector<std::string> required;  ///< columns
    /// Takes every column that there may be: of a row without any value.
    std::function<void(Fields&)> ask;
    /// Takes one row, `position` of its file; false where nothing more is to be said of it.
    std::function<bool(Fields&, int position, Reading&)> take;
};

/// One table, which need not be on the disk; `name` is the path to show. False where rows are missing.
bool read_table_rows(const std::string& text, const std::string& name, const RowKind& kind, Reading& reading);

/// Tables and lists by their ending; a kind of which rows are missing becomes an incomplete one.
void read_row_files(const std::vector<SourceFile>& files, const RowKind& kind, Reading& reading);

}  // namespace accueil::publish
