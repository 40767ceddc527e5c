// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/model/opening_status.hpp"

#include <algorithm>

namespace accueil::model {

namespace {

using std::chrono::days;

constexpr auto kFarthest = days(3660);  ///< what is closed for longer opens no more

// Of "2026-11-25", "2026-11" or "2026".
std::optional<LocalDay> checked_day(std::string_view text) {
    std::string whole(text);
    if (whole.size() == 4) whole += "-01";
    if (whole.size() == 7) whole += "-01";
    return read_day(whole);
}

class Judge {
  public:
    Judge(const KnownHours& known, const HoursContext& context, const StatusLimits& limits)
        : m_known(known),
          m_timeline(known.hours ? &*known.hours : nullptr, known.exceptions.get(), context),
          m_calendar(context.calendar),
          m_limits(limits) {}

    const HoursTimeline& timeline() const { return m_timeline; }

    /// Why nothing of what is said of this moment's hours is certain.
    ConfirmReason doubt_of_moment(LocalMinutes time, LocalDay today) const {
        const auto* exception = m_timeline.ruling(time);
        if (exception == nullptr) return doubt_of_usual(day_of(time), today);
        // Past midnight it may be the evening before that lasts.
        return doubt_of_exception(*exception, std::min(day_of(time), exception->days.last));
    }
    ConfirmReason doubt_of_day(LocalDay day, LocalDay today) const {
        const auto* exception = m_known.exceptions ? m_known.exceptions->on(day) : nullptr;
        return exception != nullptr ? doubt_of_exception(*exception, day) : doubt_of_usual(day, today);
    }

    /// Why what the hours say of this moment is not certain, though they say it for certain days.
    ConfirmReason doubt_at(LocalMinutes time, const HoursMoment& moment) const {
        if (moment.state != HoursState::unknown) return ConfirmReason::none;
        if (moment.is_open_end) return ConfirmReason::open_end;
        const auto* exception = m_timeline.ruling(time);
        const auto* hours = exception != nullptr && exception->hours ? &*exception->hours
                            : m_known.hours                          ? &*m_known.hours
                                                                     : nullptr;
        if (hours != nullptr && hours->follows_sun() && !m_timeline.context().coordinates &&
            moment.comment.empty())
            return ConfirmReason::no_coordinates;
        return ConfirmReason::said_unknown;
    }

    NextOpening opening(LocalMinutes from, LocalMinutes until, LocalDay today) const {
        NextOpening opening{from, m_timeline.next_change(from, until), doubt_of_moment(from, today)};
        if (opening.reason == ConfirmReason::none) opening.reason = doubt_at(from, m_timeline.at(from));
        return opening;
    }

  private:
    ConfirmReason doubt_of_usual(LocalDay day, LocalDay today) const {
        if (!m_known.hours)
            return m_known.fault.empty() ? ConfirmReason::no_hours : ConfirmReason::unreadable;
        if (!m_known.verified_on || *m_known.verified_on + days(m_limits.trusted_days) < today)
            return ConfirmReason::out_of_date;
        if (m_known.has_note) return ConfirmReason::note;
        return doubt_of_calendar(*m_known.hours, day);
    }
    // Whoever announces other days than usual has checked them.
    ConfirmReason doubt_of_exception(const KnownException& exception, LocalDay day) const {
        switch (exception.kind) {
            case ExceptionKind::closure:
                return ConfirmReason::none;
            case ExceptionKind::unreadable:
                return ConfirmReason::unreadable;
            case ExceptionKind::of_place:
                return ConfirmReason::place_exception;
            case ExceptionKind::hours:
                break;
        }
        const bool is_named = exception.days.first == exception.days.last;
        return is_named ? ConfirmReason::none : doubt_of_calendar(*exception.hours, day);
    }
    ConfirmReason doubt_of_calendar(const OpeningHours& hours, LocalDay day) const {
        if (m_calendar.is_public_holiday(day) && !hours.provides_for(day, m_timeline.context()) &&
            is_ever_open(day))
            return ConfirmReason::public_holiday;
        if (hours.names_school_holidays() && !m_calendar.knows_school_holidays(day))
            return ConfirmReason::school_calendar;
        return ConfirmReason::none;
    }
    bool is_ever_open(LocalDay day) const {
        return !m_timeline.intervals(LocalMinutes(day), LocalMinutes(day + days(1))).empty();
    }

    const KnownHours& m_known;
    HoursTimeline m_timeline;
    const Calendar& m_calendar;
    const StatusLimits& m_limits;
};

// The days of closures that are sure do not count.
LocalMinutes horizon(const KnownHours& known, LocalMinutes now, const StatusLimits& limits) {
    LocalMinutes until = now + days(limits.horizon_days);
    if (!known.exceptions) return until;
    for (const auto& exception : known.exceptions->all()) {
        const auto first = std::max(exception.days.first, day_of(now));
        if (exception.kind == ExceptionKind::closure && first <= exception.days.last &&
            LocalMinutes(first) < until)
            until += exception.days.last + days(1) - first;
    }
    return std::min(until, now + kFarthest);
}

std::shared_ptr<const KnownException> shared(const KnownHours& known, const KnownException* exception) {
    return exception == nullptr ? nullptr
                                : std::shared_ptr<const KnownException>(known.exceptions, exception);
}

// The first opening behind `now`, and the first certain one where it is another.
void look_ahead(const KnownHours& known, const Judge& judge, LocalMinutes now, LocalMinutes until,
                OpeningStatus& status) {
    const auto& timeline = judge.timeline();
    for (auto at = status.changes_at; at; at = timeline.next_change(*at, until)) {
        if (timeline.at(*at).state == HoursState::closed) continue;
        const auto opening = judge.opening(*at, until, day_of(now));
        const bool goes_on = status.changes_at == at && status.by_the_hours == HoursState::open;
        if (goes_on) continue;  // open hours that end openly are no opening
        if (!status.next) status.next = opening;
        if (opening.reason == ConfirmReason::none) {
            if (status.next->reason != ConfirmReason::none) status.next_sure = opening;
            return;
        }
        // What puts all days in doubt leaves none to look for, but those of an exception.
        const bool is_of_all =
            opening.reason == ConfirmReason::out_of_date || opening.reason == ConfirmReason::note;
        if (is_of_all && !known.exceptions) return;
    }
}

}  // namespace

KnownHours KnownHours::of(std::string_view opening_hours, std::string_view note, std::string_view verified_on,
                          std::span<const HoursException> exceptions) {
    KnownHours known;
    known.has_note = !note.empty();
    known.verified_on = checked_day(verified_on);
    known.exceptions = KnownExceptions::of(exceptions);
    if (opening_hours.empty()) return known;
    auto hours = OpeningHours::parse(opening_hours);
    if (hours)
        known.hours = std::move(*hours);
    else
        known.fault = hours.error().detail;
    return known;
}

KnownHours KnownHours::of(const Place& place, const Service* service) {
    const bool has_own = service != nullptr && !service->opening_hours.empty();
    const bool checked_itself = has_own && !service->verified_on.empty();
    const auto& hours = has_own ? service->opening_hours : place.opening_hours;
    const auto& note = has_own ? service->opening_hours_note : place.opening_hours_note;
    auto known = of(hours, note.words("fr"), checked_itself ? service->verified_on : place.verified_on);
    known.exceptions = service == nullptr
                           ? KnownExceptions::of(place.exceptions)
                           : KnownExceptions::of(service->exceptions, place.exceptions, has_own);
    return known;
}

OpeningState opening_state(const KnownHours& known, LocalMinutes now, const HoursContext& context,
                           const StatusLimits& limits) {
    if (!known.hours && !known.exceptions) return OpeningState::to_confirm;
    const Judge judge(known, context, limits);
    const HoursMoment moment = judge.timeline().at(now);
    if (judge.doubt_of_moment(now, day_of(now)) != ConfirmReason::none ||
        judge.doubt_at(now, moment) != ConfirmReason::none)
        return OpeningState::to_confirm;
    return moment.state == HoursState::open ? OpeningState::open : OpeningState::closed;
}

OpeningStatus opening_status(const KnownHours& known, LocalMinutes now, const HoursContext& context,
                             const StatusLimits& limits) {
    OpeningStatus status;
    if (!known.hours && !known.fault.empty()) status.reason = ConfirmReason::unreadable;
    if (!known.hours && !known.exceptions) return status;
    const Judge judge(known, context, limits);
    const auto& timeline = judge.timeline();
    const LocalMinutes until = horizon(known, now, limits);
    const HoursMoment moment = timeline.at(now);
    status.exception = shared(known, timeline.ruling(now));
    const bool is_said = known.hours || (status.exception && status.exception->replaces());
    if (is_said) status.by_the_hours = moment.state;
    status.comment = moment.comment;
    status.changes_at = timeline.next_change(now, until);
    status.reason = judge.doubt_of_moment(now, day_of(now));
    if (status.reason == ConfirmReason::none) status.reason = judge.doubt_at(now, moment);
    if (status.reason != ConfirmReason::none)
        status.state = OpeningState::to_confirm;
    else
        status.state = moment.state == HoursState::open ? OpeningState::open : OpeningState::closed;
    if (status.changes_at && moment.state == HoursState::open)
        status.ends_openly = timeline.at(*status.changes_at).is_open_end;
    look_ahead(known, judge, now, until, status);
    return status;
}

std::vector<DayHours> hours_of_days(const KnownHours& known, LocalDay first, int count,
                                    const HoursContext& context, const StatusLimits& limits) {
    std::vector<DayHours> found;
    for (int i = 0; i < count; ++i)
        found.push_back(
            {first + days(i), {}, known.fault.empty() ? ConfirmReason::no_hours : ConfirmReason::unreadable});
    if (!known.hours && !known.exceptions) return found;
    const Judge judge(known, context, limits);
    // A day more at both ends, so that evenings are whole.
    const LocalMinutes from(first - days(1)), to(first + days(count + 1));
    const auto all = judge.timeline().intervals(from, to);
    for (auto& day : found) {
        day.reason = judge.doubt_of_day(day.day, first);
        if (known.exceptions) day.exception = shared(known, known.exceptions->on(day.day));
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
