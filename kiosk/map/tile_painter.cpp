// SPDX-License-Identifier: GPL-3.0-or-later
#include "kiosk/map/tile_painter.hpp"

#include <cairo.h>

#include <limits>

#include "kiosk/map/tile_labels.hpp"

namespace accueil::map {

namespace {

struct SurfaceClose {
    void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
};
struct ContextClose {
    void operator()(cairo_t* context) const { cairo_destroy(context); }
};
using Surface = std::unique_ptr<cairo_surface_t, SurfaceClose>;
using Context = std::unique_ptr<cairo_t, ContextClose>;

constexpr double kSimplify = 0.4;  // device pixels that a point must move to be seen

/// From a layer's units to the image's pixels.
struct Placement {
    double scale, x, y;
};

Placement placement(TileId source, TileId target, std::uint32_t extent, int side) {
    const int deeper = target.z - source.z;
    const double times = std::exp2(deeper);
    return {side * times / extent, -side * (target.x - source.x * times),
            -side * (target.y - source.y * times)};
}

void set_color(cairo_t* cairo, draw::Color color) {
    cairo_set_source_rgba(cairo, color.r / 255.0, color.g / 255.0, color.b / 255.0, color.a / 255.0);
}

class Painter {
  public:
    Painter(cairo_t* cairo, const TilePart& part, const TileRequest& request)
        : m_cairo(cairo),
          m_source(part.source),
          m_schema(part.schema),
          m_request(request),
          m_zoom(request.id.z +
                 std::log2(request.side / (kTileSide * static_cast<double>(request.pixel_scale)))) {}

    void paint(const MvtTile& data) {
        for (const DrawRule& rule : m_request.style->draw_rules) {
            if (rule.schema != m_schema || m_zoom < rule.min_zoom || m_zoom >= rule.max_zoom) continue;
            for (const MvtLayer& layer : data.layers)
                if (layer.name == rule.source_layer) paint(rule, layer);
        }
    }

  private:
    void paint(const DrawRule& rule, const MvtLayer& layer) {
        m_at = placement(m_source, m_request.id, layer.extent, m_request.side);
        const double margin = 4 + scaled(std::max(rule.width.at(m_zoom), rule.edge_width.at(m_zoom)));
        cairo_new_path(m_cairo);
        bool any = false;
        const LayerFilter filter(rule.filter, layer);
        for (const MvtFeature& feature : layer.features) {
            if (feature.type == MvtGeometry::point || !in_sight(feature, margin)) continue;
            if (rule.fill && feature.type != MvtGeometry::polygon) continue;
            if (!filter.accepts(feature)) continue;
            trace(feature);
            any = true;
        }
        if (!any) return;
        // Features of one rule are one path: where they meet no seam can show.
        if (rule.edge) {
            // Atop what the fill has painted, in a group of its own: many times faster than a clip to that
            // outline.
            cairo_push_group(m_cairo);
            set_color(m_cairo, rule.fill.value_or(*rule.edge));
            cairo_fill_preserve(m_cairo);
            cairo_set_operator(m_cairo, CAIRO_OPERATOR_ATOP);
            stroke(*rule.edge, 2 * rule.edge_width.at(m_zoom), {});
            cairo_pop_group_to_source(m_cairo);
            cairo_paint(m_cairo);
        } else if (rule.fill) {
            set_color(m_cairo, *rule.fill);
            cairo_fill_preserve(m_cairo);
        }
        cairo_set_line_cap(m_cairo, rule.round_ends ? CAIRO_LINE_CAP_ROUND : CAIRO_LINE_CAP_BUTT);
        if (rule.line) stroke(*rule.line, rule.width.at(m_zoom), rule.dash);
        cairo_new_path(m_cairo);
    }

    double scaled(double design) const { return design * static_cast<double>(m_request.pixel_scale); }

    void stroke(draw::Color color, double width, const std::vector<double>& dash) {
        std::vector<double> lengths;
        for (const double length : dash)
            lengths.push_back(scaled(length));
        cairo_set_dash(m_cairo, lengths.data(), static_cast<int>(lengths.size()), 0);
        cairo_set_line_width(m_cairo, scaled(width));
        set_color(m_cairo, color);
        cairo_stroke_preserve(m_cairo);
    }

    bool in_sight(const MvtFeature& feature, double margin) const {
        double left = std::numeric_limits<double>::max(), top = left, right = -left, bottom = -left;
        for (const MvtPoint p : feature.points) {
            const double x = p.x * m_at.scale + m_at.x, y = p.y * m_at.scale + m_at.y;
            left = std::min(left, x);
            right = std::max(right, x);
            top = std::min(top, y);
            bottom = std::max(bottom, y);
        }
        return right >= -margin && bottom >= -margin && left <= m_request.side + margin &&
               top <= m_request.side + margin;
    }

    void trace(const MvtFeature& feature) {
        const bool closed = feature.type == MvtGeometry::polygon;
        for (std::size_t part = 0; part < feature.parts.size(); ++part) {
            const std::size_t begin = feature.parts[part];
            const std::size_t end =
                part + 1 < feature.parts.size() ? feature.parts[part + 1] : feature.points.size();
            if (end - begin < (closed ? 3U : 2U)) continue;
            double last_x = 0, last_y = 0;
            for (std::size_t i = begin; i < end; ++i) {
                const double x = feature.points[i].x * m_at.scale + m_at.x;
                const double y = feature.points[i].y * m_at.scale + m_at.y;
                if (i == begin) {
                    cairo_move_to(m_cairo, x, y);
                } else if (i + 1 == end || std::abs(x - last_x) + std::abs(y - last_y) >= kSimplify) {
                    cairo_line_to(m_cairo, x, y);
                } else {
                    continue;
                }
                last_x = x;
                last_y = y;
            }
            if (closed) cairo_close_path(m_cairo);
        }
    }

    cairo_t* m_cairo;
    TileId m_source;
    Schema m_schema;
    const TileRequest& m_request;
    double m_zoom;
    Placement m_at{};
};

draw::ImagePtr image_of(cairo_surface_t* surface, int side) {
    cairo_surface_flush(surface);
    const unsigned char* row = cairo_image_surface_get_data(surface);
    const int stride = cairo_image_surface_get_stride(surface);
    std::vector<std::uint8_t> rgba(static_cast<std::size_t>(side) * static_cast<std::size_t>(side) * 4);
    std::uint8_t* out = rgba.data();
    for (int y = 0; y < side; ++y, row += stride)
        for (int x = 0; x < side; ++x, out += 4) {
            std::uint32_t pixel = 0;
            std::copy_n(row + 4 * x, 4, reinterpret_cast<unsigned char*>(&pixel));
            out[0] = static_cast<std::uint8_t>(pixel >> 16);
            out[1] = static_cast<std::uint8_t>(pixel >> 8);
            out[2] = static_cast<std::uint8_t>(pixel);
            out[3] = 255;
        }
    return std::make_shared<draw::Image>(side, side, std::move(rgba));
}

void clip_to(cairo_t* cairo, const WorldRect& within, const TileRequest& request) {
    const WorldRect tile = request.id.world_rect();
    const double scale = request.side / tile.width();
    cairo_rectangle(cairo, (within.left - tile.left) * scale, (within.top - tile.top) * scale,
                    within.width() * scale, within.height() * scale);
    cairo_clip(cairo);
}

}  // namespace

Tile paint_tile(std::span<const TilePart> parts, const TileRequest& request) {
    Tile tile{request, nullptr, {}};
    const Surface surface(cairo_image_surface_create(CAIRO_FORMAT_RGB24, request.side, request.side));
    const Context cairo(cairo_create(surface.get()));
    cairo_set_line_join(cairo.get(), CAIRO_LINE_JOIN_ROUND);
    cairo_set_line_cap(cairo.get(), CAIRO_LINE_CAP_ROUND);
    cairo_set_antialias(cairo.get(), CAIRO_ANTIALIAS_FAST);
    for (const TilePart& part : parts) {
        cairo_save(cairo.get());
        if (part.within) {
            clip_to(cairo.get(), *part.within, request);
            std::erase_if(tile.labels,
                          [&](const TileLabel& label) { return part.within->contains(label.at); });
        }
        set_color(cairo.get(), request.style->background);
        cairo_paint(cairo.get());
        Painter(cairo.get(), part, request).paint(part.data);
        cairo_restore(cairo.get());
        add_labels(part, request, tile.labels);
    }
    join_labels(tile.labels, request);
    if (cairo_status(cairo.get()) == CAIRO_STATUS_SUCCESS) tile.image = image_of(surface.get(), request.side);
    return tile;
}

}  // namespace accueil::map
