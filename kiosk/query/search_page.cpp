// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "kiosk/query/search.hpp"
#include "kiosk/query/source.hpp"

namespace accueil::query {

const model::Place* SearchPage::place(const std::string& id) const {
    const auto found =
        std::find_if(places.begin(), places.end(), [&](const auto& other) { return other.id == id; });
    return found == places.end() ? nullptr : &*found;
}

base::Result<SearchPage> search_page(const Source& source, const SearchRequest& request) {
    SearchPage page{TRY(search(source, request)), {}};
    std::vector<std::string> ids;
    for (const auto& group : page.answer.groups)
        for (const auto& found : group.found) {
            const auto& id = found.kind == FoundKind::place ? found.id : found.place_id;
            if (!id.empty() && std::find(ids.begin(), ids.end(), id) == ids.end()) ids.push_back(id);
        }
    page.places = TRY(source.reader().places_by_id(ids));
    return page;
}

base::Result<SearchStart> search_start(const Source& source) {
    TRY(prepare_search(source));
    return SearchStart{TRY(source.reader().all<model::Need>()), TRY(source.reader().helplines())};
}

}  // namespace accueil::query
