// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/model/opening_hours_parser.hpp"

#include <algorithm>

#include "sync/base/strings.hpp"
#include "sync/model/opening_hours_dates.hpp"
#include "sync/model/opening_hours_scanner.hpp"

namespace accueil::model {

namespace {

using base::Result;

constexpr int kLatest = 2 * kMinutesOfDay;        ///< 48:00
constexpr int kLatestOpenEnd = kLatest - 8 * 60;  ///< it is guessed to last eight hours more
constexpr int kMostDaysFromHoliday = 1;

bool is_holiday(HoursWord kind) {
    return kind == HoursWord::public_holiday || kind == HoursWord::school_holiday;
}

class RulesParser {
  public:
    explicit RulesParser(std::string_view text) : m_scanner(text) {}

    Result<HoursRules> parse() {
        RuleKind kind = RuleKind::normal;
        for (;;) {
            TRY(parse_rule(kind));
            if (m_scanner.at_end()) break;
            if (m_scanner.take("||"))
                kind = RuleKind::fallback;
            else if (m_scanner.take(";"))
                kind = RuleKind::normal;
            else if (m_scanner.peek() == ',' && is_complete() && m_scanner.take(","))
                kind = RuleKind::additional;
            else
                return m_scanner.expected(is_complete() ? "\",\", \";\" or the end"
                                                        : "times, \"off\", \";\" or the end");
        }
        return std::move(m_rules);
    }

  private:
    // A comma after mere days is a slip, not another rule; nothing is to be added to "24/7".
    bool is_complete() const {
        const auto& rule = m_rules.rules.back();
        return rule.says_state || !rule.times.empty() || m_ends_in_comment;
    }

    Result<void> parse_rule(RuleKind kind) {
        HoursRule rule;
        rule.kind = kind;
        const std::size_t begin = m_scanner.position();
        if (m_scanner.peek() == '"') {
            TRY(parse_comment(rule));
            m_scanner.take(":");
        }
        if (m_scanner.take("24/7")) {
            rule.always = true;
        } else {
            TRY(parse_dates(m_scanner, m_rules, rule));
            TRY(parse_days(rule));
            TRY(parse_times(rule));
        }
        if (const auto word = m_scanner.word(); word.kind == HoursWord::state) {
            m_scanner.take_word(word);
            rule.state = static_cast<HoursState>(word.value);
            rule.says_state = true;
        }
        m_ends_in_comment = m_scanner.peek() == '"' && rule.comment == kNoComment;
        if (m_ends_in_comment) TRY(parse_comment(rule));
        if (m_scanner.position() == begin) return m_scanner.expected("a rule, such as \"Mo-Fr 09:00-12:00\"");
        if (!rule.says_state && rule.comment != kNoComment) rule.state = HoursState::unknown;
        m_rules.rules.push_back(finished(rule));
        return {};
    }

    HoursRule finished(HoursRule rule) const {
        rule.names_days = rule.weekdays != 0 || !rule.years.empty() || !rule.dates.empty() ||
                          !rule.weeks.empty() || !rule.days.empty() || !rule.holidays.empty();
        // A rule for every day replaces what was said for every day, and stands beside what was said of some.
        const bool replaces_all_days =
            rule.state == HoursState::open && !m_rules.rules.empty() && !m_rules.rules.back().names_days;
        rule.replaces = rule.kind == RuleKind::normal && rule.state != HoursState::closed &&
                        (rule.names_days || replaces_all_days);
        for (auto i = rule.times.begin; i < rule.times.end; ++i) {
            const auto& span = m_rules.times[i];
            rule.may_pass_midnight |= span.open_end || span.to_next_day || span.to.event != SunEvent::none ||
                                      span.to.minutes > kMinutesOfDay;
        }
        return rule;
    }

    Result<void> parse_comment(HoursRule& rule) {
        auto comment = TRY(m_scanner.quoted());
        rule.comment = static_cast<std::int16_t>(m_rules.comments.size());
        m_rules.comments.push_back(std::move(comment));
        return {};
    }

    bool is_at_day() const {
        const auto kind = m_scanner.word().kind;
        return kind == HoursWord::weekday || is_holiday(kind);
    }

    Result<void> parse_days(HoursRule& rule) {
        rule.holidays.begin = rule.holidays.end = rule.days.begin = size_of(m_rules.days);
        if (is_at_day()) TRY(parse_day_list(rule));
        const bool are_all_holidays =
            rule.weekdays == 0 && size_of(m_rules.days) > rule.days.begin &&
            std::all_of(m_rules.days.begin() + rule.days.begin, m_rules.days.end(),
                        [](const auto& day) { return day.kind != DayKind::nth_weekday; });
        if (are_all_holidays && m_scanner.is_at(HoursWord::weekday)) {  // "PH We": a holiday, and a Wednesday
            rule.holidays.end = rule.days.begin = size_of(m_rules.days);
            TRY(parse_day_list(rule));
        }
        rule.days.end = size_of(m_rules.days);
        return {};
    }

    Result<void> parse_day_list(HoursRule& rule) {
        for (;;) {
            const auto word = m_scanner.word();
            if (is_holiday(word.kind))
                TRY(parse_holiday(word));
            else if (word.kind == HoursWord::weekday)
                TRY(parse_weekday(word, rule));
            else
                return m_scanner.expected("a weekday, PH or SH");
            const std::size_t before_comma = m_scanner.position();
            if (!m_scanner.take(",")) return {};
            if (!is_at_day()) {
                m_scanner.go_back_to(before_comma);
                return {};
            }
        }
    }

    Result<void> parse_holiday(const ScannedWord& word) {
        m_scanner.take_word(word);
        DaySelector day;
        day.kind = word.kind == HoursWord::public_holiday ? DayKind::public_holiday : DayKind::school_holiday;
        day.offset = static_cast<std::int8_t>(TRY(m_scanner.day_offset(kMostDaysFromHoliday)).value_or(0));
        m_rules.days.push_back(day);
        return {};
    }

    Result<void> parse_weekday(const ScannedWord& word, HoursRule& rule) {
        m_scanner.take_word(word);
        if (m_scanner.take("[")) return parse_nth_weekday(word.value);
        int last = word.value;
        if (m_scanner.take("-")) {
            const auto end = m_scanner.word();
            if (end.kind != HoursWord::weekday) return m_scanner.expected("a weekday");
            m_scanner.take_word(end);
            last = end.value;
        }
        for (int day = word.value;; day = (day + 1) % 7) {
            rule.weekdays = static_cast<std::uint8_t>(rule.weekdays | 1U << static_cast<unsigned>(day));
            if (day == last) return {};
        }
    }

    Result<void> parse_nth_weekday(int weekday) {
        DaySelector day;
        day.kind = DayKind::nth_weekday;
        day.weekday = static_cast<std::uint8_t>(weekday);
        do {
            const int first = TRY(parse_nth(m_scanner));
            int last = first;
            if (first > 0 && m_scanner.take("-"))
                last = TRY(m_scanner.number(first, 5, "a greater number, up to 5"));
            for (int nth = first; nth <= last; ++nth)
                day.nth = static_cast<std::uint16_t>(
                    day.nth | 1U << static_cast<unsigned>(nth > 0 ? nth - 1 : 4 - nth));
        } while (m_scanner.take(","));
        if (!m_scanner.take("]")) return m_scanner.expected("\",\" or \"]\"");
        day.offset = static_cast<std::int8_t>(TRY(m_scanner.day_offset(kMostDaysFromWeekday)).value_or(0));
        m_rules.days.push_back(day);
        return {};
    }

    bool is_at_time() const {
        return m_scanner.is_at_clock() || m_scanner.peek() == '(' || m_scanner.is_at(HoursWord::sun);
    }

    Result<void> parse_times(HoursRule& rule) {
        rule.times.begin = size_of(m_rules.times);
        while (is_at_time()) {
            m_rules.times.push_back(TRY(parse_span()));
            const std::size_t before_comma = m_scanner.position();
            if (!m_scanner.take(",")) break;
            if (!is_at_time()) {
                m_scanner.go_back_to(before_comma);
                break;
            }
        }
        rule.times.end = size_of(m_rules.times);
        for (auto i = rule.times.begin; i < rule.times.end; ++i)
            m_rules.times[i].stop = open_end_stop(rule, i);
        return {};
    }

    // An open end is over when the next span of its rule begins: "07:00+,12:00-16:00".
    std::int16_t open_end_stop(const HoursRule& rule, std::uint16_t of) const {
        if (!m_rules.times[of].open_end) return 0;
        const int begin = nominal_minutes(m_rules.times[of].to);
        int stop = kLatest;
        for (auto i = rule.times.begin; i < rule.times.end; ++i) {
            const int other = nominal_minutes(m_rules.times[i].from);
            if (i != of && other >= begin) stop = std::min(stop, other);
        }
        return static_cast<std::int16_t>(stop);
    }

    Result<HoursSpan> parse_span() {
        HoursSpan span;
        span.from = TRY(parse_time(kMinutesOfDay - 1));
        span.to = span.from;
        if (m_scanner.take("+")) {
            span.open_end = true;
            return span;
        }
        if (!m_scanner.take("-")) return m_scanner.expected("\"-\" and a time, or \"+\"");
        const std::size_t end_at = m_scanner.position();
        span.to = TRY(parse_time(kLatest));
        if (m_scanner.peek() == '/') return m_scanner.expected("no period: opening hours have none");
        const bool are_clock = span.from.event == SunEvent::none && span.to.event == SunEvent::none;
        if (!are_clock && span.from == span.to) {
            m_scanner.go_back_to(end_at);
            return m_scanner.expected("another time than the first");
        }
        const int from = nominal_minutes(span.from), to = nominal_minutes(span.to);
        if (to < from || (are_clock && to == from)) {
            if (span.to.event == SunEvent::none)
                span.to.minutes = static_cast<std::int16_t>(span.to.minutes + kMinutesOfDay);
            else
                span.to_next_day = true;
        }
        span.open_end = m_scanner.take("+");
        if (span.open_end && span.to.event == SunEvent::none && span.to.minutes > kLatestOpenEnd) {
            m_scanner.go_back_to(end_at);
            return m_scanner.expected("an end by 40:00, since it is open");
        }
        return span;
    }

    Result<HoursTime> parse_time(int most) {
        HoursTime time;
        const bool is_computed = m_scanner.take("(");
        const auto word = m_scanner.word();
        if (word.kind != HoursWord::sun) {
            if (is_computed) return m_scanner.expected("dawn, sunrise, sunset or dusk");
            time.minutes = static_cast<std::int16_t>(TRY(m_scanner.clock(most)));
            return time;
        }
        m_scanner.take_word(word);
        time.event = static_cast<SunEvent>(word.value);
        if (!is_computed) return time;
        const bool before = m_scanner.peek() == '-';
        if (!m_scanner.take("+") && !m_scanner.take("-"))
            return m_scanner.expected("\"+\" or \"-\" and a time");
        const int minutes = TRY(m_scanner.clock(kMinutesOfDay - 1));
        time.minutes = static_cast<std::int16_t>(before ? -minutes : minutes);
        if (!m_scanner.take(")")) return m_scanner.expected("\")\"");
        return time;
    }

    HoursScanner m_scanner;
    HoursRules m_rules;
    bool m_ends_in_comment = false;
};

}  // namespace

base::Result<HoursRules> parse_hours(std::string_view text) {
    if (text.size() > kMostHoursBytes)
        return base::fail(base::ErrorCode::too_large,
                          "opening hours of more than " + std::to_string(kMostHoursBytes) + " bytes");
    if (!base::is_valid_utf8(text))
        return base::fail(base::ErrorCode::bad_format, "opening hours are not UTF-8");
    return RulesParser(text).parse();
}

}  // namespace accueil::model
