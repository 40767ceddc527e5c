// SPDX-License-Identifier: GPL-3.0-or-later
// accueil-sync without --once: synchronises by the schedule until it is told to stop. Called by main, on its
// thread.
#pragma once

#include <functional>
#include <memory>

#include "sync/base/clock.hpp"
#include "sync/base/watchdog.hpp"
#include "sync/daemon/round.hpp"
#include "sync/daemon/schedule.hpp"
#include "sync/daemon/signals.hpp"
#include "sync/daemon/time_source.hpp"
#include "sync/daemon/words.hpp"

namespace accueil::daemon {

/// What the loop runs with; all of it outlives the loop.
struct LoopParts {
    /// Reads the configuration again and makes what it says.
    std::function<base::Result<std::unique_ptr<Round>>()> make_round;
    Schedule& schedule;
    Signals& signals;
    base::Watchdog& systemd;
    const Words& words;
    const base::Clock& clock;
    const TimeSource& time;
};

/// Returns when the signals say stop. The first synchronisation waits a while for the clock to be set; one
/// that finds it wrong is tried again within a minute. A configuration that is wrong is said, and `round`
/// goes on; a right one counts from the next synchronisation on.
void run_loop(std::unique_ptr<Round> round, const LoopParts& parts);

}  // namespace accueil::daemon
