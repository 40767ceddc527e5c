// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/daemon/loop.hpp"

#include "sync/base/log.hpp"
#include "sync/cache/generation.hpp"

namespace accueil::daemon {

using base::LogLevel;

void run_loop(Pipeline& pipeline, Schedule& schedule, Signals& signals, const Words& words,
              const std::filesystem::path& cache_folder) {
    auto delay = schedule.first(cache::current_generation(cache_folder).has_value());
    // A disk that changes bytes is looked for once; after that the daily work stays light.
    for (auto check = cache::Check::thorough;; check = cache::Check::automatic) {
        base::log(LogLevel::info, "sync",
                  words.text("sync.next", {{"seconds", std::to_string(static_cast<long>(delay.count()))}}));
        signals.wait(delay);
        if (signals.is_stopping()) break;
        const auto result = pipeline.run(check);
        if (signals.is_stopping()) break;
        if (result) {
            base::log(result->changed ? LogLevel::notice : LogLevel::info, "sync", words.success(*result));
            delay = schedule.after_success();
        } else {
            const auto status = read_status(cache_folder).value_or(Status{});
            base::log(LogLevel::warning, "sync", words.failure(result.error(), pipeline.stage(), status));
            delay = schedule.after_failure();
            // Thousands were told the same: not all at the same moment.
            if (const auto wait = pipeline.asked_to_wait()) delay += *wait;
        }
    }
    base::log(LogLevel::info, "sync", words.text("sync.stopped"));
}

}  // namespace accueil::daemon
