// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/daemon/loop.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <utility>

#include "sync/base/log.hpp"
#include "sync/cache/generation.hpp"

namespace accueil::daemon {

using base::LogLevel;
using Seconds = Schedule::Seconds;

namespace {

// Asks nobody: a clock that was put right is noticed soon.
constexpr Seconds kClockLook{60};

std::string first_line(const std::string& words) {
    return words.substr(0, words.find('\n'));
}

class Loop {
  public:
    Loop(std::unique_ptr<Round> round, const LoopParts& parts) : m_round(std::move(round)), m_parts(parts) {}

    void run() {
        m_start = m_parts.clock.steady();
        plan(m_parts.schedule.first(cache::current_generation(m_round->cache_folder()).has_value()));
        m_parts.systemd.ready();
        // A disk that changes bytes is looked for once; after that the daily work stays light.
        for (auto check = cache::Check::thorough;; check = cache::Check::automatic) {
            wait();
            if (m_parts.signals.is_stopping()) break;
            m_parts.systemd.status(m_parts.words.text("sync.at_work"));
            const auto came = m_round->run(check);
            if (m_parts.signals.is_stopping()) break;
            tell(came);
        }
        m_parts.systemd.stopping();
        base::log(LogLevel::info, "sync", m_parts.words.text("sync.stopped"));
    }

  private:
    // Until the next synchronisation is due or asked for, or until the end.
    void wait() {
        while (!m_parts.signals.is_stopping()) {
            if (m_parts.signals.take_reload()) reload();
            if (m_parts.signals.take_synchronise()) return;
            const auto now = m_parts.clock.steady();
            m_parts.systemd.alive(now);
            auto until = m_due;
            if (now >= m_due) {
                const auto look = wait_for_time(m_parts.time, now - m_start);
                if (!look) return;
                until = now + std::chrono::duration_cast<base::SteadyTime::duration>(*look);
            }
            if (const auto turn = m_parts.systemd.next_deadline()) until = std::min(until, *turn);
            m_parts.signals.wait(std::max(Seconds(0), Seconds(until - now)));
        }
    }

    void plan(Seconds delay) {
        m_due = m_parts.clock.steady() + std::chrono::duration_cast<base::SteadyTime::duration>(delay);
        base::log(LogLevel::info, "sync",
                  m_parts.words.text("sync.next", {{"seconds", std::to_string(std::lround(delay.count()))}}));
        // Before the first synchronisation there is no status, and the plan makes none.
        auto status = read_status(m_round->cache_folder());
        if (!status) return;
        status->next_attempt = m_parts.clock.wall() + std::chrono::duration_cast<std::chrono::seconds>(delay);
        if (const auto written = write_status(m_round->cache_folder(), *status); !written)
            base::log(LogLevel::warning, "sync", "status not written: " + written.error().detail);
    }

    void tell(const Round::Came& came) {
        const auto& words = m_parts.words;
        const auto status = read_status(m_round->cache_folder()).value_or(Status{});
        Seconds delay{0};
        std::string said;
        if (came.content) {
            said = words.success(*came.content);
            base::log(came.content->changed ? LogLevel::notice : LogLevel::info, "sync", said);
            m_is_clock_wrong = false;
            delay = m_parts.schedule.after_success();
        } else {
            said = words.failure(came.content.error(), m_round->stage(), status);
            const bool was_clock_wrong = std::exchange(m_is_clock_wrong, status.clock.has_value());
            base::log(m_is_clock_wrong && was_clock_wrong ? LogLevel::info : LogLevel::warning, "sync", said);
            delay = m_parts.schedule.after_failure();
            if (m_is_clock_wrong) delay = std::min(delay, kClockLook);
            // Thousands were told the same: not all at the same moment.
            if (const auto asked = m_round->asked_to_wait()) delay += *asked;
        }
        m_parts.systemd.status(first_line(said));
        if (came.report) {
            const auto report = words.report(*came.report, came.sent);
            if (!report.empty())
                base::log(came.report->failure ? LogLevel::warning : LogLevel::info, "sync", report);
        }
        plan(delay);
    }

    void reload() {
        m_parts.systemd.reloading();
        auto made = m_parts.make_round();
        const auto said = made ? m_parts.words.text("sync.reloaded")
                               : m_parts.words.text("sync.reload_refused", {{"detail", made.error().detail}});
        base::log(made ? LogLevel::notice : LogLevel::error, "sync", said);
        if (made) {
            m_round = std::move(*made);
            m_parts.schedule.set_interval(m_round->interval());
            // A shorter interval need not wait for the end of a longer one.
            const auto latest = m_parts.clock.steady() + m_round->interval();
            if (m_due > latest) plan(m_round->interval());
        }
        m_parts.systemd.status(said);
        m_parts.systemd.ready();
    }

    std::unique_ptr<Round> m_round;
    const LoopParts& m_parts;
    base::SteadyTime m_start{}, m_due{};
    bool m_is_clock_wrong = false;
};

}  // namespace

void run_loop(std::unique_ptr<Round> round, const LoopParts& parts) {
    Loop(std::move(round), parts).run();
}

}  // namespace accueil::daemon
