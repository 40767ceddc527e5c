// SPDX-License-Identifier: GPL-3.0-or-later
// Textures that are not needed any more, for those of the same size that come: a driver in software makes the
// memory of each new one and zeroes it, which takes longer than filling it. UI thread, with the context
// active.
#pragma once

#include <SFML/Graphics/Texture.hpp>
#include <memory>
#include <vector>

namespace accueil::draw {

class SpareTextures {
  public:
    /// Of width × height pixels, whatever they show; null where there is no memory for it.
    std::unique_ptr<sf::Texture> take(unsigned width, unsigned height);
    /// The oldest goes when there are more than a few.
    void give(std::unique_ptr<sf::Texture> texture);
    std::size_t bytes() const;

  private:
    std::vector<std::unique_ptr<sf::Texture>> m_spare;  // the oldest first
};

}  // namespace accueil::draw
