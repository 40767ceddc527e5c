// SPDX-License-Identifier: GPL-3.0-or-later
// accueil-sync without --once: synchronises by the schedule until it is told to stop. Called by main, on its
// thread.
#pragma once

#include "sync/base/clock.hpp"
#include "sync/daemon/pipeline.hpp"
#include "sync/daemon/schedule.hpp"
#include "sync/daemon/signals.hpp"
#include "sync/daemon/time_source.hpp"
#include "sync/daemon/words.hpp"

namespace accueil::daemon {

struct Clocks {
    const base::Clock& clock;
    const TimeSource& source;
};

/// Returns when `signals` says stop. The first synchronisation waits a while for the clock to be set; one
/// that finds it wrong is tried again within a minute.
void run_loop(Pipeline& pipeline, Schedule& schedule, Signals& signals, const Words& words,
              const std::filesystem::path& cache_folder, const Clocks& clocks);

}  // namespace accueil::daemon
