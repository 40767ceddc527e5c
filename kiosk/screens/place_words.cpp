// SPDX-License-Identifier: GPL-3.0-or-later
#include "kiosk/screens/place_words.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

#include "kiosk/screens/parts.hpp"
#include "sync/base/strings.hpp"

namespace accueil::screens {

namespace {

constexpr int kDaysAhead = 7;

void add_once(std::vector<std::string>& list, const std::string& item) {
    if (std::find(list.begin(), list.end(), item) == list.end()) list.push_back(item);
}

const model::Service* whose_hours(const model::Place& place, const std::vector<model::Service>& services) {
    if (!place.opening_hours.empty()) return nullptr;
    const auto found = std::find_if(services.begin(), services.end(),
                                    [](const auto& service) { return !service.opening_hours.empty(); });
    return found == services.end() ? nullptr : &*found;
}

std::string dated(const Context& context, model::LocalDay day) {
    const std::chrono::year_month_day date(day);
    const auto number = static_cast<unsigned>(date.day());
    return context.tr(
        "date.full",
        {{"weekday", context.tr("date.weekday." + std::to_string(model::weekday_of(day) + 1))},
         {"day", number == 1 ? context.tr("date.first") : std::to_string(number)},
         {"month", context.tr("date.month." + std::to_string(static_cast<unsigned>(date.month())))}});
}

/// What remains of the day, in words; empty where it is closed. `said` stands above already.
std::string hours_in_words(const Context& context, model::DayHours day, model::ConfirmReason said) {
    if (day.reason == said) day.reason = model::ConfirmReason::none;
    std::erase_if(day.intervals, [&](const auto& interval) { return interval.to <= context.now; });
    if (day.intervals.empty()) return {};
    const std::string comma = context.language() == "ar" ? "، " : ", ";
    return base::join(day_lines(context.catalog, context.language(), day), comma);
}

}  // namespace

std::vector<std::string> openings_in_words(const Context& context, const model::Place& place,
                                           const std::vector<model::Service>& services) {
    const auto* service = whose_hours(place, services);
    const auto hours = hours_of(place, service);
    const auto status = status_of(context, hours, place.coordinates, place.id);
    if (status.state == model::OpeningState::open && !status.changes_at)
        return {context.tr("ui.hours.always")};
    std::vector<std::string> lines;
    const auto said = words_of(context, status);
    if (!said.exception.empty()) lines.push_back(said.exception);
    // Nobody stands behind hours that are to be confirmed: why goes before them.
    if (status.state == model::OpeningState::to_confirm)
        lines.push_back(said.state + (said.reason.empty() ? "" : ". " + said.reason));
    const auto today = model::day_of(context.now);
    const auto first = status.closed_today ? today + std::chrono::days(1) : today;
    bool is_any_open = false;
    for (const auto& day : days_of(context, place, service, first, kDaysAhead)) {
        const auto words = hours_in_words(context, day, status.reason);
        if (words.empty()) continue;
        is_any_open = true;
        lines.push_back(context.tr("ui.take.opening", {{"day", dated(context, day.day)}, {"hours", words}}));
    }
    if (!is_any_open && status.state == model::OpeningState::closed)
        lines.push_back(said.next.empty() ? said.state : said.next);
    return lines;
}

std::string in_one_piece(const std::string& telephone) {
    std::string whole;
    for (const char c : telephone)
        whole += c == ' ' ? std::string("\u00A0") : std::string(1, c);
    return whole;
}

std::string address_in_words(const model::Place& place) {
    if (place.type == model::PlaceType::helpline) return {};
    return base::join(base::split(address_lines(place), '\n'), ", ");
}

std::vector<std::string> papers_of(const std::vector<model::Service>& services) {
    std::vector<std::string> papers;
    for (const auto& service : services)
        for (const auto& paper : service.papers)
            add_once(papers, paper);
    return papers;
}

std::vector<std::string> spoken_at(const model::Place& place, const std::vector<model::Service>& services) {
    if (!place.languages.empty()) return place.languages;
    std::vector<std::string> languages;
    for (const auto& service : services)
        for (const auto& language : service.languages)
            add_once(languages, language);
    return languages;
}

std::string telephone_of(const model::Place& place, const std::vector<model::Service>& services) {
    if (!place.telephone.empty()) return place.telephone;
    for (const auto& service : services)
        if (!service.telephone.empty()) return service.telephone;
    return {};
}

std::vector<std::string> services_in_words(const Context& context, const model::Place& place,
                                           const std::vector<model::Service>& services) {
    std::vector<std::string> names;
    const auto own = words(context, place.name).text;
    for (const auto& service : services)
        if (auto name = words(context, service.name).text; name != own) add_once(names, name);
    return names;
}

std::vector<std::string> facts_in_words(const Context& context, const model::Place& place,
                                        const std::vector<model::Service>& services) {
    std::vector<std::string> facts;
    if (place.unconditional == model::Answer::yes) facts.push_back(context.tr("ui.place.unconditional"));
    const auto all = [&](auto is_so) {
        return !services.empty() && std::all_of(services.begin(), services.end(), is_so);
    };
    using model::Appointment;
    for (const auto& [value, key] : {std::pair{Appointment::none, "ui.appointment.none"},
                                     {Appointment::possible, "ui.appointment.possible"},
                                     {Appointment::required, "ui.appointment.required"}})
        if (all([value = value](const auto& service) { return service.appointment == value; }))
            facts.push_back(context.tr(key));
    if (all([](const auto& service) { return service.cost == model::Cost::free; }))
        facts.push_back(context.tr("ui.cost.free"));
    if (const auto languages = spoken_at(place, services); !languages.empty())
        facts.push_back(language_names(context, languages));
    return facts;
}

std::string today_in_words(const Context& context) {
    const std::chrono::year_month_day date(model::day_of(context.now));
    std::array<char, 32> iso{};
    std::snprintf(iso.data(), iso.size(), "%04d-%02u-%02u", static_cast<int>(date.year()),
                  static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
    return context.day(iso.data());
}

}  // namespace accueil::screens
