// SPDX-License-Identifier: GPL-3.0-or-later
#include "kiosk/map/layer_filter.hpp"

#include <algorithm>

namespace accueil::map {

// A kind of condition that a filter learns must be learnt here too.
static_assert(sizeof(Filter) == 3 * sizeof(std::vector<int>));

LayerFilter::LayerFilter(const Filter& filter, const MvtLayer& layer) : m_layer(layer) {
    for (const Filter::Is& is : filter.is)
        if (!add({&is, nullptr, false, {}, {}}, is.key)) m_hopeless = true;
    for (const Filter::Is& is_not : filter.is_not)
        add({&is_not, nullptr, true, {}, {}}, is_not.key);
    for (const Filter::Bound& bound : filter.bounds)
        if (!add({nullptr, &bound, false, {}, {}}, bound.key)) m_hopeless = true;
}

bool LayerFilter::add(Condition condition, const std::string& key) {
    condition.keys.resize(m_layer.keys.size());
    bool any = false;
    for (std::size_t i = 0; i < m_layer.keys.size(); ++i)
        if (m_layer.keys[i] == key) condition.keys[i] = any = true;
    if (!any) return false;
    condition.judgements.resize(m_layer.values.size());
    m_conditions.push_back(std::move(condition));
    return true;
}

bool LayerFilter::accepts(const MvtFeature& feature) {
    if (m_hopeless) return false;
    return std::all_of(m_conditions.begin(), m_conditions.end(),
                       [&](Condition& condition) { return holds(condition, feature) != condition.refused; });
}

bool LayerFilter::holds(Condition& condition, const MvtFeature& feature) {
    for (const auto& [key, index] : feature.tags) {
        if (!condition.keys[key]) continue;
        Judgement& judgement = condition.judgements[index];
        if (judgement == Judgement::none) {
            const MvtValue& value = m_layer.values[index];
            bool yes = false;
            if (condition.is != nullptr) {
                const auto& any_of = condition.is->any_of;
                yes = std::find(any_of.begin(), any_of.end(), value) != any_of.end();
            } else if (const double* number = std::get_if<double>(&value); number != nullptr) {
                yes = *number >= condition.bound->least && *number <= condition.bound->most;
            }
            judgement = yes ? Judgement::yes : Judgement::no;
        }
        return judgement == Judgement::yes;
    }
    return false;
}

}  // namespace accueil::map
