// SPDX-License-Identifier: GPL-3.0-or-later
#include "kiosk/screens/list_filters.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <string_view>

#include "kiosk/screens/opening_words.hpp"
#include "kiosk/screens/parts.hpp"
#include "sync/base/strings.hpp"

namespace accueil::screens {

namespace {

constexpr int kNearMetres[] = {1000, 3000, 10'000};
constexpr std::size_t kMostOfAKind = 8;
constexpr int kOpeningDays = 7;
constexpr std::string_view kHas = "has-";

bool holds(const std::vector<std::string>& values, std::string_view value) {
    return std::find(values.begin(), values.end(), value) != values.end();
}

std::optional<int> number_of(std::string_view text) {
    int number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return number;
}

const std::vector<std::string>& languages_of(const model::Place& place, const model::Service& service) {
    return service.languages.empty() ? place.languages : service.languages;
}

// Certainly open at some moment of [from, to) that is not over.
bool is_open_within(const Context& context, const std::vector<model::DayHours>& days,
                    model::LocalMinutes from, model::LocalMinutes to) {
    from = std::max(from, context.now);
    for (const auto& day : days) {
        if (day.reason != model::ConfirmReason::none) continue;
        for (const auto& interval : day.intervals)
            if (interval.state == model::HoursState::open && interval.from < to && interval.to > from)
                return true;
    }
    return false;
}

bool opens_in(const Context& context, const model::Place& place, const model::Service& service,
              model::LocalDay day, const DayPart& part) {
    // What is open past midnight began on the day before.
    return is_open_within(context, days_of(context, place, &service, day - std::chrono::days(1), 2),
                          model::LocalMinutes(day) + std::chrono::minutes(part.from),
                          model::LocalMinutes(day) + std::chrono::minutes(part.to));
}

bool place_passes(const Context& context, const model::Place& place, std::string_view filter) {
    if (filter == "unconditional") return place.unconditional == model::Answer::yes;
    if (filter.starts_with(kHas)) return holds(place.accessibility, filter.substr(kHas.size()));
    if (filter_kind(filter) == "near") {
        const auto metres = metres_to(context, place);
        const auto most = number_of(filter_value(filter));
        return metres && most && *metres <= *most;
    }
    return true;
}

bool service_passes(const Context& context, const model::Place& place, const model::Service& service,
                    const std::string& filter) {
    if (filter == "no-appointment")
        return service.appointment == model::Appointment::none ||
               service.appointment == model::Appointment::possible;
    if (filter == "free") return service.cost == model::Cost::free;
    if (filter == "open") return state_of(context, place, &service) == model::OpeningState::open;
    if (const auto moment = moment_of(filter))
        return opens_in(context, place, service, moment->first, moment->second);
    const auto kind = filter_kind(filter);
    if (kind == "language") return holds(languages_of(place, service), filter_value(filter));
    if (kind == "public")
        return holds(service.publics, filter_value(filter)) || holds(service.publics, "tous-publics");
    return true;
}

// Every filter that some row may pass, in the order in which they are offered.
std::vector<std::string> candidates(const Context& context, const std::vector<query::PlaceRow>& rows) {
    std::vector<std::string> filters{"open", "no-appointment", "free", "unconditional"};
    std::map<std::string, std::size_t> languages, publics, accesses;
    for (const auto& row : rows) {
        for (const auto& access : row.place.accessibility)
            if (context.catalog.has("fr", "ui.access." + access)) ++accesses[access];
        for (const auto& service : row.services) {
            for (const auto& language : languages_of(row.place, service))
                if (language != "fr" && context.catalog.has("fr", "language." + language))
                    ++languages[language];
            for (const auto& audience : service.publics)
                if (audience != "tous-publics" && context.catalog.has("fr", "publics." + audience))
                    ++publics[audience];
        }
    }
    // The interface's language first: it is likely the visitor's.
    const auto own = languages.find(context.language());
    if (own != languages.end()) filters.push_back("language/" + own->first);
    for (const auto& [access, count] : accesses)
        filters.push_back(std::string(kHas) + access);
    if (context.feed != nullptr && context.feed->here)
        for (const int metres : kNearMetres)
            filters.push_back("near/" + std::to_string(metres));
    const auto add_by_count = [&](const std::string& kind, const std::map<std::string, std::size_t>& counts) {
        std::vector<std::pair<std::size_t, std::string>> sorted;
        for (const auto& [value, count] : counts)
            sorted.emplace_back(count, value);
        std::stable_sort(sorted.begin(), sorted.end(),
                         [](const auto& a, const auto& b) { return a.first > b.first; });
        if (sorted.size() > kMostOfAKind) sorted.resize(kMostOfAKind);
        for (const auto& [count, value] : sorted)
            if (kind != "language" || value != context.language()) filters.push_back(kind + "/" + value);
    };
    add_by_count("public", publics);
    add_by_count("language", languages);
    return filters;
}

}  // namespace

std::string moment_filter(model::LocalDay day, const DayPart& part) {
    return "at/" + std::to_string(day.time_since_epoch().count()) + "/" + part.name;
}

std::optional<std::pair<model::LocalDay, DayPart>> moment_of(const std::string& filter) {
    const auto fields = base::split(filter, '/');
    if (fields.size() != 3 || fields[0] != "at") return std::nullopt;
    const auto day = number_of(fields[1]);
    const auto* part = std::find_if(std::begin(kDayParts), std::end(kDayParts),
                                    [&](const DayPart& other) { return fields[2] == other.name; });
    if (!day || part == std::end(kDayParts)) return std::nullopt;
    return std::pair(model::LocalDay(std::chrono::days(*day)), *part);
}

std::optional<query::PlaceRow> narrowed(const Context& context, const query::PlaceRow& row,
                                        const std::vector<std::string>& filters) {
    for (const auto& filter : filters)
        if (!place_passes(context, row.place, filter)) return std::nullopt;
    query::PlaceRow left{row.place, {}};
    for (const auto& service : row.services)
        if (std::all_of(filters.begin(), filters.end(), [&](const auto& filter) {
                return service_passes(context, row.place, service, filter);
            }))
            left.services.push_back(service);
    if (left.services.empty()) return std::nullopt;
    return left;
}

std::vector<query::PlaceRow> narrowed(const Context& context, const std::vector<query::PlaceRow>& rows,
                                      const std::vector<std::string>& filters) {
    if (filters.empty()) return rows;
    std::vector<query::PlaceRow> left;
    for (const auto& row : rows)
        if (auto some = narrowed(context, row, filters)) left.push_back(std::move(*some));
    return left;
}

bool passes(const Context& context, const query::PlaceRow& row, const std::string& filter) {
    return place_passes(context, row.place, filter) &&
           std::any_of(row.services.begin(), row.services.end(), [&](const auto& service) {
               return service_passes(context, row.place, service, filter);
           });
}

std::vector<FilterOffer> filter_offers(const Context& context, const std::vector<query::PlaceRow>& rows) {
    FilterTable table(context.entry.filters, candidates(context, rows));
    const auto& filters = table.filters();
    for (const auto& row : rows) {
        FilterTable::Passed of_place;
        for (std::size_t i = 0; i < filters.size(); ++i)
            of_place.set(i, place_passes(context, row.place, filters[i]));
        std::vector<FilterTable::Passed> services;
        for (const auto& service : row.services) {
            auto passed = of_place;
            for (std::size_t i = 0; i < filters.size(); ++i)
                if (passed[i] && !service_passes(context, row.place, service, filters[i])) passed.reset(i);
            services.push_back(passed);
        }
        table.add_row(std::move(services));
    }
    return table.offers();
}

std::vector<FilterOffer> moment_offers(const Context& context, const std::vector<query::PlaceRow>& rows,
                                       int days) {
    const auto today = model::day_of(context.now);
    std::vector<FilterOffer> offers;
    for (int ahead = 0; ahead < days; ++ahead)
        for (const auto& part : kDayParts) {
            const auto filter = moment_filter(today + std::chrono::days(ahead), part);
            offers.push_back({filter, holds(context.entry.filters, filter), 0});
        }
    auto others = context.entry.filters;
    std::erase_if(others, [](const auto& filter) { return moment_of(filter).has_value(); });
    for (const auto& row : narrowed(context, rows, others)) {
        std::vector<bool> open(offers.size(), false);
        for (const auto& service : row.services) {
            const auto laid_out =
                days_of(context, row.place, &service, today - std::chrono::days(1), days + 1);
            std::size_t at = 0;
            for (int ahead = 0; ahead < days; ++ahead)
                for (const auto& part : kDayParts) {
                    const model::LocalMinutes day(today + std::chrono::days(ahead));
                    if (!open[at])
                        open[at] = is_open_within(context, laid_out, day + std::chrono::minutes(part.from),
                                                  day + std::chrono::minutes(part.to));
                    ++at;
                }
        }
        for (std::size_t i = 0; i < offers.size(); ++i)
            if (open[i]) ++offers[i].rows;
    }
    return offers;
}

bool any_moment(const Context& context, const std::vector<query::PlaceRow>& rows, int days) {
    const auto today = model::day_of(context.now);
    return std::any_of(rows.begin(), rows.end(), [&](const auto& row) {
        return std::any_of(row.services.begin(), row.services.end(), [&](const auto& service) {
            return is_open_within(context, days_of(context, row.place, &service, today, days),
                                  model::LocalMinutes(today),
                                  model::LocalMinutes(today + std::chrono::days(days)));
        });
    });
}

const ListView& list_view(const Context& context, const query::NeedPage& page) {
    static ViewKey remembered{};
    static ListView list;
    auto key = ViewKey::of(context, page);
    if (page.reading != 0 && key == remembered) return list;
    remembered = std::move(key);
    list.openings.clear();  // they point into the rows
    list.rows = narrowed(context, page.rows, context.entry.filters);
    list.offers = filter_offers(context, page.rows);
    list.open_now = static_cast<std::size_t>(std::count_if(
        list.rows.begin(), list.rows.end(), [&](const auto& row) { return passes(context, row, "open"); }));
    list.any_moment = any_moment(context, page.rows, kMomentDays);
    if (remembered.route.screen == action::ScreenKind::when)
        list.openings = openings_of(context, list.rows, kOpeningDays);
    return list;
}

std::string filter_words(const Context& context, const std::string& filter) {
    const std::string value(filter_value(filter));
    const auto kind = filter_kind(filter);
    if (const auto moment = moment_of(filter))
        return context.tr("ui.filter.at",
                          {{"day", day_words(context.catalog, context.language(), moment->first,
                                             model::day_of(context.now))},
                           {"part", context.tr(std::string("ui.filter.part.") + moment->second.name)}});
    if (kind == "language")
        return context.tr("ui.filter.language", {{"language", language_names(context, {value})}});
    if (kind == "public") return context.tr("publics." + value);
    if (kind == "near")
        return context.tr("ui.filter.near",
                          {{"distance", distance_words(context, number_of(value).value_or(0))}});
    if (filter.starts_with(kHas)) return context.tr("ui.access." + filter.substr(kHas.size()));
    return context.tr("ui.filter." + filter);
}

const char* filter_icon(const std::string& filter) {
    const auto kind = filter_kind(filter);
    if (kind == "open") return "check-circle";
    if (kind == "at") return "calendar";
    if (kind == "no-appointment") return "door-open";
    if (kind == "free") return "coins";
    if (kind == "unconditional") return "hand-heart";
    if (kind == "language") return "chats";
    if (kind == "public") return "users-three";
    if (kind == "near") return "person-simple-walk";
    if (filter == "has-boucle-magnetique") return "ear";
    return filter == "has-lsf" ? "hand-palm" : "wheelchair";
}

}  // namespace accueil::screens
