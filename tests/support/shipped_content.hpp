// SPDX-License-Identifier: GPL-3.0-or-later
// The content that comes with the programs, as a kiosk reads it. One thread.
#pragma once

#include <filesystem>
#include <memory>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "kiosk/query/loader.hpp"
#include "kiosk/query/source.hpp"
#include "sync/publish/commands.hpp"
#include "tests/support/fake_clock.hpp"
#include "tests/support/temp_dir.hpp"

namespace accueil::support {

inline std::filesystem::path assets() {
    return std::filesystem::path(ACCUEIL_SOURCE_DIR) / "assets";
}

/// The content that comes with the programs, made into a cache by the publisher itself; once a run.
inline const std::filesystem::path& shipped_cache() {
    static const TempDir kFolder;
    static const auto kCache = [] {
        const auto cache = kFolder / "shipped";
        std::ostringstream said;
        const std::vector<std::string> arguments{"embed", (assets() / "content").string(), "--to",
                                                 cache.string(), "--quiet"};
        if (publish::run_command(arguments, {said, said, false}, FakeClock()) != publish::ExitCode::done)
            throw std::runtime_error(said.str());
        return cache;
    }();
    return kCache;
}

/// Opens a cache as the loader does; there is no embedded content to fall back to.
inline std::shared_ptr<const query::Source> open_cache(const std::filesystem::path& cache) {
    return query::open_source({cache, cache / "none"}).value();
}

}  // namespace accueil::support
