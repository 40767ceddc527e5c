// SPDX-License-Identifier: GPL-3.0-or-later
// Whether the network has set the machine's clock since it started: without a battery it wakes up at some
// time of the past. Called by the loop. Any thread.
#pragma once

#include <chrono>
#include <optional>

namespace accueil::daemon {

class TimeSource {
  public:
    virtual ~TimeSource() = default;
    virtual bool is_synchronised() const = 0;
};

/// As the kernel says (adjtimex), or systemd-timesyncd.
class SystemTimeSource final : public TimeSource {
  public:
    bool is_synchronised() const override;
};

/// How long to wait before looking at `source` again, `waited` after the daemon's start; nothing when the
/// clock is set, or is taken as it is: there are networks without a time server.
std::optional<std::chrono::seconds> wait_for_time(const TimeSource& source, std::chrono::nanoseconds waited);

}  // namespace accueil::daemon
