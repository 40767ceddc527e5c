// SPDX-License-Identifier: GPL-3.0-or-later
// Tells when a cache folder has a new generation, by inotify: a descriptor for poll(). Called by the kiosk's
// frame loop or loader. One thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>

#include "sync/base/file.hpp"
#include "sync/base/result.hpp"

namespace accueil::cache {

class GenerationWatcher {
  public:
    /// The folder need not exist yet: its nearest existing parent is watched until it does.
    static base::Result<GenerationWatcher> create(const std::filesystem::path& cache_folder);

    /// Readable when something may have changed; then call drain().
    int fd() const { return m_inotify.get(); }

    /// Empties the descriptor. True when the current generation is another one than at the last call (or
    /// creation).
    bool drain();

    /// The generation last seen; none when there is no cache.
    std::optional<std::uint64_t> generation() const { return m_generation; }

  private:
    GenerationWatcher(base::UniqueFd inotify, std::filesystem::path folder);
    base::Result<void> watch();
    void look();

    base::UniqueFd m_inotify;
    std::filesystem::path m_folder;
    std::filesystem::path m_watched;  // the folder, or its nearest existing parent
    int m_watch = -1;
    std::optional<std::uint64_t> m_generation;
};

}  // namespace accueil::cache
