// SPDX-License-Identifier: GPL-3.0-or-later
#include "kiosk/draw/blue_first.hpp"

#include <SFML/OpenGL.hpp>

namespace accueil::draw {

bool create_blue_first(sf::Texture& texture, unsigned width, unsigned height) {
    if (!texture.create(width, height)) return false;
    // What is bound stays bound: SFML remembers it, and binds what it drew last no second time.
    GLint before = 0;
    glGetIntegerv(GL_TEXTURE_BINDING_2D, &before);
    glBindTexture(GL_TEXTURE_2D, texture.getNativeHandle());
    // The format is asked for without a size: with GL_RGBA8 Mesa would keep red first whatever it is offered.
    // Any other error than that of memory leaves the storage that create() made.
    glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA, static_cast<GLsizei>(width), static_cast<GLsizei>(height), 0,
                 GL_BGRA, GL_UNSIGNED_BYTE, nullptr);
    const bool made = glGetError() != GL_OUT_OF_MEMORY;
    glBindTexture(GL_TEXTURE_2D, static_cast<GLuint>(before));
    return made;
}

}  // namespace accueil::draw
