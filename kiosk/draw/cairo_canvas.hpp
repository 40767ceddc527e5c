// SPDX-License-Identifier: GPL-3.0-or-later
// The canvas without a display: screenshots from the command line and golden pictures in tests. UI thread.
#pragma once

#include <memory>

#include "kiosk/draw/canvas.hpp"

namespace accueil::draw {

/// A Canvas over a Cairo image surface of `width` × `height` device pixels.
class CairoCanvas : public Canvas {
  public:
    static std::unique_ptr<CairoCanvas> create(int width, int height, TextEngine& engine);
    /// With `scale` device pixels a design pixel, whatever its size, and all transparent: for a picture that
    /// is then drawn as an image.
    static std::unique_ptr<CairoCanvas> create(int width, int height, float scale, TextEngine& engine);
    virtual ImagePtr snapshot() = 0;
};

}  // namespace accueil::draw
