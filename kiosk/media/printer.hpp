// SPDX-License-Identifier: GPL-3.0-or-later
// The printer, by CUPS (printer.cpp and printer_queue.cpp alone know it): a thread that knows how the queue
// is, prints what it is given, and gives up what hangs. Made by main; everything public is for the UI thread,
// which never waits.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/media/paper.hpp"

namespace accueil::media {

enum class PrinterState {
    unknown,   ///< not asked yet
    ready,     ///< it takes jobs, and nothing is said that stops them
    no_queue,  ///< CUPS does not answer, or knows no queue of that name
    stopped,   ///< paused, or it takes no jobs
    no_paper,  ///< or jammed, or open
    trouble,   ///< another reason that stops it, or it does not answer
};

enum class PrintOutcome {
    printed,    ///< CUPS calls the job completed: all bytes are with the printer
    not_ready,  ///< the printer was not, when its turn came: nothing was sent
    refused,    ///< CUPS did not take the job
    failed,     ///< it was aborted, or cancelled at the printer
    timed_out,  ///< it did not end in time, and was cancelled
};

class Printer {
  public:
    struct Options {
        std::string server;  ///< a socket's path or HOST:PORT; empty: the machine's own CUPS
        std::string queue;
        PaperFormat format = PaperFormat::a4;
        std::chrono::milliseconds job_limit{std::chrono::seconds(90)};
        std::chrono::milliseconds state_every{
            std::chrono::seconds(15)};  ///< how often the queue is asked how it is
        std::chrono::milliseconds try_again_after{std::chrono::minutes(10)};  ///< see Patience
    };
    /// `wake` is called from the printer's thread whenever drain() has something to give.
    static std::unique_ptr<Printer> start(Options options, std::function<void()> wake);
    /// A job under way is cancelled; takes at most the five seconds for which CUPS is waited for.
    ~Printer();
    Printer(const Printer&) = delete;
    Printer& operator=(const Printer&) = delete;

    /// One after the other. CUPS is told the format and the title "Accueil", no more, and forgets the job at
    /// its end.
    void print(std::uint64_t ticket, Paper paper);

    struct Finished {
        std::uint64_t ticket = 0;
        PrintOutcome outcome = PrintOutcome::failed;
    };
    struct News {
        std::optional<PrinterState> state;  ///< where it is another than before
        std::vector<Finished> finished;
    };
    News drain();

  private:
    class Private;
    explicit Printer(std::unique_ptr<Private> state);
    std::unique_ptr<Private> m_private;
};

}  // namespace accueil::media
