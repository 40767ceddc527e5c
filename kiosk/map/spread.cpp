// SPDX-License-Identifier: GPL-3.0-or-later
#include "kiosk/map/spread.hpp"

#include <cmath>
#include <numbers>

namespace accueil::map {

namespace {

constexpr std::size_t kMostOnCircle = 8;
constexpr float kLeastLeg = 88;  // the spot itself, and which leg goes where, can still be seen
constexpr float kSideways = 80;  // from one marker to the next, along the line: a chord is shorter
constexpr float kOutward = 84;   // from one turn of the spiral to the next
constexpr float kHalfTurn = std::numbers::pi_v<float>;

base::Point at_angle(float angle, float distance) {
    return {distance * std::cos(angle), distance * std::sin(angle)};
}

// How far to move what reaches from `low` to `high`.
float shift_into(float low, float high, float room_low, float room_high) {
    if (high - low > room_high - room_low) return (room_low + room_high - low - high) / 2;
    return low < room_low ? room_low - low : high > room_high ? room_high - high : 0;
}

}  // namespace

std::vector<base::Point> spread_offsets(std::size_t count, base::Point place, const base::Rect& room) {
    std::vector<base::Point> ends;
    if (count <= kMostOnCircle) {
        const float step = count == 0 ? 0 : 2 * kHalfTurn / static_cast<float>(count);
        const float leg =
            count < 2 ? kLeastLeg : std::max(kLeastLeg, (kSpreadApart + 4) / (2 * std::sin(step / 2)));
        for (std::size_t i = 0; i < count; ++i)
            ends.push_back(at_angle(-kHalfTurn / 2 + step * static_cast<float>(i), leg));
    } else {
        float angle = -kHalfTurn / 2, leg = kLeastLeg;
        for (std::size_t i = 0; i < count; ++i) {
            ends.push_back(at_angle(angle, leg));
            const float turned = kSideways / leg;
            angle += turned;
            leg += kOutward * turned / (2 * kHalfTurn);
        }
    }
    if (ends.empty() || room.empty()) return ends;
    base::Point low = ends.front(), high = ends.front();
    for (const base::Point end : ends) {
        low = {std::min(low.x, end.x), std::min(low.y, end.y)};
        high = {std::max(high.x, end.x), std::max(high.y, end.y)};
    }
    const base::Rect inner = room.inset(kSpreadReach);
    const base::Point shift{shift_into(place.x + low.x, place.x + high.x, inner.x, inner.right()),
                            shift_into(place.y + low.y, place.y + high.y, inner.y, inner.bottom())};
    for (base::Point& end : ends)
        end = end + shift;
    return ends;
}

}  // namespace accueil::map
