// SPDX-License-Identifier: GPL-3.0-or-later
// Quads that share a texture, clipped by the processor and sent in one draw. Called by SfmlCanvas; UI thread.
#pragma once

#include <SFML/Graphics/RenderTarget.hpp>
#include <SFML/Graphics/Texture.hpp>
#include <SFML/Graphics/Vertex.hpp>
#include <span>
#include <vector>

#include "kiosk/draw/device.hpp"
#include "kiosk/draw/quad_shaders.hpp"

namespace accueil::draw {

/// Vertex colours and textures are premultiplied.
sf::Color premultiplied(Color color, float alpha = 1);

/// How quads meet what is there: over it, or in its place where nothing of it would show. On software GL the
/// latter is a third cheaper, which counts for what covers the glass.
enum class Blend { over, replace };

class QuadBatch {
  public:
    explicit QuadBatch(sf::RenderTarget& target) : m_target(target) {}

    void set_clip(const DeviceRect& clip) { m_clip = clip; }
    const DeviceRect& clip() const { return m_clip; }
    const sf::Texture* texture() const { return m_texture; }

    /// What is added from now on shows pieces of `texture`, given in its pixels.
    void use(const sf::Texture& texture, Blend blend = Blend::over) { begin(&texture, blend); }
    /// What is added from now on has its colour alone, which software GL fills in a third of the time.
    void use_no_texture(Blend blend = Blend::over) { begin(nullptr, blend); }
    /// `source` (left, top, right, bottom in texture pixels) stretched over `rect`.
    void rectangle(const sf::FloatRect& rect, const sf::FloatRect& source, sf::Color color);
    /// A convex polygon, clipped to `within` besides the clip.
    void polygon(std::span<const sf::Vertex> corners, const DeviceRect& within);
    void polygon(std::span<const sf::Vertex> corners) { polygon(corners, m_clip); }

    /// Draws a pixel in each of the ways that there are, from a texture of no other use. Software GL compiles
    /// a way when it first occurs, up to a tenth of a second in all, for which a map would stand still under
    /// the finger that moves it.
    void compile(sf::Texture& texture);

    void flush();
    /// Flushes and lets go of the texture, which may be destroyed then.
    void finish() {
        flush();
        m_texture = nullptr;
    }
    void discard() { m_vertices.clear(); }

  private:
    void begin(const sf::Texture* texture, Blend blend);

    sf::RenderTarget& m_target;
    QuadShaders m_shaders;
    const sf::Texture* m_texture = nullptr;
    Blend m_blend = Blend::over;
    DeviceRect m_clip;
    std::vector<sf::Vertex> m_vertices;
    std::vector<sf::Vertex> m_polygon, m_clipped;  ///< kept for their memory
};

}  // namespace accueil::draw
