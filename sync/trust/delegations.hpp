// SPDX-License-Identifier: GPL-3.0-or-later
// Which delegated roles may speak for a target, and how a role's name becomes that of a file. Called by
// Client. Pure; any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sync/trust/metadata.hpp"

namespace accueil::trust {

/// glob(7) without a shell: `*`, `?` and `[a-z]`, `[!a-z]` by code points, none of which matches a '/';
/// everything else is itself, case and all. A '.' at the beginning is a character like others.
bool matches_pattern(std::string_view pattern, std::string_view path);

/// True when the delegation's patterns or hash prefixes take in the target's name.
bool covers(const Delegation& delegation, std::string_view target);

/// The delegations that cover the target, in order, up to and with the first terminating one; of hash bins
/// the one bin.
std::vector<Delegation> delegated_for(const Delegations& delegations, std::string_view target);

/// `text` with all but ASCII letters, digits, "-._~" and the characters of `kept` as %XX. No two texts give
/// the same.
std::string percent_encoded(std::string_view text, std::string_view kept);

/// "ROLE.json" as the metadata folder and the server have it, of a role of any name.
std::string file_name(std::string_view role);

}  // namespace accueil::trust
