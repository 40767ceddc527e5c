// SPDX-License-Identifier: GPL-3.0-or-later
#include "kiosk/screens/initiative_words.hpp"

#include <algorithm>

#include "kiosk/screens/parts.hpp"
#include "kiosk/screens/place_words.hpp"

namespace accueil::screens {

std::string listed_initiative(const std::string& id) {
    return std::string(query::kListedInitiative) + id;
}

bool is_listed_initiative(const std::string& item) {
    return item.starts_with(query::kListedInitiative);
}

const query::ListedRow* row_of(const ListedRows& rows, const std::string& item) {
    const auto found =
        std::find_if(rows.begin(), rows.end(), [&](const auto& candidate) { return candidate.item == item; });
    return found == rows.end() ? nullptr : &*found;
}

std::string where_in_words(const model::Initiative& initiative) {
    std::string where = initiative.place;
    if (!initiative.municipality.empty() && where.find(initiative.municipality) == std::string::npos)
        where += (where.empty() ? "" : ", ") + initiative.municipality;
    return where;
}

std::optional<When> when_of(const Context& context, const model::Initiative& initiative) {
    if (initiative.since.empty()) return std::nullopt;
    auto since = context.day(initiative.since);
    if (initiative.until.empty()) return When{"ui.initiative.since", std::move(since)};
    return When{"ui.initiative.period", since + " – " + context.day(initiative.until)};
}

std::string when_in_words(const Context& context, const model::Initiative& initiative) {
    auto when = when_of(context, initiative);
    if (!when) return {};
    return initiative.until.empty() ? context.tr("ui.take.since", {{"date", when->words}})
                                    : std::move(when->words);
}

std::string web_page_of(const Context& context, const model::Initiative& initiative) {
    if (context.feed != nullptr)
        if (auto page = context.feed->pages.address_of("initiative", initiative.id, context.language());
            !page.empty())
            return page;
    return initiative.links.empty() ? std::string() : initiative.links.front().url;
}

std::vector<std::string> nearby_in_words(const Context& context, const query::InitiativePage& page) {
    std::vector<std::string> near;
    for (const auto& nearby : page.places) {
        std::string line = words(context, nearby.place.name).text;
        if (const auto address = address_in_words(nearby.place); !address.empty()) line += ", " + address;
        if (!nearby.place.telephone.empty()) line += ", " + in_one_piece(nearby.place.telephone);
        near.push_back(std::move(line));
    }
    return near;
}

}  // namespace accueil::screens
