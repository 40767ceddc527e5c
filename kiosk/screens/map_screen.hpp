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

std::vector<map::Marker> map_markers(const std::string& language, const query::Data& data,
                                     const std::string& filter);
std::vector<map::Marker> miniature_markers(const std::string& language, const query::Data& data);
std::optional<model::Coordinates> coordinates_of(const query::Data& data, const std::string& initiative);

}  // namespace accueil::screens
