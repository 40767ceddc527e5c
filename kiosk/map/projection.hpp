// SPDX-License-Identifier: GPL-3.0-or-later
// Web Mercator: degrees ↔ the world, a unit square with its origin at the north-west ↔ the screen. Pure; any
// thread.
#pragma once

#include <algorithm>
#include <cmath>
#include <numbers>

#include "sync/base/geometry.hpp"
#include "sync/model/records.hpp"

namespace accueil::map {

/// A tile's side in design pixels at a whole zoom: zoom 0 shows the world in 512 pixels.
inline constexpr double kTileSide = 512;
inline constexpr double kMaxLatitude = 85.05112877980659;
inline constexpr double kEquatorMetres = 40075016.68557849;

struct WorldPoint {
    double x = 0, y = 0;
    bool operator==(const WorldPoint&) const = default;
    WorldPoint operator+(WorldPoint o) const { return {x + o.x, y + o.y}; }
    WorldPoint operator-(WorldPoint o) const { return {x - o.x, y - o.y}; }
    WorldPoint operator*(double factor) const { return {x * factor, y * factor}; }
};

struct WorldRect {
    double left = 0, top = 0, right = 1, bottom = 1;
    bool operator==(const WorldRect&) const = default;
    double width() const { return right - left; }
    double height() const { return bottom - top; }
    WorldPoint center() const { return {(left + right) / 2, (top + bottom) / 2}; }
    bool contains(WorldPoint p) const { return p.x >= left && p.x <= right && p.y >= top && p.y <= bottom; }
    bool intersects(const WorldRect& o) const {
        return left < o.right && o.left < right && top < o.bottom && o.top < bottom;
    }
};

inline WorldPoint to_world(model::Coordinates place) {
    const double latitude = std::clamp(place.latitude, -kMaxLatitude, kMaxLatitude) * std::numbers::pi / 180;
    return {place.longitude / 360 + 0.5, 0.5 - std::asinh(std::tan(latitude)) / (2 * std::numbers::pi)};
}

inline model::Coordinates to_coordinates(WorldPoint p) {
    const double latitude = std::atan(std::sinh((0.5 - p.y) * 2 * std::numbers::pi));
    return {latitude * 180 / std::numbers::pi, (p.x - 0.5) * 360};
}

/// From degrees: west, south, east, north.
inline WorldRect to_world_rect(double west, double south, double east, double north) {
    const WorldPoint top_left = to_world({north, west}), bottom_right = to_world({south, east});
    return {top_left.x, top_left.y, bottom_right.x, bottom_right.y};
}

/// The world's side in design pixels.
inline double world_pixels(double zoom) {
    return kTileSide * std::exp2(zoom);
}

/// Metres on the ground that one design pixel shows at `place`.
inline double metres_per_pixel(WorldPoint place, double zoom) {
    const double latitude = to_coordinates(place).latitude * std::numbers::pi / 180;
    return kEquatorMetres * std::cos(latitude) / world_pixels(zoom);
}

/// Where one looks. Also what is kept of a visitor's place on the map.
struct Camera {
    WorldPoint center{0.5, 0.5};
    double zoom = 0;
    bool operator==(const Camera&) const = default;
};

/// A camera behind a rectangle of the screen.
struct View {
    Camera camera;
    base::Rect rect;

    base::Point to_screen(WorldPoint p) const {
        const double side = world_pixels(camera.zoom);
        return {static_cast<float>((p.x - camera.center.x) * side) + rect.x + rect.width / 2,
                static_cast<float>((p.y - camera.center.y) * side) + rect.y + rect.height / 2};
    }
    WorldPoint to_world(base::Point p) const {
        const double side = world_pixels(camera.zoom);
        return {camera.center.x + static_cast<double>(p.x - rect.x - rect.width / 2) / side,
                camera.center.y + static_cast<double>(p.y - rect.y - rect.height / 2) / side};
    }
    WorldRect world_rect() const {
        const WorldPoint a = to_world({rect.x, rect.y}), b = to_world({rect.right(), rect.bottom()});
        return {a.x, a.y, b.x, b.y};
    }
};

}  // namespace accueil::map
