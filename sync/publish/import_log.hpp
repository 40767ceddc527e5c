// SPDX-License-Identifier: GPL-3.0-or-later
// What an import did to each line that it did not take as it was. Filled by the importers, shown by the
// import command; one thread.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "sync/publish/report.hpp"

namespace accueil::publish {

enum class ImportAction : std::uint8_t {
    refused,   ///< the record is not imported
    left_out,  ///< the record is, without this value
    repaired,  ///< the value was made what is meant
    noted,     ///< nothing was done; somebody should look
};

struct ImportEntry {
    ImportAction action = ImportAction::noted;
    Where where;        ///< file, line and column; kind and id as the source has it
    std::string field;  ///< of the source; may be empty
    std::string value;  ///< as it stood
    std::string key;    ///< of assets/i18n, below "publish.import.said."
    Arguments arguments;

    /// "lieux.csv:12:5: réparé, « 42 », « code_postal » : …" without a line end.
    std::string render(const Words& words) const;
};

class ImportLog {
  public:
    void add(ImportEntry entry) {
        ++m_counts.at(static_cast<std::size_t>(entry.action));
        m_entries.push_back(std::move(entry));
    }
    /// What a reader of tables or JSON found wrong: each line of it is refused.
    void add_findings(const Report& report);

    const std::vector<ImportEntry>& entries() const { return m_entries; }
    std::uint64_t count(ImportAction action) const { return m_counts.at(static_cast<std::size_t>(action)); }
    /// Sorted by file, line and column.
    void sort();

    /// One line an entry, at most `most` of each action, then how many more there are.
    std::string render(const Words& words, std::size_t most) const;
    /// A table of all: action, file, line, column, id, field, value, message.
    std::string csv(const Words& words) const;

  private:
    std::vector<ImportEntry> m_entries;
    std::array<std::uint64_t, 4> m_counts{};
};

/// A cell of a table as RFC 4180 writes it.
std::string csv_cell(std::string_view text);
/// The same of what others wrote: an apostrophe stands before what a spreadsheet would calculate, also where
/// it parts cells at another sign or line than those that were meant.
std::string csv_cell_of_others(std::string_view text);

}  // namespace accueil::publish
