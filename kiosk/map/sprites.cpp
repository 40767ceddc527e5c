// SPDX-License-Identifier: GPL-3.0-or-later
#include "kiosk/map/sprites.hpp"

#include <cairo.h>

#include <cmath>
#include <functional>
#include <numbers>

#include "kiosk/draw/cairo_canvas.hpp"

namespace accueil::map {

namespace {

constexpr std::size_t kMostWords = 800;
constexpr std::size_t kMostBubbles = 600;  // more than one view has

std::uint32_t bits(draw::Color c) {
    return std::uint32_t{c.r} << 24 | std::uint32_t{c.g} << 16 | std::uint32_t{c.b} << 8 | c.a;
}

void set_color(cairo_t* cairo, draw::Color c) {
    cairo_set_source_rgba(cairo, c.r / 255.0, c.g / 255.0, c.b / 255.0, c.a / 255.0);
}

/// What `paint` draws with Cairo, in design pixels on a transparent square of `side`.
draw::ImagePtr drawn(float side, float scale, const std::function<void(cairo_t*)>& paint) {
    const int pixels = static_cast<int>(std::lround(side * scale));
    cairo_surface_t* surface = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, pixels, pixels);
    cairo_t* cairo = cairo_create(surface);
    cairo_scale(cairo, static_cast<double>(scale), static_cast<double>(scale));
    cairo_set_line_join(cairo, CAIRO_LINE_JOIN_ROUND);
    paint(cairo);
    cairo_destroy(cairo);
    cairo_surface_flush(surface);
    std::vector<std::uint8_t> rgba;
    rgba.reserve(static_cast<std::size_t>(pixels) * static_cast<std::size_t>(pixels) * 4);
    const unsigned char* rows = cairo_image_surface_get_data(surface);
    for (int y = 0; y < pixels; ++y)
        for (int x = 0; x < pixels; ++x) {
            std::uint32_t pixel = 0;
            std::copy_n(rows + y * cairo_image_surface_get_stride(surface) + x * 4, 4,
                        reinterpret_cast<unsigned char*>(&pixel));
            const std::uint32_t alpha = pixel >> 24;
            for (const int shift : {16, 8, 0})
                rgba.push_back(static_cast<std::uint8_t>(
                    alpha == 0 ? 0 : std::min(255U, ((pixel >> shift & 255) * 255 + alpha / 2) / alpha)));
            rgba.push_back(static_cast<std::uint8_t>(alpha));
        }
    cairo_surface_destroy(surface);
    return std::make_shared<draw::Image>(pixels, pixels, std::move(rgba));
}

void polygon(cairo_t* cairo, double x, double y, double radius, int corners, double first_angle) {
    cairo_new_path(cairo);
    for (int i = 0; i < corners; ++i) {
        const double angle = first_angle + 2 * std::numbers::pi * i / corners;
        cairo_line_to(cairo, x + radius * std::cos(angle), y + radius * std::sin(angle));
    }
    cairo_close_path(cairo);
}

// Sizes differ so that the shapes weigh the same and an icon fits in each. Corners are rounded by the
// strokes.
void trace(cairo_t* cairo, model::MarkerShape shape, double c, double times) {
    constexpr double kPi = std::numbers::pi;
    switch (shape) {
        case model::MarkerShape::square:
            return polygon(cairo, c, c, 30 * times, 4, kPi / 4);
        case model::MarkerShape::diamond:
            return polygon(cairo, c, c, 31 * times, 4, 0);
        case model::MarkerShape::triangle:
            return polygon(cairo, c, c + 3 * times, 36 * times, 3, -kPi / 2);
        case model::MarkerShape::hexagon:
            return polygon(cairo, c, c, 27 * times, 6, 0);
        case model::MarkerShape::drop:
            cairo_new_path(cairo);
            cairo_arc(cairo, c, c, 23 * times, kPi * 0.85, kPi * 0.15);
            cairo_line_to(cairo, c, c + 36 * times);
            return cairo_close_path(cairo);
        case model::MarkerShape::circle:
            break;
    }
    cairo_new_path(cairo);
    cairo_arc(cairo, c, c, 25 * times, 0, 2 * kPi);
    cairo_close_path(cairo);
}

void rounded_square(cairo_t* cairo, double center, double half, double radius) {
    constexpr double kPi = std::numbers::pi;
    const double inner = half - radius;
    cairo_new_path(cairo);
    cairo_arc(cairo, center + inner, center - inner, radius, -kPi / 2, 0);
    cairo_arc(cairo, center + inner, center + inner, radius, 0, kPi / 2);
    cairo_arc(cairo, center - inner, center + inner, radius, kPi / 2, kPi);
    cairo_arc(cairo, center - inner, center - inner, radius, kPi, 3 * kPi / 2);
    cairo_close_path(cairo);
}

using Trace = std::function<void(cairo_t*)>;

/// Shadow, ring when selected, outline, fill: from below.
void badge(cairo_t* cairo, const Trace& path, const MarkerStyle& style, draw::Color fill, MarkerState state) {
    const auto stroke = [&](draw::Color color, double width) {
        path(cairo);
        set_color(cairo, color);
        cairo_set_line_width(cairo, width);
        cairo_stroke_preserve(cairo);
        cairo_fill(cairo);
    };
    cairo_save(cairo);
    cairo_translate(cairo, 0, 2);
    cairo_push_group(cairo);
    stroke(draw::Color{style.shadow.r, style.shadow.g, style.shadow.b, 255}, 12);
    cairo_pop_group_to_source(cairo);
    cairo_paint_with_alpha(cairo, style.shadow.a / 255.0);
    cairo_restore(cairo);
    if (state == MarkerState::selected) stroke(style.selected_ring, 22);
    stroke(style.outline, 10);
    stroke(fill, 3);
    if (state == MarkerState::pressed) {
        path(cairo);
        set_color(cairo, {0, 0, 0, 56});
        cairo_set_line_width(cairo, 3);
        cairo_stroke_preserve(cairo);
        cairo_fill(cairo);
    }
}

double times_of(MarkerState state) {
    return state == MarkerState::selected ? 1.3 : state == MarkerState::pressed ? 1.1 : 1;
}

}  // namespace

float Sprites::marker_radius(MarkerState state) {
    return 34 * static_cast<float>(times_of(state));
}

float Sprites::cluster_radius(std::size_t count) {
    return count < 10 ? 32 : count < 100 ? 36 : 42;
}

std::string Sprites::cluster_words(std::size_t count) {
    constexpr const char* kNarrowSpace = "\u202F";
    const auto grouped = [&](std::size_t number) {
        std::string digits = std::to_string(number);
        for (std::size_t at = digits.size(); at > 3;)
            digits.insert(at -= 3, kNarrowSpace);
        return digits;
    };
    return count < 10'000 ? grouped(count) : grouped(count / 1000) + kNarrowSpace + "k";
}

void Sprites::begin_frame(const StylePtr& style, float scale) {
    ++m_frame;
    if (m_style != style || m_scale != scale) {
        m_words.clear();
        m_sizes.clear();
        m_dots.clear();
        m_markers.clear();
        m_signs.clear();
        m_clusters.clear();
        m_style = style;
        m_scale = scale;
    }
    if (m_words.size() > kMostWords)
        std::erase_if(m_words, [&](const auto& entry) { return entry.second.used + 2 < m_frame; });
    if (m_sizes.size() > 8 * kMostWords) m_sizes.clear();
    if (m_clusters.size() > kMostBubbles) m_clusters.clear();
}

base::Size Sprites::words_size(draw::TextEngine& engine, const std::string& words,
                               const draw::TextStyle& style) {
    const std::tuple key{words, style.size, static_cast<int>(style.weight), style.italic};
    const auto known = m_sizes.find(key);
    if (known != m_sizes.end()) return known->second;
    return m_sizes.emplace(key, engine.layout(words, style, 0, "fr")->size()).first->second;
}

const Sprite& Sprites::words(draw::TextEngine& engine, const std::string& words, const draw::TextStyle& style,
                             draw::Color color, draw::Color halo, float halo_width) {
    const WordsKey key{words,      style.size, static_cast<int>(style.weight), style.italic, bits(color),
                       bits(halo), halo_width};
    Kept& kept = m_words[key];
    kept.used = m_frame;
    if (kept.sprite.image) return kept.sprite;

    const draw::TextLayoutPtr layout = engine.layout(words, style, 0, "fr");
    const float margin = std::ceil(halo_width) + 1;
    const int width = static_cast<int>(std::ceil((layout->size().width + 2 * margin) * m_scale));
    const int height = static_cast<int>(std::ceil((layout->size().height + 2 * margin) * m_scale));
    const auto canvas = draw::CairoCanvas::create(width, height, m_scale, engine);
    constexpr int kDirections = 12;
    if (halo_width > 0)
        for (const float reach : {halo_width, halo_width / 2})
            for (int i = 0; i < kDirections; ++i) {
                const float angle = 2 * std::numbers::pi_v<float> * static_cast<float>(i) / kDirections;
                canvas->text(layout, {margin + reach * std::cos(angle), margin + reach * std::sin(angle)},
                             halo);
            }
    canvas->text(layout, {margin, margin}, color);
    kept.sprite = {canvas->snapshot(),
                   {static_cast<float>(width) / m_scale, static_cast<float>(height) / m_scale},
                   {margin, margin}};
    return kept.sprite;
}

const Sprite& Sprites::dot(draw::Color color, draw::Color halo, float radius) {
    Sprite& sprite = m_dots[{bits(color), bits(halo), radius}];
    if (!sprite.image) {
        const float side = 2 * std::ceil(radius) + 4;
        sprite = {
            drawn(
                side, m_scale,
                [&](cairo_t* cairo) {
                    for (const auto& [fill, r] : {std::pair(halo, radius), std::pair(color, radius - 1.5F)}) {
                        set_color(cairo, fill);
                        cairo_arc(cairo, static_cast<double>(side) / 2, static_cast<double>(side) / 2,
                                  static_cast<double>(r), 0, 2 * std::numbers::pi);
                        cairo_fill(cairo);
                    }
                }),
            {side, side},
            {side / 2, side / 2}};
    }
    return sprite;
}

Sprite Sprites::with_icon(draw::TextEngine& engine, const draw::ImagePtr& ground, float side, const std::string& icon,
                          float icon_side, float lower, draw::Color color) const {
    const auto canvas = draw::CairoCanvas::create(ground->width(), ground->height(), m_scale, engine);
    canvas->image(ground, {0, 0, side, side});
    canvas->text(engine.icon(icon, icon_side, true), {(side - icon_side) / 2, (side - icon_side) / 2 + lower}, color);
    return {canvas->snapshot(), {side, side}, {side / 2, side / 2}};
}

const Sprite& Sprites::marker(draw::TextEngine& engine, model::MarkerShape shape, const std::string& icon,
                              MarkerState state) {
    Sprite& sprite = m_markers[{shape, icon, state}];
    if (sprite.image) return sprite;
    const double times = times_of(state);
    const float side =
        std::ceil(96 * static_cast<float>(times)) + (state == MarkerState::selected ? 12.0F : 0.0F);
    const auto& [fill, icon_color] = m_style->markers.of(shape);
    const draw::ImagePtr shape_image = drawn(side, m_scale, [&, fill = fill](cairo_t* cairo) {
        badge(
            cairo, [&](cairo_t* c) { trace(c, shape, static_cast<double>(side) / 2, times); },
            m_style->markers, fill, state);
    });
    const bool narrow = shape == model::MarkerShape::triangle || shape == model::MarkerShape::diamond;
    const float icon_side = std::round((narrow ? 26.0F : 32.0F) * static_cast<float>(times));
    const float lower = shape == model::MarkerShape::triangle ? 4 * static_cast<float>(times) : 0;
    return sprite = with_icon(engine, shape_image, side, icon, icon_side, lower, icon_color);
}

const Sprite& Sprites::place_sign(draw::TextEngine& engine, const std::string& icon, MarkerState state) {
    Sprite& sprite = m_signs[{icon, state}];
    if (sprite.image) return sprite;
    const double times = times_of(state);
    const float side =
        std::ceil(96 * static_cast<float>(times)) + (state == MarkerState::selected ? 12.0F : 0.0F);
    const double center = static_cast<double>(side) / 2;
    const auto& [ground, ink] = m_style->markers.place;
    const draw::ImagePtr sign = drawn(side, m_scale, [&, ground = ground, ink = ink](cairo_t* cairo) {
        badge(cairo, [&](cairo_t* c) { rounded_square(c, center, 25 * times, 11 * times); }, m_style->markers, ink,
              state);
        rounded_square(cairo, center, 22 * times, 8 * times);
        set_color(cairo, ground);
        cairo_fill(cairo);
    });
    return sprite = with_icon(engine, sign, side, icon, std::round(32.0F * static_cast<float>(times)), 0, ink);
}

const Sprite& Sprites::cluster(draw::TextEngine& engine, std::size_t count, MarkerState state) {
    const std::string label = cluster_words(count);
    Sprite& sprite = m_clusters[{label, state}];
    if (sprite.image) return sprite;
    const float radius = cluster_radius(count) - 6;
    const float side = 2 * (cluster_radius(count) + 12);
    const double center = static_cast<double>(side) / 2;
    const draw::ImagePtr bubble = drawn(side, m_scale, [&](cairo_t* cairo) {
        const Trace circle = [&](cairo_t* c) {
            cairo_new_path(c);
            cairo_arc(c, center, center, static_cast<double>(radius), 0, 2 * std::numbers::pi);
            cairo_close_path(c);
        };
        badge(cairo, circle, m_style->markers, m_style->markers.cluster.fill, state);
    });
    const auto canvas = draw::CairoCanvas::create(bubble->width(), bubble->height(), m_scale, engine);
    canvas->image(bubble, {0, 0, side, side});
    draw::TextStyle style;
    style.size = count < 1000 ? 28 : 22;
    style.weight = draw::Weight::bold;
    style.line_height = 1;
    const draw::TextLayoutPtr number = engine.layout(label, style, 0, "fr");
    canvas->text(number, {(side - number->size().width) / 2, (side - number->size().height) / 2},
                 m_style->markers.cluster.icon);
    sprite = {canvas->snapshot(), {side, side}, {side / 2, side / 2}};
    return sprite;
}

}  // namespace accueil::map
