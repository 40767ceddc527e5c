// SPDX-License-Identifier: GPL-3.0-or-later
#include "kiosk/map/tile_painter.hpp"

#include <cairo.h>

#include <algorithm>
#include <cstring>

#include "kiosk/map/layer_filter.hpp"
#include "kiosk/map/path_tracer.hpp"

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

constexpr double kDashRoom = 8;  // sides of the tile: see PathTracer
// Points that all rules of one part may trace: ten times the densest real tile's. A hostile one would hold a
// worker.
constexpr std::size_t kMostPoints = 3'000'000;

TilePlacement placement(TileId source, TileId target, std::uint32_t extent, int side) {
    const int deeper = target.z - source.z;
    const double times = std::exp2(deeper);
    return {side * times / extent, -side * (target.x - source.x * times),
            -side * (target.y - source.y * times)};
}

void set_source(cairo_t* cairo, draw::Color color) {
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
        std::vector<const DrawRule*> rules;
        double margin = 0;
        for (const DrawRule& rule : m_request.style->draw_rules) {
            if (rule.schema != m_schema || m_zoom < rule.min_zoom || m_zoom >= rule.max_zoom) continue;
            rules.push_back(&rule);
            margin = std::max(margin, margin_of(rule));
        }
        std::vector<InSight> layers;
        for (const MvtLayer& layer : data.layers)
            layers.push_back(in_sight(layer, margin));
        for (const DrawRule* rule : rules)
            for (const InSight& layer : layers)
                if (layer.layer->name == rule->source_layer && !layer.features.empty()) paint(*rule, layer);
    }

  private:
    struct InSight {
        const MvtLayer* layer;
        std::vector<const MvtFeature*> features;
    };

    double margin_of(const DrawRule& rule) const {
        return 4 + scaled(std::max(rule.width.at(m_zoom), rule.edge_width.at(m_zoom)));
    }

    // Of an overzoomed tile most features are those of its neighbours.
    InSight in_sight(const MvtLayer& layer, double margin) const {
        const PathTracer tracer(m_cairo, placement(m_source, m_request.id, layer.extent, m_request.side),
                                -margin, m_request.side + margin, 0);
        InSight seen{&layer, {}};
        for (const MvtFeature& feature : layer.features)
            if (feature.type != MvtGeometry::point && tracer.in_sight(feature))
                seen.features.push_back(&feature);
        return seen;
    }

    void paint(const DrawRule& rule, const InSight& seen) {
        const MvtLayer& layer = *seen.layer;
        LayerFilter filter(rule.filter, layer);
        if (filter.hopeless()) return;
        const double margin = margin_of(rule);
        PathTracer tracer(m_cairo, placement(m_source, m_request.id, layer.extent, m_request.side), -margin,
                          m_request.side + margin, rule.dash.empty() ? 0 : kDashRoom * m_request.side);
        cairo_new_path(m_cairo);
        bool any = false;
        for (const MvtFeature* feature : seen.features) {
            if (rule.fill && feature->type != MvtGeometry::polygon) continue;
            if (!filter.accepts(*feature)) continue;
            m_traced += feature->points.size();
            if (m_traced > kMostPoints) break;
            any = tracer.trace(*feature) || any;
        }
        if (!any) return;
        // Features of one rule are one path: where they meet no seam can show.
        if (rule.edge) {
            // Atop what the fill has painted, in a group of its own: many times faster than a clip to that
            // outline.
            cairo_push_group(m_cairo);
            set_source(m_cairo, rule.fill.value_or(*rule.edge));
            cairo_fill_preserve(m_cairo);
            cairo_set_operator(m_cairo, CAIRO_OPERATOR_ATOP);
            stroke(*rule.edge, 2 * rule.edge_width.at(m_zoom), {});
            cairo_pop_group_to_source(m_cairo);
            cairo_paint(m_cairo);
        } else if (rule.fill) {
            set_source(m_cairo, *rule.fill);
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
        set_source(m_cairo, color);
        cairo_stroke_preserve(m_cairo);
    }

    cairo_t* m_cairo;
    TileId m_source;
    Schema m_schema;
    const TileRequest& m_request;
    double m_zoom;
    std::size_t m_traced = 0;
};

/// A picture of `part.source` where it lies in the tile.
void paint_picture(cairo_t* cairo, const TilePart& part, const TileRequest& request) {
    const draw::Image& picture = *part.picture;
    const Surface surface(cairo_image_surface_create(CAIRO_FORMAT_ARGB32, picture.width(), picture.height()));
    if (cairo_surface_status(surface.get()) != CAIRO_STATUS_SUCCESS) return;
    unsigned char* row = cairo_image_surface_get_data(surface.get());
    const std::uint8_t* in = picture.rgba().data();
    for (int y = 0; y < picture.height(); ++y, row += cairo_image_surface_get_stride(surface.get()))
        for (int x = 0; x < picture.width(); ++x, in += 4) {
            const auto times = [alpha = in[3]](std::uint8_t value) {
                return static_cast<std::uint32_t>((value * alpha + 127) / 255);
            };
            const std::uint32_t pixel = static_cast<std::uint32_t>(in[3]) << 24 | times(in[0]) << 16 |
                                        times(in[1]) << 8 | times(in[2]);
            std::memcpy(row + 4 * x, &pixel, sizeof pixel);
        }
    cairo_surface_mark_dirty(surface.get());
    const TilePlacement at = placement(part.source, request.id, 1, request.side);
    cairo_translate(cairo, at.x, at.y);
    cairo_scale(cairo, at.scale / picture.width(), at.scale / picture.height());
    cairo_set_source_surface(cairo, surface.get(), 0, 0);
    cairo_pattern_set_filter(cairo_get_source(cairo), CAIRO_FILTER_GOOD);
    cairo_pattern_set_extend(cairo_get_source(cairo), CAIRO_EXTEND_PAD);  // no dark line where tiles meet
    cairo_paint(cairo);
}

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

// On whole pixels: half of one that both parts share would show the background through both.
void clip_to(cairo_t* cairo, const WorldRect& within, const TileRequest& request) {
    const WorldRect tile = request.id.world_rect();
    const auto pixel = [&](double at, double from) {
        return std::clamp(std::round((at - from) * request.side / tile.width()), -1.0, request.side + 1.0);
    };
    const double left = pixel(within.left, tile.left), top = pixel(within.top, tile.top);
    cairo_rectangle(cairo, left, top, pixel(within.right, tile.left) - left,
                    pixel(within.bottom, tile.top) - top);
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
    if (parts.empty() || parts.front().within) {
        set_source(cairo.get(), request.style->outside);
        cairo_paint(cairo.get());
    }
    for (const TilePart& part : parts) {
        cairo_save(cairo.get());
        if (part.within) {
            clip_to(cairo.get(), *part.within, request);
            std::erase_if(tile.labels,
                          [&](const TileLabel& label) { return part.within->contains(label.at); });
        }
        set_source(cairo.get(), request.style->background);
        cairo_paint(cairo.get());
        if (part.picture)
            paint_picture(cairo.get(), part, request);
        else
            Painter(cairo.get(), part, request).paint(part.data);
        cairo_restore(cairo.get());
        add_labels(part, request, tile.labels);
    }
    join_labels(tile.labels, request);
    if (cairo_status(cairo.get()) == CAIRO_STATUS_SUCCESS) tile.image = image_of(surface.get(), request.side);
    return tile;
}

}  // namespace accueil::map
