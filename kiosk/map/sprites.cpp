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
constexpr const char* kNarrowSpace = "\u202F";
constexpr int kFigureMargin = 1;  // device pixels

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
    draw::ImagePtr image = draw::image_of_surface(surface);
    cairo_surface_destroy(surface);
    return image;
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
        m_signs.clear();
        m_dots.clear();
        m_markers.clear();
        m_place_signs.clear();
        m_bubbles.clear();
        m_figures.clear();
        m_style = style;
        m_scale = scale;
    }
    if (m_words.size() > kMostWords)
        std::erase_if(m_words, [&](const auto& entry) { return entry.second.used + 2 < m_frame; });
    if (m_sizes.size() > 8 * kMostWords) m_sizes.clear();
}

draw::TextStyle Words::style() const {
    draw::TextStyle style;
    style.size = size;
    style.weight = weight;
    style.italic = italic;
    style.line_height = 1.1F;
    style.align = align;
    return style;
}

draw::TextLayoutPtr Words::layout(draw::TextEngine& engine) const {
    const draw::TextLayoutPtr made = engine.layout(text, style(), max_width, "fr");
    if (!made->right_to_left() || align == draw::TextAlign::center || made->line_count() < 2) return made;
    // A layout's left is where its script begins; here the edge beside the place is meant.
    draw::TextStyle other = style();
    other.align = align == draw::TextAlign::left ? draw::TextAlign::right : draw::TextAlign::left;
    return engine.layout(text, other, max_width, "fr");
}

base::Size Sprites::words_size(draw::TextEngine& engine, const Words& words) {
    const auto known = m_sizes.find(words.key());
    if (known != m_sizes.end()) return known->second;
    return m_sizes.emplace(words.key(), words.layout(engine)->size()).first->second;
}

const Sprite& Sprites::words(draw::TextEngine& engine, const Words& words) {
    Kept& kept = m_words[words.key()];
    kept.used = m_frame;
    if (kept.sprite.image) return kept.sprite;
    const draw::HaloImage made = draw::draw_with_halo(*words.layout(engine), m_scale, words.color, words.halo,
                                                      words.halo_width, words.rows);
    kept.sprite = {made.image,
                   {static_cast<float>(made.image->width()) / m_scale,
                    static_cast<float>(made.image->height()) / m_scale},
                   {made.margin, made.margin}};
    return kept.sprite;
}

// All halos first, each a little longer than its letters: then none lies on a neighbour's letter, and no gap
// shows where the street bends.
void Sprites::draw_pieces(draw::Canvas& canvas, const Sprite& words, float halo_width,
                          std::span<const WordPiece> pieces, base::Point at, float alpha) {
    const draw::Color tint = draw::Color{255, 255, 255, 255}.with_alpha(alpha);
    const float scale = static_cast<float>(words.image->width()) / words.size.width;
    const float margin = words.anchor.x, row = words.size.height / 2;
    const float first = pieces.front().from, last = pieces.back().to;
    for (const bool letters : {false, true})
        for (const WordPiece& piece : pieces) {
            const float beyond = letters ? 0.5F : halo_width + 1;
            const float from = piece.from <= first ? -margin : piece.from - beyond;
            const float to = piece.to >= last ? last + margin : piece.to + beyond;
            const base::Rect part{from + margin, letters ? row : 0, to - from, row};
            const float aside = (from + to) / 2 - (piece.from + piece.to) / 2;
            const base::Point center =
                at + piece.center + base::Point{std::cos(piece.angle) * aside, std::sin(piece.angle) * aside};
            canvas.turned(words.image,
                          {{part.x * scale, part.y * scale, part.width * scale, part.height * scale},
                           center,
                           {part.width, part.height},
                           piece.angle},
                          tint);
        }
}

float Sprites::sign_side(const LabelRule& rule) {
    constexpr float kEdge = 2;  // the halo's colour around a badge
    return rule.badge ? std::round(rule.icon_size * 1.35F) + 2 * kEdge : rule.icon_size;
}

const Sprite& Sprites::sign(draw::TextEngine& engine, const LabelRule& rule) {
    const std::uint32_t badge = rule.badge ? Words::bits(*rule.badge) : 0;
    Sprite& sprite =
        m_signs[{rule.icon, rule.icon_size, Words::bits(rule.icon_color), Words::bits(rule.halo), badge}];
    if (sprite.image) return sprite;
    if (!rule.badge) {
        const draw::HaloImage made =
            draw::draw_with_halo(*engine.icon(rule.icon, rule.icon_size, true), m_scale, rule.icon_color,
                                 rule.halo, 2, draw::HaloRows::together);
        const float side = static_cast<float>(made.image->width()) / m_scale;
        sprite = {made.image, {side, side}, {side / 2, side / 2}};
        return sprite;
    }
    const float side = sign_side(rule), inner = std::round(rule.icon_size * 0.9F);
    const draw::ImagePtr square = drawn(side, m_scale, [&](cairo_t* cairo) {
        const double radius = static_cast<double>(rule.icon_size) * 0.24;
        const auto box = [&](double inset, draw::Color color) {
            const double near = inset + radius, far = static_cast<double>(side) - inset - radius;
            cairo_new_path(cairo);
            for (int i = 0; i < 4; ++i)
                cairo_arc(cairo, i == 0 || i == 3 ? far : near, i < 2 ? far : near, radius,
                          std::numbers::pi / 2 * i, std::numbers::pi / 2 * (i + 1));
            cairo_close_path(cairo);
            set_color(cairo, color);
            cairo_fill(cairo);
        };
        box(0, rule.halo);
        box(2, *rule.badge);
    });
    const auto canvas = draw::CairoCanvas::create(square->width(), square->height(), m_scale, engine);
    canvas->image(square, {0, 0, side, side});
    canvas->text(engine.icon(rule.icon, inner, true), {(side - inner) / 2, (side - inner) / 2},
                 rule.icon_color);
    sprite = {canvas->snapshot(), {side, side}, {side / 2, side / 2}};
    return sprite;
}

const Sprite& Sprites::dot(draw::Color color, draw::Color halo, float radius) {
    Sprite& sprite = m_dots[{Words::bits(color), Words::bits(halo), radius}];
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

Sprite Sprites::with_icon(draw::TextEngine& engine, const draw::ImagePtr& ground, float side,
                          const std::string& icon, float icon_side, float lower, draw::Color color) const {
    const auto canvas = draw::CairoCanvas::create(ground->width(), ground->height(), m_scale, engine);
    canvas->image(ground, {0, 0, side, side});
    canvas->text(engine.icon(icon, icon_side, true), {(side - icon_side) / 2, (side - icon_side) / 2 + lower},
                 color);
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
    Sprite& sprite = m_place_signs[{icon, state}];
    if (sprite.image) return sprite;
    const double times = times_of(state);
    const float side =
        std::ceil(96 * static_cast<float>(times)) + (state == MarkerState::selected ? 12.0F : 0.0F);
    const double center = static_cast<double>(side) / 2;
    const auto& [ground, ink] = m_style->markers.place;
    const draw::ImagePtr sign = drawn(side, m_scale, [&, ground = ground, ink = ink](cairo_t* cairo) {
        badge(
            cairo, [&](cairo_t* c) { rounded_square(c, center, 25 * times, 11 * times); }, m_style->markers,
            ink, state);
        rounded_square(cairo, center, 22 * times, 8 * times);
        set_color(cairo, ground);
        cairo_fill(cairo);
    });
    return sprite =
               with_icon(engine, sign, side, icon, std::round(32.0F * static_cast<float>(times)), 0, ink);
}

const Sprites::Figure& Sprites::figure(draw::TextEngine& engine, std::string_view letter, float size) {
    const auto [known, is_new] = m_figures.try_emplace({std::string(letter), size});
    Figure& figure = known->second;
    if (!is_new) return figure;
    draw::TextStyle style;
    style.size = size;
    style.weight = draw::Weight::bold;
    style.line_height = 1;
    const draw::TextLayoutPtr made = engine.layout(std::string(letter), style, 0, "fr");
    // Whole pixels, so that figures beside each other are as sharp as one alone.
    const float pixels = std::round(made->size().width * m_scale);
    figure.advance = pixels / m_scale;
    if (letter == kNarrowSpace) return figure;
    const int width = static_cast<int>(pixels) + 2 * kFigureMargin;
    const int height = static_cast<int>(std::ceil(made->size().height * m_scale)) + 2 * kFigureMargin;
    const auto canvas = draw::CairoCanvas::create(width, height, m_scale, engine);
    const float margin = kFigureMargin / m_scale;
    canvas->text(made, {margin, margin}, m_style->markers.cluster.icon);
    figure.sprite = {canvas->snapshot(),
                     {static_cast<float>(width) / m_scale, static_cast<float>(height) / m_scale},
                     {margin, margin + made->size().height / 2}};
    return figure;
}

// While the map is zoomed each frame has other counts: a picture of each would make it late. Bubbles are of
// three sizes, figures of two.
void Sprites::draw_cluster(draw::Canvas& canvas, draw::TextEngine& engine, std::size_t count,
                           MarkerState state, base::Point at) {
    const float radius = cluster_radius(count) - 6;
    const float side = 2 * (cluster_radius(count) + 12);
    const double center = static_cast<double>(side) / 2;
    Sprite& bubble = m_bubbles[{radius, state}];
    if (!bubble.image)
        bubble = {drawn(side, m_scale,
                        [&](cairo_t* cairo) {
                            const Trace circle = [&](cairo_t* c) {
                                cairo_new_path(c);
                                cairo_arc(c, center, center, static_cast<double>(radius), 0,
                                          2 * std::numbers::pi);
                                cairo_close_path(c);
                            };
                            badge(cairo, circle, m_style->markers, m_style->markers.cluster.fill, state);
                        }),
                  {side, side},
                  {side / 2, side / 2}};
    const auto whole = [this](float length) { return std::round(length * m_scale) / m_scale; };
    at = {whole(at.x), whole(at.y)};
    bubble.draw(canvas, at);
    const std::string words = cluster_words(count);
    std::vector<const Figure*> figures;
    float width = 0;
    for (std::size_t begin = 0, end = 0; begin < words.size(); begin = end) {
        for (end = begin + 1; end < words.size() && (words[end] & 0xC0) == 0x80;)
            ++end;
        figures.push_back(
            &figure(engine, std::string_view(words).substr(begin, end - begin), count < 1000 ? 28 : 22));
        width += figures.back()->advance;
    }
    float left = whole(at.x - width / 2);
    for (const Figure* each : figures) {
        if (each->sprite.image) each->sprite.draw(canvas, {left, at.y});
        left += each->advance;
    }
}

}  // namespace accueil::map
