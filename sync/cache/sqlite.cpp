// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/cache/sqlite.hpp"

#include <sqlite3.h>

#include <cerrno>
#include <cstdio>

namespace accueil::cache {

using base::ErrorCode;
using base::Result;

namespace {

// SQLite opens by URI here (for immutable=1), so a path's own % ? # must not be read as the URI's.
std::string to_uri(const std::filesystem::path& path, bool immutable) {
    std::string uri = "file:";
    for (const char c : std::filesystem::absolute(path).string()) {
        if (c == '%' || c == '?' || c == '#') {
            char escaped[4];
            std::snprintf(escaped, sizeof escaped, "%%%02X",
                          static_cast<unsigned>(static_cast<unsigned char>(c)));
            uri += escaped;
        } else {
            uri += c;
        }
    }
    return uri + (immutable ? "?immutable=1" : "");
}

tl::unexpected<base::Error> failure(sqlite3* database, int result, const std::string& what) {
    ErrorCode code = ErrorCode::io;
    switch (result & 0xff) {
        case SQLITE_FULL:
            code = ErrorCode::no_space;
            break;
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
        case SQLITE_SCHEMA:
        case SQLITE_ERROR:
            code = ErrorCode::corrupt;
            break;
        case SQLITE_CANTOPEN:
            code = ErrorCode::not_found;
            break;
        case SQLITE_IOERR:
            // A full disk shows as a failed write, too.
            if (database != nullptr && sqlite3_system_errno(database) == ENOSPC) code = ErrorCode::no_space;
            break;
        default:
            break;
    }
    const char* words = database != nullptr ? sqlite3_errmsg(database) : sqlite3_errstr(result);
    return base::fail(code, what + ": " + words + " (SQLite " + std::to_string(result) + ")");
}

std::string name_of(sqlite3* database) {
    const char* path = sqlite3_db_filename(database, "main");
    return path == nullptr ? "a database" : std::filesystem::path(path).filename().string();
}

}  // namespace

void Statement::Close::operator()(sqlite3_stmt* statement) const {
    sqlite3_finalize(statement);
}

void Database::Close::operator()(sqlite3* database) const {
    sqlite3_close_v2(database);
}

void Statement::bind(int index, std::int64_t value) {
    sqlite3_bind_int64(m_statement.get(), index, value);
}

void Statement::bind(int index, double value) {
    sqlite3_bind_double(m_statement.get(), index, value);
}

void Statement::bind(int index, std::string_view text) {
    // A null pointer would bind NULL: an empty view is an empty text.
    sqlite3_bind_text64(m_statement.get(), index, text.empty() ? "" : text.data(), text.size(), SQLITE_STATIC,
                        SQLITE_UTF8);
}

void Statement::bind_blob(int index, std::string_view bytes) {
    sqlite3_bind_blob64(m_statement.get(), index, bytes.empty() ? "" : bytes.data(), bytes.size(),
                        SQLITE_STATIC);
}

Result<bool> Statement::step() {
    const int result = sqlite3_step(m_statement.get());
    if (result == SQLITE_ROW) return true;
    if (result == SQLITE_DONE) return false;
    sqlite3* database = sqlite3_db_handle(m_statement.get());
    return failure(database, sqlite3_extended_errcode(database), name_of(database));
}

void Statement::reset() {
    sqlite3_reset(m_statement.get());
}

std::int64_t Statement::whole(int column) const {
    return sqlite3_column_int64(m_statement.get(), column);
}

double Statement::real(int column) const {
    return sqlite3_column_double(m_statement.get(), column);
}

std::string_view Statement::text(int column) const {
    const void* bytes = sqlite3_column_text(m_statement.get(), column);
    const auto length = static_cast<std::size_t>(sqlite3_column_bytes(m_statement.get(), column));
    return bytes == nullptr ? std::string_view() : std::string_view(static_cast<const char*>(bytes), length);
}

std::string_view Statement::blob(int column) const {
    const void* bytes = sqlite3_column_blob(m_statement.get(), column);
    const auto length = static_cast<std::size_t>(sqlite3_column_bytes(m_statement.get(), column));
    return bytes == nullptr ? std::string_view() : std::string_view(static_cast<const char*>(bytes), length);
}

Result<Database> Database::open(const std::filesystem::path& path, Mode mode) {
    int flags = SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX;
    switch (mode) {
        case Mode::create:
        case Mode::shared:
            flags |= SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
            break;
        case Mode::write:
            flags |= SQLITE_OPEN_READWRITE;
            break;
        case Mode::immutable:
            flags |= SQLITE_OPEN_READONLY;
            break;
    }
    sqlite3* raw = nullptr;
    const int result = sqlite3_open_v2(to_uri(path, mode == Mode::immutable).c_str(), &raw, flags, nullptr);
    Database database;
    database.m_database.reset(raw);
    if (result != SQLITE_OK) return failure(raw, result, path.string());
    sqlite3_extended_result_codes(raw, 1);
    return database;
}

Result<void> Database::execute(const std::string& sql) {
    const int result = sqlite3_exec(m_database.get(), sql.c_str(), nullptr, nullptr, nullptr);
    if (result != SQLITE_OK) return failure(m_database.get(), result, name_of(m_database.get()));
    return {};
}

Result<Statement> Database::prepare(std::string_view sql) const {
    sqlite3_stmt* raw = nullptr;
    const int result =
        sqlite3_prepare_v3(m_database.get(), sql.data(), static_cast<int>(sql.size()), 0, &raw, nullptr);
    Statement statement;
    statement.m_statement.reset(raw);
    if (result != SQLITE_OK) return failure(m_database.get(), result, name_of(m_database.get()));
    return statement;
}

Result<std::int64_t> Database::whole(std::string_view sql) const {
    Statement statement = TRY(prepare(sql));
    return TRY(statement.step()) ? statement.whole(0) : 0;
}

Result<std::string> Database::text(std::string_view sql) const {
    Statement statement = TRY(prepare(sql));
    return TRY(statement.step()) ? std::string(statement.text(0)) : std::string();
}

std::int64_t Database::last_number() const {
    return sqlite3_last_insert_rowid(m_database.get());
}

}  // namespace accueil::cache
