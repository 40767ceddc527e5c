// SPDX-License-Identifier: GPL-3.0-or-later
// When to synchronise next, so that thousands of kiosks do not ask together. Called by the loop. Pure but for
// its random numbers, which are given; one thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <random>

namespace accueil::daemon {

class Schedule {
  public:
    using Seconds = std::chrono::duration<double>;

    Schedule(Seconds interval, std::uint64_t seed) : m_interval(interval), m_random(seed) {}

    /// From the next delay on.
    void set_interval(Seconds interval) { m_interval = interval; }

    /// After the program's start: at once without content, else anywhere in one interval.
    Seconds first(bool has_content);
    /// The interval ± 20 %.
    Seconds after_success();
    /// Anywhere up to 30 s, 1 min, 2 min … 1 h, by failures in a row (full jitter); at least a second.
    Seconds after_failure();

  private:
    Seconds between(Seconds least, Seconds most);

    Seconds m_interval;
    std::mt19937_64 m_random;
    int m_failures = 0;
};

}  // namespace accueil::daemon
