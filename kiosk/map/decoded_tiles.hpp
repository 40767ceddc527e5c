// SPDX-License-Identifier: GPL-3.0-or-later
// What was read from map files and decoded, kept by bytes: the children of one ancestor come together, and
// the two tile workers share it. Any thread.
#pragma once

#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "kiosk/map/mvt.hpp"
#include "kiosk/map/tile.hpp"

namespace accueil::map {

/// One file's tile, drawn from in one style.
struct DecodedTile {
    enum class State { there, absent, unreadable };
    State state = State::absent;
    MvtTile data;
    draw::ImagePtr picture;  ///< of a file of pictures
};

class DecodedTiles {
  public:
    using Ptr = std::shared_ptr<const DecodedTile>;
    struct Key {
        std::string source;  ///< its digest
        StylePtr style;      ///< says which layers were decoded
        TileId id;
        bool operator==(const Key&) const = default;
    };

    explicit DecodedTiles(std::size_t budget = std::size_t{24} << 20) : m_budget(budget) {}

    Ptr find(const Key& key);  ///< nullptr: not kept
    /// Keeps it, and drops what was not used for longest; the newest stays whatever its size.
    void add(const Key& key, Ptr tile);
    std::size_t bytes() const;

  private:
    struct Entry {
        Key key;
        Ptr tile;
        std::size_t bytes;
    };
    const std::size_t m_budget;
    mutable std::mutex m_mutex;  // guards what follows
    std::list<Entry> m_recent;   // newest first; a few dozen
    std::size_t m_bytes = 0;
};

}  // namespace accueil::map
