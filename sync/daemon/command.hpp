// SPDX-License-Identifier: GPL-3.0-or-later
// What accueil-sync does for its arguments. Called by main alone.
#pragma once

#include <span>
#include <string>

namespace accueil::daemon {

/// The exit code: 0 done or up to date, 1 failed, 2 not understood.
int run_command(std::span<const std::string> arguments);

}  // namespace accueil::daemon
