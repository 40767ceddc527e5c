// SPDX-License-Identifier: GPL-3.0-or-later
// The matters that needs hold, and how well a text means each: by the expressions that the content has for
// them. Made by the Searcher; loader thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "kiosk/query/search_lexicon.hpp"
#include "sync/cache/search_text.hpp"
#include "sync/model/records.hpp"

namespace accueil::query {

/// A word that was typed, and what it may stand for.
struct QueryWord {
    std::string folded;
    bool is_last = false;  ///< may be the beginning of a word
};

namespace search_words {
inline constexpr std::size_t kShortestJoined = 6;  ///< bytes of several words that may be written as one
bool is_digits(std::string_view word);
/// The words of `text` apart by spaces, as far as a search looks at it.
std::string folded_words(std::string_view text);
}  // namespace search_words

class Topics {
  public:
    struct Topic {
        std::size_t need = 0;    ///< in needs()
        std::string thematique;  ///< empty where the need has no matters of its own
        model::Text title;
    };
    struct Match {
        std::size_t topic = 0;  ///< in topics()
        double score = 0;       ///< 0 to about 1.2
        std::string phrase;     ///< the expression that says it best
    };

    explicit Topics(std::vector<model::Need> needs);

    const std::vector<model::Need>& needs() const { return m_needs; }
    const std::vector<Topic>& topics() const { return m_topics; }
    const Lexicon& words() const { return m_words; }

    /// The words that are looked for in `text`: letters that were typed apart are one word again (r s a, 39
    /// 19), two words that are one (auto école), one that is several (restoducoeur), as far as the content
    /// knows them; stop words are left out.
    std::vector<QueryWord> parse(std::string_view text) const;

    /// Topics that `words` mean, best first; none where too little of them is known. `other` knows words of
    /// the rest of the content: they count less against a topic than words that nothing has.
    std::vector<Match> match(std::string_view text, const std::vector<QueryWord>& words,
                             const Lexicon& other) const;

    /// Words that go on with the expressions that begin as `text` does, best first.
    std::vector<std::string> next_words(std::string_view text, std::size_t most) const;

    /// The stem of a folded word.
    const std::string& stem(std::string_view folded) const { return m_stemmer.stem(folded); }

  private:
    using StemId = std::uint32_t;
    struct Phrase {
        std::uint32_t topic;
        float strength;
        bool is_related;                                      // means another matter first
        float weight;                                         // of all its stems
        std::vector<std::pair<StemId, std::uint32_t>> stems;  // and the form of each
        std::string text, folded;                             // words apart by spaces
    };
    struct Meaning {
        StemId stem;
        std::uint32_t form;  // of the word that is meant
        double quality;
    };
    struct Entry {
        std::uint32_t phrase;
        std::uint32_t word;
        StemId stem;
        double quality;
    };

    void add_phrase(std::size_t topic, const std::string& text, double strength);
    void finish();
    StemId stem_id(std::string_view folded);
    std::vector<Meaning> meanings(const QueryWord& word) const;
    double weight_of(const std::vector<Meaning>& meanings) const;
    bool is_known(std::string_view folded) const;
    std::string without_article(const std::string& folded) const;
    bool sounds_empty(std::string_view folded) const;
    std::vector<std::string> split(const std::string& folded) const;

    std::vector<model::Need> m_needs;
    std::vector<Topic> m_topics;
    std::vector<Phrase> m_phrases;
    std::unordered_map<std::string, StemId> m_stem_ids;
    std::vector<float> m_weights;     // of each stem: the rarer, the more
    std::vector<float> m_other_form;  // of each stem: what a word is worth in another form than the phrase's
    // Of each stem the phrases that have it, and in which form: a hash of the word as it is folded.
    struct Having {
        std::uint32_t phrase;
        std::uint32_t form;
    };
    std::vector<std::vector<Having>> m_having;
    std::vector<StemId> m_stem_of_word;  // of each of m_words
    Lexicon m_words;                     // of the phrases
    Lexicon m_joined;                    // phrases of several words, with nothing between them
    std::unordered_map<std::string, std::vector<std::uint32_t>> m_phrases_joined;
    std::vector<std::uint32_t> m_by_folded;  // phrases, by folded
    std::vector<Lexicon::Word> m_gathered;   // until finish()
    mutable cache::Stemmer m_stemmer;
    float m_greatest = 1;
};

}  // namespace accueil::query
