// SPDX-License-Identifier: GPL-3.0-or-later
#include "kiosk/query/search_lexicon.hpp"

#include <algorithm>

#include "sync/cache/search_text.hpp"

namespace accueil::query {

namespace {

template <class Use>
void each_trigram(std::string_view word, const Use& use) {
    std::uint32_t trigram = '^';
    std::size_t read = 0;
    const auto take = [&](char c) {
        trigram = ((trigram << 8) | static_cast<unsigned char>(c)) & 0xFFFFFFU;
        if (++read >= 2) use(trigram);
    };
    for (const char c : word)
        take(c);
    take('$');
}

// Edits that a word of so many bytes may have.
std::size_t most_edits(std::size_t length) {
    return length < 4 ? 0 : length < 8 ? 1 : 2;
}

}  // namespace

Lexicon::Lexicon(std::vector<Word> words) {
    std::sort(words.begin(), words.end(), [](const Word& a, const Word& b) {
        if (a.folded != b.folded) return a.folded < b.folded;
        return a.weight != b.weight ? a.weight > b.weight : a.shown < b.shown;
    });
    for (auto& word : words) {
        if (!m_words.empty() && m_words.back().folded == word.folded)
            m_words.back().weight += word.weight;
        else
            m_words.push_back(std::move(word));
    }
    for (Index i = 0; i < m_words.size(); ++i) {
        each_trigram(m_words[i].folded, [&](std::uint32_t trigram) {
            auto& words_of = m_trigrams[trigram];
            if (words_of.empty() || words_of.back() != i) words_of.push_back(i);
        });
        if (auto sound = cache::sound_key(m_words[i].folded); sound.size() >= 2)
            m_sounds[std::move(sound)].push_back(i);
    }
    m_shared.resize(m_words.size());
}

Lexicon::Index Lexicon::find(std::string_view folded) const {
    const auto at =
        std::lower_bound(m_words.begin(), m_words.end(), folded,
                         [](const Word& word, std::string_view sought) { return word.folded < sought; });
    if (at == m_words.end() || at->folded != folded) return kNone;
    return static_cast<Index>(at - m_words.begin());
}

std::vector<Lexicon::Index> Lexicon::completions(std::string_view folded, std::size_t most) const {
    std::vector<Index> found;
    auto at =
        std::lower_bound(m_words.begin(), m_words.end(), folded,
                         [](const Word& word, std::string_view sought) { return word.folded < sought; });
    for (; at != m_words.end() && at->folded.starts_with(folded); ++at)
        if (at->folded.size() > folded.size()) found.push_back(static_cast<Index>(at - m_words.begin()));
    const auto best = std::min(most, found.size());
    std::partial_sort(
        found.begin(), found.begin() + static_cast<std::ptrdiff_t>(best), found.end(), [&](Index a, Index b) {
            return m_words[a].weight != m_words[b].weight ? m_words[a].weight > m_words[b].weight : a < b;
        });
    found.resize(best);
    return found;
}

std::vector<Lexicon::Near> Lexicon::near(std::string_view folded, std::size_t most) const {
    std::vector<Near> found;
    const auto edits = most_edits(folded.size());
    if (edits > 0) {
        std::vector<Index> touched;
        each_trigram(folded, [&](std::uint32_t trigram) {
            const auto words = m_trigrams.find(trigram);
            if (words == m_trigrams.end()) return;
            for (const auto word : words->second) {
                if (m_shared[word] == 0) touched.push_back(word);
                if (m_shared[word] < UINT8_MAX) ++m_shared[word];
            }
        });
        const std::size_t least = folded.size() > 3 * edits + 1 ? folded.size() - 3 * edits - 1 : 1;
        for (const auto word : touched) {
            const std::size_t shared = std::exchange(m_shared[word], std::uint8_t{0});
            const auto& other = m_words[word].folded;
            if (shared < least || most_edits(other.size()) == 0 || other == folded) continue;
            // Numbers that differ by a digit are different numbers.
            if (other[0] <= '9' || folded[0] <= '9') continue;
            const auto distance = cache::typo_distance(folded, other, edits);
            if (distance > edits) continue;
            double quality = distance == 1 ? 0.85 : 0.62;
            if (other[0] != folded[0]) quality -= 0.2;
            if (std::min(folded.size(), other.size()) < 6) quality -= 0.15;
            quality += 0.05 * static_cast<double>(std::min(folded.size(), other.size())) / 20;
            found.push_back({word, quality});
        }
    }
    if (const auto sound = cache::sound_key(folded); sound.size() >= 2) {
        if (const auto same = m_sounds.find(sound); same != m_sounds.end()) {
            for (const auto word : same->second) {
                if (m_words[word].folded == folded) continue;
                const auto known = std::find_if(found.begin(), found.end(),
                                                [&](const Near& near) { return near.word == word; });
                if (known != found.end())
                    known->quality = std::min(0.95, known->quality + 0.1);
                else
                    found.push_back({word, sound.size() >= 4 ? 0.75 : 0.55});
            }
        }
    }
    std::sort(found.begin(), found.end(), [&](const Near& a, const Near& b) {
        if (a.quality != b.quality) return a.quality > b.quality;
        return m_words[a.word].weight != m_words[b.word].weight
                   ? m_words[a.word].weight > m_words[b.word].weight
                   : a.word < b.word;
    });
    if (found.size() > most) found.resize(most);
    return found;
}

}  // namespace accueil::query
