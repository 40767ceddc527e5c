// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/feed/layout.hpp"

#include <algorithm>

namespace accueil::feed {

std::string full_name(std::uint64_t revision) {
    return "full/" + std::to_string(revision) + ".zst";
}

std::string delta_name(std::uint64_t from, std::uint64_t to) {
    return "d/" + std::to_string(from) + "-" + std::to_string(to) + ".zst";
}

std::string media_name(const std::string& sha256) {
    return "m/" + sha256.substr(0, 2) + "/" + sha256;
}

bool is_territory_code(std::string_view code) {
    const auto digits = [](std::string_view text) {
        return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
    };
    if (code.size() == 9) return digits(code);
    if (code.size() != 5) return false;
    return digits(code) || ((code.starts_with("2A") || code.starts_with("2B")) && digits(code.substr(2)));
}

std::string territory_folder(const std::string& code) {
    return "territoires/" + code;
}

std::string territory_head(const std::string& code) {
    return territory_folder(code) + "/head";
}

std::string territory_prefix(const std::string& code) {
    std::string prefix = code + "-";
    for (char& letter : prefix)
        if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
    return prefix;
}

}  // namespace accueil::feed
