// SPDX-License-Identifier: GPL-3.0-or-later
// Thin owners of SQLite's handles, errors as values. Called by this folder alone; each from one thread at a
// time.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "sync/base/result.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace accueil::cache {

class Statement {
  public:
    Statement() = default;

    // Parameters count from 1. Texts and blobs are not copied: they must outlive the next step().
    void bind(int index, std::int64_t value);
    void bind(int index, double value);
    void bind(int index, std::string_view text);
    void bind_blob(int index, std::string_view bytes);

    /// True for a row, false at the end.
    base::Result<bool> step();
    void reset();

    /// Binds all of `values` in order and runs to the end.
    template <class... Values>
    base::Result<void> run(const Values&... values) {
        int index = 0;
        (bind(++index, values), ...);
        auto stepped = step();
        reset();
        if (!stepped) return tl::unexpected<base::Error>(stepped.error());
        return {};
    }

    // Columns count from 0; views hold until the next step() or reset().
    std::int64_t whole(int column) const;
    double real(int column) const;
    std::string_view text(int column) const;
    std::string_view blob(int column) const;

  private:
    friend class Database;
    struct Close {
        void operator()(sqlite3_stmt* statement) const;
    };
    std::unique_ptr<sqlite3_stmt, Close> m_statement;
};

class Database {
  public:
    /// shared: created when it is not there, and other processes may have it open as well.
    enum class Mode { create, write, immutable, shared };

    Database() = default;
    static base::Result<Database> open(const std::filesystem::path& path, Mode mode);

    base::Result<void> execute(const std::string& sql);
    base::Result<Statement> prepare(std::string_view sql) const;
    /// The first column of the first row; zero or "" when there is none.
    base::Result<std::int64_t> whole(std::string_view sql) const;
    base::Result<std::string> text(std::string_view sql) const;

    std::int64_t last_number() const;  ///< of the last row inserted
    void close() { m_database.reset(); }

  private:
    struct Close {
        void operator()(sqlite3* database) const;
    };
    std::unique_ptr<sqlite3, Close> m_database;
};

}  // namespace accueil::cache
