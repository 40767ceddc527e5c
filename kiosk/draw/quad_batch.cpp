// SPDX-License-Identifier: GPL-3.0-or-later
#include "kiosk/draw/quad_batch.hpp"

#include <SFML/Graphics/RenderStates.hpp>
#include <algorithm>
#include <cmath>

namespace accueil::draw {
namespace {

const sf::BlendMode kPremultiplied(sf::BlendMode::One, sf::BlendMode::OneMinusSrcAlpha);

sf::Vertex between(const sf::Vertex& a, const sf::Vertex& b, float t) {
    const auto channel = [t](sf::Uint8 from, sf::Uint8 to) {
        return static_cast<sf::Uint8>(
            std::lround(static_cast<float>(from) + t * (static_cast<float>(to) - static_cast<float>(from))));
    };
    return {a.position + (b.position - a.position) * t,
            {channel(a.color.r, b.color.r), channel(a.color.g, b.color.g), channel(a.color.b, b.color.b),
             channel(a.color.a, b.color.a)},
            a.texCoords + (b.texCoords - a.texCoords) * t};
}

/// Keeps the part of the polygon where sign × (coordinate − limit) is not negative.
void cut(const std::vector<sf::Vertex>& in, std::vector<sf::Vertex>& out, float sf::Vector2f::*axis,
         float limit, float sign) {
    out.clear();
    for (std::size_t i = 0; i < in.size(); ++i) {
        const sf::Vertex &here = in[i], &next = in[(i + 1) % in.size()];
        const float a = sign * (here.position.*axis - limit), b = sign * (next.position.*axis - limit);
        if (a >= 0) out.push_back(here);
        if ((a > 0 && b < 0) || (a < 0 && b > 0)) out.push_back(between(here, next, a / (a - b)));
    }
}

}  // namespace

sf::Color premultiplied(Color color, float alpha) {
    const float a = static_cast<float>(color.a) * alpha;
    const auto channel = [a](std::uint8_t value) {
        return static_cast<sf::Uint8>(std::lround(static_cast<float>(value) * a / 255));
    };
    return {channel(color.r), channel(color.g), channel(color.b), static_cast<sf::Uint8>(std::lround(a))};
}

void QuadBatch::begin(const sf::Texture* texture, Blend blend) {
    if (m_texture == texture && m_blend == blend) return;
    flush();
    m_texture = texture;
    m_blend = blend;
}

void QuadBatch::rectangle(const sf::FloatRect& rect, const sf::FloatRect& source, sf::Color color) {
    const float left = std::max(rect.left, static_cast<float>(m_clip.left));
    const float top = std::max(rect.top, static_cast<float>(m_clip.top));
    const float right = std::min(rect.left + rect.width, static_cast<float>(m_clip.right));
    const float bottom = std::min(rect.top + rect.height, static_cast<float>(m_clip.bottom));
    if (right <= left || bottom <= top) return;
    const float across = source.width / rect.width, down = source.height / rect.height;
    const float u0 = source.left + (left - rect.left) * across,
                u1 = source.left + (right - rect.left) * across;
    const float v0 = source.top + (top - rect.top) * down, v1 = source.top + (bottom - rect.top) * down;
    m_vertices.insert(m_vertices.end(), {{{left, top}, color, {u0, v0}},
                                         {{right, top}, color, {u1, v0}},
                                         {{right, bottom}, color, {u1, v1}},
                                         {{left, bottom}, color, {u0, v1}}});
}

void QuadBatch::polygon(std::span<const sf::Vertex> corners, const DeviceRect& within) {
    const DeviceRect clip = m_clip.intersected(within);
    if (clip.empty()) return;
    if (corners.size() == 4 && std::all_of(corners.begin(), corners.end(), [&](const sf::Vertex& v) {
            return v.position.x >= static_cast<float>(clip.left) &&
                   v.position.x <= static_cast<float>(clip.right) &&
                   v.position.y >= static_cast<float>(clip.top) &&
                   v.position.y <= static_cast<float>(clip.bottom);
        })) {
        m_vertices.insert(m_vertices.end(), corners.begin(), corners.end());
        return;
    }
    m_polygon.assign(corners.begin(), corners.end());
    cut(m_polygon, m_clipped, &sf::Vector2f::x, static_cast<float>(clip.left), 1);
    cut(m_clipped, m_polygon, &sf::Vector2f::x, static_cast<float>(clip.right), -1);
    cut(m_polygon, m_clipped, &sf::Vector2f::y, static_cast<float>(clip.top), 1);
    cut(m_clipped, m_polygon, &sf::Vector2f::y, static_cast<float>(clip.bottom), -1);
    // A fan of quads; the last one has two equal corners where the count is odd.
    for (std::size_t i = 1; i + 1 < m_polygon.size(); i += 2) {
        const std::size_t last = std::min(i + 2, m_polygon.size() - 1);
        m_vertices.insert(m_vertices.end(), {m_polygon[0], m_polygon[i], m_polygon[i + 1], m_polygon[last]});
    }
}

void QuadBatch::compile(sf::Texture& texture) {
    const sf::FloatRect pixel(0, 0, 1, 1);
    for (const Blend blend : {Blend::over, Blend::replace}) {
        for (const bool between_pixels : {false, true}) {
            flush();
            texture.setSmooth(between_pixels);
            for (const sf::Color tint : {sf::Color::White, sf::Color::Black}) {
                use(texture, blend);
                rectangle(pixel, pixel, tint);
                flush();
            }
        }
        use_no_texture(blend);
        rectangle(pixel, pixel, sf::Color::Black);
    }
    finish();
}

void QuadBatch::flush() {
    if (m_vertices.empty()) return;
    sf::RenderStates states(m_blend == Blend::over ? kPremultiplied : sf::BlendNone);
    states.texture = m_texture;
    if (m_texture != nullptr)
        states.shader = m_shaders.of(std::any_of(m_vertices.begin(), m_vertices.end(),
                                                 [](const auto& v) { return v.color != sf::Color::White; }));
    m_target.draw(m_vertices.data(), m_vertices.size(), sf::Quads, states);
    m_vertices.clear();
}

}  // namespace accueil::draw
