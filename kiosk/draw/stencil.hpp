// SPDX-License-Identifier: GPL-3.0-or-later
// A small surface on which Cairo draws what an atlas then holds. Made and dropped by SfmlCanvas; UI thread.
#pragma once

#include <cairo.h>

#include <SFML/Config.hpp>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "kiosk/draw/color.hpp"

namespace accueil::draw {

/// A transparent surface, what draws on it, and its pixels as textures want them.
class Stencil {
  public:
    Stencil(int width, int height)
        : m_surface(cairo_image_surface_create(CAIRO_FORMAT_ARGB32, width, height)),
          m_context(cairo_create(m_surface)) {}
    ~Stencil() {
        cairo_destroy(m_context);
        cairo_surface_destroy(m_surface);
    }
    Stencil(const Stencil&) = delete;
    Stencil& operator=(const Stencil&) = delete;
    cairo_t* context() const { return m_context; }
    void set_source(Color c) {
        cairo_set_source_rgba(m_context, c.r / 255.0, c.g / 255.0, c.b / 255.0, c.a / 255.0);
    }
    const sf::Uint8* rgba(std::vector<sf::Uint8>& memory) const {
        cairo_surface_flush(m_surface);
        const int width = cairo_image_surface_get_width(m_surface);
        const int height = cairo_image_surface_get_height(m_surface);
        const unsigned char* rows = cairo_image_surface_get_data(m_surface);
        const int stride = cairo_image_surface_get_stride(m_surface);
        memory.resize(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 4);
        sf::Uint8* out = memory.data();
        for (int y = 0; y < height; ++y) {
            const auto* row = reinterpret_cast<const std::uint32_t*>(rows + std::ptrdiff_t{y} * stride);
            for (int x = 0; x < width; ++x)
                for (const int shift : {16, 8, 0, 24})
                    *out++ = static_cast<sf::Uint8>(row[x] >> shift & 255);
        }
        return memory.data();
    }

  private:
    cairo_surface_t* m_surface;
    cairo_t* m_context;
};

}  // namespace accueil::draw
