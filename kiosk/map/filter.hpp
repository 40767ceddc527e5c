// SPDX-License-Identifier: GPL-3.0-or-later
// What rules of a style are made of: numbers by zoom, and which features are meant. Read-only once loaded;
// any thread.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "kiosk/map/mvt.hpp"

namespace accueil::map {

/// A number that follows the zoom: straight lines between stops, flat before the first and after the last.
class ByZoom {
  public:
    ByZoom() = default;
    explicit ByZoom(double always) : m_stops{{0, always}} {}
    explicit ByZoom(std::vector<std::pair<double, double>> stops) : m_stops(std::move(stops)) {}
    double at(double zoom) const;
    double step_at(double zoom) const;  ///< the last stop at or before `zoom`, without slopes between
    bool empty() const { return m_stops.empty(); }
    const std::vector<std::pair<double, double>>& stops() const { return m_stops; }

  private:
    std::vector<std::pair<double, double>> m_stops;
};

/// Which features a rule takes. All conditions must hold; an absent key fails `is`, `least` and `most`.
struct Filter {
    struct Is {
        std::string key;
        std::vector<MvtValue> any_of;
    };
    struct Bound {
        std::string key;
        double least, most;
    };
    std::vector<Is> is;
    std::vector<Is> is_not;
    std::vector<Bound> bounds;

    bool accepts(const MvtLayer& layer, const MvtFeature& feature) const;
};

}  // namespace accueil::map
