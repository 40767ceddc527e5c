// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/cache/record_index.hpp"

#include "sync/base/strings.hpp"

#include <string>

namespace accueil::cache {

using base::Result;

Result<RecordIndex> RecordIndex::prepare(const Database& database) {
    static constexpr const char* kPairs[kPairTables][3] = {{"service_need", "need", "service"},
                                                           {"service_place", "place", "service"},
                                                           {"initiative_theme", "theme", "initiative"},
                                                           {"initiative_need", "need", "initiative"}};
    RecordIndex index;
    for (std::size_t i = 0; i < kPairTables; ++i) {
        const std::string table = kPairs[i][0];
        index.m_pairs[kAdd][i] = TRY(database.prepare("INSERT OR IGNORE INTO " + table + " VALUES (?, ?)"));
        index.m_pairs[kRemove][i] = TRY(database.prepare("DELETE FROM " + table + " WHERE " + kPairs[i][1] +
                                                         " = ? AND " + kPairs[i][2] + " = ?"));
    }
    index.m_answers[kAdd] = TRY(database.prepare("INSERT OR IGNORE INTO answers VALUES (?, ?, ?)"));
    index.m_answers[kRemove] =
        TRY(database.prepare("DELETE FROM answers WHERE question = ? AND initiative = ? AND named_by = ?"));
    index.m_media[kAdd] =
        TRY(database.prepare("INSERT OR REPLACE INTO media (sha256, record, name, length, type, segments) "
                             "VALUES (?, ?, ?, ?, ?, ?)"));
    index.m_media[kRemove] =
        TRY(database.prepare("DELETE FROM media WHERE sha256 = ? AND record = ? AND name = ?"));
    index.m_marker[kAdd] = TRY(database.prepare(
        "INSERT INTO marker (number, west, east, south, north, kind, id, latitude, longitude) "
        "VALUES (?1, ?3, ?3, ?2, ?2, ?4, ?5, ?2, ?3)"));
    index.m_marker[kRemove] = TRY(database.prepare("DELETE FROM marker WHERE number = ?"));
    return index;
}

Result<void> RecordIndex::apply(Way way, std::int64_t number, const model::Record& record) {
    TRY(std::visit([&](const auto& value) { return apply(way, number, value); }, record));
    for (const auto* file : model::media_of(record)) {
        if (way == kAdd)
            TRY(m_media[kAdd].run(file->sha256, number, file->name, static_cast<std::int64_t>(file->length),
                                  file->type, base::join(file->segments, "")));
        else
            TRY(m_media[kRemove].run(file->sha256, number, file->name));
    }
    return {};
}

Result<void> RecordIndex::apply(Way way, std::int64_t number, const model::Initiative& initiative) {
    for (const auto& theme : initiative.themes)
        TRY(m_pairs[way][kInitiativeTheme].run(theme, number));
    for (const auto& need : initiative.needs)
        TRY(m_pairs[way][kInitiativeNeed].run(need, number));
    for (const auto& question : initiative.questions)
        TRY(m_answers[way].run(question, initiative.id, std::string_view("initiative")));
    if (initiative.coordinates)
        TRY(marker(way, number, "initiative", initiative.id, *initiative.coordinates));
    return {};
}

Result<void> RecordIndex::apply(Way way, std::int64_t, const model::Question& question) {
    for (const auto& initiative : question.initiatives)
        TRY(m_answers[way].run(question.id, initiative, std::string_view("question")));
    return {};
}

Result<void> RecordIndex::apply(Way way, std::int64_t number, const model::Place& place) {
    if (place.coordinates) TRY(marker(way, number, "place", place.id, *place.coordinates));
    return {};
}

Result<void> RecordIndex::apply(Way way, std::int64_t number, const model::Service& service) {
    for (const auto& need : service.needs)
        TRY(m_pairs[way][kServiceNeed].run(need, number));
    return m_pairs[way][kServicePlace].run(service.place_id, number);
}

Result<void> RecordIndex::marker(Way way, std::int64_t number, std::string_view kind, std::string_view id,
                                 const model::Coordinates& coordinates) {
    if (way == kRemove) return m_marker[kRemove].run(number);
    return m_marker[kAdd].run(number, coordinates.latitude, coordinates.longitude, kind, id);
}

Result<std::vector<model::MediaFile>> read_media(const Database& database) {
    constexpr std::size_t kDigestDigits = 64;
    const bool has_segments = TRY(database.whole("PRAGMA user_version")) >= 2;
    auto statement = TRY(database.prepare("SELECT sha256, length, name, type, " +
                                          std::string(has_segments ? "segments" : "''") +
                                          " FROM media GROUP BY sha256, length ORDER BY sha256, length"));
    std::vector<model::MediaFile> files;
    while (TRY(statement.step())) {
        model::MediaFile file;
        file.sha256 = statement.text(0);
        file.length = static_cast<std::uint64_t>(statement.whole(1));
        file.name = statement.text(2);
        file.type = statement.text(3);
        auto digests = statement.text(4);
        for (; digests.size() >= kDigestDigits; digests.remove_prefix(kDigestDigits))
            file.segments.emplace_back(digests.substr(0, kDigestDigits));
        files.push_back(std::move(file));
    }
    return files;
}

}  // namespace accueil::cache
