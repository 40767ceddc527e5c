// SPDX-License-Identifier: GPL-3.0-or-later
// What is still on screen is kept until it is not: a reader holds its generation by a shared lock on
// generation.json (flock), and the writer's sweep claims what it removes by an exclusive one. A reader that
// crashes holds nothing. Called by ContentReader and the sweep. Any thread.
#pragma once

#include <filesystem>

#include "sync/base/file.hpp"
#include "sync/base/result.hpp"

namespace accueil::cache {

/// Held as long as the descriptor is open. not_found where there is no such generation, or no longer.
base::Result<base::UniqueFd> hold_generation(const std::filesystem::path& generation_folder);

enum class Claim { mine, held };

/// `mine`: no reader has the generation or gets it while `lock` is open. A generation without its file, or on
/// a file system without locks, is anybody's. Never waits.
Claim claim_generation(const std::filesystem::path& generation_folder, base::UniqueFd& lock);

}  // namespace accueil::cache
