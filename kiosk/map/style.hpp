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
#include "kiosk/map/filter.hpp"
#include "sync/base/result.hpp"
#include "sync/model/records.hpp"

namespace accueil::map {

/// Whose layers a file has: those of the embedded national map, or OpenMapTiles' as tilemaker writes them.
enum class Schema { national, openmaptiles };

struct DrawRule {
    std::string id;
    Schema schema = Schema::national;
    std::string source_layer;
    double min_zoom = 0, max_zoom = 24;  ///< from, and below
    Filter filter;
    std::optional<draw::Color> fill;
    std::optional<draw::Color> line;
    ByZoom width{1};                  ///< design pixels
    bool round_ends = true;           ///< of lines; else they end flat
    std::vector<double> dash;         ///< design pixels
    std::optional<draw::Color> edge;  ///< a band inside the filled area along its outline
    ByZoom edge_width{0};
};

enum class Placement { point, line };

struct LabelRule {
    std::string id;
    Schema schema = Schema::national;
    std::string source_layer;
    double min_zoom = 0, max_zoom = 24;
    Filter filter;
    Placement placement = Placement::point;
    std::vector<std::string> name;  ///< keys to try in turn; "{language}" in one stands for the screen's
    ByZoom size{22};                ///< design pixels, in steps
    draw::Weight weight = draw::Weight::medium;
    bool italic = false;
    draw::Color color;
    draw::Color halo;
    float halo_width = 2.5F;
    bool dot = false;     ///< a point marks the place and the name stands beside it
    int priority = 0;     ///< higher is placed first
    float repeat = 0;     ///< design pixels before the same name may stand again; 0: a place is named once
    float max_width = 0;  ///< design pixels after which a name goes on in another line; 0: never
    bool uppercase = false;
    std::string icon;  ///< stands on the place, the name beside it; empty: none
    float icon_size = 26;
    draw::Color icon_color;
    std::optional<draw::Color> badge;  ///< a rounded square under the icon
    bool icon_alone = false;           ///< the icon shows also where its name finds no room
};

struct MarkerStyle {
    struct Fill {
        draw::Color fill, icon;
    };
    Fill of_shape[6];  ///< by model::MarkerShape
    draw::Color outline;
    draw::Color shadow;
    Fill cluster;
    Fill place;  ///< a place of the livret: the sign's ground, and its frame and icon
    Fill here;   ///< where the kiosk stands: the ring, and the dot in it
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
