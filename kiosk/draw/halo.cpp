// SPDX-License-Identifier: GPL-3.0-or-later
#include "kiosk/draw/halo.hpp"

#include <algorithm>
#include <cmath>

#include "kiosk/draw/pango_text.hpp"

namespace accueil::draw {

ImagePtr image_of_surface(cairo_surface_t* surface) {
    cairo_surface_flush(surface);
    const int width = cairo_image_surface_get_width(surface),
              height = cairo_image_surface_get_height(surface);
    const unsigned char* rows = cairo_image_surface_get_data(surface);
    const int stride = cairo_image_surface_get_stride(surface);
    std::vector<std::uint8_t> rgba(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 4);
    std::uint8_t* out = rgba.data();
    for (int y = 0; y < height; ++y) {
        const auto* row = reinterpret_cast<const std::uint32_t*>(rows + std::ptrdiff_t{y} * stride);
        for (int x = 0; x < width; ++x, out += 4) {
            const std::uint32_t alpha = row[x] >> 24;
            if (alpha == 0) continue;
            const auto straight = [&](int shift) {
                return static_cast<std::uint8_t>(
                    std::min(255U, ((row[x] >> shift & 255) * 255 + alpha / 2) / alpha));
            };
            out[0] = straight(16);
            out[1] = straight(8);
            out[2] = straight(0);
            out[3] = static_cast<std::uint8_t>(alpha);
        }
    }
    return std::make_shared<Image>(width, height, std::move(rgba));
}

HaloImage draw_with_halo(const TextLayout& words, float scale, Color color, Color halo, float halo_width,
                         HaloRows rows) {
    const auto& text = static_cast<const PangoText&>(words);
    HaloImage made;
    made.margin = std::ceil(halo_width) + 1;
    const auto times = static_cast<double>(scale);
    const int width = static_cast<int>(std::ceil((words.size().width + 2 * made.margin) * scale));
    made.row_height = static_cast<int>(std::ceil((words.size().height + 2 * made.margin) * scale));
    const bool apart = rows == HaloRows::apart;
    cairo_surface_t* surface =
        cairo_image_surface_create(CAIRO_FORMAT_ARGB32, width, made.row_height * (apart ? 2 : 1));
    cairo_t* cairo = cairo_create(surface);
    const auto set_source = [cairo](Color c) {
        cairo_set_source_rgba(cairo, c.r / 255.0, c.g / 255.0, c.b / 255.0, c.a / 255.0);
    };
    // Whole pixels, as a canvas draws its words: their letters stay as sharp.
    const double margin = std::round(static_cast<double>(made.margin) * times);
    cairo_translate(cairo, margin, margin);
    if (halo_width > 0) {
        cairo_new_path(cairo);
        text.add_path(cairo, times);
        cairo_set_line_join(cairo, CAIRO_LINE_JOIN_ROUND);
        cairo_set_line_width(cairo, 2 * static_cast<double>(halo_width) * times);
        set_source(halo);
        cairo_stroke_preserve(cairo);
        cairo_fill(cairo);
    }
    if (apart) cairo_translate(cairo, 0, made.row_height);
    set_source(color);
    text.fill(cairo, times, -1e6, 1e6);
    cairo_destroy(cairo);
    made.image = image_of_surface(surface);
    cairo_surface_destroy(surface);
    return made;
}

}  // namespace accueil::draw
