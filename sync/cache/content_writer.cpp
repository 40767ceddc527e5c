// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/cache/content_writer.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <optional>
#include <system_error>

#include "sync/base/digest.hpp"
#include "sync/base/file.hpp"
#include "sync/base/log.hpp"
#include "sync/cache/blob_store.hpp"
#include "sync/cache/content_reader.hpp"
#include "sync/cache/layout.hpp"
#include "sync/cache/migrate.hpp"
#include "sync/cache/record_index.hpp"
#include "sync/cache/schema.hpp"
#include "sync/cache/search_index.hpp"
#include "sync/cache/sqlite.hpp"
#include "sync/cache/sweep.hpp"
#include "sync/cache/territory_rows.hpp"
#include "sync/model/record_json.hpp"

namespace accueil::cache {

using base::Error;
using base::ErrorCode;
using base::fail;
using base::Result;
namespace fs = std::filesystem;

namespace {

Result<base::UniqueFd> take_lock(const fs::path& folder) {
    const auto path = folder / "lock";
    base::UniqueFd fd(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644));
    if (!fd.is_open()) return tl::unexpected<Error>(base::system_error("open", path));
    if (::flock(fd.get(), LOCK_EX | LOCK_NB) == 0) return fd;
    if (errno == EWOULDBLOCK)
        return fail(ErrorCode::cancelled, path.string() + ": another program is writing");
    return tl::unexpected<Error>(base::system_error("lock", path));
}

// Its bytes are made durable by one fsync at the end; a crash before that leaves a building folder to sweep
// up.
Result<Database> open_building(const fs::path& path, Base base) {
    auto database =
        TRY(Database::open(path, base == Base::empty ? Database::Mode::create : Database::Mode::write));
    TRY(database.execute(std::string(kWriterPragmas) + "BEGIN"));
    TRY(migrate(database));
    return database;
}

}  // namespace

struct ContentWriter::State {
    State(fs::path cache_folder, WriterOptions given)
        : folder(std::move(cache_folder)),
          building(generations_folder(folder) / "building"),
          options(std::move(given)),
          blobs(folder, [this](std::string_view name) { return step(name); }) {}
    State(const State&) = delete;
    State& operator=(const State&) = delete;
    ~State() {
        database.close();
        std::error_code ignored;
        if (lock.is_open()) fs::remove_all(building, ignored);
    }

    Result<void> step(std::string_view name) const {
        return options.before_step ? options.before_step(name) : Result<void>{};
    }

    Result<void> begin(Base base);
    Result<void> prepare();
    Result<std::int64_t> find(const std::string& kind, const std::string& id);
    Result<void> insert(const model::Record& record, std::string_view body);
    Result<void> clear(std::int64_t number, const std::string& kind, const std::string& id);
    Result<void> check(const GenerationInfo& info);
    Result<void> publish(const GenerationInfo& info);
    Result<StateRoots> roots(const std::string& id_prefix);

    fs::path folder, building;
    WriterOptions options;
    BlobStore blobs;
    base::UniqueFd lock;
    std::uint64_t next = 1;
    std::optional<std::uint64_t> previous;  // the newest whole generation
    Database database;
    struct Statements {
        RecordIndex index;
        SearchIndex search;
        Statement find, body, insert, update, remove;
    };
    Statements sql;
    // The greatest key so far, while keys came in their order into an empty content: what comes after it is
    // new.
    std::optional<std::pair<std::string, std::string>> rising;
    std::optional<std::pair<std::string, StateRoots>> known_roots;  // by prefix, until the next change
};

Result<void> ContentWriter::State::begin(Base base) {
    TRY(step("folders"));
    TRY(base::create_directories(generations_folder(folder)));
    TRY(base::create_directories(folder / "blobs"));
    lock = TRY(take_lock(folder));

    const auto current = current_generation(folder);
    // Thorough where its bytes are taken over; else it only has to be worth keeping.
    auto reader = ContentReader::open(folder, base == Base::current ? Check::thorough : Check::automatic);
    if (reader)
        previous = reader->generation();
    else if (base == Base::current)
        return tl::unexpected<Error>(reader.error());

    TRY(step("sweep"));
    std::error_code error;
    fs::remove_all(building, error);
    if (current) {
        // Finished by a writer that crashed before the switch: nobody has ever read them.
        for (const auto number : list_generations(folder))
            if (number > *current) fs::remove_all(generation_folder(folder, number), error);
    }
    const auto standing = list_generations(folder);
    next = std::max(current.value_or(0), standing.empty() ? 0 : standing.back()) + 1;

    TRY(step("building"));
    TRY(base::create_directories(building));
    if (base == Base::current) {
        TRY(step("copy"));
        fs::copy_file(generation_folder(folder, *previous) / "content.db", building / "content.db", error);
        if (error) {
            errno = error.value();
            return tl::unexpected<Error>(base::system_error("copy", building / "content.db"));
        }
    }
    TRY(step("open"));
    database = TRY(open_building(building / "content.db", base));
    if (base == Base::empty) rising.emplace();
    return prepare();
}

Result<void> ContentWriter::State::prepare() {
    TRY(renew_search_index(database));
    sql.search = TRY(SearchIndex::prepare(database));
    sql.index = TRY(RecordIndex::prepare(database));
    sql.find = TRY(database.prepare("SELECT number FROM record WHERE kind = ? AND id = ?"));
    sql.body = TRY(database.prepare("SELECT body FROM record WHERE number = ?"));
    sql.insert =
        TRY(database.prepare("INSERT INTO record (kind, id, position, digest, body) VALUES (?, ?, ?, ?, ?)"));
    sql.update =
        TRY(database.prepare("UPDATE record SET position = ?, digest = ?, body = ? WHERE number = ?"));
    sql.remove = TRY(database.prepare("DELETE FROM record WHERE number = ?"));
    return {};
}

// Its number, or 0 where it is new.
Result<std::int64_t> ContentWriter::State::find(const std::string& kind, const std::string& id) {
    if (rising) {
        auto key = std::make_pair(kind, id);
        if (key > *rising) {
            rising = std::move(key);
            return std::int64_t{0};
        }
        rising.reset();
    }
    auto& statement = sql.find;
    statement.bind(1, std::string_view(kind));
    statement.bind(2, std::string_view(id));
    const bool exists = TRY(statement.step());
    const auto number = exists ? statement.whole(0) : 0;
    statement.reset();
    return number;
}

Result<void> ContentWriter::State::insert(const model::Record& record, std::string_view body) {
    const std::string kind = model::kind_of(record);
    const std::string& id = model::id_of(record);
    const auto digest = base::sha256(body);
    const std::string_view digest_bytes(reinterpret_cast<const char*>(digest.data()), digest.size());
    const std::int64_t position = std::visit(
        [](const auto& value) -> std::int64_t {
            if constexpr (requires { value.position; }) return value.position;
            return 0;
        },
        record);

    auto number = TRY(find(kind, id));
    const bool exists = number != 0;
    if (exists) TRY(clear(number, kind, id));
    known_roots.reset();

    Statement& statement = exists ? sql.update : sql.insert;
    int at = 0;
    if (!exists) {
        statement.bind(++at, std::string_view(kind));
        statement.bind(++at, std::string_view(id));
    }
    statement.bind(++at, position);
    statement.bind_blob(++at, digest_bytes);
    statement.bind(++at, body);
    if (exists) statement.bind(++at, number);
    auto stepped = statement.step();
    statement.reset();
    if (!stepped) return tl::unexpected<Error>(stepped.error());
    if (!exists) number = database.last_number();
    TRY(sql.search.add(number, record));
    return sql.index.add(number, record);
}

// Takes the record out of the index tables, by the body that put it there.
Result<void> ContentWriter::State::clear(std::int64_t number, const std::string& kind,
                                         const std::string& id) {
    auto& statement = sql.body;
    statement.bind(1, number);
    TRY(statement.step());
    auto old = model::record_from_json(statement.text(0));
    statement.reset();
    if (!old)
        return fail(ErrorCode::corrupt,
                    kind + " " + id + " of the current generation: " + old.error().detail);
    TRY(sql.search.remove(number, *old));
    return sql.index.remove(number, *old);
}

Result<StateRoots> ContentWriter::State::roots(const std::string& id_prefix) {
    if (!known_roots || known_roots->first != id_prefix)
        known_roots.emplace(id_prefix, TRY(read_roots(database, id_prefix)));
    return known_roots->second;
}

Result<void> ContentWriter::State::check(const GenerationInfo& info) {
    const auto found = TRY(roots(info.territory ? info.territory->id_prefix : ""));
    if (found.centre != info.state_root)
        return fail(ErrorCode::bad_digest,
                    "state root " + found.centre + ", announced was " + info.state_root);
    if (info.territory && found.territory != info.territory->state_root)
        return fail(ErrorCode::bad_digest, "state root " + found.territory + " of territory " +
                                               info.territory->code + ", announced was " +
                                               info.territory->state_root);
    for (const auto& [name, pack] : info.packs)
        if (!blobs.has({pack.sha256, pack.length, name, {}}))
            return fail(ErrorCode::not_found, name + " is not in the cache");
    auto statement = TRY(database.prepare(
        "SELECT DISTINCT media.sha256, media.length, media.name, record.kind, record.id FROM media "
        "JOIN record ON record.number = media.record"));
    while (TRY(statement.step())) {
        model::MediaFile file;
        file.sha256 = statement.text(0);
        file.length = static_cast<std::uint64_t>(statement.whole(1));
        if (blobs.has(file) || info.pending_media.contains(file.sha256)) continue;
        return fail(ErrorCode::not_found, std::string(statement.text(3)) + " " +
                                              std::string(statement.text(4)) + ": media " +
                                              std::string(statement.text(2)) + " is not in the cache");
    }
    return {};
}

Result<void> ContentWriter::State::publish(const GenerationInfo& info) {
    auto meta = TRY(database.prepare("INSERT OR REPLACE INTO meta VALUES (?, ?)"));
    TRY(meta.run(std::string_view("revision"), std::string_view(std::to_string(info.revision))));
    TRY(meta.run(std::string_view("state_root"), std::string_view(info.state_root)));
    TRY(sql.search.flush(database));
    TRY(step("sqlite commit"));
    TRY(database.execute("COMMIT"));
    const auto verdict = TRY(database.text("PRAGMA quick_check(1)"));
    if (verdict != "ok") return fail(ErrorCode::corrupt, "the new content.db: " + verdict);
    meta = {};
    sql = {};
    database.close();

    const auto content = building / "content.db";
    TRY(step("content fsync"));
    TRY(base::fsync_path(content));
    const auto digest = TRY(base::digest_file(content));
    TRY(step("generation.json"));
    TRY(base::write_file_durably(
        building / "generation.json",
        encode_generation({next, info, digest.length, base::to_hex(digest.sha256)})));
    const auto place = generation_folder(folder, next);
    TRY(step("generation rename"));
    if (::rename(building.c_str(), place.c_str()) != 0)
        return tl::unexpected<Error>(base::system_error("rename", place));
    TRY(step("generations fsync"));
    TRY(base::fsync_path(place.parent_path()));
    TRY(step("folder fsync"));
    TRY(base::fsync_path(folder));
    TRY(step("switch"));
    return switch_to(folder, next, info);
}

ContentWriter::ContentWriter(std::unique_ptr<State> state) : m_state(std::move(state)) {}
ContentWriter::ContentWriter(ContentWriter&&) noexcept = default;
ContentWriter& ContentWriter::operator=(ContentWriter&&) noexcept = default;
ContentWriter::~ContentWriter() = default;

Result<ContentWriter> ContentWriter::create(const fs::path& cache_folder, Base base, WriterOptions options) {
    auto state = std::make_unique<State>(cache_folder, std::move(options));
    TRY(state->begin(base));
    return ContentWriter(std::move(state));
}

Result<void> ContentWriter::put(const model::Record& record, std::string_view body) {
    for (const auto* file : model::media_of(record)) {
        if (!is_sha256(file->sha256))
            return fail(ErrorCode::bad_format, std::string(model::kind_of(record)) + " " +
                                                   model::id_of(record) + ": media " + file->name +
                                                   " has no SHA-256");
        if (!std::all_of(file->segments.begin(), file->segments.end(), is_sha256))
            return fail(ErrorCode::bad_format, std::string(model::kind_of(record)) + " " +
                                                   model::id_of(record) + ": media " + file->name +
                                                   " has a segment without SHA-256");
    }
    return m_state->insert(record, body);
}

Result<void> ContentWriter::put(const model::Record& record) {
    return put(record, model::to_json(record));
}

Result<void> ContentWriter::remove(const std::string& kind, const std::string& id) {
    const auto number = TRY(m_state->find(kind, id));
    if (number == 0) return {};
    m_state->known_roots.reset();
    TRY(m_state->clear(number, kind, id));
    return m_state->sql.remove.run(number);
}

Result<void> ContentWriter::put_media(const model::MediaFile& file, const fs::path& source) {
    if (!is_sha256(file.sha256))
        return fail(ErrorCode::invalid_input,
                    "media " + file.name + ": \"" + file.sha256 + "\" is no SHA-256");
    if (m_state->blobs.has(file)) return {};
    return m_state->blobs.copy_in(file, source);
}

Result<void> ContentWriter::put_media(PartFile&& part) {
    if (!part.is_complete())
        return fail(ErrorCode::invalid_input, part.path().string() + ": is not complete");
    return m_state->blobs.take(std::move(part));
}

bool ContentWriter::has_media(const model::MediaFile& file) const {
    return is_sha256(file.sha256) && m_state->blobs.has(file);
}

Result<std::vector<model::MediaFile>> ContentWriter::media() {
    return read_media(m_state->database);
}

Result<std::vector<model::MediaFile>> ContentWriter::missing_media() {
    auto files = TRY(media());
    std::erase_if(files, [&](const model::MediaFile& file) { return m_state->blobs.has(file); });
    return files;
}

Result<void> ContentWriter::remove_all(const std::string& id_prefix) {
    const auto keys = TRY(read_keys(m_state->database, id_prefix));
    for (const auto& [kind, id] : keys)
        TRY(remove(kind, id));
    return {};
}

Result<std::string> ContentWriter::state_root() {
    return TRY(m_state->roots("")).centre;
}

Result<StateRoots> ContentWriter::state_roots(const std::string& id_prefix) {
    return m_state->roots(id_prefix);
}

Result<std::set<std::string>> ContentWriter::media_of_territory(const std::string& id_prefix) {
    return read_media_of(m_state->database, id_prefix);
}

Result<std::uint64_t> ContentWriter::record_count() {
    return static_cast<std::uint64_t>(TRY(m_state->database.whole("SELECT count(*) FROM record")));
}

Result<std::uint64_t> ContentWriter::commit(const GenerationInfo& info) {
    TRY(m_state->step("check"));
    TRY(m_state->check(info));
    TRY(m_state->publish(info));
    // The switch is made: what fails from here is tried again after the next commit.
    sweep_cache(m_state->folder, m_state->blobs,
                {m_state->next, m_state->previous, info.pending_media, m_state->options.blob_budget},
                [&](std::string_view name) { return m_state->step(name); });
    return m_state->next;
}

}  // namespace accueil::cache
