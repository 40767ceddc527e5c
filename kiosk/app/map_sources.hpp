// SPDX-License-Identifier: GPL-3.0-or-later
// The map files that a generation of the content brings, opened and looked into where waiting for the disk is
// allowed: the navigator asks the loader thread for them as screens ask for their content.
#pragma once

#include "kiosk/map/tile_source.hpp"
#include "kiosk/query/loader.hpp"

namespace accueil::app {

struct MapSources final : query::Data {
    map::TileSourcesPtr sources;
};

/// Answers with MapSources: what came with the program, and over it the content's own maps. A file that is no
/// map is logged and left out.
query::Job map_sources_job(map::TileSourcesPtr shipped);

}  // namespace accueil::app
