// SPDX-License-Identifier: GPL-3.0-or-later
// Words with a halo as an image, for what stands on a map. Called by map::Sprites; UI thread.
#pragma once

#include "kiosk/draw/color.hpp"
#include "kiosk/draw/image.hpp"
#include "kiosk/draw/text.hpp"

struct _cairo_surface;

namespace accueil::draw {

/// apart: above the halo alone, below the letters alone, so that pieces of both can be drawn over each other.
enum class HaloRows { together, apart };

struct HaloImage {
    ImagePtr image;
    int row_height = 0;  ///< device pixels: the image is one or two rows high
    float margin = 0;    ///< design pixels around the words
};

HaloImage draw_with_halo(const TextLayout& words, float scale, Color color, Color halo, float halo_width,
                         HaloRows rows);

/// The pixels of a Cairo surface (ARGB32) with straight alpha.
ImagePtr image_of_surface(_cairo_surface* surface);

}  // namespace accueil::draw
