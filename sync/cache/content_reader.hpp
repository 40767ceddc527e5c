// SPDX-License-Identifier: GPL-3.0-or-later
// Reads one generation of a cache folder, which never changes under it and is kept, with its media, as long
// as it is read. Called by the kiosk's query module and by the daemon's status. One thread at a time; never
// writes.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sync/base/result.hpp"
#include "sync/cache/generation.hpp"
#include "sync/model/records.hpp"

namespace accueil::cache {

/// How far a generation is checked before it is trusted. `fast` compares lengths and what it says of itself;
/// `thorough` reads the whole file against its SHA-256; `automatic` is thorough for small files.
enum class Check { automatic, fast, thorough };

/// West ≤ east, south ≤ north; degrees, borders included.
struct Bounds {
    double west = -180, south = -90, east = 180, north = 90;
};

/// An initiative or a place that has coordinates.
struct Marker {
    std::string kind;  ///< "initiative" or "place"
    std::string id;
    model::Coordinates coordinates;
    bool operator==(const Marker&) const = default;
};

/// A word of titles.
struct SearchWord {
    std::string word;        ///< folded
    std::string shown;       ///< lower case, with its accents
    std::int64_t count = 0;  ///< records
};

/// Where a record is that a search may find: a place, or the place of a service.
struct SearchRecord {
    std::int64_t number = 0;
    std::string kind;
    std::optional<model::Coordinates> coordinates;
};

using SearchGroups = std::vector<std::vector<std::string>>;

class ContentReader {
  public:
    /// Opens the current generation; when it is damaged, the newest one before it that is whole, and
    /// fallback_reason() says why. not_found when there is no cache, corrupt when no generation is whole.
    static base::Result<ContentReader> open(const std::filesystem::path& cache_folder,
                                            Check check = Check::automatic);
    ContentReader(ContentReader&&) noexcept;
    ContentReader& operator=(ContentReader&&) noexcept;
    ~ContentReader();

    std::uint64_t generation() const;
    const GenerationInfo& info() const;
    const std::string& fallback_reason() const;  ///< empty when this is the current generation

    base::Result<std::optional<model::Record>> get(const std::string& kind, const std::string& id) const;
    /// One record by its type: get<model::Place>("ccas"); the feed's own is get<model::FeedInfo>("feed").
    template <class T>
    base::Result<std::optional<T>> get(const std::string& id) const;
    /// All records of a type, by position, then id.
    template <class T>
    base::Result<std::vector<T>> all() const;
    /// The same one after the other, for lists that are too long to be held; an error of `sink` ends it.
    template <class T>
    base::Result<void> each(const std::function<base::Result<void>(T)>& sink) const;
    /// Each record whose id begins with `id_prefix`, as it was signed; an error of `sink` ends it.
    base::Result<void> bodies(const std::string& id_prefix,
                              const std::function<base::Result<void>(std::string_view body)>& sink) const;
    base::Result<std::uint64_t> count(const std::string& kind) const;

    // Lists by position, then id.
    base::Result<std::vector<model::Service>> services_for_need(const std::string& need) const;
    base::Result<std::vector<model::Service>> services_of_place(const std::string& place_id) const;
    /// In the order of `ids`; those that do not exist are left out.
    base::Result<std::vector<model::Place>> places_by_id(std::span<const std::string> ids) const;
    /// The places that are reached by telephone alone.
    base::Result<std::vector<model::Place>> helplines() const;
    /// Whichever side names the link.
    base::Result<std::vector<model::Initiative>> initiatives_answering(const std::string& question) const;
    base::Result<std::vector<model::Question>> questions_of(const std::string& initiative) const;
    base::Result<std::vector<model::Initiative>> initiatives_of_theme(const std::string& theme) const;
    base::Result<std::vector<model::Initiative>> initiatives_for_need(const std::string& need) const;
    struct PlaceNeed {
        std::string place, need;
    };
    /// Which needs the services of each place answer, by place, then need; each pair once.
    base::Result<std::vector<PlaceNeed>> needs_of_places() const;
    base::Result<std::vector<Marker>> markers(const Bounds& bounds = {}) const;

    // What a search is made of (search_reader.cpp). All empty in a generation that an earlier version wrote.
    /// The words of titles, by word.
    base::Result<std::vector<SearchWord>> search_words() const;
    /// Every record that is searched, by number.
    base::Result<std::vector<SearchRecord>> search_records() const;
    /// The numbers of the records that have one term of each group (search_index.hpp says which terms there
    /// are), by number, the first `most`. No groups find nothing.
    base::Result<std::vector<std::int64_t>> search(const SearchGroups& groups, std::size_t most) const;
    /// In the order of `numbers`; those that do not exist are left out.
    base::Result<std::vector<model::Record>> records_by_number(std::span<const std::int64_t> numbers) const;

    /// The heavy files that are no record's and stand there in their full length, by name.
    std::map<std::string, std::filesystem::path> packs() const;

    /// Media of this generation; each content once.
    base::Result<std::vector<model::MediaFile>> media() const;
    /// The file to open, when it is there in its full length.
    std::optional<std::filesystem::path> media_path(const model::MediaFile& file) const;

  private:
    struct State;
    explicit ContentReader(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

}  // namespace accueil::cache
