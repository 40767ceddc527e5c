// SPDX-License-Identifier: GPL-3.0-or-later
// Which markers stand as one at which zoom, for all zooms at once. Built once on whichever thread, then
// immutable: asked by MapView on the UI thread, and by any other.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "kiosk/map/projection.hpp"

namespace accueil::map {

/// A marker (its index) or, from the number of markers upwards, a group of them. Of one index only.
using NodeId = std::uint32_t;

/// A marker that stands alone, or several that stand as one.
struct MarkerGroup {
    WorldPoint at;             ///< where `marker` stands: a group stands on its heaviest place
    std::uint32_t count = 1;   ///< of markers
    NodeId node = 0;           ///< whom to ask the index for
    std::uint32_t marker = 0;  ///< the one that represents them
    bool single() const { return count == 1; }
};

/// Greedy by zoom, from the deepest up: at each whole zoom what is heaviest takes in all that stands nearer
/// than the radius, then what is next. A group stands where its first member does, so that two of one zoom
/// never stand nearer than the radius, and what is one group stays one further out. The same points give the
/// same groups in whatever order they come.
///
/// Each level is a list of nodes by rows as high as its radius, west to east in each: two rows of one level
/// are merged into one of the level above, so that nothing is sorted twice, and a view is some twenty rows.
/// At most 152 bytes a point (16 its place, 8 its rank, 48 a group, 4 a level), some 90 for those of towns.
class ClusterIndex {
  public:
    static constexpr int kLevels = 20;      ///< whole zooms from 0
    static constexpr double kRadius = 64;   ///< design pixels: nearer markers would touch
    static constexpr int kNever = kLevels;  ///< as a split_zoom()

    ClusterIndex() = default;
    explicit ClusterIndex(std::vector<WorldPoint> points, double radius = kRadius);

    std::size_t size() const { return m_points.size(); }
    WorldPoint point(std::uint32_t marker) const { return m_points[marker]; }

    /// The groups of that zoom whose place is in `area`, north to south. Between whole zooms distances only
    /// grow, so the zoom below never lets markers touch.
    std::vector<MarkerGroup> query(const WorldRect& area, double zoom) const;

    std::uint32_t count(NodeId node) const;
    /// Up to `limit` of the markers in `node`, from the `offset`-th; the one that represents it is the first.
    std::vector<std::uint32_t> members(NodeId node, std::size_t limit, std::size_t offset = 0) const;
    bool contains(NodeId node, std::uint32_t marker) const;
    WorldRect bounds(NodeId node) const;
    /// The least whole zoom at which its members are no longer one group; kNever where they stand on one
    /// spot, or come apart too deep to be seen, and for a single marker.
    int split_zoom(NodeId node) const;

    std::size_t bytes() const;

  private:
    struct Group {
        WorldRect bounds;
        std::uint32_t marker, count;
        std::uint32_t first;  // its members are consecutive in m_order
        int level;            // where it was made: one deeper it is several
    };
    class Builder;

    bool is_marker(NodeId node) const { return node < m_points.size(); }
    const Group& group(NodeId node) const { return m_groups[node - m_points.size()]; }
    std::uint32_t marker_of(NodeId node) const { return is_marker(node) ? node : group(node).marker; }
    std::uint32_t row(WorldPoint p, int level) const;

    double m_deepest_radius = 1;  // of the deepest level, in worlds
    std::vector<WorldPoint> m_points;
    std::vector<std::uint32_t> m_order;  // markers, those of each group together
    std::vector<std::uint32_t> m_rank;   // of each marker in m_order
    std::vector<Group> m_groups;
    std::array<std::vector<NodeId>, kLevels> m_levels;  // by row, then from west to east
};

}  // namespace accueil::map
