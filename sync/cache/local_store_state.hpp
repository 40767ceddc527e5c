// SPDX-License-Identifier: GPL-3.0-or-later
// What LocalStore holds and both of its halves use: counting and sending. Part of LocalStore; its thread.
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>

#include "sync/cache/local_store.hpp"
#include "sync/cache/sqlite.hpp"

namespace accueil::cache {

// Undone unless it is committed.
class Transaction {
  public:
    static base::Result<Transaction> begin(Database& database) {
        TRY(database.execute("BEGIN IMMEDIATE"));
        return Transaction(database);
    }
    Transaction(Transaction&& other) noexcept : m_database(std::exchange(other.m_database, nullptr)) {}
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;
    Transaction& operator=(Transaction&&) = delete;
    ~Transaction() {
        if (m_database != nullptr) static_cast<void>(m_database->execute("ROLLBACK"));
    }
    base::Result<void> commit() {
        TRY(m_database->execute("COMMIT"));
        m_database = nullptr;
        return {};
    }

  private:
    explicit Transaction(Database& database) : m_database(&database) {}
    Database* m_database;
};

base::Result<OutgoingTotals> totals_of(const Database& database, OutgoingKind kind);

struct LocalStore::State {
    std::filesystem::path file;
    std::pair<dev_t, ino_t> identity;  // of the file that is open
    LocalLimits limits;
    Database database;

    // A tap need not wait for the disk; what a person was told is accepted must.
    base::Result<void> be_durable() { return database.execute("PRAGMA synchronous = FULL"); }
    base::Result<void> be_quick() { return database.execute("PRAGMA synchronous = NORMAL"); }

    base::Result<bool> has_room(OutgoingKind kind, std::size_t more) const {
        const auto now = TRY(totals_of(database, kind));
        const auto& most = limits.of(kind);
        return now.items < most.items && now.bytes + more <= most.bytes;
    }
    base::Result<void> insert(OutgoingKind kind, const std::string& id, std::string_view content_type,
                              std::string_view body) {
        auto statement =
            TRY(database.prepare("INSERT INTO outgoing (kind, id, content_type, body) VALUES (?, ?, ?, ?)"));
        statement.bind(1, std::string_view(to_string(kind)));
        statement.bind(2, std::string_view(id));
        statement.bind(3, content_type);
        statement.bind_blob(4, body);
        TRY(statement.step());
        return {};
    }
    base::Result<void> add(model::HalfDay half_day, std::string_view name, std::string_view theme,
                           std::string_view language, std::int64_t count) {
        auto statement = TRY(database.prepare(
            "INSERT INTO tally (half_day, name, theme, language, count) VALUES (?, ?, ?, ?, ?) "
            "ON CONFLICT DO UPDATE SET count = count + excluded.count"));
        return statement.run(half_day.number, name, theme, language, count);
    }
    base::Result<bool> has_cell(model::HalfDay half_day, std::string_view name, std::string_view theme,
                                std::string_view language) const {
        auto statement = TRY(database.prepare(
            "SELECT 1 FROM tally WHERE half_day = ? AND name = ? AND theme = ? AND language = ?"));
        statement.bind(1, half_day.number);
        statement.bind(2, name);
        statement.bind(3, theme);
        statement.bind(4, language);
        return statement.step();
    }
    base::Result<NoticeSending> send_notice(const std::string& id, std::string_view body);
    base::Result<bool> make_room_for_cell(model::HalfDay half_day);
    base::Result<std::string> counts_body(model::HalfDay half_day) const;
    base::Result<void> send_counts(model::HalfDay half_day, const std::string& body);
};

}  // namespace accueil::cache
