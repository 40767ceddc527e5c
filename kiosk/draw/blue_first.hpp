// SPDX-License-Identifier: GPL-3.0-or-later
// Textures kept in the screen's own order of bytes. Called by Atlas and SpareTextures; UI thread, a context
// current.
#pragma once

#include <SFML/Graphics/Texture.hpp>

namespace accueil::draw {

/// A texture of width × height pixels, undefined ones, whose storage is blue first, as the screen's is:
/// Mesa's software GL of Debian 12 samples no other order by its fast way, which takes a fifth of the time.
/// update() gives it RGBA as ever. Where GL knows no such order it is an ordinary texture. False when there
/// is no memory for it.
bool create_blue_first(sf::Texture& texture, unsigned width, unsigned height);

}  // namespace accueil::draw
