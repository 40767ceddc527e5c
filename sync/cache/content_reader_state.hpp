// SPDX-License-Identifier: GPL-3.0-or-later
// What a ContentReader holds, for the sources that it is written in.
#pragma once

#include <filesystem>
#include <string>

#include "sync/base/file.hpp"
#include "sync/cache/content_reader.hpp"
#include "sync/cache/layout.hpp"
#include "sync/cache/sqlite.hpp"

namespace accueil::cache {

struct ContentReader::State {
    std::filesystem::path folder;
    GenerationFile file;
    std::string fallback_reason;
    base::UniqueFd hold;
    Database database;
};

}  // namespace accueil::cache
