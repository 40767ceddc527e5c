// SPDX-License-Identifier: GPL-3.0-or-later
// Map files of a test's own making: MBTiles, vector tiles of squares and names, pictures of each format. One
// thread.
#pragma once

#include <sqlite3.h>
#include <turbojpeg.h>
#include <webp/encode.h>

#include <filesystem>
#include <fstream>
#include <protozero/pbf_writer.hpp>
#include <stdexcept>
#include <string>
#include <vector>

#include "kiosk/draw/image.hpp"
#include "kiosk/map/tile_source.hpp"
#include "sync/base/file.hpp"

namespace accueil::support {

class MapFile {
  public:
    explicit MapFile(std::filesystem::path path) : m_path(std::move(path)) {
        std::filesystem::remove(m_path);
        if (sqlite3_open(m_path.c_str(), &m_database) != SQLITE_OK) throw std::runtime_error("sqlite3_open");
        run("CREATE TABLE metadata(name text, value text);"
            "CREATE TABLE tiles(zoom_level integer, tile_column integer, tile_row integer, tile_data blob);"
            "CREATE UNIQUE INDEX tile_index ON tiles(zoom_level, tile_column, tile_row);");
    }
    ~MapFile() { sqlite3_close(m_database); }
    MapFile(const MapFile&) = delete;
    MapFile& operator=(const MapFile&) = delete;

    MapFile& run(const std::string& sql) {
        if (sqlite3_exec(m_database, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
            throw std::runtime_error(sqlite3_errmsg(m_database));
        return *this;
    }
    MapFile& meta(const std::string& name, const std::string& value) {
        return insert("INSERT INTO metadata VALUES(?1, ?2)", {}, {name, value});
    }
    MapFile& tile(map::TileId id, const std::string& bytes) {
        return insert("INSERT OR REPLACE INTO tiles VALUES(?1, ?2, ?3, ?4)", {id.z, id.x, map::tms_row(id)},
                      {bytes});
    }
    MapFile& bounds(const map::WorldRect& area) {
        const auto a = map::to_coordinates({area.left, area.bottom}),
                   b = map::to_coordinates({area.right, area.top});
        return meta("bounds", std::to_string(a.longitude) + "," + std::to_string(a.latitude) + "," +
                                  std::to_string(b.longitude) + "," + std::to_string(b.latitude));
    }
    const std::filesystem::path& path() const { return m_path; }

  private:
    MapFile& insert(const char* sql, const std::vector<int>& numbers, const std::vector<std::string>& texts) {
        sqlite3_stmt* statement = nullptr;
        if (sqlite3_prepare_v2(m_database, sql, -1, &statement, nullptr) != SQLITE_OK)
            throw std::runtime_error(sqlite3_errmsg(m_database));
        int at = 0;
        for (const int number : numbers)
            sqlite3_bind_int(statement, ++at, number);
        for (const std::string& text : texts) {
            if (numbers.empty())
                sqlite3_bind_text(statement, ++at, text.data(), static_cast<int>(text.size()), SQLITE_STATIC);
            else
                sqlite3_bind_blob(statement, ++at, text.data(), static_cast<int>(text.size()), SQLITE_STATIC);
        }
        const int status = sqlite3_step(statement);
        sqlite3_finalize(statement);
        if (status != SQLITE_DONE) throw std::runtime_error("insert");
        return *this;
    }
    std::filesystem::path m_path;
    sqlite3* m_database = nullptr;
};

/// A layer of a vector tile, 4096 units wide.
class LayerMaker {
  public:
    explicit LayerMaker(std::string name) : m_name(std::move(name)) {}

    LayerMaker& polygon(const std::vector<map::MvtPoint>& ring) { return shape(3, ring); }
    LayerMaker& line(const std::vector<map::MvtPoint>& points) { return shape(2, points); }
    LayerMaker& square(int left, int top, int right, int bottom) {
        return polygon({{left, top}, {right, top}, {right, bottom}, {left, bottom}});
    }
    /// A point with a "name".
    LayerMaker& named(const std::string& name, map::MvtPoint at) {
        m_values.push_back(name);
        return shape(1, {at}, {0, static_cast<std::uint32_t>(m_values.size() - 1)});
    }

    std::string tile() const {  ///< of this layer alone; tiles are joined by joining their bytes
        std::string layer_bytes, tile_bytes;
        protozero::pbf_writer layer(layer_bytes);
        layer.add_uint32(15, 2);
        layer.add_string(1, m_name);
        for (const std::string& feature : m_features)
            layer.add_message(2, feature);
        layer.add_string(3, "name");
        for (const std::string& text : m_values) {
            std::string value_bytes;
            protozero::pbf_writer value(value_bytes);
            value.add_string(1, text);
            layer.add_message(4, value_bytes);
        }
        layer.add_uint32(5, 4096);
        protozero::pbf_writer tile(tile_bytes);
        tile.add_message(3, layer_bytes);
        return tile_bytes;
    }

  private:
    LayerMaker& shape(int type, const std::vector<map::MvtPoint>& points,
                      const std::vector<std::uint32_t>& tags = {}) {
        std::vector<std::uint32_t> geometry;
        map::MvtPoint last{};
        for (std::size_t i = 0; i < points.size(); ++i) {
            if (i == 0) geometry.push_back((1U << 3) | 1U);
            if (i == 1) geometry.push_back(static_cast<std::uint32_t>(points.size() - 1) << 3 | 2U);
            geometry.push_back(protozero::encode_zigzag32(points[i].x - last.x));
            geometry.push_back(protozero::encode_zigzag32(points[i].y - last.y));
            last = points[i];
        }
        if (type == 3) geometry.push_back((1U << 3) | 7U);
        std::string bytes;
        protozero::pbf_writer feature(bytes);
        feature.add_packed_uint32(2, tags.begin(), tags.end());
        feature.add_enum(3, type);
        feature.add_packed_uint32(4, geometry.begin(), geometry.end());
        m_features.push_back(std::move(bytes));
        return *this;
    }
    std::string m_name;
    std::vector<std::string> m_features, m_values;
};

/// Straight RGBA of `side` pixels whose quarters are red, green / blue, white.
inline std::vector<std::uint8_t> quarters(int side) {
    std::vector<std::uint8_t> rgba;
    for (int y = 0; y < side; ++y)
        for (int x = 0; x < side; ++x) {
            const bool right = x >= side / 2, lower = y >= side / 2;
            const auto on = [](bool yes) { return static_cast<std::uint8_t>(yes ? 255 : 0); };
            rgba.insert(rgba.end(), {on(right == lower), on(right), on(lower), 255});
        }
    return rgba;
}

/// As an MBTiles format says: png, jpg, webp.
inline std::string picture(const std::string& format, int side, const std::filesystem::path& folder) {
    const auto rgba = quarters(side);
    if (format == "png") {
        const auto file = folder / "picture.png";
        if (!draw::save_png(draw::Image(side, side, rgba), file)) throw std::runtime_error("save_png");
        return base::read_file(file).value();
    }
    std::uint8_t* bytes = nullptr;
    std::string packed;
    if (format == "webp") {
        const auto length = WebPEncodeLosslessRGBA(rgba.data(), side, side, side * 4, &bytes);
        packed.assign(reinterpret_cast<const char*>(bytes), length);
        WebPFree(bytes);
    } else {
        unsigned long length = 0;
        const tjhandle jpeg = tjInitCompress();
        tjCompress2(jpeg, rgba.data(), side, 0, side, TJPF_RGBA, &bytes, &length, TJSAMP_444, 95, 0);
        packed.assign(reinterpret_cast<const char*>(bytes), length);
        tjFree(bytes);
        tjDestroy(jpeg);
    }
    return packed;
}

}  // namespace accueil::support
