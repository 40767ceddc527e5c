// SPDX-License-Identifier: GPL-3.0-or-later
// What the map and its list need of the content: initiatives and places that stand somewhere. Read on the
// loader thread; immutable and readable anywhere after.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/query/content.hpp"
#include "sync/model/opening_status.hpp"

namespace accueil::query {

enum class PointKind { initiative, place };

/// One marker and its row in the list.
struct MapPoint {
    PointKind kind = PointKind::initiative;
    std::string id;  ///< of the record
    model::Text title;
    model::Text summary;  ///< of an initiative
    std::string where;    ///< the initiative's place, or the address
    std::string since;
    model::KnownHours hours;  ///< of a place
    std::string telephone;    ///< of a place
    model::Coordinates coordinates;
    std::vector<std::uint16_t> themes, needs;  ///< indices into MapContent's
    std::optional<std::filesystem::path> poster;

    /// "initiative/labacces": what markers, selections and routes call it.
    std::string key() const { return (kind == PointKind::initiative ? "initiative/" : "place/") + id; }
};

struct MapContent {
    std::vector<MapPoint> points;  ///< by kind, then id
    std::vector<model::Theme> themes;
    std::vector<model::Need> needs;
    std::size_t initiatives = 0;  ///< of the points
    /// Of every initiative: first those of the points, in their order; then those that stand nowhere.
    std::vector<InitiativeFacts> facts;
    std::vector<std::size_t> of_need;  ///< how many points answer each need

    std::optional<std::size_t> find(const std::string& key) const;
};
base::Result<MapContent> map_content(const Source& source);

}  // namespace accueil::query
