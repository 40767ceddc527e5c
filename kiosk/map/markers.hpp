// SPDX-License-Identifier: GPL-3.0-or-later
// What stands on the map, frozen: the markers, who stands where, and which of them stand as one. Made on the
// loader thread, given to MapView as it is; immutable, so that any thread may read it.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/map/cluster_index.hpp"

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

class MarkerSet {
  public:
    explicit MarkerSet(std::vector<Marker> markers);

    std::size_t size() const { return m_markers.size(); }
    const Marker& marker(std::uint32_t index) const { return m_markers[index]; }
    WorldPoint point(std::uint32_t index) const { return m_clusters.point(index); }
    /// The first of that id.
    std::optional<std::uint32_t> index_of(std::string_view id) const;
    const ClusterIndex& clusters() const { return m_clusters; }
    /// Up to `most` of those in `node`; in the markers' order where that is all of them.
    std::vector<std::uint32_t> some_of(NodeId node, std::size_t most) const;
    std::vector<std::string> some_ids_of(NodeId node, std::size_t most) const;

  private:
    std::vector<Marker> m_markers;
    std::vector<std::uint32_t> m_by_id;  // sorted by id
    ClusterIndex m_clusters;
};

using MarkerSetPtr = std::shared_ptr<const MarkerSet>;

/// A marker whose coordinates are no numbers stands nowhere: it is left out, and the log says so.
MarkerSetPtr make_marker_set(std::vector<Marker> markers);

/// The rectangle around them.
WorldRect bounds_of(std::span<const WorldPoint> points);

}  // namespace accueil::map
