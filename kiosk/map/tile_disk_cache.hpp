// SPDX-License-Identifier: GPL-3.0-or-later
// Finished tiles in files, so that a second start draws nothing twice. Shared by the tile workers, the only
// ones to call it: it waits for the disk. Whatever goes wrong here costs a drawing, never more.
#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <mutex>
#include <optional>
#include <span>
#include <string>

#include "kiosk/map/tile.hpp"

namespace accueil::map {

class TileDiskCache {
  public:
    /// A part of every key: grows whenever the same file and style make other pixels or names than before.
    static constexpr int kFormat = 1;

    /// `folder` is made where its parent exists. Nothing is read or written before the first tile.
    TileDiskCache(std::filesystem::path folder, std::size_t budget)
        : m_folder(std::move(folder)), m_budget(budget) {}

    /// What a tile's pixels and names hang on: style, files, place, size. Of the files only those that have a
    /// part in it: a new town's map leaves the rest of the country as it is.
    static std::string key_of(const TileRequest& request, std::span<const TileSource* const> parts);

    /// The tile that was kept under `key`. What stands there and is no such tile is removed.
    std::optional<Tile> load(const std::string& key, const TileRequest& request);
    /// Appears whole or not at all; beyond the budget what was not used for longest goes.
    void store(const std::string& key, const Tile& tile);

    std::filesystem::path path_of(const std::string& key) const;

  private:
    void failed(const base::Error& error);
    base::Result<void> write(const std::string& key, const std::string& bytes);
    void sweep();

    const std::filesystem::path m_folder;
    const std::size_t m_budget;
    std::atomic<bool> m_said = false;          // that it does not work; until it does
    std::atomic<std::uint32_t> m_passes = 0;   // stores that are not even tried
    std::atomic<std::uint64_t> m_written = 0;  // for the names of files that are being written
    std::atomic<std::int64_t> m_bytes = -1;    // on disk, about; -1: not counted yet
    std::mutex m_sweeping;
};

}  // namespace accueil::map
