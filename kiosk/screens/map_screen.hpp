// SPDX-License-Identifier: GPL-3.0-or-later
// What the navigator needs of the map screen to keep its MapView in step with the content. UI thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "kiosk/screens/screen.hpp"

namespace accueil::screens {

// Nodes whose rectangles the map's view and its covered edges come from.
inline constexpr const char* kMapNode = "map";
inline constexpr const char* kMapChips = "map/chips";
inline constexpr const char* kMiniatureNode = "home/map/picture";

/// What stands on the map: made on the loader thread, for it may be much.
struct MapMarkers final : query::Data {
    map::MarkerSetPtr markers;
};
/// Makes the MapMarkers of what the map screen shows.
query::Job map_markers(query::DataPtr data, std::string language, std::string filter);
/// The same of what the home screen shows.
query::Job miniature_markers(query::DataPtr data, std::string language);
std::optional<model::Coordinates> coordinates_of(const query::Data& data, const std::string& initiative);

}  // namespace accueil::screens
