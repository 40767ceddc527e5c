// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/publish/territory.hpp"

#include <string_view>

#include "sync/feed/layout.hpp"

namespace accueil::publish {

namespace {

constexpr std::string_view kTerritoryRole = "territoire-";

}  // namespace

std::string territory_role(const std::string& code) {
    return std::string(kTerritoryRole) + code;
}

std::optional<std::string> territory_of_role(const std::string& role) {
    if (!role.starts_with(kTerritoryRole)) return std::nullopt;
    auto code = role.substr(kTerritoryRole.size());
    if (!feed::is_territory_code(code)) return std::nullopt;
    return code;
}

std::optional<std::string> read_territory_code(const std::string& text) {
    std::string code = text;
    for (char& letter : code)
        if (letter >= 'a' && letter <= 'z') letter = static_cast<char>(letter - 'a' + 'A');
    if (!feed::is_territory_code(code)) return std::nullopt;
    return code;
}

std::string paths_of_role(const std::string& role) {
    if (role == kContentRole) return "feed/*";
    if (role == kMediaRole) return "packs/*";
    const auto code = territory_of_role(role);
    return code ? feed::territory_folder(*code) + "/*" : "";
}

}  // namespace accueil::publish
