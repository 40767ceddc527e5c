// SPDX-License-Identifier: GPL-3.0-or-later
// Hands a feature's lines and rings to Cairo: only what can be seen of them, and no more points than the
// device can show. Made by the painter for one rule of one tile; a tile worker's thread.
#pragma once

#include <span>
#include <vector>

#include "kiosk/map/mvt.hpp"

typedef struct _cairo cairo_t;

namespace accueil::map {

/// From a layer's units to the image's pixels.
struct Placement {
    double scale = 1, x = 0, y = 0;
};

class PathTracer {
  public:
    /// `from` to `to`, in both directions, is what can be seen, in pixels, with room for the widest stroke.
    /// Cut is what lies further out than `room` beyond it: dashes begin anew where a line was cut, which
    /// should not be where tiles meet.
    PathTracer(cairo_t* cairo, Placement at, double from, double to, double room)
        : m_cairo(cairo), m_at(at), m_seen_from(from), m_seen_to(to), m_from(from - room), m_to(to + room) {}

    bool in_sight(const MvtFeature& feature) const;
    /// Appends to Cairo's path; false when nothing of it can be seen.
    bool trace(const MvtFeature& feature);

  private:
    struct Point {
        double x, y;
    };

    bool trace_line(std::span<const MvtPoint> points, bool cut);
    bool trace_ring(std::span<const MvtPoint> points, bool cut);
    void load(std::span<const MvtPoint> points, bool closed);
    void cut_ring();
    void simplify();
    void emit(bool closed);

    cairo_t* m_cairo;
    Placement m_at;
    double m_seen_from, m_seen_to, m_from, m_to;
    std::vector<Point> m_points, m_other;  // kept between features for their memory
    std::vector<bool> m_needed;
    std::vector<std::pair<std::size_t, std::size_t>> m_ranges;
};

}  // namespace accueil::map
