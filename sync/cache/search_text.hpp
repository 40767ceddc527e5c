// SPDX-License-Identifier: GPL-3.0-or-later
// How a text becomes the words that it is found by: the same for the index that the writer makes and for what
// a visitor types. Pure, any thread; but a Stemmer is one thread's.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

struct sb_stemmer;

namespace accueil::cache {

/// A word of a text: letters and digits that stand together.
struct SearchToken {
    std::string folded;     ///< see fold_for_search
    std::size_t begin = 0;  ///< bytes of the text, half open
    std::size_t end = 0;
    bool after_elision = false;  ///< an apostrophe stands before it: the "emploi" of "l’emploi"
};

/// The words of `text` in order. Latin letters lose case and accents (œ→oe); Cyrillic its case, ё→е; Arabic
/// its vowel signs and the forms of alef, ya and ta marbuta; digits of any script become 0–9. Apostrophes,
/// hyphens and all else part words; letters with dots between them (R.S.A.) are one word. A byte that is no
/// UTF-8 parts words. No word is longer than kLongestWord bytes: what goes beyond is cut off.
std::vector<SearchToken> search_tokens(std::string_view text);
inline constexpr std::size_t kLongestWord = 48;

/// The same one after the other, for long texts: next() gives the word that follows, until there is none. Its
/// `folded` holds until the next call. Letters with dots between them are words of their own here.
class SearchScanner {
  public:
    explicit SearchScanner(std::string_view text) : m_text(text) {}
    struct Word {
        std::string_view folded;
        std::size_t begin = 0, end = 0;
        bool after_elision = false;
    };
    bool next(Word& word);

  private:
    std::string_view m_text;
    std::size_t m_at = 0;
    bool m_after_apostrophe = false;
    std::string m_folded;
};

/// The words of search_tokens with nothing between them: "resto du cœur" → "restoducoeur".
std::string joined_for_search(std::string_view text);

/// "le", "d", "qu", "je"…: says nothing of what is looked for. French, with what people write for it in
/// messages ("g", "pa", "jai"), English and Arabic.
bool is_stop_word(std::string_view folded);
/// "trouver", "besoin", "aide"…: says little.
bool is_weak_word(std::string_view folded);

/// How a French word sounds, roughly: words that are spelled by ear have one key ("logeman" and "logement").
/// Empty for words of other scripts and of fewer than three letters.
std::string sound_key(std::string_view folded);

/// Edits (insert, delete, replace, two neighbours changed about) between two folded words, or `most` + 1
/// where there are more than `most`.
std::size_t typo_distance(std::string_view a, std::string_view b, std::size_t most);

/// French stems by Snowball, of folded words; a word of another script, of fewer than four letters or with a
/// digit is its own stem. Remembers what it has seen.
class Stemmer {
  public:
    Stemmer();
    Stemmer(Stemmer&&) noexcept = default;
    Stemmer& operator=(Stemmer&&) noexcept = default;
    ~Stemmer();
    /// Holds until the next call.
    const std::string& stem(std::string_view folded);

  private:
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
    };
    struct Close {
        void operator()(sb_stemmer* stemmer) const;
    };
    std::unique_ptr<sb_stemmer, Close> m_snowball;
    std::unordered_map<std::string, std::string, Hash, std::equal_to<>> m_known;
};

}  // namespace accueil::cache
