// SPDX-License-Identifier: GPL-3.0-or-later
// A page's text as words with their places. Called by pdf.cpp; its thread.
#pragma once

#include <string>

#include "sync/model/paged_document.hpp"

struct _PopplerPage;

namespace accueil::pages {

/// `width` and `height` in points.
struct PageShape {
    double width = 0, height = 0;
    /// From the upper left, in points; sides that leave the page are cut.
    model::PageBox box(double x1, double y1, double x2, double y2) const;
};

/// False where there are more words than kMostPageWords: what follows them is left out.
bool read_text(_PopplerPage* from, const PageShape& shape, model::PagedPage& page);

/// Well-formed, on one line, at most so many bytes; ligatures and letters in their written forms are taken
/// apart.
std::string clean_words(const char* text, std::size_t most_bytes);

}  // namespace accueil::pages
