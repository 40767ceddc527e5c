// SPDX-License-Identifier: GPL-3.0-or-later
#include "kiosk/draw/spare_textures.hpp"

#include <algorithm>
#include <utility>

#include "kiosk/draw/blue_first.hpp"

namespace accueil::draw {

namespace {
constexpr std::size_t kMostSpare = 8;
constexpr std::size_t kPixelBytes = 4;
}  // namespace

std::unique_ptr<sf::Texture> SpareTextures::take(unsigned width, unsigned height) {
    const auto same = std::find_if(m_spare.begin(), m_spare.end(), [&](const auto& texture) {
        return texture->getSize() == sf::Vector2u(width, height);
    });
    if (same != m_spare.end()) {
        auto texture = std::move(*same);
        m_spare.erase(same);
        return texture;
    }
    auto texture = std::make_unique<sf::Texture>();
    if (!create_blue_first(*texture, width, height)) return nullptr;
    texture->setSmooth(true);
    return texture;
}

void SpareTextures::give(std::unique_ptr<sf::Texture> texture) {
    if (m_spare.size() == kMostSpare) m_spare.erase(m_spare.begin());
    m_spare.push_back(std::move(texture));
}

std::size_t SpareTextures::bytes() const {
    std::size_t bytes = 0;
    for (const auto& texture : m_spare)
        bytes += std::size_t{texture->getSize().x} * texture->getSize().y * kPixelBytes;
    return bytes;
}

}  // namespace accueil::draw
