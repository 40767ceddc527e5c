// SPDX-License-Identifier: GPL-3.0-or-later
// The small map on a paper: what is marked on it, and the words around it. UI thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "kiosk/map/map_picture.hpp"
#include "kiosk/media/paper.hpp"
#include "kiosk/screens/screen.hpp"

namespace accueil::screens {

struct MapOnPaper {
    media::PaperMap map;  ///< its words; whoever has map files paints it
    /// Of a list, places alone, by the numbers that they have on the paper: initiatives are seldom where
    /// their point is.
    std::vector<map::PictureMark> marks;
    std::string here_words, osm_credit;
};
/// Of the screen that `data` was shown on: a place or a list. Nothing where no place of it has coordinates.
std::optional<MapOnPaper> map_on_paper(const Context& context, const query::Data& data);

}  // namespace accueil::screens
