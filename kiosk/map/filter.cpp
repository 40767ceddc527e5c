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

LayerFilter::Condition LayerFilter::condition(Wanted wanted, const std::string& key, const auto& does) const {
    Condition made{wanted, {}, {}};
    made.keys.reserve(m_layer.keys.size());
    for (const std::string& each : m_layer.keys)
        made.keys.push_back(each == key);
    made.values.reserve(m_layer.values.size());
    for (const MvtValue& value : m_layer.values)
        made.values.push_back(does(value));
    return made;
}

LayerFilter::LayerFilter(const Filter& filter, const MvtLayer& layer) : m_layer(layer) {
    const auto any_of = [](const Filter::Is& each) {
        return [&each](const MvtValue& value) {
            return std::find(each.any_of.begin(), each.any_of.end(), value) != each.any_of.end();
        };
    };
    for (const Filter::Is& each : filter.is)
        m_conditions.push_back(condition(Wanted::present, each.key, any_of(each)));
    for (const Filter::Is& each : filter.is_not)
        m_conditions.push_back(condition(Wanted::absent, each.key, any_of(each)));
    for (const Filter::Bound& bound : filter.bounds)
        m_conditions.push_back(condition(Wanted::present, bound.key, [&bound](const MvtValue& value) {
            const double* number = std::get_if<double>(&value);
            return number != nullptr && *number >= bound.least && *number <= bound.most;
        }));
}

bool LayerFilter::accepts(const MvtFeature& feature) const {
    return std::all_of(m_conditions.begin(), m_conditions.end(), [&](const Condition& each) {
        // The first of a key counts, as for value_of().
        const auto tag = std::find_if(feature.tags.begin(), feature.tags.end(),
                                      [&](const auto& pair) { return each.keys[pair.first]; });
        const bool does = tag != feature.tags.end() && each.values[tag->second];
        return does == (each.wanted == Wanted::present);
    });
}

}  // namespace accueil::map
