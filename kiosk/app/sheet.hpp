// SPDX-License-Identifier: GPL-3.0-or-later
// How high the list stands over the map: it follows the finger, goes on to the nearest of its three heights,
// and stays there. Pure; owned by the navigator; UI thread.
#pragma once

#include <optional>

#include "kiosk/action/state.hpp"
#include "sync/base/clock.hpp"

namespace accueil::app {

class SheetMotion {
  public:
    struct Heights {
        float peek = 0, half = 0, full = 0;  ///< design pixels, growing
        bool operator==(const Heights&) const = default;
        float of(action::Sheet sheet) const;
    };

    const Heights& heights() const { return m_heights; }
    float height() const { return m_height; }
    /// Where it rests it stays at its height of the new ones.
    void set_heights(const Heights& heights);
    void settle(action::Sheet sheet, base::SteadyTime now, bool reduced_motion);
    void jump(action::Sheet sheet);
    void drag(float delta);  ///< the finger moved by delta: down is positive
    /// The height that the finger meant: the next one where it was thrown, else the nearest. Goes there.
    action::Sheet release(float velocity, base::SteadyTime now, bool reduced_motion);
    bool at_peek() const { return m_sheet == action::Sheet::peek && !m_held && !m_start; }
    bool held() const { return m_held; }
    bool moving() const { return m_start.has_value(); }
    bool tick(base::SteadyTime now);  ///< true when the height changed

  private:
    Heights m_heights;
    action::Sheet m_sheet = action::Sheet::peek;
    float m_height = 0, m_from = 0;
    std::optional<base::SteadyTime> m_start;  // of the way from m_from to m_sheet's height
    bool m_held = false;
};

}  // namespace accueil::app
