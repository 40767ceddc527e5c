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

// Whether it can be one of the index: nothing else is put before FTS5, whose language it would be a part of.
bool is_term(const std::string& term) {
    return !term.empty() && std::all_of(term.begin(), term.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte >= 0x80 || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '=' || c == '@' ||
               c == '-';
    });
}

// "" where nothing has a term of each group.
std::string expression_of(const SearchGroups& groups) {
    std::string out;
    for (const auto& group : groups) {
        std::string any;
        for (const auto& term : group)
            if (is_term(term)) any += (any.empty() ? "\"" : " OR \"") + term + '"';
        if (any.empty()) return {};
        out += (out.empty() ? "(" : " AND (") + any + ')';
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

Result<std::vector<model::Record>> ContentReader::records_by_number(
    std::span<const std::int64_t> numbers) const {
    auto statement = TRY(m_state->database.prepare("SELECT body FROM record WHERE number = ?"));
    std::vector<model::Record> records;
    for (const auto number : numbers) {
        statement.bind(1, number);
        if (TRY(statement.step())) {
            auto record = model::record_from_json(statement.text(0));
            if (!record)
                return fail(ErrorCode::corrupt,
                            "record " + std::to_string(number) + ": " + record.error().detail);
            records.push_back(std::move(*record));
        }
        statement.reset();
    }
    return records;
}

}  // namespace accueil::cache
