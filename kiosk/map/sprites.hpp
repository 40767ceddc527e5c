// SPDX-License-Identifier: GPL-3.0-or-later
// Names with their halo, markers and cluster bubbles, each made once as one image. Owned by MapView; UI
// thread.
#pragma once

#include <map>
#include <string>
#include <tuple>

#include "kiosk/draw/canvas.hpp"
#include "kiosk/map/style.hpp"

namespace accueil::map {

/// An image and the point of it, in design pixels, that stands on the place.
struct Sprite {
    draw::ImagePtr image;
    base::Size size;
    base::Point anchor;

    void draw(draw::Canvas& canvas, base::Point at) const {
        canvas.image(image, {at.x - anchor.x, at.y - anchor.y, size.width, size.height});
    }
};

enum class MarkerState { normal, pressed, selected };

class Sprites {
  public:
    /// For a frame: forgets everything when the style or the scale is another, and names that few frames
    /// used.
    void begin_frame(const StylePtr& style, float scale);

    base::Size words_size(draw::TextEngine& engine, const std::string& words, const draw::TextStyle& style);
    /// Anchored at the top left of the words, which are inside the halo.
    const Sprite& words(draw::TextEngine& engine, const std::string& words, const draw::TextStyle& style,
                        draw::Color color, draw::Color halo, float halo_width);
    const Sprite& dot(draw::Color color, draw::Color halo, float radius);
    const Sprite& marker(draw::TextEngine& engine, model::MarkerShape shape, const std::string& icon,
                         MarkerState state);
    /// A place of the livret: a sign on the wall, which no theme's shape is.
    const Sprite& place_sign(draw::TextEngine& engine, const std::string& icon, MarkerState state);
    const Sprite& cluster(draw::TextEngine& engine, std::size_t count, MarkerState state);

    /// From the marker's place to its farthest edge, design pixels.
    static float marker_radius(MarkerState state);
    static float cluster_radius(std::size_t count);
    /// What a group's bubble says: "999", "1 234", and from 10,000 whole thousands, "12 k".
    static std::string cluster_words(std::size_t count);

  private:
    struct Kept {
        Sprite sprite;
        std::uint64_t used = 0;
    };
    /// `ground`, a square of `side` design pixels, with an icon in its middle or `lower`.
    Sprite with_icon(draw::TextEngine& engine, const draw::ImagePtr& ground, float side, const std::string& icon,
                     float icon_side, float lower, draw::Color color) const;

    using WordsKey = std::tuple<std::string, float, int, bool, std::uint32_t, std::uint32_t, float>;

    StylePtr m_style;
    float m_scale = 1;
    std::uint64_t m_frame = 0;
    std::map<WordsKey, Kept> m_words;
    std::map<std::tuple<std::string, float, int, bool>, base::Size> m_sizes;
    std::map<std::tuple<std::uint32_t, std::uint32_t, float>, Sprite> m_dots;
    std::map<std::tuple<model::MarkerShape, std::string, MarkerState>, Sprite> m_markers;
    std::map<std::pair<std::string, MarkerState>, Sprite> m_signs;
    std::map<std::pair<std::string, MarkerState>, Sprite> m_clusters;
};

}  // namespace accueil::map
