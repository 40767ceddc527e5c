// SPDX-License-Identifier: GPL-3.0-or-later
// The command line of accueil-feed, and the configuration file behind it. Read once, by run_command.
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "sync/base/config.hpp"
#include "sync/base/i18n.hpp"
#include "sync/base/result.hpp"

namespace accueil::publish {

enum class Command { init, check, publish, renew, embed, help, version };

struct Options {
    Command command = Command::help;
    std::filesystem::path content;  ///< of check, publish and embed
    std::filesystem::path folder;   ///< the feed of init, publish and renew; the cache of embed
    bool quiet = false;             ///< no progress, no warnings, no words of success
};

/// What config/feed.json documents.
std::vector<base::ConfigKey> config_keys();

/// invalid_input, in words of the catalog, for what cannot be understood. `fallback_config` is read when it
/// exists and
/// --config names no other; embed reads none, since a build must not depend on the machine.
base::Result<Options> read_options(std::span<const std::string> arguments, const base::Catalog& catalog,
                                   const std::string& language,
                                   const std::filesystem::path& fallback_config = "/etc/accueil/feed.json");

}  // namespace accueil::publish
