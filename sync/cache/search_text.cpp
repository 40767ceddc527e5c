// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/cache/search_text.hpp"

#include <array>
#include <cstdint>
#include <utility>

#include "sync/base/strings.hpp"

namespace accueil::cache {

namespace {

// Decodes one code point and says its length; length 1 and code -1 for a byte that is no UTF-8.
struct Point {
    std::int32_t code;
    std::size_t length;
};

Point point_at(std::string_view text, std::size_t at) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[at + i]); };
    const unsigned lead = byte(0);
    if (lead < 0x80) return {static_cast<std::int32_t>(lead), 1};
    const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC2 ? 2 : 0;
    if (length == 0 || lead > 0xF4 || at + length > text.size()) return {-1, 1};
    std::int32_t code = static_cast<std::int32_t>(lead & (0xFFU >> (length + 1)));
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte(i) & 0xC0U) != 0x80U) return {-1, 1};
        code = (code << 6) | static_cast<std::int32_t>(byte(i) & 0x3FU);
    }
    return {code, length};
}

// What a letter or digit of ASCII is folded to; 0 for all else.
constexpr auto kPlain = [] {
    std::array<char, 128> plain{};
    for (char c = '0'; c <= '9'; ++c)
        plain[static_cast<std::size_t>(c)] = c;
    for (char c = 'a'; c <= 'z'; ++c) {
        plain[static_cast<std::size_t>(c)] = c;
        plain[static_cast<std::size_t>(c - 'a' + 'A')] = c;
    }
    return plain;
}();

bool within(std::int32_t code, std::int32_t first, std::int32_t last) {
    return code >= first && code <= last;
}

// Of any script that is written with letters; what is not sure is taken for a letter.
bool is_letter(std::int32_t code) {
    if (code < 0xC0) return code == 0xAA || code == 0xB5 || code == 0xBA;
    if (code == 0xD7 || code == 0xF7) return false;
    return !within(code, 0x2000, 0x2BFF) && !within(code, 0x3000, 0x303F) && !within(code, 0xD800, 0xF8FF) &&
           !within(code, 0xFE00, 0xFE0F) && !within(code, 0xFF00, 0xFF0F) && !within(code, 0xFFF0, 0xFFFF) &&
           !within(code, 0x60C, 0x60D) && !within(code, 0x1F000, 0x1FFFF) && code != 0x61B && code != 0x61F &&
           code != 0x66A && code != 0x6D4 && code != 0xFEFF && code < 0xE0000;
}

// Signs over letters, which fall away: combining accents, Arabic vowel signs and the stretching stroke,
// Hebrew points.
bool is_mark(std::int32_t code) {
    return within(code, 0x300, 0x36F) || within(code, 0x64B, 0x65F) || code == 0x670 || code == 0x640 ||
           within(code, 0x610, 0x61A) || within(code, 0x6D6, 0x6DC) || within(code, 0x591, 0x5C7) ||
           within(code, 0x200C, 0x200F) || code == 0xAD;
}

bool is_apostrophe(std::int32_t code) {
    return code == '\'' || code == 0x2018 || code == 0x2019 || code == 0x2BC || code == 0xB4 || code == '`';
}

void append_utf8(std::string& out, std::int32_t code) {
    const auto put = [&](std::int32_t byte) { out += static_cast<char>(byte); };
    if (code < 0x80) {
        put(code);
    } else if (code < 0x800) {
        put(0xC0 | (code >> 6));
        put(0x80 | (code & 0x3F));
    } else {
        put(0xE0 | (code >> 12));
        put(0x80 | ((code >> 6) & 0x3F));
        put(0x80 | (code & 0x3F));
    }
}

// Cyrillic and Greek capitals, Arabic letters that are typed for one another. 0: as it is.
std::int32_t folded_letter(std::int32_t code) {
    if (code == 0x401 || code == 0x451) return 0x435;    // ё → е
    if (within(code, 0x410, 0x42F)) return code + 0x20;  // А…Я
    if (within(code, 0x400, 0x40F)) return code + 0x50;  // Ѐ…Џ, with the letters of Ukrainian
    if (within(code, 0x490, 0x52F)) return code | 1;     // Ґ ґ: pairs
    if (within(code, 0x391, 0x3A9)) return code + 0x20;  // Α…Ω
    if (code == 0x622 || code == 0x623 || code == 0x625 || code == 0x671) return 0x627;  // forms of alef
    if (code == 0x649 || code == 0x6CC) return 0x64A;                                    // ya
    if (code == 0x629) return 0x647;                                                     // ta marbuta → ha
    if (code == 0x6A9) return 0x643;                                                     // Persian kaf
    if (within(code, 0x660, 0x669)) return code - 0x660 + '0';
    if (within(code, 0x6F0, 0x6F9)) return code - 0x6F0 + '0';
    return 0;
}

// The letters of French and its neighbours that become one letter; 0 for those that base::fold knows.
constexpr auto kLatin = [] {
    std::array<char, 0x180> latin{};
    const auto set = [&](std::size_t first, std::size_t last, char letter) {
        for (std::size_t code = first; code <= last; ++code)
            latin[code] = latin[code + 0x20] = letter;  // capitals, and the small ones
    };
    set(0xC0, 0xC5, 'a'), set(0xC7, 0xC7, 'c'), set(0xC8, 0xCB, 'e'), set(0xCC, 0xCF, 'i'),
        set(0xD1, 0xD1, 'n');
    set(0xD2, 0xD6, 'o'), set(0xD9, 0xDC, 'u');
    return latin;
}();

void append_folded(std::string& out, std::string_view piece, std::int32_t code) {
    if (code < 0x250) {
        if (const char letter = code < 0x180 ? kLatin[static_cast<std::size_t>(code)] : 0; letter != 0)
            out += letter;
        else
            out += base::fold(piece);
    } else if (const auto other = folded_letter(code); other != 0) {
        append_utf8(out, other);
    } else if (!is_mark(code)) {
        out += piece;
    }
}

void cut(std::string& word) {
    if (word.size() <= kLongestWord) return;
    auto end = kLongestWord;
    while (end > 0 && (static_cast<unsigned char>(word[end]) & 0xC0U) == 0x80U)
        --end;
    word.resize(end);
}

bool is_single_letter(const SearchToken& token) {
    return token.end - token.begin == 1 && token.folded.size() == 1 && token.folded[0] >= 'a';
}

// R.S.A. → rsa
void join_dotted(std::string_view text, std::vector<SearchToken>& tokens) {
    std::size_t kept = 0;
    for (std::size_t i = 0; i < tokens.size();) {
        std::size_t next = i + 1;
        if (is_single_letter(tokens[i]))
            while (next < tokens.size() && is_single_letter(tokens[next]) &&
                   tokens[next].begin == tokens[next - 1].end + 1 && text[tokens[next - 1].end] == '.')
                ++next;
        SearchToken joined = std::move(tokens[i]);
        for (std::size_t j = i + 1; j < next; ++j) {
            joined.folded += tokens[j].folded;
            joined.end = tokens[j].end;
        }
        tokens[kept++] = std::move(joined);
        i = next;
    }
    tokens.resize(kept);
}

}  // namespace

bool SearchScanner::next(Word& word) {
    m_folded.clear();
    bool inside = false;
    while (m_at < m_text.size()) {
        const std::size_t at = m_at;
        const auto c = static_cast<unsigned char>(m_text[at]);
        std::size_t length = 1;
        if (c < 0x80) {
            const char plain = kPlain[c];
            if (plain == 0) {
                if (inside && !m_folded.empty()) break;
                inside = false;
                m_after_apostrophe = c == '\'' || c == '`';
                ++m_at;
                continue;
            }
            if (!inside) word.begin = at;
            m_folded += plain;
        } else {
            const Point point = point_at(m_text, at);
            length = point.length;
            if (!is_letter(point.code) && !(inside && is_mark(point.code))) {
                if (inside && !m_folded.empty()) break;
                inside = false;
                m_after_apostrophe = is_apostrophe(point.code);
                m_at += length;
                continue;
            }
            if (!inside) word.begin = at;
            append_folded(m_folded, m_text.substr(at, length), point.code);
        }
        if (!inside) {
            inside = true;
            word.after_elision = std::exchange(m_after_apostrophe, false);
        }
        m_at = at + length;
    }
    if (m_folded.empty()) return false;
    word.end = m_at;
    cut(m_folded);
    word.folded = m_folded;
    return true;
}

std::vector<SearchToken> search_tokens(std::string_view text) {
    std::vector<SearchToken> tokens;
    SearchScanner scanner(text);
    for (SearchScanner::Word word; scanner.next(word);)
        tokens.push_back({std::string(word.folded), word.begin, word.end, word.after_elision});
    join_dotted(text, tokens);
    return tokens;
}

std::string joined_for_search(std::string_view text) {
    std::string joined;
    for (const auto& token : search_tokens(text))
        joined += token.folded;
    return joined;
}

}  // namespace accueil::cache
