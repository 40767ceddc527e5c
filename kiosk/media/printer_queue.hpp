// SPDX-License-Identifier: GPL-3.0-or-later
// A queue of CUPS, spoken to by IPP; each call waits for the answer, five seconds at most. The printer's
// thread alone.
#pragma once

#include <chrono>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/media/printer.hpp"
#include "sync/base/result.hpp"

namespace accueil::media {

/// By printer-state (RFC 8011, 5.4.11), printer-is-accepting-jobs and printer-state-reasons. Warnings and
/// reports
/// ("media-low", "toner-low-warning") stop nothing; the same name as an error, or without a suffix where it
/// does, does.
PrinterState printer_state(int state, bool accepts_jobs, std::span<const std::string> reasons);

/// CUPS hears of paper that was filled up, or of a printer that was switched on, only while it prints: what
/// it says of them can be old for ever. So after `after` of the same trouble a sheet may try it, and where it
/// fails the wait begins anew. What somebody set (stopped) or what does not exist is believed as long as it
/// is said.
class Patience {
  public:
    using Time = std::chrono::steady_clock::time_point;
    explicit Patience(std::chrono::milliseconds after) : m_after(after) {}
    /// What visitors are told of the queue's state.
    PrinterState seen(PrinterState state, Time now);
    void failed(Time now) { m_since = now; }

  private:
    std::chrono::milliseconds m_after;
    PrinterState m_state = PrinterState::unknown;
    Time m_since{};
};

enum class JobState { waiting, completed, ended };

class PrinterQueue {
  public:
    /// `server` as Printer::Options has it.
    PrinterQueue(std::string server, std::string queue);
    ~PrinterQueue();
    PrinterQueue(const PrinterQueue&) = delete;
    PrinterQueue& operator=(const PrinterQueue&) = delete;

    /// no_queue where it cannot be had; the log says why, once a change.
    PrinterState state();
    /// The job's number. io with CUPS's words where it is not taken.
    base::Result<int> submit(std::string_view pdf, PaperFormat format);
    base::Result<JobState> job_state(int job);
    /// Cancels it if it is not over, and has its files and its entry in the history taken away.
    void forget(int job);

  private:
    struct Private;
    std::unique_ptr<Private> m_private;
};

}  // namespace accueil::media
