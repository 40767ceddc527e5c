// SPDX-License-Identifier: GPL-3.0-or-later
// Tables as RFC 4180 writes them, with the line and column of every cell. Called by the livret's reader; one
// thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sync/publish/report.hpp"
#include "sync/publish/value.hpp"

namespace accueil::publish {

struct Cell {
    std::string text;
    Position position;
};

struct Table {
    std::vector<Cell> header;
    std::vector<std::vector<Cell>> rows;  ///< as many cells as the header; empty rows are left out
    char separator = ',';
    bool is_damaged = false;  ///< rows were left out
};

/// The separator is the one of `separators` that the first line holds most of, the first of them where none
/// is ahead. Rows that are wrong are in the report and left out; nullopt when there is no table to speak of.
std::optional<Table> read_csv(std::string_view text, const std::string& name, Report& report,
                              std::string_view separators = ",;");

}  // namespace accueil::publish
