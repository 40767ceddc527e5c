// SPDX-License-Identifier: GPL-3.0-or-later
// A shaped text as the canvases of this folder draw it: lines placed by us, glyphs by Pango. UI thread.
#pragma once

#include <pango/pangocairo.h>

#include <vector>

#include "kiosk/draw/text.hpp"

namespace accueil::draw {

struct ObjectUnref {
    void operator()(void* object) const { g_object_unref(object); }
};
template <class T>
using GObjectPtr = std::unique_ptr<T, ObjectUnref>;

/// The fonts of running text in that language (BCP 47), as Pango takes them: for what is drawn without an
/// engine. Any thread.
std::string font_families(std::string_view language);

class PangoText final : public TextLayout {
  public:
    /// Where the first baseline is, from the top, and how far apart lines are; `box` other than 0 makes the
    /// layout a square of that side (icons).
    struct Metrics {
        float first_baseline = 0, pitch = 0, box = 0;
    };
    PangoText(GObjectPtr<PangoLayout> layout, const Metrics& metrics, TextAlign align, bool truncated);

    base::Size size() const override { return m_size; }
    float first_baseline() const override { return m_metrics.first_baseline; }
    int line_count() const override { return static_cast<int>(m_lines.size()); }
    bool truncated() const override { return m_truncated; }
    bool right_to_left() const override { return m_right_to_left; }
    base::Rect caret() const override;
    std::vector<Cluster> clusters() const override;
    std::uint64_t identity() const override { return m_identity; }

    int unknown_glyphs() const;  ///< characters that no installed font has
    int glyph_count() const;

    /// Where there is ink, in device pixels from the text's top left, rounded outwards.
    struct DeviceBox {
        int left = 0, top = 0, right = 0, bottom = 0;
    };
    DeviceBox ink(double scale) const;

    /// Fills the glyphs of the lines that touch device rows `top` to `bottom`, with `context`'s source; the
    /// context's origin is the text's top left, its unit the device pixel.
    void fill(cairo_t* context, double scale, double top, double bottom) const;

    /// Adds the outlines of all lines to the context's path; origin and unit as above.
    void add_path(cairo_t* context, double scale) const;

  private:
    struct Line {
        PangoLayoutLine* line;
        float x, baseline;
        float ink_left, ink_top, ink_right, ink_bottom;  ///< from (x, baseline)
    };
    double device_baseline(const Line& line, double scale) const;

    GObjectPtr<PangoLayout> m_layout;
    Metrics m_metrics;
    std::vector<Line> m_lines;
    base::Size m_size;
    bool m_truncated, m_right_to_left = false;
    std::uint64_t m_identity;
};

}  // namespace accueil::draw
