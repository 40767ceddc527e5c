// SPDX-License-Identifier: GPL-3.0-or-later
#include "kiosk/map/camera.hpp"

#include <type_traits>

namespace accueil::map {

namespace {

constexpr double kFlingTime = 0.325;     // seconds in which the speed falls to a third
constexpr double kFlingEnd = 12;         // pixels a second: slower is at rest
constexpr double kMaxFlingSpeed = 6000;  // pixels a second: faster is a slip of the sensor
constexpr double kSlack = 0.25;          // of the view may show beyond the territory
constexpr double kCurve = 1.42;          // van Wijk's rho, as most people prefer it
constexpr double kFlightSpeed = 1.6;     // screens a second, in van Wijk's measure

double seconds(base::SteadyTime from, base::SteadyTime to) {
    return std::max(0.0, std::chrono::duration<double>(to - from).count());
}

double ease_out(double t) {
    return 1 - std::pow(1 - std::clamp(t, 0.0, 1.0), 3);
}

double ease_in_out(double t) {
    t = std::clamp(t, 0.0, 1.0);
    return t < 0.5 ? 4 * t * t * t : 1 - std::pow(2 - 2 * t, 3) / 2;
}

double clamp_axis(double center, double half_view, double low, double high) {
    const double least = low + half_view, most = high - half_view;
    return least > most ? (low + high) / 2 : std::clamp(center, least, most);
}

}  // namespace

void CameraController::set_viewport(base::Size size, Padding padding, float pixel_scale) {
    if (size.width < 1 || size.height < 1) return;
    const bool first = m_size == base::Size{1, 1};
    const bool at_start = !first && !animating() && m_camera == start_camera();
    const WorldPoint middle_before = world_at(middle());
    m_size = size;
    m_padding = padding;
    m_pixel_scale = pixel_scale;
    if (first || at_start) {
        set_camera(start_camera());
    } else if (!animating()) {
        put_under(middle_before, middle());
        m_camera = clamped(m_camera);
        if (!held()) rest();
    }
}

void CameraController::set_territory(const WorldRect& bounds, const Camera& start, double max_zoom) {
    const bool at_start = !m_has_territory || m_camera == start_camera();
    m_has_territory = true;
    m_bounds = bounds;
    m_start = start;
    m_max_zoom = max_zoom;
    if (at_start) return set_camera(start_camera());
    if (!animating() && !held()) rest();
}

void CameraController::set_deep_areas(std::vector<DeepArea> areas) {
    m_deep = std::move(areas);
    if (!animating() && !held() && m_has_territory) set_camera(m_camera);
}

void CameraController::set_camera(const Camera& camera) {
    m_camera = camera;
    m_camera.zoom = std::min(m_camera.zoom, max_zoom_at(camera));
    rest();
}

double CameraController::max_zoom_at(const Camera& camera) const {
    const WorldRect seen = View{camera, {0, 0, m_size.width, m_size.height}}.world_rect();
    double most = m_max_zoom;
    for (const DeepArea& deep : m_deep)
        if (deep.max_zoom > most && deep.area.intersects(seen)) most = deep.max_zoom;
    return most;
}

double CameraController::in_range(double zoom, double most) const {
    return std::max(min_zoom(), std::min(zoom, most));
}

base::Point CameraController::middle() const {
    return {(m_padding.left + m_size.width - m_padding.right) / 2,
            (m_padding.top + m_size.height - m_padding.bottom) / 2};
}

Camera CameraController::fitting(const WorldRect& area) const {
    const double width = std::max(64.0F, m_size.width - m_padding.left - m_padding.right);
    const double height = std::max(64.0F, m_size.height - m_padding.top - m_padding.bottom);
    const double side =
        std::min(width / std::max(area.width(), 1e-9), height / std::max(area.height(), 1e-9));
    return centred_on(area.center(), std::log2(side / kTileSide));
}

Camera CameraController::centred_on(WorldPoint place, double zoom) const {
    const double side = world_pixels(zoom);
    const base::Point off = middle() - base::Point{m_size.width / 2, m_size.height / 2};
    return {{place.x - static_cast<double>(off.x) / side, place.y - static_cast<double>(off.y) / side}, zoom};
}

double CameraController::min_zoom() const {
    const Camera whole = fitting(m_bounds);
    return std::min(whole.zoom, max_zoom_at(whole));
}

Camera CameraController::start_camera() const {
    const double zoom = whole_pixels(in_range(m_start.zoom, max_zoom_at(m_start)));
    // A feed's centre is a wish: where there is room for the whole territory, none of it is cut off.
    const double side = world_pixels(zoom);
    const auto keep_whole = [side](double center, float room, double low, double high) {
        const double half = static_cast<double>(room) / side / 2;
        const double least = high - half, most = low + half;
        if (least <= most) return std::clamp(center, least, most);
        return high - low <= 2 * half * 1.01 ? (low + high) / 2 : center;
    };
    const WorldPoint center{keep_whole(m_start.center.x, m_size.width - m_padding.left - m_padding.right,
                                       m_bounds.left, m_bounds.right),
                            keep_whole(m_start.center.y, m_size.height - m_padding.top - m_padding.bottom,
                                       m_bounds.top, m_bounds.bottom)};
    return clamped(centred_on(center, zoom));
}

WorldPoint CameraController::world_at(base::Point p) const {
    return View{m_camera, {0, 0, m_size.width, m_size.height}}.to_world(p);
}

void CameraController::put_under(WorldPoint anchor, base::Point p) {
    m_camera.center = m_camera.center + (anchor - world_at(p));
}

// The part that is not covered may show the territory and a quarter of itself beyond, never less.
Camera CameraController::clamped(Camera camera) const {
    const double most = std::max(max_zoom_at(camera), m_camera.zoom);  // who left a deep area stays as near
    camera.zoom = std::max(std::min(min_zoom(), whole_pixels(min_zoom())), std::min(camera.zoom, most));
    const double side = world_pixels(camera.zoom);
    const base::Point off = middle() - base::Point{m_size.width / 2, m_size.height / 2};
    const double half_width = static_cast<double>(m_size.width - m_padding.left - m_padding.right) / side / 2;
    const double half_height =
        static_cast<double>(m_size.height - m_padding.top - m_padding.bottom) / side / 2;
    const double slack_x = 2 * kSlack * half_width, slack_y = 2 * kSlack * half_height;
    const WorldPoint off_world{static_cast<double>(off.x) / side, static_cast<double>(off.y) / side};
    camera.center = {clamp_axis(camera.center.x + off_world.x, half_width, m_bounds.left - slack_x,
                                m_bounds.right + slack_x) -
                         off_world.x,
                     clamp_axis(camera.center.y + off_world.y, half_height, m_bounds.top - slack_y,
                                m_bounds.bottom + slack_y) -
                         off_world.y};
    return camera;
}

// A map at rest has tiles of a whole number of device pixels, so that each of their pixels is one of the
// screen's.
double CameraController::whole_pixels(double zoom) const {
    const double whole = std::round(zoom);
    const double scale = static_cast<double>(m_pixel_scale);
    const double side = std::round(kTileSide * std::exp2(zoom - whole) * scale) / scale;
    return whole + std::log2(side / kTileSide);
}

void CameraController::rest() {
    m_state = Rest{};
    m_camera.zoom = whole_pixels(std::max(min_zoom(), m_camera.zoom));
    m_camera = clamped(m_camera);
}

void CameraController::touch() {
    m_state = Held{};
}

void CameraController::drag_by(base::Point delta) {
    m_state = Held{};
    const double side = world_pixels(m_camera.zoom);
    m_camera.center =
        m_camera.center - WorldPoint{static_cast<double>(delta.x), static_cast<double>(delta.y)} * (1 / side);
    m_camera = clamped(m_camera);
}

void CameraController::drag_end(base::Point velocity, base::SteadyTime now) {
    const double speed = std::hypot(static_cast<double>(velocity.x), static_cast<double>(velocity.y));
    if (m_motion == Motion::reduced || speed < 60) return rest();
    const auto factor = static_cast<float>(std::min(1.0, kMaxFlingSpeed / speed));
    rest();
    m_state = Fling{m_camera, velocity * factor, now};
}

void CameraController::pinch(base::Point center, base::Point delta, float factor) {
    m_state = Held{};
    const WorldPoint anchor = world_at(center - delta);
    if (factor > 0 && std::isfinite(factor))
        m_camera.zoom = in_range(m_camera.zoom + std::log2(static_cast<double>(factor)), max_zoom());
    put_under(anchor, center);
    m_camera = clamped(m_camera);
}

void CameraController::release() {
    rest();
}

void CameraController::zoom_by(double steps, base::Point about, base::SteadyTime now) {
    double from = m_camera.zoom, to = m_camera.zoom + steps;
    if (const Zoom* running = std::get_if<Zoom>(&m_state)) to = running->to + steps;
    to = whole_pixels(in_range(to, max_zoom()));
    m_state = Zoom{from, to, world_at(about), about, now};
    if (m_motion == Motion::reduced) tick(now + kZoomTime);
}

void CameraController::pan_by(base::Point pixels, base::SteadyTime now) {
    const double side = world_pixels(m_camera.zoom);
    Camera target = m_camera;
    if (const Pan* running = std::get_if<Pan>(&m_state)) target.center = running->to;
    target.center =
        target.center + WorldPoint{static_cast<double>(pixels.x), static_cast<double>(pixels.y)} * (1 / side);
    m_state = Pan{m_camera.center, clamped(target).center, now};
    if (m_motion == Motion::reduced) tick(now + kZoomTime);
}

void CameraController::fly_to(const Camera& wanted, base::SteadyTime now) {
    Camera to = wanted;
    to.zoom = whole_pixels(in_range(wanted.zoom, max_zoom_at(wanted)));
    to = clamped(to);
    if (m_motion == Motion::reduced || to == m_camera) return set_camera(to);

    Flight flight{m_camera, to, 0, 0, 0, 0, 0, {}, now};
    const WorldPoint way = to.center - m_camera.center;
    flight.start_width = static_cast<double>(std::max(m_size.width, m_size.height));
    flight.end_width = flight.start_width * std::exp2(m_camera.zoom - to.zoom);
    flight.distance = std::hypot(way.x, way.y) * world_pixels(m_camera.zoom);
    const double w0 = flight.start_width, w1 = flight.end_width, u1 = flight.distance, rho2 = kCurve * kCurve;
    const auto r = [=](double w, double sign) {
        const double b = (w1 * w1 - w0 * w0 + sign * rho2 * rho2 * u1 * u1) / (2 * w * rho2 * u1);
        return std::log(std::sqrt(b * b + 1) - b);
    };
    if (u1 > 1) {
        flight.r0 = r(w0, 1);
        flight.length = (r(w1, -1) - flight.r0) / kCurve;
    }
    if (u1 <= 1 || !std::isfinite(flight.length)) {
        flight.distance = 0;
        flight.length = std::abs(std::log(w1 / w0)) / kCurve;
    }
    flight.time = std::chrono::duration<double>(std::clamp(flight.length / kFlightSpeed, 0.2, 1.2));
    m_state = flight;
}

void CameraController::advance(const Fling& fling, base::SteadyTime now) {
    const double t = seconds(fling.start, now), decay = std::exp(-t / kFlingTime);
    const double side = world_pixels(fling.from.zoom), way = kFlingTime * (1 - decay) / side;
    const WorldPoint velocity{static_cast<double>(fling.velocity.x), static_cast<double>(fling.velocity.y)};
    Camera wanted = fling.from;
    wanted.center = fling.from.center - velocity * way;
    m_camera = clamped(wanted);
    const bool stuck_x = m_camera.center.x != wanted.center.x || std::abs(velocity.x) * decay < kFlingEnd;
    const bool stuck_y = m_camera.center.y != wanted.center.y || std::abs(velocity.y) * decay < kFlingEnd;
    if (stuck_x && stuck_y) rest();
}

void CameraController::advance(const Zoom& zoom, base::SteadyTime now) {
    const double t = seconds(zoom.start, now) / std::chrono::duration<double>(kZoomTime).count();
    m_camera.zoom = zoom.from + (zoom.to - zoom.from) * ease_out(t);
    put_under(zoom.anchor, zoom.about);
    m_camera = clamped(m_camera);
    if (t >= 1) rest();
}

void CameraController::advance(const Pan& pan, base::SteadyTime now) {
    const double t = seconds(pan.start, now) / std::chrono::duration<double>(kZoomTime).count();
    m_camera.center = pan.from + (pan.to - pan.from) * ease_out(t);
    if (t >= 1) rest();
}

void CameraController::advance(const Flight& flight, base::SteadyTime now) {
    const double t = seconds(flight.start, now) / flight.time.count();
    if (t >= 1) return set_camera(flight.to);
    const double s = ease_in_out(t) * flight.length;
    double width = 0, way = 0;
    if (flight.distance > 0) {
        width = std::cosh(flight.r0) / std::cosh(flight.r0 + kCurve * s);
        way = flight.start_width *
              (std::cosh(flight.r0) * std::tanh(flight.r0 + kCurve * s) - std::sinh(flight.r0)) /
              (kCurve * kCurve) / flight.distance;
    } else {
        width = std::exp((flight.end_width < flight.start_width ? -1 : 1) * kCurve * s);
        way = flight.length > 0 ? s / flight.length : 1;
    }
    const Camera& from = flight.from;
    m_camera = clamped({from.center + (flight.to.center - from.center) * way, from.zoom - std::log2(width)});
}

bool CameraController::tick(base::SteadyTime now) {
    if (!animating()) return false;
    const Camera before = m_camera;
    const auto state = m_state;
    std::visit(
        [&](const auto& moving) {
            using State = std::decay_t<decltype(moving)>;
            if constexpr (!std::is_same_v<State, Rest> && !std::is_same_v<State, Held>) advance(moving, now);
        },
        state);
    return m_camera != before || !animating();
}

}  // namespace accueil::map
