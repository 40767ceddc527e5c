// SPDX-License-Identifier: GPL-3.0-or-later
// Points, sizes and rectangles in design pixels: the window's shorter side is 1080 of them. Plain values; any
// thread.
#pragma once

#include <algorithm>

namespace accueil::base {

struct Point {
    float x = 0, y = 0;
    bool operator==(const Point&) const = default;
    Point operator+(Point other) const { return {x + other.x, y + other.y}; }
    Point operator-(Point other) const { return {x - other.x, y - other.y}; }
    Point operator*(float factor) const { return {x * factor, y * factor}; }
};

struct Size {
    float width = 0, height = 0;
    bool operator==(const Size&) const = default;
};

struct Rect {
    float x = 0, y = 0, width = 0, height = 0;
    bool operator==(const Rect&) const = default;
    float right() const { return x + width; }
    float bottom() const { return y + height; }
    Point center() const { return {x + width / 2, y + height / 2}; }
    bool empty() const { return width <= 0 || height <= 0; }
    bool contains(Point p) const { return p.x >= x && p.y >= y && p.x < right() && p.y < bottom(); }
    Rect inset(float by) const { return {x + by, y + by, width - 2 * by, height - 2 * by}; }
    Rect moved(float dx, float dy) const { return {x + dx, y + dy, width, height}; }
    Rect intersected(const Rect& o) const {
        const float left = std::max(x, o.x), top = std::max(y, o.y);
        return {left, top, std::max(0.0F, std::min(right(), o.right()) - left),
                std::max(0.0F, std::min(bottom(), o.bottom()) - top)};
    }
};

}  // namespace accueil::base
