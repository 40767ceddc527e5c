// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/model/opening_hours_tokens.hpp"

#include <algorithm>
#include <array>

#include "sync/base/strings.hpp"

namespace accueil::model {

namespace {

using Repairs = std::set<HoursRepair>;

struct Replacement {
    std::string_view from, to;
};

constexpr std::array kCharacters{
    Replacement{"‐", "-"},      Replacement{"‑", "-"},      Replacement{"‒", "-"},
    Replacement{"–", "-"},      Replacement{"—", "-"},      Replacement{"−", "-"},
    Replacement{"ー", "-"},     Replacement{"～", "-"},     Replacement{"〜", "-"},
    Replacement{"~", "-"},      Replacement{"－", "-"},     Replacement{"→", "-"},
    Replacement{"：", ":"},     Replacement{"，", ","},     Replacement{"、", ","},
    Replacement{"；", ";"},     Replacement{"،", ","},      Replacement{"؛", ";"},
    Replacement{"“", "\""},     Replacement{"”", "\""},     Replacement{"„", "\""},
    Replacement{"«", "\""},     Replacement{"»", "\""},     Replacement{"’", "'"},
    Replacement{"\u00A0", " "}, Replacement{"\u202F", " "}, Replacement{"\u2009", " "},
    Replacement{"\u3000", " "}, Replacement{"\u200B", ""},  Replacement{"０", "0"},
    Replacement{"１", "1"},     Replacement{"２", "2"},     Replacement{"３", "3"},
    Replacement{"４", "4"},     Replacement{"５", "5"},     Replacement{"６", "6"},
    Replacement{"７", "7"},     Replacement{"８", "8"},     Replacement{"９", "9"},
};

// Small digits; written right behind hours they are the minutes: "9³⁰". "°" stands for a zero.
constexpr std::array kSmallDigits{
    Replacement{"⁰", "0"}, Replacement{"¹", "1"}, Replacement{"²", "2"}, Replacement{"³", "3"},
    Replacement{"⁴", "4"}, Replacement{"⁵", "5"}, Replacement{"⁶", "6"}, Replacement{"⁷", "7"},
    Replacement{"⁸", "8"}, Replacement{"⁹", "9"}, Replacement{"₀", "0"}, Replacement{"₁", "1"},
    Replacement{"₂", "2"}, Replacement{"₃", "3"}, Replacement{"₄", "4"}, Replacement{"₅", "5"},
    Replacement{"₆", "6"}, Replacement{"₇", "7"}, Replacement{"₈", "8"}, Replacement{"₉", "9"},
    Replacement{"°", "0"},
};

template <std::size_t count>
const Replacement* at_of(const std::array<Replacement, count>& replacements, std::string_view text) {
    const auto found = std::find_if(replacements.begin(), replacements.end(), [&](const auto& replacement) {
        return text.starts_with(replacement.from);
    });
    return found == replacements.end() ? nullptr : &*found;
}

class Tokenizer {
  public:
    Tokenizer(std::string_view text, Repairs& repairs) : m_text(text), m_repairs(repairs) {}

    std::vector<HoursToken> tokens() {
        std::vector<HoursToken> found;
        for (skip(); !m_text.empty(); skip())
            found.push_back(next());
        return found;
    }
    bool has_half_days() const { return m_has_half_days; }

  private:
    void skip() { m_text = m_text.substr(std::min(m_text.find_first_not_of(" \t\r"), m_text.size())); }

    std::string take(std::size_t length) {
        std::string taken(m_text.substr(0, length));
        m_text.remove_prefix(std::min(length, m_text.size()));
        return taken;
    }

    std::size_t digits_at(std::size_t at) const {
        std::size_t end = at;
        while (end < m_text.size() && is_digit(m_text[end]))
            ++end;
        return end - at;
    }

    HoursToken next() {
        if (m_text.front() == '"') {
            const auto end = m_text.find('"', 1);
            return {end == std::string_view::npos ? HoursToken::Kind::odd : HoursToken::Kind::comment,
                    take(end == std::string_view::npos ? end : end + 1)};
        }
        if (m_text.starts_with("24/7") && digits_at(3) == 1) return {HoursToken::Kind::always, take(4)};
        if (is_digit(m_text.front())) return number();
        std::size_t letters = 0;
        while (letters < m_text.size() && ((m_text[letters] >= 'a' && m_text[letters] <= 'z') ||
                                           (m_text[letters] >= 'A' && m_text[letters] <= 'Z')))
            ++letters;
        if (letters == 0) {
            if (m_text.starts_with("||")) return {HoursToken::Kind::mark, take(2)};
            return {HoursToken::Kind::mark, take(1)};
        }
        const auto word = known_word(m_text.substr(0, letters));
        if (word.kind == HoursWord::none) return {HoursToken::Kind::odd, take(letters)};
        HoursToken token{HoursToken::Kind::word, take(word.length), word};
        if (m_text.starts_with(".") && (word.kind == HoursWord::weekday || word.kind == HoursWord::month)) {
            take(1);  // "jun."
            m_repairs.insert(HoursRepair::words);
        }
        return token;
    }

    // A number, or a time: "9:00", "9h", "9 h 30", "9.30", "2 pm".
    HoursToken number() {
        const std::size_t length = digits_at(0);
        if (length > 4) return {HoursToken::Kind::odd, take(length)};
        HoursToken token{HoursToken::Kind::number, take(length)};
        for (const char digit : token.text)
            token.value = token.value * 10 + (digit - '0');
        const bool is_year = token.value >= 1970 && token.value < 2200;
        if (length == 4 && !is_year && token.value / 100 <= 24 && token.value % 100 < 60) {  // "0900-1230"
            m_repairs.insert(HoursRepair::times);
            const int minutes = token.value / 100 * 60 + token.value % 100;
            return {HoursToken::Kind::clock, clock_text(minutes), {}, minutes};
        }
        if (length == 4) token.kind = HoursToken::Kind::year;
        if (length > 2) return token;
        int minutes = 0;
        bool is_time = take_minutes(minutes);
        if (is_time) token.value = token.value * 60 + minutes;
        const auto rest = base::trim(m_text);
        const bool is_am = rest.starts_with("am"), is_pm = rest.starts_with("pm");
        if ((is_am || is_pm) && !(rest.size() > 2 && rest[2] >= 'a' && rest[2] <= 'z')) {
            const int hour = is_time ? token.value / 60 : token.value;
            if (hour < 1 || hour > 12) return {HoursToken::Kind::odd, token.text + (is_am ? "am" : "pm")};
            m_has_half_days = true;
            token.value = (hour % 12 + (is_pm ? 12 : 0)) * 60 + minutes;
            skip();
            take(2);
            is_time = true;
            m_repairs.insert(HoursRepair::times);
        }
        if (!is_time) return token;
        if (minutes > 59) return {HoursToken::Kind::odd, token.text};
        return {HoursToken::Kind::clock, clock_text(token.value), {}, token.value};
    }

    bool take_minutes(int& minutes) {
        const auto rest = m_text.substr(std::min(m_text.find_first_not_of(' '), m_text.size()));
        const std::size_t blank = m_text.size() - rest.size();
        const bool is_h = (rest.starts_with("h") || rest.starts_with("H")) &&
                          !(rest.size() > 1 && rest[1] >= 'a' && rest[1] <= 'z');
        const bool is_colon = m_text.starts_with(":"), is_dot = m_text.starts_with(".");
        if (!is_h && !is_colon && !is_dot) return false;
        std::size_t at = is_h ? blank + 1 : 1;
        if (is_h && at < m_text.size() && m_text[at] == ' ' && digits_at(at + 1) == 2 &&
            !clock_follows(at + 1))
            ++at;
        const std::size_t count = digits_at(at);
        if (!is_h && (count == 0 || count > 2 || (is_dot && count != 2))) return false;
        if (count > 2) return false;
        for (std::size_t i = 0; i < count; ++i)
            minutes = minutes * 10 + (m_text[at + i] - '0');
        if (!is_colon || count != 2) m_repairs.insert(HoursRepair::times);
        take(at + count);
        if (!is_h) take_unit();
        return true;
    }

    // "12:00 h"
    void take_unit() {
        const auto rest = m_text.substr(std::min(m_text.find_first_not_of(' '), m_text.size()));
        if (!rest.starts_with("h") ||
            (rest.size() > 1 && ((rest[1] >= 'a' && rest[1] <= 'z') || is_digit(rest[1]))))
            return;
        m_repairs.insert(HoursRepair::times);
        take(m_text.size() - rest.size() + 1);
    }

    // "9 h 12 h" are two times.
    bool clock_follows(std::size_t at) const {
        const std::size_t end = std::min(m_text.find_first_not_of(' ', at + digits_at(at)), m_text.size());
        return end < m_text.size() && (m_text[end] == 'h' || m_text[end] == ':' || m_text[end] == '-');
    }

    std::string_view m_text;
    Repairs& m_repairs;
    bool m_has_half_days = false;
};

}  // namespace

std::string clock_text(int minutes) {
    const auto two = [](int n) { return (n < 10 ? "0" : "") + std::to_string(n); };
    return two(minutes / 60) + ":" + two(minutes % 60);
}

std::string with_plain_characters(std::string_view text, Repairs& repairs) {
    std::string out;
    bool is_quoted = false, is_small = false;
    while (!text.empty()) {
        const auto* plain = at_of(kCharacters, text);
        const auto* small = at_of(kSmallDigits, text);
        const bool is_comment = is_quoted && text.front() != '"' && (plain == nullptr || plain->to != "\"");
        if (is_comment || (plain == nullptr && small == nullptr)) {
            if (text.front() == '"') is_quoted = !is_quoted;
            out += text.front();
            text.remove_prefix(1);
            is_small = false;
            continue;
        }
        repairs.insert(HoursRepair::characters);
        if (small != nullptr) {
            if (!is_small && !out.empty() && is_digit(out.back())) out += ':';
            out += small->to;
            text.remove_prefix(small->from.size());
            is_small = true;
            continue;
        }
        if (plain->to == "\"") is_quoted = !is_quoted;
        out += plain->to;
        text.remove_prefix(plain->from.size());
        is_small = false;
    }
    return out;
}

HoursTokens hours_tokens(std::string_view text, Repairs& repairs) {
    Tokenizer tokenizer(text, repairs);
    HoursTokens found;
    found.tokens = tokenizer.tokens();
    found.has_half_days = tokenizer.has_half_days();
    return found;
}

}  // namespace accueil::model
