// SPDX-License-Identifier: GPL-3.0-or-later
// What both canvases agree on, so that they give the same picture: snapping to device pixels, the outline of
// a box, the reduction of images. Pure; any thread.
#pragma once

#include <cairo.h>

#include <algorithm>
#include <array>
#include <cstdint>

#include "kiosk/draw/canvas.hpp"

namespace accueil::draw {

/// Design pixels of the shorter side of every screen.
inline constexpr float kDesignSide = 1080;

/// Whole device pixels, right and bottom outside.
struct DeviceRect {
    int left = 0, top = 0, right = 0, bottom = 0;
    bool operator==(const DeviceRect&) const = default;
    int width() const { return right - left; }
    int height() const { return bottom - top; }
    bool empty() const { return right <= left || bottom <= top; }
    DeviceRect intersected(const DeviceRect& o) const {
        return {std::max(left, o.left), std::max(top, o.top), std::min(right, o.right),
                std::min(bottom, o.bottom)};
    }
};

int snap(float design, float scale);
/// Edges on the nearest whole pixels; what is not empty stays at least one pixel wide and high.
DeviceRect snap(const base::Rect& rect, float scale);

/// A box's measures in device pixels.
struct BoxShape {
    double radius = 0, border = 0;
    double fill_inset =
        0;  ///< the fill ends under the middle of an opaque border, so that it never fringes it
    static BoxShape of(const BoxStyle& style, const DeviceRect& rect, float scale);
};

/// Adds the outline of the fill, or of the border ring (fill it even-odd), of a box at `rect`.
void add_fill_path(cairo_t* context, const DeviceRect& rect, const BoxShape& shape);
void add_border_path(cairo_t* context, const DeviceRect& rect, const BoxShape& shape);

/// A horizontal or vertical line is this box; `width` is its radius twice.
bool line_as_box(base::Point from, base::Point to, float width, base::Rect& box);

/// How often an image is halved before it is drawn at `drawn` pixels: what remains is less than a halving.
int halvings(const Image& image, int drawn_width, int drawn_height);

/// Premultiplied colour between `from` (t 0) and `to` (t 1), straight again.
Color mix(Color from, Color to, double t);

}  // namespace accueil::draw
