// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/trust/delegations.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>

#include "sync/base/digest.hpp"

namespace accueil::trust {

namespace {

// The code point at `at`, which moves on; JSON has made sure of UTF-8 in metadata, and what a caller brings
// beside that is taken byte by byte.
char32_t next_character(std::string_view text, std::size_t& at) {
    const auto byte = [&](std::size_t offset) { return static_cast<unsigned char>(text[at + offset]); };
    const unsigned char first = byte(0);
    const std::size_t size = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC0 ? 2 : 1;
    if (size == 1 || at + size > text.size()) {
        ++at;
        return first;
    }
    char32_t character = first & (0xFFU >> (size + 1));
    for (std::size_t offset = 1; offset < size; ++offset)
        character = character << 6 | (byte(offset) & 0x3FU);
    at += size;
    return character;
}

// Whether the bracket that opens before `at` holds `character`; `at` moves past it. nullopt when it never
// closes: then the '[' is itself.
std::optional<bool> in_bracket(std::string_view pattern, std::size_t& at, char32_t character) {
    std::size_t here = at;
    const bool negated = here < pattern.size() && (pattern[here] == '!' || pattern[here] == '^');
    if (negated) ++here;
    bool held = false;
    for (bool first = true; here < pattern.size(); first = false) {
        if (pattern[here] == ']' && !first) {
            at = here + 1;
            return held != negated;
        }
        const char32_t low = next_character(pattern, here);
        char32_t high = low;
        if (here + 1 < pattern.size() && pattern[here] == '-' && pattern[here + 1] != ']') {
            ++here;
            high = next_character(pattern, here);
        }
        held = held || (low <= character && character <= high);
    }
    return std::nullopt;
}

// One step of the pattern against one character; both positions move on when it fits.
bool matches_one(std::string_view pattern, std::size_t& in_pattern, std::string_view path,
                 std::size_t& in_path) {
    std::size_t p = in_pattern, t = in_path;
    const char32_t character = next_character(path, t);
    const char32_t wanted = next_character(pattern, p);
    bool fits = wanted == character;
    if (wanted == U'?') {
        fits = character != U'/';
    } else if (wanted == U'[') {
        if (const auto held = in_bracket(pattern, p, character)) fits = *held && character != U'/';
    }
    if (!fits) return false;
    in_pattern = p;
    in_path = t;
    return true;
}

std::string bin_name(const HashBins& bins, std::string_view target) {
    const auto digest = base::sha256(target);
    std::uint32_t number = 0;
    for (std::size_t byte = 0; byte < 4; ++byte)
        number = number << 8 | digest[byte];
    number >>= 32 - bins.bit_length;
    static constexpr char kHex[] = "0123456789abcdef";
    std::string suffix;
    for (int digits = (bins.bit_length + 3) / 4; digits > 0; --digits)
        suffix += kHex[number >> (4 * (digits - 1)) & 15U];
    return bins.name_prefix + "-" + suffix;
}

}  // namespace

bool matches_pattern(std::string_view pattern, std::string_view path) {
    // One '*' at a time is gone back to, the last: an earlier one has nothing to gain. So the time is at most
    // the product of the lengths, whatever a publisher writes.
    std::size_t in_pattern = 0, in_path = 0;
    std::optional<std::size_t> after_star;
    std::size_t star_end = 0;
    for (;;) {
        if (in_pattern < pattern.size() && pattern[in_pattern] == '*') {
            after_star = ++in_pattern;
            star_end = in_path;
            continue;
        }
        if (in_path == path.size() && in_pattern == pattern.size()) return true;
        if (in_path < path.size() && in_pattern < pattern.size() &&
            matches_one(pattern, in_pattern, path, in_path))
            continue;
        // The last '*' takes one character more; a '/' it cannot take.
        if (!after_star || star_end == path.size() || path[star_end] == '/') return false;
        next_character(path, star_end);
        in_path = star_end;
        in_pattern = *after_star;
    }
}

bool covers(const Delegation& delegation, std::string_view target) {
    if (std::any_of(delegation.paths.begin(), delegation.paths.end(),
                    [&](const std::string& pattern) { return matches_pattern(pattern, target); }))
        return true;
    if (delegation.hash_prefixes.empty()) return false;
    const auto digest = base::to_hex(base::sha256(target));
    return std::any_of(
        delegation.hash_prefixes.begin(), delegation.hash_prefixes.end(),
        [&](const std::string& prefix) { return digest.compare(0, prefix.size(), prefix) == 0; });
}

std::vector<Delegation> delegated_for(const Delegations& delegations, std::string_view target) {
    if (delegations.bins)
        return {Delegation{bin_name(*delegations.bins, target), delegations.bins->role, true, {}, {}}};
    std::vector<Delegation> found;
    for (const auto& delegation : delegations.roles) {
        if (!covers(delegation, target)) continue;
        found.push_back(delegation);
        if (delegation.terminating) break;
    }
    return found;
}

std::string percent_encoded(std::string_view text, std::string_view kept) {
    static constexpr char kHex[] = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
        const bool is_plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                              std::string_view("-._~").find(c) != std::string_view::npos ||
                              kept.find(c) != std::string_view::npos;
        if (is_plain) {
            out += c;
        } else {
            const auto byte = static_cast<unsigned char>(c);
            out += {'%', kHex[byte >> 4], kHex[byte & 15]};
        }
    }
    return out;
}

std::string file_name(std::string_view role) {
    return percent_encoded(role, "") + ".json";
}

}  // namespace accueil::trust
