// SPDX-License-Identifier: GPL-3.0-or-later
// Fills the tables that are searched, record by record. Called by ContentWriter. One thread.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "sync/base/result.hpp"
#include "sync/cache/search_text.hpp"
#include "sync/cache/sqlite.hpp"
#include "sync/model/records.hpp"

namespace accueil::cache {

/// What a content's index was made by: with another number it is made anew.
inline constexpr std::string_view kSearchVersion = "1";

/// A record's terms, apart by spaces: each word's stem; each word of its title once more with "=" before; "@"
/// with each thématique and each need ("@need-manger"). Stop words are left out, and what a text holds beyond
/// its first kMostSearchedBytes. Empty for what is not searched.
class SearchTerms {
  public:
    /// Adds `count` to the count of each word of the record's title.
    const std::string& of(const model::Record& record, int count = 0);

    /// How the counts of words have changed since the last call, by the word folded and as it is shown.
    using Counts = std::map<std::pair<std::string, std::string>, std::int64_t>;
    Counts take_counts();

  private:
    struct Written {
        std::string text;
        std::int64_t count;
    };
    struct Known {
        std::string stem;
        bool stop = false, shown = false;
        bool brief = false;  // most of these are no words that anybody looks for, but in a title ("CV")
        std::uint64_t named = 0, seen = 0;  // the last record that has it
        std::vector<Written> written{};
    };
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
    };
    // Texts say the same again and again: what stands between two separators of ASCII, as it is written, and
    // its words.
    struct Word {
        Known* known;
        std::size_t begin, end;  // in the run
    };
    struct Run {
        std::string written;
        std::vector<Word> words;
    };
    static constexpr std::size_t kRuns = 8192;
    const Run& run_of(std::string_view written, std::uint64_t hash);
    template <class Take>
    void for_each_word(std::string_view text, Take take);

    void add_title(std::string_view text, int count);
    void add_text(std::string_view text);
    void add_all(const model::Text& text);
    void add_tag(std::string_view tag, std::string_view value);
    Known& known(std::string_view folded);

    Stemmer m_stemmer;
    std::unordered_map<std::string, Known, Hash, std::equal_to<>> m_known;
    std::vector<Run> m_runs = std::vector<Run>(kRuns);  // by hash; the last that came stands
    Counts m_counts;
    std::string m_terms;
    std::uint64_t m_record = 0;
};
inline constexpr std::size_t kMostSearchedBytes = 2048;

class SearchIndex {
  public:
    static base::Result<SearchIndex> prepare(const Database& database);

    base::Result<void> add(std::int64_t number, const model::Record& record);
    /// `record` as it stood when it was added.
    base::Result<void> remove(std::int64_t number, const model::Record& record);
    /// Writes the counts of words; before the commit.
    base::Result<void> flush(const Database& database);

  private:
    base::Result<void> apply(Statement& statement, std::int64_t number, const model::Record& record,
                             int count);

    std::unique_ptr<SearchTerms> m_terms = std::make_unique<SearchTerms>();
    Statement m_add, m_remove;
};

/// Makes the index of all records anew where it is of another version. Whether it did.
base::Result<bool> renew_search_index(Database& database);

}  // namespace accueil::cache
