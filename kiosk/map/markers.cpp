// SPDX-License-Identifier: GPL-3.0-or-later
#include "kiosk/map/markers.hpp"

#include <algorithm>
#include <cstdint>
#include <unordered_map>

namespace accueil::map {

namespace {

class GreedyClusters final : public Clusters {
  public:
    GreedyClusters(std::vector<WorldPoint> points, double radius)
        : m_points(std::move(points)), m_radius(radius) {}

    std::vector<MarkerGroup> query(const WorldRect& area, double zoom) override {
        std::vector<MarkerGroup> found;
        for (const MarkerGroup& group : groups(level(zoom)))
            if (area.contains(group.at)) found.push_back(group);
        std::stable_sort(found.begin(), found.end(),
                         [](const MarkerGroup& a, const MarkerGroup& b) { return a.at.y < b.at.y; });
        return found;
    }

    int split_zoom(std::span<const std::size_t> members, double from_zoom, int max_zoom) override {
        if (members.empty()) return max_zoom + 1;
        for (int zoom = level(from_zoom) + 1; zoom <= max_zoom; ++zoom) {
            for (const MarkerGroup& group : groups(zoom)) {
                if (std::find(group.members.begin(), group.members.end(), members.front()) ==
                    group.members.end())
                    continue;
                const bool together = std::all_of(members.begin(), members.end(), [&](std::size_t member) {
                    return std::find(group.members.begin(), group.members.end(), member) !=
                           group.members.end();
                });
                if (!together) return zoom;
                break;
            }
        }
        return max_zoom + 1;
    }

  private:
    // Between whole zooms distances only grow, so the level below never lets markers touch.
    static int level(double zoom) { return std::clamp(static_cast<int>(std::floor(zoom + 1e-3)), 0, 24); }

    const std::vector<MarkerGroup>& groups(int zoom) {
        const auto known = m_levels.find(zoom);
        if (known != m_levels.end()) return known->second;
        return m_levels.emplace(zoom, build(zoom)).first->second;
    }

    std::vector<MarkerGroup> build(int zoom) const {
        const double radius = m_radius / world_pixels(zoom);
        const auto cell_of = [radius](WorldPoint p, int dx, int dy) {
            const auto x = static_cast<std::int64_t>(std::floor(p.x / radius)) + dx;
            const auto y = static_cast<std::int64_t>(std::floor(p.y / radius)) + dy;
            return x * (std::int64_t{1} << 31) + y;
        };
        std::unordered_map<std::int64_t, std::vector<std::size_t>> grid;
        for (std::size_t i = 0; i < m_points.size(); ++i)
            grid[cell_of(m_points[i], 0, 0)].push_back(i);

        const auto near = [&](std::size_t i, const auto& visit) {
            for (int dy = -1; dy <= 1; ++dy)
                for (int dx = -1; dx <= 1; ++dx) {
                    const auto cell = grid.find(cell_of(m_points[i], dx, dy));
                    if (cell == grid.end()) continue;
                    for (const std::size_t j : cell->second) {
                        const WorldPoint way = m_points[j] - m_points[i];
                        if (j == i || way.x * way.x + way.y * way.y < radius * radius) visit(j);
                    }
                }
        };
        std::vector<std::size_t> crowd(m_points.size(), 0), order(m_points.size());
        for (std::size_t i = 0; i < m_points.size(); ++i) {
            order[i] = i;
            near(i, [&](std::size_t) { ++crowd[i]; });
        }
        std::stable_sort(order.begin(), order.end(),
                         [&](std::size_t a, std::size_t b) { return crowd[a] > crowd[b]; });

        std::vector<bool> taken(m_points.size(), false);
        std::vector<MarkerGroup> result;
        for (const std::size_t i : order) {
            if (taken[i]) continue;
            MarkerGroup group{m_points[i], {}};
            near(i, [&](std::size_t j) {
                if (!taken[j]) group.members.push_back(j);
            });
            for (const std::size_t member : group.members)
                taken[member] = true;
            std::sort(group.members.begin(), group.members.end());
            result.push_back(std::move(group));
        }
        return result;
    }

    std::vector<WorldPoint> m_points;
    double m_radius;
    std::map<int, std::vector<MarkerGroup>> m_levels;
};

}  // namespace

std::unique_ptr<Clusters> make_greedy_clusters(std::vector<WorldPoint> points, double radius) {
    return std::make_unique<GreedyClusters>(std::move(points), radius);
}

WorldRect bounds_of(std::span<const WorldPoint> points) {
    if (points.empty()) return {};
    WorldRect area{points[0].x, points[0].y, points[0].x, points[0].y};
    for (const WorldPoint p : points)
        area = {std::min(area.left, p.x), std::min(area.top, p.y), std::max(area.right, p.x),
                std::max(area.bottom, p.y)};
    return area;
}

}  // namespace accueil::map
