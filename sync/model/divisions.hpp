// SPDX-License-Identifier: GPL-3.0-or-later
// The régions and départements of France, and in which of them a code lies: what initiatives are told apart
// by where they are practised. Pure; any thread.
#pragma once

#include <string_view>

namespace accueil::model {

/// Names as they are written on a list, without an article: "Pays de la Loire". They outlive the program.
struct Region {
    std::string_view code;  ///< two digits: "52"
    std::string_view name;
};
/// A département, or a collectivity overseas, which belongs to no region.
struct Department {
    std::string_view code;  ///< "44", "2A", "974", "988"
    std::string_view name;
    std::string_view region;  ///< its code; empty for a collectivity overseas
};

/// nullptr for a code that none has.
const Region* region(std::string_view code);
const Department* department(std::string_view code);
/// In which the commune of that INSEE code lies, by its first letters: "44109" lies in "44", "97411" in
/// "974"; nullptr for what is no such code.
const Department* department_of(std::string_view insee);

/// How a zone names a region, whose two digits would else be a département's: "region-52". nullptr for
/// another word, and for a region that there is not.
const Region* region_of_zone(std::string_view zone);
inline constexpr std::string_view kRegionZone = "region-";

}  // namespace accueil::model
