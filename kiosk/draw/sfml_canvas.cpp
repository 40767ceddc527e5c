// SPDX-License-Identifier: GPL-3.0-or-later
#include "kiosk/draw/sfml_canvas.hpp"

#include <SFML/Graphics/RenderTarget.hpp>
#include <SFML/Graphics/Texture.hpp>
#include <bit>
#include <cassert>
#include <cmath>

#include "kiosk/draw/atlas.hpp"
#include "kiosk/draw/device.hpp"
#include "kiosk/draw/image_textures.hpp"
#include "kiosk/draw/moving_textures.hpp"
#include "kiosk/draw/pango_text.hpp"
#include "kiosk/draw/quad_batch.hpp"
#include "kiosk/draw/shrink.hpp"
#include "kiosk/draw/small_images.hpp"
#include "kiosk/draw/soft_shapes.hpp"
#include "kiosk/draw/software_gl.hpp"
#include "kiosk/draw/stencil.hpp"

namespace accueil::draw {
namespace {

constexpr Color kWhite{255, 255, 255, 255};
// Text is made in tiles, so that of a long one only what shows is made, and no tile outgrows the atlas.
constexpr int kTileWidth = 1024, kTileHeight = 256;

// What the atlas holds: masks to be tinted, and boxes of two colours, which halve the quads of a card.
enum class Piece : std::uint32_t { text = 1, fill, border, both };  // and SmallImages::kPiece

sf::FloatRect to_float(const DeviceRect& r) {
    return {static_cast<float>(r.left), static_cast<float>(r.top), static_cast<float>(r.width()),
            static_cast<float>(r.height())};
}

std::uint32_t fixed(double value) {
    return static_cast<std::uint32_t>(std::lround(value * 64));
}

std::uint32_t packed(Color c) {
    return std::uint32_t{c.r} << 24 | std::uint32_t{c.g} << 16 | std::uint32_t{c.b} << 8 | c.a;
}

/// A mask's pixels along one axis: kept from each end, or all of them when the box is no longer than that.
int mask_length(int length, int corner) {
    return std::min(length, 2 * corner + 1);
}

constexpr int kLarge = 200;  // device pixels: a smaller box is not worth a draw of its own

class SfmlPainter final : public SfmlCanvas {
  public:
    SfmlPainter(sf::RenderTarget& target, std::size_t budget)
        : m_target(target),
          m_batch(target),
          m_atlas([this](const sf::Texture& texture) { flush_from(texture); }),
          m_small_images([this](const sf::Texture& texture) { flush_from(texture); }),
          m_images(budget),
          m_moving([this](const sf::Texture& texture) { flush_from(texture); }) {
        begin_frame();
        m_is_software = target.setActive(true) && draws_in_software();
        if (!m_is_software) return;
        if (const auto texture = m_images.spare().take(1, 1)) m_batch.compile(*texture);
    }

    void begin_frame() override {
        const sf::Vector2u size = m_target.getSize();
        m_clips.assign(1, {0, 0, static_cast<int>(size.x), static_cast<int>(size.y)});
        m_batch.set_clip(m_clips[0]);
        m_batch.discard();
        m_scale = static_cast<float>(std::max(1U, std::min(size.x, size.y))) / kDesignSide;
        m_target.setView(sf::View(to_float(m_clips[0])));
        m_images.begin_frame();
        m_atlas.begin_frame();
        m_small_images.begin_frame();
    }

    void end_frame() override {
        m_batch.finish();
        m_moving.end_frame();
        m_images.end_frame();
    }

    bool keeps_frames() const override { return m_is_software; }
    std::size_t texture_bytes() const override {
        return m_atlas.bytes() + m_small_images.bytes() + m_images.bytes() + m_moving.bytes();
    }

    base::Size size() const override {
        return {static_cast<float>(m_clips[0].width()) / m_scale,
                static_cast<float>(m_clips[0].height()) / m_scale};
    }
    float scale() const override { return m_scale; }

    void clear(Color color) override {
        m_batch.discard();
        m_target.clear(premultiplied(color));
    }

    void box(const base::Rect& rect, const BoxStyle& style) override {
        if (rect.empty()) return;
        const DeviceRect at = snap(rect, m_scale);
        if (at.intersected(m_clips.back()).empty()) return;
        const BoxShape shape = BoxShape::of(style, at, m_scale);
        const bool filled = style.fill.a > 0;
        if (shape.border > 0)
            sliced(filled ? Piece::both : Piece::border, at, shape, style);
        else if (filled && shape.radius > 0)
            sliced(Piece::fill, at, shape, style);
        else if (filled)
            solid(at, style.fill);
    }

    void text(const TextLayoutPtr& layout, base::Point top_left, Color color) override {
        if (!layout || color.a == 0) return;
        const auto& text = static_cast<const PangoText&>(*layout);
        const int x = snap(top_left.x, m_scale), y = snap(top_left.y, m_scale);
        const PangoText::DeviceBox ink = text.ink(double{m_scale});
        const sf::Color tint = premultiplied(color);
        for (int top = ink.top, row = 0; top < ink.bottom; top += kTileHeight, ++row)
            for (int left = ink.left, column = 0; left < ink.right; left += kTileWidth, ++column) {
                const DeviceRect tile{left, top, std::min(left + kTileWidth, ink.right),
                                      std::min(top + kTileHeight, ink.bottom)};
                const DeviceRect shown{x + tile.left, y + tile.top, x + tile.right, y + tile.bottom};
                if (shown.intersected(m_clips.back()).empty()) continue;
                const auto place = text_tile(text, tile, row, column);
                if (!place) continue;
                m_batch.use(m_atlas.texture(place->page));
                m_batch.rectangle(to_float(shown), to_float(place->rect), tint);
            }
    }

    void image(const ImagePtr& image, const base::Rect& rect, Color tint, float radius) override {
        if (!image || rect.empty() || tint.a == 0) return;
        const DeviceRect at = snap(rect, m_scale);
        if (at.intersected(m_clips.back()).empty()) return;
        BoxStyle style;
        style.radius = radius;
        const auto corner = static_cast<float>(BoxShape::of(style, at, m_scale).radius);
        // What was prepared is drawn from what it was prepared as: reducing a screen of tiles in the midst of
        // a zoom would take longer than the frame has.
        const int times = m_images.is_prepared(*image) ? 0 : halvings(*image, at.width(), at.height());
        const bool own_size =
            std::abs(at.width() - image->width()) <= 1 && std::abs(at.height() - image->height()) <= 1;
        if (own_size && corner <= 0 && small_image(*image, at.left, at.top, tint)) return;
        sf::Texture* texture = m_images.texture_of(*image, times);
        if (texture == nullptr) return;
        const sf::Vector2u size = texture->getSize();
        // Where each pixel is one of the glass nothing lies between two of them.
        const bool own_pixels =
            static_cast<int>(size.x) == at.width() && static_cast<int>(size.y) == at.height();
        sample(*texture, !own_pixels);
        const bool covers = image->opaque() && tint.a == 255 && corner <= 0;
        m_batch.use(*texture, covers ? Blend::replace : Blend::over);
        if (corner <= 0) {
            m_batch.rectangle(to_float(at), {0, 0, static_cast<float>(size.x), static_cast<float>(size.y)},
                              premultiplied(tint));
        } else {
            add_rounded_image(m_batch, at, corner, tint);
        }
    }

    void prepare(const ImagePtr& image, ImageUse use) override {
        if (!image) return;
        if (use == ImageUse::own_size && m_small_images.exact(*image, m_atlas)) return;
        if (use == ImageUse::turned && m_small_images.find(*image)) return;
        m_images.prepare(*image);
    }

    void prepare(const MovingPicturePtr& picture) override { show(picture); }

    void moving(const MovingPicturePtr& picture, const base::Rect& rect) override {
        const DeviceRect at = snap(rect, m_scale);
        if (rect.empty() || at.intersected(m_clips.back()).empty()) return;
        sf::Texture* texture = show(picture);
        if (texture == nullptr) return solid(at, {0, 0, 0, 255});
        const sf::Vector2u size = texture->getSize();
        sample(*texture, static_cast<int>(size.x) != at.width() || static_cast<int>(size.y) != at.height());
        m_batch.use(*texture, Blend::replace);
        m_batch.rectangle(to_float(at), {0, 0, static_cast<float>(size.x), static_cast<float>(size.y)},
                          sf::Color::White);
    }

    void turned(const ImagePtr& image, const TurnedPart& part, Color tint) override {
        if (!image || tint.a == 0 || part.size.width <= 0 || part.size.height <= 0) return;
        base::Point origin{0, 0};
        if (const auto place = m_small_images.find(*image)) {
            m_batch.use(*place->texture);
            origin = {static_cast<float>(place->rect.left), static_cast<float>(place->rect.top)};
        } else if (sf::Texture* texture = m_images.texture_of(*image, 0); texture != nullptr) {
            sample(*texture, true);
            m_batch.use(*texture);
        } else {
            return;
        }
        m_batch.polygon(turned_corners(part, origin, m_scale, tint));
    }

    void gradient(const base::Rect& rect, Color from, Color to, Axis axis) override {
        if (rect.empty()) return;
        const sf::FloatRect r = to_float(snap(rect, m_scale));
        const sf::Vector2f white = use_white();
        const sf::Color first = premultiplied(from), last = premultiplied(to);
        const bool across = axis == Axis::horizontal;
        const sf::Vertex corners[] = {{{r.left, r.top}, first, white},
                                      {{r.left + r.width, r.top}, across ? last : first, white},
                                      {{r.left + r.width, r.top + r.height}, last, white},
                                      {{r.left, r.top + r.height}, across ? first : last, white}};
        m_batch.polygon(corners);
    }

    void line(base::Point from, base::Point to, float width, Color color) override {
        base::Rect straight;
        if (line_as_box(from, to, width, straight))
            box(straight, {color, kTransparent, 0, width / 2});
        else
            add_slanted_line(m_batch, {from.x * m_scale, from.y * m_scale}, {to.x * m_scale, to.y * m_scale},
                             width * m_scale / 2, color, use_white());
    }

    void push_clip(const base::Rect& rect) override {
        m_clips.push_back(m_clips.back().intersected(rect.empty() ? DeviceRect{} : snap(rect, m_scale)));
        m_batch.set_clip(m_clips.back());
    }
    void pop_clip() override {
        assert(m_clips.size() > 1);
        m_clips.pop_back();
        m_batch.set_clip(m_clips.back());
    }

  private:
    sf::Texture* show(const MovingPicturePtr& picture) {
        return picture ? m_moving.texture_of(picture) : nullptr;
    }

    void flush_from(const sf::Texture& texture) {
        if (m_batch.texture() == &texture) m_batch.flush();
    }

    /// The page that is drawn from already, so that boxes never part a batch.
    sf::Vector2f use_white() {
        m_batch.use(m_atlas.texture(m_atlas.page_of(m_batch.texture())));
        return {Atlas::white().left + 0.5F, Atlas::white().top + 0.5F};
    }

    /// False when it has to have a texture of its own.
    bool small_image(const Image& image, int left, int top, Color tint) {
        const auto part = m_small_images.exact(image, m_atlas);
        if (!part) return false;
        if (part->texture == nullptr) return true;  // nothing of it is inked
        m_batch.use(*part->texture);
        m_batch.rectangle(to_float({left + part->ink.left, top + part->ink.top, left + part->ink.right,
                                    top + part->ink.bottom}),
                          to_float(part->rect), premultiplied(tint));
        return true;
    }

    void sample(sf::Texture& texture, bool between_pixels) {
        if (texture.isSmooth() == between_pixels) return;
        if (m_batch.texture() == &texture) m_batch.flush();
        texture.setSmooth(between_pixels);
    }

    void solid(const DeviceRect& at, Color color) {
        if (color.a == 255 && at.width() >= kLarge && at.height() >= kLarge)
            m_batch.use_no_texture(Blend::replace);
        else
            use_white();
        m_batch.rectangle(to_float(at), Atlas::white(), premultiplied(color));
    }

    /// Corners as they are, edges and middle stretched.
    void sliced(Piece piece, const DeviceRect& at, const BoxShape& shape, const BoxStyle& style) {
        const int corner = static_cast<int>(std::ceil(std::max(shape.radius, shape.border)));
        const int width = mask_length(at.width(), corner), height = mask_length(at.height(), corner);
        const auto place = box_piece(piece, width, height, shape, style);
        if (!place) return solid(at, piece == Piece::border ? style.border : style.fill);
        m_batch.use(m_atlas.texture(place->page));
        const sf::Color tint = piece == Piece::both
                                   ? sf::Color::White
                                   : premultiplied(piece == Piece::fill ? style.fill : style.border);
        struct Slice {
            int to, to_length, from, from_length;
        };
        const auto slices = [corner](int start, int length, int mask) -> std::array<Slice, 3> {
            if (mask == length) return {Slice{start, length, 0, length}, {}, {}};
            return {Slice{start, corner, 0, corner}, Slice{start + corner, length - 2 * corner, corner, 1},
                    Slice{start + length - corner, corner, corner + 1, corner}};
        };
        const auto columns = slices(at.left, at.width(), width), rows = slices(at.top, at.height(), height);
        for (std::size_t r = 0; r < 3; ++r)
            for (std::size_t c = 0; c < 3; ++c) {
                const Slice &column = columns[c], &row = rows[r];
                if (column.to_length <= 0 || row.to_length <= 0) continue;
                if (piece == Piece::border && r == 1 && c == 1) continue;  // a ring's middle is empty
                m_batch.rectangle(
                    to_float({column.to, row.to, column.to + column.to_length, row.to + row.to_length}),
                    to_float({place->rect.left + column.from, place->rect.top + row.from,
                              place->rect.left + column.from + column.from_length,
                              place->rect.top + row.from + row.from_length}),
                    tint);
            }
    }

    std::optional<Atlas::Place> box_piece(Piece piece, int width, int height, const BoxShape& shape,
                                          const BoxStyle& style) {
        const bool both = piece == Piece::both;
        const Atlas::Key key{static_cast<std::uint32_t>(piece),
                             static_cast<std::uint32_t>(width),
                             static_cast<std::uint32_t>(height),
                             fixed(shape.radius),
                             fixed(shape.border),
                             fixed(shape.fill_inset),
                             both ? packed(style.fill) : 0,
                             both ? packed(style.border) : 0};
        const std::size_t page = m_atlas.page_of(m_batch.texture());
        if (const auto found = m_atlas.find(key, page)) return found;
        Stencil stencil(width, height);
        const DeviceRect whole{0, 0, width, height};
        if (piece != Piece::border) {
            stencil.set_source(both ? style.fill : kWhite);
            add_fill_path(stencil.context(), whole, shape);
            cairo_fill(stencil.context());
        }
        if (piece != Piece::fill) {
            stencil.set_source(both ? style.border : kWhite);
            add_border_path(stencil.context(), whole, shape);
            cairo_set_fill_rule(stencil.context(), CAIRO_FILL_RULE_EVEN_ODD);
            cairo_fill(stencil.context());
        }
        return m_atlas.add(key, width, height, stencil.rgba(m_pixels), page);
    }

    std::optional<Atlas::Place> text_tile(const PangoText& text, const DeviceRect& tile, int row,
                                          int column) {
        const std::uint64_t identity = text.identity();
        const Atlas::Key key{
            static_cast<std::uint32_t>(Piece::text),    static_cast<std::uint32_t>(identity),
            static_cast<std::uint32_t>(identity >> 32), static_cast<std::uint32_t>(row),
            static_cast<std::uint32_t>(column),         std::bit_cast<std::uint32_t>(m_scale)};
        if (const auto found = m_atlas.find(key)) return found;
        Stencil stencil(tile.width(), tile.height());
        stencil.set_source(kWhite);
        cairo_translate(stencil.context(), -tile.left, -tile.top);
        text.fill(stencil.context(), double{m_scale}, tile.top, tile.bottom);
        return m_atlas.add(key, tile.width(), tile.height(), stencil.rgba(m_pixels));
    }

    sf::RenderTarget& m_target;
    float m_scale = 1;
    bool m_is_software = false;
    std::vector<DeviceRect> m_clips;  ///< the first is the whole target
    QuadBatch m_batch;
    Atlas m_atlas;
    SmallImages m_small_images;
    ImageTextures m_images;
    MovingTextures m_moving;
    std::vector<sf::Uint8> m_pixels;  ///< kept for its memory
};

}  // namespace

std::unique_ptr<SfmlCanvas> SfmlCanvas::create(sf::RenderTarget& target, TextEngine&,
                                               std::size_t texture_budget) {
    return std::make_unique<SfmlPainter>(target, texture_budget);
}

}  // namespace accueil::draw
