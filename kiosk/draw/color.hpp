// SPDX-License-Identifier: GPL-3.0-or-later
// A colour: straight (not premultiplied) 8-bit sRGB. Value; any thread.
#pragma once

#include <cstdint>

namespace accueil::draw {

struct Color {
    std::uint8_t r = 0, g = 0, b = 0, a = 255;
    bool operator==(const Color&) const = default;
    Color with_alpha(float alpha) const {
        return {r, g, b, static_cast<std::uint8_t>(static_cast<float>(a) * alpha + 0.5F)};
    }
};

inline constexpr Color kTransparent{0, 0, 0, 0};

}  // namespace accueil::draw
