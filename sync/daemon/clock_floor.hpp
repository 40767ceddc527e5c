// SPDX-License-Identifier: GPL-3.0-or-later
// The latest time that is known to have passed, kept in the trust folder: a clock that shows an earlier one
// is not set, and nothing is judged by it. Called by the pipeline and by `accueil-sync status`. One thread.
#pragma once

#include <filesystem>

#include "sync/base/clock.hpp"
#include "sync/base/result.hpp"

namespace accueil::daemon {

class ClockFloor {
  public:
    /// What was kept, or `built_on` (of the program) where that is later or nothing usable was kept.
    ClockFloor(const std::filesystem::path& trust_folder, base::WallTime built_on);

    base::WallTime time() const { return m_time; }

    /// wrong_clock when `now` is before it.
    base::Result<void> check(base::WallTime now) const;

    /// `signed_on` stands in what was just verified by a clock that shows `now`, and is kept where it is
    /// later than what was: it only rises. A time that is still to come is cut to `now`, so that no publisher
    /// can make kiosks disbelieve their clocks.
    base::Result<void> raise(base::WallTime signed_on, base::WallTime now);

  private:
    std::filesystem::path m_path;
    base::WallTime m_time;
};

}  // namespace accueil::daemon
