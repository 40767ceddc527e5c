// SPDX-License-Identifier: GPL-3.0-or-later
// One offset that follows the finger, goes on by itself after a fling, and stops at both ends. Pure; UI
// thread.
#pragma once

#include <optional>

#include "sync/base/clock.hpp"

namespace accueil::app {

class Scroller {
  public:
    float offset() const { return m_offset; }
    void set_limit(float limit);                       ///< the farthest offset; design pixels
    void jump(float offset);                           ///< at once
    void drag(float delta);                            ///< the finger moved by delta: down is positive
    void fling(float velocity, base::SteadyTime now);  ///< design pixels a second, down is positive
    void glide_to(float offset, base::SteadyTime now, bool reduced_motion);
    void stop() { m_motion.reset(); }
    bool moving() const { return m_motion.has_value(); }
    bool tick(base::SteadyTime now);  ///< true when the offset changed

  private:
    struct Motion {
        bool fling;
        float from, target, velocity;
        base::SteadyTime start;
    };
    float clamped(float offset) const;

    float m_offset = 0, m_limit = 0;
    std::optional<Motion> m_motion;
};

}  // namespace accueil::app
