// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/model/opening_hours.hpp"

#include <algorithm>

#include "sync/model/opening_hours_parser.hpp"

namespace accueil::model {

using std::chrono::days;
using std::chrono::minutes;

/// What the rules that were read so far say of a minute.
struct OpeningHours::Verdict {
    HoursState state = HoursState::closed;
    bool is_open_end = false;
    const HoursRule* rule = nullptr;
};

/// A rule as it counts on a day: by the day itself, or by what it has left of the day before.
struct OpeningHours::Part {
    const HoursRule* rule;
    LocalDay named;  ///< the day that the rule names
    int shift;       ///< minutes from its midnight to that of the day which is asked about
};

OpeningHours::OpeningHours(HoursRules rules) : m_rules(std::move(rules)) {
    const auto is_plain = [](const HoursRule& rule) {
        return rule.years.empty() && rule.dates.empty() && rule.weeks.empty() && rule.days.empty() &&
               rule.holidays.empty();
    };
    m_is_weekly = std::all_of(m_rules.rules.begin(), m_rules.rules.end(), is_plain) && !follows_sun();
}

base::Result<OpeningHours> OpeningHours::parse(std::string_view text) {
    auto rules = TRY(parse_hours(text));
    rules.rules.shrink_to_fit();
    rules.times.shrink_to_fit();
    return OpeningHours(std::move(rules));
}

// In the order of the rules; those before the last that replaces them are left out. What a rule has left of
// the day before comes behind what it says of the day, and goes with it.
template <class Visit>
void OpeningHours::visit_parts(LocalDay day, const HoursContext& context, const Visit& visit) const {
    const auto& all = m_rules.rules;
    std::size_t first = all.size();
    bool is_named = false;
    const bool counts = context.days.has(day);
    while (counts && first > 0 && !is_named) {
        --first;
        is_named = all[first].replaces && names(m_rules, all[first], day, context);
    }
    for (std::size_t i = counts ? first : 0; i < all.size(); ++i) {
        const auto& rule = all[i];
        if (counts && ((i == first && is_named) || names(m_rules, rule, day, context)))
            visit(Part{&rule, day, 0});
        const LocalDay before = day - days(1);
        if (rule.may_pass_midnight && context.days.has(before) && names(m_rules, rule, before, context))
            visit(Part{&rule, before, kMinutesOfDay});
    }
}

// `times_of` gives the times of one of the rule's spans on the day that the part names.
template <class TimesOf>
void OpeningHours::judge(const Part& part, int minute, const TimesOf& times_of, Verdict& verdict) {
    const HoursRule& rule = *part.rule;
    if (rule.kind == RuleKind::fallback && verdict.state != HoursState::closed) return;
    if (rule.times.empty()) {
        if (part.shift == 0) verdict = {rule.state, false, &rule};
        return;
    }
    const int at = minute + part.shift;
    for (auto i = rule.times.begin; i < rule.times.end; ++i) {
        const SpanTimes times = times_of(i);
        if (at < times.from) continue;
        if (at < times.to)
            verdict = {rule.state, false, &rule};
        else if (at < times.open_end && times.is_sure)
            verdict = {rule.state == HoursState::open ? HoursState::unknown : rule.state, true, &rule};
        else if (at < times.open_end)
            verdict = {HoursState::unknown, false, &rule};
    }
}

HoursMoment OpeningHours::at(LocalMinutes time, const HoursContext& context) const {
    Verdict verdict;
    const int minute = minute_of_day(time);
    visit_parts(day_of(time), context, [&](const Part& part) {
        const auto times_of = [&](std::uint16_t i) {
            return times_on(m_rules.times[i], part.named, context);
        };
        judge(part, minute, times_of, verdict);
    });
    HoursMoment moment{verdict.state, verdict.is_open_end && verdict.state == HoursState::unknown, {}};
    if (verdict.rule != nullptr && verdict.rule->comment != kNoComment)
        moment.comment = m_rules.comments[static_cast<std::size_t>(verdict.rule->comment)];
    return moment;
}

/// What counts on a day, and the minutes at which anything may change.
struct OpeningHours::Day {
    struct TimedPart {
        Part part;
        std::size_t first_time;  ///< of `times`: those of the rule's spans, in order
    };
    std::vector<TimedPart> parts;
    std::vector<SpanTimes> times;
    std::vector<int> bounds;
};

void OpeningHours::lay_out(LocalDay date, const HoursContext& context, Day& day) const {
    day.parts.clear();
    day.times.clear();
    day.bounds.assign({0, kMinutesOfDay});
    visit_parts(date, context, [&](const Part& part) {
        day.parts.push_back({part, day.times.size()});
        for (auto i = part.rule->times.begin; i < part.rule->times.end; ++i) {
            const auto times = times_on(m_rules.times[i], part.named, context);
            day.times.push_back(times);
            for (const int bound : {times.from, times.to, times.open_end})
                day.bounds.push_back(std::clamp(bound - part.shift, 0, kMinutesOfDay));
        }
    });
    std::sort(day.bounds.begin(), day.bounds.end());
    day.bounds.erase(std::unique(day.bounds.begin(), day.bounds.end()), day.bounds.end());
}

void OpeningHours::scan(LocalMinutes from, LocalMinutes until, const HoursContext& context,
                        const std::function<bool(const HoursInterval&)>& see) const {
    Day day;
    for (LocalDay date = day_of(from); LocalMinutes(date) < until; date += days(1)) {
        lay_out(date, context, day);
        for (std::size_t i = 0; i + 1 < day.bounds.size(); ++i) {
            const LocalMinutes begin = std::max(from, LocalMinutes(date) + minutes(day.bounds[i]));
            const LocalMinutes end = std::min(until, LocalMinutes(date) + minutes(day.bounds[i + 1]));
            if (begin >= end) continue;
            Verdict verdict;
            for (const auto& [part, first_time] : day.parts) {
                const std::uint16_t first_span = part.rule->times.begin;
                const auto* const times = day.times.data() + first_time;
                judge(
                    part, day.bounds[i], [&](std::uint16_t span) { return times[span - first_span]; },
                    verdict);
            }
            if (!see({begin, end, verdict.state})) return;
        }
    }
}

std::optional<LocalMinutes> OpeningHours::next_change(LocalMinutes after, LocalMinutes until,
                                                      const HoursContext& context) const {
    // What has not changed in a week, and each week is like another, does not change.
    if (m_is_weekly) until = std::min(until, after + days(8));
    std::optional<HoursState> standing;
    std::optional<LocalMinutes> change;
    scan(after, until, context, [&](const HoursInterval& stretch) {
        if (!standing) standing = stretch.state;
        if (stretch.state != *standing) change = stretch.from;
        return !change;
    });
    return change;
}

std::vector<HoursInterval> OpeningHours::intervals(LocalMinutes from, LocalMinutes to,
                                                   const HoursContext& context) const {
    std::vector<HoursInterval> found;
    scan(from, to, context, [&](const HoursInterval& stretch) {
        if (stretch.state == HoursState::closed) return true;
        if (!found.empty() && found.back().to == stretch.from && found.back().state == stretch.state)
            found.back().to = stretch.to;
        else
            found.push_back(stretch);
        return true;
    });
    return found;
}

bool OpeningHours::provides_for(LocalDay day, const HoursContext& context) const {
    const auto is_single_date = [](const DateSpan& span) {
        return span.from == span.to && span.from.kind != DateKind::month && !span.open_end;
    };
    const auto is_public_holiday = [](const DaySelector& selector) {
        return selector.kind == DayKind::public_holiday && selector.offset == 0;
    };
    return std::any_of(m_rules.rules.begin(), m_rules.rules.end(), [&](const HoursRule& rule) {
        if (rule.always) return true;
        if (!rule.names_days || !names(m_rules, rule, day, context)) return false;
        const auto any = [](const auto& items, ItemRange range, const auto& test) {
            return std::any_of(items.begin() + range.begin, items.begin() + range.end, test);
        };
        return any(m_rules.days, rule.days, is_public_holiday) ||
               any(m_rules.days, rule.holidays, is_public_holiday) ||
               any(m_rules.dates, rule.dates, is_single_date);
    });
}

bool OpeningHours::names_school_holidays() const {
    return std::any_of(m_rules.days.begin(), m_rules.days.end(),
                       [](const auto& day) { return day.kind == DayKind::school_holiday; });
}

bool OpeningHours::follows_sun() const {
    return std::any_of(m_rules.times.begin(), m_rules.times.end(), [](const auto& span) {
        return span.from.event != SunEvent::none || span.to.event != SunEvent::none;
    });
}

}  // namespace accueil::model
