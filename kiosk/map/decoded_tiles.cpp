// SPDX-License-Identifier: GPL-3.0-or-later
#include "kiosk/map/decoded_tiles.hpp"

#include <algorithm>

namespace accueil::map {

namespace {

// Of absent tiles there may be many, each costing next to nothing.
constexpr std::size_t kMostEntries = 256;

std::size_t bytes_of(const DecodedTile& tile) {
    return sizeof tile + tile.data.bytes() + (tile.picture ? tile.picture->rgba().size() : 0);
}

}  // namespace

DecodedTiles::Ptr DecodedTiles::find(const Key& key) {
    const std::lock_guard lock(m_mutex);
    const auto found =
        std::find_if(m_recent.begin(), m_recent.end(), [&](const Entry& e) { return e.key == key; });
    if (found == m_recent.end()) return nullptr;
    m_recent.splice(m_recent.begin(), m_recent, found);
    return m_recent.front().tile;
}

void DecodedTiles::add(const Key& key, Ptr tile) {
    const std::size_t bytes = bytes_of(*tile);
    std::list<Entry> dropped;  // freed after the lock
    const std::lock_guard lock(m_mutex);
    m_recent.push_front({key, std::move(tile), bytes});
    m_bytes += bytes;
    while (m_recent.size() > 1 && (m_bytes > m_budget || m_recent.size() > kMostEntries)) {
        m_bytes -= m_recent.back().bytes;
        dropped.splice(dropped.begin(), m_recent, std::prev(m_recent.end()));
    }
}

std::size_t DecodedTiles::bytes() const {
    const std::lock_guard lock(m_mutex);
    return m_bytes;
}

}  // namespace accueil::map
