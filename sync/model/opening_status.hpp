// SPDX-License-Identifier: GPL-3.0-or-later
// What may be said of a place's hours at a moment: open, closed, or to be confirmed and why. Asked by queries
// and screens with an instant of the kiosk's clock, at display time; nothing of it is stored. Pure; any
// thread.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "sync/model/hours_exceptions.hpp"

namespace accueil::model {

enum class OpeningState : std::uint8_t { open, closed, to_confirm };

enum class ConfirmReason : std::uint8_t {
    none,
    no_hours,         ///< the record has none
    unreadable,       ///< it has some that are not of the language
    out_of_date,      ///< nobody has checked them for longer than is trusted, or ever
    note,             ///< a text beside them says what they cannot
    public_holiday,   ///< a holiday that no rule speaks of
    school_calendar,  ///< they depend on school holidays, which are not known for that day
    no_coordinates,   ///< they follow the sun, and nobody knows where
    said_unknown,     ///< they say so themselves, often with a comment ("sur rendez-vous")
    open_end,         ///< past the last time that is certain ("17:00+")
    place_exception,  ///< a service has hours of its own, and its place other ones for some days
};

/// A place's or a service's hours as its record has them; read once, then asked.
struct KnownHours {
    std::optional<OpeningHours> hours;  ///< nothing where the text is empty or cannot be read
    std::string fault;                  ///< why it cannot be read, for the log; empty where there is none
    bool has_note = false;
    std::optional<LocalDay> verified_on;
    std::shared_ptr<const KnownExceptions> exceptions;  ///< null where there are none

    /// Of the record's fields: the expression, the note's French words, YYYY-MM-DD (YYYY-MM and YYYY count
    /// from their first day).
    static KnownHours of(std::string_view opening_hours, std::string_view note, std::string_view verified_on,
                         std::span<const HoursException> exceptions = {});
    /// Of a place; of one of its services, which falls back to it.
    static KnownHours of(const Place& place, const Service* service = nullptr);
};

struct StatusLimits {
    int trusted_days = 365;  ///< hours that were checked longer ago are to be confirmed
    int horizon_days = 60;   ///< how far ahead the next opening is looked for
};

/// An opening to come, and whether it is certain.
struct NextOpening {
    LocalMinutes from;
    std::optional<LocalMinutes> to;  ///< nothing where it lasts past the horizon
    ConfirmReason reason = ConfirmReason::none;
    bool operator==(const NextOpening&) const = default;
};

struct OpeningStatus {
    OpeningState state = OpeningState::to_confirm;
    ConfirmReason reason = ConfirmReason::no_hours;   ///< none unless the state is to_confirm
    HoursState by_the_hours = HoursState::unknown;    ///< what the hours alone say: "normally open"
    std::string comment;                              ///< of the rule that counts now
    std::shared_ptr<const KnownException> exception;  ///< that counts now; null where none does
    /// When the hours next say otherwise; nothing within the horizon. Of an open place: when it closes.
    std::optional<LocalMinutes> changes_at;
    bool ends_openly = false;  ///< open, and at changes_at there is no certain closing time but an open end
    std::optional<NextOpening> next;       ///< the next that begins after now
    std::optional<NextOpening> next_sure;  ///< the next that is certain, where `next` is not
};

/// The state alone, for filters: some hundred times cheaper than all that may be said.
OpeningState opening_state(const KnownHours& known, LocalMinutes now, const HoursContext& context,
                           const StatusLimits& limits = {});

OpeningStatus opening_status(const KnownHours& known, LocalMinutes now, const HoursContext& context,
                             const StatusLimits& limits = {});

/// What is open on one day, for the week on a place's sheet.
struct DayHours {
    LocalDay day;
    std::vector<HoursInterval> intervals;  ///< those that begin on it; the last may end on the day after
    ConfirmReason reason = ConfirmReason::none;
    std::shared_ptr<const KnownException> exception{};  ///< of that day; null where there is none
};

/// `count` days from `first` on.
std::vector<DayHours> hours_of_days(const KnownHours& known, LocalDay first, int count,
                                    const HoursContext& context, const StatusLimits& limits = {});

}  // namespace accueil::model
