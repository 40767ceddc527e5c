// SPDX-License-Identifier: GPL-3.0-or-later
// Exceptional closures and hours in words.
#include "kiosk/screens/opening_words.hpp"

namespace accueil::screens {

namespace {

using model::LocalDay;
using std::chrono::days;
using std::chrono::year_month_day;

constexpr auto kNoYearNeeded = days(300);  ///< up to here a day and a month name one date

std::string number_words(const base::Catalog& catalog, std::string_view language, year_month_day date) {
    const auto number = static_cast<unsigned>(date.day());
    return number == 1 ? catalog.text(language, "date.first") : std::to_string(number);
}

// "3 janvier"
std::string date_words(const base::Catalog& catalog, std::string_view language, LocalDay day,
                       LocalDay today) {
    const year_month_day date(day);
    const bool is_near = day < today + kNoYearNeeded;
    return catalog.text(
        language, is_near ? "ui.hours.exception.date" : "date.long",
        {{"day", number_words(catalog, language, date)},
         {"month",
          catalog.text(language, "date.month." + std::to_string(static_cast<unsigned>(date.month())))},
         {"year", std::to_string(static_cast<int>(date.year()))}});
}

std::string key_of(const model::KnownException& exception, const char* which) {
    const bool is_closure = exception.kind == model::ExceptionKind::closure;
    return std::string(is_closure ? "ui.hours.exception.closed" : "ui.hours.exception.hours") + which;
}

}  // namespace

std::string exception_now(const base::Catalog& catalog, std::string_view language,
                          const model::KnownException& exception, LocalDay today) {
    const LocalDay last = exception.days.last;
    if (last <= today) return catalog.text(language, key_of(exception, "_today"));
    return catalog.text(language, key_of(exception, "_until"),
                        {{"date", date_words(catalog, language, last, today)}});
}

std::string exception_ahead(const base::Catalog& catalog, std::string_view language,
                            const model::KnownException& exception, LocalDay today) {
    const auto [first, last] = exception.days;
    if (first == last)
        return catalog.text(language, key_of(exception, "_on"),
                            {{"day", day_words(catalog, language, first, today)}});
    const year_month_day from(first), to(last);
    const bool is_one_month = from.year() == to.year() && from.month() == to.month();
    return catalog.text(language, key_of(exception, "_from_to"),
                        {{"first", is_one_month ? number_words(catalog, language, from)
                                                : date_words(catalog, language, first, today)},
                         {"last", date_words(catalog, language, last, today)}});
}

}  // namespace accueil::screens
