// SPDX-License-Identifier: GPL-3.0-or-later
// What stands on the map, and how places that are too near to one another become one. Owned by MapView; UI
// thread.
#pragma once

#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "kiosk/map/projection.hpp"

namespace accueil::map {

/// One initiative or place. Its theme shows by shape and icon, and by colour beside.
struct Marker {
    std::string id;
    std::string kind;  ///< "initiative" or "place"
    model::Coordinates coordinates;
    model::MarkerShape shape = model::MarkerShape::circle;
    std::string icon;
    std::string title;  ///< in the reader's language
    bool operator==(const Marker&) const = default;
};

/// A marker that stands alone, or several that stand as one.
struct MarkerGroup {
    WorldPoint at;
    std::vector<std::size_t> members;  ///< indices into the markers, in their order
    bool single() const { return members.size() == 1; }
};

/// Groups by zoom. To be replaced by a hierarchical index without its callers noticing.
class Clusters {
  public:
    virtual ~Clusters() = default;
    /// The groups of that zoom in `area`, north to south.
    virtual std::vector<MarkerGroup> query(const WorldRect& area, double zoom) = 0;
    /// The least whole zoom up to `max_zoom` at which `members` are no longer one group; above max_zoom when
    /// none is.
    virtual int split_zoom(std::span<const std::size_t> members, double from_zoom, int max_zoom) = 0;
};

/// Greedy: in the markers' order, each takes in those nearer than `radius` design pixels. Kept for each whole
/// zoom. Good for some thousands of points.
std::unique_ptr<Clusters> make_greedy_clusters(std::vector<WorldPoint> points, double radius);

/// The rectangle around them.
WorldRect bounds_of(std::span<const WorldPoint> points);

}  // namespace accueil::map
