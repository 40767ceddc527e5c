// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/publish/csv.hpp"

#include <algorithm>

#include "sync/base/strings.hpp"

namespace accueil::publish {

namespace {

// Written here because a message needs the line and column of each cell, and of a quote that is never closed,
// which libcsv's callbacks do not give.
class Scanner {
  public:
    Scanner(std::string_view text, char separator, const std::string& name, Report& report)
        : m_text(text), m_separator(separator), m_name(name), m_report(report) {}

    bool at_end() const { return m_at >= m_text.size(); }

    /// One row; false when it is wrong, which is then in the report.
    bool row(std::vector<Cell>& cells) {
        bool good = true;
        for (;;) {
            Cell& cell = cells.emplace_back();
            cell.position = m_position;
            good = (peek() == '"' ? quoted(cell) : plain(cell)) && good;
            if (at_end()) return good;
            if (peek() != m_separator) break;
            advance();
        }
        if (peek() == '\r') advance();
        if (!at_end() && peek() == '\n') advance();
        return good;
    }

  private:
    char peek() const { return at_end() ? '\0' : m_text[m_at]; }
    bool at_cell_end() const { return at_end() || peek() == m_separator || peek() == '\n' || peek() == '\r'; }
    void advance() {
        const char c = m_text[m_at++];
        if (c == '\n' || (c == '\r' && peek() != '\n')) {
            ++m_position.line;
            m_position.column = 1;
        } else if ((static_cast<unsigned char>(c) & 0xC0U) != 0x80U && c != '\r') {
            ++m_position.column;
        }
    }

    bool plain(Cell& cell) {
        bool good = true;
        while (!at_cell_end()) {
            if (peek() == '"' && good) {
                complain(m_position, "csv_quote_inside");
                good = false;
            }
            cell.text += peek();
            advance();
        }
        return good;
    }

    bool quoted(Cell& cell) {
        advance();
        for (;;) {
            if (at_end()) {
                complain(cell.position, "csv_quote_open");
                return false;
            }
            const char c = peek();
            if (c != '"') {
                cell.text += c;
                advance();
                continue;
            }
            advance();
            if (peek() != '"' || at_end()) break;
            cell.text += '"';
            advance();
        }
        bool good = true;
        while (!at_cell_end()) {
            if (good && peek() != ' ') {
                complain(m_position, "csv_after_quote");
                good = false;
            }
            advance();
        }
        return good;
    }

    void complain(const Position& at, const std::string& key) const {
        m_report.error({m_name, at.line, at.column, {}, {}}, key);
    }

    std::string_view m_text;
    char m_separator;
    const std::string& m_name;
    Report& m_report;
    std::size_t m_at = 0;
    Position m_position{1, 1};
};

char separator_of(std::string_view text, std::string_view separators) {
    std::vector<std::size_t> counts(separators.size());
    bool within = false;
    for (const char c : text) {
        if (c == '"') within = !within;
        if (within) continue;
        if (c == '\n' || c == '\r') break;
        if (const auto at = separators.find(c); at != std::string_view::npos) ++counts[at];
    }
    const auto most = std::max_element(counts.begin(), counts.end());
    return separators[static_cast<std::size_t>(most - counts.begin())];
}

bool is_empty(const Cell& cell) {
    return base::trim(cell.text).empty();
}

}  // namespace

std::optional<Table> read_csv(std::string_view text, const std::string& name, Report& report,
                              std::string_view separators) {
    Table table;
    table.separator = separator_of(text, separators);
    Scanner scanner(text, table.separator, name, report);
    if (scanner.at_end() || !scanner.row(table.header) ||
        std::all_of(table.header.begin(), table.header.end(), is_empty)) {
        report.error({name, 1, 0, {}, {}}, "csv_no_header");
        return std::nullopt;
    }
    while (!table.header.empty() && is_empty(table.header.back()))
        table.header.pop_back();
    const std::size_t width = table.header.size();
    while (!scanner.at_end()) {
        std::vector<Cell> cells;
        const bool good = scanner.row(cells);
        table.is_damaged = table.is_damaged || !good;
        if (!good || std::all_of(cells.begin(), cells.end(), is_empty)) continue;
        while (cells.size() > width && is_empty(cells.back()))
            cells.pop_back();
        if (cells.size() != width) {
            table.is_damaged = true;
            const auto& at = cells.size() > width ? cells[width].position : cells.front().position;
            report.error({name, at.line, at.column, {}, {}}, "csv_width",
                         {{"cells", std::to_string(cells.size())}, {"columns", std::to_string(width)}});
            continue;
        }
        table.rows.push_back(std::move(cells));
    }
    return table;
}

}  // namespace accueil::publish
