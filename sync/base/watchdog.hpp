// SPDX-License-Identifier: GPL-3.0-or-later
// Tells systemd that a program is up and still alive. Called from the program's one loop alone, so that a
// stuck loop is noticed; without systemd it does nothing. One thread.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "sync/base/clock.hpp"

namespace accueil::base {

class Watchdog {
  public:
    /// Reads NOTIFY_SOCKET and WATCHDOG_USEC. WATCHDOG_PID is not looked at: under xinit it names xinit.
    static Watchdog from_environment();
    /// `address`: a path, or "@name" for an abstract socket; empty: nobody listens.
    /// `timeout`: zero when no watchdog runs.
    Watchdog(std::string address, std::chrono::microseconds timeout);

    void ready();                                     ///< it does its work: the first frame is on the glass
    void reloading();                                 ///< until ready() once more
    void stopping();                                  ///< an orderly end has begun
    void status(std::string_view one_line);           ///< shown by systemctl status
    void alive(SteadyTime now);                       ///< once a turn of the loop; sends only when it is due
    std::optional<SteadyTime> next_deadline() const;  ///< an idle loop must turn by then

  private:
    void send(std::string_view message) const;

    std::string m_address;
    std::chrono::microseconds m_interval;  // a third of the timeout; zero: no watchdog
    std::optional<SteadyTime> m_due;
};

}  // namespace accueil::base
