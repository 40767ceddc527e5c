// SPDX-License-Identifier: GPL-3.0-or-later
#include "kiosk/draw/soft_shapes.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace accueil::draw {
namespace {

constexpr float kPi = std::numbers::pi_v<float>;

/// What lies between the whole inside and the faded rim of an edge `half` away from its middle.
struct Edge {
    explicit Edge(float half)
        : inner(std::max(0.0F, half - 0.5F)), outer(half + 0.5F), most(std::min(1.0F, 2 * half)) {}
    float inner, outer, most;
};

/// A sector of a disc; `vertex(position, alpha)` makes its corners.
template <class MakeVertex>
void add_sector(QuadBatch& batch, sf::Vector2f center, float radius, float start, float sweep,
                MakeVertex vertex, const DeviceRect& within) {
    const Edge edge(radius);
    const int steps = std::clamp(static_cast<int>(radius * sweep / 2), 4, 48);
    const auto at = [&](float angle, float distance) {
        return center + sf::Vector2f(std::cos(angle) * distance, std::sin(angle) * distance);
    };
    for (int i = 0; i < steps; ++i) {
        const float a = start + sweep * static_cast<float>(i) / static_cast<float>(steps);
        const float b = start + sweep * static_cast<float>(i + 1) / static_cast<float>(steps);
        const sf::Vertex core[] = {vertex(center, edge.most), vertex(at(a, edge.inner), edge.most),
                                   vertex(at(b, edge.inner), edge.most)};
        batch.polygon(core, within);
        const sf::Vertex rim[] = {vertex(at(a, edge.inner), edge.most), vertex(at(a, edge.outer), 0),
                                  vertex(at(b, edge.outer), 0), vertex(at(b, edge.inner), edge.most)};
        batch.polygon(rim, within);
    }
}

}  // namespace

void add_rounded_image(QuadBatch& batch, const DeviceRect& at, float radius, Color tint) {
    const auto left = static_cast<float>(at.left), top = static_cast<float>(at.top);
    const auto right = static_cast<float>(at.right), bottom = static_cast<float>(at.bottom);
    const sf::Vector2u size = batch.texture()->getSize();
    const float across = static_cast<float>(size.x) / (right - left),
                down = static_cast<float>(size.y) / (bottom - top);
    const auto vertex = [&](sf::Vector2f p, float alpha) {
        return sf::Vertex(p, premultiplied(tint, alpha), {(p.x - left) * across, (p.y - top) * down});
    };
    const auto piece = [&](float x0, float y0, float x1, float y1) {
        if (x1 <= x0 || y1 <= y0) return;
        const sf::Vertex corners[] = {vertex({x0, y0}, 1), vertex({x1, y0}, 1), vertex({x1, y1}, 1),
                                      vertex({x0, y1}, 1)};
        batch.polygon(corners, at);
    };
    piece(left + radius, top, right - radius, bottom);
    piece(left, top + radius, left + radius, bottom - radius);
    piece(right - radius, top + radius, right, bottom - radius);
    const sf::Vector2f centers[] = {{right - radius, bottom - radius},
                                    {left + radius, bottom - radius},
                                    {left + radius, top + radius},
                                    {right - radius, top + radius}};
    for (int i = 0; i < 4; ++i)
        add_sector(batch, centers[i], radius, static_cast<float>(i) * kPi / 2, kPi / 2, vertex, at);
}

void add_slanted_line(QuadBatch& batch, sf::Vector2f from, sf::Vector2f to, float half, Color color,
                      sf::Vector2f white) {
    const sf::Vector2f along = to - from;
    const float length = std::hypot(along.x, along.y);
    const sf::Vector2f normal(-along.y / length, along.x / length);
    const Edge edge(half);
    const auto vertex = [&](sf::Vector2f p, float alpha) {
        return sf::Vertex(p, premultiplied(color, alpha), white);
    };
    const sf::Vertex core[] = {
        vertex(from + normal * edge.inner, edge.most), vertex(to + normal * edge.inner, edge.most),
        vertex(to - normal * edge.inner, edge.most), vertex(from - normal * edge.inner, edge.most)};
    batch.polygon(core);
    for (const float side : {1.0F, -1.0F}) {
        const sf::Vertex rim[] = {vertex(from + normal * (side * edge.inner), edge.most),
                                  vertex(to + normal * (side * edge.inner), edge.most),
                                  vertex(to + normal * (side * edge.outer), 0),
                                  vertex(from + normal * (side * edge.outer), 0)};
        batch.polygon(rim);
    }
    const float angle = std::atan2(normal.y, normal.x);
    add_sector(batch, from, half, angle, kPi, vertex, batch.clip());
    add_sector(batch, to, half, angle + kPi, kPi, vertex, batch.clip());
}

}  // namespace accueil::draw
