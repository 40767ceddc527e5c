// SPDX-License-Identifier: GPL-3.0-or-later
// What Cairo 1.16 cannot say of a tagged PDF: the language of the whole and of its parts, words for pictures.
// It is added to the finished file as an incremental update (ISO 32000-1, 7.5.6). make_pdf() calls it. Pure;
// any thread.
#pragma once

#include <string>
#include <vector>

namespace accueil::media {

/// Of one structure element, in the order in which they were begun.
struct PaperTag {
    std::string name;         ///< "H1", as Cairo was told
    std::string language;     ///< empty: as around it
    std::string alternative;  ///< of a figure: what it is, in words
};

/// `pdf` with the languages and words, or as it is where its structure is not the one that `tags` tell:
/// another version of Cairo may write it otherwise.
std::string with_languages(std::string pdf, const std::string& language, const std::vector<PaperTag>& tags);

}  // namespace accueil::media
