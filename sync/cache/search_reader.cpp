// SPDX-License-Identifier: GPL-3.0-or-later
// The part of ContentReader that searches.
#include <algorithm>
#include <unordered_map>

#include "sync/cache/content_reader_state.hpp"
#include "sync/cache/search_index.hpp"
#include "sync/model/record_json.hpp"

namespace accueil::cache {

using base::ErrorCode;
using base::fail;
using base::Result;

namespace {

Result<bool> is_searched(const Database& database) {
    return TRY(database.text("SELECT value FROM meta WHERE key = 'search'")) == kSearchVersion;
}

// A string of FTS5's language: whatever stands in it is a term and no operator.
void append_quoted(std::string& out, const std::string& term) {
    out += '"';
    for (const char c : term) {
        if (c == '\0') continue;
        if (c == '"') out += '"';
        out += c;
    }
    out += '"';
}

// "" where a group is empty: nothing has a term of it.
std::string expression_of(const SearchGroups& groups) {
    std::string out;
    for (const auto& group : groups) {
        if (group.empty()) return {};
        out += out.empty() ? "(" : " AND (";
        for (std::size_t i = 0; i < group.size(); ++i) {
            if (i > 0) out += " OR ";
            append_quoted(out, group[i]);
        }
        out += ')';
    }
    return out;
}

}  // namespace

Result<std::vector<SearchWord>> ContentReader::search_words() const {
    std::vector<SearchWord> words;
    if (!TRY(is_searched(m_state->database))) return words;
    auto statement = TRY(m_state->database.prepare("SELECT word, shown, count FROM search_word"));
    while (TRY(statement.step()))
        words.push_back({std::string(statement.text(0)), std::string(statement.text(1)), statement.whole(2)});
    return words;
}

Result<std::vector<SearchRecord>> ContentReader::search_records() const {
    const auto& database = m_state->database;
    std::vector<SearchRecord> records;
    if (!TRY(is_searched(database))) return records;
    std::unordered_map<std::string, model::Coordinates> places;
    auto marker = TRY(database.prepare("SELECT id, latitude, longitude FROM marker WHERE kind = 'place'"));
    while (TRY(marker.step()))
        places[std::string(marker.text(0))] = {marker.real(1), marker.real(2)};
    std::unordered_map<std::int64_t, model::Coordinates> services;
    auto pair = TRY(database.prepare("SELECT place, service FROM service_place"));
    while (TRY(pair.step()))
        if (const auto place = places.find(std::string(pair.text(0))); place != places.end())
            services[pair.whole(1)] = place->second;
    auto record = TRY(database.prepare("SELECT number, kind, id FROM record"));  // of the index alone
    while (TRY(record.step())) {
        SearchRecord one{record.whole(0), std::string(record.text(1)), std::nullopt};
        if (one.kind == "service") {
            if (const auto at = services.find(one.number); at != services.end()) one.coordinates = at->second;
        } else if (one.kind == "place") {
            if (const auto at = places.find(std::string(record.text(2))); at != places.end())
                one.coordinates = at->second;
        } else if (one.kind != "initiative" && one.kind != "question" && one.kind != "page") {
            continue;
        }
        records.push_back(std::move(one));
    }
    std::sort(records.begin(), records.end(),
              [](const SearchRecord& a, const SearchRecord& b) { return a.number < b.number; });
    return records;
}

Result<std::vector<std::int64_t>> ContentReader::search(const SearchGroups& groups, std::size_t most) const {
    std::vector<std::int64_t> numbers;
    const auto expression = expression_of(groups);
    if (expression.empty() || !TRY(is_searched(m_state->database))) return numbers;
    auto statement = TRY(m_state->database.prepare("SELECT rowid FROM search WHERE search MATCH ? LIMIT ?"));
    statement.bind(1, std::string_view(expression));
    statement.bind(2, static_cast<std::int64_t>(most));
    while (TRY(statement.step()))
        numbers.push_back(statement.whole(0));
    return numbers;
}

Result<std::vector<model::Record>> ContentReader::records_by_number(std::span<const std::int64_t> numbers) const {
    auto statement = TRY(m_state->database.prepare("SELECT body FROM record WHERE number = ?"));
    std::vector<model::Record> records;
    for (const auto number : numbers) {
        statement.bind(1, number);
        if (TRY(statement.step())) {
            auto record = model::record_from_json(statement.text(0));
            if (!record) return fail(ErrorCode::corrupt, "record " + std::to_string(number) + ": " + record.error().detail);
            records.push_back(std::move(*record));
        }
        statement.reset();
    }
    return records;
}

}  // namespace accueil::cache
