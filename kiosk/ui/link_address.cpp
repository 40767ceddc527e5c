// SPDX-License-Identifier: GPL-3.0-or-later
// Where a link of a text leads, in one form.
#include <algorithm>

#include "kiosk/ui/markdown.hpp"
#include "sync/base/strings.hpp"

namespace accueil::ui {

namespace {

// White space and control characters would end an address; the rest is as its author wrote it.
std::string in_one_piece(std::string_view link) {
    constexpr std::string_view kDigits = "0123456789ABCDEF";
    std::string out;
    for (const char c : link) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte > 0x20 && byte != 0x7F)
            out += c;
        else
            ((out += '%') += kDigits[byte >> 4U]) += kDigits[byte & 15U];
    }
    return out;
}

// CommonMark leaves "&amp;" of an address to whoever shows it.
std::string without_entities(std::string_view link) {
    constexpr std::string_view kAmpersand = "&amp;";
    std::string out(link);
    for (auto at = out.find(kAmpersand); at != std::string::npos; at = out.find(kAmpersand, at + 1))
        out.replace(at, kAmpersand.size(), "&");
    return out;
}

std::string lower_case(std::string text) {
    for (auto& c : text)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return text;
}

std::optional<Address> web_address(const std::string& link, std::size_t host_begin) {
    const auto host_end = std::min(link.find_first_of("/?#", host_begin), link.size());
    if (host_end == host_begin) return std::nullopt;
    auto path = link.substr(host_end);
    if (path == "/") path.clear();
    return Address{Address::Kind::web, lower_case(link.substr(0, host_end)) + path};
}

}  // namespace

std::optional<Address> address_of(std::string_view link) {
    const auto whole = in_one_piece(base::trim(without_entities(link)));
    const auto begins = [&](std::string_view scheme) {
        return whole.size() > scheme.size() && lower_case(whole.substr(0, scheme.size())) == scheme;
    };
    for (const std::string_view scheme : {"http://", "https://"})
        if (begins(scheme)) return web_address(whole, scheme.size());
    if (begins("mailto:")) {
        auto mail = whole.substr(7, whole.find('?') - 7);
        if (mail.empty()) return std::nullopt;
        return Address{Address::Kind::mail, std::move(mail)};
    }
    if (begins("tel:")) return Address{Address::Kind::telephone, whole.substr(4)};
    return std::nullopt;
}

std::string Address::host() const {
    if (kind != Kind::web) return text;
    const auto begin = text.find("//") + 2;
    const auto host = text.substr(begin, std::min(text.find_first_of("/?#", begin), text.size()) - begin);
    return host.substr(host.rfind('@') + 1);  // who one is, is no part of where it leads
}

}  // namespace accueil::ui
