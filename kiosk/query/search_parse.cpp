// SPDX-License-Identifier: GPL-3.0-or-later
// The part of Topics that reads what was typed.
#include <algorithm>
#include <set>

#include "kiosk/query/search_topics.hpp"

namespace accueil::query {

using cache::is_stop_word;

namespace {
constexpr std::size_t kMostWords = 12;
}  // namespace

bool search_words::is_digits(std::string_view word) {
    return !word.empty() &&
           std::all_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// The words apart by spaces.
std::string search_words::folded_words(std::string_view text) {
    std::string folded;
    for (const auto& token : cache::search_tokens(text.substr(0, 400)))
        folded += (folded.empty() ? "" : " ") + token.folded;
    return folded;
}

bool Topics::is_known(std::string_view folded) const {
    return m_words.find(folded) != Lexicon::kNone || m_stem_ids.contains(m_stemmer.stem(folded));
}

// Into words that are known, or stop words, as few as there can be; none where it cannot be done.
std::vector<std::string> Topics::split(const std::string& folded) const {
    constexpr std::size_t kMostParts = 5, kShortest = 3;
    const std::size_t size = folded.size();
    std::vector<std::size_t> parts(size + 1, kMostParts + 1), from(size + 1, 0);
    parts[0] = 0;
    for (std::size_t end = 1; end <= size; ++end) {
        for (std::size_t begin = 0; begin < end; ++begin) {
            if (parts[begin] + 1 >= parts[end]) continue;
            const auto part = std::string_view(folded).substr(begin, end - begin);
            const bool good = part.size() >= kShortest
                                  ? m_words.find(part) != Lexicon::kNone || is_stop_word(part)
                                  : is_stop_word(part) && begin > 0 && end < size;
            if (!good) continue;
            parts[end] = parts[begin] + 1;
            from[end] = begin;
        }
    }
    std::vector<std::string> found;
    if (parts[size] > kMostParts) return found;
    for (std::size_t end = size; end > 0; end = from[end])
        found.insert(found.begin(), folded.substr(from[end], end - from[end]));
    return found;
}

// Not known, and spelled by ear for a word that says nothing: "koman".
bool Topics::sounds_empty(std::string_view folded) const {
    static const std::set<std::string> kSounds = [] {
        std::set<std::string> sounds;
        for (const char* word :
             {"comment", "faire", "cherche", "voudrais", "pourquoi", "quelque", "combien", "quand", "besoin",
              "trouver", "avoir", "aussi", "beaucoup", "avec", "depuis", "quelle"})
            sounds.insert(cache::sound_key(word));
        return sounds;
    }();
    if (search_words::is_digits(folded)) return folded.size() == 1;
    return folded.size() >= 3 && m_words.find(folded) == Lexicon::kNone &&
           kSounds.contains(cache::sound_key(folded));
}

// "deau", "lecole": the apostrophe was left out.
std::string Topics::without_article(const std::string& folded) const {
    constexpr std::string_view kElided = "dljmnstc";
    if (folded.size() < 4 || kElided.find(folded[0]) == std::string_view::npos || is_known(folded))
        return folded;
    auto rest = folded.substr(1);
    const bool vowel = std::string_view("aeiouhy").find(rest[0]) != std::string_view::npos;
    return vowel && m_words.find(rest) != Lexicon::kNone ? rest : folded;
}

std::vector<QueryWord> Topics::parse(std::string_view text) const {
    constexpr std::size_t kMostBytes = 400;
    const auto tokens = cache::search_tokens(text.substr(0, kMostBytes));
    const bool is_open = !tokens.empty() && tokens.back().end == std::min(text.size(), kMostBytes);
    std::vector<std::string> words;
    for (std::size_t i = 0; i < tokens.size();) {
        // Letters, or digits, that were typed apart.
        std::size_t end = i;
        std::string joined;
        const auto single = [&](const cache::SearchToken& token) {
            return token.folded.size() == 1 && token.folded[0] >= 'a' && !token.after_elision;
        };
        const bool digits = search_words::is_digits(tokens[i].folded);
        while (end < tokens.size() &&
               (digits ? search_words::is_digits(tokens[end].folded) : single(tokens[end])) &&
               joined.size() < 12)
            joined += tokens[end++].folded;
        if (end > i + 1 && is_known(joined)) {
            words.push_back(std::move(joined));
            i = end;
            continue;
        }
        // Two or three words that are one.
        std::string one = tokens[i].folded;
        bool all_known = is_known(one);
        end = i + 1;
        for (std::size_t next = i + 1; next < tokens.size() && next < i + 3; ++next) {
            one += tokens[next].folded;
            all_known = all_known && is_known(tokens[next].folded);
            const bool long_enough = one.size() >= (is_stop_word(tokens[i].folded) ? 8U : 5U);
            if (long_enough && !all_known && m_words.find(one) != Lexicon::kNone) end = next + 1;
        }
        if (end > i + 1) {
            one.clear();
            for (; i < end; ++i)
                one += tokens[i].folded;
            words.push_back(std::move(one));
            continue;
        }
        words.push_back(without_article(tokens[i++].folded));
    }
    std::vector<QueryWord> found;
    for (std::size_t i = 0; i < words.size() && found.size() < kMostWords; ++i) {
        const bool is_last = is_open && i + 1 == words.size();
        if ((is_stop_word(words[i]) || sounds_empty(words[i])) && !(is_last && words.size() == 1)) continue;
        const bool sticks = words[i].size() >= search_words::kShortestJoined && !is_known(words[i]) &&
                            !(is_last && !m_words.completions(words[i], 1).empty()) &&
                            m_joined.find(words[i]) == Lexicon::kNone && m_words.near(words[i], 1).empty() &&
                            m_joined.near(words[i], 1).empty();
        const auto parts = sticks ? split(words[i]) : std::vector<std::string>();
        if (parts.empty()) {
            found.push_back({words[i], is_last});
            continue;
        }
        for (const auto& part : parts)
            if (!is_stop_word(part)) found.push_back({part, false});
    }
    return found;
}

std::vector<std::string> Topics::next_words(std::string_view text, std::size_t most) const {
    const auto tokens = cache::search_tokens(text.substr(0, 400));
    auto folded = search_words::folded_words(text);
    if (tokens.empty()) return {};
    const bool is_open = tokens.back().end == text.size();
    if (!is_open) folded += ' ';
    std::vector<std::string> words;
    auto at = std::lower_bound(
        m_by_folded.begin(), m_by_folded.end(), folded,
        [&](std::uint32_t i, const std::string& sought) { return m_phrases[i].folded < sought; });
    for (; at != m_by_folded.end() && m_phrases[*at].folded.starts_with(folded) && words.size() < most;
         ++at) {
        const auto& phrase = m_phrases[*at];
        if (phrase.is_related || phrase.folded.size() == folded.size()) continue;
        const auto own = cache::search_tokens(phrase.text);
        const std::size_t next = is_open ? tokens.size() - 1 : tokens.size();
        if (next >= own.size()) continue;
        // With the article or the elision that stands before it: "d’enfants".
        auto begin = own[next].begin;
        if (own[next].after_elision && next > 0 && !is_open) begin = own[next - 1].begin;
        auto word = phrase.text.substr(begin, own[next].end - begin);
        if (std::find(words.begin(), words.end(), word) == words.end()) words.push_back(std::move(word));
    }
    return words;
}

}  // namespace accueil::query
