// SPDX-License-Identifier: GPL-3.0-or-later
// What 50,000 records cost the daemon and the reader: decoding, writing and opening a generation; beside it,
// SQLite's own bulk insert of the same rows, on the same disk. Prints lines of "name value unit".
#include <sqlite3.h>
#include <zstd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "sync/base/digest.hpp"
#include "sync/base/file.hpp"
#include "sync/cache/content_reader.hpp"
#include "sync/cache/schema.hpp"
#include "sync/cache/search_index.hpp"
#include "sync/feed/records.hpp"
#include "sync/model/record_json.hpp"
#include "sync/trust/verified_bytes.hpp"
#include "tests/bench/cpu_time.hpp"
#include "tests/support/cache_samples.hpp"
#include "tests/support/sample_content.hpp"
#include "tests/support/temp_dir.hpp"

namespace {

using namespace accueil;

constexpr int kPlaces = 15'000;
constexpr int kServices = 35'000;

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

void print(const char* name, double value, const char* unit) {
    std::printf("%s %.1f %s\n", name, value, unit);
}

void require(bool good, const char* what) {
    if (good) return;
    std::fprintf(stderr, "sync_bench: %s\n", what);
    std::exit(1);
}

// As dense as real ones: some 1.2 kB of JSON each.
std::vector<model::Record> make_records() {
    std::string words;
    for (int i = 0; i < 14; ++i)
        words += "Sans rendez-vous, le matin ; on vous reçoit et on vous oriente. ";
    std::vector<model::Record> records;
    for (int i = 0; i < kPlaces; ++i) {
        auto place = support::sample_place("place-" + std::to_string(i), i);
        place.description = model::Text(words + std::to_string(i));
        records.emplace_back(std::move(place));
    }
    for (int i = 0; i < kServices; ++i) {
        auto service = support::sample_service("service-" + std::to_string(i), i,
                                               "place-" + std::to_string(i % kPlaces));
        service.description = model::Text(words + std::to_string(i));
        records.emplace_back(std::move(service));
    }
    return records;
}

struct FreeValue {
    void operator()(sqlite3_value* value) const { sqlite3_value_free(value); }
};
using Row = std::vector<std::unique_ptr<sqlite3_value, FreeValue>>;
using Tables = std::map<std::string, std::vector<Row>>;

// The full-text table keeps no text: its rows are made as the writer makes them.
std::vector<Row> search_rows(sqlite3* database) {
    std::vector<Row> rows;
    cache::SearchTerms terms;
    sqlite3_stmt *bodies = nullptr, *row = nullptr;
    require(
        sqlite3_prepare_v2(database, "SELECT number, body FROM record", -1, &bodies, nullptr) == SQLITE_OK,
        "bodies");
    require(sqlite3_prepare_v2(database, "SELECT ?, ?", -1, &row, nullptr) == SQLITE_OK, "row");
    while (sqlite3_step(bodies) == SQLITE_ROW) {
        const auto record =
            model::record_from_json(reinterpret_cast<const char*>(sqlite3_column_text(bodies, 1)));
        require(record.has_value(), "record");
        const auto& text = terms.of(*record);
        sqlite3_bind_value(row, 1, sqlite3_column_value(bodies, 0));
        sqlite3_bind_text(row, 2, text.data(), static_cast<int>(text.size()), SQLITE_TRANSIENT);
        require(sqlite3_step(row) == SQLITE_ROW, "row");
        rows.emplace_back();
        for (int column = 0; column < 2; ++column)
            rows.back().emplace_back(sqlite3_value_dup(sqlite3_column_value(row, column)));
        sqlite3_reset(row);
    }
    sqlite3_finalize(bodies);
    sqlite3_finalize(row);
    return rows;
}

// All that stands in a generation.
Tables rows_of(const std::filesystem::path& path) {
    sqlite3* database = nullptr;
    require(sqlite3_open_v2(path.c_str(), &database, SQLITE_OPEN_READONLY, nullptr) == SQLITE_OK, "open");
    Tables tables;
    for (const char* name : {"record", "marker", "service_need", "service_place", "initiative_theme",
                             "initiative_need", "answers", "media", "search_word"}) {
        sqlite3_stmt* select = nullptr;
        const auto sql = std::string("SELECT * FROM ") + name;
        require(sqlite3_prepare_v2(database, sql.c_str(), -1, &select, nullptr) == SQLITE_OK, name);
        auto& rows = tables[name];
        while (sqlite3_step(select) == SQLITE_ROW) {
            Row row;
            for (int column = 0; column < sqlite3_column_count(select); ++column)
                row.emplace_back(sqlite3_value_dup(sqlite3_column_value(select, column)));
            rows.push_back(std::move(row));
        }
        sqlite3_finalize(select);
    }
    tables["search (rowid, terms)"] = search_rows(database);
    sqlite3_close(database);
    return tables;
}

// The same rows into the same tables with the same settings, one statement a table, one transaction, fsynced:
// nothing is parsed, hashed or checked. The index of searches is more than the rows that came: it is left out
// where it is not asked for.
enum class SearchRows { left_out, inserted };
void bulk_insert(const std::filesystem::path& path, const Tables& tables, SearchRows search) {
    sqlite3* database = nullptr;
    require(sqlite3_open(path.c_str(), &database) == SQLITE_OK, "open");
    const auto execute = [&](const std::string& sql) {
        require(sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK, sql.c_str());
    };
    execute(std::string(cache::kWriterPragmas) + "BEGIN");
    for (const auto& sql : cache::migrations())
        execute(std::string(sql));
    for (const auto& [name, rows] : tables) {
        if (rows.empty() || (search == SearchRows::left_out && name.starts_with("search"))) continue;
        std::string sql = "INSERT INTO " + name + " VALUES (?";
        for (std::size_t i = 1; i < rows.front().size(); ++i)
            sql += ", ?";
        sqlite3_stmt* insert = nullptr;
        require(sqlite3_prepare_v2(database, (sql + ")").c_str(), -1, &insert, nullptr) == SQLITE_OK,
                sql.c_str());
        for (const auto& row : rows) {
            for (std::size_t i = 0; i < row.size(); ++i)
                sqlite3_bind_value(insert, static_cast<int>(i) + 1, row[i].get());
            require(sqlite3_step(insert) == SQLITE_DONE, "insert");
            sqlite3_reset(insert);
        }
        sqlite3_finalize(insert);
    }
    execute("COMMIT");
    sqlite3_close(database);
    require(base::fsync_path(path).has_value(), "fsync");
}

}  // namespace

int main() {
    const auto records = make_records();
    std::vector<std::string> bodies;
    std::string lines;
    for (const auto& record : records)
        bodies.push_back(model::to_json(record));
    // Places stand before services, and the feed's order is by id.
    std::map<feed::RecordKey, const std::string*> sorted;
    for (std::size_t i = 0; i < records.size(); ++i)
        sorted[feed::key_of(records[i])] = &bodies[i];
    for (const auto& [key, body] : sorted)
        lines += *body + "\n";
    std::string compressed(ZSTD_compressBound(lines.size()), '\0');
    compressed.resize(ZSTD_compress(compressed.data(), compressed.size(), lines.data(), lines.size(), 9));
    const auto verified = trust::verify(compressed, compressed.size(), base::sha256(compressed));
    require(verified.has_value(), "verify");
    const auto root = cache::state_root(records);
    print("sync.records_mb", static_cast<double>(lines.size()) / 1e6, "MB");

    const support::TempDir folder;
    const double decode = bench::cpu_milliseconds([&] {
        require(feed::decode_full(*verified, {},
                                  [](model::Record&&, std::string_view) { return base::Result<void>{}; })
                    .has_value(),
                "decode");
    });
    print("sync.decode_50k_ms", decode, "ms");
    // In turns, the median of five: what else the machine does falls on both.
    std::vector<double> firsts, limits, with_search;
    Tables tables;
    for (int turn = 0; turn < 5; ++turn) {
        std::filesystem::remove_all(folder / "cache");
        firsts.push_back(bench::cpu_milliseconds([&] {
            auto writer = cache::ContentWriter::create(folder / "cache", cache::Base::empty);
            require(writer.has_value(), "create");
            require(feed::decode_full(*verified, {},
                                      [&](model::Record&& record, std::string_view body) {
                                          return writer->put(record, body);
                                      })
                        .has_value(),
                    "put");
            const auto committed = writer->commit(support::sample_info(1, root));
            require(committed.has_value(), committed ? "" : committed.error().detail.c_str());
        }));
        if (tables.empty()) tables = rows_of(folder / "cache/generations/00000001/content.db");
        std::filesystem::remove(folder / "plain.db");
        std::filesystem::remove(folder / "searched.db");
        limits.push_back(
            bench::cpu_milliseconds([&] { bulk_insert(folder / "plain.db", tables, SearchRows::left_out); }));
        with_search.push_back(bench::cpu_milliseconds(
            [&] { bulk_insert(folder / "searched.db", tables, SearchRows::inserted); }));
    }
    print("sync.decode_and_commit_50k_ms", median(firsts), "ms");
    print("sync.sqlite_bulk_insert_50k_ms", median(limits), "ms");
    print("sync.commit_to_bulk_insert_ratio", median(firsts) / median(limits), "x");
    print("sync.sqlite_bulk_insert_50k_ms.with_search", median(with_search), "ms");
    print("sync.commit_to_bulk_insert_ratio.with_search", median(firsts) / median(with_search), "x");
    for (auto name = tables.begin(); name != tables.end();)
        name = name->first == "record" ? std::next(name) : tables.erase(name);
    const double records_alone =
        bench::cpu_milliseconds([&] { bulk_insert(folder / "records.db", tables, SearchRows::left_out); });
    print("sync.sqlite_bulk_insert_50k_ms.records_alone", records_alone, "ms");

    std::vector<model::Record> changed;
    for (std::size_t i = 0; i < records.size(); i += 100) {
        changed.push_back(records[i]);
        std::visit(
            [](auto& value) {
                if constexpr (requires { value.description; }) value.description = model::Text("x");
            },
            changed.back());
    }
    const double update = bench::cpu_milliseconds([&] {
        auto writer = cache::ContentWriter::create(folder / "cache", cache::Base::current);
        require(writer.has_value(), "create");
        for (const auto& record : changed)
            require(writer->put(record).has_value(), "put");
        const auto state = writer->state_root();
        require(writer->commit(support::sample_info(2, *state)).has_value(), "commit");
    });
    print("sync.commit_1_percent_ms", update, "ms");

    for (const auto check : {cache::Check::fast, cache::Check::thorough}) {
        const double opened = bench::cpu_milliseconds(
            [&] { require(cache::ContentReader::open(folder / "cache", check).has_value(), "open"); });
        print(check == cache::Check::fast ? "cache.open_fast_ms" : "cache.open_thorough_ms", opened, "ms");
    }
    const auto reader = cache::ContentReader::open(folder / "cache", cache::Check::fast);
    std::size_t found = 0;
    const double markers = bench::cpu_milliseconds([&] {
        found = reader->markers({-2.1, 47.2, -1.6, 47.6})->size();
    });
    require(found > 1000, "markers");
    print("cache.markers_us_each", markers * 1000 / static_cast<double>(found), "us");
    const double get = bench::cpu_milliseconds([&] {
        for (int i = 0; i < 1000; ++i)
            require(reader->get<model::Place>("place-" + std::to_string(i * 13)).value().has_value(), "get");
    });
    print("cache.get_us", get, "us");  // of 1,000: milliseconds are microseconds each
}
