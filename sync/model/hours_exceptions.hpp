// SPDX-License-Identifier: GPL-3.0-or-later
// Exceptional closures and hours, read once where records are, and a place's hours together with them: the
// same questions that OpeningHours answers. Used by opening_status, and by screens for what is announced.
// Values; any thread.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "sync/model/opening_hours.hpp"

namespace accueil::model {

enum class ExceptionKind : std::uint8_t {
    closure,
    hours,       ///< that count on its days in the place of the usual ones
    unreadable,  ///< hours that are not of the language: of its days nothing is certain
    of_place,    ///< the place has other hours on its days: of the service's own nothing is certain
};

struct KnownException {
    DayRange days;
    ExceptionKind kind = ExceptionKind::closure;
    std::optional<OpeningHours> hours;  ///< of ExceptionKind::hours
    Text reason;                        ///< may be empty

    bool replaces() const { return kind == ExceptionKind::closure || kind == ExceptionKind::hours; }
};

/// The exceptions of a place or of a service, by day and apart from each other.
class KnownExceptions {
  public:
    /// Null where there are none, or none whose dates can be read. Where two overlap the first counts, and a
    /// service's own before those of its place; what is left of the other stays, in pieces.
    static std::shared_ptr<const KnownExceptions> of(std::span<const HoursException> own,
                                                     std::span<const HoursException> of_place = {},
                                                     bool has_own_hours = false);

    const KnownException* on(LocalDay day) const;
    /// Those that begin within these days, both counted.
    std::vector<const KnownException*> beginning(LocalDay first, LocalDay last) const;
    const std::vector<KnownException>& all() const { return m_all; }
    /// The days on which usual hours do not count.
    std::span<const DayRange> replaced() const { return m_replaced; }

  private:
    void add(const HoursException& exception, bool is_in_doubt);

    std::vector<KnownException> m_all;
    std::vector<DayRange> m_replaced;
};

/// Usual hours and exceptions as one. Both may be null: it is closed where nothing is said. They and the
/// context's calendar outlive it.
class HoursTimeline {
  public:
    HoursTimeline(const OpeningHours* usual, const KnownExceptions* exceptions, const HoursContext& context);

    HoursMoment at(LocalMinutes time) const;
    std::optional<LocalMinutes> next_change(LocalMinutes after, LocalMinutes until) const;
    std::vector<HoursInterval> intervals(LocalMinutes from, LocalMinutes to) const;

    /// The exception of the moment's day, or the one whose hours last past the midnight before it; null where
    /// there is none.
    const KnownException* ruling(LocalMinutes time) const;
    const HoursContext& context() const { return m_context; }

  private:
    HoursContext within(const KnownException& exception) const;
    void add_day(LocalDay day, LocalMinutes from, LocalMinutes to, std::vector<HoursInterval>& found) const;

    const OpeningHours* m_usual;
    const KnownExceptions* m_exceptions;
    HoursContext m_context;
};

}  // namespace accueil::model
