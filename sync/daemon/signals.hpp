// SPDX-License-Identifier: GPL-3.0-or-later
// Signals as a descriptor and a flag: a thread of its own waits for them, so that a long download hears them
// too. Made by main before any other thread.
#pragma once

#include <signal.h>

#include <atomic>
#include <chrono>
#include <thread>

#include "sync/base/file.hpp"
#include "sync/base/result.hpp"

namespace accueil::daemon {

class Signals {
  public:
    /// From now on SIGTERM and SIGINT ask to stop, SIGUSR1 asks for a synchronisation now.
    Signals();
    ~Signals();
    Signals(const Signals&) = delete;
    Signals& operator=(const Signals&) = delete;

    /// Waits for a signal, at most so long (rounded up to a millisecond). True when one came since the last
    /// wait.
    bool wait(std::chrono::duration<double> most);
    bool is_stopping() const { return m_stopping.load(); }
    const std::atomic<bool>* stopping() const { return &m_stopping; }

  private:
    void listen();

    sigset_t m_before{};
    std::atomic<bool> m_stopping{false};
    base::UniqueFd m_signals, m_wake, m_quit;
    std::thread m_thread;
};

}  // namespace accueil::daemon
