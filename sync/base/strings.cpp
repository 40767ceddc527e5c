// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/base/strings.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <numeric>

namespace accueil::base {

std::string_view trim(std::string_view text) {
    const auto* blank = " \t\r\n\f\v";
    const auto first = text.find_first_not_of(blank);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(blank) - first + 1);
}

std::vector<std::string> split(std::string_view text, char separator) {
    std::vector<std::string> parts;
    std::size_t start = 0;
    for (;;) {
        const auto end = text.find(separator, start);
        parts.emplace_back(text.substr(start, end - start));
        if (end == std::string_view::npos) return parts;
        start = end + 1;
    }
}

std::string join(std::span<const std::string> parts, std::string_view separator) {
    std::string out;
    for (const auto& part : parts) {
        if (!out.empty()) out += separator;
        out += part;
    }
    return out;
}

namespace {

// Decodes one code point at `at` and moves past it; -1 for an ill-formed sequence (RFC 3629).
std::int32_t decode(std::string_view text, std::size_t& at) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned lead = byte(at);
    if (lead < 0x80) return ++at, static_cast<std::int32_t>(lead);
    const int length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC2 ? 2 : 0;
    if (length == 0 || lead > 0xF4 || at + static_cast<std::size_t>(length) > text.size()) return -1;
    std::int32_t code = static_cast<std::int32_t>(lead & (0xFFU >> (length + 1)));
    for (int i = 1; i < length; ++i) {
        const unsigned next = byte(at + static_cast<std::size_t>(i));
        if ((next & 0xC0U) != 0x80U) return -1;
        code = (code << 6) | static_cast<std::int32_t>(next & 0x3FU);
    }
    static constexpr std::array<std::int32_t, 5> kLeast{0, 0, 0x80, 0x800, 0x10000};
    if (code < kLeast[static_cast<std::size_t>(length)] || code > 0x10FFFF ||
        (code >= 0xD800 && code <= 0xDFFF))
        return -1;
    at += static_cast<std::size_t>(length);
    return code;
}

// The unaccented lower-case letters of a Latin-1 or Latin Extended-A code point, or nullptr to keep it.
const char* folded(std::int32_t code) {
    struct Range {
        std::int32_t first, last;
        const char* letters;
    };
    static constexpr Range kRanges[] = {
        {0xC0, 0xC5, "a"},     {0xC6, 0xC6, "ae"},    {0xC7, 0xC7, "c"},   {0xC8, 0xCB, "e"},
        {0xCC, 0xCF, "i"},     {0xD1, 0xD1, "n"},     {0xD2, 0xD6, "o"},   {0xD8, 0xD8, "o"},
        {0xD9, 0xDC, "u"},     {0xDD, 0xDD, "y"},     {0xDF, 0xDF, "ss"},  {0xE0, 0xE5, "a"},
        {0xE6, 0xE6, "ae"},    {0xE7, 0xE7, "c"},     {0xE8, 0xEB, "e"},   {0xEC, 0xEF, "i"},
        {0xF1, 0xF1, "n"},     {0xF2, 0xF6, "o"},     {0xF8, 0xF8, "o"},   {0xF9, 0xFC, "u"},
        {0xFD, 0xFD, "y"},     {0xFF, 0xFF, "y"},     {0x100, 0x105, "a"}, {0x106, 0x10D, "c"},
        {0x10E, 0x111, "d"},   {0x112, 0x11B, "e"},   {0x11C, 0x123, "g"}, {0x124, 0x127, "h"},
        {0x128, 0x131, "i"},   {0x139, 0x142, "l"},   {0x143, 0x148, "n"}, {0x14C, 0x151, "o"},
        {0x152, 0x153, "oe"},  {0x154, 0x159, "r"},   {0x15A, 0x161, "s"}, {0x162, 0x167, "t"},
        {0x168, 0x173, "u"},   {0x174, 0x175, "w"},   {0x176, 0x178, "y"}, {0x179, 0x17E, "z"},
        {0x2018, 0x2019, "'"}, {0x2010, 0x2014, "-"}, {0xA0, 0xA0, " "},   {0x202F, 0x202F, " "}};
    for (const auto& range : kRanges) {
        if (code >= range.first && code <= range.last) return range.letters;
    }
    return nullptr;
}

}  // namespace

bool is_valid_utf8(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        if (decode(text, at) < 0) return false;
    }
    return true;
}

std::string fold(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t start = at;
        const std::int32_t code = decode(text, at);
        if (code < 0) {
            out += text[at++];
        } else if (code < 0x80) {
            out += code >= 'A' && code <= 'Z' ? static_cast<char>(code - 'A' + 'a') : static_cast<char>(code);
        } else if (const char* letters = folded(code)) {
            out += letters;
        } else if (code < 0x300 || code > 0x36F) {  // combining marks fall away
            out += text.substr(start, at - start);
        }
    }
    return out;
}

namespace {
bool begins_letter(char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
}
}  // namespace

std::size_t letter_count(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), begins_letter));
}

std::string_view last_letters(std::string_view text, std::size_t most) {
    auto at = text.size();
    for (std::size_t letters = 0; at > 0 && letters < most;)
        if (begins_letter(text[--at])) ++letters;
    return text.substr(at);
}

std::size_t edit_distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i + 1;
        for (std::size_t j = 0; j < b.size(); ++j) {
            const std::size_t replaced = diagonal + (a[i] == b[j] ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = std::min({row[j] + 1, row[j + 1] + 1, replaced});
        }
    }
    return row.back();
}

std::string nearest(std::string_view word, std::span<const std::string> candidates) {
    std::size_t best = std::max<std::size_t>(2, word.size() / 3) + 1;
    std::string found;
    for (const auto& candidate : candidates) {
        const auto distance = edit_distance(word, candidate);
        if (distance < best) {
            best = distance;
            found = candidate;
        }
    }
    return found;
}

bool is_id(std::string_view text) {
    if (text.empty() || text.size() > 96 || text.front() == '-' || text.back() == '-') return false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '-' ? text[i - 1] == '-' : !((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))) return false;
    }
    return true;
}

std::string format_bytes(std::size_t bytes, std::string_view language) {
    const bool french = language == "fr";
    static constexpr const char* kFrench[] = {"o", "ko", "Mo", "Go", "To"};
    static constexpr const char* kEnglish[] = {"B", "kB", "MB", "GB", "TB"};
    double value = static_cast<double>(bytes);
    std::size_t unit = 0;
    while (value >= 999.5 && unit < 4) {
        value /= 1000;
        ++unit;
    }
    char text[32];
    std::snprintf(text, sizeof text, unit > 0 && value < 9.95 ? "%.1f" : "%.0f", value);
    std::string out = text;
    if (french) std::replace(out.begin(), out.end(), '.', ',');
    return out + "\u00A0" + (french ? kFrench : kEnglish)[unit];
}

}  // namespace accueil::base
