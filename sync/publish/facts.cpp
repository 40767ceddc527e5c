// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/publish/facts.hpp"

#include <algorithm>
#include <charconv>

namespace accueil::publish {

bool is_date(const std::string& text) {
    const auto digits = [&](std::size_t start, std::size_t length) {
        int number = -1;
        if (start + length > text.size()) return -1;
        const char* end = text.data() + start + length;
        const auto [stop, error] = std::from_chars(text.data() + start, end, number);
        return stop == end && error == std::errc() && text[start] != '-' ? number : -1;
    };
    if (text.size() != 4 && text.size() != 7 && text.size() != 10) return false;
    const int year = digits(0, 4);
    if (year < 1000) return false;
    if (text.size() == 4) return true;
    const int month = digits(5, 2);
    if (text[4] != '-' || month < 1 || month > 12) return false;
    if (text.size() == 7) return true;
    const int day = digits(8, 2);
    const bool is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    static constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return text[7] == '-' && day >= 1 && day <= kDays[month - 1] + (month == 2 && is_leap ? 1 : 0);
}

bool is_web_address(const std::string& text) {
    const std::size_t start = text.starts_with("https://") ? 8 : text.starts_with("http://") ? 7 : 0;
    const auto host = text.substr(start, text.find_first_of("/?#", start) - start);
    return start > 0 && host.find('.') != std::string::npos && !host.starts_with(".") &&
           !host.ends_with(".") && text.find_first_of(" \t\r\n\"<>\\") == std::string::npos;
}

bool all_digits(const std::string& text) {
    return !text.empty() &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool is_insee(const std::string& text) {
    if (text.size() != 5) return false;
    std::string rest = text;
    if (text[0] == '2' && (text[1] == 'A' || text[1] == 'B')) rest[1] = '0';
    return all_digits(rest);
}

bool is_zone(const std::string& text) {
    if (text == "france" || is_insee(text) || text == "2A" || text == "2B") return true;
    return all_digits(text) && (text.size() == 2 || text.size() == 3 || text.size() == 9);
}

bool is_email(const std::string& text) {
    const auto sign = text.find('@');
    return sign != std::string::npos && sign > 0 && text.find('@', sign + 1) == std::string::npos &&
           text.find('.', sign) != std::string::npos && !text.ends_with(".") &&
           text.find_first_of(" \t\r\n,;<>") == std::string::npos;
}

bool is_telephone(const std::string& text) {
    const auto from = text.starts_with("+") ? 1 : 0;
    const bool is_number = std::all_of(text.begin() + from, text.end(),
                                       [](char c) { return c == ' ' || (c >= '0' && c <= '9'); });
    return is_number && text.find_first_of("0123456789") != std::string::npos;
}

}  // namespace accueil::publish
