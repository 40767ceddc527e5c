// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/publish/import.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <system_error>

#include "sync/base/digest.hpp"
#include "sync/base/file.hpp"
#include "sync/base/strings.hpp"
#include "sync/model/record_json.hpp"
#include "sync/publish/import_row.hpp"
#include "sync/publish/import_tables.hpp"
#include "sync/publish/reading.hpp"

namespace accueil::publish {

using base::ErrorCode;
using base::Result;

namespace {

namespace fs = std::filesystem;

constexpr const char* kImportFolder = "livret/imports/";

// Needs by the thématiques that they gather, in the order of needs.json.
class NeedIndex {
  public:
    explicit NeedIndex(const fs::path& content) {
        MediaIndex no_media;
        Reading scratch(no_media);
        std::error_code ignored;
        if (!fs::exists(content / "needs.json", ignored)) return;
        read_needs({content / "needs.json", "needs.json"}, scratch);
        for (auto& record : scratch.records)
            m_needs.push_back(std::get<model::Need>(std::move(record)));
    }
    std::vector<std::string> of(const std::vector<std::string>& thematiques) const {
        std::vector<std::string> ids;
        for (const auto& need : m_needs)
            if (std::any_of(thematiques.begin(), thematiques.end(), [&](const std::string& word) {
                    return std::find(need.thematiques.begin(), need.thematiques.end(), word) !=
                           need.thematiques.end();
                }))
                ids.push_back(need.id);
        return ids;
    }

  private:
    std::vector<model::Need> m_needs;
};

// The records of tables, by id, as the publisher reads them.
std::map<std::string, std::string> records_of(const Reading& reading) {
    std::map<std::string, std::string> records;
    for (const auto& record : reading.records)
        records[model::id_of(record)] = model::to_json(record);
    return records;
}

class Import {
  public:
    Import(const ImportOptions& options, const base::Catalog& catalog, ImportOutcome& outcome)
        : m_options(options), m_outcome(outcome), m_gathering(options, catalog, outcome.log) {}

    Result<void> run(const ImportProgress& progress) {
        std::error_code ignored;
        if (!fs::is_directory(m_options.content, ignored))
            return refuse(m_options.content.string(), "no_folder");
        if (!read_mapping(m_options.mapping, m_gathering.mapping, m_outcome.log))
            return base::fail(ErrorCode::invalid_input, m_options.mapping.string());
        TRY(read_files(progress));
        place_services(m_gathering);
        settle(m_gathering.places, m_places, "place");
        find_needs();
        settle(m_gathering.services, m_services, "service");
        drop_lost_services();
        if (m_places.empty() && m_services.empty()) return refuse("", "nothing_imported");
        m_outcome.elsewhere = m_gathering.elsewhere;
        return write();
    }

  private:
    Result<void> refuse(const std::string& file, const char* key, int line = 0) {
        m_outcome.log.add({ImportAction::refused, {file, line, 0, {}, {}}, "", "", key, {}});
        return base::fail(ErrorCode::invalid_input, key);
    }

    Result<void> read_files(const ImportProgress& progress) {
        std::vector<ImportSource> sources;
        bool is_whole = true;
        for (const auto& path : m_options.files) {
            auto source = read_import_source(path, m_outcome.log);
            is_whole = is_whole && source;
            if (!source) continue;
            m_outcome.rows += source->rows.size();
            sources.push_back(std::move(*source));
        }
        // Half of the files would take the other half's records away.
        if (!is_whole) return base::fail(ErrorCode::invalid_input, "a file cannot be read");
        std::uint64_t done = 0;
        for (const auto& source : sources) {
            m_gathering.asked.clear();
            m_gathering.attribution = source.attribution;
            if (!has_columns(source)) return base::fail(ErrorCode::invalid_input, source.name);
            for (const auto& fields : source.rows) {
                ImportRow row(fields, source.name, m_gathering);
                gather(row);
                if (++done % 64 == 0 || done == m_outcome.rows) progress(done, m_outcome.rows);
            }
            note_what_is_not_read(source);
        }
        return {};
    }

    void gather(ImportRow& row) {
        switch (m_options.kind) {
            case ImportKind::mednum:
                return gather_mednum(row);
            case ImportKind::data_inclusion:
                return gather_data_inclusion(row);
            case ImportKind::france_services:
                return gather_france_services(row);
            case ImportKind::geojson:
            case ImportKind::csv:
                return gather_generic(row);
        }
    }

    // A table of something else is told from one of this kind by the columns without which nothing can be
    // made.
    bool has_columns(const ImportSource& source) {
        if (source.columns.empty()) return true;
        Value header;
        header.type = Value::Type::map;
        header.position = {1, 1};
        for (const auto& column : source.columns) {
            Value::Member member = column;
            member.value.type = Value::Type::plain;
            member.value.text = "x";
            header.members.push_back(std::move(member));
        }
        ImportRow row(header, source.name, m_gathering);
        bool has_all = true;
        const auto need = [&](bool is_there, const char* column) {
            if (!is_there)
                m_outcome.log.add({ImportAction::refused,
                                   {source.name, 1, 1, {}, {}},
                                   column,
                                   "",
                                   "finding.csv_column_missing",
                                   {{"field", column}}});
            has_all = has_all && is_there;
        };
        need(!row.id().empty(), "id");
        const auto mapped = m_gathering.mapping.find("nom");
        need(mapped != m_gathering.mapping.end() ? !row.raw(mapped->second).empty()
                                                 : row.has({"nom", "lib_fs", "lib_france_services", "name"}),
             "nom");
        m_gathering.asked.clear();
        return has_all;
    }

    void note_what_is_not_read(const ImportSource& source) {
        std::map<std::string, std::pair<Position, std::uint64_t>> left;
        for (const auto& row : source.rows)
            for (const auto& member : row.members)
                if (!member.key.starts_with("@") && !m_gathering.asked.contains(member.key)) {
                    auto& [position, count] = left[member.key];
                    if (++count == 1) position = member.position;
                }
        for (const auto& column : source.columns)
            if (const auto found = left.find(column.key); found != left.end())
                found->second.first = column.position;
        for (const auto& [name, found] : left)
            m_outcome.log.add({ImportAction::noted,
                               {source.name, found.first.line, found.first.column, {}, {}},
                               name,
                               "",
                               "column_not_read",
                               {{"count", std::to_string(found.second)}}});
    }

    // One record an id of the source, the one that was checked last; then ids of our own.
    template <class T>
    void settle(std::vector<Gathered<T>>& gathered, std::vector<Gathered<T>>& settled, const char* kind) {
        std::map<std::string, std::size_t> first;  // raw id → in `settled`
        for (auto& one : gathered) {
            const auto [found, is_new] = first.emplace(one.record.id, settled.size());
            if (is_new) {
                settled.push_back(std::move(one));
                continue;
            }
            auto& other = settled[found->second];
            const bool is_later = one.record.verified_on > other.record.verified_on;
            if (is_later) std::swap(one, other);
            refuse_record(one.where, one.record.id, "id_twice",
                          {{"first", other.where.file + ":" + std::to_string(other.where.line)}});
        }
        name(settled, kind);
        std::sort(settled.begin(), settled.end(),
                  [](const auto& a, const auto& b) { return a.record.id < b.record.id; });
    }

    // What comes out alike from two of the source's ids is told apart by what they are.
    template <class T>
    void name(std::vector<Gathered<T>>& records, const char* kind) {
        constexpr std::size_t kMostId = 96, kHash = 8;
        std::map<std::string, int> slugs;
        for (const auto& one : records)
            ++slugs[slug(one.record.id)];
        for (auto& one : records) {
            const auto raw = one.record.id;
            const auto short_name = slug(raw);
            auto id = m_options.name + (short_name.empty() ? "" : "-" + short_name);
            if (slugs[short_name] > 1 || short_name.empty() || id.size() > kMostId) {
                id = id.substr(0, std::min(id.size(), kMostId - kHash - 1));
                while (id.ends_with('-'))
                    id.pop_back();
                id += "-" + base::to_hex(base::sha256(raw)).substr(0, kHash);
            }
            one.record.id = id;
            if (std::string_view(kind) == "place") m_place_ids[raw] = id;
        }
    }

    void find_needs() {
        const NeedIndex needs(m_options.content);
        std::vector<Gathered<model::Service>> kept;
        for (auto& one : m_gathering.services) {
            auto& service = one.record;
            if (service.needs.empty()) service.needs = needs.of(service.thematiques);
            if (service.needs.empty()) service.needs = m_options.needs;
            if (service.needs.empty()) {
                refuse_record(one.where, service.id, "need_missing",
                              {{"thematiques", base::join(service.thematiques, ", ")}});
                continue;
            }
            const auto place = m_place_ids.find(service.place_id);
            if (place == m_place_ids.end()) {
                // A place that is not asked for takes its services along without a word.
                if (m_options.only.empty())
                    refuse_record(one.where, service.id, "place_missing", {{"place", service.place_id}});
                continue;
            }
            service.place_id = place->second;
            kept.push_back(std::move(one));
        }
        m_gathering.services = std::move(kept);
    }

    void refuse_record(const Where& where, const std::string& id, const char* key, Arguments arguments) {
        Where at = where;
        at.id = id;
        m_outcome.log.add({ImportAction::refused, at, "", "", key, std::move(arguments)});
    }

    // What stands in other tables of the folder, by hand or by another import, prevails.
    std::set<std::string> ids_elsewhere(const char* kind) const {
        MediaIndex no_media;
        Reading scratch(no_media);
        std::vector<SourceFile> files;
        for (const char* folder : {"livret/", kImportFolder}) {
            std::error_code error;
            for (fs::directory_iterator entry(m_options.content / folder, error), end; !error && entry != end;
                 entry.increment(error)) {
                const auto name = entry->path().filename().string();
                const bool is_kind = std::string_view(folder) == kImportFolder
                                         ? name.ends_with(std::string(".") + kind + "s.csv")
                                         : name.starts_with(std::string(kind) + "s");
                const bool is_own = std::string_view(folder) == kImportFolder && name == file_name(kind);
                std::error_code ignored;
                if (is_kind && !is_own && fs::is_regular_file(entry->path(), ignored))
                    files.push_back({entry->path(), folder + name});
            }
        }
        read_livret(files, kind, scratch);
        std::set<std::string> ids;
        for (const auto& [id, where] : scratch.ids[kind])
            ids.insert(id);
        return ids;
    }

    template <class T>
    void drop_what_stands_elsewhere(std::vector<Gathered<T>>& records, const char* kind) {
        const auto elsewhere = ids_elsewhere(kind);
        std::erase_if(records, [&](const auto& one) {
            if (!elsewhere.contains(one.record.id)) return false;
            Where where = one.where;
            where.id = one.record.id;
            m_outcome.log.add({ImportAction::noted, where, "", "", "stands_elsewhere", {}});
            return true;
        });
    }

    void drop_lost_services() {
        drop_what_stands_elsewhere(m_places, "place");
        drop_what_stands_elsewhere(m_services, "service");
    }

    std::string file_name(const std::string& kind) const { return m_options.name + "." + kind + "s.csv"; }

    template <class T, class Table>
    Result<ImportCounts> write_table(const std::vector<Gathered<T>>& gathered, const char* kind,
                                     const Table& table) {
        std::vector<T> records;
        for (const auto& one : gathered)
            records.push_back(one.record);
        const auto name = kImportFolder + file_name(kind);
        const auto path = m_options.content / name;
        MediaIndex no_media;
        Reading before(no_media), after(no_media);
        std::error_code ignored;
        const bool existed = fs::exists(path, ignored);
        if (existed) read_livret({{path, name}}, kind, before);
        const auto text = records.empty() ? std::string() : table(records);
        if (!records.empty()) read_livret_table(text, name, kind, after);
        // The publisher's own reader has the last word: a folder that could be published still can.
        if (after.report.has_errors()) {
            m_outcome.log.add_findings(after.report);
            return base::fail(ErrorCode::invalid_input, name);
        }
        const auto old_records = records_of(before), new_records = records_of(after);
        ImportCounts counts;
        counts.records = new_records.size();
        for (const auto& [id, json] : new_records) {
            const auto found = old_records.find(id);
            counts.added += found == old_records.end() ? 1U : 0U;
            counts.changed += found != old_records.end() && found->second != json ? 1U : 0U;
        }
        for (const auto& [id, json] : old_records)
            counts.removed += new_records.contains(id) ? 0U : 1U;
        const auto old_text = existed ? base::read_file(path).value_or("") : std::string();
        if (old_text == text) return counts;
        m_outcome.is_new = true;
        if (m_options.rehearsal) return counts;
        if (records.empty()) {
            fs::remove(path, ignored);
            return counts;
        }
        TRY(base::create_directories(path.parent_path()));
        TRY(base::write_file_durably(path, text));
        return counts;
    }

    // A run that ends between the two is made good by the next.
    Result<void> write() {
        m_outcome.places = TRY(write_table(m_places, "place", places_table));
        m_outcome.services = TRY(write_table(m_services, "service", services_table));
        return {};
    }

    const ImportOptions& m_options;
    ImportOutcome& m_outcome;
    Gathering m_gathering;
    std::vector<Gathered<model::Place>> m_places;
    std::vector<Gathered<model::Service>> m_services;
    std::map<std::string, std::string> m_place_ids;  // the source's → ours
};

}  // namespace

Result<void> import_directory(const ImportOptions& options, const base::Catalog& catalog,
                              const ImportProgress& progress, ImportOutcome& outcome) {
    auto done = Import(options, catalog, outcome).run(progress);
    outcome.log.sort();
    return done;
}

}  // namespace accueil::publish
