// SPDX-License-Identifier: GPL-3.0-or-later
#include "kiosk/media/paper_drawing.hpp"

#include <cstring>
#include <memory>

#include "sync/base/i18n.hpp"

namespace accueil::media {

namespace {

constexpr double kBulletIndent = 11, kRuleGrey = 0.55, kFrameWidth = 0.7;

cairo_status_t append(void* out, const unsigned char* bytes, unsigned int length) {
    static_cast<std::string*>(out)->append(reinterpret_cast<const char*>(bytes), length);
    return CAIRO_STATUS_SUCCESS;
}

std::string valid(const std::string& text) {
    const std::unique_ptr<char, decltype(&g_free)> made(
        g_utf8_make_valid(text.data(), static_cast<gssize>(text.size())), &g_free);
    return made.get();
}

}  // namespace

Typesetter::Typesetter() : m_fonts(pango_cairo_font_map_new()) {
    pango_cairo_font_map_set_resolution(PANGO_CAIRO_FONT_MAP(m_fonts.get()), 72);
    m_options = cairo_font_options_create();
    cairo_font_options_set_hint_style(m_options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(m_options, CAIRO_HINT_METRICS_OFF);
}
Typesetter::~Typesetter() {
    cairo_font_options_destroy(m_options);
}

Piece Typesetter::set(const Phrase& phrase, double size, PangoWeight weight, double width,
                      PaperLine::Kind kind) const {
    Piece piece;
    if (phrase.words.empty()) return piece;
    const draw::GObjectPtr<PangoContext> context(pango_font_map_create_context(m_fonts.get()));
    pango_cairo_context_set_font_options(context.get(), m_options);
    pango_context_set_language(context.get(), pango_language_from_string(phrase.language.c_str()));
    pango_context_set_base_dir(
        context.get(), base::is_right_to_left(phrase.language) ? PANGO_DIRECTION_RTL : PANGO_DIRECTION_LTR);
    pango_context_set_round_glyph_positions(context.get(), FALSE);
    piece.layout.reset(pango_layout_new(context.get()));
    auto* layout = piece.layout.get();
    const std::unique_ptr<PangoFontDescription, decltype(&pango_font_description_free)> font(
        pango_font_description_from_string(draw::font_families(phrase.language).c_str()),
        &pango_font_description_free);
    pango_font_description_set_size(font.get(), pango_units_from_double(size));
    pango_font_description_set_weight(font.get(), weight);
    pango_layout_set_font_description(layout, font.get());
    pango_layout_set_width(layout, pango_units_from_double(width));
    pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
    pango_layout_set_line_spacing(layout, 1.15F);
    if (base::is_right_to_left(phrase.language)) {
        // A line that begins with a Latin name is of this language, too.
        pango_layout_set_auto_dir(layout, FALSE);
        pango_layout_set_alignment(layout, PANGO_ALIGN_RIGHT);
    }
    const bool is_item = kind == PaperLine::Kind::item;
    if (is_item) pango_layout_set_indent(layout, pango_units_from_double(-kBulletIndent));
    const auto words = (is_item ? "• " : "") + valid(phrase.words);
    if (base::is_right_to_left(phrase.language) && draw::has_right_to_left_letter(words))
        pango_layout_set_auto_dir(layout, FALSE);
    pango_layout_set_text(layout, words.c_str(), static_cast<int>(words.size()));
    int high = 0;
    pango_layout_get_size(layout, nullptr, &high);
    piece.height = pango_units_to_double(high);
    piece.kind = kind;
    piece.language = phrase.language;
    return piece;
}

PaperDrawing::PaperDrawing(double width, double height)
    : m_surface(cairo_pdf_surface_create_for_stream(append, &m_pdf, width, height)),
      m_context(cairo_create(m_surface)) {
    cairo_pdf_surface_restrict_to_version(m_surface, CAIRO_PDF_VERSION_1_5);
}
PaperDrawing::~PaperDrawing() {
    cairo_destroy(m_context);
    cairo_surface_destroy(m_surface);
}

void PaperDrawing::begin(const char* name, const std::string& language, const std::string& alternative) {
    cairo_tag_begin(m_context, name, "");
    m_tags.push_back({name, language, alternative.empty() ? alternative : valid(alternative)});
}
void PaperDrawing::end(const char* name) {
    cairo_tag_end(m_context, name);
}

void PaperDrawing::words(const Piece& piece, const char* tag, double x, double y) {
    if (!piece.layout) return;
    begin(tag, piece.language);
    cairo_move_to(m_context, x, y);
    pango_cairo_show_layout(m_context, piece.layout.get());
    end(tag);
}
void PaperDrawing::rule(double x, double y, double width) {
    cairo_set_source_rgb(m_context, kRuleGrey, kRuleGrey, kRuleGrey);
    cairo_rectangle(m_context, x, y, width, 0.7);
    cairo_fill(m_context);
    cairo_set_source_rgb(m_context, 0, 0, 0);
}
void PaperDrawing::code(const QrCode& code, const Phrase& name, double x, double y, double side) {
    begin("Figure", name.language, name.words);
    const double module = side / (code.side() + 2 * kQuietModules);
    cairo_set_antialias(m_context, CAIRO_ANTIALIAS_NONE);
    for (int row = 0; row < code.side(); ++row)
        for (int column = 0, to = 0; column < code.side(); column = to + 1) {
            for (to = column; to < code.side() && code.dark(to, row);)
                ++to;
            if (to > column)
                cairo_rectangle(m_context, x + (column + kQuietModules) * module,
                                y + (row + kQuietModules) * module, (to - column) * module, module);
        }
    cairo_fill(m_context);
    cairo_set_antialias(m_context, CAIRO_ANTIALIAS_DEFAULT);
    end("Figure");
}
void PaperDrawing::picture(const draw::Image& image, const Phrase& name, const Box& box) {
    auto* surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, image.width(), image.height());
    if (cairo_surface_status(surface) != CAIRO_STATUS_SUCCESS) return cairo_surface_destroy(surface);
    unsigned char* row = cairo_image_surface_get_data(surface);
    const std::uint8_t* in = image.rgba().data();
    for (int y = 0; y < image.height(); ++y, row += cairo_image_surface_get_stride(surface))
        for (int x = 0; x < image.width(); ++x, in += 4) {
            const std::uint32_t pixel =
                static_cast<std::uint32_t>(in[0]) << 16 | static_cast<std::uint32_t>(in[1]) << 8 | in[2];
            std::memcpy(row + std::ptrdiff_t{4} * x, &pixel, sizeof pixel);
        }
    cairo_surface_mark_dirty(surface);
    begin("Figure", name.language, name.words);
    cairo_save(m_context);
    cairo_translate(m_context, box.x, box.y);
    cairo_scale(m_context, box.width / image.width(), box.height / image.height());
    cairo_set_source_surface(m_context, surface, 0, 0);
    cairo_rectangle(m_context, 0, 0, image.width(), image.height());
    cairo_fill(m_context);
    cairo_restore(m_context);
    cairo_set_line_width(m_context, kFrameWidth);
    cairo_rectangle(m_context, box.x, box.y, box.width, box.height);
    cairo_set_source_rgb(m_context, kRuleGrey, kRuleGrey, kRuleGrey);
    cairo_stroke(m_context);
    cairo_set_source_rgb(m_context, 0, 0, 0);
    end("Figure");
    cairo_surface_destroy(surface);
}

void PaperDrawing::next_page() {
    cairo_show_page(m_context);
}

base::Result<std::string> PaperDrawing::finish(const Paper& paper) {
    cairo_pdf_surface_set_metadata(m_surface, CAIRO_PDF_METADATA_TITLE, valid(paper.title.words).c_str());
    // When it was made is nobody's business, and the same paper gives the same bytes.
    cairo_pdf_surface_set_metadata(m_surface, CAIRO_PDF_METADATA_CREATE_DATE, "2000-01-01");
    cairo_surface_finish(m_surface);
    for (const auto status : {cairo_status(m_context), cairo_surface_status(m_surface)})
        if (status != CAIRO_STATUS_SUCCESS && status != CAIRO_STATUS_SURFACE_FINISHED)
            return base::fail(base::ErrorCode::io,
                              std::string("the paper cannot be drawn: ") + cairo_status_to_string(status));
    return with_languages(std::move(m_pdf), paper.language, m_tags);
}

}  // namespace accueil::media
