// SPDX-License-Identifier: GPL-3.0-or-later
// The clock that everything asks, so that tests can hold it. Any thread.
#pragma once

#include <chrono>
#include <string>

#include "sync/base/result.hpp"

namespace accueil::base {

using WallTime = std::chrono::system_clock::time_point;
using SteadyTime = std::chrono::steady_clock::time_point;

class Clock {
  public:
    virtual ~Clock() = default;
    virtual WallTime wall() const = 0;      ///< civil time; may jump
    virtual SteadyTime steady() const = 0;  ///< never jumps; for time-outs, gestures and animation
};

/// The machine's own clocks.
class SystemClock final : public Clock {
  public:
    WallTime wall() const override { return std::chrono::system_clock::now(); }
    SteadyTime steady() const override { return std::chrono::steady_clock::now(); }
};

/// "2026-11-23T08:30:00Z", whole seconds, UTC (RFC 3339; TUF's date-time form).
std::string format_utc(WallTime time);

/// Reads exactly that form, held to 1970…2249; bad_format for anything else, impossible dates included.
Result<WallTime> parse_utc(const std::string& text);

}  // namespace accueil::base
