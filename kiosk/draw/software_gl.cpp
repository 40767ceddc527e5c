// SPDX-License-Identifier: GPL-3.0-or-later
#include "kiosk/draw/software_gl.hpp"

#include <SFML/Window/Context.hpp>
#include <string_view>

namespace accueil::draw {

bool draws_in_software() {
    using GetString = const unsigned char* (*)(unsigned);
    constexpr unsigned kRenderer = 0x1F01;  // GL_RENDERER
    const auto get = reinterpret_cast<GetString>(sf::Context::getFunction("glGetString"));
    const unsigned char* const name = get == nullptr ? nullptr : get(kRenderer);
    if (name == nullptr) return false;
    const std::string_view words(reinterpret_cast<const char*>(name));
    return words.find("llvmpipe") != words.npos || words.find("softpipe") != words.npos ||
           words.find("swrast") != words.npos;
}

}  // namespace accueil::draw
