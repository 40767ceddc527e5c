// SPDX-License-Identifier: GPL-3.0-or-later
// Signals as a descriptor and a flag: a long download looks at the flag, the wait between two
// synchronisations at the descriptor. Handlers, not a blocked mask: whichever thread the kernel picks, the
// process lives on.
#pragma once

#include <signal.h>

#include <array>
#include <atomic>
#include <chrono>

#include "sync/base/file.hpp"

namespace accueil::daemon {

/// At most one at a time; when it ends, the signals do what they did before.
class Signals {
  public:
    /// From now on SIGTERM and SIGINT ask to stop, SIGUSR1 asks for a synchronisation now, SIGHUP for the
    /// configuration to be read again.
    Signals();
    ~Signals();
    Signals(const Signals&) = delete;
    Signals& operator=(const Signals&) = delete;

    /// Waits for a signal, at most so long (rounded up to a millisecond). True when one came since the last
    /// wait.
    bool wait(std::chrono::duration<double> most);
    bool is_stopping() const { return m_stopping.load(); }
    /// Asked for since the last call.
    bool take_synchronise() { return m_synchronise.exchange(false); }
    bool take_reload() { return m_reload.exchange(false); }
    const std::atomic<bool>* stopping() const { return &m_stopping; }

  private:
    static constexpr std::array kHandled{SIGTERM, SIGINT, SIGUSR1, SIGHUP};

    std::array<struct sigaction, kHandled.size()> m_before{};
    std::atomic<bool> m_stopping{false}, m_synchronise{false}, m_reload{false};
    base::UniqueFd m_wake;
};

}  // namespace accueil::daemon
