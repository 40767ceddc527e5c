// SPDX-License-Identifier: GPL-3.0-or-later
#include "kiosk/draw/device.hpp"

#include <cmath>
#include <numbers>

namespace accueil::draw {
namespace {

void add_rounded(cairo_t* context, double left, double top, double right, double bottom, double radius) {
    constexpr double kQuarter = std::numbers::pi / 2;
    if (right <= left || bottom <= top) return;
    radius = std::clamp(radius, 0.0, std::min(right - left, bottom - top) / 2);
    if (radius <= 0) {
        cairo_rectangle(context, left, top, right - left, bottom - top);
        return;
    }
    cairo_new_sub_path(context);
    cairo_arc(context, right - radius, top + radius, radius, -kQuarter, 0);
    cairo_arc(context, right - radius, bottom - radius, radius, 0, kQuarter);
    cairo_arc(context, left + radius, bottom - radius, radius, kQuarter, 2 * kQuarter);
    cairo_arc(context, left + radius, top + radius, radius, 2 * kQuarter, 3 * kQuarter);
    cairo_close_path(context);
}

}  // namespace

int snap(float design, float scale) {
    return static_cast<int>(std::floor(double{design} * double{scale} + 0.5));
}

DeviceRect snap(const base::Rect& rect, float scale) {
    DeviceRect snapped{snap(rect.x, scale), snap(rect.y, scale), snap(rect.right(), scale),
                       snap(rect.bottom(), scale)};
    if (rect.width > 0) snapped.right = std::max(snapped.right, snapped.left + 1);
    if (rect.height > 0) snapped.bottom = std::max(snapped.bottom, snapped.top + 1);
    return snapped;
}

BoxShape BoxShape::of(const BoxStyle& style, const DeviceRect& rect, float scale) {
    const double half = std::min(rect.width(), rect.height()) / 2.0;
    BoxShape shape;
    shape.radius = std::clamp(double{style.radius} * double{scale}, 0.0, half);
    if (style.border.a > 0 && style.border_width > 0)
        shape.border = std::clamp(double{style.border_width} * double{scale}, 0.0, half);
    if (style.border.a == 255) shape.fill_inset = shape.border / 2;
    return shape;
}

void add_fill_path(cairo_t* context, const DeviceRect& rect, const BoxShape& shape) {
    const double inset = shape.fill_inset;
    add_rounded(context, rect.left + inset, rect.top + inset, rect.right - inset, rect.bottom - inset,
                shape.radius - inset);
}

void add_border_path(cairo_t* context, const DeviceRect& rect, const BoxShape& shape) {
    const double width = shape.border;
    add_rounded(context, rect.left, rect.top, rect.right, rect.bottom, shape.radius);
    add_rounded(context, rect.left + width, rect.top + width, rect.right - width, rect.bottom - width,
                shape.radius - width);
}

bool line_as_box(base::Point from, base::Point to, float width, base::Rect& box) {
    if (from.x != to.x && from.y != to.y) return false;
    const float left = std::min(from.x, to.x), top = std::min(from.y, to.y);
    box = {left - width / 2, top - width / 2, std::max(from.x, to.x) - left + width,
           std::max(from.y, to.y) - top + width};
    return true;
}

int halvings(const Image& image, int drawn_width, int drawn_height) {
    int times = 0;
    while ((image.width() >> (times + 1)) >= std::max(1, drawn_width) &&
           (image.height() >> (times + 1)) >= std::max(1, drawn_height))
        ++times;
    return times;
}

Color mix(Color from, Color to, double t) {
    const double alpha = from.a * (1 - t) + to.a * t;
    if (alpha <= 0) return kTransparent;
    const auto channel = [&](std::uint8_t a, std::uint8_t b) {
        return static_cast<std::uint8_t>(std::lround((a * from.a * (1 - t) + b * to.a * t) / alpha));
    };
    return {channel(from.r, to.r), channel(from.g, to.g), channel(from.b, to.b),
            static_cast<std::uint8_t>(std::lround(alpha))};
}

}  // namespace accueil::draw
