// SPDX-License-Identifier: GPL-3.0-or-later
#include "kiosk/draw/moving_textures.hpp"

#include <SFML/OpenGL.hpp>

#include "kiosk/draw/blue_first.hpp"

namespace accueil::draw {

namespace {

void fill_with(const sf::Texture& texture, const MovingPicture::Frame& frame) {
    GLint before = 0;  // SFML believes it bound
    glGetIntegerv(GL_TEXTURE_BINDING_2D, &before);
    glBindTexture(GL_TEXTURE_2D, texture.getNativeHandle());
    glPixelStorei(GL_UNPACK_ROW_LENGTH, static_cast<GLint>(frame.stride / 4));
    glTexSubImage2D(GL_TEXTURE_2D, 0, 0, 0, frame.width, frame.height, GL_BGRA, GL_UNSIGNED_BYTE,
                    frame.pixels);
    glPixelStorei(GL_UNPACK_ROW_LENGTH, 0);
    glBindTexture(GL_TEXTURE_2D, static_cast<GLuint>(before));
}

}  // namespace

sf::Texture* MovingTextures::texture_of(const MovingPicturePtr& picture) {
    // One frame of the film in one of the glass.
    if (const auto found = m_shown.find(picture); found != m_shown.end() && found->second.used)
        return found->second.texture.get();
    const auto frame = picture->newest();
    if (!frame || frame->width <= 0 || frame->height <= 0) return nullptr;
    auto& shown = m_shown[picture];
    shown.used = true;
    const sf::Vector2u size{static_cast<unsigned>(frame->width), static_cast<unsigned>(frame->height)};
    if (!shown.texture || shown.texture->getSize() != size) {
        if (shown.texture) m_before_change(*shown.texture);
        shown = {std::make_unique<sf::Texture>(), 0, true};
        if (!create_blue_first(*shown.texture, size.x, size.y)) {
            m_shown.erase(picture);
            return nullptr;
        }
    }
    if (shown.number != frame->number) {
        m_before_change(*shown.texture);
        fill_with(*shown.texture, *frame);
    }
    shown.number = frame->number;
    return shown.texture.get();
}

void MovingTextures::end_frame() {
    std::erase_if(m_shown, [](const auto& each) { return !each.second.used; });
    for (auto& [picture, shown] : m_shown)
        shown.used = false;
}

std::size_t MovingTextures::bytes() const {
    std::size_t sum = 0;
    for (const auto& [picture, shown] : m_shown)
        sum += std::size_t{shown.texture->getSize().x} * shown.texture->getSize().y * 4;
    return sum;
}

}  // namespace accueil::draw
