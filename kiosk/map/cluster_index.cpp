// SPDX-License-Identifier: GPL-3.0-or-later
#include "kiosk/map/cluster_index.hpp"

#include <algorithm>

namespace accueil::map {

namespace {

constexpr int kLastLevel = ClusterIndex::kLevels - 1;

int level_of(double zoom) {
    if (!(zoom > 0)) return 0;
    return static_cast<int>(std::floor(std::min(zoom + 1e-3, static_cast<double>(kLastLevel))));
}

bool west_of(WorldPoint a, WorldPoint b) {
    return a.x < b.x || (a.x == b.x && a.y < b.y);
}

}  // namespace

std::uint32_t ClusterIndex::row(WorldPoint p, int level) const {
    constexpr double kMost = 1U << 31;
    const double deepest = p.y / m_deepest_radius;
    const auto whole = deepest > 0 ? static_cast<std::uint32_t>(std::min(deepest, kMost)) : 0U;
    return whole >> (kLastLevel - level);
}

// Lists that are read from one end to the other and nothing else: what costs time here is waiting for memory.
class ClusterIndex::Builder {
  public:
    explicit Builder(ClusterIndex& index)
        : m_index(index), m_count(static_cast<std::uint32_t>(index.m_points.size())) {}

    void build() {
        sort_deepest();
        for (int level = kLastLevel; level >= 0; --level) {
            if (level < kLastLevel) merge_rows();
            m_level = level;
            m_radius = std::ldexp(m_index.m_deepest_radius, kLastLevel - level);
            group_level();
            keep_level();
        }
        number_members();
    }

  private:
    struct Item {
        WorldPoint at;
        NodeId node;
        std::uint32_t count;
    };
    struct Row {
        std::uint32_t number, first;  // up to the next row's first
    };
    enum class State : std::uint8_t { free, middle, taken };
    struct Heavy {
        std::uint32_t count, item, row;
    };

    void sort_deepest() {
        m_items.reserve(m_count);
        for (std::uint32_t i = 0; i < m_count; ++i)
            m_items.push_back({m_index.m_points[i], i, 1});
        std::sort(m_items.begin(), m_items.end(), [this](const Item& a, const Item& b) {
            const auto row_a = m_index.row(a.at, kLastLevel), row_b = m_index.row(b.at, kLastLevel);
            if (row_a != row_b) return row_a < row_b;
            if (a.at != b.at) return west_of(a.at, b.at);
            return a.node < b.node;
        });
        for (std::uint32_t i = 0; i < m_count; ++i) {
            const std::uint32_t row = m_index.row(m_items[i].at, kLastLevel);
            if (m_rows.empty() || m_rows.back().number != row) m_rows.push_back({row, i});
        }
    }

    std::uint32_t end_of(std::size_t row) const {
        return row + 1 < m_rows.size() ? m_rows[row + 1].first : static_cast<std::uint32_t>(m_items.size());
    }

    // A row of the level above is two of this one.
    void merge_rows() {
        m_next_items.clear();
        m_next_items.reserve(m_items.size());
        m_next_rows.clear();
        for (std::size_t row = 0; row < m_rows.size(); ++row) {
            const std::uint32_t number = m_rows[row].number >> 1;
            m_next_rows.push_back({number, static_cast<std::uint32_t>(m_next_items.size())});
            const auto from = m_items.begin() + m_rows[row].first, to = m_items.begin() + end_of(row);
            if (row + 1 < m_rows.size() && m_rows[row + 1].number >> 1 == number) {
                std::merge(from, to, to, m_items.begin() + end_of(row + 1), std::back_inserter(m_next_items),
                           [](const Item& a, const Item& b) { return west_of(a.at, b.at); });
                ++row;
            } else {
                m_next_items.insert(m_next_items.end(), from, to);
            }
        }
        m_items.swap(m_next_items);
        m_rows.swap(m_next_rows);
    }

    void group_level() {
        m_states.assign(m_items.size(), State::free);
        m_heavy.clear();
        for (std::uint32_t row = 0; row < m_rows.size(); ++row)
            for (std::uint32_t i = m_rows[row].first; i < end_of(row); ++i)
                if (m_items[i].count > 1) m_heavy.push_back({m_items[i].count, i, row});
        std::sort(m_heavy.begin(), m_heavy.end(), [](const Heavy& a, const Heavy& b) {
            return a.count != b.count ? a.count > b.count : a.item < b.item;
        });
        for (const Heavy& heavy : m_heavy) {
            if (m_states[heavy.item] != State::free) continue;
            begin_group(heavy.item);
            for (std::uint32_t j = heavy.item; j-- > m_rows[heavy.row].first && offer(j);) {
            }
            for (std::uint32_t j = heavy.item + 1; j < end_of(heavy.row) && offer(j); ++j) {
            }
            if (heavy.row > 0) offer_row(heavy.row - 1, heavy.row);
            if (heavy.row + 1 < m_rows.size()) offer_row(heavy.row + 1, heavy.row);
            end_group();
        }
        // Of single markers only those to the east and in the row below are left to take when their turn
        // comes.
        for (std::uint32_t row = 0; row < m_rows.size(); ++row) {
            const bool has_below =
                row + 1 < m_rows.size() && m_rows[row + 1].number == m_rows[row].number + 1;
            std::uint32_t below = end_of(row);
            const std::uint32_t end = end_of(row), below_end = has_below ? end_of(row + 1) : below;
            for (std::uint32_t i = m_rows[row].first; i < end; ++i) {
                if (m_states[i] != State::free) continue;
                begin_group(i);
                for (std::uint32_t j = i + 1; j < end && offer(j); ++j) {
                }
                while (below < below_end && m_items[below].at.x <= m_items[i].at.x - m_radius)
                    ++below;
                for (std::uint32_t j = below; j < below_end && offer(j); ++j) {
                }
                end_group();
            }
        }
    }

    void begin_group(std::uint32_t item) {
        m_middle = item;
        m_states[item] = State::middle;
        m_first_child = m_children.size();
    }

    // Takes the item in where it is free and near enough; false where it is too far to the east or west.
    bool offer(std::uint32_t j) {
        const WorldPoint way = m_items[j].at - m_items[m_middle].at;
        if (std::abs(way.x) >= m_radius) return false;
        if (m_states[j] != State::free || way.x * way.x + way.y * way.y >= m_radius * m_radius) return true;
        if (m_children.size() == m_first_child) m_children.push_back(m_items[m_middle].node);
        m_children.push_back(m_items[j].node);
        m_states[j] = State::taken;
        return true;
    }

    void offer_row(std::uint32_t row, std::uint32_t own) {
        const std::uint32_t apart =
            row < own ? m_rows[own].number - m_rows[row].number : m_rows[row].number - m_rows[own].number;
        if (apart != 1) return;
        const double west = m_items[m_middle].at.x - m_radius;
        const auto from = m_items.begin() + m_rows[row].first, to = m_items.begin() + end_of(row);
        const auto first = std::partition_point(from, to, [west](const Item& i) { return i.at.x <= west; });
        for (auto j = static_cast<std::uint32_t>(first - m_items.begin()); j < end_of(row) && offer(j); ++j) {
        }
    }

    void end_group() {
        if (m_children.size() == m_first_child) return;
        Item& middle = m_items[m_middle];
        Group made{m_index.bounds(middle.node), m_index.marker_of(middle.node), 0, 0, m_level};
        for (std::size_t child = m_first_child; child < m_children.size(); ++child) {
            const WorldRect part = m_index.bounds(m_children[child]);
            made.bounds = {std::min(made.bounds.left, part.left), std::min(made.bounds.top, part.top),
                           std::max(made.bounds.right, part.right),
                           std::max(made.bounds.bottom, part.bottom)};
            made.count += m_index.count(m_children[child]);
        }
        middle.node = m_count + static_cast<std::uint32_t>(m_index.m_groups.size());
        middle.count = made.count;
        m_index.m_groups.push_back(made);
        m_child_ends.push_back(m_children.size());
    }

    void keep_level() {
        std::uint32_t kept = 0;
        std::size_t kept_rows = 0;
        for (std::size_t row = 0; row < m_rows.size(); ++row) {
            const Row here{m_rows[row].number, kept};
            const std::uint32_t end = end_of(row);
            for (std::uint32_t i = m_rows[row].first; i < end; ++i)
                if (m_states[i] == State::middle) m_items[kept++] = m_items[i];
            if (kept > here.first) m_rows[kept_rows++] = here;  // never beyond the row that is read
        }
        m_items.resize(kept);
        m_rows.resize(kept_rows);
        std::vector<NodeId>& level = m_index.m_levels[static_cast<std::size_t>(m_level)];
        level.reserve(kept);
        for (const Item& item : m_items)
            level.push_back(item.node);
    }

    // So that the members of every group are consecutive: from the outermost groups to the markers.
    void number_members() {
        m_index.m_order.resize(m_count);
        m_index.m_rank.resize(m_count);
        std::uint32_t next = 0;
        const auto place = [&](NodeId node) {
            if (m_index.is_marker(node)) {
                m_index.m_rank[node] = next;
                m_index.m_order[next] = node;
            } else {
                m_index.m_groups[node - m_count].first = next;
            }
            next += m_index.count(node);
        };
        for (const NodeId node : m_index.m_levels[0])
            place(node);
        for (std::size_t group = m_index.m_groups.size(); group-- > 0;) {
            next = m_index.m_groups[group].first;
            for (std::size_t i = group == 0 ? 0 : m_child_ends[group - 1]; i < m_child_ends[group]; ++i)
                place(m_children[i]);
        }
    }

    ClusterIndex& m_index;
    std::uint32_t m_count;
    int m_level = kLastLevel;
    double m_radius = 0;
    std::vector<Item> m_items, m_next_items;
    std::vector<Row> m_rows, m_next_rows;
    std::vector<State> m_states;
    std::vector<Heavy> m_heavy;
    std::vector<NodeId> m_children;  // of all groups, in their order
    std::vector<std::size_t> m_child_ends;
    std::size_t m_first_child = 0;
    std::uint32_t m_middle = 0;
};

ClusterIndex::ClusterIndex(std::vector<WorldPoint> points, double radius)
    : m_deepest_radius(radius / world_pixels(kLastLevel)), m_points(std::move(points)) {
    for (WorldPoint& point : m_points)
        if (!std::isfinite(point.x) || !std::isfinite(point.y))
            point = {0, 0};  // else nothing could be sorted
    Builder(*this).build();
    m_groups.shrink_to_fit();
}

std::vector<MarkerGroup> ClusterIndex::query(const WorldRect& area, double zoom) const {
    const int level = level_of(zoom);
    const std::vector<NodeId>& nodes = m_levels[static_cast<std::size_t>(level)];
    const auto at = [this](NodeId node) { return m_points[marker_of(node)]; };
    std::vector<MarkerGroup> found;
    const std::uint32_t last = row({area.left, area.bottom}, level);
    auto from = nodes.begin();
    for (std::uint32_t wanted = row({area.left, area.top}, level); wanted <= last;) {
        from = std::partition_point(from, nodes.end(), [&](NodeId node) {
            const WorldPoint place = at(node);
            const std::uint32_t its = row(place, level);
            return its < wanted || (its == wanted && place.x < area.left);
        });
        if (from == nodes.end()) break;
        for (; from != nodes.end(); ++from) {
            const WorldPoint place = at(*from);
            if (row(place, level) != wanted || place.x > area.right) break;
            if (area.contains(place)) found.push_back({place, count(*from), *from, marker_of(*from)});
        }
        if (from == nodes.end()) break;
        wanted = std::max(wanted + 1, row(at(*from), level));  // rows without markers are passed over
    }
    std::sort(found.begin(), found.end(), [](const MarkerGroup& a, const MarkerGroup& b) {
        return a.at.y != b.at.y ? a.at.y < b.at.y : a.at.x < b.at.x;
    });
    return found;
}

std::uint32_t ClusterIndex::count(NodeId node) const {
    return is_marker(node) ? 1 : group(node).count;
}

std::vector<std::uint32_t> ClusterIndex::members(NodeId node, std::size_t limit, std::size_t offset) const {
    const std::size_t all = count(node), first = std::min(offset, all);
    const std::size_t many = std::min(limit, all - first);
    const auto from = m_order.begin() + static_cast<std::ptrdiff_t>(
                                            (is_marker(node) ? m_rank[node] : group(node).first) + first);
    return {from, from + static_cast<std::ptrdiff_t>(many)};
}

bool ClusterIndex::contains(NodeId node, std::uint32_t marker) const {
    if (is_marker(node)) return node == marker;
    return marker < m_rank.size() && m_rank[marker] >= group(node).first &&
           m_rank[marker] - group(node).first < group(node).count;
}

WorldRect ClusterIndex::bounds(NodeId node) const {
    if (!is_marker(node)) return group(node).bounds;
    const WorldPoint p = m_points[node];
    return {p.x, p.y, p.x, p.y};
}

int ClusterIndex::split_zoom(NodeId node) const {
    return is_marker(node) ? kNever : group(node).level + 1;
}

std::size_t ClusterIndex::bytes() const {
    std::size_t sum = m_points.capacity() * sizeof(WorldPoint) + m_groups.capacity() * sizeof(Group) +
                      (m_order.capacity() + m_rank.capacity()) * sizeof(std::uint32_t);
    for (const auto& level : m_levels)
        sum += level.capacity() * sizeof(NodeId);
    return sum;
}

}  // namespace accueil::map
