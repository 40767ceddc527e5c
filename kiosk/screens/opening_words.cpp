// SPDX-License-Identifier: GPL-3.0-or-later
#include "kiosk/screens/opening_words.hpp"

namespace accueil::screens {

namespace {

using model::ConfirmReason;
using model::HoursState;
using model::LocalDay;
using model::LocalMinutes;
using model::OpeningState;
using std::chrono::days;
using std::chrono::minutes;

constexpr auto kSoon = minutes(30);            ///< what closes so soon is said in minutes too
constexpr auto kSmallHours = minutes(6 * 60);  ///< until then it is still the evening before

std::string reason_key(ConfirmReason reason) {
    switch (reason) {
        case ConfirmReason::none:
            return {};
        case ConfirmReason::no_hours:
            return "ui.hours.reason.no_hours";
        case ConfirmReason::unreadable:
            return "ui.hours.reason.unreadable";
        case ConfirmReason::out_of_date:
            return "ui.hours.reason.out_of_date";
        case ConfirmReason::note:
            return "ui.hours.reason.note";
        case ConfirmReason::public_holiday:
            return "ui.hours.reason.public_holiday";
        case ConfirmReason::school_calendar:
            return "ui.hours.reason.school_calendar";
        case ConfirmReason::no_coordinates:
            return "ui.hours.reason.no_coordinates";
        case ConfirmReason::said_unknown:
            return "ui.hours.reason.said_unknown";
        case ConfirmReason::open_end:
            return "ui.hours.reason.open_end";
        case ConfirmReason::place_exception:
            return "ui.hours.reason.place_exception";
    }
    return {};
}

class Speaker {
  public:
    Speaker(const base::Catalog& catalog, std::string_view language, LocalMinutes now)
        : m_catalog(catalog), m_language(language), m_now(now) {}

    std::string say(std::string_view key, base::TextArguments arguments = {}) const {
        return m_catalog.text(m_language, key, arguments);
    }
    std::string time(LocalMinutes at) const { return time_words(m_catalog, m_language, at); }

    /// The key as it stands where `at` is today, with "_day" and the day where it is not.
    std::string on_day(const std::string& key, LocalMinutes at) const {
        const std::string words = time(at);
        if (is_today(at)) return say(key, {{"time", words}});
        return say(key + "_day", {{"day", day(at)}, {"time", words}});
    }

    std::string closing(const model::OpeningStatus& status) const {
        if (!status.changes_at) return {};
        const LocalMinutes at = *status.changes_at;
        if (status.ends_openly) return on_day("ui.hours.ends_openly", at);
        if (at - m_now > kSoon) return on_day("ui.hours.closes", at);
        return m_catalog.plural(m_language, "ui.hours.closes_in", (at - m_now).count(), {{"time", time(at)}});
    }

    std::string opening(const model::NextOpening& next) const {
        if (next.reason != ConfirmReason::none) return on_day("ui.hours.perhaps", next.from);
        const auto ahead = (model::day_of(next.from) - model::day_of(m_now)).count();
        if (ahead < 2 || !next.to || !is_of_day(model::day_of(next.from), *next.to))
            return on_day("ui.hours.opens", next.from);
        return say("ui.hours.opens_from_to",
                   {{"day", day(next.from)}, {"time", time(next.from)}, {"end", time(*next.to)}});
    }

  private:
    // Midnight and the small hours that follow are of the evening before.
    static bool is_of_day(LocalDay day, LocalMinutes at) {
        return at < LocalMinutes(day + days(1)) + kSmallHours;
    }
    bool is_today(LocalMinutes at) const {
        const LocalDay today = model::day_of(m_now);
        if (model::day_of(at) == today) return true;
        return m_now >= LocalMinutes(today) + kSmallHours && is_of_day(today, at) && at - m_now < days(1);
    }
    std::string day(LocalMinutes at) const {
        return day_words(m_catalog, m_language, model::day_of(at), model::day_of(m_now));
    }

    const base::Catalog& m_catalog;
    std::string_view m_language;
    LocalMinutes m_now;
};

}  // namespace

std::string time_words(const base::Catalog& catalog, std::string_view language, LocalMinutes time) {
    const int minute = model::minute_of_day(time);
    if (minute == 0) return catalog.text(language, "ui.hours.time.midnight");
    if (minute == model::kMinutesOfDay / 2) return catalog.text(language, "ui.hours.time.noon");
    const bool is_morning = minute < model::kMinutesOfDay / 2, is_whole = minute % 60 == 0;
    const int hour = minute / 60;
    // Where a language counts to twelve, its words for the afternoon say so.
    const bool counts_to_twelve = language.substr(0, 2) == "en";
    const int shown = counts_to_twelve ? (hour + 11) % 12 + 1 : hour;
    const std::string minute_digits = (minute % 60 < 10 ? "0" : "") + std::to_string(minute % 60);
    const char* const key = is_morning ? (is_whole ? "ui.hours.time.morning_whole" : "ui.hours.time.morning")
                                       : (is_whole ? "ui.hours.time.whole" : "ui.hours.time.minutes");
    return catalog.text(language, key, {{"hour", std::to_string(shown)}, {"minute", minute_digits}});
}

std::string day_words(const base::Catalog& catalog, std::string_view language, LocalDay day, LocalDay today) {
    const auto ahead = (day - today).count();
    if (ahead == 0) return catalog.text(language, "ui.hours.day.today");
    if (ahead == 1) return catalog.text(language, "ui.hours.day.tomorrow");
    const auto weekday = catalog.text(language, "date.weekday." + std::to_string(model::weekday_of(day) + 1));
    if (ahead > 1 && ahead < 7) return catalog.text(language, "ui.hours.day.weekday", {{"weekday", weekday}});
    const std::chrono::year_month_day date(day);
    const auto number = static_cast<unsigned>(date.day());
    const bool is_this_year = date.year() == std::chrono::year_month_day(today).year();
    return catalog.text(
        language, is_this_year ? "ui.hours.day.date" : "ui.hours.day.date_year",
        {{"weekday", weekday},
         {"day", number == 1 ? catalog.text(language, "date.first") : std::to_string(number)},
         {"month",
          catalog.text(language, "date.month." + std::to_string(static_cast<unsigned>(date.month())))},
         {"year", std::to_string(static_cast<int>(date.year()))}});
}

OpeningWords opening_words(const base::Catalog& catalog, std::string_view language,
                           const model::OpeningStatus& status, LocalMinutes now) {
    const Speaker speaker(catalog, language, now);
    OpeningWords words;
    words.comment = status.comment;
    const bool is_exceptional = status.exception && status.exception->replaces();
    if (is_exceptional)
        words.exception = exception_now(catalog, language, *status.exception, model::day_of(now));
    switch (status.state) {
        case OpeningState::open:
            words.state = speaker.say(status.changes_at ? "ui.hours.open" : "ui.hours.always");
            words.next = speaker.closing(status);
            return words;
        case OpeningState::closed: {
            words.state = speaker.say("ui.hours.closed");
            const auto& next = status.next;
            // Its usual hours may not be known: then nothing is, past the exception.
            words.next = next             ? speaker.opening(*next)
                         : is_exceptional ? ""
                                          : speaker.say("ui.hours.no_next");
            if (next && next->reason != ConfirmReason::none)
                words.reason = speaker.say(reason_key(next->reason));
            return words;
        }
        case OpeningState::to_confirm:
            break;
    }
    words.state = speaker.say("ui.hours.confirm");
    words.reason = speaker.say(reason_key(status.reason));
    const bool has_hours =
        status.reason != ConfirmReason::no_hours && status.reason != ConfirmReason::unreadable;
    if (has_hours && status.by_the_hours == HoursState::open)
        words.next = speaker.say("ui.hours.usually_open");
    if (has_hours && status.by_the_hours == HoursState::closed)
        words.next = speaker.say("ui.hours.usually_closed");
    return words;
}

std::vector<std::string> day_lines(const base::Catalog& catalog, std::string_view language,
                                   const model::DayHours& day) {
    const Speaker speaker(catalog, language, LocalMinutes(day.day));
    std::vector<std::string> lines;
    for (const auto& interval : day.intervals) {
        const bool is_whole_day = interval.to - interval.from >= days(1);
        std::string line = is_whole_day
                               ? speaker.say("ui.hours.all_day")
                               : speaker.say("ui.hours.time.range", {{"time", speaker.time(interval.from)},
                                                                     {"end", speaker.time(interval.to)}});
        if (interval.state == HoursState::unknown) line += " (" + speaker.say("ui.hours.confirm") + ")";
        lines.push_back(std::move(line));
    }
    const bool is_exceptional = day.exception && day.exception->replaces();
    const bool is_closed = lines.empty() && day.reason == ConfirmReason::none;
    if (day.reason != ConfirmReason::none)
        lines.push_back(speaker.say(reason_key(day.reason)));
    else if (is_closed)
        lines.push_back(speaker.say(is_exceptional ? "ui.hours.exception.closed" : "ui.hours.closed"));
    if (is_exceptional && !is_closed) lines.push_back(speaker.say("ui.hours.exception.hours"));
    return lines;
}

}  // namespace accueil::screens
