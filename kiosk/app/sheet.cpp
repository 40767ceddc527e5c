// SPDX-License-Identifier: GPL-3.0-or-later
#include "kiosk/app/sheet.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace accueil::app {

using action::Sheet;

namespace {
constexpr float kThrown = 500;  // design pixels a second: faster than this the finger means the next height
constexpr float kSnapSeconds = 0.2F;
constexpr std::array kSheets{Sheet::peek, Sheet::half, Sheet::full};
}  // namespace

float SheetMotion::Heights::of(Sheet sheet) const {
    return sheet == Sheet::peek ? peek : sheet == Sheet::half ? half : full;
}

void SheetMotion::set_heights(const Heights& heights) {
    if (heights == m_heights) return;
    m_heights = heights;
    if (!m_held && !m_start) m_height = heights.of(m_sheet);
    m_height = std::clamp(m_height, heights.peek, heights.full);
}

void SheetMotion::jump(Sheet sheet) {
    m_sheet = sheet;
    m_start.reset();
    m_held = false;
    m_height = m_heights.of(sheet);
}

void SheetMotion::settle(Sheet sheet, base::SteadyTime now, bool reduced_motion) {
    if (reduced_motion) return jump(sheet);
    m_sheet = sheet;
    m_held = false;
    m_from = m_height;
    m_start.reset();
    if (m_height != m_heights.of(sheet)) m_start = now;
}

void SheetMotion::drag(float delta) {
    m_start.reset();
    m_held = true;
    m_height = std::clamp(m_height - delta, m_heights.peek, m_heights.full);
}

Sheet SheetMotion::release(float velocity, base::SteadyTime now, bool reduced_motion) {
    Sheet meant = Sheet::peek;
    if (std::abs(velocity) > kThrown) {
        // The first height in the finger's direction, or the last where there is none.
        meant = velocity < 0 ? Sheet::full : Sheet::peek;
        for (const Sheet sheet : kSheets) {
            const float height = m_heights.of(sheet);
            if (velocity > 0 && height < m_height) meant = sheet;
            if (velocity < 0 && height > m_height) {
                meant = sheet;
                break;
            }
        }
    } else {
        meant = *std::min_element(kSheets.begin(), kSheets.end(), [&](Sheet a, Sheet b) {
            return std::abs(m_heights.of(a) - m_height) < std::abs(m_heights.of(b) - m_height);
        });
    }
    settle(meant, now, reduced_motion);
    return meant;
}

bool SheetMotion::tick(base::SteadyTime now) {
    if (!m_start) return false;
    const float before = m_height;
    const float part =
        std::clamp(std::chrono::duration<float>(now - *m_start).count() / kSnapSeconds, 0.0F, 1.0F);
    const float eased = 1 - (1 - part) * (1 - part) * (1 - part);
    m_height = m_from + (m_heights.of(m_sheet) - m_from) * eased;
    if (part >= 1) m_start.reset();
    return m_height != before || part >= 1;
}

}  // namespace accueil::app
