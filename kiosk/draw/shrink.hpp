// SPDX-License-Identifier: GPL-3.0-or-later
// Making images smaller by averaging areas, alpha weighed, or by cutting off what has no room. Called by the
// decoder and by canvases; pure, any thread.
#pragma once

#include "kiosk/draw/image.hpp"

namespace accueil::draw {

/// Straight RGBA of `width` × `height` averaged down to `to_width` × `to_height`, both at most as large.
std::vector<std::uint8_t> shrink(const std::vector<std::uint8_t>& rgba, int width, int height, int to_width,
                                 int to_height);

/// The middle of the image that has that ratio of width to height, itself where it has it already; a node's
/// picture fills its box, whatever its own ratio. `image` and the ratio are not nothing. For loader threads.
ImagePtr cropped(ImagePtr image, double ratio);

/// The image's pixels premultiplied by their alpha, after `halvings` halvings (each side at least 1).
struct Pixels {
    int width = 0, height = 0;
    std::vector<std::uint8_t> rgba;
};
Pixels premultiplied(const Image& image, int halvings);

}  // namespace accueil::draw
