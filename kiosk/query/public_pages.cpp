// SPDX-License-Identifier: GPL-3.0-or-later
// The addresses of records' web pages.
#include <array>
#include <tuple>
#include <utility>

#include "kiosk/query/content.hpp"

namespace accueil::query {

namespace {

// What may stand in an address as it is (RFC 3986), and "%" of what is encoded already.
bool stands_as_it_is(char c) {
    constexpr std::string_view kOthers = "-._~:/?#[]@!$&'()*+,;=%";
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           kOthers.find(c) != std::string_view::npos;
}

std::string percent_encoded(std::string_view text) {
    constexpr std::string_view kDigits = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
        if (stands_as_it_is(c)) {
            out += c;
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        ((out += '%') += kDigits[byte >> 4U]) += kDigits[byte & 15U];
    }
    return out;
}

}  // namespace

std::string PublicPages::address_of(std::string_view kind, const std::string& id,
                                    std::string_view language) const {
    const bool is_own = !own_prefix.empty() && id.starts_with(own_prefix);
    std::string_view pattern = is_own ? own : centre;
    const std::array<std::pair<std::string_view, std::string_view>, 3> parts{
        {{"{kind}", kind}, {"{id}", id}, {"{language}", language}}};
    std::string address;
    while (!pattern.empty()) {
        std::string_view put = pattern.substr(0, 1), taken = put;
        for (const auto& [name, value] : parts)
            if (pattern.starts_with(name)) std::tie(taken, put) = std::pair(name, value);
        address += put;
        pattern.remove_prefix(taken.size());
    }
    return percent_encoded(address);
}

}  // namespace accueil::query
