// SPDX-License-Identifier: GPL-3.0-or-later
// What 50,000 records cost the daemon and the reader: decoding, writing and opening a generation; beside it,
// SQLite's own bulk insert of the same rows, on the same disk. Prints lines of "name value unit".
#include <sqlite3.h>
#include <zstd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "sync/base/digest.hpp"
#include "sync/base/file.hpp"
#include "sync/base/json.hpp"
#include "sync/cache/content_reader.hpp"
#include "sync/feed/records.hpp"
#include "sync/model/record_json.hpp"
#include "sync/trust/verified_bytes.hpp"
#include "tests/support/cache_samples.hpp"
#include "tests/support/sample_content.hpp"
#include "tests/support/temp_dir.hpp"

namespace {

using namespace accueil;

constexpr int kPlaces = 15'000;
constexpr int kServices = 35'000;

template <class Work>
double milliseconds(const Work& work) {
    const auto begin = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count();
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

// The same rows into the same shape of table, nothing checked, nothing indexed but the key; fsynced.
void bulk_insert(const std::filesystem::path& path, const std::vector<std::string>& bodies) {
    sqlite3* database = nullptr;
    require(sqlite3_open(path.c_str(), &database) == SQLITE_OK, "open");
    sqlite3_exec(database,
                 "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; CREATE TABLE record (number INTEGER "
                 "PRIMARY KEY, "
                 "id TEXT UNIQUE, body TEXT); BEGIN",
                 nullptr, nullptr, nullptr);
    sqlite3_stmt* insert = nullptr;
    sqlite3_prepare_v2(database, "INSERT INTO record (id, body) VALUES (?, ?)", -1, &insert, nullptr);
    int number = 0;
    for (const auto& body : bodies) {
        const auto id = std::to_string(number++);
        sqlite3_bind_text(insert, 1, id.data(), static_cast<int>(id.size()), SQLITE_STATIC);
        sqlite3_bind_text(insert, 2, body.data(), static_cast<int>(body.size()), SQLITE_STATIC);
        require(sqlite3_step(insert) == SQLITE_DONE, "insert");
        sqlite3_reset(insert);
    }
    sqlite3_finalize(insert);
    sqlite3_exec(database, "COMMIT", nullptr, nullptr, nullptr);
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
    auto sorted = bodies;
    std::sort(sorted.begin(), sorted.end(), [](const std::string& a, const std::string& b) {
        const auto key = [](const std::string& body) {
            const auto json = base::Json::parse(body);
            return json["kind"].get<std::string>() + '\t' + json["id"].get<std::string>();
        };
        return key(a) < key(b);
    });
    for (const auto& body : sorted)
        lines += body + "\n";
    std::string compressed(ZSTD_compressBound(lines.size()), '\0');
    compressed.resize(ZSTD_compress(compressed.data(), compressed.size(), lines.data(), lines.size(), 9));
    const auto verified = trust::verify(compressed, compressed.size(), base::sha256(compressed));
    require(verified.has_value(), "verify");
    const auto root = cache::state_root(records);
    print("sync.records_mb", static_cast<double>(lines.size()) / 1e6, "MB");

    const support::TempDir folder;
    const double decode = milliseconds([&] {
        require(feed::decode_full(*verified, {},
                                  [](model::Record&&, std::string_view) { return base::Result<void>{}; })
                    .has_value(),
                "decode");
    });
    print("sync.decode_50k_ms", decode, "ms");
    const double first = milliseconds([&] {
        auto writer = cache::ContentWriter::create(folder / "cache", cache::Base::empty);
        require(writer.has_value(), "create");
        require(feed::decode_full(
                    *verified, {},
                    [&](model::Record&& record, std::string_view body) { return writer->put(record, body); })
                    .has_value(),
                "put");
        const auto committed = writer->commit(support::sample_info(1, root));
        require(committed.has_value(), committed ? "" : committed.error().detail.c_str());
    });
    print("sync.decode_and_commit_50k_ms", first, "ms");
    const double limit = milliseconds([&] { bulk_insert(folder / "plain.db", bodies); });
    print("sync.sqlite_bulk_insert_50k_ms", limit, "ms");
    print("sync.commit_to_bulk_insert_ratio", first / limit, "x");

    const double update = milliseconds([&] {
        auto writer = cache::ContentWriter::create(folder / "cache", cache::Base::current);
        require(writer.has_value(), "create");
        auto changed = records;
        for (std::size_t i = 0; i < changed.size(); i += 100) {
            std::visit(
                [](auto& value) {
                    if constexpr (requires { value.description; }) value.description = model::Text("x");
                },
                changed[i]);
            require(writer->put(changed[i]).has_value(), "put");
        }
        const auto state = writer->state_root();
        require(writer->commit(support::sample_info(2, *state)).has_value(), "commit");
    });
    print("sync.commit_1_percent_ms", update, "ms");

    for (const auto check : {cache::Check::fast, cache::Check::thorough}) {
        const double opened = milliseconds(
            [&] { require(cache::ContentReader::open(folder / "cache", check).has_value(), "open"); });
        print(check == cache::Check::fast ? "cache.open_fast_ms" : "cache.open_thorough_ms", opened, "ms");
    }
    const auto reader = cache::ContentReader::open(folder / "cache", cache::Check::fast);
    std::size_t found = 0;
    const double markers = milliseconds([&] { found = reader->markers({-2.1, 47.2, -1.6, 47.6})->size(); });
    require(found > 1000, "markers");
    print("cache.markers_us_each", markers * 1000 / static_cast<double>(found), "us");
    const double get = milliseconds([&] {
        for (int i = 0; i < 1000; ++i)
            require(reader->get<model::Place>("place-" + std::to_string(i * 13)).value().has_value(), "get");
    });
    print("cache.get_us", get, "us");  // of 1,000: milliseconds are microseconds each
}
