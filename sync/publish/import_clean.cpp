// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/publish/import_clean.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <numbers>
#include <vector>

#include "sync/base/strings.hpp"
#include "sync/publish/facts.hpp"

namespace accueil::publish {

namespace {

std::string only_digits(std::string_view text) {
    std::string digits;
    for (const char c : text)
        if (c >= '0' && c <= '9') digits += c;
    return digits;
}

bool has_letters(std::string_view text) {
    return std::any_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (static_cast<unsigned char>(c) >= 0x80);
    });
}

// "0489043290" → "04 89 04 32 90"; an odd digit stands with the first pair.
std::string in_pairs(const std::string& digits) {
    std::string out;
    for (std::size_t i = 0; i < digits.size(); ++i) {
        const bool begins_pair = (digits.size() - i) % 2 == 0 && i > (digits.size() % 2 == 0 ? 0U : 1U);
        out += (begins_pair ? " " : "") + std::string(1, digits[i]);
    }
    return out;
}

// Overseas numbers that are dialled as at home: 0262, 0590, 0594, 0596.
constexpr std::array<std::string_view, 5> kDialledAtHome{"33", "262", "590", "594", "596"};
constexpr std::array<std::string_view, 5> kThreeDigitCodes{"508", "681", "687", "689", "269"};

std::optional<std::string> international(const std::string& digits) {
    for (const auto code : kDialledAtHome)
        if (digits.starts_with(code) && digits.size() == code.size() + 9)
            return in_pairs("0" + digits.substr(code.size()));
    for (const auto code : kThreeDigitCodes)
        if (digits.starts_with(code) && digits.size() > code.size() + 5)
            return "+" + digits.substr(0, 3) + " " + in_pairs(digits.substr(3));
    if (digits.size() >= 8 && digits.size() <= 15) return "+" + digits;
    return std::nullopt;
}

std::string_view first_of_several(std::string_view text, const std::vector<std::string_view>& separators,
                                  std::string& rest) {
    std::size_t cut = text.size(), width = 0;
    for (const auto separator : separators)
        if (const auto at = text.find(separator); at < cut) {
            cut = at;
            width = separator.size();
        }
    rest = cut < text.size() ? std::string(base::trim(text.substr(cut + width))) : "";
    return base::trim(text.substr(0, cut));
}

// A number that a spreadsheet made of a code: "59260.0"
std::string without_decimals(std::string_view text) {
    std::string whole(base::trim(text));
    if (const auto dot = whole.find('.'); dot != std::string::npos && dot > 0 &&
                                          whole.find_first_not_of('0', dot + 1) == std::string::npos &&
                                          all_digits(whole.substr(0, dot)))
        whole.resize(dot);
    return whole;
}

}  // namespace

Cleaned clean_telephone(std::string_view text) {
    Cleaned cleaned;
    auto first = first_of_several(text, {"/", ";", "|", ",", " ou ", " OU ", "\n"}, cleaned.rest);
    if (only_digits(first).empty() && !only_digits(cleaned.rest).empty()) {
        const std::string rest = cleaned.rest;
        auto next = clean_telephone(rest);
        if (next.fault.empty()) next.repair = "telephone_first";
        return next;
    }
    std::string number(first);
    if (const auto zero = number.find("(0)"); zero != std::string::npos) number.erase(zero, 3);
    const bool is_power = number.find("E+") != std::string::npos || number.find("e+") != std::string::npos;
    std::string digits = only_digits(number);
    const auto start = number.find_first_of("+0123456789");
    bool has_code = start != std::string::npos && number[start] == '+';
    if (digits.starts_with("00")) {
        digits.erase(0, 2);
        has_code = true;
    }
    if (digits.size() == 11 && digits.starts_with("33") && !has_code) {
        has_code = true;
        cleaned.repair = "telephone_code";
    }
    const auto fault = [&] { return Cleaned{"", "", "telephone_bad", ""}; };
    if (is_power || digits.empty()) return fault();
    if (has_code) {
        const auto made = international(digits);
        if (!made) return fault();
        cleaned.text = *made;
    } else if (digits.size() == 10 && digits[0] == '0') {
        cleaned.text = in_pairs(digits);
    } else if (digits.size() == 9 && digits[0] != '0') {
        cleaned.text = in_pairs("0" + digits);
        cleaned.repair = "telephone_zero";
    } else if (digits.size() == 3 || digits.size() == 4) {
        cleaned.text = digits.size() == 4 ? in_pairs(digits) : digits;
    } else if (digits.size() == 6 && digits.starts_with("11")) {
        cleaned.text = digits.substr(0, 3) + " " + digits.substr(3);
    } else {
        return fault();
    }
    if (!cleaned.rest.empty()) cleaned.repair = "telephone_first";
    if (has_letters(number)) {
        cleaned.repair = "telephone_words";
        cleaned.rest = text;
    }
    return cleaned;
}

Cleaned clean_url(std::string_view text) {
    Cleaned cleaned;
    std::string several(base::trim(text));
    // A semicolon or a comma may be part of an address; before another one it is not.
    for (const char* mark : {";http", ",http"})
        for (auto at = several.find(mark); at != std::string::npos; at = several.find(mark))
            several[at] = '|';
    std::string url(first_of_several(several, {"|", " ", "\n"}, cleaned.rest));
    if (!cleaned.rest.empty()) cleaned.repair = "url_first";
    const auto colon = url.find("://");
    if (colon == std::string::npos && url.find('.') != std::string::npos &&
        url.find('@') == std::string::npos) {
        url = "https://" + url;
        cleaned.repair = "url_scheme";
    } else if (colon != std::string::npos) {
        std::transform(url.begin(), url.begin() + static_cast<std::ptrdiff_t>(colon), url.begin(),
                       [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    }
    if (!is_web_address(url)) return {"", "", "url_bad", ""};
    cleaned.text = url;
    return cleaned;
}

Cleaned clean_email(std::string_view text) {
    Cleaned cleaned;
    std::string address(first_of_several(base::trim(text), {"|", ";", ",", " ", "/", "\n"}, cleaned.rest));
    if (address.starts_with("mailto:")) address.erase(0, 7);
    if (!is_email(address)) return {"", "", "email_bad", ""};
    if (!cleaned.rest.empty()) cleaned.repair = "email_first";
    cleaned.text = address;
    return cleaned;
}

Cleaned clean_postcode(std::string_view text) {
    std::string code = without_decimals(text);
    code.erase(std::remove(code.begin(), code.end(), ' '), code.end());
    if (code.starts_with("F-")) code.erase(0, 2);
    if (code.size() == 5 && all_digits(code)) return {code};
    if (code.size() == 4 && all_digits(code)) return {"0" + code, "postcode_zero"};
    return {"", "", "postcode_bad"};
}

Cleaned clean_insee(std::string_view text) {
    std::string code = without_decimals(text);
    std::transform(code.begin(), code.end(), code.begin(),
                   [](char c) { return c == 'a' || c == 'b' ? static_cast<char>(c - 'a' + 'A') : c; });
    if (is_insee(code)) return {code};
    if (code.size() == 4 && all_digits(code)) return {"0" + code, "insee_zero"};
    return {"", "", "insee_bad"};
}

Cleaned clean_date(std::string_view text, std::string_view today) {
    std::string date(base::trim(text).substr(0, 10));
    if (date.size() == 10 && date[2] == '/' && date[5] == '/')
        date = date.substr(6, 4) + "-" + date.substr(3, 2) + "-" + date.substr(0, 2);
    if (date.size() != 10 || !is_date(date)) return {"", "", "date_bad"};
    if (date < "2000-01-01") return {"", "", "date_placeholder"};
    if (date > today) return {"", "", "date_future"};
    return {date};
}

std::optional<double> clean_number(std::string_view text) {
    std::string digits;
    for (const char c : base::trim(text))
        if (c != ' ') digits += c == ',' ? '.' : c;
    double number = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (digits.empty() || error != std::errc() || end != digits.data() + digits.size() ||
        !std::isfinite(number))
        return std::nullopt;
    return number;
}

std::optional<model::Coordinates> from_lambert93(double x, double y) {
    if (x < 50'000 || x > 1'400'000 || y < 6'000'000 || y > 7'200'000) return std::nullopt;
    // The projection's constants for GRS 80 (IGN, NTG 71).
    constexpr double kExponent = 0.7256077650532670, kScale = 11754255.426096,
                     kEccentricity = 0.0818191910428158;
    constexpr double kOriginX = 700000, kOriginY = 12655612.049876, kMeridian = 3;
    constexpr double kDegrees = 180 / std::numbers::pi;
    const double radius = std::hypot(x - kOriginX, y - kOriginY);
    const double angle = std::atan((x - kOriginX) / (kOriginY - y));
    const double isometric = -std::log(radius / kScale) / kExponent;
    double latitude = 2 * std::atan(std::exp(isometric)) - std::numbers::pi / 2;
    for (int i = 0; i < 8; ++i) {
        const double sine = kEccentricity * std::sin(latitude);
        latitude = 2 * std::atan(std::pow((1 + sine) / (1 - sine), kEccentricity / 2) * std::exp(isometric)) -
                   std::numbers::pi / 2;
    }
    // Ten centimetres are enough to stand before a door, and give the same digits everywhere.
    const auto rounded = [](double degrees) { return std::round(degrees * 1e6) / 1e6; };
    return model::Coordinates{rounded(latitude * kDegrees),
                              rounded(kMeridian + angle / kExponent * kDegrees)};
}

std::string slug(std::string_view text) {
    std::string out;
    for (const char c : base::fold(text)) {
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
            out += c;
        } else if (!out.empty() && out.back() != '-') {
            out += '-';
        }
    }
    while (out.ends_with('-'))
        out.pop_back();
    return out;
}

}  // namespace accueil::publish
