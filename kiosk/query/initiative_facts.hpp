// SPDX-License-Identifier: GPL-3.0-or-later
// What initiatives are told apart by: themes, territories, kind, and the years in which they went on. Made on
// the loader thread; plain values after. docs/content.md says what a territory and a year are.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sync/model/records.hpp"

namespace accueil::query {

struct InitiativeFacts {
    std::vector<std::string> themes;
    model::InitiativeKind kind = model::InitiativeKind::project;
    /// "france", "region-52", "departement-44", "commune-44109": what it is practised in, and what that lies
    /// in, none twice, the widest first. Empty where nobody said.
    std::vector<std::string> territories;
    std::string commune, commune_name;  ///< of its own INSEE code: "commune-44109", "Nantes"; or both empty
    std::optional<int> first_year;      ///< nothing where nobody said when
    std::optional<int> last_year;       ///< nothing: it goes on
};
InitiativeFacts facts_of(const model::Initiative& initiative);

inline constexpr std::string_view kRegionKey = "region-", kDepartmentKey = "departement-",
                                  kCommuneKey = "commune-";

/// The name of a "region-…" or "departement-…"; empty for every other one.
std::string_view division_name(std::string_view territory);
/// What a territory lies in, the next wider one of the same keys; empty where there is none.
std::string wider_than(std::string_view territory);

}  // namespace accueil::query
