// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/model/opening_hours_dates.hpp"

#include <array>

namespace accueil::model {

namespace {

using base::Result;

constexpr std::array<int, 12> kMonthDays{31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
constexpr int kFirstYear = 1970, kLastYear = 2199;  ///< other numbers are slips, often times: "1000-1200"
constexpr const char* kStep = "a step of 2 or more";

Result<YearSpan> parse_year(HoursScanner& scanner) {
    YearSpan span;
    span.first = static_cast<std::int16_t>(TRY(scanner.number(kFirstYear, kLastYear, "a year")));
    span.last = span.first;
    if (scanner.take("+")) {
        span.last = kNoLastYear;
        return span;
    }
    const std::size_t before_range = scanner.position();
    if (scanner.take("-")) {
        if (!scanner.is_at_year()) {
            scanner.go_back_to(before_range);
            return span;
        }
        span.last = static_cast<std::int16_t>(TRY(scanner.number(span.first + 1, kLastYear, "a later year")));
    }
    if (scanner.take("/")) {
        span.step = static_cast<std::int16_t>(TRY(scanner.number(2, 999, kStep)));
        if (span.last == span.first) span.last = kNoLastYear;
    }
    return span;
}

class DateParser {
  public:
    DateParser(HoursScanner& scanner, HoursRules& into) : m_scanner(scanner), m_into(into) {}

    bool is_at_date() const {
        return m_scanner.is_at(HoursWord::month) || m_scanner.is_at(HoursWord::easter);
    }

    /// Dates with commas between them; those without a year are of the last that was named.
    Result<void> parse_list(int year) {
        m_year = year;
        for (bool is_first = true;; is_first = false) {
            if (!is_first && m_scanner.is_at_year())
                m_year = TRY(m_scanner.number(kFirstYear, kLastYear, "a year"));
            m_into.dates.push_back(TRY(parse_span(is_first)));
            m_has_month |= m_into.dates.back().to.kind == DateKind::month;
            const std::size_t before_comma = m_scanner.position();
            if (!m_scanner.take(",")) return {};
            if (!goes_on()) {
                m_scanner.go_back_to(before_comma);
                return {};
            }
        }
    }

  private:
    // After a comma: another date, or what is no longer part of the list?
    bool goes_on() {
        if (is_at_date()) return true;
        if (m_scanner.is_at_year()) return is_year_of_date();
        return m_scanner.is_at_number() && m_scanner.digits() <= 2 &&
               m_into.dates.back().to.kind == DateKind::day;
    }

    bool is_year_of_date() {
        const std::size_t begin = m_scanner.position();
        const bool is_year = m_scanner.number(kFirstYear, kLastYear, "a year").has_value() && is_at_date();
        m_scanner.go_back_to(begin);
        return is_year;
    }

    Result<int> parse_day(int month) {
        const int most = kMonthDays[static_cast<std::size_t>(month - 1)];
        const std::string what = "a day of the month, 1 to " + std::to_string(most);
        return m_scanner.number(1, most, what.c_str());
    }

    Result<DateSpan> parse_span(bool is_first) {
        DateSpan span;
        span.from = TRY(parse_date(m_year, is_first));
        span.to = span.from;
        const std::size_t before_range = m_scanner.position();
        if (m_scanner.take("-")) {
            span.to = TRY(parse_end(span.from));
            if (span.to.kind == DateKind::month && span.from.kind != DateKind::month) {
                m_scanner.go_back_to(before_range);
                return m_scanner.expected("a range of months or of days, not of both");
            }
        } else if (m_scanner.take("+")) {
            span.open_end = true;
            return span;
        }
        if (span.from.kind != DateKind::month && !(span.from == span.to) && m_scanner.take("/"))
            span.step = static_cast<std::uint8_t>(TRY(m_scanner.number(2, 255, kStep)));
        return span;
    }

    // What stands behind "-": a day of the same month, or a whole date.
    Result<HoursDate> parse_end(const HoursDate& from) {
        if (from.kind == DateKind::day && m_scanner.is_at_number() && !m_scanner.is_at_year()) {
            HoursDate to = from;
            to.offset = 0;
            const std::size_t begin = m_scanner.position();
            to.day = static_cast<std::uint8_t>(TRY(parse_day(from.month)));
            if (to.day < from.day) {
                m_scanner.go_back_to(begin);
                return m_scanner.expected("a later day of the month");
            }
            return to;
        }
        const bool has_year = m_scanner.is_at_year();
        if (has_year && from.year == 0) return m_scanner.expected("no year, or one at the beginning too");
        const int year = has_year ? TRY(m_scanner.number(kFirstYear, kLastYear, "a year")) : 0;
        if (has_year && year < from.year) return m_scanner.expected("a later year");
        // "Apr-Jun Fr[1]" are the first Fridays of three months.
        const HoursDate to = TRY(parse_date(year, false, from.kind != DateKind::month));
        const bool any_easter = from.kind == DateKind::easter || to.kind == DateKind::easter;
        if (any_easter && (from.year == 0) != (to.year == 0))
            return m_scanner.expected("a year at both ends");
        if (from.kind == DateKind::month && to.kind != DateKind::month)
            return m_scanner.expected("a range of months or of days, not of both");
        if (has_year) m_year = year;
        return to;
    }

    Result<HoursDate> parse_date(int year, bool is_first, bool may_be_weekday = true) {
        HoursDate date;
        date.year = static_cast<std::int16_t>(year);
        const auto word = m_scanner.word();
        if (word.kind == HoursWord::easter) {
            m_scanner.take_word(word);
            date.kind = DateKind::easter;
            date.offset =
                static_cast<std::int16_t>(TRY(m_scanner.day_offset(kMostDaysFromEaster)).value_or(0));
            return date;
        }
        if (word.kind == HoursWord::month) {
            m_scanner.take_word(word);
            date.month = static_cast<std::uint8_t>(word.value);
        } else if (!is_first && m_scanner.is_at_number() && !m_into.dates.empty()) {
            date.month = m_into.dates.back().to.month;  // "Dec 24,26"
        } else {
            return m_scanner.expected("a month, or easter");
        }
        if (m_scanner.is_at_number() && m_scanner.digits() <= 2) {
            date.kind = DateKind::day;
            date.day = static_cast<std::uint8_t>(TRY(parse_day(date.month)));
            date.offset =
                static_cast<std::int16_t>(TRY(m_scanner.day_offset(kMostDaysFromEaster)).value_or(0));
        } else if (m_scanner.is_at(HoursWord::weekday) && may_be_weekday && !m_has_month) {
            TRY(parse_nth_weekday(date));
        }
        return date;
    }

    // "Nov Th[4]" is a date, unless it goes on as "Nov Th[1,3]" or "Nov Th[1],Fr[2]": then the weekdays stand
    // for themselves, in that month.
    Result<void> parse_nth_weekday(HoursDate& date) {
        const std::size_t begin = m_scanner.position();
        const auto weekday = m_scanner.word();
        m_scanner.take_word(weekday);
        const auto nth = m_scanner.take("[") ? parse_nth(m_scanner) : Result<int>(0);
        bool is_date = nth && *nth != 0 && m_scanner.take("]");
        const int offset = is_date ? TRY(m_scanner.day_offset(kMostDaysFromWeekday)).value_or(0) : 0;
        const std::size_t end = m_scanner.position();
        if (is_date && m_scanner.take(","))
            is_date = is_at_date() || (m_scanner.is_at_year() && is_year_of_date());
        m_scanner.go_back_to(is_date ? end : begin);
        if (!is_date) return {};
        date.kind = DateKind::nth_weekday;
        date.weekday = static_cast<std::uint8_t>(weekday.value);
        date.nth = static_cast<std::int8_t>(*nth);
        date.offset = static_cast<std::int16_t>(offset);
        return {};
    }

    HoursScanner& m_scanner;
    HoursRules& m_into;
    int m_year = 0;
    bool m_has_month = false;  ///< a whole month is in the list: "Jan,Nov Sa[3]"
};

Result<void> parse_weeks(HoursScanner& scanner, HoursRules& into) {
    for (;;) {
        if (const auto word = scanner.word(); word.kind == HoursWord::week) scanner.take_word(word);
        WeekSpan span;
        if (scanner.is_at_clock()) return scanner.expected("the number of a week, 1 to 53");
        span.first = static_cast<std::uint8_t>(TRY(scanner.number(1, 53, "the number of a week, 1 to 53")));
        span.last = span.first;
        if (scanner.take("-")) {
            span.last =
                static_cast<std::uint8_t>(TRY(scanner.number(span.first, 53, "a later week, up to 53")));
            if (scanner.take("/")) span.step = static_cast<std::uint8_t>(TRY(scanner.number(2, 52, kStep)));
        }
        into.weeks.push_back(span);
        const std::size_t before_comma = scanner.position();
        if (!scanner.take(",")) return {};
        if (!scanner.is_at(HoursWord::week) && !(scanner.is_at_number() && scanner.digits() <= 2)) {
            scanner.go_back_to(before_comma);
            return {};
        }
    }
}

}  // namespace

base::Result<int> parse_nth(HoursScanner& scanner) {
    const bool from_end = scanner.take("-");
    const int nth = TRY(scanner.number(1, 5, "1 to 5, or -1 to -5"));
    return from_end ? -nth : nth;
}

base::Result<void> parse_dates(HoursScanner& scanner, HoursRules& into, HoursRule& rule) {
    rule.years.begin = size_of(into.years);
    rule.dates.begin = size_of(into.dates);
    rule.weeks.begin = size_of(into.weeks);
    DateParser dates(scanner, into);
    int year_of_date = 0;
    while (scanner.is_at_year()) {
        into.years.push_back(TRY(parse_year(scanner)));
        const std::size_t before_comma = scanner.position();
        if (!scanner.take(",")) break;
        if (!scanner.is_at_year()) {
            scanner.go_back_to(before_comma);
            break;
        }
    }
    // One plain year before a date is the date's own: "2013 Dec 31-2014 Jan 02".
    const bool is_one = into.years.size() == rule.years.begin + std::size_t{1} &&
                        into.years.back().first == into.years.back().last;
    if (is_one && dates.is_at_date()) {
        year_of_date = into.years.back().first;
        into.years.pop_back();
    }
    rule.years.end = size_of(into.years);
    if (dates.is_at_date()) TRY(dates.parse_list(year_of_date));
    rule.dates.end = size_of(into.dates);
    if (scanner.is_at(HoursWord::week)) TRY(parse_weeks(scanner, into));
    rule.weeks.end = size_of(into.weeks);
    if (!rule.years.empty() || !rule.dates.empty() || !rule.weeks.empty()) scanner.take(":");
    return {};
}

}  // namespace accueil::model
