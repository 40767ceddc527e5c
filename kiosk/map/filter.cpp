// SPDX-License-Identifier: GPL-3.0-or-later
#include "kiosk/map/filter.hpp"

#include <algorithm>

namespace accueil::map {

double ByZoom::at(double zoom) const {
    if (m_stops.empty()) return 0;
    if (zoom <= m_stops.front().first) return m_stops.front().second;
    for (std::size_t i = 1; i < m_stops.size(); ++i) {
        const auto& [z0, v0] = m_stops[i - 1];
        const auto& [z1, v1] = m_stops[i];
        if (zoom < z1) return v0 + (v1 - v0) * (zoom - z0) / (z1 - z0);
    }
    return m_stops.back().second;
}

double ByZoom::step_at(double zoom) const {
    if (m_stops.empty()) return 0;
    double value = m_stops.front().second;
    for (const auto& [from, then] : m_stops)
        if (zoom >= from) value = then;
    return value;
}

bool Filter::accepts(const MvtLayer& layer, const MvtFeature& feature) const {
    const auto is_any = [&](const Is& each) {
        const MvtValue* value = layer.value_of(feature, each.key);
        return value != nullptr &&
               std::find(each.any_of.begin(), each.any_of.end(), *value) != each.any_of.end();
    };
    if (!std::all_of(is.begin(), is.end(), is_any)) return false;
    if (std::any_of(is_not.begin(), is_not.end(), is_any)) return false;
    return std::all_of(bounds.begin(), bounds.end(), [&](const Bound& bound) {
        const MvtValue* value = layer.value_of(feature, bound.key);
        const double* number = value == nullptr ? nullptr : std::get_if<double>(value);
        return number != nullptr && *number >= bound.least && *number <= bound.most;
    });
}

}  // namespace accueil::map
