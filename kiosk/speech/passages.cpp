// SPDX-License-Identifier: GPL-3.0-or-later
#include "kiosk/speech/passages.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <iterator>
#include <utility>

#include "sync/base/strings.hpp"

namespace accueil::speech {

namespace {

// A line as long as that share of the longest one goes on in the next.
constexpr double kFullLine = 0.7;
// "M.", "p.", "1." end no sentence.
constexpr std::size_t kLeastSentenceWord = 3;
constexpr std::size_t kMostMark = 3;  // bytes: rows of points lead from a title to its page

struct Word {
    std::string text;
    bool ends_line = false;
    bool is_line_full = false;
};

std::uint32_t letter_at(std::string_view text, std::size_t at) {
    const auto byte = [&](std::size_t i) {
        return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
    };
    const std::uint32_t first = byte(at);
    if (first < 0x80) return first;
    if (first < 0xE0) return (first & 0x1FU) << 6U | (byte(at + 1) & 0x3FU);
    if (first < 0xF0) return (first & 0x0FU) << 12U | (byte(at + 1) & 0x3FU) << 6U | (byte(at + 2) & 0x3FU);
    return (first & 0x07U) << 18U | (byte(at + 1) & 0x3FU) << 12U | (byte(at + 2) & 0x3FU) << 6U |
           (byte(at + 3) & 0x3FU);
}

std::size_t letter_begin(std::string_view text, std::size_t at) {
    while (at > 0 && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U)
        --at;
    return at;
}

bool is_sign(std::uint32_t letter) {
    const bool is_ascii_word = (letter >= '0' && letter <= '9') || (letter >= 'A' && letter <= 'Z') ||
                               (letter >= 'a' && letter <= 'z');
    if (letter < 0x80) return !is_ascii_word;
    if (letter < 0xC0)
        return letter != 0xAA && letter != 0xB5 && letter != 0xBA && letter != 0xB2 && letter != 0xB3 &&
               letter != 0xB9;
    // General punctuation, currency apart; arrows, boxes, shapes, dingbats; what fonts of symbols have.
    return letter == 0xD7 || letter == 0xF7 || (letter >= 0x2000 && letter < 0x2070) ||
           (letter >= 0x2190 && letter < 0x2460) || (letter >= 0x2500 && letter < 0x2800) ||
           (letter >= 0x2900 && letter < 0x2C00) || (letter >= 0xE000 && letter < 0xF900) || letter == 0xFFFD;
}

bool is_sentence_end(std::uint32_t letter) {
    constexpr std::array<std::uint32_t, 11> kEnds{'.',    '!',    '?',    0x2026, 0x061F, 0x06D4,
                                                  0x3002, 0xFF01, 0xFF1F, 0x0964, 0x1362};
    return std::find(kEnds.begin(), kEnds.end(), letter) != kEnds.end();
}

bool is_closing(std::uint32_t letter) {
    return letter == '"' || letter == ')' || letter == ']' || letter == 0xBB || letter == 0x2019 ||
           letter == 0x201D;
}

bool is_said(std::string_view word) {
    for (std::size_t at = 0; at < word.size(); ++at) {
        if (at > 0 && letter_begin(word, at) != at) continue;
        if (!is_sign(letter_at(word, at))) return true;
    }
    return false;
}

bool ends_sentence(std::string_view word) {
    std::size_t letters = base::letter_count(word);
    while (!word.empty()) {
        const auto begin = letter_begin(word, word.size() - 1);
        const auto letter = letter_at(word, begin);
        if (is_sentence_end(letter)) return letter != '.' || letters > kLeastSentenceWord;
        if (!is_closing(letter)) return false;
        word = word.substr(0, begin);
        --letters;
    }
    return false;
}

// Capitals of Latin, Greek and Cyrillic, digits and signs; scripts without capitals have none.
bool begins_anew(std::string_view word) {
    const auto letter = letter_at(word, 0);
    if (is_sign(letter) || (letter >= '0' && letter <= '9')) return true;
    if (letter < 0x80) return letter >= 'A' && letter <= 'Z';
    if (letter < 0x100) return letter >= 0xC0 && letter <= 0xDE;
    if (letter < 0x180) return letter % 2 == 0;
    return (letter >= 0x391 && letter <= 0x3A9) || (letter >= 0x400 && letter <= 0x42F);
}

// "accompa-" and "gnement"; "porte-" and "Monnaie" are left alone.
bool is_cut(const Word& word, std::string_view next) {
    if (!word.ends_line || word.text.size() < 3 || !word.text.ends_with('-')) return false;
    const auto before = letter_at(word.text, letter_begin(word.text, word.text.size() - 2));
    return !is_sign(before) && !(before >= '0' && before <= '9') && !begins_anew(next);
}

std::string without_soft_hyphens(std::string_view word) {
    constexpr std::string_view kSoftHyphen = "\xC2\xAD";
    std::string plain(word);
    for (auto at = plain.find(kSoftHyphen); at != std::string::npos; at = plain.find(kSoftHyphen, at))
        plain.erase(at, kSoftHyphen.size());
    return plain;
}

std::vector<Word> words_in(std::string_view text) {
    std::vector<Word> words;
    std::size_t longest = 0;
    std::vector<std::size_t> line_lengths;
    std::vector<std::size_t> line_of;
    std::size_t length = 0;
    const auto end_line = [&] {
        longest = std::max(longest, length);
        line_lengths.push_back(std::exchange(length, 0));
        if (!words.empty()) words.back().ends_line = true;
    };
    for (std::size_t at = 0; at < text.size();) {
        const auto end = std::min(text.find_first_of(" \n", at), text.size());
        if (end > at) {
            words.push_back({without_soft_hyphens(text.substr(at, end - at))});
            line_of.push_back(line_lengths.size());
            length += base::letter_count(text.substr(at, end - at)) + 1;
        }
        if (end < text.size() && text[end] == '\n') end_line();
        at = end + 1;
    }
    end_line();
    for (std::size_t i = 0; i < words.size(); ++i)
        words[i].is_line_full =
            static_cast<double>(line_lengths[line_of[i]]) >= kFullLine * static_cast<double>(longest);
    return words;
}

class Maker {
  public:
    explicit Maker(const std::string& language) : m_language(language) {}

    void add(const std::string& text, std::size_t word, bool joins) {
        const std::size_t more = text.size() + (joins ? 0 : 1);
        if (!m_passage.words.empty() && m_passage.text.size() + more > kMostPassage) end();
        if (!m_passage.text.empty() && !joins) {
            m_passage.text += ' ';
            ++m_letters;
        }
        m_passage.words.push_back({m_letters, word});
        m_passage.text += text.substr(0, letter_begin(text + ' ', std::min(text.size(), kMostPassage)));
        m_letters += base::letter_count(text);
    }
    /// Of a word that is not said by itself: "bonjour !" goes up or down by it.
    void add_mark(const std::string& mark) {
        if (m_passage.words.empty() || m_passage.text.size() + mark.size() + 1 > kMostPassage) return;
        m_passage.text += ' ' + mark;
        m_letters += base::letter_count(mark) + 1;
    }
    void end() {
        m_letters = 0;
        if (m_passage.words.empty()) return;
        m_passage.language = m_language;
        m_passages.push_back(std::exchange(m_passage, {}));
    }
    std::vector<Passage> take() {
        end();
        return std::move(m_passages);
    }

  private:
    const std::string& m_language;
    std::vector<Passage> m_passages;
    Passage m_passage;
    std::size_t m_letters = 0;
};

}  // namespace

std::vector<Passage> passages_of(std::string_view text, const std::string& language) {
    const auto words = words_in(text);
    Maker maker(language);
    bool joins = false;
    for (std::size_t i = 0; i < words.size(); ++i) {
        const auto& word = words[i];
        const bool is_last = i + 1 == words.size();
        const bool is_word = is_said(word.text), is_mark = !is_word && word.text.size() <= kMostMark;
        const bool ends = (is_word || is_mark) && ends_sentence(word.text);
        const bool was_joined = std::exchange(joins, !is_last && is_cut(word, words[i + 1].text));
        if (is_word) {
            maker.add(joins ? word.text.substr(0, word.text.size() - 1) : word.text, i, was_joined);
        } else if (is_mark && (ends || word.text == ":" || word.text == ";")) {
            maker.add_mark(word.text);
        }
        const bool stops = word.ends_line && !is_last && !word.is_line_full && begins_anew(words[i + 1].text);
        if (ends || (stops && !joins)) maker.end();
    }
    return maker.take();
}

std::size_t word_at(const Passage& passage, std::size_t at) {
    const auto after =
        std::upper_bound(passage.words.begin(), passage.words.end(), at,
                         [](std::size_t place, const SpokenWord& word) { return place < word.at; });
    return after == passage.words.begin() ? passage.words.front().word : std::prev(after)->word;
}

}  // namespace accueil::speech
