// SPDX-License-Identifier: GPL-3.0-or-later
// Names and signs of a map, which are hundreds, in one texture, so that all of them are one draw. Called by
// SfmlCanvas; UI thread, its OpenGL context current.
#pragma once

#include <SFML/Graphics/Vertex.hpp>
#include <array>
#include <optional>
#include <unordered_map>
#include <vector>

#include "kiosk/draw/atlas.hpp"

namespace accueil::draw {

class SmallImages {
  public:
    explicit SmallImages(std::function<void(const sf::Texture&)> before_reuse)
        : m_atlas(std::move(before_reuse), Atlas::Sampling::smooth) {}

    void begin_frame() { m_atlas.begin_frame(); }
    std::size_t bytes() const { return m_atlas.bytes(); }

    struct Place {
        const sf::Texture* texture;
        DeviceRect rect;  ///< of the image in it
    };
    /// The first word of its keys in an atlas that holds other pieces too.
    static constexpr std::uint32_t kPiece = 16;
    struct Exact {
        const sf::Texture* texture;  ///< null where nothing is inked
        DeviceRect rect;             ///< in it
        DeviceRect ink;              ///< what of the image that is: most of a marker's pixels are clear
    };
    /// For what is drawn pixel on pixel, in `atlas`. Nothing for what is large or opaque: that has a texture
    /// of its own.
    std::optional<Exact> exact(const Image& image, Atlas& atlas);
    /// For what is turned. Nothing as above.
    std::optional<Place> find(const Image& image);

  private:
    Atlas m_atlas;
    std::unordered_map<std::uint64_t, DeviceRect> m_inked;  // by image
    std::vector<sf::Uint8> m_pixels;                        ///< kept for its memory
};

/// The corners of the part on the canvas, which has `scale` device pixels a design pixel, and in a texture
/// whose image begins at `origin`.
std::array<sf::Vertex, 4> turned_corners(const TurnedPart& part, base::Point origin, float scale, Color tint);

}  // namespace accueil::draw
