// SPDX-License-Identifier: GPL-3.0-or-later
// The textures of images, kept while there is room for those that nothing draws. Owned by the SFML canvas; UI
// thread, with the context active.
#pragma once

#include <SFML/Graphics/Texture.hpp>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <utility>

#include "kiosk/draw/image.hpp"
#include "kiosk/draw/spare_textures.hpp"

namespace accueil::draw {

class ImageTextures {
  public:
    /// `budget`: bytes of those that the last frame did not draw.
    explicit ImageTextures(std::size_t budget) : m_budget(budget) {}

    void begin_frame() { ++m_frame; }
    /// Halved as many times, and more where GL takes no picture of that size; null without memory.
    sf::Texture* texture_of(const Image& image, int times);
    /// For this frame: it is drawn from its whole picture at every size.
    void prepare(const Image& image);
    bool is_prepared(const Image& image) const;
    void end_frame();
    std::size_t bytes() const { return m_bytes + m_spare.bytes(); }
    SpareTextures& spare() { return m_spare; }

  private:
    struct Kept {
        std::unique_ptr<sf::Texture> texture;
        std::size_t bytes;
        std::uint64_t used = 0, prepared = 0;  // frames
    };
    std::size_t m_budget;
    std::map<std::pair<std::uint64_t, int>, Kept> m_images;  // by identity and halvings
    std::size_t m_bytes = 0;
    SpareTextures m_spare;
    std::uint64_t m_frame = 0;
};

}  // namespace accueil::draw
