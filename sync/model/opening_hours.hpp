// SPDX-License-Identifier: GPL-3.0-or-later
// Opening hours in the OSM opening_hours language: whether a place is open at a moment, when that changes,
// and all its hours of some days. Parsed once where records are read, then asked; no clock is read here.
// Values; any thread. What is shown of it is opening_status's to decide.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sync/model/opening_hours_match.hpp"

namespace accueil::model {

/// What the hours say of a moment.
struct HoursMoment {
    HoursState state = HoursState::closed;
    bool is_open_end = false;    ///< unknown because no closing time is given
    std::string_view comment{};  ///< of the rule that counts; lives as long as the OpeningHours
};

/// [from, to)
struct HoursInterval {
    LocalMinutes from, to;
    HoursState state = HoursState::open;
    bool operator==(const HoursInterval&) const = default;
};

class OpeningHours {
  public:
    /// Strictly: bad_format says where and what was expected, too_large is an expression past
    /// kMostHoursBytes.
    static base::Result<OpeningHours> parse(std::string_view text);

    HoursState state_at(LocalMinutes time, const HoursContext& context) const {
        return at(time, context).state;
    }
    HoursMoment at(LocalMinutes time, const HoursContext& context) const;

    /// The first moment after `after`, and before `until`, of another state than the one at `after`.
    std::optional<LocalMinutes> next_change(LocalMinutes after, LocalMinutes until,
                                            const HoursContext& context) const;

    /// Where it is open or unknown within [from, to): in order, apart from each other, joined where two of
    /// one state touch.
    std::vector<HoursInterval> intervals(LocalMinutes from, LocalMinutes to,
                                         const HoursContext& context) const;

    /// True where a rule speaks of this day in particular: as a public holiday, by its date, or of all days
    /// ever ("24/7"). Of a public holiday without one nothing is certain.
    bool provides_for(LocalDay day, const HoursContext& context) const;

    bool names_school_holidays() const;
    bool follows_sun() const;  ///< needs coordinates
    /// Every week is like another: no dates, holidays, or times of the sun.
    bool is_weekly() const { return m_is_weekly; }

    /// The canonical spelling.
    std::string text() const { return to_text(m_rules); }
    const HoursRules& rules() const { return m_rules; }

  private:
    explicit OpeningHours(HoursRules rules);

    struct Verdict;
    struct Part;
    struct Day;
    template <class Visit>
    void visit_parts(LocalDay day, const HoursContext& context, const Visit& visit) const;
    template <class TimesOf>
    static void judge(const Part& part, int minute, const TimesOf& times_of, Verdict& verdict);
    void lay_out(LocalDay date, const HoursContext& context, Day& day) const;
    /// Calls `see` with each stretch of one state from `from` on, until it returns false or `until` is
    /// reached.
    void scan(LocalMinutes from, LocalMinutes until, const HoursContext& context,
              const std::function<bool(const HoursInterval&)>& see) const;

    HoursRules m_rules;
    bool m_is_weekly = false;
};

}  // namespace accueil::model
