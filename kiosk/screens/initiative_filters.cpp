// SPDX-License-Identifier: GPL-3.0-or-later
#include "kiosk/screens/initiative_filters.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>
#include <utility>

#include "sync/base/strings.hpp"
#include "sync/model/local_time.hpp"

namespace accueil::screens {

namespace {

constexpr int kSingleYears = 20;
constexpr std::size_t kMostTowns = 20;
constexpr std::string_view kFrance = "france", kUnknown = "unknown";
constexpr std::pair<const char*, model::InitiativeKind> kKinds[] = {
    {"project", model::InitiativeKind::project},
    {"place", model::InitiativeKind::place},
    {"method", model::InitiativeKind::method},
    {"study", model::InitiativeKind::study}};

std::string with_kind(const char* kind, std::string_view value) {
    return std::string(kind).append("/").append(value);
}

bool is_among(const std::vector<std::string>& values, std::string_view value) {
    return std::find(values.begin(), values.end(), value) != values.end();
}

struct Years {
    int first = 0, last = 0;
};
// "2020", "2000-2009".
std::optional<Years> years_of(std::string_view text) {
    Years years;
    const auto* end = text.data() + text.size();
    auto read = std::from_chars(text.data(), end, years.first);
    years.last = years.first;
    if (read.ec == std::errc() && read.ptr != end && *read.ptr == '-')
        read = std::from_chars(read.ptr + 1, end, years.last);
    if (read.ec != std::errc() || read.ptr != end || years.last < years.first) return std::nullopt;
    return years;
}

bool went_on_in(const query::InitiativeFacts& facts, const Years& years) {
    return facts.first_year && *facts.first_year <= years.last &&
           (!facts.last_year || *facts.last_year >= years.first);
}

using Counts = std::map<std::string, std::size_t, std::less<>>;

using Names = std::map<std::string, std::string, std::less<>>;

// What is a part of a territory, or of the country where it is none, in the order of names. Where its one
// part is all of it, that part's own. A commune that nobody named has none; past kMostTowns the least
// frequent are left out.
std::vector<std::string> parts_of(std::string territory, const Counts& counts, const Names& towns) {
    std::vector<std::pair<std::string, std::string>> parts;
    for (bool is_all = true; std::exchange(is_all, false);) {
        parts.clear();
        for (const auto& [key, count] : counts) {
            if (key == kFrance || query::wider_than(key) != territory) continue;
            const auto town = towns.find(key);
            const std::string name(town == towns.end() ? query::division_name(key) : town->second);
            if (!name.empty()) parts.emplace_back(base::fold(name), key);
        }
        is_all = counts.contains(territory) && parts.size() == 1 &&
                 counts.find(parts.front().second)->second == counts.find(territory)->second;
        if (is_all) territory = parts.front().second;
    }
    std::stable_sort(parts.begin(), parts.end(), [&](const auto& a, const auto& b) {
        return counts.find(a.second)->second > counts.find(b.second)->second;
    });
    if (!territory.empty() && parts.size() > kMostTowns) parts.resize(kMostTowns);
    std::sort(parts.begin(), parts.end());
    std::vector<std::string> keys;
    for (auto& [name, key] : parts)
        keys.push_back(std::move(key));
    return keys;
}

std::string territory_on(const std::vector<std::string>& filters) {
    for (const auto& filter : filters)
        if (filter_kind(filter) == "territory") return std::string(filter_value(filter));
    return {};
}

void add_territories(const FactsList& initiatives, const InitiativeOffersWish& wish,
                     std::vector<std::string>& out) {
    Counts counts;
    Names towns;
    bool unknown = false;
    for (const auto* facts : initiatives) {
        for (const auto& territory : facts->territories)
            ++counts[territory];
        if (!facts->commune.empty()) towns.emplace(facts->commune, facts->commune_name);
        unknown = unknown || facts->territories.empty();
    }
    const auto add = [&](std::string_view key) { out.push_back(with_kind("territory", key)); };
    const auto on = territory_on(wish.on);
    for (auto wider = query::wider_than(on); !wider.empty(); wider = query::wider_than(wider))
        add(wider);
    const auto finer = parts_of(on, counts, towns);
    if (on.empty()) {
        for (const auto& town : wish.towns) {
            const auto key = std::string(query::kCommuneKey) + town;
            if (counts.contains(key) && towns.contains(key)) add(key);
        }
        if (counts.contains(kFrance)) add(kFrance);
    }
    for (const auto& key : finer)
        add(key);
    if (on.empty() && unknown) add(kUnknown);
}

void add_years(const FactsList& initiatives, int this_year, std::vector<std::string>& out) {
    std::optional<int> first, last;
    bool unknown = false;
    for (const auto* facts : initiatives) {
        if (!facts->first_year) {
            unknown = true;
            continue;
        }
        const int end = facts->last_year.value_or(std::max(this_year, *facts->first_year));
        first = std::min(first.value_or(*facts->first_year), *facts->first_year);
        last = std::max(last.value_or(end), end);
    }
    if (first) {
        const int single_from = *last - kSingleYears + 1;
        for (int year = *last; year >= std::max(*first, single_from); --year)
            out.push_back(with_kind("year", std::to_string(year)));
        for (int until = single_from - 1; until >= *first;) {
            const int from = until / 10 * 10;
            out.push_back(with_kind("year", std::to_string(from) + "-" + std::to_string(until)));
            until = from - 1;
        }
    }
    if (unknown) out.push_back(with_kind("year", kUnknown));
}

int year_of_day(model::LocalMinutes now) {
    return static_cast<int>(std::chrono::year_month_day(model::day_of(now)).year());
}

struct InitiativesKey {
    std::uint64_t reading = 0;
    std::vector<std::string> filters, towns;
    action::Look look = action::Look::gallery;
    std::string language;
    int year = 0;
    bool operator==(const InitiativesKey&) const = default;
};

}  // namespace

bool passes(const query::InitiativeFacts& facts, std::string_view filter) {
    const auto kind = filter_kind(filter), value = filter_value(filter);
    if (kind == "theme") return is_among(facts.themes, value);
    if (kind == "territory")
        return value == kUnknown ? facts.territories.empty() : is_among(facts.territories, value);
    if (kind == "kind")
        return std::any_of(std::begin(kKinds), std::end(kKinds),
                           [&](const auto& one) { return value == one.first && facts.kind == one.second; });
    if (kind != "year") return false;
    if (value == kUnknown) return !facts.first_year;
    const auto years = years_of(value);
    return years && went_on_in(facts, *years);
}

bool passes(const query::InitiativeFacts& facts, const std::vector<std::string>& filters) {
    return std::all_of(filters.begin(), filters.end(),
                       [&](const auto& filter) { return passes(facts, filter); });
}

std::vector<FilterOffer> initiative_offers(const FactsList& initiatives, const InitiativeOffersWish& wish) {
    std::vector<std::string> candidates;
    for (const auto& theme : wish.themes)
        candidates.push_back(with_kind("theme", theme.id));
    add_territories(initiatives, wish, candidates);
    for (const auto& [word, kind] : kKinds)
        candidates.push_back(with_kind("kind", word));
    add_years(initiatives, wish.this_year, candidates);
    FilterTable table(wish.on, candidates);
    const auto& filters = table.filters();
    for (const auto* facts : initiatives) {
        FilterTable::Passed passed;
        for (std::size_t i = 0; i < filters.size(); ++i)
            passed.set(i, passes(*facts, filters[i]));
        table.add_row({passed});
    }
    return table.offers();
}

FactsList facts_list(const query::Initiatives& content) {
    FactsList list;
    for (const auto& initiative : content.initiatives)
        list.push_back(&initiative.facts);
    return list;
}

const InitiativesView& initiatives_view(const Context& context, const query::Initiatives& content) {
    static InitiativesKey remembered;
    static InitiativesView view;
    InitiativesKey key{
        content.reading,
        context.entry.filters,
        context.feed == nullptr ? std::vector<std::string>() : context.feed->info.territory_insee,
        context.entry.look,
        context.language(),
        year_of_day(context.now)};
    if (content.reading != 0 && key == remembered) return view;
    remembered = std::move(key);
    view.rows.clear();
    for (std::uint32_t i = 0; i < content.initiatives.size(); ++i)
        if (passes(content.initiatives[i].facts, context.entry.filters)) view.rows.push_back(i);
    if (context.entry.look == action::Look::list) {
        // As people look a word up: without regard to case and accents.
        std::map<std::uint32_t, std::string> names;
        for (const auto row : view.rows)
            names[row] = base::fold(content.initiatives[row].title.words(context.language()));
        std::stable_sort(view.rows.begin(), view.rows.end(),
                         [&](auto a, auto b) { return names[a] < names[b]; });
    }
    view.offers = initiative_offers(
        facts_list(content), {content.themes, context.entry.filters, remembered.towns, remembered.year});
    return view;
}

}  // namespace accueil::screens
