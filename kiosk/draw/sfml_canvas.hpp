// SPDX-License-Identifier: GPL-3.0-or-later
// The canvas on the glass: quads and cached textures on an SFML render target. UI thread, its OpenGL context
// current.
#pragma once

#include <cstddef>
#include <memory>

#include "kiosk/draw/canvas.hpp"

namespace sf {
class RenderTarget;
}

namespace accueil::draw {

class SfmlCanvas : public Canvas {
  public:
    /// `texture_budget` bytes of textures are kept for reuse beyond those of the current frame.
    static std::unique_ptr<SfmlCanvas> create(sf::RenderTarget& target, TextEngine& engine,
                                              std::size_t texture_budget = std::size_t{32} << 20);

    virtual void begin_frame() = 0;  ///< the target's size may have changed
    virtual void
    end_frame() = 0;  ///< flushes; lets go of textures beyond the budget, least recently used first
    virtual std::size_t texture_bytes() const = 0;
    /// The next frame begins with what this one drew: software GL shows a window by copying it.
    virtual bool keeps_frames() const = 0;
};

}  // namespace accueil::draw
