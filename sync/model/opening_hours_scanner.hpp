// SPDX-License-Identifier: GPL-3.0-or-later
// The text of an opening_hours expression under the reader's finger. Used by opening_hours_parser and
// opening_hours_dates alone. One thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "sync/base/result.hpp"

namespace accueil::model {

inline bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

enum class HoursWord { none, weekday, month, public_holiday, school_holiday, easter, week, sun, state, day };

struct ScannedWord {
    HoursWord kind = HoursWord::none;
    int value = 0;  ///< weekday 0–6, month 1–12, SunEvent, HoursState
    std::size_t length = 0;
};

/// The word that stands for `letters`, whatever its case.
ScannedWord known_word(std::string_view letters);

class HoursScanner {
  public:
    explicit HoursScanner(std::string_view text) : m_text(text) { skip_space(); }

    bool at_end() const { return m_at == m_text.size(); }
    std::size_t position() const { return m_at; }
    void go_back_to(std::size_t position) { m_at = position; }

    /// The character under the finger; 0 at the end.
    char peek() const { return at_end() ? '\0' : m_text[m_at]; }
    /// Passes over `token` and the space behind it, or stays.
    bool take(std::string_view token);

    ScannedWord word() const;
    bool is_at(HoursWord kind) const { return word().kind == kind; }
    void take_word(const ScannedWord& word);

    /// How many digits stand here.
    std::size_t digits() const;
    /// True at "9:00" and the like, so that a number is not taken for a day or a week.
    bool is_at_clock() const;
    bool is_at_number() const { return digits() > 0 && !is_at_clock(); }
    bool is_at_year() const { return digits() == 4 && !is_at_clock(); }
    /// A number of `least` to `most`, of at most four digits.
    base::Result<int> number(int least, int most, const char* expected);

    /// Hours and minutes, up to `most` minutes.
    base::Result<int> clock(int most);

    /// "+2 days", "-1 day": nothing where none stands here.
    base::Result<std::optional<int>> day_offset(int most);

    /// Text between quotation marks.
    base::Result<std::string> quoted();

    tl::unexpected<base::Error> expected(const std::string& what) const;

  private:
    void skip_space();
    std::string_view m_text;
    std::size_t m_at = 0;
};

}  // namespace accueil::model
