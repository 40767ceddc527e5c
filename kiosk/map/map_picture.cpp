// SPDX-License-Identifier: GPL-3.0-or-later
#include "kiosk/map/map_picture.hpp"

#include <algorithm>

#include "kiosk/draw/cairo_canvas.hpp"
#include "kiosk/map/map_view.hpp"
#include "kiosk/map/vector_tiles.hpp"
#include "sync/base/log.hpp"

namespace accueil::map {

namespace {

// A walk from the kiosk, a town's places together, and no nearer than the streets around.
constexpr double kWalk = 14.6, kTogether = 11.5, kNearest = 16.2;
constexpr float kMark = 24, kMarkWords = 28, kRim = 4, kMarkEnds = 15;  // design pixels
constexpr std::chrono::seconds kTilesCome{30};

using Places = std::vector<model::Coordinates>;

/// At that zoom a town's file shows there, and has the tile: else the country's map would stand in for it.
bool has_streets(const TileSources& sources, model::Coordinates place, int zoom) {
    const auto at = to_world(place);
    return std::any_of(sources.begin(), sources.end(), [&](const TileSource& source) {
        if (source.role != SourceRole::town || zoom < source.from_zoom || !source.area.contains(at))
            return false;
        const int z = source.info.max_zoom;
        const auto index = [z](double share) { return static_cast<int>(std::floor(std::ldexp(share, z))); };
        auto file = MbTiles::open(source.path);
        if (!file) return false;
        const auto bytes = file->tile({z, index(at.x), index(at.y)});
        return bytes && *bytes;
    });
}

bool frames(MapView& view, const Places& places, double least) {
    view.frame(places, least, kNearest);
    return view.camera().zoom >= least - 0.01 &&
           std::all_of(places.begin(), places.end(), [&](const auto& place) { return view.shows(place); });
}

Places places_of(const PictureWish& wish) {
    Places places;
    for (const auto& mark : wish.marks)
        places.push_back(mark.place);
    return places;
}

/// False where they do not fit.
bool frame_marks(MapView& view, const PictureWish& wish) {
    auto places = places_of(wish);
    const double least = places.size() > 1 ? kTogether : kWalk;
    if (wish.here) {
        places.push_back(*wish.here);
        view.set_here(wish.here, wish.here_words);
        if (frames(view, places, least)) return true;
        view.set_here({}, {});
        places.pop_back();
    }
    return frames(view, places, least);
}

/// Along one axis, in shares of the world: the middle of what is seen, moved over the town's map as far as
/// the marks keep their room from the edges.
double over_town(double center, double half, double low, double high, double first, double last) {
    if (high - low >= 2 * half) center = std::clamp(center, low + half, high - half);
    const double least = last - half, most = first + half;
    return least <= most ? std::clamp(center, least, most) : center;
}

/// Where the town's file ends nothing is drawn but its country's outline: the map lies beside that edge, not
/// across it.
void stay_over_town(MapView& view, const TileSources& sources, const Places& places, base::Size size) {
    std::vector<WorldPoint> points;
    for (const auto& place : places)
        points.push_back(to_world(place));
    const auto source = std::find_if(sources.begin(), sources.end(), [&](const TileSource& candidate) {
        return candidate.role == SourceRole::town && candidate.area.contains(points.front());
    });
    if (source == sources.end()) return;
    auto camera = view.camera();
    const double side = world_pixels(camera.zoom);
    const double room = 2.0 * static_cast<double>(kMark + kRim) / side;
    const auto seen = bounds_of(points);
    const auto& town = source->area;
    camera.center = {over_town(camera.center.x, static_cast<double>(size.width) / side / 2, town.left,
                               town.right, seen.left - room, seen.right + room),
                     over_town(camera.center.y, static_cast<double>(size.height) / side / 2, town.top,
                               town.bottom, seen.top - room, seen.bottom + room)};
    view.restore(camera);
}

struct Spot {
    base::Point at;
    std::string words;
};

/// Those that would cover one another are one, and bear the words of all.
std::vector<Spot> spots_of(const View& view, const std::vector<PictureMark>& marks) {
    std::vector<Spot> spots;
    for (const auto& mark : marks) {
        const auto at = view.to_screen(to_world(mark.place));
        const auto near = std::find_if(spots.begin(), spots.end(), [&](const Spot& spot) {
            return std::hypot(spot.at.x - at.x, spot.at.y - at.y) < 2 * kMark;
        });
        if (near == spots.end())
            spots.push_back({at, mark.words});
        else if (!mark.words.empty())
            near->words += ", " + mark.words;
    }
    return spots;
}

void draw_spot(draw::Canvas& canvas, draw::TextEngine& engine, const Style& style, const Spot& spot) {
    const auto words = spot.words.empty()
                           ? nullptr
                           : engine.layout(spot.words, {kMarkWords, draw::Weight::bold, false, 1}, 0, "fr");
    const float width = words ? std::max(2 * kMark, words->size().width + 2 * kMarkEnds) : 2 * kMark;
    const base::Rect box{spot.at.x - width / 2, spot.at.y - kMark, width, 2 * kMark};
    canvas.box(box.inset(-kRim), {style.markers.outline, draw::kTransparent, 0, kMark + kRim});
    canvas.box(box, {style.markers.place.fill, draw::kTransparent, 0, kMark});
    if (words)
        canvas.text(words, {spot.at.x - words->size().width / 2, spot.at.y - words->size().height / 2},
                    style.markers.place.icon);
    else
        canvas.box(box.inset(kMark * 0.62F),
                   {style.markers.place.icon, draw::kTransparent, 0, kMark * 0.38F});
}

bool has_all_tiles(TileStore& store, const MapView& view, const base::Size& size) {
    const View at{view.camera(), {0, 0, size.width, size.height}};
    const int zoom = tile_zoom(at.camera.zoom, 0, kDeepest);
    const auto ids = tiles_in(at.world_rect(), zoom);
    return std::all_of(ids.begin(), ids.end(), [&](TileId id) {
        const Tile* tile = store.find(id);
        return tile != nullptr && tile->image != nullptr;
    });
}

}  // namespace

MapPicture paint_picture(const PictureWish& wish, base::Size size, float scale,
                         const std::filesystem::path& fonts_folder) {
    if (wish.marks.empty() || !wish.sources || !wish.style) return {};
    const auto engine = draw::TextEngine::create(fonts_folder);
    if (!engine) {
        base::log(base::LogLevel::error, "map", engine.error().detail);
        return {};
    }
    TileStoreOptions options;
    options.workers = 1;
    options.niceness = TileStoreOptions::kBehindTheScreen;
    TileStore store([] { return std::make_unique<VectorTileMaker>(); }, options, [] {});
    MapView view(store, wish.sources, wish.style);
    view.set_motion(Motion::reduced);
    view.set_language("fr");  // as streets are written where one walks
    view.set_osm_credit(wish.osm_credit);
    view.set_furniture(Furniture::scale);
    const auto canvas =
        draw::CairoCanvas::create(static_cast<int>(std::lround(size.width * scale)),
                                  static_cast<int>(std::lround(size.height * scale)), scale, **engine);
    view.set_view_rect({0, 0, size.width, size.height});
    view.draw(*canvas, **engine);  // tells the view the scale
    if (!frame_marks(view, wish)) return {};
    const int zoom = tile_zoom(view.camera().zoom, 0, kDeepest);
    if (!std::all_of(wish.marks.begin(), wish.marks.end(),
                     [&](const auto& mark) { return has_streets(*wish.sources, mark.place, zoom); }))
        return {};
    auto places = places_of(wish);
    if (view.has_here()) places.push_back(*wish.here);
    stay_over_town(view, *wish.sources, places, size);
    view.keep_clear(std::move(places), kMark + kRim);
    for (int pass = 0; pass < 3; ++pass) {  // names come with the tiles, and find their places then
        view.draw(*canvas, **engine);
        if (!store.wait_until_idle(kTilesCome)) return {};
    }
    if (!has_all_tiles(store, view, size)) return {};
    canvas->clear(wish.style->background);
    view.draw(*canvas, **engine);
    const View at{view.camera(), {0, 0, size.width, size.height}};
    for (const auto& spot : spots_of(at, wish.marks))
        draw_spot(*canvas, **engine, *wish.style, spot);
    return {canvas->snapshot(), view.credits()};
}

}  // namespace accueil::map
