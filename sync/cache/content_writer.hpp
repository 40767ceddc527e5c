// SPDX-License-Identifier: GPL-3.0-or-later
// Makes the next generation of a cache folder beside the current one, and switches to it or leaves no trace.
// Called by the daemon's pipeline and by the publisher for the embedded content. One thread; one writer a
// folder (flock).
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "sync/base/result.hpp"
#include "sync/cache/generation.hpp"
#include "sync/cache/part_file.hpp"
#include "sync/cache/state_root.hpp"
#include "sync/model/records.hpp"

namespace accueil::cache {

/// What the new generation starts from.
enum class Base { empty, current };

struct WriterOptions {
    /// Called before each step that touches the disk, with the step's name. An error is the step's failure.
    /// For tests that crash or fail there.
    std::function<base::Result<void>(std::string_view step)> before_step;
    /// Bytes of all media together, 0 without bounds: what goes beyond is swept (see sweep.hpp).
    std::uint64_t blob_budget = 0;
};

class ContentWriter {
  public:
    /// Takes the lock, sweeps up what a crash left, and starts building. The folder is made when absent.
    /// `cancelled` when another program is writing; not_found for Base::current without a generation that
    /// opens.
    static base::Result<ContentWriter> create(const std::filesystem::path& cache_folder, Base base,
                                              WriterOptions options = {});
    ContentWriter(ContentWriter&&) noexcept;
    ContentWriter& operator=(ContentWriter&&) noexcept;
    ~ContentWriter();  ///< what was not committed is removed

    /// Inserts the record, or replaces the one of its kind and id. `body` is its JSON as it was signed, so
    /// that fields that this version does not know keep their place in the state root.
    base::Result<void> put(const model::Record& record, std::string_view body);
    base::Result<void> put(const model::Record& record);  ///< with model::to_json as body
    base::Result<void> remove(const std::string& kind,
                              const std::string& id);  ///< nothing happens when absent

    /// Copies a file into the blobs: bad_digest unless it has the file's length and SHA-256. A blob that
    /// stands already is not read again.
    base::Result<void> put_media(const model::MediaFile& file, const std::filesystem::path& source);
    /// The same for a download that is complete; its bytes were checked as they came.
    base::Result<void> put_media(PartFile&& part);
    bool has_media(const model::MediaFile& file) const;
    /// Those that records whose ids begin with `id_prefix` name, and no others do.
    base::Result<std::set<std::string>> media_of_territory(const std::string& id_prefix);
    /// Media that the records name and the blobs lack; each content once, by SHA-256.
    base::Result<std::vector<model::MediaFile>> missing_media();
    /// All that the records name, each content once.
    base::Result<std::vector<model::MediaFile>> media();

    /// Takes out all records whose ids begin with `id_prefix`: a territory's.
    base::Result<void> remove_all(const std::string& id_prefix);

    base::Result<std::string> state_root();
    /// Of the records whose ids begin with `id_prefix`, and of all others. No prefix: all are others.
    base::Result<StateRoots> state_roots(const std::string& id_prefix);
    base::Result<std::uint64_t> record_count();

    /// Checks (SQLite's own check, state root as announced, all media there but what info calls pending),
    /// writes durably, switches, and removes what no kept generation needs: the new one, the one before and
    /// those that are still read stay. Gives the new generation's number. After an error the writer is of no
    /// more use and the current generation stands as it was.
    base::Result<std::uint64_t> commit(const GenerationInfo& info);

  private:
    struct State;
    explicit ContentWriter(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

}  // namespace accueil::cache
