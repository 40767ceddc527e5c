// SPDX-License-Identifier: GPL-3.0-or-later
// The look's tokens, from assets/theme/NAME.json. Loaded once by main, then read only.
#pragma once

#include <array>
#include <filesystem>

#include "kiosk/draw/color.hpp"
#include "sync/base/result.hpp"

namespace accueil::draw {

enum class Token {
    surface,         ///< page
    surface_raised,  ///< cards, sheets, bars
    border,          ///< around what is raised
    border_strong,   ///< at least 3:1 on surface and surface_raised: around what can be touched
    ink,
    ink_soft,
    primary,
    primary_pressed,
    on_primary,
    primary_soft,
    accent,
    on_accent,
    open,
    open_soft,
    closed,
    closed_soft,
    confirm,
    confirm_soft,
    focus_inner,
    focus_outer,
    film_ground,  ///< around a film, and behind its captions
    film_ink,
    film_accent,
    scrim,  ///< over the page, under a dialog
    count_
};

class Theme {
  public:
    /// Every token must be there, as "#RRGGBB" or "#RRGGBBAA"; an unknown one is an error with its line.
    static base::Result<Theme> load(const std::filesystem::path& path);
    Color operator[](Token token) const { return m_colors[static_cast<std::size_t>(token)]; }

    static const char* name_of(Token token);

  private:
    std::array<Color, static_cast<std::size_t>(Token::count_)> m_colors{};
};

/// WCAG 2 contrast ratio, 1 to 21, of opaque colours.
double contrast(Color a, Color b);

}  // namespace accueil::draw
