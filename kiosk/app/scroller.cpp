// SPDX-License-Identifier: GPL-3.0-or-later
#include "kiosk/app/scroller.hpp"

#include <algorithm>
#include <cmath>

namespace accueil::app {

namespace {
constexpr float kDecay = 3.2F;     // a second: the share of its speed that a fling loses
constexpr float kLeastSpeed = 30;  // design pixels a second: slower than this it rests
constexpr float kGlideSeconds = 0.2F;
}  // namespace

float Scroller::clamped(float offset) const {
    return std::clamp(offset, 0.0F, m_limit);
}

void Scroller::set_limit(float limit) {
    m_limit = std::max(0.0F, limit);
    m_offset = clamped(m_offset);
}

void Scroller::jump(float offset) {
    m_motion.reset();
    m_offset = clamped(offset);
}

void Scroller::drag(float delta) {
    m_motion.reset();
    m_offset = clamped(m_offset - delta);
}

void Scroller::fling(float velocity, base::SteadyTime now) {
    if (std::abs(velocity) < kLeastSpeed) return;
    m_motion = Motion{true, m_offset, 0, -velocity, now};
}

void Scroller::glide_to(float offset, base::SteadyTime now, bool reduced_motion) {
    if (reduced_motion) {
        jump(offset);
        return;
    }
    m_motion = Motion{false, m_offset, clamped(offset), 0, now};
}

bool Scroller::tick(base::SteadyTime now) {
    if (!m_motion) return false;
    const float seconds = std::chrono::duration<float>(now - m_motion->start).count();
    const float before = m_offset;
    if (m_motion->fling) {
        const float slowed = std::exp(-kDecay * seconds);
        m_offset = clamped(m_motion->from + m_motion->velocity * (1 - slowed) / kDecay);
        const bool at_end =
            (m_offset <= 0 && m_motion->velocity < 0) || (m_offset >= m_limit && m_motion->velocity > 0);
        if (at_end || std::abs(m_motion->velocity) * slowed < kLeastSpeed) m_motion.reset();
    } else {
        const float part = std::min(1.0F, seconds / kGlideSeconds);
        const float eased = 1 - (1 - part) * (1 - part) * (1 - part);
        m_offset = clamped(m_motion->from + (m_motion->target - m_motion->from) * eased);
        if (part >= 1) m_motion.reset();
    }
    return m_offset != before;
}

}  // namespace accueil::app
