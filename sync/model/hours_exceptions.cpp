// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/model/hours_exceptions.hpp"

#include <algorithm>

namespace accueil::model {

using std::chrono::days;

namespace {

bool is_among(const DayRange& range, LocalDay day) {
    return range.first <= day && day <= range.last;
}

// What is left of `range` beside those that stand already.
std::vector<DayRange> pieces_beside(DayRange range, const std::vector<KnownException>& standing) {
    std::vector<DayRange> pieces{range};
    for (const auto& other : standing) {
        std::vector<DayRange> left;
        for (const auto& piece : pieces) {
            const DayRange before{piece.first, std::min(piece.last, other.days.first - days(1))};
            const DayRange after{std::max(piece.first, other.days.last + days(1)), piece.last};
            if (before.first <= before.last) left.push_back(before);
            if (after.first <= after.last) left.push_back(after);
        }
        pieces = std::move(left);
    }
    return pieces;
}

void add_or_lengthen(std::vector<HoursInterval>& found, const HoursInterval& next) {
    if (!found.empty() && found.back().to == next.from && found.back().state == next.state)
        found.back().to = next.to;
    else
        found.push_back(next);
}

// `usual` where `late`, what an exception has left of the day before, says nothing; both in order.
std::vector<HoursInterval> one_over_other(std::vector<HoursInterval> late,
                                          const std::vector<HoursInterval>& usual) {
    std::vector<HoursInterval> all = late;
    for (const auto& interval : usual) {
        LocalMinutes from = interval.from;
        for (const auto& other : late) {
            if (other.to <= from || other.from >= interval.to) continue;
            if (other.from > from) all.push_back({from, other.from, interval.state});
            from = other.to;
        }
        if (from < interval.to) all.push_back({from, interval.to, interval.state});
    }
    std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.from < b.from; });
    return all;
}

}  // namespace

void KnownExceptions::add(const HoursException& exception, bool is_in_doubt) {
    const auto first = read_day(exception.first), last = read_day(exception.last);
    if (!first || !last || *first > *last) return;
    KnownException known;
    known.reason = exception.reason;
    if (!exception.hours.empty()) {
        auto hours = OpeningHours::parse(exception.hours);
        known.kind = !hours        ? ExceptionKind::unreadable
                     : is_in_doubt ? ExceptionKind::of_place
                                   : ExceptionKind::hours;
        if (known.kind == ExceptionKind::hours) known.hours = std::move(*hours);
    }
    for (const auto& piece : pieces_beside({*first, *last}, m_all)) {
        known.days = piece;
        m_all.push_back(known);
    }
}

std::shared_ptr<const KnownExceptions> KnownExceptions::of(std::span<const HoursException> own,
                                                           std::span<const HoursException> of_place,
                                                           bool has_own_hours) {
    if (own.empty() && of_place.empty()) return nullptr;
    auto known = std::make_shared<KnownExceptions>();
    for (const auto& exception : own)
        known->add(exception, false);
    for (const auto& exception : of_place)
        known->add(exception, has_own_hours);
    if (known->m_all.empty()) return nullptr;
    std::sort(known->m_all.begin(), known->m_all.end(),
              [](const auto& a, const auto& b) { return a.days.first < b.days.first; });
    for (const auto& exception : known->m_all)
        if (exception.replaces()) known->m_replaced.push_back(exception.days);
    return known;
}

const KnownException* KnownExceptions::on(LocalDay day) const {
    for (const auto& exception : m_all)
        if (is_among(exception.days, day)) return &exception;
    return nullptr;
}

std::vector<const KnownException*> KnownExceptions::beginning(LocalDay first, LocalDay last) const {
    std::vector<const KnownException*> found;
    for (const auto& exception : m_all)
        if (is_among({first, last}, exception.days.first)) found.push_back(&exception);
    return found;
}

HoursTimeline::HoursTimeline(const OpeningHours* usual, const KnownExceptions* exceptions,
                             const HoursContext& context)
    : m_usual(usual), m_exceptions(exceptions), m_context(context) {
    if (exceptions != nullptr) m_context.days = {exceptions->replaced(), false};
}

HoursContext HoursTimeline::within(const KnownException& exception) const {
    return {m_context.calendar, m_context.coordinates, {std::span(&exception.days, 1), true}};
}

const KnownException* HoursTimeline::ruling(LocalMinutes time) const {
    if (m_exceptions == nullptr) return nullptr;
    const auto* today = m_exceptions->on(day_of(time));
    if (today != nullptr && today->replaces()) return today;
    const auto* before = m_exceptions->on(day_of(time) - days(1));
    if (before != nullptr && before->hours &&
        before->hours->state_at(time, within(*before)) != HoursState::closed)
        return before;
    return today;
}

HoursMoment HoursTimeline::at(LocalMinutes time) const {
    const auto* exception = ruling(time);
    if (exception != nullptr && exception->replaces())
        return exception->hours ? exception->hours->at(time, within(*exception)) : HoursMoment{};
    return m_usual != nullptr ? m_usual->at(time, m_context) : HoursMoment{};
}

// The intervals of one day, from `from` to `to`, behind those that were found.
void HoursTimeline::add_day(LocalDay day, LocalMinutes from, LocalMinutes to,
                            std::vector<HoursInterval>& found) const {
    std::vector<HoursInterval> said;
    const auto* today = m_exceptions->on(day);
    if (today != nullptr && today->replaces()) {
        if (today->hours) said = today->hours->intervals(from, to, within(*today));
    } else {
        if (m_usual != nullptr) said = m_usual->intervals(from, to, m_context);
        const auto* before = m_exceptions->on(day - days(1));
        if (before != nullptr && before->hours)
            said = one_over_other(before->hours->intervals(from, to, within(*before)), said);
    }
    for (const auto& interval : said)
        add_or_lengthen(found, interval);
}

std::vector<HoursInterval> HoursTimeline::intervals(LocalMinutes from, LocalMinutes to) const {
    std::vector<HoursInterval> found;
    if (m_exceptions == nullptr) {
        if (m_usual != nullptr) found = m_usual->intervals(from, to, m_context);
        return found;
    }
    for (LocalDay day = day_of(from); LocalMinutes(day) < to; day += days(1))
        add_day(day, std::max(from, LocalMinutes(day)), std::min(to, LocalMinutes(day + days(1))), found);
    return found;
}

std::optional<LocalMinutes> HoursTimeline::next_change(LocalMinutes after, LocalMinutes until) const {
    if (m_exceptions == nullptr)
        return m_usual != nullptr ? m_usual->next_change(after, until, m_context) : std::nullopt;
    const HoursState standing = at(after).state;
    std::vector<HoursInterval> said;
    for (LocalDay day = day_of(after); LocalMinutes(day) < until; day += days(1)) {
        const auto* exception = m_exceptions->on(day);
        // However long it lasts, a closure costs one step.
        if (exception != nullptr && exception->kind == ExceptionKind::closure &&
            standing == HoursState::closed) {
            day = exception->days.last;
            continue;
        }
        LocalMinutes from = std::max(after, LocalMinutes(day));
        const LocalMinutes to = std::min(until, LocalMinutes(day + days(1)));
        said.clear();
        add_day(day, from, to, said);
        for (const auto& interval : said) {
            if (interval.from > from && standing != HoursState::closed) return from;
            if (interval.state != standing) return interval.from;
            from = interval.to;
        }
        if (from < to && standing != HoursState::closed) return from;
    }
    return std::nullopt;
}

}  // namespace accueil::model
