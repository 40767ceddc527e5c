// SPDX-License-Identifier: GPL-3.0-or-later
#include "kiosk/map/path_tracer.hpp"

#include <cairo.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace accueil::map {

namespace {

constexpr double kNear = 0.4;          // pixels that a point must move to be seen
constexpr double kMostMiss = 0.25;     // pixels that a line may miss a point by
constexpr double kSmallestRing = 0.5;  // pixels: what is less in both directions cannot be seen
constexpr std::size_t kWorthSimplifying = 8;
constexpr std::size_t kLength = 256;

}  // namespace

bool PathTracer::in_sight(const MvtFeature& feature) const {
    return feature.most.x * m_at.scale + m_at.x >= m_seen_from &&
           feature.most.y * m_at.scale + m_at.y >= m_seen_from &&
           feature.least.x * m_at.scale + m_at.x <= m_seen_to &&
           feature.least.y * m_at.scale + m_at.y <= m_seen_to;
}

bool PathTracer::trace(const MvtFeature& feature) {
    if (!in_sight(feature)) return false;
    const bool cut =
        feature.least.x * m_at.scale + m_at.x < m_from || feature.least.y * m_at.scale + m_at.y < m_from ||
        feature.most.x * m_at.scale + m_at.x > m_to || feature.most.y * m_at.scale + m_at.y > m_to;
    const std::span<const MvtPoint> points(feature.points);
    bool any = false;
    for (std::size_t part = 0; part < feature.parts.size(); ++part) {
        const std::size_t begin = feature.parts[part];
        const std::size_t end =
            part + 1 < feature.parts.size() ? feature.parts[part + 1] : feature.points.size();
        const auto own = points.subspan(begin, end - begin);
        any = (feature.type == MvtGeometry::polygon ? trace_ring(own, cut) : trace_line(own, cut)) || any;
    }
    return any;
}

void PathTracer::load(std::span<const MvtPoint> points, bool closed) {
    m_points.clear();
    for (std::size_t i = 0; i < points.size(); ++i) {
        const Point p{points[i].x * m_at.scale + m_at.x, points[i].y * m_at.scale + m_at.y};
        const bool is_end = !closed && i + 1 == points.size();
        if (is_end || m_points.empty() ||
            std::abs(p.x - m_points.back().x) + std::abs(p.y - m_points.back().y) >= kNear)
            m_points.push_back(p);
    }
}

bool PathTracer::trace_line(std::span<const MvtPoint> points, bool cut) {
    if (points.size() < 2) return false;
    load(points, false);
    if (!cut) {
        simplify();
        emit(false);
        return true;
    }
    // Liang and Barsky: of each step the part within; where the line leaves it ends, and begins again where
    // it comes back.
    m_other.clear();
    m_other.swap(m_points);
    bool any = false;
    const auto finish = [&] {
        if (m_points.size() > 1) {
            simplify();
            emit(false);
            any = true;
        }
        m_points.clear();
    };
    for (std::size_t i = 1; i < m_other.size(); ++i) {
        const Point a = m_other[i - 1], b = m_other[i];
        const double dx = b.x - a.x, dy = b.y - a.y;
        double first = 0, last = 1;
        for (const auto& [way, room] : std::array<std::pair<double, double>, 4>{
                 {{-dx, a.x - m_from}, {dx, m_to - a.x}, {-dy, a.y - m_from}, {dy, m_to - a.y}}}) {
            if (way == 0) {
                if (room < 0) last = -1;
            } else if (way < 0) {
                first = std::max(first, room / way);
            } else {
                last = std::min(last, room / way);
            }
        }
        if (first > last) {
            finish();
            continue;
        }
        if (first > 0) finish();
        if (m_points.empty()) m_points.push_back({a.x + first * dx, a.y + first * dy});
        m_points.push_back({a.x + last * dx, a.y + last * dy});
        if (last < 1) finish();
    }
    finish();
    return any;
}

bool PathTracer::trace_ring(std::span<const MvtPoint> points, bool cut) {
    if (points.size() < 3) return false;
    load(points, true);
    if (cut) cut_ring();
    if (m_points.size() < 3) return false;
    const auto [left, right] =
        std::minmax_element(m_points.begin(), m_points.end(), [](Point a, Point b) { return a.x < b.x; });
    const auto [top, bottom] =
        std::minmax_element(m_points.begin(), m_points.end(), [](Point a, Point b) { return a.y < b.y; });
    if (right->x - left->x < kSmallestRing && bottom->y - top->y < kSmallestRing) return false;
    emit(true);
    return true;
}

// Sutherland and Hodgman, one side after the other. What a hollow shape leaves along the sides is out of
// sight.
void PathTracer::cut_ring() {
    for (const int side : {0, 1, 2, 3}) {
        const auto inside = [&](Point p) {
            const double along = side < 2 ? p.x : p.y;
            return side % 2 == 0 ? along >= m_from : along <= m_to;
        };
        const double limit = side % 2 == 0 ? m_from : m_to;
        m_other.clear();
        for (std::size_t i = 0; i < m_points.size(); ++i) {
            const Point a = m_points[i == 0 ? m_points.size() - 1 : i - 1], b = m_points[i];
            const bool a_in = inside(a), b_in = inside(b);
            if (a_in != b_in) {
                const double t = side < 2 ? (limit - a.x) / (b.x - a.x) : (limit - a.y) / (b.y - a.y);
                m_other.push_back(side < 2 ? Point{limit, a.y + t * (b.y - a.y)}
                                           : Point{a.x + t * (b.x - a.x), limit});
            }
            if (b_in) m_other.push_back(b);
        }
        m_points.swap(m_other);
    }
}

// Douglas and Peucker. Lines alone: rings that touch would part where one of them leaves out a point.
void PathTracer::simplify() {
    if (m_points.size() < kWorthSimplifying) return;
    m_needed.assign(m_points.size(), false);
    m_needed.front() = m_needed.back() = true;
    // In lengths, or a hostile spiral would cost the square of its points.
    m_ranges.clear();
    for (std::size_t begin = 0; begin + 1 < m_points.size(); begin += kLength) {
        const std::size_t end = std::min(begin + kLength, m_points.size() - 1);
        m_needed[end] = true;
        m_ranges.emplace_back(begin, end);
    }
    while (!m_ranges.empty()) {
        const auto [begin, end] = m_ranges.back();
        m_ranges.pop_back();
        const Point a = m_points[begin], b = m_points[end];
        const double dx = b.x - a.x, dy = b.y - a.y, length2 = dx * dx + dy * dy;
        double furthest = kMostMiss * kMostMiss;
        std::size_t at = 0;
        for (std::size_t i = begin + 1; i < end; ++i) {
            const double px = m_points[i].x - a.x, py = m_points[i].y - a.y;
            const double t = length2 > 0 ? std::clamp((px * dx + py * dy) / length2, 0.0, 1.0) : 0;
            const double ox = px - t * dx, oy = py - t * dy, off2 = ox * ox + oy * oy;
            if (off2 > furthest) {
                furthest = off2;
                at = i;
            }
        }
        if (at == 0) continue;
        m_needed[at] = true;
        if (at - begin > 1) m_ranges.emplace_back(begin, at);
        if (end - at > 1) m_ranges.emplace_back(at, end);
    }
    std::size_t kept = 0;
    for (std::size_t i = 0; i < m_points.size(); ++i)
        if (m_needed[i]) m_points[kept++] = m_points[i];
    m_points.resize(kept);
}

void PathTracer::emit(bool closed) {
    cairo_move_to(m_cairo, m_points.front().x, m_points.front().y);
    for (std::size_t i = 1; i < m_points.size(); ++i)
        cairo_line_to(m_cairo, m_points[i].x, m_points[i].y);
    if (closed) cairo_close_path(m_cairo);
}

}  // namespace accueil::map
