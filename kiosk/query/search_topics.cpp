// SPDX-License-Identifier: GPL-3.0-or-later
#include "kiosk/query/search_topics.hpp"

#include <algorithm>
#include <cmath>
#include <set>

namespace accueil::query {

using cache::is_stop_word;
using cache::is_weak_word;

namespace {

constexpr double kTitle = 0.9, kSynonym = 1.0, kRelated = 0.55, kOfNeed = 0.3;
constexpr double kWeak = 0.25;  // what a weak word weighs beside another

// Which form of a stem a word is.
std::uint32_t form_of(std::string_view folded) {
    return static_cast<std::uint32_t>(std::hash<std::string_view>()(folded));
}

}  // namespace

Topics::Topics(std::vector<model::Need> needs) : m_needs(std::move(needs)) {
    for (std::size_t i = 0; i < m_needs.size(); ++i) {
        const auto& need = m_needs[i];
        const std::size_t first = m_topics.size();
        if (need.topics.empty()) m_topics.push_back({i, {}, need.title});
        for (const auto& topic : need.topics) {
            m_topics.push_back({i, topic.thematique, topic.title});
            for (const auto& [language, words] : topic.title.by_language())
                add_phrase(m_topics.size() - 1, words, kTitle);
            for (const auto& synonym : topic.synonyms)
                add_phrase(m_topics.size() - 1, synonym, kSynonym);
            for (const auto& related : topic.related)
                add_phrase(m_topics.size() - 1, related, kRelated);
        }
        const double strength = need.topics.empty() ? kSynonym : kOfNeed;
        for (std::size_t topic = first; topic < m_topics.size(); ++topic) {
            for (const auto& [language, words] : need.title.by_language())
                add_phrase(topic, words, strength);
            for (const auto& synonym : need.synonyms)
                add_phrase(topic, synonym, strength);
        }
    }
    finish();
}

Topics::StemId Topics::stem_id(std::string_view folded) {
    const auto [at, is_new] =
        m_stem_ids.try_emplace(m_stemmer.stem(folded), static_cast<StemId>(m_stem_ids.size()));
    if (!is_new) return at->second;
    m_weights.push_back(is_weak_word(folded) ? static_cast<float>(kWeak) : 1);
    // Another form of the stem, "logé" for "loger": the shorter the stem, the more words share it that have
    // nothing in common ("bat" of "battre" and of "bâtiment").
    const auto length = at->first.size();
    m_other_form.push_back(length >= 5 ? 0.9F : length == 4 ? 0.8F : 0.5F);
    return at->second;
}

void Topics::add_phrase(std::size_t topic, const std::string& text, double strength) {
    Phrase phrase{static_cast<std::uint32_t>(topic),
                  static_cast<float>(strength),
                  strength <= kRelated,
                  0,
                  {},
                  text,
                  {}};
    std::string joined;
    std::size_t words = 0;
    for (const auto& token : cache::search_tokens(text)) {
        phrase.folded += (phrase.folded.empty() ? "" : " ") + token.folded;
        joined += token.folded;
        ++words;
        if (is_stop_word(token.folded)) continue;
        const auto stem = stem_id(token.folded);
        const auto same = [&](const auto& other) { return other.first == stem; };
        if (std::none_of(phrase.stems.begin(), phrase.stems.end(), same))
            phrase.stems.emplace_back(stem, form_of(token.folded));
        m_gathered.push_back(
            {token.folded, text.substr(token.begin, token.end - token.begin), strength >= kTitle ? 20U : 1U});
    }
    if (phrase.stems.empty()) return;
    const auto number = static_cast<std::uint32_t>(m_phrases.size());
    if (words > 1 && joined.size() >= search_words::kShortestJoined)
        m_phrases_joined[joined].push_back(number);
    m_phrases.push_back(std::move(phrase));
}

void Topics::finish() {
    // A stem counts for a topic once, and less where it only leans on it.
    std::vector<std::set<std::uint32_t>> topics_of(m_weights.size());
    m_having.resize(m_weights.size());
    for (std::uint32_t i = 0; i < m_phrases.size(); ++i) {
        for (const auto& [stem, form] : m_phrases[i].stems) {
            m_having[stem].push_back({i, form});
            if (m_phrases[i].strength > kOfNeed) topics_of[stem].insert(m_phrases[i].topic);
        }
    }
    const auto all = static_cast<double>(m_topics.size());
    for (std::size_t stem = 0; stem < m_weights.size(); ++stem) {
        const auto having = static_cast<double>(std::max<std::size_t>(1, topics_of[stem].size()));
        m_weights[stem] *= static_cast<float>(std::log(1 + all / having));
    }
    m_greatest = static_cast<float>(std::log(1 + all));
    for (auto& phrase : m_phrases)
        for (const auto& [stem, form] : phrase.stems)
            phrase.weight += m_weights[stem];
    m_words = Lexicon(std::move(m_gathered));
    m_gathered = {};
    m_stem_of_word.reserve(m_words.size());
    for (Lexicon::Index i = 0; i < m_words.size(); ++i)
        m_stem_of_word.push_back(stem_id(m_words[i].folded));
    std::vector<Lexicon::Word> joined;
    for (const auto& [text, phrases] : m_phrases_joined)
        joined.push_back({text, m_phrases[phrases.front()].text, 1});
    m_joined = Lexicon(std::move(joined));
    m_by_folded.resize(m_phrases.size());
    for (std::uint32_t i = 0; i < m_phrases.size(); ++i)
        m_by_folded[i] = i;
    std::sort(m_by_folded.begin(), m_by_folded.end(), [&](std::uint32_t a, std::uint32_t b) {
        return m_phrases[a].folded != m_phrases[b].folded ? m_phrases[a].folded < m_phrases[b].folded : a < b;
    });
}

std::vector<Topics::Meaning> Topics::meanings(const QueryWord& word) const {
    constexpr std::size_t kMostCompletions = 12, kMostNear = 4;
    std::vector<Meaning> found;
    const auto add = [&](StemId stem, std::string_view as, double quality) {
        for (auto& meaning : found) {
            if (meaning.stem != stem) continue;
            meaning.quality = std::max(meaning.quality, quality);
            return;
        }
        found.push_back({stem, form_of(as), quality});
    };
    const bool is_exact = m_words.find(word.folded) != Lexicon::kNone;
    if (const auto stem = m_stem_ids.find(m_stemmer.stem(word.folded)); stem != m_stem_ids.end())
        add(stem->second, word.folded, is_exact ? 1 : 0.95);
    if (word.is_last && word.folded.size() >= 2) {
        const double best = found.empty() ? 0.85 : 0.35;
        for (const auto completion : m_words.completions(word.folded, kMostCompletions)) {
            const auto typed = static_cast<double>(word.folded.size());
            const auto whole = static_cast<double>(m_words[completion].folded.size());
            add(m_stem_of_word[completion], m_words[completion].folded, best * (0.7 + 0.3 * typed / whole));
        }
    }
    const bool is_stem_alone = !is_exact && !found.empty() && found.front().quality >= 0.95;
    if (is_exact || is_stem_alone) return found;
    for (const auto& near : m_words.near(word.folded, kMostNear))
        add(m_stem_of_word[near.word], m_words[near.word].folded, near.quality);
    return found;
}

double Topics::weight_of(const std::vector<Meaning>& meanings) const {
    double weight = 0, best = 0;
    for (const auto& meaning : meanings) {
        if (meaning.quality <= best) continue;
        best = meaning.quality;
        weight = m_weights[meaning.stem];
    }
    return weight;
}

std::vector<Topics::Match> Topics::match(std::string_view text, const std::vector<QueryWord>& words,
                                         const Lexicon& other) const {
    std::vector<Entry> entries;
    std::vector<double> weights;
    double total = 0, strong = 0;
    bool is_sure = false, has_unknown = false;
    struct Whole {
        std::uint32_t phrase, word;
        double quality;
    };
    std::vector<Whole> wholes;
    for (std::uint32_t i = 0; i < words.size(); ++i) {
        const auto found = meanings(words[i]);
        is_sure =
            is_sure || (!is_weak_word(words[i].folded) && !found.empty() && found.front().quality >= 0.95);
        for (const auto& meaning : found)
            for (const auto& [phrase, form] : m_having[meaning.stem])
                entries.push_back(
                    {phrase, i, meaning.stem,
                     meaning.quality * (form == meaning.form ? 1 : m_other_form[meaning.stem])});
        double weight = weight_of(found);
        const auto& folded = words[i].folded;
        if (folded.size() >= search_words::kShortestJoined &&
            (found.empty() || found.front().quality < 0.95)) {
            const auto add_whole = [&](Lexicon::Index joined, double quality) {
                for (const auto phrase : m_phrases_joined.at(m_joined[joined].folded))
                    wholes.push_back({phrase, i, quality});
                weight = std::max<double>(weight, m_greatest);
            };
            if (const auto same = m_joined.find(folded); same != Lexicon::kNone) add_whole(same, 1);
            for (const auto& near : m_joined.near(folded, 3))
                add_whole(near.word, near.quality);
            if (words[i].is_last)
                for (const auto completion : m_joined.completions(folded, 4))
                    add_whole(completion, 0.7);
        }
        if (weight == 0) {
            const bool is_elsewhere = other.find(folded) != Lexicon::kNone || search_words::is_digits(folded);
            has_unknown = has_unknown || (!is_elsewhere && !is_weak_word(folded));
            weight = m_greatest * (is_weak_word(folded) ? 0.1 : is_elsewhere ? 0.3 : 0.75);
        }
        weights.push_back(weight);
        total += weight;
        if (!is_weak_word(folded)) strong += weight;
    }
    if (total <= 0) return {};

    // A word gives each topic what the expression gives that it fits best.
    std::vector<double> given(m_topics.size() * words.size()), bonus(m_topics.size());
    std::vector<bool> whole(m_topics.size());  // an expression of it is there from end to end
    std::vector<std::pair<double, std::uint32_t>> best(m_topics.size(), {0, 0});
    const auto give = [&](std::uint32_t phrase, std::uint32_t word, double value) {
        auto& so_far = given[m_phrases[phrase].topic * words.size() + word];
        so_far = std::max(so_far, value);
    };
    std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) {
        if (a.phrase != b.phrase) return a.phrase < b.phrase;
        return a.stem != b.stem ? a.stem < b.stem : a.quality > b.quality;
    });
    for (std::size_t i = 0; i < entries.size();) {
        const auto number = entries[i].phrase;
        const auto& phrase = m_phrases[number];
        double matched = 0, typed = 0;
        std::size_t end = i;
        std::uint64_t seen = 0;
        for (; end < entries.size() && entries[end].phrase == number; ++end) {
            if (end == i || entries[end].stem != entries[end - 1].stem)
                matched += m_weights[entries[end].stem] * entries[end].quality;
            if ((seen >> entries[end].word & 1U) == 0 && !is_weak_word(words[entries[end].word].folded))
                typed += weights[entries[end].word] * entries[end].quality;
            seen |= std::uint64_t{1} << entries[end].word;
        }
        const double covered = std::min(1.0, matched / phrase.weight);
        const double fit = phrase.strength * covered * std::sqrt(covered);
        for (; i < end; ++i)
            give(number, entries[i].word, weights[entries[i].word] * entries[i].quality * fit);
        // The whole text is this expression.
        const double said = strong > 0 ? std::min(1.0, typed / strong) : covered;
        const double value = fit * said;
        auto& topic = best[phrase.topic];
        if (value > topic.first) topic = {value, number};
        if (covered >= 0.85 && phrase.strength >= kTitle) whole[phrase.topic] = true;
        bonus[phrase.topic] = std::max(bonus[phrase.topic], 0.25 * value);
    }
    for (const auto& joined : wholes) {
        const auto& phrase = m_phrases[joined.phrase];
        give(joined.phrase, joined.word, weights[joined.word] * joined.quality * phrase.strength);
        auto& topic = best[phrase.topic];
        const double value = joined.quality * phrase.strength;
        if (value > topic.first) topic = {value, joined.phrase};
    }
    // Letter for letter: "sans papiers" is more than "papiers".
    const auto folded_text = search_words::folded_words(text);
    const auto same = std::lower_bound(
        m_by_folded.begin(), m_by_folded.end(), folded_text,
        [&](std::uint32_t i, const std::string& sought) { return m_phrases[i].folded < sought; });
    for (auto at = same; at != m_by_folded.end() && m_phrases[*at].folded == folded_text; ++at) {
        bonus[m_phrases[*at].topic] += 0.2 * m_phrases[*at].strength;
        best[m_phrases[*at].topic] = {2, *at};
    }
    std::vector<Match> matches;
    for (std::size_t topic = 0; topic < m_topics.size(); ++topic) {
        double sum = 0;
        for (std::size_t word = 0; word < words.size(); ++word)
            sum += given[topic * words.size() + word];
        if (sum > 0)
            matches.push_back({topic, sum / total + bonus[topic], m_phrases[best[topic].second].text});
    }
    std::stable_sort(matches.begin(), matches.end(),
                     [](const Match& a, const Match& b) { return a.score > b.score; });
    // Where every word is only like one that is known, or one is not known at all, more must fit.
    constexpr double kLeast = 0.18, kLeastOfLike = 0.55, kLeastBesideUnknown = 0.45, kLeastOfWhole = 0.25,
                     kBeside = 0.3;
    if (matches.empty()) return {};
    const auto& first = matches.front();
    const double needed = !is_sure             ? kLeastOfLike
                          : !has_unknown       ? kLeast
                          : whole[first.topic] ? kLeastOfWhole
                                               : kLeastBesideUnknown;
    if (first.score < needed) return {};
    const double least = matches.front().score * kBeside;
    std::erase_if(matches, [&](const Match& match) { return match.score < least; });
    return matches;
}

}  // namespace accueil::query
