// SPDX-License-Identifier: GPL-3.0-or-later
// Reads one MBTiles file (SQLite, read-only) and unpacks its tiles. One a tile worker, used on that thread
// alone.
#pragma once

#include <array>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/map/tile_id.hpp"
#include "sync/base/result.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace accueil::map {

struct MbTilesInfo {
    std::string name;
    std::string format = "pbf";
    std::string attribution;
    int min_zoom = 0;
    int max_zoom = 0;
    std::array<double, 4> bounds{-180, -kMaxLatitude, 180, kMaxLatitude};  ///< west, south, east, north
    std::vector<std::string> layers{};  ///< of its vector tiles, as far as it says them

    bool raster() const { return format != "pbf"; }
    bool operator==(const MbTilesInfo&) const = default;
};

class MbTiles {
  public:
    static constexpr std::size_t kMaxPacked = std::size_t{8} << 20;
    static constexpr std::size_t kMaxUnpacked = std::size_t{32} << 20;

    /// not_found, bad_format where it is no MBTiles file, unsupported for tiles that are neither vector tiles
    /// nor pictures.
    static base::Result<MbTiles> open(const std::filesystem::path& path);

    const MbTilesInfo& info() const { return m_info; }

    /// The tile's bytes without compression; nullopt where the file has no such tile. corrupt, too_large, io.
    base::Result<std::optional<std::string>> tile(TileId id);

    /// Any tile of its last zoom; nullopt where it has none.
    base::Result<std::optional<std::string>> any_tile();
    /// Where it has tiles of its last zoom; nullopt where it has none.
    base::Result<std::optional<WorldRect>> extent();

  private:
    /// What one question may cost: an admin's file may hold views, and a view may never come to an end.
    struct Patience;
    struct Close {
        void operator()(sqlite3* database) const;
        void operator()(sqlite3_stmt* statement) const;
        void operator()(Patience* patience) const;
    };
    using Database = std::unique_ptr<sqlite3, Close>;
    using Statement = std::unique_ptr<sqlite3_stmt, Close>;

    MbTiles(std::unique_ptr<Patience, Close> patience, Database database, Statement select, MbTilesInfo info);
    static base::Result<Statement> prepare(sqlite3* database, const char* sql);
    base::Result<std::optional<std::string>> unpacked(std::string_view bytes) const;

    std::unique_ptr<Patience, Close> m_patience;  // first: the database's until it is closed
    Database m_database;
    Statement m_select;
    MbTilesInfo m_info;
};

/// gzip or zlib, at most `limit` bytes out. too_large, corrupt.
base::Result<std::string> inflate_all(std::string_view packed, std::size_t limit);

}  // namespace accueil::map
