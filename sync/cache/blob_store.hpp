// SPDX-License-Identifier: GPL-3.0-or-later
// Media files by their content, below blobs/. Called by ContentWriter, under its lock. One thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <set>
#include <string>
#include <string_view>

#include "sync/base/result.hpp"
#include "sync/cache/part_file.hpp"
#include "sync/model/records.hpp"

namespace accueil::cache {

class BlobStore {
  public:
    using Step = std::function<base::Result<void>(std::string_view)>;

    BlobStore(std::filesystem::path cache_folder, Step step)
        : m_folder(std::move(cache_folder)), m_step(std::move(step)) {}

    /// There, in its full length.
    bool has(const model::MediaFile& file) const;
    /// Copies `source` in; its length and SHA-256 are checked on the way.
    base::Result<void> copy_in(const model::MediaFile& file, const std::filesystem::path& source);
    /// A complete part becomes the blob; its bytes were checked as they came.
    base::Result<void> take(PartFile&& part);
    /// Removes the blobs that `kept` (of SHA-256) does not hold, and such unfinished downloads.
    void sweep(const std::set<std::string>& kept) const;
    /// Removes blobs that `needed` does not hold, the largest first, until all together have no more than
    /// `budget` bytes.
    void shrink(std::uint64_t budget, const std::set<std::string>& needed) const;

  private:
    base::Result<void> settle(const model::MediaFile& file, const std::filesystem::path& from);

    std::filesystem::path m_folder;
    Step m_step;
};

}  // namespace accueil::cache
