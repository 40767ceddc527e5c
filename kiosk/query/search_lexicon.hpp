// SPDX-License-Identifier: GPL-3.0-or-later
// Words that are known, and the ones that a typed word may mean. Made by the Searcher; loader thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace accueil::query {

class Lexicon {
  public:
    struct Word {
        std::string folded;
        std::string shown;
        std::uint32_t weight = 0;  ///< more is more usual
    };
    /// Folded words may stand several times: the one of most weight is kept, with the sum of the weights.
    explicit Lexicon(std::vector<Word> words = {});

    using Index = std::uint32_t;
    static constexpr Index kNone = UINT32_MAX;
    const Word& operator[](Index index) const { return m_words[index]; }
    std::size_t size() const { return m_words.size(); }

    Index find(std::string_view folded) const;
    /// Those that begin so and are longer, the most usual first.
    std::vector<Index> completions(std::string_view folded, std::size_t most) const;

    struct Near {
        Index word;
        double quality;  ///< 0 to 1
    };
    /// Words that it may be a slip for (found by their trigrams: one edit from four letters on, two from
    /// eight) or that sound as it does; the best first.
    std::vector<Near> near(std::string_view folded, std::size_t most) const;

  private:
    std::vector<Word> m_words;  // by folded
    std::unordered_map<std::uint32_t, std::vector<Index>> m_trigrams;
    std::unordered_map<std::string, std::vector<Index>> m_sounds;
    mutable std::vector<std::uint8_t> m_shared;  // trigrams in common, while near() runs
};

}  // namespace accueil::query
