// SPDX-License-Identifier: GPL-3.0-or-later
// A picture of the map for paper: streets and their names, marks, where the kiosk stands, a scale bar; and
// whom it is owed to. With tiles, fonts and a canvas of its own: any thread, which waits for the disk.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/draw/image.hpp"
#include "kiosk/map/style.hpp"
#include "kiosk/map/tile_source.hpp"

namespace accueil::map {

struct PictureMark {
    model::Coordinates place;
    std::string words;  ///< a number; empty: a dot
    bool operator==(const PictureMark&) const = default;
};

struct PictureWish {
    TileSourcesPtr sources;
    StylePtr style;
    std::vector<PictureMark> marks;
    std::optional<model::Coordinates> here;  ///< where the kiosk stands
    std::string here_words, osm_credit;      ///< in the reader's language
};

struct MapPicture {
    draw::ImagePtr image;              ///< nullptr: there is none
    std::vector<std::string> credits;  ///< whom it is owed to: to be written under it
};

/// A picture of `size` design pixels, of `scale` device pixels each. None where it would be of no use:
/// without marks, where one of them lies off all towns' maps (the country's has no streets), where they do
/// not fit together at a zoom that shows streets, or where tiles are missing. The kiosk is on it where it
/// fits, too.
MapPicture paint_picture(const PictureWish& wish, base::Size size, float scale,
                         const std::filesystem::path& fonts_folder);

}  // namespace accueil::map
