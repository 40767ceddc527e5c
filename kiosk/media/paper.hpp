// SPDX-License-Identifier: GPL-3.0-or-later
// A sheet to take home as a tagged PDF: A4 or a ticket of 80 mm, French beside the visitor's language, a QR
// code a place. Paper is what screens say; make_pdf() is the printer thread's, and of any other: it has fonts
// of its own.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/draw/image.hpp"
#include "kiosk/media/qr.hpp"
#include "sync/base/result.hpp"

namespace accueil::media {

enum class PaperFormat {
    a4,      ///< 210 × 297 mm, as many pages as needed
    ticket,  ///< 80 mm wide, of which 72 are printed on, as long as needed
};

/// Words and the language that they are in (BCP 47).
struct Phrase {
    std::string words, language;
    bool operator==(const Phrase&) const = default;
};

struct PaperLine {
    enum class Kind { text, strong, large, item };
    Kind kind = Kind::text;
    Phrase own;     ///< in the visitor's language
    Phrase french;  ///< beside it; empty words: `own` says it to both
    bool operator==(const PaperLine&) const = default;
};

struct PaperSection {
    Phrase title, french_title;  ///< the second empty where it is the first
    std::vector<PaperLine> lines;
    std::optional<QrCode> code;
    Phrase code_words;  ///< what the code is, under it and for who cannot see it
};

struct PaintedMap {
    draw::ImagePtr picture;            ///< opaque; nullptr: there is no map
    std::vector<std::string> credits;  ///< whom it is owed to, under it
};

/// Where it is. This module knows no maps: whoever does paints it.
struct PaperMap {
    PaperLine title;
    Phrase words;  ///< what is on it, for who cannot see it
    /// Of that size, in millimetres. Called by make_pdf(), on its thread, and may take seconds.
    std::function<PaintedMap(base::Size)> paint;
};

struct Paper {
    std::string language = "fr";  ///< of the visitor; French stands to its right, of Arabic to its left
    Phrase title, french_title;
    std::vector<PaperLine> head;  ///< under the title
    std::vector<PaperSection> sections;
    std::optional<PaperMap> map;  ///< after them
    std::vector<PaperLine> foot;  ///< at the end
};

/// A PDF 1.5 with a structure (Document, H1, H2, P, L, LI, Figure), title, languages, and words for the
/// codes. The same paper gives the same text. io where Cairo cannot make it.
base::Result<std::string> make_pdf(const Paper& paper, PaperFormat format);

}  // namespace accueil::media
