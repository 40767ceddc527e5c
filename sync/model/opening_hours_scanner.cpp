// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/model/opening_hours_scanner.hpp"

#include <algorithm>
#include <array>

#include "sync/model/opening_hours_rules.hpp"

namespace accueil::model {

namespace {

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool is_letter(char c) {
    return lower(c) >= 'a' && lower(c) <= 'z';
}

struct Entry {
    std::string_view name;
    HoursWord kind;
    int value;
};

constexpr int state(HoursState s) {
    return static_cast<int>(s);
}
constexpr int sun(SunEvent e) {
    return static_cast<int>(e);
}

constexpr std::array kWords{
    Entry{"mo", HoursWord::weekday, 0},
    Entry{"tu", HoursWord::weekday, 1},
    Entry{"we", HoursWord::weekday, 2},
    Entry{"th", HoursWord::weekday, 3},
    Entry{"fr", HoursWord::weekday, 4},
    Entry{"sa", HoursWord::weekday, 5},
    Entry{"su", HoursWord::weekday, 6},
    Entry{"ph", HoursWord::public_holiday, 0},
    Entry{"sh", HoursWord::school_holiday, 0},
    Entry{"off", HoursWord::state, state(HoursState::closed)},
    Entry{"closed", HoursWord::state, state(HoursState::closed)},
    Entry{"open", HoursWord::state, state(HoursState::open)},
    Entry{"unknown", HoursWord::state, state(HoursState::unknown)},
    Entry{"week", HoursWord::week, 0},
    Entry{"easter", HoursWord::easter, 0},
    Entry{"day", HoursWord::day, 0},
    Entry{"days", HoursWord::day, 0},
    Entry{"dawn", HoursWord::sun, sun(SunEvent::dawn)},
    Entry{"sunrise", HoursWord::sun, sun(SunEvent::sunrise)},
    Entry{"sunset", HoursWord::sun, sun(SunEvent::sunset)},
    Entry{"dusk", HoursWord::sun, sun(SunEvent::dusk)},
    Entry{"sept", HoursWord::month, 9},
    Entry{"tues", HoursWord::weekday, 1},
    Entry{"thur", HoursWord::weekday, 3},
    Entry{"thurs", HoursWord::weekday, 3},
};

constexpr std::array<std::string_view, 12> kMonths{"january",   "february", "march",    "april",
                                                   "may",       "june",     "july",     "august",
                                                   "september", "october",  "november", "december"};
constexpr std::array<std::string_view, 7> kWeekdays{"monday", "tuesday",  "wednesday", "thursday",
                                                    "friday", "saturday", "sunday"};
constexpr std::size_t kLongestWord = 10;

// The place of a name in full or of its first three letters; -1 for none.
template <std::size_t count>
int named(const std::array<std::string_view, count>& names, std::string_view name) {
    for (std::size_t i = 0; i < count; ++i) {
        if (name == names[i] || name == names[i].substr(0, 3)) return static_cast<int>(i);
    }
    return -1;
}

}  // namespace

ScannedWord known_word(std::string_view letters) {
    if (letters.size() < 2 || letters.size() > kLongestWord) return {};
    std::array<char, kLongestWord> folded{};
    std::transform(letters.begin(), letters.end(), folded.begin(), lower);
    const std::string_view name(folded.data(), letters.size());
    for (const auto& entry : kWords) {
        if (entry.name == name) return {entry.kind, entry.value, letters.size()};
    }
    if (const int month = named(kMonths, name); month >= 0)
        return {HoursWord::month, month + 1, letters.size()};
    if (const int day = named(kWeekdays, name); day >= 0) return {HoursWord::weekday, day, letters.size()};
    // "SHWe": a holiday and what it falls on, in one.
    if (letters.size() > 2 && known_word(letters.substr(2)).kind != HoursWord::none) {
        const auto first = known_word(letters.substr(0, 2));
        if (first.kind == HoursWord::public_holiday || first.kind == HoursWord::school_holiday) return first;
    }
    return {};
}

void HoursScanner::skip_space() {
    while (!at_end() &&
           (m_text[m_at] == ' ' || m_text[m_at] == '\t' || m_text[m_at] == '\n' || m_text[m_at] == '\r'))
        ++m_at;
}

bool HoursScanner::take(std::string_view token) {
    if (m_text.substr(m_at, token.size()) != token) return false;
    m_at += token.size();
    skip_space();
    return true;
}

ScannedWord HoursScanner::word() const {
    std::size_t end = m_at;
    while (end < m_text.size() && is_letter(m_text[end]))
        ++end;
    return known_word(m_text.substr(m_at, end - m_at));
}

void HoursScanner::take_word(const ScannedWord& word) {
    m_at += word.length;
    skip_space();
}

std::size_t HoursScanner::digits() const {
    std::size_t end = m_at;
    while (end < m_text.size() && is_digit(m_text[end]))
        ++end;
    return end - m_at;
}

bool HoursScanner::is_at_clock() const {
    const std::size_t colon = m_at + digits();
    return colon > m_at && colon + 1 < m_text.size() && m_text[colon] == ':' && is_digit(m_text[colon + 1]);
}

base::Result<int> HoursScanner::number(int least, int most, const char* what) {
    const std::size_t length = digits();
    if (length == 0 || length > 4) return expected(what);
    int value = 0;
    for (std::size_t i = 0; i < length; ++i)
        value = value * 10 + (m_text[m_at + i] - '0');
    if (value < least || value > most) return expected(what);
    m_at += length;
    skip_space();
    return value;
}

base::Result<int> HoursScanner::clock(int most) {
    const char* const what = "a time such as 09:00";
    const std::size_t begin = m_at;
    if (!is_at_clock() || digits() > 2) return expected(what);
    const std::size_t colon = m_at + digits();
    m_at = colon + 1;
    const std::size_t minute_digits = digits();
    m_at = begin;
    if (minute_digits != 2) return expected(what);
    const int minutes = (m_text[colon + 1] - '0') * 10 + (m_text[colon + 2] - '0');
    int hours = 0;
    for (std::size_t i = begin; i < colon; ++i)
        hours = hours * 10 + (m_text[i] - '0');
    if (minutes > 59 || hours * 60 + minutes > most)
        return expected("a time of at most " + std::to_string(most / 60) + ":" + (most % 60 < 10 ? "0" : "") +
                        std::to_string(most % 60));
    m_at = colon + 3;
    skip_space();
    return hours * 60 + minutes;
}

base::Result<std::optional<int>> HoursScanner::day_offset(int most) {
    const std::size_t begin = m_at;
    const bool before = peek() == '-';
    if (!take("+") && !take("-")) return std::optional<int>();
    const std::size_t number_at = m_at;
    const auto days = number(0, 9999, "a number of days");
    const auto unit = word();
    if (!days || unit.kind != HoursWord::day) {
        m_at = begin;
        return std::optional<int>();
    }
    if (*days == 0 || *days > most) {
        m_at = number_at;
        return expected("at most " + std::to_string(most) + (most == 1 ? " day" : " days"));
    }
    take_word(unit);
    return std::optional(before ? -*days : *days);
}

base::Result<std::string> HoursScanner::quoted() {
    const auto close = m_text.find('"', m_at + 1);
    if (peek() != '"' || close == std::string_view::npos)
        return expected("a comment between quotation marks");
    std::string comment(m_text.substr(m_at + 1, close - m_at - 1));
    m_at = close + 1;
    skip_space();
    return comment;
}

tl::unexpected<base::Error> HoursScanner::expected(const std::string& what) const {
    // Continuation bytes of UTF-8 are no characters.
    const auto before = m_text.substr(0, m_at);
    const auto characters = std::count_if(before.begin(), before.end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
    });
    return base::fail(base::ErrorCode::bad_format,
                      "character " + std::to_string(characters + 1) + ": expected " + what);
}

}  // namespace accueil::model
