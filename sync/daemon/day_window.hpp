// SPDX-License-Identifier: GPL-3.0-or-later
// A span of each day, by the machine's own time zone: when heavy files may be fetched. Called by the
// pipeline. Any thread.
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "sync/base/clock.hpp"
#include "sync/base/result.hpp"

namespace accueil::daemon {

class DayWindow {
  public:
    DayWindow() = default;  ///< the whole day

    /// "22:00-06:00", over midnight where it ends before it begins; "" is the whole day. bad_format for
    /// anything else.
    static base::Result<DayWindow> parse(const std::string& text);

    bool contains(base::WallTime time) const;

  private:
    std::optional<std::chrono::minutes> m_from, m_to;  // after midnight
};

}  // namespace accueil::daemon
