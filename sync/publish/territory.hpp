// SPDX-License-Identifier: GPL-3.0-or-later
// The roles below targets, and what each may speak for: `contenu`, `medias`, and one a territory. Called by
// the publisher's parts. Pure; any thread.
#pragma once

#include <optional>
#include <string>

namespace accueil::publish {

/// Delegated roles of every feed.
inline constexpr const char* kContentRole = "contenu";
inline constexpr const char* kMediaRole = "medias";

/// What snapshot and timestamp are signed by, and so called in words and key files.
inline constexpr const char* kOnline = "online";

/// "territoire-44109"
std::string territory_role(const std::string& code);

/// The code in a territory's role; nothing for another role.
std::optional<std::string> territory_of_role(const std::string& role);

/// A code as people write it, "2a004", as it is kept, "2A004"; nothing for what is none.
std::optional<std::string> read_territory_code(const std::string& text);

/// The names that a role is delegated: "feed/*", "packs/*", "territoires/44109/*".
std::string paths_of_role(const std::string& role);

}  // namespace accueil::publish
