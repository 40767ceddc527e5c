// SPDX-License-Identifier: GPL-3.0-or-later
#include "kiosk/map/vector_tiles.hpp"

#include "kiosk/map/tile_painter.hpp"
#include "sync/base/log.hpp"

namespace accueil::map {

namespace {

// Pictures of tiles have 256 or 512 pixels a side.
constexpr int kMostPictureSide = 1024;
constexpr std::int64_t kMostPicturePixels = std::int64_t{2048} * 2048;

void warn(const TileSource& source, TileId id, const std::string& detail) {
    base::log(base::LogLevel::warning, "map",
              source.path.filename().string() + " tile " + std::to_string(id.z) + "/" + std::to_string(id.x) +
                  "/" + std::to_string(id.y) + ": " + detail);
}

}  // namespace

MbTiles* VectorTileMaker::file(const TileSource& source) {
    auto [found, is_new] = m_files.try_emplace(source.path.string());
    if (is_new) {
        auto opened = MbTiles::open(source.path);
        if (opened)
            found->second.emplace(std::move(*opened));
        else
            base::log(base::LogLevel::error, "map", opened.error().detail);
    }
    return found->second ? &*found->second : nullptr;
}

std::shared_ptr<const DecodedTile> VectorTileMaker::read(const TileSource& source, TileId id,
                                                         const Style& style) {
    auto result = std::make_shared<DecodedTile>();
    result->state = DecodedTile::State::unreadable;
    MbTiles* const tiles = file(source);
    if (tiles == nullptr) return result;
    const auto bytes = tiles->tile(id);
    if (!bytes) {
        warn(source, id, bytes.error().detail);
        return result;
    }
    if (!*bytes) {
        result->state = DecodedTile::State::absent;
        return result;
    }
    ++m_shared.counts->decoded;
    if (source.info.raster()) {
        auto picture = draw::decode_image(**bytes, kMostPictureSide, kMostPicturePixels);
        if (!picture) {
            warn(source, id, picture.error().detail);
            return result;
        }
        result->picture = std::move(*picture);
    } else {
        auto data = decode_mvt(
            **bytes, [&](std::string_view layer) { return style.uses_layer(source.schema, layer); });
        if (!data) {
            warn(source, id, data.error().detail);
            return result;
        }
        result->data = std::move(*data);
    }
    result->state = DecodedTile::State::there;
    return result;
}

DecodedTiles::Ptr VectorTileMaker::decoded(const TileSource& source, TileId id, const StylePtr& style) {
    const DecodedTiles::Key key{source.digest, style, id};
    if (auto kept = m_shared.decoded->find(key)) return kept;
    auto result = read(source, id, *style);
    m_shared.decoded->add(key, result);
    return result;
}

Tile VectorTileMaker::make(const TileRequest& request) {
    m_key.clear();
    if (m_sources != request.sources) {
        m_files.clear();
        m_sources = request.sources;
    }
    if (m_sources == nullptr) return {request, nullptr, {}};
    std::vector<const TileSource*> sources = sources_of(*m_sources, request.id);
    if (sources.empty()) return {request, nullptr, {}};
    std::string key;
    if (m_shared.disk) {
        key = TileDiskCache::key_of(request, sources);
        if (auto kept = m_shared.disk->load(key, request)) {
            ++m_shared.counts->from_disk;
            return std::move(*kept);
        }
    }

    // From the top: what one file covers alone needs nothing below it.
    struct Found {
        const TileSource* source;
        TileId from;
        DecodedTiles::Ptr tile;
        bool covers;
    };
    std::vector<Found> found;
    bool whole = true;
    for (auto each = sources.rbegin(); each != sources.rend() && (found.empty() || !found.back().covers);
         ++each) {
        const TileSource& source = **each;
        const TileId from =
            request.id.z > source.info.max_zoom ? request.id.ancestor(source.info.max_zoom) : request.id;
        DecodedTiles::Ptr tile = decoded(source, from, request.style);
        whole = whole && tile->state != DecodedTile::State::unreadable;
        if (tile->state == DecodedTile::State::there)
            found.push_back({&source, from, std::move(tile),
                             source.role == SourceRole::base || source.covers(request.id)});
    }
    if (found.empty()) return {request, nullptr, {}};
    std::vector<TilePart> parts;
    for (auto each = found.rbegin(); each != found.rend(); ++each)
        parts.push_back({each->tile->data, each->from, each->source->schema,
                         each->covers ? std::nullopt : std::optional<WorldRect>(each->source->area),
                         each->tile->picture});
    ++m_shared.counts->drawn;
    Tile tile = paint_tile(parts, request);
    if (whole) m_key = std::move(key);  // what a bad disk left out is not left out for ever
    return tile;
}

void VectorTileMaker::keep(const Tile& tile) {
    if (m_shared.disk && !m_key.empty()) m_shared.disk->store(m_key, tile);
}

}  // namespace accueil::map
