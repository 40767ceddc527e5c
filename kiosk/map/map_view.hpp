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
#include "kiosk/map/label_layer.hpp"
#include "kiosk/map/markers.hpp"
#include "kiosk/map/sprites.hpp"
#include "kiosk/map/tile_store.hpp"

namespace accueil::map {

struct MarkerTapped {
    std::string id;
};
/// What the map does with a group that was tapped.
enum class ClusterOutcome {
    flies,    ///< to where its markers come apart
    spreads,  ///< they stand on one spot, and spread around it
    lists     ///< they stand on one spot and are too many to be spread: the screen lists them
};
struct ClusterTapped {
    std::vector<std::string> ids;  ///< the first kMostListed, in the content's order where that is all
    std::size_t count;             ///< of all
    ClusterOutcome outcome;
};
struct BackgroundTapped {};
using MapEvent = std::variant<MarkerTapped, ClusterTapped, BackgroundTapped>;

/// What stands on the screen for a finger, a reader or a test: one marker, or several as one.
struct VisibleMarker {
    base::Rect rect;
    std::size_t count = 1;         ///< of markers
    std::vector<std::string> ids;  ///< of all of them, or of the first kMostNamed
    std::string title;             ///< of a marker that stands alone
    bool selected = false;
};

enum class Furniture {
    shown,  ///< scale bar and attribution
    scale,  ///< of a picture under which its attribution is written
    none,
};

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
    /// The visitor's place, the selection where it is still there, and the style stay. Costs nothing: the set
    /// was made elsewhere. The same set again changes nothing.
    void set_content(MarkerSetPtr markers);
    /// Makes the set here and now: for tests, and tools without a loader thread.
    void set_content(std::vector<Marker> markers) { set_content(make_marker_set(std::move(markers))); }
    void set_view_rect(const base::Rect& rect, Padding covered = {});
    bool is_placed() const { return !m_rect.empty(); }
    void set_motion(Motion motion);
    /// BCP 47: names are shown in it where the tiles have them.
    void set_language(std::string language);
    void set_furniture(Furniture furniture) { m_furniture = furniture; }
    /// Names stand aside from these places, `radius` around each: something will be drawn there.
    void keep_clear(std::vector<model::Coordinates> places, float radius);

    std::optional<MapEvent> on_gesture(const input::Gesture& gesture, base::SteadyTime now);
    bool on_key(input::Key key, base::SteadyTime now);  ///< arrows pan, pages zoom, home is the start view
    void on_wheel(const input::WheelEvent& wheel, base::SteadyTime now);
    void zoom_in(base::SteadyTime now) { m_camera.zoom_by(1, m_camera.middle(), now); }
    void zoom_out(base::SteadyTime now) { m_camera.zoom_by(-1, m_camera.middle(), now); }
    bool can_zoom_in() const { return m_camera.camera().zoom < m_camera.max_zoom() - 0.01; }
    bool can_zoom_out() const { return m_camera.camera().zoom > m_camera.min_zoom() + 0.01; }
    void start_view(base::SteadyTime now);
    void fly_to(model::Coordinates place, double zoom, base::SteadyTime now);
    /// Flies to where all of them are in sight; ids that are not on the map are passed over.
    void show_all(const std::vector<std::string>& ids, base::SteadyTime now);

    void select(std::optional<std::string> id);
    const std::optional<std::string>& selected() const { return m_selected; }

    /// "Vous êtes ici": where the kiosk itself stands, in the words of the screen's language.
    void set_here(std::optional<model::Coordinates> place, std::string words);
    bool has_here() const { return m_here.has_value(); }
    /// True when the place is in sight and nothing covers it.
    bool shows(model::Coordinates place) const;

    const Camera& camera() const { return m_camera.camera(); }
    void restore(const Camera& camera);
    /// For a picture of the map, at once. The first place, with the others where the zoom is `least` at
    /// least; no nearer than `most`. Costs nothing where the camera is there already.
    void frame(const std::vector<model::Coordinates>& places, double least, double most);
    void frame_start();                                   ///< the start view, at once
    bool has_streets_at(model::Coordinates place) const;  ///< of a town's map

    /// True while the camera moves by itself.
    bool moving() const { return m_camera.animating(); }
    static constexpr std::size_t kTilesMoving = 1, kTilesResting = 8;
    static constexpr float kRoomAround = 64;  ///< between what is shown together and the edge
    /// True while tick() is wanted at every frame.
    bool animating() const {
        return m_camera.animating() || m_labels.animating() || (m_spread && m_spread->progress < 1) ||
               m_tiles.has_mail();
    }
    /// Moves on, takes finished tiles; true when the map must be drawn again. A still map answers false.
    bool tick(base::SteadyTime now);
    /// What draw() will do, as far as it makes pictures: before anything of the frame is drawn (see
    /// Canvas::prepare). Asks for the tiles that are missing; when they come the store wakes the loop.
    void prepare(draw::Canvas& canvas, draw::TextEngine& engine);
    /// Prepares itself where nobody did.
    void draw(draw::Canvas& canvas, draw::TextEngine& engine);

    /// North to south; while markers are spread around their spot only these, in the content's order.
    std::vector<VisibleMarker> visible_markers();
    static constexpr std::size_t kMostNamed = 24, kMostListed = 1000;
    std::vector<std::string> credits() const;  ///< whom the maps in sight are owed to, a line each
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
    base::Rect uncovered() const;

    // In map_markers.cpp. Nothing of it goes through all markers: the index is asked for what is in sight.
    struct Spread {  // markers that stand around their common spot, within reach of a finger each
        WorldPoint place;
        double zoom;  // of the camera that it was laid out for
        std::vector<std::uint32_t> markers;
        std::vector<base::Point> ends;  // of their legs, from the place, design pixels
        base::SteadyTime start;
        float progress;
    };
    void put(const Camera& target);
    Camera showing_all(const std::vector<WorldPoint>& points, double most) const;
    std::vector<MarkerGroup> groups(const base::Rect& area) const;
    MarkerGroup alone(std::uint32_t marker) const;
    base::Rect hit_rect(const MarkerGroup& group, base::Point at) const;
    float radius_of(const MarkerGroup& group) const;
    bool is_selected(const MarkerGroup& group) const;
    std::optional<MarkerGroup> chosen_of_group(const std::vector<MarkerGroup>& shown) const;
    std::optional<MarkerGroup> group_at(base::Point p) const;
    std::optional<MapEvent> tapped(const input::Tap& tap, base::SteadyTime now);
    ClusterOutcome open(const MarkerGroup& group, base::SteadyTime now);
    void fly_apart(const MarkerGroup& group, int split_zoom, base::SteadyTime now);
    void begin_spread(const MarkerGroup& group, base::SteadyTime now);
    void lay_spread_out();
    void end_lost_spread();
    bool advance_spread(base::SteadyTime now);
    void draw_spread(draw::Canvas& canvas, draw::TextEngine& engine, const View& at);
    void draw_marker(draw::Canvas& canvas, draw::TextEngine& engine, const MarkerGroup& group,
                     base::Point at);
    base::Point local(base::Point p) const { return {p.x - m_rect.x, p.y - m_rect.y}; }

    void request_tiles(const View& at);
    struct PlacedTile {
        base::Rect rect;  // where it may show
        TilePtr tile;
    };
    struct Prepared {
        View at;
        std::vector<MarkerGroup> shown;
        std::vector<PlacedTile> tiles;  // from below
        bool covered;                   // no ground shows between them
    };
    void lay_tiles(Prepared& frame);
    void draw_tiles(draw::Canvas& canvas, const Prepared& frame);
    void draw_end_of_data(draw::Canvas& canvas, const View& at);
    void prepare_labels(draw::Canvas& canvas, draw::TextEngine& engine, const View& at,
                        const std::vector<base::Rect>& obstacles);
    void draw_markers(draw::Canvas& canvas, draw::TextEngine& engine, const View& at,
                      const std::vector<MarkerGroup>& shown);
    void draw_here(draw::Canvas& canvas, draw::TextEngine& engine, const View& at);
    void draw_furniture(draw::Canvas& canvas, draw::TextEngine& engine);
    Words furniture_words(const std::string& text) const;
    std::vector<std::string> furniture_lines() const;
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
    std::vector<WorldPoint> m_clear;
    float m_clear_radius = 0;

    MarkerSetPtr m_markers = make_marker_set({});
    std::optional<std::string> m_selected;
    std::optional<WorldPoint> m_here;
    std::string m_here_words;
    std::optional<std::uint32_t> m_selected_index;  // in m_markers
    std::optional<NodeId> m_pressed;
    std::optional<Spread> m_spread;
    Motion m_motion = Motion::full;

    Sprites m_sprites;
    LabelLayer m_labels;
    std::optional<Prepared> m_prepared;
    std::vector<TileId> m_needed;  // by the last drawing, nearest first
    bool m_dirty = true;
};

}  // namespace accueil::map
