// SPDX-License-Identifier: GPL-3.0-or-later
// The canonical spelling of opening hours.
#include <array>
#include <cstdio>

#include "sync/model/opening_hours_rules.hpp"

namespace accueil::model {

namespace {

constexpr std::array<const char*, 7> kShortWeekdays{"Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"};
constexpr std::array<const char*, 13> kShortMonths{"",    "Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                   "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr std::array<const char*, 5> kEvents{"", "dawn", "sunrise", "sunset", "dusk"};

std::string two_digits(int number) {
    return (number < 10 ? "0" : "") + std::to_string(number);
}

std::string clock(int minutes) {
    return two_digits(minutes / 60) + ":" + two_digits(minutes % 60);
}

std::string offset_text(int days) {
    if (days == 0) return {};
    const bool is_one = days == 1 || days == -1;
    return (days > 0 ? " +" : " ") + std::to_string(days) + (is_one ? " day" : " days");
}

std::string step_text(int step) {
    return step > 1 ? "/" + std::to_string(step) : "";
}

std::string text_of(const YearSpan& span) {
    std::string text = std::to_string(span.first);
    if (span.last == kNoLastYear)
        text += span.step > 1 ? "" : "+";
    else if (span.last != span.first)
        text += "-" + std::to_string(span.last);
    return text + step_text(span.step);
}

std::string text_of(const WeekSpan& span) {
    return two_digits(span.first) + (span.last != span.first ? "-" + two_digits(span.last) : "") +
           step_text(span.step);
}

std::string text_of(const HoursDate& date) {
    std::string text = date.year != 0 ? std::to_string(date.year) + " " : "";
    text += date.kind == DateKind::easter ? "easter" : kShortMonths.at(date.month);
    if (date.kind == DateKind::day) text += " " + two_digits(date.day);
    if (date.kind == DateKind::nth_weekday)
        text += std::string(" ") + kShortWeekdays.at(date.weekday) + "[" + std::to_string(date.nth) + "]";
    return text + offset_text(date.offset);
}

std::string text_of(const DateSpan& span) {
    std::string text = text_of(span.from);
    if (span.open_end) return text + "+";
    const bool is_in_month = span.from.kind == DateKind::day && span.to.kind == DateKind::day &&
                             span.from.month == span.to.month && span.from.year == span.to.year &&
                             span.to.offset == 0 && span.to.day >= span.from.day;
    if (!(span.from == span.to)) text += "-" + (is_in_month ? two_digits(span.to.day) : text_of(span.to));
    return text + step_text(span.step);
}

std::string text_of(const DaySelector& day) {
    std::string text = day.kind == DayKind::public_holiday ? "PH" : "SH";
    if (day.kind == DayKind::nth_weekday) {
        text = std::string(kShortWeekdays.at(day.weekday)) + "[";
        for (int bit = 0; bit < 10; ++bit) {
            if ((day.nth >> bit & 1) != 0) text += std::to_string(bit < 5 ? bit + 1 : 4 - bit) + ",";
        }
        text.back() = ']';
    }
    return text + offset_text(day.offset);
}

std::string text_of(const HoursTime& time) {
    if (time.event == SunEvent::none) return clock(time.minutes);
    const char* const event = kEvents.at(static_cast<std::size_t>(time.event));
    if (time.minutes == 0) return event;
    return std::string("(") + event + (time.minutes > 0 ? "+" : "-") + clock(std::abs(time.minutes)) + ")";
}

std::string text_of(const HoursSpan& span) {
    std::string text = text_of(span.from);
    if (!(span.from == span.to)) {
        HoursTime to = span.to;
        // Past midnight as one says it: "22:00-02:00"; "22:00-26:00" is the same.
        const int next_day = to.minutes - kMinutesOfDay;
        const int from = nominal_minutes(span.from);
        const bool is_clock = span.from.event == SunEvent::none && to.event == SunEvent::none;
        if (to.event == SunEvent::none && next_day > 0 && (next_day < from || (is_clock && next_day == from)))
            to.minutes = static_cast<std::int16_t>(next_day);
        text += "-" + text_of(to);
    }
    return text + (span.open_end ? "+" : "");
}

// Monday to Sunday, a run as a range, also over Sunday: "Sa-Mo".
std::string weekday_text(std::uint8_t mask) {
    if (mask == kEveryWeekday) return "Mo-Su";
    const auto has = [&](int day) { return (mask >> ((day + 7) % 7) & 1) != 0; };
    std::string text;
    for (int day = 0; day < 7; ++day) {
        if (!has(day) || has(day - 1)) continue;
        int last = day;
        while (has(last + 1))
            ++last;
        if (!text.empty()) text += ",";
        text += kShortWeekdays.at(static_cast<std::size_t>(day));
        if (last != day)
            text += (last == day + 1 ? "," : "-") +
                    std::string(kShortWeekdays.at(static_cast<std::size_t>(last % 7)));
    }
    return text;
}

template <class Item>
std::string list(const std::vector<Item>& items, ItemRange range) {
    std::string text;
    for (auto i = range.begin; i < range.end; ++i)
        text += (i == range.begin ? "" : ",") + text_of(items[i]);
    return text;
}

class Line {
  public:
    void add(const std::string& words) {
        if (words.empty()) return;
        m_text += (m_text.empty() ? "" : " ") + words;
    }
    void colon() { m_text += ":"; }
    const std::string& text() const { return m_text; }

  private:
    std::string m_text;
};

std::string day_text(const HoursRules& rules, const HoursRule& rule) {
    std::string text = weekday_text(rule.weekdays);
    if (!text.empty() && !rule.days.empty()) text += ",";
    return text + list(rules.days, rule.days);
}

std::string rule_text(const HoursRules& rules, const HoursRule& rule) {
    Line line;
    if (rule.always) line.add("24/7");
    line.add(list(rules.years, rule.years));
    line.add(list(rules.dates, rule.dates));
    if (!rule.weeks.empty()) line.add("week " + list(rules.weeks, rule.weeks));
    // "Nov: Th[4]" are the Thursdays of November, "Nov Th[4]" is a date.
    const bool is_month_before_nth = rule.weeks.empty() && !rule.dates.empty() && rule.holidays.empty() &&
                                     rule.weekdays == 0 && !rule.days.empty() &&
                                     rules.days[rule.days.begin].kind == DayKind::nth_weekday;
    if (is_month_before_nth) line.colon();
    line.add(list(rules.days, rule.holidays));
    line.add(day_text(rules, rule));
    line.add(list(rules.times, rule.times));
    if (rule.says_state)
        line.add(rule.state == HoursState::open     ? "open"
                 : rule.state == HoursState::closed ? "off"
                                                    : "unknown");
    if (rule.comment != kNoComment)
        line.add('"' + rules.comments[static_cast<std::size_t>(rule.comment)] + '"');
    return line.text();
}

}  // namespace

int nominal_minutes(const HoursTime& time) {
    static constexpr std::array<int, 5> kNominal{0, 5 * 60 + 30, 6 * 60, 18 * 60, 18 * 60 + 30};
    return kNominal.at(static_cast<std::size_t>(time.event)) + time.minutes;
}

std::string to_text(const HoursRules& rules) {
    std::string text;
    for (const auto& rule : rules.rules) {
        if (!text.empty())
            text += rule.kind == RuleKind::normal ? "; " : rule.kind == RuleKind::additional ? ", " : " || ";
        text += rule_text(rules, rule);
    }
    return text;
}

}  // namespace accueil::model
