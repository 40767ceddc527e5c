// SPDX-License-Identifier: GPL-3.0-or-later
// Markup taken out of the texts that directories hold.
#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "sync/base/strings.hpp"
#include "sync/publish/import_clean.hpp"

namespace accueil::publish {

namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 32> kEntities{{
    {"amp", "&"},    {"lt", "<"},     {"gt", ">"},     {"quot", "\""},  {"apos", "'"},   {"nbsp", " "},
    {"eacute", "é"}, {"egrave", "è"}, {"ecirc", "ê"},  {"euml", "ë"},   {"agrave", "à"}, {"acirc", "â"},
    {"ccedil", "ç"}, {"ugrave", "ù"}, {"ucirc", "û"},  {"icirc", "î"},  {"iuml", "ï"},   {"ocirc", "ô"},
    {"Eacute", "É"}, {"Egrave", "È"}, {"Agrave", "À"}, {"Ccedil", "Ç"}, {"oelig", "œ"},  {"laquo", "«"},
    {"raquo", "»"},  {"rsquo", "’"},  {"lsquo", "‘"},  {"hellip", "…"}, {"ndash", "–"},  {"mdash", "—"},
    {"euro", "€"},   {"deg", "°"},
}};

std::string utf8(std::uint32_t code) {
    std::string out;
    if (code < 0x80) {
        out += static_cast<char>(code);
    } else if (code < 0x800) {
        out += static_cast<char>(0xC0U | (code >> 6U));
        out += static_cast<char>(0x80U | (code & 0x3FU));
    } else if (code < 0x10000) {
        out += static_cast<char>(0xE0U | (code >> 12U));
        out += static_cast<char>(0x80U | ((code >> 6U) & 0x3FU));
        out += static_cast<char>(0x80U | (code & 0x3FU));
    } else {
        out += static_cast<char>(0xF0U | (code >> 18U));
        out += static_cast<char>(0x80U | ((code >> 12U) & 0x3FU));
        out += static_cast<char>(0x80U | ((code >> 6U) & 0x3FU));
        out += static_cast<char>(0x80U | (code & 0x3FU));
    }
    return out;
}

// "&eacute;", "&#233;", "&#xE9;" at the head of `text`: what it stands for, and its length; 0 for none.
std::pair<std::string, std::size_t> entity(std::string_view text) {
    const auto end = text.substr(0, 12).find(';');
    if (end == std::string_view::npos || end < 3) return {"", 0};
    const auto name = text.substr(1, end - 1);
    if (name[0] == '#') {
        const bool is_hex = name[1] == 'x' || name[1] == 'X';
        const auto digits = name.substr(is_hex ? 2 : 1);
        std::uint32_t code = 0;
        const auto read =
            std::from_chars(digits.data(), digits.data() + digits.size(), code, is_hex ? 16 : 10);
        const bool is_good = read.ec == std::errc() && read.ptr == digits.data() + digits.size() &&
                             code >= 32 && code <= 0x10FFFF && (code < 0xD800 || code > 0xDFFF) &&
                             (code < 0x7F || code > 0x9F);
        return is_good ? std::pair{utf8(code), end + 1} : std::pair{std::string(), std::size_t{0}};
    }
    for (const auto& [known, words] : kEntities)
        if (name == known) return {std::string(words), end + 1};
    return {"", 0};
}

bool begins_tag(std::string_view text) {
    if (text.size() < 3 || text[0] != '<') return false;
    const char c = text[1];
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '/' || c == '!';
}

// The tag's name in lower case: "<BR/>" → "br", "</p>" → "p".
std::string tag_name(std::string_view tag) {
    std::string name;
    for (const char c : tag.substr(tag[1] == '/' ? 2 : 1)) {
        const char lower = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        if ((lower < 'a' || lower > 'z') && (lower < '0' || lower > '9')) break;
        name += lower;
    }
    return name;
}

std::string without_html(std::string_view text, bool& found) {
    static constexpr std::array<std::string_view, 11> kBreaks{"br", "p",  "div", "li", "ul", "ol",
                                                              "tr", "h1", "h2",  "h3", "h4"};
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        if (text[at] == '&') {
            const auto [words, length] = entity(text.substr(at));
            if (length > 0) {
                out += words;
                at += length;
                found = true;
                continue;
            }
        }
        const auto end = begins_tag(text.substr(at)) ? text.find('>', at) : std::string_view::npos;
        if (end == std::string_view::npos) {
            out += text[at++];
            continue;
        }
        found = true;
        const auto tag = text.substr(at, end - at);
        const auto name = tag_name(tag);
        at = end + 1;
        if ((name == "script" || name == "style") && tag[1] != '/') {
            const auto close = text.find("</" + name, at);
            at = close == std::string_view::npos ? text.size() : close;
        } else if (std::find(kBreaks.begin(), kBreaks.end(), name) != kBreaks.end()) {
            out += name == "li" && tag[1] != '/' ? "\n- " : "\n";
        }
    }
    return out;
}

// Headings, emphasis and links of Markdown: "## Pour qui ?" → "Pour qui ?", "[site](https://…)" → "site".
std::string without_markdown(std::string_view text, bool& found) {
    std::string out;
    bool at_line_start = true;
    for (std::size_t at = 0; at < text.size();) {
        const auto rest = text.substr(at);
        const auto hashes = rest.find_first_not_of('#');
        if (at_line_start && hashes != 0 && hashes <= 6 && hashes < rest.size() && rest[hashes] == ' ') {
            at += hashes + 1;
            found = true;
            continue;
        }
        if (rest.starts_with("**") || rest.starts_with("__")) {
            at += 2;
            found = true;
            continue;
        }
        const auto middle = rest[0] == '[' ? rest.find("](") : std::string_view::npos;
        const auto close = middle == std::string_view::npos ? middle : rest.find(')', middle);
        if (close != std::string_view::npos && rest.substr(0, close).find('\n') == std::string_view::npos) {
            out += rest.substr(1, middle - 1);
            at += close + 1;
            found = true;
            at_line_start = false;
            continue;
        }
        at_line_start = text[at] == '\n';
        out += text[at++];
    }
    return out;
}

// Runs of spaces become one, of lines two at most; none at the ends.
std::string tidy(std::string_view text, Lines lines) {
    std::string out;
    int breaks = 0;
    bool has_space = false;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const bool is_hard_space = text.substr(at).starts_with("\xC2\xA0");
        if (is_hard_space) ++at;
        if (text[at] == '\n') {
            ++breaks;
        } else if (is_hard_space || text[at] == ' ' || text[at] == '\t' || text[at] == '\r') {
            has_space = true;
        } else {
            if (!out.empty() && breaks > 0)
                out += lines == Lines::one ? " "
                                           : std::string(static_cast<std::size_t>(std::min(breaks, 2)), '\n');
            else if (!out.empty() && has_space)
                out += is_hard_space ? "\xC2\xA0" : " ";
            breaks = 0;
            has_space = false;
            out += text[at];
        }
    }
    return out;
}

}  // namespace

Cleaned clean_text(std::string_view text, Lines lines) {
    if (text.find("\xEF\xBF\xBD") != std::string_view::npos) return {"", "", "letters_lost"};
    bool has_markup = false;
    std::string plain = without_html(text, has_markup);
    if (lines == Lines::many) plain = without_markdown(plain, has_markup);
    plain = tidy(plain, lines);
    bool is_formula = false;
    // A spreadsheet that opens the content folder would calculate it.
    while (plain.starts_with('=')) {
        plain.erase(0, 1);
        is_formula = true;
    }
    return {plain, is_formula ? "formula" : has_markup ? "markup" : ""};
}

}  // namespace accueil::publish
