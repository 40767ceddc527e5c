// SPDX-License-Identifier: GPL-3.0-or-later
// What is said of an initiative away from its page: on a visitor's list, for a telephone and for paper. UI
// thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "kiosk/query/desk.hpp"
#include "kiosk/screens/screen.hpp"

namespace accueil::screens {

using ListedRows = std::vector<query::ListedRow>;

/// As a list names it: "initiative/labacces".
std::string listed_initiative(const std::string& id);
bool is_listed_initiative(const std::string& item);
/// The row of an item; null where it was not read, or is no more.
const query::ListedRow* row_of(const ListedRows& rows, const std::string& item);

/// "Bellevue, Nantes": the place in words and its commune; empty where neither is known.
std::string where_in_words(const model::Initiative& initiative);
/// When it is or was: "Depuis" and "1er janvier 2020", or "Quand" and both its days. Nothing where that is
/// not known.
struct When {
    const char* title_key;
    std::string words;
};
std::optional<When> when_of(const Context& context, const model::Initiative& initiative);
/// The same on one line: "Depuis : 1er janvier 2020". Empty where it is not known.
std::string when_in_words(const Context& context, const model::Initiative& initiative);
/// Its page on the town's public site or, where there is none, the first of its links; may be empty.
std::string web_page_of(const Context& context, const model::Initiative& initiative);
/// The nearest places that practise it, a line each: name, address, telephone.
std::vector<std::string> nearby_in_words(const Context& context, const query::InitiativePage& page);

}  // namespace accueil::screens
