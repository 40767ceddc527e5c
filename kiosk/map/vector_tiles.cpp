// SPDX-License-Identifier: GPL-3.0-or-later
#include "kiosk/map/vector_tiles.hpp"

#include <algorithm>

#include "kiosk/map/tile_painter.hpp"
#include "sync/base/log.hpp"

namespace accueil::map {

namespace {
constexpr std::size_t kRecent = 4;
}

MbTiles* VectorTileMaker::file() {
    if (!m_tried) {
        m_tried = true;
        auto opened = MbTiles::open(m_file);
        if (opened)
            m_tiles.emplace(std::move(*opened));
        else
            base::log(base::LogLevel::error, "map", opened.error().detail);
    }
    return m_tiles ? &*m_tiles : nullptr;
}

VectorTileMaker::Decoded VectorTileMaker::decoded(TileId source, const Style& style) {
    const auto found =
        std::find_if(m_recent.begin(), m_recent.end(), [&](const auto& e) { return e.first == source; });
    if (found != m_recent.end()) {
        m_recent.splice(m_recent.begin(), m_recent, found);
        return m_recent.front().second;
    }
    const std::string where = m_file.filename().string() + " tile " + std::to_string(source.z) + "/" +
                              std::to_string(source.x) + "/" + std::to_string(source.y) + ": ";
    const auto bytes = m_tiles->tile(source);
    Decoded result;
    if (!bytes) {
        base::log(base::LogLevel::warning, "map", where + bytes.error().detail);
    } else if (*bytes) {
        auto data =
            decode_mvt(**bytes, [&](std::string_view layer) { return style.uses_layer(m_schema, layer); });
        if (data)
            result = std::make_shared<const MvtTile>(std::move(*data));
        else
            base::log(base::LogLevel::warning, "map", where + data.error().detail);
    }
    m_recent.emplace_front(source, result);
    if (m_recent.size() > kRecent) m_recent.pop_back();
    return result;
}

Tile VectorTileMaker::make(const TileRequest& request) {
    if (m_style != request.style) m_recent.clear();  // another style may want other layers
    m_style = request.style;
    const MbTiles* tiles = file();
    if (tiles == nullptr || request.id.z < tiles->info().min_zoom) return {request, nullptr, {}};
    const TileId source =
        request.id.z > tiles->info().max_zoom ? request.id.ancestor(tiles->info().max_zoom) : request.id;
    const Decoded data = decoded(source, *request.style);
    if (data == nullptr) return {request, nullptr, {}};
    const TilePart part{*data, source, m_schema, std::nullopt};
    return paint_tile({&part, 1}, request);
}

}  // namespace accueil::map
