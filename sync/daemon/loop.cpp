// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/daemon/loop.hpp"

#include <algorithm>
#include <utility>

#include "sync/base/log.hpp"
#include "sync/cache/generation.hpp"

namespace accueil::daemon {

using base::LogLevel;

namespace {

// Asks nobody: a clock that was put right is noticed soon.
constexpr Schedule::Seconds kClockLook{60};

// Whoever sends a signal meanwhile does not want to wait.
void wait_for_clock(const Clocks& clocks, base::SteadyTime since, Signals& signals) {
    while (const auto look = wait_for_time(clocks.source, clocks.clock.steady() - since))
        if (signals.wait(*look)) return;
}

}  // namespace

void run_loop(Pipeline& pipeline, Schedule& schedule, Signals& signals, const Words& words,
              const std::filesystem::path& cache_folder, const Clocks& clocks) {
    const auto start = clocks.clock.steady();
    bool is_clock_wrong = false;
    auto delay = schedule.first(cache::current_generation(cache_folder).has_value());
    // A disk that changes bytes is looked for once; after that the daily work stays light.
    for (auto check = cache::Check::thorough;; check = cache::Check::automatic) {
        base::log(LogLevel::info, "sync",
                  words.text("sync.next", {{"seconds", std::to_string(static_cast<long>(delay.count()))}}));
        if (!signals.wait(delay)) wait_for_clock(clocks, start, signals);
        if (signals.is_stopping()) break;
        const auto result = pipeline.run(check);
        if (signals.is_stopping()) break;
        if (result) {
            base::log(result->changed ? LogLevel::notice : LogLevel::info, "sync", words.success(*result));
            delay = schedule.after_success();
        } else {
            const auto status = read_status(cache_folder).value_or(Status{});
            const bool was_clock_wrong = std::exchange(is_clock_wrong, status.clock.has_value());
            base::log(is_clock_wrong && was_clock_wrong ? LogLevel::info : LogLevel::warning, "sync",
                      words.failure(result.error(), pipeline.stage(), status));
            delay = schedule.after_failure();
            if (is_clock_wrong) delay = std::min(delay, kClockLook);
            // Thousands were told the same: not all at the same moment.
            if (const auto wait = pipeline.asked_to_wait()) delay += *wait;
        }
    }
    base::log(LogLevel::info, "sync", words.text("sync.stopped"));
}

}  // namespace accueil::daemon
