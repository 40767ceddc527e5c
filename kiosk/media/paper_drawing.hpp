// SPDX-License-Identifier: GPL-3.0-or-later
// Words laid out for paper, and the tagged PDF that they are drawn into. paper.cpp's; one thread, whichever.
#pragma once

#include <cairo-pdf.h>
#include <pango/pangocairo.h>

#include <string>
#include <vector>

#include "kiosk/draw/pango_text.hpp"
#include "kiosk/media/paper.hpp"
#include "kiosk/media/paper_tags.hpp"

namespace accueil::media {

// Everything is in points, of 1/72 inch.

using LayoutPtr = draw::GObjectPtr<PangoLayout>;

/// Words that were laid out, and how high they stand.
struct Piece {
    LayoutPtr layout;
    PaperLine::Kind kind = PaperLine::Kind::text;
    std::string language;
    double height = 0;
};

struct Box {
    double x = 0, y = 0, width = 0, height = 0;
};

class Typesetter {
  public:
    Typesetter();
    ~Typesetter();
    Typesetter(const Typesetter&) = delete;
    Typesetter& operator=(const Typesetter&) = delete;

    /// No layout where there are no words. An item has a bullet, and its further lines stand behind it.
    Piece set(const Phrase& phrase, double size, PangoWeight weight, double width,
              PaperLine::Kind kind = PaperLine::Kind::text) const;

  private:
    draw::GObjectPtr<PangoFontMap> m_fonts;
    cairo_font_options_t* m_options;
};

/// The PDF being drawn, and what its structure says.
class PaperDrawing {
  public:
    PaperDrawing(double width, double height);
    ~PaperDrawing();
    PaperDrawing(const PaperDrawing&) = delete;
    PaperDrawing& operator=(const PaperDrawing&) = delete;

    void begin(const char* name, const std::string& language = {}, const std::string& alternative = {});
    void end(const char* name);
    void words(const Piece& piece, const char* tag, double x, double y);
    void rule(double x, double y, double width);
    /// With the quiet zone, `side` wide and high.
    void code(const QrCode& code, const Phrase& name, double x, double y, double side);
    /// Opaque, with a thin frame.
    void picture(const draw::Image& image, const Phrase& name, const Box& box);
    void next_page();
    base::Result<std::string> finish(const Paper& paper);

  private:
    std::string m_pdf;
    cairo_surface_t* m_surface;
    cairo_t* m_context;
    std::vector<PaperTag> m_tags;
};

}  // namespace accueil::media
