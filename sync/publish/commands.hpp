// SPDX-License-Identifier: GPL-3.0-or-later
// The commands of accueil-feed. Called by main, and by tests with streams of their own; one thread.
#pragma once

#include <filesystem>
#include <iosfwd>
#include <span>
#include <string>

#include "sync/base/clock.hpp"

namespace accueil::publish {

/// 0 done, 1 errors in the content, 2 a command line that cannot be understood, 3 the system or the feed
/// refused.
enum class ExitCode { done = 0, content = 1, usage = 2, system = 3 };

/// Where a command speaks.
struct Console {
    std::ostream& out;  ///< what was asked for
    std::ostream& err;  ///< reports, errors, progress
    bool is_terminal;   ///< err is one: progress may stay on one line
};

ExitCode run_command(std::span<const std::string> arguments, const Console& console, const base::Clock& clock,
                     const std::filesystem::path& fallback_config = "/etc/accueil/feed.json");

}  // namespace accueil::publish
