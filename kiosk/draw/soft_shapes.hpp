// SPDX-License-Identifier: GPL-3.0-or-later
// Slanted and round edges as triangles whose last pixel fades to nothing: as smooth as Cairo's, without
// multisampling. Called by SfmlCanvas; UI thread.
#pragma once

#include "kiosk/draw/quad_batch.hpp"

namespace accueil::draw {

/// The batch's texture stretched over `at`, its corners rounded by `radius` device pixels.
void add_rounded_image(QuadBatch& batch, const DeviceRect& at, float radius, Color tint);

/// A line with round ends, `half` its width to each side; `white` is a white spot of the batch's texture.
void add_slanted_line(QuadBatch& batch, sf::Vector2f from, sf::Vector2f to, float half, Color color,
                      sf::Vector2f white);

}  // namespace accueil::draw
