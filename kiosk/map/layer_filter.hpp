// SPDX-License-Identifier: GPL-3.0-or-later
// A rule's filter made ready for one layer: its keys looked up once and each value judged once, so that a
// feature costs a few comparisons of numbers. Made and used by a tile worker while it draws.
#pragma once

#include <vector>

#include "kiosk/map/style.hpp"

namespace accueil::map {

class LayerFilter {
  public:
    /// Both outlive it. Answers what `filter.accepts(layer, feature)` does.
    LayerFilter(const Filter& filter, const MvtLayer& layer);

    bool accepts(const MvtFeature& feature);
    bool hopeless() const { return m_hopeless; }  ///< it accepts no feature of the layer

  private:
    enum class Judgement : std::uint8_t { none, yes, no };
    struct Condition {
        const Filter::Is* is = nullptr;  // one of the two
        const Filter::Bound* bound = nullptr;
        bool refused = false;               // what holds is not wanted
        std::vector<bool> keys;             // of the layer: those that have the condition's name
        std::vector<Judgement> judgements;  // of the layer's values
    };

    bool add(Condition condition, const std::string& key);
    bool holds(Condition& condition, const MvtFeature& feature);

    const MvtLayer& m_layer;
    std::vector<Condition> m_conditions;
    bool m_hopeless = false;
};

}  // namespace accueil::map
