// SPDX-License-Identifier: GPL-3.0-or-later
// One texture for each moving picture, filled again when it has a new frame. Owned by the SFML canvas; UI
// thread, with the context active.
#pragma once

#include <SFML/Graphics/Texture.hpp>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <utility>

#include "kiosk/draw/moving_picture.hpp"

namespace accueil::draw {

class MovingTextures {
  public:
    /// `before_change` is called with a texture that is about to be filled again.
    explicit MovingTextures(std::function<void(const sf::Texture&)> before_change)
        : m_before_change(std::move(before_change)) {}

    /// Of the size of the newest frame, and showing it; null before there is one, or without memory.
    sf::Texture* texture_of(const MovingPicturePtr& picture);
    /// Lets go of those that nothing drew since the last call.
    void end_frame();
    std::size_t bytes() const;

  private:
    struct Shown {
        std::unique_ptr<sf::Texture> texture;
        std::uint64_t number = 0;
        bool used = true;
    };
    std::function<void(const sf::Texture&)> m_before_change;
    std::map<MovingPicturePtr, Shown> m_shown;
};

}  // namespace accueil::draw
