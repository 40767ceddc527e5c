// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/model/opening_status.hpp"

#include <algorithm>
#include <charconv>

namespace accueil::model {

namespace {

using std::chrono::days;

// Of "2026-11-25", "2026-11" or "2026".
std::optional<LocalDay> day_from(std::string_view text) {
    const auto number = [&](std::size_t at, std::size_t length) -> int {
        int value = -1;
        const auto part = text.substr(at, length);
        const auto read = std::from_chars(part.data(), part.data() + part.size(), value);
        return read.ec == std::errc() && read.ptr == part.data() + length ? value : -1;
    };
    const bool has_month = text.size() >= 7 && text[4] == '-', has_day = text.size() == 10 && text[7] == '-';
    if (text.size() != 4 && !(text.size() == 7 && has_month) && !(has_month && has_day)) return std::nullopt;
    const int year = number(0, 4), month = has_month ? number(5, 2) : 1, day = has_day ? number(8, 2) : 1;
    const auto date = std::chrono::year{year} / month / day;
    if (year < 0 || month < 0 || day < 0 || !date.ok()) return std::nullopt;
    return LocalDay(date);
}

class Judge {
  public:
    Judge(const KnownHours& known, const HoursContext& context, const StatusLimits& limits)
        : m_known(known), m_hours(*known.hours), m_context(context), m_limits(limits) {}

    /// Why nothing of what the hours say of this day is certain.
    ConfirmReason doubt_of(LocalDay day, LocalDay today) const {
        if (!m_known.verified_on || *m_known.verified_on + days(m_limits.trusted_days) < today)
            return ConfirmReason::out_of_date;
        if (m_known.has_note) return ConfirmReason::note;
        if (m_context.calendar.is_public_holiday(day) && !m_hours.provides_for(day, m_context) &&
            is_ever_open(day))
            return ConfirmReason::public_holiday;
        if (m_hours.names_school_holidays() && !m_context.calendar.knows_school_holidays(day))
            return ConfirmReason::school_calendar;
        return ConfirmReason::none;
    }

    /// Why what the hours say of this moment is not certain, though they say it for certain days.
    ConfirmReason doubt_at(const HoursMoment& moment) const {
        if (moment.state != HoursState::unknown) return ConfirmReason::none;
        if (moment.is_open_end) return ConfirmReason::open_end;
        if (m_hours.follows_sun() && !m_context.coordinates && moment.comment.empty())
            return ConfirmReason::no_coordinates;
        return ConfirmReason::said_unknown;
    }

    NextOpening opening(LocalMinutes from, LocalMinutes until, LocalDay today) const {
        NextOpening opening{from, m_hours.next_change(from, until, m_context), ConfirmReason::none};
        opening.reason = doubt_of(day_of(from), today);
        if (opening.reason == ConfirmReason::none) opening.reason = doubt_at(m_hours.at(from, m_context));
        return opening;
    }

  private:
    bool is_ever_open(LocalDay day) const {
        return !m_hours.intervals(LocalMinutes(day), LocalMinutes(day + days(1)), m_context).empty();
    }

    const KnownHours& m_known;
    const OpeningHours& m_hours;
    const HoursContext& m_context;
    const StatusLimits& m_limits;
};

// The first opening behind `now`, and the first certain one where it is another.
void look_ahead(const OpeningHours& hours, const Judge& judge, LocalMinutes now, LocalMinutes until,
                const HoursContext& context, OpeningStatus& status) {
    for (auto at = status.changes_at; at; at = hours.next_change(*at, until, context)) {
        if (hours.state_at(*at, context) == HoursState::closed) continue;
        const auto opening = judge.opening(*at, until, day_of(now));
        const bool goes_on = status.changes_at == at && status.by_the_hours == HoursState::open;
        if (goes_on) continue;  // open hours that end openly are no opening
        if (!status.next) status.next = opening;
        if (opening.reason == ConfirmReason::none) {
            if (status.next->reason != ConfirmReason::none) status.next_sure = opening;
            return;
        }
        // What puts all days in doubt leaves none to look for.
        if (opening.reason == ConfirmReason::out_of_date || opening.reason == ConfirmReason::note) return;
    }
}

}  // namespace

KnownHours KnownHours::of(std::string_view opening_hours, std::string_view note,
                          std::string_view verified_on) {
    KnownHours known;
    known.has_note = !note.empty();
    known.verified_on = day_from(verified_on);
    if (opening_hours.empty()) return known;
    auto hours = OpeningHours::parse(opening_hours);
    if (hours)
        known.hours = std::move(*hours);
    else
        known.fault = hours.error().detail;
    return known;
}

OpeningState opening_state(const KnownHours& known, LocalMinutes now, const HoursContext& context,
                           const StatusLimits& limits) {
    if (!known.hours) return OpeningState::to_confirm;
    const Judge judge(known, context, limits);
    const HoursMoment moment = known.hours->at(now, context);
    if (judge.doubt_of(day_of(now), day_of(now)) != ConfirmReason::none ||
        judge.doubt_at(moment) != ConfirmReason::none)
        return OpeningState::to_confirm;
    return moment.state == HoursState::open ? OpeningState::open : OpeningState::closed;
}

OpeningStatus opening_status(const KnownHours& known, LocalMinutes now, const HoursContext& context,
                             const StatusLimits& limits) {
    OpeningStatus status;
    if (!known.hours) {
        if (!known.fault.empty()) status.reason = ConfirmReason::unreadable;
        return status;
    }
    const OpeningHours& hours = *known.hours;
    const Judge judge(known, context, limits);
    const LocalMinutes until = now + days(limits.horizon_days);
    const HoursMoment moment = hours.at(now, context);
    status.by_the_hours = moment.state;
    status.comment = moment.comment;
    status.changes_at = hours.next_change(now, until, context);
    status.reason = judge.doubt_of(day_of(now), day_of(now));
    if (status.reason == ConfirmReason::none) status.reason = judge.doubt_at(moment);
    if (status.reason != ConfirmReason::none)
        status.state = OpeningState::to_confirm;
    else
        status.state = moment.state == HoursState::open ? OpeningState::open : OpeningState::closed;
    if (status.changes_at && moment.state == HoursState::open)
        status.ends_openly = hours.at(*status.changes_at, context).is_open_end;
    look_ahead(hours, judge, now, until, context, status);
    return status;
}

std::vector<DayHours> hours_of_days(const KnownHours& known, LocalDay first, int count,
                                    const HoursContext& context, const StatusLimits& limits) {
    std::vector<DayHours> found;
    for (int i = 0; i < count; ++i)
        found.push_back(
            {first + days(i), {}, known.fault.empty() ? ConfirmReason::no_hours : ConfirmReason::unreadable});
    if (!known.hours) return found;
    const Judge judge(known, context, limits);
    // A day more at both ends, so that evenings are whole.
    const LocalMinutes from(first - days(1)), to(first + days(count + 1));
    const auto all = known.hours->intervals(from, to, context);
    for (auto& day : found) {
        day.reason = judge.doubt_of(day.day, first);
        const LocalMinutes begin(day.day), end(day.day + days(1));
        for (const auto& interval : all) {
            if (interval.from >= end || interval.to <= begin) continue;
            // What goes on past the small hours is the next day's too.
            const bool is_of_day_before =
                interval.from < begin && interval.to - begin <= std::chrono::hours(6);
            if (is_of_day_before) continue;
            HoursInterval part{std::max(interval.from, begin), interval.to, interval.state};
            if (interval.to - end > std::chrono::hours(6)) part.to = end;
            day.intervals.push_back(part);
        }
    }
    return found;
}

}  // namespace accueil::model
