// SPDX-License-Identifier: GPL-3.0-or-later
// Names with their halo, markers and cluster bubbles, each made once as one image. Owned by MapView; UI
// thread.
#pragma once

#include <map>
#include <span>
#include <string>
#include <tuple>
#include <utility>

#include "kiosk/draw/canvas.hpp"
#include "kiosk/draw/halo.hpp"
#include "kiosk/map/label_line.hpp"
#include "kiosk/map/style.hpp"

namespace accueil::map {

/// An image and the point of it, in design pixels, that stands on the place.
struct Sprite {
    draw::ImagePtr image;
    base::Size size;
    base::Point anchor;

    void draw(draw::Canvas& canvas, base::Point at, float alpha = 1) const {
        canvas.image(image, {at.x - anchor.x, at.y - anchor.y, size.width, size.height},
                     draw::Color{255, 255, 255, 255}.with_alpha(alpha));
    }
};

/// Words as they are written on the map.
struct Words {
    std::string text;
    float size = 22, max_width = 0;
    draw::Weight weight = draw::Weight::medium;
    draw::TextAlign align = draw::TextAlign::center;
    bool italic = false;
    draw::Color color, halo;
    float halo_width = 0;
    draw::HaloRows rows = draw::HaloRows::together;

    draw::TextStyle style() const;
    draw::TextLayoutPtr layout(draw::TextEngine& engine) const;
    auto key() const {
        return std::tuple(text, size, max_width, static_cast<int>(weight), static_cast<int>(align), italic,
                          bits(color), bits(halo), halo_width, static_cast<int>(rows));
    }
    static std::uint32_t bits(draw::Color c) {
        return std::uint32_t{c.r} << 24 | std::uint32_t{c.g} << 16 | std::uint32_t{c.b} << 8 | c.a;
    }
};

enum class MarkerState { normal, pressed, selected };

class Sprites {
  public:
    /// For a frame: forgets everything when the style or the scale is another, and names that few frames
    /// used.
    void begin_frame(const StylePtr& style, float scale);

    base::Size words_size(draw::TextEngine& engine, const Words& words);
    /// Anchored at the top left of the words, which are inside the halo.
    const Sprite& words(draw::TextEngine& engine, const Words& words);
    bool has(const Words& words) const { return m_words.contains(words.key()); }
    /// Pieces of words along a line; `words` were made with their rows apart.
    static void draw_pieces(draw::Canvas& canvas, const Sprite& words, float halo_width,
                            std::span<const WordPiece> pieces, base::Point at, float alpha);
    /// How wide and high the sign of a rule is, design pixels.
    static float sign_side(const LabelRule& rule);
    /// The rule's pictogram, on its badge or with a halo.
    const Sprite& sign(draw::TextEngine& engine, const LabelRule& rule);
    const Sprite& dot(draw::Color color, draw::Color halo, float radius);
    const Sprite& marker(draw::TextEngine& engine, model::MarkerShape shape, const std::string& icon,
                         MarkerState state);
    /// A place of the livret: a sign on the wall, which no theme's shape is.
    const Sprite& place_sign(draw::TextEngine& engine, const std::string& icon, MarkerState state);
    /// A group's bubble with its count, in the middle of `at`.
    void draw_cluster(draw::Canvas& canvas, draw::TextEngine& engine, std::size_t count, MarkerState state,
                      base::Point at);

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
    struct Figure {     // of a count; anchored at the middle of its left side
        Sprite sprite;  // without an image for a space
        float advance = 0;
    };
    const Figure& figure(draw::TextEngine& engine, std::string_view letter, float size);
    /// `ground`, a square of `side` design pixels, with an icon in its middle or `lower`.
    Sprite with_icon(draw::TextEngine& engine, const draw::ImagePtr& ground, float side,
                     const std::string& icon, float icon_side, float lower, draw::Color color) const;

    using WordsKey = decltype(std::declval<Words>().key());
    using SignKey = std::tuple<std::string, float, std::uint32_t, std::uint32_t, std::uint32_t>;

    StylePtr m_style;
    float m_scale = 1;
    std::uint64_t m_frame = 0;
    std::map<WordsKey, Kept> m_words;
    std::map<WordsKey, base::Size> m_sizes;
    std::map<SignKey, Sprite> m_signs;
    std::map<std::tuple<std::uint32_t, std::uint32_t, float>, Sprite> m_dots;
    std::map<std::tuple<model::MarkerShape, std::string, MarkerState>, Sprite> m_markers;
    std::map<std::pair<std::string, MarkerState>, Sprite> m_place_signs;
    std::map<std::pair<float, MarkerState>, Sprite> m_bubbles;  // without their count, by radius
    std::map<std::pair<std::string, float>, Figure> m_figures;  // by letter and size
};

}  // namespace accueil::map
