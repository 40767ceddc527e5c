// SPDX-License-Identifier: GPL-3.0-or-later
#include "kiosk/map/tile_source.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "kiosk/map/mvt.hpp"
#include "sync/base/digest.hpp"
#include "sync/base/strings.hpp"

namespace accueil::map {

namespace {

constexpr const char* kLayerOfRoads = "transportation";  // of OpenMapTiles, and of no map of ours
constexpr int kVectorOverzoom = 5;                       // from z14 to z19
constexpr int kRasterOverzoom = 2;                       // beyond it pictures are but blocks
constexpr int kDeepestCamera = 19;

bool has_roads(const std::vector<std::string>& layers) {
    return std::find(layers.begin(), layers.end(), kLayerOfRoads) != layers.end();
}

// A file that does not say its layers is asked for one of its tiles.
Schema schema_of(MbTiles& file) {
    if (file.info().raster()) return Schema::national;
    std::vector<std::string> layers = file.info().layers;
    if (layers.empty()) {
        const auto bytes = file.any_tile();
        if (bytes && *bytes)
            (void)decode_mvt(**bytes, [&](std::string_view layer) {
                layers.emplace_back(layer);
                return false;
            });
    }
    return has_roads(layers) ? Schema::openmaptiles : Schema::national;
}

WorldRect overlap(const WorldRect& a, const WorldRect& b) {
    return {std::max(a.left, b.left), std::max(a.top, b.top), std::min(a.right, b.right),
            std::min(a.bottom, b.bottom)};
}

}  // namespace

bool TileSource::covers(TileId id) const {
    const WorldRect tile = id.world_rect();
    return area.left <= tile.left && area.top <= tile.top && area.right >= tile.right &&
           area.bottom >= tile.bottom;
}

int TileSource::deepest() const {
    return std::min(kDeepestCamera, info.max_zoom + (info.raster() ? kRasterOverzoom : kVectorOverzoom));
}

base::Result<TileSource> open_source(const std::filesystem::path& path, SourceRole role, std::string digest) {
    MbTiles file = TRY(MbTiles::open(path));
    TileSource source;
    source.path = path;
    source.digest = digest.empty() ? base::to_hex(TRY(base::digest_file(path)).sha256) : std::move(digest);
    source.role = role;
    source.schema = schema_of(file);
    source.info = file.info();
    source.info.attribution = plain_attribution(source.info.attribution);
    source.owed_to_osm = source.info.attribution.empty() && source.schema == Schema::openmaptiles;
    const auto& [west, south, east, north] = source.info.bounds;
    source.area = to_world_rect(west, south, east, north);
    source.from_zoom = source.info.min_zoom;
    if (role == SourceRole::base) return source;

    // Bounds may promise the world, or be left out.
    const auto extent = TRY(file.extent());
    if (!extent)
        return base::fail(base::ErrorCode::bad_format, path.string() + ": no tiles of its last zoom");
    source.area = overlap(source.area, *extent);
    if (source.area.width() <= 0 || source.area.height() <= 0)
        return base::fail(base::ErrorCode::bad_format, path.string() + ": no tiles within its bounds");
    const double zoom = std::log2(TileSource::kWorthwhile / (kTileSide * source.area.width()));
    source.from_zoom = std::max(source.info.min_zoom, static_cast<int>(std::ceil(std::max(0.0, zoom))));
    return source;
}

TileSourcesPtr make_sources(std::vector<TileSource> sources) {
    const auto size = [](const TileSource& source) {
        return source.role == SourceRole::base ? 2 : source.area.width() * source.area.height();
    };
    std::stable_sort(sources.begin(), sources.end(),
                     [&](const TileSource& a, const TileSource& b) { return size(a) > size(b); });
    return std::make_shared<const TileSources>(std::move(sources));
}

std::vector<const TileSource*> sources_of(const TileSources& sources, TileId id) {
    std::vector<const TileSource*> parts;
    for (const TileSource& source : sources)
        if (id.z >= source.from_zoom &&
            (source.role == SourceRole::base || source.area.intersects(id.world_rect())))
            parts.push_back(&source);
    return parts;
}

std::vector<const TileSource*> sources_in_sight(const TileSources& sources, const WorldRect& area, int z) {
    std::vector<const TileSource*> seen;
    for (const TileSource& source : sources) {
        if (z < source.from_zoom || !source.area.intersects(area)) continue;
        // A town's map hides what lies under it.
        if (source.role == SourceRole::town && source.area.left <= area.left && source.area.top <= area.top &&
            source.area.right >= area.right && source.area.bottom >= area.bottom)
            seen.clear();
        seen.push_back(&source);
    }
    return seen;
}

std::string plain_attribution(std::string_view html) {
    constexpr std::size_t kMost = 200;
    constexpr std::array<std::pair<std::string_view, std::string_view>, 6> kEntities{
        {{"&copy;", "©"}, {"&amp;", "&"}, {"&nbsp;", " "}, {"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}}};
    std::string plain;
    while (!html.empty() && plain.size() < kMost) {
        if (html.front() == '<') {
            const auto end = html.find('>');
            html.remove_prefix(end == std::string_view::npos ? html.size() : end + 1);
            continue;
        }
        const auto entity = std::find_if(kEntities.begin(), kEntities.end(),
                                         [&](const auto& e) { return html.starts_with(e.first); });
        if (entity != kEntities.end()) {
            plain += entity->second;
            html.remove_prefix(entity->first.size());
            continue;
        }
        const auto byte = static_cast<unsigned char>(html.front());
        if (byte >= ' ' && byte != 0x7f)
            plain += html.front();
        else if (!plain.empty() && plain.back() != ' ')
            plain += ' ';
        html.remove_prefix(1);
    }
    // Not in the middle of a letter.
    if (!html.empty())
        while (!plain.empty() && (static_cast<unsigned char>(plain.back()) & 0x80) != 0)
            plain.pop_back();
    return base::is_valid_utf8(plain) ? std::string(base::trim(plain)) : std::string();
}

}  // namespace accueil::map
