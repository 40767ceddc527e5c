// SPDX-License-Identifier: GPL-3.0-or-later
#include "kiosk/draw/pango_text.hpp"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstring>

namespace accueil::draw {
namespace {

std::uint64_t next_paragraph_identity() {
    static std::atomic<std::uint64_t> counter{0};
    return ++counter;
}

float pixels(int pango_units) {
    return static_cast<float>(pango_units) / PANGO_SCALE;
}

}  // namespace

PangoText::PangoText(GObjectPtr<PangoLayout> layout, const Metrics& metrics, TextAlign align, bool truncated)
    : m_layout(std::move(layout)),
      m_metrics(metrics),
      m_truncated(truncated),
      m_identity(next_paragraph_identity()) {
    std::vector<float> widths;
    float widest = 0;
    for (GSList* at = pango_layout_get_lines_readonly(m_layout.get()); at != nullptr; at = at->next) {
        auto* line = static_cast<PangoLayoutLine*>(at->data);
        PangoRectangle ink, logical;
        pango_layout_line_get_extents(line, &ink, &logical);
        const float baseline =
            m_metrics.first_baseline + static_cast<float>(m_lines.size()) * m_metrics.pitch;
        m_lines.push_back({line, 0, baseline, pixels(ink.x), pixels(ink.y), pixels(ink.x + ink.width),
                           pixels(ink.y + ink.height)});
        widths.push_back(pixels(logical.width));
        widest = std::max(widest, widths.back());
    }
    for (std::size_t i = 0; i < m_lines.size(); ++i) {
        const bool rtl = pango_layout_line_get_resolved_direction(m_lines[i].line) == PANGO_DIRECTION_RTL;
        if (i == 0) m_right_to_left = rtl;
        const float room = widest - widths[i];
        if (align == TextAlign::center) m_lines[i].x = room / 2;
        if (align == (rtl ? TextAlign::left : TextAlign::right)) m_lines[i].x = room;
    }
    m_size = {widest, static_cast<float>(m_lines.size()) * m_metrics.pitch};
    if (m_metrics.box > 0) m_size = {m_metrics.box, m_metrics.box};
}

int PangoText::unknown_glyphs() const {
    return pango_layout_get_unknown_glyphs_count(m_layout.get());
}

int PangoText::glyph_count() const {
    int count = 0;
    for (const Line& line : m_lines)
        for (GSList* run = line.line->runs; run != nullptr; run = run->next) {
            const PangoGlyphString* glyphs = static_cast<PangoLayoutRun*>(run->data)->glyphs;
            count += static_cast<int>(
                std::count_if(glyphs->glyphs, glyphs->glyphs + glyphs->num_glyphs,
                              [](const PangoGlyphInfo& info) { return info.glyph != PANGO_GLYPH_EMPTY; }));
        }
    return count;
}

// Baselines stand on whole device pixels, so that hinted letters are equally sharp in every line.
double PangoText::device_baseline(const Line& line, double scale) const {
    return std::round(static_cast<double>(line.baseline) * scale);
}

PangoText::DeviceBox PangoText::ink(double scale) const {
    DeviceBox box;
    bool any = false;
    for (const Line& line : m_lines) {
        if (line.ink_right <= line.ink_left) continue;
        const double baseline = device_baseline(line, scale);
        // One pixel more on each side: hinting may move an outline beyond its unhinted extents.
        const DeviceBox own{static_cast<int>(std::floor(double{line.x + line.ink_left} * scale)) - 1,
                            static_cast<int>(std::floor(baseline + double{line.ink_top} * scale)) - 1,
                            static_cast<int>(std::ceil(double{line.x + line.ink_right} * scale)) + 1,
                            static_cast<int>(std::ceil(baseline + double{line.ink_bottom} * scale)) + 1};
        if (!any) {
            box = own;
            any = true;
            continue;
        }
        box = {std::min(box.left, own.left), std::min(box.top, own.top), std::max(box.right, own.right),
               std::max(box.bottom, own.bottom)};
    }
    return box;
}

namespace {

/// Scripts whose letters stand apart, from left to right.
bool stands_apart(gunichar character) {
    switch (g_unichar_get_script(character)) {
        case G_UNICODE_SCRIPT_COMMON:
        case G_UNICODE_SCRIPT_INHERITED:
        case G_UNICODE_SCRIPT_LATIN:
        case G_UNICODE_SCRIPT_GREEK:
        case G_UNICODE_SCRIPT_CYRILLIC:
        case G_UNICODE_SCRIPT_ARMENIAN:
        case G_UNICODE_SCRIPT_GEORGIAN:
        case G_UNICODE_SCRIPT_ETHIOPIC:
        case G_UNICODE_SCRIPT_HAN:
        case G_UNICODE_SCRIPT_HANGUL:
        case G_UNICODE_SCRIPT_HIRAGANA:
        case G_UNICODE_SCRIPT_KATAKANA:
            return true;
        default:
            return false;
    }
}

}  // namespace

std::vector<Cluster> PangoText::clusters() const {
    const char* text = pango_layout_get_text(m_layout.get());
    for (const char* at = text; *at != '\0'; at = g_utf8_next_char(at))
        if (!stands_apart(g_utf8_get_char(at))) return {};
    std::vector<Cluster> clusters;
    if (m_lines.empty()) return clusters;
    const std::unique_ptr<PangoLayoutIter, decltype(&pango_layout_iter_free)> at(
        pango_layout_get_iter(m_layout.get()), &pango_layout_iter_free);
    do {
        if (pango_layout_iter_get_line_readonly(at.get()) != m_lines.front().line) break;
        if (pango_layout_iter_get_run_readonly(at.get()) == nullptr) continue;  // the line's end
        PangoRectangle logical;
        pango_layout_iter_get_cluster_extents(at.get(), nullptr, &logical);
        clusters.push_back({pixels(logical.x), pixels(logical.width)});
    } while (pango_layout_iter_next_cluster(at.get()) != 0);
    return clusters;
}

base::Rect PangoText::caret() const {
    if (m_lines.empty()) return {0, 0, 0, m_metrics.pitch};
    const auto end = std::strlen(pango_layout_get_text(m_layout.get()));
    int line = 0, x = 0;
    pango_layout_index_to_line_x(m_layout.get(), static_cast<int>(end), 0, &line, &x);
    const auto shown = std::min(static_cast<std::size_t>(std::max(0, line)), m_lines.size() - 1);
    const Line& last = m_lines[shown];
    // Past its last letter Pango says the right edge, also of a line that is written to the left.
    const bool rtl = pango_layout_line_get_resolved_direction(last.line) == PANGO_DIRECTION_RTL;
    return {last.x + (rtl ? 0 : pixels(x)), static_cast<float>(shown) * m_metrics.pitch, 0, m_metrics.pitch};
}

void PangoText::add_path(cairo_t* context, double scale) const {
    for (const Line& line : m_lines) {
        cairo_save(context);
        cairo_translate(context, double{line.x} * scale, device_baseline(line, scale));
        cairo_scale(context, scale, scale);
        cairo_move_to(context, 0, 0);
        pango_cairo_layout_line_path(context, line.line);
        cairo_restore(context);
    }
}

// Paths, not glyph images: Cairo places glyph images on whole pixels, which makes the spacing uneven.
void PangoText::fill(cairo_t* context, double scale, double top, double bottom) const {
    for (const Line& line : m_lines) {
        const double baseline = device_baseline(line, scale);
        if (baseline + double{line.ink_bottom} * scale + 1 < top ||
            baseline + double{line.ink_top} * scale - 1 > bottom)
            continue;
        cairo_save(context);
        cairo_translate(context, double{line.x} * scale, baseline);
        cairo_scale(context, scale, scale);
        cairo_new_path(context);
        cairo_move_to(context, 0, 0);
        pango_cairo_layout_line_path(context, line.line);
        cairo_restore(context);
        cairo_fill(context);
    }
}

}  // namespace accueil::draw
