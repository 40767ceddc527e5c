// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/pages/pdf_text.hpp"

#include <glib.h>
#include <poppler.h>

#include <algorithm>
#include <cmath>
#include <cstring>

namespace accueil::pages {

namespace {

constexpr std::size_t kMostWordBytes = 400;

int units(double value, double of) {
    if (!(of > 0) || !std::isfinite(value)) return 0;
    return static_cast<int>(
        std::lround(std::clamp(value / of, 0.0, 1.0) * static_cast<double>(model::kPageUnits)));
}

// "ﬁ" and Arabic letters by their place in the word: as nobody types them.
bool is_written_form(gunichar letter) {
    return (letter >= 0xFB00 && letter <= 0xFDFF) || (letter >= 0xFE70 && letter <= 0xFEFC);
}

bool parts_words(gunichar letter) {
    return g_unichar_isspace(letter) != 0 || g_unichar_iscntrl(letter) != 0 || letter == 0xFEFF ||
           letter == 0x00AD || letter == 0xFFFD;
}

void append(std::string& word, gunichar letter) {
    char bytes[8];
    const int length = g_unichar_to_utf8(letter, bytes);
    if (!is_written_form(letter)) {
        word.append(bytes, static_cast<std::size_t>(length));
        return;
    }
    char* plain = g_utf8_normalize(bytes, length, G_NORMALIZE_NFKC);
    if (plain == nullptr) return;
    for (const char c : std::string_view(plain)) {
        if (c != ' ') word += c;
    }
    g_free(plain);
}

class Words {
  public:
    Words(const PageShape& shape, model::PagedPage& page) : m_shape(shape), m_page(page) {}

    void letter(gunichar letter, const PopplerRectangle& at) {
        if (m_word.size() > kMostWordBytes) end();
        if (m_word.empty()) {
            m_box = at;
        } else {
            m_box.x1 = std::min(m_box.x1, at.x1);
            m_box.y1 = std::min(m_box.y1, at.y1);
            m_box.x2 = std::max(m_box.x2, at.x2);
            m_box.y2 = std::max(m_box.y2, at.y2);
        }
        append(m_word, letter);
    }
    void end() {
        if (m_word.empty()) return;
        char* composed = g_utf8_normalize(m_word.data(), static_cast<gssize>(m_word.size()), G_NORMALIZE_NFC);
        if (!m_page.text.empty()) m_page.text += m_new_line ? '\n' : ' ';
        m_page.text += composed != nullptr ? composed : m_word.c_str();
        g_free(composed);
        m_page.words.push_back(m_shape.box(m_box.x1, m_box.y1, m_box.x2, m_box.y2));
        m_word.clear();
        m_new_line = false;
    }
    void line_end() {
        end();
        m_new_line = true;
    }
    bool is_full() const { return m_page.words.size() >= model::kMostPageWords; }

  private:
    const PageShape& m_shape;
    model::PagedPage& m_page;
    std::string m_word;
    PopplerRectangle m_box{};
    bool m_new_line = false;
};

}  // namespace

model::PageBox PageShape::box(double x1, double y1, double x2, double y2) const {
    const int left = units(std::min(x1, x2), width), right = units(std::max(x1, x2), width);
    const int top = units(std::min(y1, y2), height), bottom = units(std::max(y1, y2), height);
    return {left, top, right - left, bottom - top};
}

bool read_text(PopplerPage* from, const PageShape& shape, model::PagedPage& page) {
    char* text = poppler_page_get_text(from);
    if (text == nullptr) return true;
    PopplerRectangle* places = nullptr;
    guint count = 0;
    poppler_page_get_text_layout(from, &places, &count);
    Words words(shape, page);
    guint index = 0;
    bool is_whole = true;
    const char* const end = text + std::strlen(text);
    for (const char* at = text; at < end && index < count; ++index) {
        const gunichar letter = g_utf8_get_char_validated(at, end - at);
        if (letter == static_cast<gunichar>(-1) || letter == static_cast<gunichar>(-2)) break;
        at = g_utf8_next_char(at);
        if (letter == '\n') {
            words.line_end();
        } else if (parts_words(letter)) {
            // A soft hyphen parts nothing; what a line's end parted stays two words, as it is seen.
            if (letter != 0x00AD) words.end();
        } else {
            words.letter(letter, places[index]);
        }
        if (words.is_full()) {
            is_whole = at >= end;
            break;
        }
    }
    if (!words.is_full()) words.end();
    g_free(places);
    g_free(text);
    return is_whole;
}

std::string clean_words(const char* text, std::size_t most_bytes) {
    std::string clean;
    if (text == nullptr) return clean;
    bool is_parted = false;
    const char* const end = text + std::strlen(text);
    for (const char* at = text; at < end && clean.size() < most_bytes - 8;) {
        const gunichar letter = g_utf8_get_char_validated(at, end - at);
        if (letter == static_cast<gunichar>(-1) || letter == static_cast<gunichar>(-2)) {
            ++at;
            continue;
        }
        at = g_utf8_next_char(at);
        if (parts_words(letter)) {
            is_parted = !clean.empty();
            continue;
        }
        if (is_parted) clean += ' ';
        is_parted = false;
        append(clean, letter);
    }
    return clean;
}

}  // namespace accueil::pages
