// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/daemon/schedule.hpp"

#include <algorithm>
#include <cmath>

namespace accueil::daemon {

namespace {
constexpr Schedule::Seconds kFirstBackoff{30};
constexpr Schedule::Seconds kMostBackoff{3600};
constexpr Schedule::Seconds kLeastBackoff{1};
constexpr double kJitter = 0.2;
}  // namespace

Schedule::Seconds Schedule::between(Seconds least, Seconds most) {
    return Seconds(std::uniform_real_distribution(least.count(), std::max(least, most).count())(m_random));
}

Schedule::Seconds Schedule::first(bool has_content) {
    return has_content ? between(Seconds(0), m_interval) : Seconds(0);
}

Schedule::Seconds Schedule::after_success() {
    m_failures = 0;
    return between(m_interval * (1 - kJitter), m_interval * (1 + kJitter));
}

Schedule::Seconds Schedule::after_failure() {
    const auto ceiling = std::min(kMostBackoff, kFirstBackoff * std::exp2(std::min(m_failures, 20)));
    ++m_failures;
    return between(kLeastBackoff, ceiling);
}

}  // namespace accueil::daemon
