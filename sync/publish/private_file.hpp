// SPDX-License-Identifier: GPL-3.0-or-later
// Files that their owner alone may read: keys, and what visitors wrote. One thread.
#pragma once

#include <filesystem>
#include <string_view>

#include "sync/base/result.hpp"

namespace accueil::publish {

/// Writes a new file, mode 0600, durably and whole or not at all; invalid_input when something is there.
base::Result<void> write_private_file(const std::filesystem::path& path, std::string_view bytes);

}  // namespace accueil::publish
