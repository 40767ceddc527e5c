// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/publish/import_log.hpp"

#include <algorithm>
#include <tuple>

namespace accueil::publish {

namespace {

constexpr std::array<const char*, 4> kActions{"refused", "left_out", "repaired", "noted"};

const char* name_of(ImportAction action) {
    return kActions.at(static_cast<std::size_t>(action));
}

std::string said(const ImportEntry& entry, const Words& words) {
    Arguments arguments;
    for (const auto& [name, value] : entry.arguments)
        arguments.emplace_back(name, printable(value, 200));
    arguments.emplace_back("value", printable(entry.value));
    // What the readers of tables and JSON say has words of its own.
    const bool is_finding = entry.key.starts_with("finding.");
    return words.text(is_finding ? entry.key : "import.said." + entry.key, arguments);
}

// A spreadsheet would calculate it.
std::string harmless(std::string_view text) {
    const bool is_formula =
        !text.empty() && std::string_view("=+-@\t\r").find(text[0]) != std::string_view::npos;
    return csv_cell((is_formula ? "'" : "") + std::string(text));
}

}  // namespace

std::string csv_cell(std::string_view text) {
    if (text.find_first_of(",;|\"\r\n") == std::string_view::npos) return std::string(text);
    std::string out = "\"";
    for (const char c : text)
        out += c == '"' ? "\"\"" : std::string(1, c);
    return out + "\"";
}

std::string csv_cell_of_others(std::string_view text) {
    constexpr std::string_view kCalculates = "=+-@\t\r", kParts = ",;|\t\r\n\"";
    std::string out;
    bool begins = true;
    for (const char c : text) {
        if (begins && kCalculates.find(c) != std::string_view::npos) out += '\'';
        out += c;
        begins = kParts.find(c) != std::string_view::npos;
    }
    return csv_cell(out);
}

std::string ImportEntry::render(const Words& words) const {
    std::string out = printable(where.file, 200);
    if (where.line > 0) out += ":" + std::to_string(where.line);
    if (where.line > 0 && where.column > 0) out += ":" + std::to_string(where.column);
    out += (out.empty() ? "" : ": ") + words.text(std::string("import.action.") + name_of(action));
    if (!where.id.empty()) out += ", " + words.text("import.quoted", {{"words", printable(where.id)}});
    if (!field.empty()) out += ", " + words.text("import.quoted", {{"words", printable(field)}});
    return out + words.text("import.colon") + said(*this, words);
}

void ImportLog::add_findings(const Report& report) {
    for (const auto& finding : report.findings()) {
        const bool is_error = finding.severity == Severity::error;
        std::string field;
        for (const auto& [name, value] : finding.arguments)
            if (name == "field") field = value;
        add({is_error ? ImportAction::refused : ImportAction::noted, finding.where, field, "",
             "finding." + finding.key, finding.arguments});
    }
}

void ImportLog::sort() {
    std::stable_sort(m_entries.begin(), m_entries.end(), [](const ImportEntry& a, const ImportEntry& b) {
        const auto rank = [](const ImportEntry& entry) {
            return std::tie(entry.where.file, entry.where.line, entry.where.column);
        };
        return rank(a) < rank(b);
    });
}

std::string ImportLog::render(const Words& words, std::size_t most) const {
    std::string out;
    std::array<std::uint64_t, 4> shown{};
    for (const auto& entry : m_entries) {
        auto& count = shown.at(static_cast<std::size_t>(entry.action));
        if (++count <= most) out += entry.render(words) + "\n";
    }
    for (std::size_t i = 0; i < kActions.size(); ++i)
        if (m_counts[i] > most)
            out += words.counted(std::string("import.more.") + kActions[i], m_counts[i] - most) + "\n";
    return out;
}

std::string ImportLog::csv(const Words& words) const {
    std::string out = words.text("import.report.columns") + "\n";
    for (const auto& entry : m_entries) {
        const auto number = [](int value) { return value > 0 ? std::to_string(value) : std::string(); };
        out += csv_cell(words.text(std::string("import.action.") + name_of(entry.action))) + "," +
               harmless(printable(entry.where.file, 500)) + "," + number(entry.where.line) + "," +
               number(entry.where.column) + "," + harmless(printable(entry.where.id, 500)) + "," +
               harmless(printable(entry.field, 500)) + "," + harmless(printable(entry.value, 2000)) + "," +
               harmless(said(entry, words)) + "\n";
    }
    return out;
}

}  // namespace accueil::publish
