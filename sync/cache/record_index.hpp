// SPDX-License-Identifier: GPL-3.0-or-later
// The rows that a record adds to the tables that answer questions. Called by ContentWriter. One thread.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "sync/base/result.hpp"
#include "sync/cache/sqlite.hpp"
#include "sync/model/records.hpp"

namespace accueil::cache {

class RecordIndex {
  public:
    static base::Result<RecordIndex> prepare(const Database& database);

    base::Result<void> add(std::int64_t number, const model::Record& record) {
        return apply(kAdd, number, record);
    }
    /// `record` as it stood when it was added.
    base::Result<void> remove(std::int64_t number, const model::Record& record) {
        return apply(kRemove, number, record);
    }

  private:
    enum Way { kAdd, kRemove };
    enum Table { kServiceNeed, kServicePlace, kInitiativeTheme, kInitiativeNeed, kPairTables };

    base::Result<void> apply(Way way, std::int64_t number, const model::Record& record);
    base::Result<void> apply(Way way, std::int64_t number, const model::Initiative& initiative);
    base::Result<void> apply(Way way, std::int64_t number, const model::Question& question);
    base::Result<void> apply(Way way, std::int64_t number, const model::Place& place);
    base::Result<void> apply(Way way, std::int64_t number, const model::Service& service);
    template <class T>
    base::Result<void> apply(Way, std::int64_t, const T&) {
        return {};
    }
    base::Result<void> marker(Way way, std::int64_t number, std::string_view kind, std::string_view id,
                              const model::Coordinates& coordinates);

    std::array<std::array<Statement, kPairTables>, 2> m_pairs;
    std::array<Statement, 2> m_answers, m_media, m_marker;
};

/// The media that the records of a content name; each content once, by SHA-256.
base::Result<std::vector<model::MediaFile>> read_media(const Database& database);

}  // namespace accueil::cache
