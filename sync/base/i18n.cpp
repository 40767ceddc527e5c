// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/base/i18n.hpp"

#include <cstdlib>

#include "sync/base/file.hpp"
#include "sync/base/json.hpp"

namespace accueil::base {

namespace {

std::string_view primary_tag(std::string_view language) {
    return language.substr(0, language.find_first_of("-_"));
}

std::string substitute(const std::string& pattern, TextArguments arguments) {
    std::string out;
    for (std::size_t at = 0; at < pattern.size();) {
        const auto open = pattern.find('{', at);
        const auto close = open == std::string::npos ? open : pattern.find('}', open);
        if (close == std::string::npos) return out + pattern.substr(at);
        out.append(pattern, at, open - at);
        const std::string_view name(pattern.data() + open + 1, close - open - 1);
        bool found = false;
        for (const auto& [key, value] : arguments) {
            if (key == name) {
                out += value;
                found = true;
            }
        }
        if (!found) out.append(pattern, open, close - open + 1);
        at = close + 1;
    }
    return out;
}

}  // namespace

std::string_view plural_category(std::string_view language, long count) {
    const auto tag = primary_tag(language);
    const long n = count < 0 ? -count : count;
    if (tag == "fr" || tag == "pt") return n <= 1 ? "one" : "other";
    if (tag == "ar") {
        if (n == 0) return "zero";
        if (n == 1) return "one";
        if (n == 2) return "two";
        if (n % 100 >= 3 && n % 100 <= 10) return "few";
        return n % 100 >= 11 ? "many" : "other";
    }
    if (tag == "uk" || tag == "ru") {
        if (n % 10 == 1 && n % 100 != 11) return "one";
        if (n % 10 >= 2 && n % 10 <= 4 && (n % 100 < 12 || n % 100 > 14)) return "few";
        return "many";
    }
    return n == 1 ? "one" : "other";
}

bool is_right_to_left(std::string_view language) {
    const auto tag = primary_tag(language);
    return tag == "ar" || tag == "fa" || tag == "ps" || tag == "ur" || tag == "he";
}

Result<Catalog> Catalog::load(const std::filesystem::path& folder) {
    Catalog catalog;
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
        if (entry.path().extension() != ".json") continue;
        const auto name = entry.path().string();
        const std::string text = TRY(read_file(entry.path()));
        const LocatedJson document = TRY(parse_located_json(text, name, JsonComments::refused));
        auto& texts = catalog.m_texts[entry.path().stem().string()];
        for (const auto& [key, value] : document.value.items()) {
            if (value.is_string()) {
                texts[key] = value.get<std::string>();
                continue;
            }
            if (!value.is_object() || !value.contains("other")) {
                return fail(ErrorCode::invalid_input,
                            name + ":" + std::to_string(document.line_of("/" + key)) + ": \"" + key +
                                "\" must be a text or an object with the plural form \"other\"");
            }
            for (const auto& [form, words] : value.items())
                texts[key + "#" + form] = words.get<std::string>();
            texts[key] = value.at("other").get<std::string>();
        }
    }
    if (error) return fail(ErrorCode::not_found, folder.string() + ": " + error.message());
    if (!catalog.m_texts.contains("fr"))
        return fail(ErrorCode::not_found, folder.string() + "/fr.json: missing");
    return catalog;
}

const std::string* Catalog::find(std::string_view language, const std::string& key) const {
    const auto texts = m_texts.find(language);
    if (texts == m_texts.end()) return nullptr;
    const auto found = texts->second.find(key);
    return found == texts->second.end() ? nullptr : &found->second;
}

std::string Catalog::text(std::string_view language, std::string_view key, TextArguments arguments) const {
    const std::string name(key);
    const std::string* pattern = find(language, name);
    if (pattern == nullptr) pattern = find("fr", name);
    return pattern == nullptr ? name : substitute(*pattern, arguments);
}

std::string Catalog::plural(std::string_view language, std::string_view key, long count,
                            TextArguments arguments) const {
    const auto form_in = [&](std::string_view tongue) {
        return find(tongue, std::string(key) + "#" + std::string(plural_category(tongue, count)));
    };
    const std::string* pattern = form_in(language);
    if (pattern == nullptr) pattern = find(language, std::string(key));
    if (pattern == nullptr) pattern = form_in("fr");
    if (pattern == nullptr) pattern = find("fr", std::string(key));
    if (pattern == nullptr) return std::string(key);
    return substitute(substitute(*pattern, arguments), {{"count", std::to_string(count)}});
}

bool Catalog::has(std::string_view language, std::string_view key) const {
    return find(language, std::string(key)) != nullptr;
}

std::vector<std::string> Catalog::languages() const {
    std::vector<std::string> names;
    for (const auto& [name, texts] : m_texts)
        names.push_back(name);
    return names;
}

std::vector<std::string> Catalog::keys(std::string_view language) const {
    std::vector<std::string> names;
    if (const auto texts = m_texts.find(language); texts != m_texts.end()) {
        for (const auto& [key, text] : texts->second) {
            if (key.find('#') == std::string::npos) names.push_back(key);
        }
    }
    return names;
}

std::string message_language(const Catalog& catalog) {
    for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
        const char* value = std::getenv(name);
        if (value == nullptr || *value == '\0') continue;
        const std::string tag(primary_tag(value));
        for (const auto& language : catalog.languages()) {
            if (language == tag) return tag;
        }
        return "fr";
    }
    return "fr";
}

}  // namespace accueil::base
