// SPDX-License-Identifier: GPL-3.0-or-later
// The map as a screen has it: tiles, names, markers, and what fingers do to them. Owned by a screen; UI
// thread. Points and rectangles are the window's design pixels.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "kiosk/draw/canvas.hpp"
#include "kiosk/input/events.hpp"
#include "kiosk/map/camera.hpp"
#include "kiosk/map/labels.hpp"
#include "kiosk/map/markers.hpp"
#include "kiosk/map/sprites.hpp"
#include "kiosk/map/tile_store.hpp"

namespace accueil::map {

struct MarkerTapped {
    std::string id;
};
struct ClusterTapped {
    std::vector<std::string> ids;
    bool splits;  ///< the map flies to where they come apart; else they stand on one spot: list them
};
struct BackgroundTapped {};
using MapEvent = std::variant<MarkerTapped, ClusterTapped, BackgroundTapped>;

/// What stands on the screen for a finger, a reader or a test: one marker, or several as one.
struct VisibleMarker {
    base::Rect rect;
    std::vector<std::string> ids;
    std::string title;  ///< of a marker that stands alone
    bool selected = false;
};

enum class Furniture { shown, none };  ///< scale bar and attribution; none for a picture of the map

class MapView {
  public:
    /// `tiles` outlives the view, and serves one visible view at a time.
    MapView(TileStore& tiles, TileSourcesPtr sources, StylePtr style);

    void set_style(StylePtr style);
    /// Other map files: what is on screen stays until they have made what takes its place.
    void set_sources(TileSourcesPtr sources);
    const TileSourcesPtr& sources() const { return m_sources; }
    /// What a map of OpenStreetMap's data says that names nobody itself, in the screen's language.
    void set_osm_credit(std::string words);
    void set_territory(const model::FeedInfo& feed);
    /// The visitor's place, the selection where it is still there, and the style stay.
    void set_content(std::vector<Marker> markers);
    void set_view_rect(const base::Rect& rect, Padding covered = {});
    void set_motion(Motion motion) { m_camera.set_motion(motion); }
    void set_furniture(Furniture furniture) { m_furniture = furniture; }

    std::optional<MapEvent> on_gesture(const input::Gesture& gesture, base::SteadyTime now);
    bool on_key(input::Key key, base::SteadyTime now);  ///< arrows pan, pages zoom, home is the start view
    void on_wheel(const input::WheelEvent& wheel, base::SteadyTime now);
    void zoom_in(base::SteadyTime now) { m_camera.zoom_by(1, m_camera.middle(), now); }
    void zoom_out(base::SteadyTime now) { m_camera.zoom_by(-1, m_camera.middle(), now); }
    bool can_zoom_in() const { return m_camera.camera().zoom < m_camera.max_zoom() - 0.01; }
    bool can_zoom_out() const { return m_camera.camera().zoom > m_camera.min_zoom() + 0.01; }
    void start_view(base::SteadyTime now) { m_camera.start_view(now); }
    void fly_to(model::Coordinates place, double zoom, base::SteadyTime now);
    /// Flies to where all of them are in sight; ids that are not on the map are passed over.
    void show_all(const std::vector<std::string>& ids, base::SteadyTime now);

    void select(std::optional<std::string> id);
    const std::optional<std::string>& selected() const { return m_selected; }

    const Camera& camera() const { return m_camera.camera(); }
    void restore(const Camera& camera);

    /// True while tick() is wanted at every frame.
    bool animating() const { return m_camera.animating(); }
    /// Moves on, takes finished tiles; true when the map must be drawn again. A still map answers false.
    bool tick(base::SteadyTime now);
    /// Asks for the tiles that are missing; when they come the store wakes the loop.
    void draw(draw::Canvas& canvas, draw::TextEngine& engine);

    std::vector<VisibleMarker> visible_markers();  ///< north to south
    std::vector<std::string> credits() const;      ///< whom the maps in sight are owed to, a line each
    bool complete() { return m_tiles.idle() && !m_dirty; }  ///< every tile of the last drawing has come

    /// A length of 1, 2 or 5 times a power of ten that fits into `most` pixels.
    struct Scale {
        double metres;
        float pixels;
        std::string words;
    };
    static Scale scale_at(double metres_per_pixel, float most);

  private:
    View view() const { return {m_camera.camera(), m_rect}; }
    View snapped_view() const;
    std::vector<MarkerGroup> groups();
    base::Rect hit_rect(const MarkerGroup& group, base::Point at) const;
    float radius_of(const MarkerGroup& group) const;
    bool is_selected(const MarkerGroup& group) const;
    std::optional<MarkerGroup> group_at(base::Point p);
    std::optional<MapEvent> tapped(const input::Tap& tap, base::SteadyTime now);
    base::Point local(base::Point p) const { return {p.x - m_rect.x, p.y - m_rect.y}; }

    void request_tiles(const View& at);
    void draw_tiles(draw::Canvas& canvas, const View& at);
    void draw_end_of_data(draw::Canvas& canvas, const View& at);
    void draw_labels(draw::Canvas& canvas, draw::TextEngine& engine, const View& at,
                     const std::vector<base::Rect>& obstacles);
    void draw_markers(draw::Canvas& canvas, draw::TextEngine& engine, const View& at,
                      const std::vector<MarkerGroup>& shown);
    void draw_furniture(draw::Canvas& canvas, draw::TextEngine& engine);
    std::vector<base::Rect> furniture_rects(draw::TextEngine& engine);
    int tiles_zoom(const View& at) const;
    int first_zoom() const { return m_sources->empty() ? 0 : m_sources->front().info.min_zoom; }

    TileStore& m_tiles;
    TileSourcesPtr m_sources;
    std::string m_osm_credit = "© OpenStreetMap contributors";
    StylePtr m_style;
    CameraController m_camera;
    base::Rect m_rect;
    Padding m_covered;
    float m_scale = 1;
    Furniture m_furniture = Furniture::shown;

    std::vector<Marker> m_markers;
    std::vector<WorldPoint> m_points;
    std::unique_ptr<Clusters> m_clusters;
    std::optional<std::string> m_selected;
    std::optional<std::size_t> m_pressed;  // first member of the group under the finger

    Sprites m_sprites;
    LabelPlacer m_labels;
    std::vector<TileId> m_needed;  // by the last drawing, nearest first
    bool m_dirty = true;
};

}  // namespace accueil::map
