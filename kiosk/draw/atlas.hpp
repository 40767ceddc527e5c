// SPDX-License-Identifier: GPL-3.0-or-later
// Small pictures (text, corners of boxes) packed into few large textures, so that a whole screen is few
// draws. Called by SfmlCanvas; UI thread, its OpenGL context current.
#pragma once

#include <SFML/Graphics/Texture.hpp>
#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <unordered_map>
#include <vector>

#include "kiosk/draw/device.hpp"

namespace accueil::draw {

class Atlas {
  public:
    using Key = std::array<std::uint32_t, 8>;
    struct Place {
        std::size_t page = 0;
        DeviceRect rect;  ///< in the page's pixels
    };
    static constexpr std::size_t kAnyPage = ~std::size_t{0};

    enum class Sampling { exact, smooth };  ///< smooth: for what is not drawn pixel on pixel

    /// `before_reuse` is called before a page loses what it held: what waits to be drawn from it must go out.
    explicit Atlas(std::function<void(const sf::Texture&)> before_reuse, Sampling sampling = Sampling::exact)
        : m_before_reuse(std::move(before_reuse)), m_sampling(sampling) {}

    void begin_frame() { ++m_frame; }
    std::optional<Place> find(const Key& key, std::size_t page = kAnyPage);
    /// Puts `width` × `height` premultiplied RGBA pixels; on `page` if it has room. Nothing when they are
    /// larger than a page.
    std::optional<Place> add(const Key& key, int width, int height, const sf::Uint8* pixels,
                             std::size_t page = kAnyPage);

    const sf::Texture& texture(std::size_t page);
    /// The page of `texture`, or the newest (made if need be).
    std::size_t page_of(const sf::Texture* texture);
    /// Where every page is opaque white.
    static sf::FloatRect white() { return {1, 1, 1, 1}; }
    int side() const;
    std::size_t bytes() const;

  private:
    struct KeyHash {
        std::size_t operator()(const Key& key) const;
    };
    struct Shelf {
        int top, height, used;
    };
    struct Page {
        sf::Texture texture;
        std::vector<Shelf> shelves;
        int bottom = 0;
        std::uint64_t used = 0;  ///< frame
        std::unordered_map<Key, DeviceRect, KeyHash> places;
    };
    std::optional<DeviceRect> room(Page& page, int width, int height) const;
    void reset(Page& page);
    void grow();

    std::function<void(const sf::Texture&)> m_before_reuse;
    Sampling m_sampling;
    std::vector<std::unique_ptr<Page>> m_pages;
    std::uint64_t m_frame = 0;
};

}  // namespace accueil::draw
