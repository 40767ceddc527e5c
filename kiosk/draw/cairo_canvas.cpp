// SPDX-License-Identifier: GPL-3.0-or-later
#include "kiosk/draw/cairo_canvas.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <map>

#include "kiosk/draw/device.hpp"
#include "kiosk/draw/halo.hpp"
#include "kiosk/draw/pango_text.hpp"
#include "kiosk/draw/shrink.hpp"

namespace accueil::draw {
namespace {

struct DestroySurface {
    void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
};
using SurfacePtr = std::unique_ptr<cairo_surface_t, DestroySurface>;
struct DestroyContext {
    void operator()(cairo_t* context) const { cairo_destroy(context); }
};
struct DestroyPattern {
    void operator()(cairo_pattern_t* pattern) const { cairo_pattern_destroy(pattern); }
};
using PatternPtr = std::unique_ptr<cairo_pattern_t, DestroyPattern>;

constexpr std::size_t kMostImageBytes = std::size_t{96} << 20;
constexpr int kGradientSteps = 16;

std::uint8_t scaled(std::uint8_t value, std::uint8_t by) {
    return static_cast<std::uint8_t>((value * by + 127) / 255);
}

/// Cairo's pixels are native words, alpha on top.
SurfacePtr make_surface(const Pixels& pixels, Color tint) {
    SurfacePtr surface(cairo_image_surface_create(CAIRO_FORMAT_ARGB32, pixels.width, pixels.height));
    unsigned char* rows = cairo_image_surface_get_data(surface.get());
    const int stride = cairo_image_surface_get_stride(surface.get());
    const std::uint8_t* in = pixels.rgba.data();
    for (int y = 0; y < pixels.height; ++y) {
        auto* row = reinterpret_cast<std::uint32_t*>(rows + std::ptrdiff_t{y} * stride);
        for (int x = 0; x < pixels.width; ++x, in += 4)
            row[x] = std::uint32_t{in[3]} << 24 | std::uint32_t{scaled(in[0], tint.r)} << 16 |
                     std::uint32_t{scaled(in[1], tint.g)} << 8 | scaled(in[2], tint.b);
    }
    cairo_surface_mark_dirty(surface.get());
    return surface;
}

class CairoPainter final : public CairoCanvas {
  public:
    CairoPainter(int width, int height, float scale)
        : m_surface(cairo_image_surface_create(CAIRO_FORMAT_ARGB32, width, height)),
          m_context(cairo_create(m_surface.get())),
          m_scale(scale),
          m_clips{{0, 0, width, height}} {}

    base::Size size() const override {
        return {static_cast<float>(m_clips[0].width()) / m_scale,
                static_cast<float>(m_clips[0].height()) / m_scale};
    }
    float scale() const override { return m_scale; }

    void clear(Color color) override {
        cairo_save(cr());
        cairo_reset_clip(cr());
        cairo_set_operator(cr(), CAIRO_OPERATOR_SOURCE);
        set_source(color);
        cairo_paint(cr());
        cairo_restore(cr());
    }

    void box(const base::Rect& rect, const BoxStyle& style) override {
        if (rect.empty()) return;
        const DeviceRect at = snap(rect, m_scale);
        const BoxShape shape = BoxShape::of(style, at, m_scale);
        if (style.fill.a > 0) {
            cairo_new_path(cr());
            add_fill_path(cr(), at, shape);
            set_source(style.fill);
            cairo_fill(cr());
        }
        if (shape.border > 0) {
            cairo_new_path(cr());
            add_border_path(cr(), at, shape);
            set_source(style.border);
            cairo_set_fill_rule(cr(), CAIRO_FILL_RULE_EVEN_ODD);
            cairo_fill(cr());
            cairo_set_fill_rule(cr(), CAIRO_FILL_RULE_WINDING);
        }
    }

    void text(const TextLayoutPtr& layout, base::Point top_left, Color color) override {
        if (!layout || color.a == 0) return;
        const auto& text = static_cast<const PangoText&>(*layout);
        const int x = snap(top_left.x, m_scale), y = snap(top_left.y, m_scale);
        const DeviceRect clip = m_clips.back();
        cairo_save(cr());
        cairo_translate(cr(), x, y);
        set_source(color);
        text.fill(cr(), double{m_scale}, clip.top - y, clip.bottom - y);
        cairo_restore(cr());
    }

    void image(const ImagePtr& image, const base::Rect& rect, Color tint, float radius) override {
        if (!image || rect.empty() || tint.a == 0) return;
        const DeviceRect at = snap(rect, m_scale);
        if (at.intersected(m_clips.back()).empty()) return;
        const SurfacePtr surface = surface_of(*image, halvings(*image, at.width(), at.height()), tint);
        const PatternPtr pattern(cairo_pattern_create_for_surface(surface.get()));
        cairo_matrix_t matrix;
        cairo_matrix_init_scale(
            &matrix, static_cast<double>(cairo_image_surface_get_width(surface.get())) / at.width(),
            static_cast<double>(cairo_image_surface_get_height(surface.get())) / at.height());
        cairo_matrix_translate(&matrix, -at.left, -at.top);
        cairo_pattern_set_matrix(pattern.get(), &matrix);
        cairo_pattern_set_filter(pattern.get(), CAIRO_FILTER_BILINEAR);
        cairo_pattern_set_extend(pattern.get(), CAIRO_EXTEND_PAD);
        BoxStyle style;
        style.radius = radius;
        cairo_save(cr());
        cairo_new_path(cr());
        add_fill_path(cr(), at, BoxShape::of(style, at, m_scale));
        cairo_set_source(cr(), pattern.get());
        if (tint.a == 255) {
            cairo_fill(cr());
        } else {
            cairo_clip(cr());
            cairo_paint_with_alpha(cr(), tint.a / 255.0);
        }
        cairo_restore(cr());
    }

    // The glass covers a pixel where its middle is covered: so does this, without antialiasing of the edges.
    void moving(const MovingPicturePtr& picture, const base::Rect& rect) override {
        if (rect.empty()) return;
        const auto frame = picture ? picture->newest() : std::nullopt;
        if (!frame) return box(rect, {{0, 0, 0, 255}, kTransparent, 0, 0});
        const DeviceRect at = snap(rect, m_scale);
        // Cairo's words without an alpha are these bytes; it only reads them.
        const SurfacePtr surface(cairo_image_surface_create_for_data(
            const_cast<std::uint8_t*>(frame->pixels), CAIRO_FORMAT_RGB24, frame->width, frame->height,
            static_cast<int>(frame->stride)));
        cairo_save(m_context.get());
        cairo_rectangle(m_context.get(), at.left, at.top, at.width(), at.height());
        cairo_clip(m_context.get());
        cairo_translate(m_context.get(), at.left, at.top);
        cairo_scale(m_context.get(), double{1} * at.width() / frame->width,
                    double{1} * at.height() / frame->height);
        cairo_set_source_surface(m_context.get(), surface.get(), 0, 0);
        cairo_pattern_set_extend(cairo_get_source(m_context.get()), CAIRO_EXTEND_PAD);
        cairo_paint(m_context.get());
        cairo_restore(m_context.get());
    }

    void turned(const ImagePtr& image, const TurnedPart& part, Color tint) override {
        if (!image || tint.a == 0 || part.size.width <= 0 || part.size.height <= 0) return;
        const double width = double{part.size.width} * double{m_scale},
                     height = double{part.size.height} * double{m_scale};
        const double x = double{part.center.x} * double{m_scale}, y = double{part.center.y} * double{m_scale};
        const double reach = std::hypot(width, height) / 2;
        const DeviceRect clip = m_clips.back();
        if (x + reach < clip.left || x - reach > clip.right || y + reach < clip.top ||
            y - reach > clip.bottom)
            return;
        const SurfacePtr surface = surface_of(*image, 0, tint);
        const PatternPtr pattern(cairo_pattern_create_for_surface(surface.get()));
        cairo_matrix_t matrix;
        cairo_matrix_init_translate(&matrix, double{part.source.x}, double{part.source.y});
        cairo_matrix_scale(&matrix, double{part.source.width} / width, double{part.source.height} / height);
        cairo_matrix_translate(&matrix, width / 2, height / 2);
        cairo_matrix_rotate(&matrix, -double{part.angle});
        cairo_matrix_translate(&matrix, -x, -y);
        cairo_pattern_set_matrix(pattern.get(), &matrix);
        cairo_pattern_set_filter(pattern.get(), CAIRO_FILTER_BILINEAR);
        cairo_pattern_set_extend(pattern.get(), CAIRO_EXTEND_PAD);
        cairo_save(cr());
        cairo_set_antialias(cr(), CAIRO_ANTIALIAS_NONE);
        cairo_new_path(cr());
        cairo_translate(cr(), x, y);
        cairo_rotate(cr(), double{part.angle});
        cairo_rectangle(cr(), -width / 2, -height / 2, width, height);
        cairo_identity_matrix(cr());
        cairo_set_source(cr(), pattern.get());
        if (tint.a == 255) {
            cairo_fill(cr());
        } else {
            cairo_clip(cr());
            cairo_paint_with_alpha(cr(), tint.a / 255.0);
        }
        cairo_restore(cr());
    }

    void gradient(const base::Rect& rect, Color from, Color to, Axis axis) override {
        if (rect.empty()) return;
        const DeviceRect at = snap(rect, m_scale);
        const bool across = axis == Axis::horizontal;
        const PatternPtr pattern(cairo_pattern_create_linear(at.left, at.top, across ? at.right : at.left,
                                                             across ? at.top : at.bottom));
        for (int step = 0; step <= kGradientSteps; ++step) {
            const double t = static_cast<double>(step) / kGradientSteps;
            const Color c = mix(from, to, t);
            cairo_pattern_add_color_stop_rgba(pattern.get(), t, c.r / 255.0, c.g / 255.0, c.b / 255.0,
                                              c.a / 255.0);
        }
        cairo_set_source(cr(), pattern.get());
        cairo_new_path(cr());
        cairo_rectangle(cr(), at.left, at.top, at.width(), at.height());
        cairo_fill(cr());
    }

    void line(base::Point from, base::Point to, float width, Color color) override {
        base::Rect straight;
        if (line_as_box(from, to, width, straight)) {
            box(straight, {color, kTransparent, 0, width / 2});
            return;
        }
        cairo_set_line_cap(cr(), CAIRO_LINE_CAP_ROUND);
        cairo_set_line_width(cr(), double{width} * double{m_scale});
        cairo_new_path(cr());
        cairo_move_to(cr(), double{from.x} * double{m_scale}, double{from.y} * double{m_scale});
        cairo_line_to(cr(), double{to.x} * double{m_scale}, double{to.y} * double{m_scale});
        set_source(color);
        cairo_stroke(cr());
    }

    void push_clip(const base::Rect& rect) override {
        const DeviceRect at =
            rect.empty() ? DeviceRect{} : snap(rect, m_scale);  // nothing shows within an empty clip
        m_clips.push_back(m_clips.back().intersected(at));
        cairo_save(cr());
        cairo_new_path(cr());
        cairo_rectangle(cr(), at.left, at.top, at.width(), at.height());
        cairo_clip(cr());
    }

    void pop_clip() override {
        assert(m_clips.size() > 1);
        m_clips.pop_back();
        cairo_restore(cr());
    }

    ImagePtr snapshot() override { return image_of_surface(m_surface.get()); }

  private:
    struct Kept {
        SurfacePtr surface;
        std::uint64_t used;
        std::size_t bytes;
    };

    cairo_t* cr() { return m_context.get(); }

    void set_source(Color c) {
        cairo_set_source_rgba(cr(), c.r / 255.0, c.g / 255.0, c.b / 255.0, c.a / 255.0);
    }

    SurfacePtr surface_of(const Image& image, int times, Color tint) {
        if (tint.r != 255 || tint.g != 255 || tint.b != 255)
            return make_surface(premultiplied(image, times), tint);
        const std::pair key{image.identity(), times};
        auto found = m_kept.find(key);
        if (found == m_kept.end()) {
            const Pixels pixels = premultiplied(image, times);
            m_kept_bytes += pixels.rgba.size();
            found = m_kept.emplace(key, Kept{make_surface(pixels, tint), 0, pixels.rgba.size()}).first;
        }
        found->second.used = ++m_uses;
        SurfacePtr surface(cairo_surface_reference(found->second.surface.get()));
        while (m_kept_bytes > kMostImageBytes) {
            const auto oldest =
                std::min_element(m_kept.begin(), m_kept.end(),
                                 [](const auto& a, const auto& b) { return a.second.used < b.second.used; });
            m_kept_bytes -= oldest->second.bytes;
            m_kept.erase(oldest);
        }
        return surface;
    }

    SurfacePtr m_surface;
    std::unique_ptr<cairo_t, DestroyContext> m_context;
    float m_scale;
    std::vector<DeviceRect> m_clips;  ///< the first is the whole surface
    std::map<std::pair<std::uint64_t, int>, Kept> m_kept;
    std::size_t m_kept_bytes = 0;
    std::uint64_t m_uses = 0;
};

}  // namespace

std::unique_ptr<CairoCanvas> CairoCanvas::create(int width, int height, TextEngine& engine) {
    return create(width, height, static_cast<float>(std::min(width, height)) / kDesignSide, engine);
}

std::unique_ptr<CairoCanvas> CairoCanvas::create(int width, int height, float scale, TextEngine&) {
    return std::make_unique<CairoPainter>(width, height, scale);
}

}  // namespace accueil::draw
