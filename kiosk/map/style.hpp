// SPDX-License-Identifier: GPL-3.0-or-later
// What the map looks like, as data: assets/styles/NAME.json, documented in assets/styles/README.md. Loaded
// once, then shared read-only between the UI thread and the tile workers.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "kiosk/draw/color.hpp"
#include "kiosk/draw/text.hpp"
#include "kiosk/map/mvt.hpp"
#include "sync/base/result.hpp"
#include "sync/model/records.hpp"

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

  private:
    std::vector<std::pair<double, double>> m_stops;
};

/// Whose layers a file has: those of the embedded national map, or OpenMapTiles' as tilemaker writes them.
enum class Schema { national, openmaptiles };

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

struct DrawRule {
    std::string id;
    Schema schema = Schema::national;
    std::string source_layer;
    double min_zoom = 0, max_zoom = 24;  ///< from, and below
    Filter filter;
    std::optional<draw::Color> fill;
    std::optional<draw::Color> line;
    ByZoom width{1};                  ///< design pixels
    std::vector<double> dash;         ///< design pixels
    std::optional<draw::Color> edge;  ///< a band inside the filled area along its outline
    ByZoom edge_width{0};
};

struct LabelRule {
    std::string id;
    Schema schema = Schema::national;
    std::string source_layer;
    double min_zoom = 0, max_zoom = 24;
    Filter filter;
    std::vector<std::string> name;  ///< keys to try in turn
    ByZoom size{22};                ///< design pixels, in steps
    draw::Weight weight = draw::Weight::medium;
    bool italic = false;
    draw::Color color;
    draw::Color halo;
    float halo_width = 2.5F;
    bool dot = false;  ///< a point marks the place and the name stands beside it
    int priority = 0;  ///< higher is placed first
};

struct MarkerStyle {
    struct Fill {
        draw::Color fill, icon;
    };
    Fill of_shape[6];  ///< by model::MarkerShape
    draw::Color outline;
    draw::Color shadow;
    Fill cluster;
    draw::Color selected_ring;
    const Fill& of(model::MarkerShape shape) const { return of_shape[static_cast<std::size_t>(shape)]; }
};

class Style {
  public:
    /// invalid_input with "file:line: …" for anything that is wrong or unknown.
    static base::Result<std::shared_ptr<const Style>> load(const std::filesystem::path& path);
    static base::Result<std::shared_ptr<const Style>> parse(std::string_view json, const std::string& name);

    std::string digest;  ///< SHA-256 of its JSON, hexadecimal: finished tiles are kept under it
    std::string name;
    draw::Color background;  ///< of a tile, under its rules
    draw::Color outside;     ///< where the data ends
    draw::Color furniture;   ///< scale bar and attribution
    draw::Color furniture_halo;
    std::vector<DrawRule> draw_rules;  ///< bottom first
    std::vector<LabelRule> label_rules;
    MarkerStyle markers;

    bool uses_layer(Schema schema, std::string_view source_layer) const;
};

using StylePtr = std::shared_ptr<const Style>;

}  // namespace accueil::map
