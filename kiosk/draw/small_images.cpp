// SPDX-License-Identifier: GPL-3.0-or-later
#include "kiosk/draw/small_images.hpp"

#include <algorithm>
#include <cmath>

#include "kiosk/draw/quad_batch.hpp"
#include "kiosk/draw/shrink.hpp"

namespace accueil::draw {

namespace {
constexpr int kMostSide = 800, kMostSmallPixels = 800 * 96;
constexpr std::size_t kMostKnown = 4096;

bool is_small(const Image& image) {
    return !image.opaque() && image.width() <= kMostSide && image.height() <= kMostSide &&
           image.width() * image.height() <= kMostSmallPixels;
}

/// The least rectangle outside which the image is clear.
DeviceRect inked(const Image& image) {
    DeviceRect ink{image.width(), image.height(), 0, 0};
    const std::uint8_t* alpha = image.rgba().data() + 3;
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x, alpha += 4)
            if (*alpha != 0)
                ink = {std::min(ink.left, x), std::min(ink.top, y), std::max(ink.right, x + 1), y + 1};
    return ink;
}

}  // namespace

std::optional<SmallImages::Exact> SmallImages::exact(const Image& image, Atlas& atlas) {
    if (!is_small(image)) return std::nullopt;
    if (m_inked.size() > kMostKnown) m_inked.clear();
    const auto [known, is_new] = m_inked.try_emplace(image.identity());
    if (is_new) known->second = inked(image);
    const DeviceRect& ink = known->second;
    if (ink.empty()) return Exact{nullptr, {}, {}};
    const Atlas::Key key{kPiece, static_cast<std::uint32_t>(image.identity()),
                         static_cast<std::uint32_t>(image.identity() >> 32)};
    auto place = atlas.find(key);
    if (!place) {
        const Pixels pixels = premultiplied(image, 0);
        const auto row = static_cast<std::size_t>(ink.width()) * 4,
                   wide = static_cast<std::size_t>(pixels.width) * 4;
        m_pixels.resize(row * static_cast<std::size_t>(ink.height()));
        const std::uint8_t* from = pixels.rgba.data() + static_cast<std::size_t>(ink.top) * wide +
                                   static_cast<std::size_t>(ink.left) * 4;
        for (std::size_t y = 0; y < static_cast<std::size_t>(ink.height()); ++y)
            std::copy_n(from + y * wide, row, m_pixels.data() + y * row);
        place = atlas.add(key, ink.width(), ink.height(), m_pixels.data());
    }
    if (!place) return std::nullopt;
    return Exact{&atlas.texture(place->page), place->rect, ink};
}

std::optional<SmallImages::Place> SmallImages::find(const Image& image) {
    if (!is_small(image)) return std::nullopt;
    const Atlas::Key key{static_cast<std::uint32_t>(image.identity()),
                         static_cast<std::uint32_t>(image.identity() >> 32)};
    auto place = m_atlas.find(key);
    if (!place) {
        // With a clear pixel around: turned ones are sampled between pixels.
        const Pixels pixels = premultiplied(image, 0);
        const auto row = static_cast<std::size_t>(pixels.width) * 4, wide = row + 8;
        m_pixels.assign(wide * (static_cast<std::size_t>(pixels.height) + 2), 0);
        for (std::size_t y = 0; y < static_cast<std::size_t>(pixels.height); ++y)
            std::copy_n(pixels.rgba.data() + y * row, row, m_pixels.data() + (y + 1) * wide + 4);
        place = m_atlas.add(key, pixels.width + 2, pixels.height + 2, m_pixels.data());
    }
    if (!place) return std::nullopt;
    const DeviceRect& all = place->rect;
    return Place{&m_atlas.texture(place->page), {all.left + 1, all.top + 1, all.right - 1, all.bottom - 1}};
}

std::array<sf::Vertex, 4> turned_corners(const TurnedPart& part, base::Point origin, float scale,
                                         Color tint) {
    const sf::Vector2f middle{part.center.x * scale, part.center.y * scale};
    const float cosine = std::cos(part.angle) * scale / 2, sine = std::sin(part.angle) * scale / 2;
    const sf::Vector2f along{part.size.width * cosine, part.size.width * sine};
    const sf::Vector2f down{-part.size.height * sine, part.size.height * cosine};
    const base::Rect from = part.source.moved(origin.x, origin.y);
    const sf::Color color = premultiplied(tint);
    return {sf::Vertex{middle - along - down, color, {from.x, from.y}},
            sf::Vertex{middle + along - down, color, {from.right(), from.y}},
            sf::Vertex{middle + along + down, color, {from.right(), from.bottom()}},
            sf::Vertex{middle - along + down, color, {from.x, from.bottom()}}};
}

}  // namespace accueil::draw
