// SPDX-License-Identifier: GPL-3.0-or-later
// How MapView is made ready and drawn: tiles from below, then names, then markers (map_markers.cpp), then
// scale and attribution.
#include <algorithm>
#include <map>

#include "kiosk/map/map_view.hpp"
#include "sync/base/i18n.hpp"

namespace accueil::map {

namespace {

constexpr int kStandInLevels = 5;     // how far up an ancestor may stand in: beyond it is only blur
constexpr double kTilesAround = 160;  // design pixels beyond the edge that are made ready for the next drag
constexpr int kMaxTileSide = 1024;    // device pixels
constexpr double kLandZoom = 9;
constexpr float kFadeWidth = 72;
constexpr float kFurnitureMargin = 20;
constexpr float kScaleBarMost = 200;

base::Rect rect_of(TileId id, const View& at) {
    const WorldRect world = id.world_rect();
    const base::Point a = at.to_screen({world.left, world.top}),
                      b = at.to_screen({world.right, world.bottom});
    return {a.x, a.y, b.x - a.x, b.y - a.y};
}

}  // namespace

int MapView::tiles_zoom(const View& at) const {
    return tile_zoom(at.camera.zoom, first_zoom(), kDeepest);
}

// The camera moved by less than a device pixel, so that tiles and names stand on whole ones.
View MapView::snapped_view() const {
    View at = view();
    const double side = world_pixels(at.camera.zoom) * static_cast<double>(m_scale);
    const auto snap = [side](double center, float from, float extent, float scale) {
        const double middle = static_cast<double>((from + extent / 2) * scale);
        return (middle - std::round(middle - center * side)) / side;
    };
    at.camera.center = {snap(at.camera.center.x, m_rect.x, m_rect.width, m_scale),
                        snap(at.camera.center.y, m_rect.y, m_rect.height, m_scale)};
    return at;
}

void MapView::prepare(draw::Canvas& canvas, draw::TextEngine& engine) {
    m_prepared.reset();
    if (m_rect.empty()) return;
    if (m_scale != canvas.scale()) {
        m_scale = canvas.scale();
        m_camera.set_viewport({m_rect.width, m_rect.height}, m_covered, m_scale);
    }
    m_dirty = false;
    m_sprites.begin_frame(m_style, m_scale);

    m_prepared = Prepared{snapped_view(), groups(m_rect), {}, false};
    const View& at = m_prepared->at;
    request_tiles(at);
    lay_tiles(*m_prepared);
    for (const PlacedTile& placed : m_prepared->tiles)
        canvas.prepare(placed.tile->image, draw::ImageUse::stretched);

    std::vector<base::Rect> obstacles;
    for (const MarkerGroup& group : m_prepared->shown) {
        const base::Point p = at.to_screen(group.at);
        const float radius = radius_of(group) + 2;
        obstacles.push_back({p.x - radius, p.y - radius, 2 * radius, 2 * radius});
    }
    for (const WorldPoint& place : m_clear) {
        const base::Point p = at.to_screen(place);
        obstacles.push_back(
            {p.x - m_clear_radius, p.y - m_clear_radius, 2 * m_clear_radius, 2 * m_clear_radius});
    }
    if (m_furniture != Furniture::none)
        for (const base::Rect& rect : furniture_rects(engine))
            obstacles.push_back(rect.inset(-10));
    prepare_labels(canvas, engine, at, obstacles);
}

void MapView::draw(draw::Canvas& canvas, draw::TextEngine& engine) {
    // Prepared for what is no longer so, when the frame was not drawn after all.
    if (!m_prepared || m_dirty || m_prepared->at.camera != snapped_view().camera) prepare(canvas, engine);
    if (!m_prepared) return;
    const Prepared frame = std::move(*m_prepared);
    m_prepared.reset();
    const draw::ClipScope clip(canvas, m_rect);
    draw_tiles(canvas, frame);
    draw_end_of_data(canvas, frame.at);
    m_labels.draw(canvas, engine, m_sprites, frame.at);
    draw_here(canvas, engine, frame.at);
    draw_markers(canvas, engine, frame.at, frame.shown);
    if (m_furniture != Furniture::none) draw_furniture(canvas, engine);
}

void MapView::request_tiles(const View& at) {
    const int z = tiles_zoom(at);
    // At rest tiles are made at just the size that they are shown at; while the zoom moves any size will do.
    const double exact = kTileSide * std::exp2(at.camera.zoom - z) * static_cast<double>(m_scale);
    const int whole = static_cast<int>(std::lround(exact));
    const bool zooming = std::abs(exact - whole) > 0.01;
    const int any_side = static_cast<int>(std::lround(kTileSide * static_cast<double>(m_scale)));
    const int side = std::clamp(zooming ? any_side : whole, 64, kMaxTileSide);

    std::vector<TileRequest> requests;
    const auto ask = [&](TileId id, bool exactly) {
        const Tile* kept = m_tiles.find(id);
        const bool good = !exactly && kept != nullptr && kept->made_for.style == m_style &&
                          kept->made_for.sources == m_sources;
        requests.push_back(good ? kept->made_for : TileRequest{id, side, m_scale, m_style, m_sources});
    };
    const WorldRect area = at.world_rect();
    m_needed = tiles_in(area, z);
    for (const TileId id : m_needed)
        ask(id, !zooming);
    const double around = kTilesAround / world_pixels(at.camera.zoom);
    for (const TileId id :
         tiles_in({area.left - around, area.top - around, area.right + around, area.bottom + around}, z))
        if (std::find(m_needed.begin(), m_needed.end(), id) == m_needed.end()) ask(id, !zooming);
    // Stand-ins for when the map is zoomed out or thrown far.
    if (const int above = z - 2; above >= first_zoom())
        for (const TileId id : tiles_in(area, above))
            ask(id, false);
    m_tiles.want(requests);
}

// What stands in shows within its tile alone: drawn under others it would cost a screen's worth of pixels
// more.
void MapView::lay_tiles(Prepared& frame) {
    const View& at = frame.at;
    const WorldRect area = at.world_rect();
    frame.covered = area.left >= 0 && area.top >= 0 && area.right <= 1 && area.bottom <= 1;
    std::vector<PlacedTile> own, below;
    const auto add = [](std::vector<PlacedTile>& tiles, const base::Rect& rect, const TilePtr& tile) {
        if (tile != nullptr && tile->image) tiles.push_back({rect, tile});
    };
    for (const TileId id : m_needed) {
        const base::Rect rect = rect_of(id, at);
        if (const TilePtr tile = m_tiles.share(id); tile != nullptr) {
            add(own, rect, tile);
            frame.covered = frame.covered && tile->image;
            continue;
        }
        TilePtr ancestor;
        for (int z = id.z - 1; ancestor == nullptr && z >= std::max(first_zoom(), id.z - kStandInLevels); --z)
            ancestor = m_tiles.share(id.ancestor(z));
        int children = 0;
        for (const auto& [right, lower] :
             {std::pair(0, 0), std::pair(1, 0), std::pair(0, 1), std::pair(1, 1)})
            if (const TilePtr tile = m_tiles.share(id.child(right, lower)); tile != nullptr && tile->image) {
                add(below, rect_of(tile->made_for.id, at), tile);
                ++children;
            }
        if (children == 4) continue;
        frame.covered = frame.covered && ancestor != nullptr && ancestor->image;
        add(frame.tiles, rect, ancestor);
    }
    for (const auto* tiles : {&below, &own})
        frame.tiles.insert(frame.tiles.end(), tiles->begin(), tiles->end());
}

void MapView::draw_tiles(draw::Canvas& canvas, const Prepared& frame) {
    // Near the ground what is not drawn yet is land, not sea.
    const draw::Color ground = frame.at.camera.zoom < kLandZoom ? m_style->outside : m_style->background;
    if (!frame.covered) canvas.box(m_rect, {ground, draw::kTransparent, 0, 0});
    for (const auto& [rect, tile] : frame.tiles) {
        const draw::ClipScope clip(canvas, rect);
        canvas.image(tile->image, rect_of(tile->made_for.id, frame.at));
    }
}

// Where the file ends in the middle of a country the map fades out instead of being cut.
void MapView::draw_end_of_data(draw::Canvas& canvas, const View& at) {
    if (m_sources->empty() || m_sources->front().role != SourceRole::base) return;
    const WorldRect world = m_sources->front().area;
    if (!world.contains(at.camera.center)) return;
    const base::Point a = at.to_screen({world.left, world.top}),
                      b = at.to_screen({world.right, world.bottom});
    const draw::Color out = m_style->outside,
                      clear{out.r, out.g, out.b, 1};  // no alpha at all would be black
    const auto fill = [&](const base::Rect& rect) {
        const base::Rect seen = rect.intersected(m_rect);
        if (!seen.empty()) canvas.box(seen, {out, draw::kTransparent, 0, 0});
    };
    const auto fade = [&](const base::Rect& rect, draw::Color from, draw::Color to, draw::Axis axis) {
        if (!rect.intersected(m_rect).empty()) canvas.gradient(rect, from, to, axis);
    };
    fade({m_rect.x, a.y, m_rect.width, kFadeWidth}, out, clear, draw::Axis::vertical);
    fade({m_rect.x, b.y - kFadeWidth, m_rect.width, kFadeWidth}, clear, out, draw::Axis::vertical);
    fade({a.x, m_rect.y, kFadeWidth, m_rect.height}, out, clear, draw::Axis::horizontal);
    fade({b.x - kFadeWidth, m_rect.y, kFadeWidth, m_rect.height}, clear, out, draw::Axis::horizontal);
    fill({m_rect.x, m_rect.y, m_rect.width, a.y - m_rect.y});
    fill({m_rect.x, b.y, m_rect.width, m_rect.bottom() - b.y});
    fill({m_rect.x, m_rect.y, a.x - m_rect.x, m_rect.height});
    fill({b.x, m_rect.y, m_rect.right() - b.x, m_rect.height});
}

void MapView::prepare_labels(draw::Canvas& canvas, draw::TextEngine& engine, const View& at,
                             const std::vector<base::Rect>& obstacles) {
    std::map<TileId, TilePtr> sources;
    for (const TileId id : m_needed)
        for (int z = id.z; z >= std::max(first_zoom(), id.z - kStandInLevels); --z)
            if (TilePtr tile = m_tiles.share(id.ancestor(z)); tile != nullptr) {
                if (tile->made_for.style == m_style) sources.emplace(id.ancestor(z), std::move(tile));
                break;
            }
    std::vector<TilePtr> tiles;
    for (auto& [id, tile] : sources)
        tiles.push_back(std::move(tile));
    const bool moving = m_camera.animating() || m_camera.held();
    m_labels.prepare(canvas, engine, m_sprites, {at, m_style, m_scale, std::move(tiles), obstacles, moving});
}

MapView::Scale MapView::scale_at(double metres_per_pixel, float most) {
    const double longest = metres_per_pixel * static_cast<double>(most);
    double metres = std::pow(10.0, std::floor(std::log10(longest)));
    for (const double times : {5.0, 2.0})
        if (metres * times <= longest) {
            metres *= times;
            break;
        }
    const bool far = metres >= 1000;
    const long whole = std::max(1L, std::lround(far ? metres / 1000 : metres));
    return {metres, static_cast<float>(metres / metres_per_pixel),
            std::to_string(whole) + "\u00A0" + (far ? "km" : "m")};
}

Words MapView::furniture_words(const std::string& text) const {
    Words words;
    words.text = text;
    words.weight = draw::Weight::regular;
    words.color = m_style->furniture;
    words.halo = m_style->furniture_halo;
    words.halo_width = 3;
    return words;
}

std::vector<std::string> MapView::furniture_lines() const {
    return m_furniture == Furniture::shown ? credits() : std::vector<std::string>();
}

std::vector<base::Rect> MapView::furniture_rects(draw::TextEngine& engine) {
    const float bottom = m_rect.bottom() - m_covered.bottom - kFurnitureMargin;
    // At the side where lines begin; the screen's own buttons are at the other.
    const bool from_right = base::is_right_to_left(m_labels.language());
    const float side = from_right ? m_rect.right() - m_covered.right - kFurnitureMargin
                                  : m_rect.x + m_covered.left + kFurnitureMargin;
    const auto left_of = [&](float width) { return from_right ? side - width : side; };
    std::vector<base::Rect> rects;
    float top = bottom;
    for (const std::string& line : furniture_lines()) {
        const base::Size words = m_sprites.words_size(engine, furniture_words(line));
        top -= words.height;
        rects.push_back({left_of(words.width), top, words.width, words.height});
    }
    const double metres = metres_per_pixel(view().to_world(m_rect.center()), m_camera.camera().zoom);
    const Scale scale = scale_at(metres, kScaleBarMost);
    const base::Size number = m_sprites.words_size(engine, furniture_words(scale.words));
    const float width = scale.pixels + 12 + number.width;
    rects.push_back({left_of(width), top - number.height - 12, width, number.height});
    return rects;
}

void MapView::draw_furniture(draw::Canvas& canvas, draw::TextEngine& engine) {
    const std::vector<base::Rect> rects = furniture_rects(engine);
    for (const base::Rect& rect : rects)  // what stands under the words stays under them
        canvas.box(rect.inset(-8), {m_style->furniture_halo.with_alpha(0.8F), draw::kTransparent, 0, 10});
    const auto write = [&](const std::string& words, base::Point at) {
        if (!words.empty()) m_sprites.words(engine, furniture_words(words)).draw(canvas, at);
    };
    const std::vector<std::string> lines = furniture_lines();
    for (std::size_t i = 0; i < lines.size(); ++i)
        write(lines[i], {rects[i].x, rects[i].y});
    const double metres = metres_per_pixel(view().to_world(m_rect.center()), m_camera.camera().zoom);
    const Scale scale = scale_at(metres, kScaleBarMost);
    const base::Rect bar = rects.back();
    const float y = bar.center().y + 4;
    for (const auto& [width, color] :
         {std::pair(7.0F, m_style->furniture_halo), std::pair(3.0F, m_style->furniture)}) {
        canvas.line({bar.x, y}, {bar.x + scale.pixels, y}, width, color);
        canvas.line({bar.x, y - 8}, {bar.x, y}, width, color);
        canvas.line({bar.x + scale.pixels, y - 8}, {bar.x + scale.pixels, y}, width, color);
    }
    write(scale.words, {bar.x + scale.pixels + 12, bar.y});
}

}  // namespace accueil::map
