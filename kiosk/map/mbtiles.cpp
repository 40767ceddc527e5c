// SPDX-License-Identifier: GPL-3.0-or-later
#include "kiosk/map/mbtiles.hpp"

#include <sqlite3.h>
#include <zlib.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <vector>

#include "sync/base/json.hpp"
#include "sync/base/strings.hpp"

namespace accueil::map {

namespace {

std::string_view blob_of(sqlite3_stmt* statement, int column) {
    const void* bytes = sqlite3_column_blob(statement, column);
    const int length = sqlite3_column_bytes(statement, column);
    if (bytes == nullptr || length <= 0) return {};
    return {static_cast<const char*>(bytes), static_cast<std::size_t>(length)};
}

template <class Number>
std::optional<Number> number(std::string_view text) {
    Number value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

base::ErrorCode code_of(int status) {
    return status == SQLITE_TOOBIG      ? base::ErrorCode::too_large
           : status == SQLITE_IOERR     ? base::ErrorCode::io
           : status == SQLITE_INTERRUPT ? base::ErrorCode::too_large  // its Patience
                                        : base::ErrorCode::corrupt;
}

/// The ids of TileJSON's vector_layers; none where it is no such thing.
std::vector<std::string> layers_of(std::string_view json) {
    constexpr std::size_t kMostLayers = 64, kMostName = 100;
    std::vector<std::string> ids;
    const auto document = base::parse_json(json);
    if (!document || !document->is_object()) return ids;
    const auto layers = document->find("vector_layers");
    if (layers == document->end() || !layers->is_array()) return ids;
    for (const base::Json& layer : *layers) {
        if (!layer.is_object() || ids.size() == kMostLayers) continue;
        const auto id = layer.find("id");
        if (id == layer.end() || !id->is_string()) continue;
        if (const auto& name = id->get_ref<const std::string&>(); name.size() <= kMostName)
            ids.push_back(name);
    }
    return ids;
}

base::Result<MbTilesInfo> read_info(const std::map<std::string, std::string>& rows,
                                    const std::string& where) {
    MbTilesInfo info;
    const auto text = [&](const char* key) {
        const auto found = rows.find(key);
        return found == rows.end() ? std::string() : std::string(base::trim(found->second));
    };
    info.name = text("name");
    info.attribution = text("attribution");
    if (const std::string format = text("format"); !format.empty()) info.format = format;
    constexpr std::array kFormats{"pbf", "png", "jpg", "jpeg", "webp"};
    if (std::find(kFormats.begin(), kFormats.end(), info.format) == kFormats.end())
        return base::fail(base::ErrorCode::unsupported, where + ": tiles of format " + info.format);
    if (const auto json = rows.find("json"); json != rows.end()) info.layers = layers_of(json->second);
    info.min_zoom = number<int>(text("minzoom")).value_or(-1);
    info.max_zoom = number<int>(text("maxzoom")).value_or(-1);
    if (const auto parts = base::split(text("bounds"), ','); parts.size() == 4) {
        std::array<double, 4> bounds{};
        bool whole = true;
        for (std::size_t i = 0; i < 4; ++i) {
            const auto value = number<double>(base::trim(parts[i]));
            whole = whole && value && std::abs(*value) <= 180;
            bounds[i] = value.value_or(0);
        }
        if (whole && bounds[0] < bounds[2] && bounds[1] < bounds[3]) info.bounds = bounds;
    }
    return info;
}

}  // namespace

base::Result<std::string> inflate_all(std::string_view packed, std::size_t limit) {
    z_stream stream{};
    constexpr int kGzipOrZlib = 15 + 32;
    if (inflateInit2(&stream, kGzipOrZlib) != Z_OK)
        return base::fail(base::ErrorCode::io, "inflate: no memory");
    struct End {
        z_stream* stream;
        ~End() { inflateEnd(stream); }
    } end{&stream};
    // zlib's interface is not const, but it does not write to its input.
    stream.next_in = const_cast<Bytef*>(reinterpret_cast<const Bytef*>(packed.data()));
    stream.avail_in = static_cast<uInt>(packed.size());
    std::string out;
    for (;;) {
        const std::size_t before = out.size();
        if (before > limit)
            return base::fail(base::ErrorCode::too_large, "tile unpacks to more than the limit");
        out.resize(std::min(limit + 1, std::max<std::size_t>(before * 2, packed.size() * 4 + 1024)));
        stream.next_out = reinterpret_cast<Bytef*>(out.data() + before);
        stream.avail_out = static_cast<uInt>(out.size() - before);
        const int status = inflate(&stream, Z_NO_FLUSH);
        out.resize(out.size() - stream.avail_out);
        if (status == Z_STREAM_END && out.size() <= limit) return out;
        if (status != Z_OK || (stream.avail_in == 0 && out.size() == before))
            return base::fail(out.size() > limit ? base::ErrorCode::too_large : base::ErrorCode::corrupt,
                              "tile does not unpack");
    }
}

void MbTiles::Close::operator()(sqlite3* database) const {
    sqlite3_close(database);
}
void MbTiles::Close::operator()(sqlite3_stmt* statement) const {
    sqlite3_finalize(statement);
}

/// Counted in units of SQLite's machine: a tile takes a few hundred, the extent of a large file millions.
struct MbTiles::Patience {
    static constexpr int kEvery = 10'000;
    static constexpr int kTurns = 4'000;
    int left = kTurns;
    void renew() { left = kTurns; }
    static int turn(void* self) { return --static_cast<Patience*>(self)->left < 0 ? 1 : 0; }
};

void MbTiles::Close::operator()(Patience* patience) const {
    delete patience;
}

MbTiles::MbTiles(std::unique_ptr<Patience, Close> patience, Database database, Statement select,
                 MbTilesInfo info)
    : m_patience(std::move(patience)),
      m_database(std::move(database)),
      m_select(std::move(select)),
      m_info(std::move(info)) {}

base::Result<MbTiles::Statement> MbTiles::prepare(sqlite3* database, const char* sql) {
    sqlite3_stmt* statement = nullptr;
    if (sqlite3_prepare_v2(database, sql, -1, &statement, nullptr) != SQLITE_OK)
        return base::fail(base::ErrorCode::bad_format, sqlite3_errmsg(database));
    return Statement(statement);
}

base::Result<MbTiles> MbTiles::open(const std::filesystem::path& path) {
    const std::string where = path.string();
    std::error_code ignored;
    if (!std::filesystem::is_regular_file(path, ignored))
        return base::fail(base::ErrorCode::not_found, where + ": no such file");
    std::unique_ptr<Patience, Close> patience(new Patience);
    sqlite3* raw = nullptr;
    const int opened =
        sqlite3_open_v2(path.c_str(), &raw, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, nullptr);
    Database database(raw);
    if (opened != SQLITE_OK) return base::fail(base::ErrorCode::io, where + ": " + sqlite3_errmsg(raw));
    sqlite3_limit(raw, SQLITE_LIMIT_LENGTH, static_cast<int>(kMaxPacked) + 1024);
    // An admin's file: its schema must not run anything.
    sqlite3_db_config(raw, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    sqlite3_db_config(raw, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_progress_handler(raw, Patience::kEvery, &Patience::turn, patience.get());

    const auto prepared = [&](const char* sql) -> base::Result<Statement> {
        auto statement = prepare(raw, sql);
        if (!statement) return base::fail(statement.error(), where);
        return statement;
    };
    std::map<std::string, std::string> rows;
    {
        const Statement metadata = TRY(prepared("SELECT name, value FROM metadata LIMIT 100"));
        int status = SQLITE_ROW;
        while ((status = sqlite3_step(metadata.get())) == SQLITE_ROW)
            rows.emplace(blob_of(metadata.get(), 0), blob_of(metadata.get(), 1));
        if (status != SQLITE_DONE)
            return base::fail(base::ErrorCode::corrupt, where + ": " + sqlite3_errmsg(raw));
    }
    MbTilesInfo info = TRY(read_info(rows, where));
    if (info.min_zoom < 0 || info.max_zoom < info.min_zoom) {
        const Statement range = TRY(prepared("SELECT min(zoom_level), max(zoom_level) FROM tiles"));
        if (sqlite3_step(range.get()) != SQLITE_ROW)
            return base::fail(base::ErrorCode::corrupt, where + ": " + sqlite3_errmsg(raw));
        info.min_zoom = sqlite3_column_int(range.get(), 0);
        info.max_zoom = sqlite3_column_int(range.get(), 1);
    }
    if (info.min_zoom < 0 || info.max_zoom > kDeepest || info.max_zoom < info.min_zoom)
        return base::fail(base::ErrorCode::bad_format, where + ": zoom levels out of range");
    Statement select = TRY(
        prepared("SELECT tile_data FROM tiles WHERE zoom_level = ?1 AND tile_column = ?2 AND tile_row = ?3"));
    return MbTiles(std::move(patience), std::move(database), std::move(select), std::move(info));
}

base::Result<std::optional<std::string>> MbTiles::tile(TileId id) {
    if (id.z < 0 || id.z > kDeepest) return std::optional<std::string>();
    struct Reset {
        sqlite3_stmt* statement;
        ~Reset() { sqlite3_reset(statement); }
    } reset{m_select.get()};
    sqlite3_bind_int(m_select.get(), 1, id.z);
    sqlite3_bind_int(m_select.get(), 2, id.x);
    sqlite3_bind_int(m_select.get(), 3, tms_row(id));
    m_patience->renew();
    const int status = sqlite3_step(m_select.get());
    if (status == SQLITE_DONE) return std::optional<std::string>();
    if (status != SQLITE_ROW) return base::fail(code_of(status), sqlite3_errmsg(m_database.get()));
    return unpacked(blob_of(m_select.get(), 0));
}

base::Result<std::optional<std::string>> MbTiles::unpacked(std::string_view bytes) const {
    if (bytes.size() > kMaxPacked) return base::fail(base::ErrorCode::too_large, "packed tile");
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(bytes[i]); };
    const bool gzip = bytes.size() > 2 && byte(0) == 0x1f && byte(1) == 0x8b;
    // A vector tile begins with its first layer's tag 0x1a, so 0x78 can only be zlib.
    const bool zlib = bytes.size() > 2 && byte(0) == 0x78;
    if (m_info.raster() || (!gzip && !zlib)) return std::optional<std::string>(bytes);
    return std::optional<std::string>(TRY(inflate_all(bytes, kMaxUnpacked)));
}

base::Result<std::optional<std::string>> MbTiles::any_tile() {
    const Statement one =
        TRY(prepare(m_database.get(), "SELECT tile_data FROM tiles WHERE zoom_level = ?1 LIMIT 1"));
    sqlite3_bind_int(one.get(), 1, m_info.max_zoom);
    m_patience->renew();
    const int status = sqlite3_step(one.get());
    if (status == SQLITE_DONE) return std::optional<std::string>();
    if (status != SQLITE_ROW) return base::fail(code_of(status), sqlite3_errmsg(m_database.get()));
    return unpacked(blob_of(one.get(), 0));
}

base::Result<std::optional<WorldRect>> MbTiles::extent() {
    const Statement range = TRY(prepare(m_database.get(),
                                        "SELECT min(tile_column), min(tile_row), max(tile_column), "
                                        "max(tile_row) FROM tiles WHERE zoom_level = ?1"));
    sqlite3_bind_int(range.get(), 1, m_info.max_zoom);
    m_patience->renew();
    const int status = sqlite3_step(range.get());
    if (status != SQLITE_ROW) return base::fail(code_of(status), sqlite3_errmsg(m_database.get()));
    if (sqlite3_column_type(range.get(), 0) == SQLITE_NULL) return std::optional<WorldRect>();
    const int count = 1 << m_info.max_zoom;
    const auto at = [&](int column) {
        return std::clamp(sqlite3_column_int(range.get(), column), 0, count - 1);
    };
    // Rows are counted from the south.
    const TileId first{m_info.max_zoom, at(0), count - 1 - at(3)},
        last{m_info.max_zoom, at(2), count - 1 - at(1)};
    const WorldRect a = first.world_rect(), b = last.world_rect();
    return std::optional<WorldRect>(WorldRect{a.left, a.top, b.right, b.bottom});
}

}  // namespace accueil::map
