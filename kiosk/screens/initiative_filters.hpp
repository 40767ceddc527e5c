// SPDX-License-Identifier: GPL-3.0-or-later
// What the initiatives are narrowed by, in the gallery, in the list and on the map alike: "theme/ID",
// "territory/KEY" (query::InitiativeFacts::territories, or "unknown"), "kind/WORD", "year/YEAR",
// "year/FROM-TO" or "year/unknown". Pure; where no Context is asked for, on any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/query/content.hpp"
#include "kiosk/screens/filter_table.hpp"
#include "kiosk/screens/screen.hpp"

namespace accueil::screens {

using FactsList = std::vector<const query::InitiativeFacts*>;

/// Of a year those pass that went on in it, as far as anybody said; of a territory those that are practised
/// in it or in a part of it. "france" holds those of the whole country alone. A filter that means nothing is
/// passed by none.
bool passes(const query::InitiativeFacts& facts, std::string_view filter);
bool passes(const query::InitiativeFacts& facts, const std::vector<std::string>& filters);

/// What offers are made for.
struct InitiativeOffersWish {
    const std::vector<model::Theme>& themes;
    std::vector<std::string> on;     ///< filters, in the order of choice
    std::vector<std::string> towns;  ///< INSEE codes of the kiosk's own territory
    int this_year = 0;
};
/// As FilterTable::offers(). Regions, and the kiosk's own town, are offered at first; in a territory that is
/// on those that it lies in and those that are a part of it. The last 20 years one by one, those before by
/// decades.
std::vector<FilterOffer> initiative_offers(const FactsList& initiatives, const InitiativeOffersWish& wish);

/// What the gallery and the list show, of a content, of the visitor's filters and of a year.
struct InitiativesView {
    std::vector<std::uint32_t> rows;  ///< indices into query::Initiatives: in its order, or by name as a list
    std::vector<FilterOffer> offers;
};
/// Made once and remembered until something of it changes. Holds until the next call. UI thread.
const InitiativesView& initiatives_view(const Context& context, const query::Initiatives& content);

/// Those of a content, for whoever names or counts by them.
FactsList facts_list(const query::Initiatives& content);

/// What names the offers' filters.
struct FilterNames {
    const std::vector<model::Theme>& themes;
    FactsList initiatives;  ///< communes are named by those that are there
};
/// "Aller vers", "Bretagne", "Lieux", "En 2020".
std::string filter_words(const Context& context, const FilterNames& names, const std::string& filter);
std::string filter_icon(const FilterNames& names, const std::string& filter);

/// Chips: what is on first, then the four things that can be chosen, as far as they offer something.
ui::Node initiative_chips(const Context& context, const FilterNames& names,
                          const std::vector<FilterOffer>& offers);
/// Over the screen: what is offered of one of the four.
bool is_initiative_overlay(action::Overlay overlay);
ui::Node initiative_dialog(const Context& context, const FilterNames& names,
                           const std::vector<FilterOffer>& offers, action::Overlay overlay);

/// Gallery, list, map: the one that is on screen is marked.
ui::Node view_switch(const Context& context, action::InitiativeView current);

}  // namespace accueil::screens
