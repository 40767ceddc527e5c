// SPDX-License-Identifier: GPL-3.0-or-later
// accueil-kiosk --set-pin: an admin chooses the PIN of the agent's desk. Called by main; its thread.
#pragma once

#include <string>

#include "kiosk/app/options.hpp"

namespace accueil::app {

/// Asks twice on a terminal, without showing what is typed, or takes the first line of standard input; the
/// exit status. Nothing of it is printed.
int ask_for_pin(const Options& options, const base::Catalog& catalog, const std::string& language);

}  // namespace accueil::app
