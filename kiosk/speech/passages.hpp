// SPDX-License-Identifier: GPL-3.0-or-later
// A text as it is read aloud: a sentence, or what can stand for one, after another. Pure; any thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace accueil::speech {

inline constexpr std::size_t kMostPassage = 600;  ///< bytes

/// Where a word of the source begins in what is said.
struct SpokenWord {
    std::size_t at = 0;    ///< in code points
    std::size_t word = 0;  ///< its number in the source, from 0
    bool operator==(const SpokenWord&) const = default;
};

struct Passage {
    std::string text;               ///< UTF-8, one space between words, at most kMostPassage bytes
    std::string language;           ///< BCP 47
    std::vector<SpokenWord> words;  ///< in order, at least one
    bool operator==(const Passage&) const = default;
};

/// Of a text whose words stand apart by one space or one line end, as model::PagedPage has it. Words that a
/// line end has cut are one again; what is no word in any language (rows of points, bullets) is not said.
/// Passages end where sentences do, where a line is short and the next begins anew, and before they are too
/// long.
std::vector<Passage> passages_of(std::string_view text, const std::string& language);

/// The word of the source that is said at that code point of the passage.
std::size_t word_at(const Passage& passage, std::size_t at);

}  // namespace accueil::speech
