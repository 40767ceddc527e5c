// SPDX-License-Identifier: GPL-3.0-or-later
// A clock that moves when a test says so. One thread.
#pragma once

#include "sync/base/clock.hpp"

namespace accueil::support {

class FakeClock final : public base::Clock {
  public:
    /// Starts at a UTC time such as "2026-11-23T08:30:00Z"; steady time starts at zero.
    explicit FakeClock(const std::string& utc = "2026-11-23T08:30:00Z")
        : m_wall(base::parse_utc(utc).value()) {}

    base::WallTime wall() const override { return m_wall; }
    base::SteadyTime steady() const override { return m_steady; }

    void advance(std::chrono::milliseconds step) {
        m_wall += step;
        m_steady += step;
    }
    void set_wall(const std::string& utc) { m_wall = base::parse_utc(utc).value(); }

  private:
    base::WallTime m_wall;
    base::SteadyTime m_steady{};
};

}  // namespace accueil::support
