// SPDX-License-Identifier: GPL-3.0-or-later
// The two programs by which quads are drawn. Called by QuadBatch; UI thread, a context current.
#pragma once

#include <SFML/Graphics/Shader.hpp>

namespace accueil::draw {

/// What SFML draws without them is the same to the eye; software GL of Debian 12, though, has a fast way
/// (five times, measured over the whole glass) that its emulation of the fixed pipeline never takes: that one
/// divides each texture coordinate by q, and a colour before the coordinates is taken for them.
class QuadShaders {
  public:
    QuadShaders();

    /// The texture as it is, or each of its pixels times the vertices' colour; null where GL has no shaders,
    /// which means SFML's own way.
    const sf::Shader* of(bool tinted) const { return !m_works ? nullptr : tinted ? &m_tinted : &m_plain; }

  private:
    sf::Shader m_plain, m_tinted;
    bool m_works = false;
};

}  // namespace accueil::draw
