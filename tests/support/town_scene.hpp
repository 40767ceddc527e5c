// SPDX-License-Identifier: GPL-3.0-or-later
// A few streets as a vector tile of OpenMapTiles, made in memory, and what makes map tiles of it. One thread.
#pragma once

#include <memory>
#include <string>

#include "kiosk/map/tile_painter.hpp"
#include "tests/support/mvt_maker.hpp"

namespace accueil::support {

/// The tile that the scene fills.
inline constexpr map::TileId kTownTile{14, 8121, 5748};

inline std::string town_tile() {
    MvtMaker maker;
    using Points = MvtMaker::Points;
    maker.polygon("water",
                  Points{{-64, 2900},
                         {900, 2750},
                         {2100, 2900},
                         {4160, 2600},
                         {4160, 3300},
                         {2100, 3500},
                         {900, 3300},
                         {-64, 3450}},
                  {{"class", "river"}});
    maker.line("waterway", Points{{-64, 3170}, {900, 3030}, {2100, 3200}, {4160, 2950}},
               {{"class", "river"}, {"name:latin", "La Loire"}});
    maker.polygon("landcover", Points{{2300, 900}, {3100, 900}, {3100, 1600}, {2300, 1600}},
                  {{"class", "grass"}, {"subclass", "park"}});
    for (int i = 0; i < 5; ++i)
        maker.polygon(
            "building",
            Points{
                {900 + i * 260, 1800}, {1100 + i * 260, 1800}, {1100 + i * 260, 2000}, {900 + i * 260, 2000}},
            {});
    const auto street = [&](const Points& points, const std::string& kind, const MvtMaker::Tags& names) {
        MvtMaker::Tags tags = names;
        tags.insert(tags.begin(), {"class", kind});
        maker.line("transportation", points, {{"class", kind}});
        maker.line("transportation_name", points, tags);
    };
    street({{-64, 2200}, {1200, 2120}, {2400, 2200}, {4160, 2060}}, "primary",
           {{"name:latin", "Quai de la Fosse"}});
    // Written from east to west: its name must not stand on its head.
    street({{3900, 1720}, {3000, 1700}, {2200, 1720}, {700, 1700}}, "minor",
           {{"name:latin", "Rue Voltaire"}});
    street({{2200, 500}, {2200, 1720}, {2210, 2200}}, "secondary", {{"name:latin", "Boulevard du Nord"}});
    street({{800, 700}, {1100, 1000}, {1500, 1250}, {2200, 1320}}, "minor",
           {{"name:latin", "Rue du Marché"}, {"name:ar", "شارع السوق"}});
    maker.line("transportation", Points{{3400, 500}, {3350, 1500}, {3380, 2060}}, {{"class", "tram"}});
    maker.line("transportation", Points{{2320, 920}, {3080, 1580}}, {{"class", "path"}});
    maker.point("poi", {3352, 1500},
                {{"class", "tram_stop"}, {"subclass", "tram_stop"}, {"name:latin", "Gare Maritime"}});
    maker.point("poi", {2700, 1200},
                {{"class", "park"},
                 {"subclass", "park"},
                 {"name:latin", "Jardin des Plantes"},
                 {"name:ar", "حديقة النباتات"}});
    maker.point("poi", {1250, 1900},
                {{"class", "town_hall"},
                 {"subclass", "townhall"},
                 {"name:latin", "Mairie"},
                 {"name:ar", "دار البلدية"}});
    return maker.bytes();
}

/// Its tiles and, beyond its last zoom, those in it; all others are blank.
class TownMaker final : public map::TileMaker {
  public:
    map::Tile make(const map::TileRequest& request) override {
        if (request.id.z < kTownTile.z || request.id.ancestor(kTownTile.z) != kTownTile)
            return {request, nullptr, {}};
        const map::TilePart part{m_data, kTownTile, map::Schema::openmaptiles, std::nullopt};
        return map::paint_tile({&part, 1}, request);
    }

  private:
    map::MvtTile m_data = map::decode_mvt(town_tile(), [](std::string_view) { return true; }).value();
};

}  // namespace accueil::support
