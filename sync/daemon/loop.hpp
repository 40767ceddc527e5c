// SPDX-License-Identifier: GPL-3.0-or-later
// accueil-sync without --once: synchronises by the schedule until it is told to stop. Called by main, on its
// thread.
#pragma once

#include "sync/base/clock.hpp"
#include "sync/daemon/pipeline.hpp"
#include "sync/daemon/schedule.hpp"
#include "sync/daemon/signals.hpp"
#include "sync/daemon/words.hpp"

namespace accueil::daemon {

/// Returns when `signals` says stop.
void run_loop(Pipeline& pipeline, Schedule& schedule, Signals& signals, const Words& words,
              const std::filesystem::path& cache_folder);

}  // namespace accueil::daemon
