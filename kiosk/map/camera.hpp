// SPDX-License-Identifier: GPL-3.0-or-later
// Moves the camera: fingers, inertia, buttons, keys and flights, as a state machine over injected time. Owned
// by MapView; UI thread. Points are design pixels from the top left of the map's rectangle.
#pragma once

#include <chrono>
#include <variant>
#include <vector>

#include "kiosk/map/projection.hpp"
#include "sync/base/clock.hpp"

namespace accueil::map {

/// What bars and sheets cover of the map, design pixels.
struct Padding {
    float left = 0, top = 0, right = 0, bottom = 0;
    bool operator==(const Padding&) const = default;
};

enum class Motion { full, reduced };

class CameraController {
  public:
    static constexpr std::chrono::milliseconds kZoomTime{200};
    static constexpr double kMaxZoom = 12;

    /// The map's rectangle, what covers it, and device pixels a design pixel. What was in the middle stays
    /// there.
    void set_viewport(base::Size size, Padding padding, float pixel_scale);
    /// The territory, which the camera cannot leave, and the first view. Who has left the first view stays
    /// where they are.
    void set_territory(const WorldRect& bounds, const Camera& start, double max_zoom = kMaxZoom);
    /// Where one may zoom in further than `max_zoom` of the territory: as long as some of it is in sight. Who
    /// leaves it stays as near as they are.
    struct DeepArea {
        WorldRect area;
        double max_zoom;
    };
    void set_deep_areas(std::vector<DeepArea> areas);
    void set_motion(Motion motion) { m_motion = motion; }

    const Camera& camera() const { return m_camera; }
    /// At once, without a flight: a visitor's place kept across generations of content.
    void set_camera(const Camera& camera);
    /// The first view: the feed's, at least near enough for the territory to fill what is not covered.
    Camera start_camera() const;
    double min_zoom() const;
    double max_zoom() const { return std::max(max_zoom_at(m_camera), m_camera.zoom); }

    // Fingers.
    void touch();  ///< a finger went down: what moves by itself stops
    void drag_by(base::Point delta);
    void drag_end(base::Point velocity, base::SteadyTime now);
    void pinch(base::Point center, base::Point delta, float factor);
    void release();  ///< the last finger left without a fling

    // Buttons, taps, keys.
    void zoom_by(double steps, base::Point about, base::SteadyTime now);
    void pan_by(base::Point pixels, base::SteadyTime now);
    void fly_to(const Camera& target, base::SteadyTime now);
    void start_view(base::SteadyTime now) { fly_to(start_camera(), now); }
    /// The camera that shows all of `area` in what is not covered.
    Camera fitting(const WorldRect& area) const;
    /// The camera of that zoom with `place` in the middle of what is not covered.
    Camera centred_on(WorldPoint place, double zoom) const;

    /// True while the camera moves by itself: tick() is wanted every frame.
    bool animating() const { return !std::holds_alternative<Rest>(m_state) && !held(); }
    /// True while fingers hold the map.
    bool held() const { return std::holds_alternative<Held>(m_state); }
    /// Moves on to `now`; true when the camera changed.
    bool tick(base::SteadyTime now);
    base::Point middle() const;  ///< of what is not covered

  private:
    struct Rest {};
    struct Held {};
    struct Fling {
        Camera from;
        base::Point velocity;
        base::SteadyTime start;
    };
    struct Zoom {  // `anchor` of the world stays under `about`
        double from, to;
        WorldPoint anchor;
        base::Point about;
        base::SteadyTime start;
    };
    struct Pan {
        WorldPoint from, to;
        base::SteadyTime start;
    };
    struct Flight {  // van Wijk and Nuij, "Smooth and efficient zooming and panning", 2003
        Camera from, to;
        double start_width, end_width, distance, r0, length;
        std::chrono::duration<double> time;
        base::SteadyTime start;
    };

    WorldPoint world_at(base::Point p) const;
    void put_under(WorldPoint anchor, base::Point p);
    double max_zoom_at(const Camera& camera) const;
    double in_range(double zoom, double most) const;
    Camera clamped(Camera camera) const;
    double whole_pixels(double zoom) const;
    void rest();
    void advance(const Fling& fling, base::SteadyTime now);
    void advance(const Zoom& zoom, base::SteadyTime now);
    void advance(const Pan& pan, base::SteadyTime now);
    void advance(const Flight& flight, base::SteadyTime now);

    base::Size m_size{1, 1};
    Padding m_padding;
    float m_pixel_scale = 1;
    WorldRect m_bounds;
    Camera m_start;
    double m_max_zoom = kMaxZoom;
    std::vector<DeepArea> m_deep;
    bool m_has_territory = false;
    Motion m_motion = Motion::full;
    Camera m_camera;
    std::variant<Rest, Held, Fling, Zoom, Pan, Flight> m_state;
};

}  // namespace accueil::map
