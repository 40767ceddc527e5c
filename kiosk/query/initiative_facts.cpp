// SPDX-License-Identifier: GPL-3.0-or-later
#include "kiosk/query/initiative_facts.hpp"

#include <algorithm>
#include <charconv>

#include "sync/model/divisions.hpp"

namespace accueil::query {

namespace {

// "2020-11" began in 2020.
std::optional<int> year_of(const std::string& date) {
    int year = 0;
    if (date.size() < 4 || std::from_chars(date.data(), date.data() + 4, year).ec != std::errc())
        return std::nullopt;
    return year;
}

std::string territory_of(const std::string& zone) {
    if (zone == "france" || model::region_of_zone(zone) != nullptr) return zone;
    if (model::department(zone) != nullptr) return std::string(kDepartmentKey) + zone;
    return model::department_of(zone) != nullptr ? std::string(kCommuneKey) + zone : std::string();
}

int width_of(const std::string& territory) {
    if (territory == "france") return 0;
    if (territory.starts_with(kRegionKey)) return 1;
    return territory.starts_with(kDepartmentKey) ? 2 : 3;
}

std::string_view after(std::string_view text, std::string_view start) {
    return text.substr(start.size());
}

}  // namespace

InitiativeFacts facts_of(const model::Initiative& initiative) {
    InitiativeFacts facts;
    facts.themes = initiative.themes;
    facts.kind = initiative.kind;
    const std::vector<std::string> own{initiative.insee};
    const auto& zones = initiative.zone.empty() ? own : initiative.zone;
    for (const auto& zone : zones)
        for (auto territory = territory_of(zone); !territory.empty(); territory = wider_than(territory))
            facts.territories.push_back(territory);
    std::sort(facts.territories.begin(), facts.territories.end(), [](const auto& a, const auto& b) {
        return std::pair(width_of(a), std::string_view(a)) < std::pair(width_of(b), std::string_view(b));
    });
    facts.territories.erase(std::unique(facts.territories.begin(), facts.territories.end()),
                            facts.territories.end());
    if (!initiative.municipality.empty() && model::department_of(initiative.insee) != nullptr) {
        facts.commune = std::string(kCommuneKey) + initiative.insee;
        facts.commune_name = initiative.municipality;
    }
    facts.first_year = year_of(initiative.since);
    facts.last_year = year_of(initiative.until);
    // Of one whose end alone is known it is certain that it went on then.
    if (!facts.first_year) facts.first_year = facts.last_year;
    return facts;
}

std::string_view division_name(std::string_view territory) {
    if (territory.starts_with(kRegionKey)) {
        const auto* found = model::region(after(territory, kRegionKey));
        return found == nullptr ? std::string_view() : found->name;
    }
    if (!territory.starts_with(kDepartmentKey)) return {};
    const auto* found = model::department(after(territory, kDepartmentKey));
    return found == nullptr ? std::string_view() : found->name;
}

std::string wider_than(std::string_view territory) {
    if (territory.starts_with(kCommuneKey)) {
        const auto* in = model::department_of(after(territory, kCommuneKey));
        return in == nullptr ? std::string() : std::string(kDepartmentKey).append(in->code);
    }
    if (!territory.starts_with(kDepartmentKey)) return {};
    const auto* found = model::department(after(territory, kDepartmentKey));
    const bool has_region = found != nullptr && !found->region.empty();
    return has_region ? std::string(kRegionKey).append(found->region) : std::string();
}

}  // namespace accueil::query
