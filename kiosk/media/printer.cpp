// SPDX-License-Identifier: GPL-3.0-or-later
#include "kiosk/media/printer.hpp"

#include <atomic>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <utility>

#include "kiosk/media/printer_queue.hpp"
#include "sync/base/log.hpp"

namespace accueil::media {

namespace {

using Clock = std::chrono::steady_clock;
constexpr std::chrono::milliseconds kJobEvery{400};

}  // namespace

class Printer::Private {
  public:
    Private(Options options, std::function<void()> wake)
        : m_options(std::move(options)), m_wake(std::move(wake)), m_thread([this] { run(); }) {}
    ~Private() {
        {
            const std::lock_guard lock(m_mutex);
            m_stop = true;
        }
        m_changed.notify_all();
        m_thread.join();
    }

    void print(std::uint64_t ticket, Paper paper) {
        {
            const std::lock_guard lock(m_mutex);
            m_papers.emplace_back(ticket, std::move(paper));
        }
        m_changed.notify_all();
    }
    News drain() {
        const std::lock_guard lock(m_mutex);
        return std::exchange(m_news, {});
    }

  private:
    void run() {
        PrinterQueue queue(m_options.server, m_options.queue);
        Patience patience(m_options.try_again_after);
        auto known = PrinterState::unknown;
        while (true) {
            look(queue, patience, known);
            auto paper = next_paper();
            if (m_stop) return;
            if (!paper) continue;
            // Between the last look and the finger the paper may have run out.
            look(queue, patience, known);
            const auto outcome =
                known == PrinterState::ready ? print_one(queue, paper->second) : PrintOutcome::not_ready;
            if (outcome != PrintOutcome::printed) patience.failed(Clock::now());
            look(queue, patience, known);
            {
                const std::lock_guard lock(m_mutex);
                m_news.finished.push_back({paper->first, outcome});
            }
            m_wake();
        }
    }

    void look(PrinterQueue& queue, Patience& patience, PrinterState& known) {
        const auto state = patience.seen(queue.state(), Clock::now());
        if (state == known) return;
        known = state;
        {
            const std::lock_guard lock(m_mutex);
            m_news.state = state;
        }
        m_wake();
    }

    /// Nothing once it is time to look at the queue again, or to stop.
    std::optional<std::pair<std::uint64_t, Paper>> next_paper() {
        std::unique_lock lock(m_mutex);
        m_changed.wait_for(lock, m_options.state_every, [this] { return m_stop || !m_papers.empty(); });
        if (m_stop || m_papers.empty()) return std::nullopt;
        auto paper = std::move(m_papers.front());
        m_papers.pop_front();
        return paper;
    }

    PrintOutcome print_one(PrinterQueue& queue, const Paper& paper) {
        const auto pdf = make_pdf(paper, m_options.format);
        if (!pdf) {
            base::log(base::LogLevel::error, "printer", pdf.error().detail);
            return PrintOutcome::failed;
        }
        const auto job = queue.submit(*pdf, m_options.format);
        if (!job) {
            base::log(base::LogLevel::warning, "printer", job.error().detail);
            return PrintOutcome::refused;
        }
        const auto outcome = follow(queue, *job);
        queue.forget(*job);
        return outcome;
    }

    PrintOutcome follow(PrinterQueue& queue, int job) {
        const auto limit = Clock::now() + m_options.job_limit;
        while (true) {
            const auto state = queue.job_state(job);
            if (state && *state != JobState::waiting)
                return *state == JobState::completed ? PrintOutcome::printed : PrintOutcome::failed;
            if (Clock::now() >= limit) {
                base::log(base::LogLevel::warning, "printer", "a job that does not end is cancelled");
                return PrintOutcome::timed_out;
            }
            std::unique_lock lock(m_mutex);
            if (m_changed.wait_for(lock, kJobEvery, [this] { return m_stop.load(); }))
                return PrintOutcome::failed;
        }
    }

    const Options m_options;
    const std::function<void()> m_wake;
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::deque<std::pair<std::uint64_t, Paper>> m_papers;
    News m_news;
    std::atomic<bool> m_stop = false;  // set under the mutex, so that no wait misses it
    std::thread m_thread;              // the last: it uses all of the others
};

Printer::Printer(std::unique_ptr<Private> state) : m_private(std::move(state)) {}
Printer::~Printer() = default;

std::unique_ptr<Printer> Printer::start(Options options, std::function<void()> wake) {
    return std::unique_ptr<Printer>(
        new Printer(std::make_unique<Private>(std::move(options), std::move(wake))));
}

void Printer::print(std::uint64_t ticket, Paper paper) {
    m_private->print(ticket, std::move(paper));
}

Printer::News Printer::drain() {
    return m_private->drain();
}

}  // namespace accueil::media
