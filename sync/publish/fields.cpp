// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/publish/fields.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "sync/base/strings.hpp"
#include "sync/publish/vocabulary.hpp"

namespace accueil::publish {

namespace {

std::optional<double> parse_number(std::string text, bool allow_comma) {
    if (allow_comma) std::replace(text.begin(), text.end(), ',', '.');
    double number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(number))
        return std::nullopt;
    return number;
}

std::string number_words(double number) {
    char buffer[32];
    return {buffer, std::to_chars(buffer, buffer + sizeof buffer, number).ptr};
}

}  // namespace

Fields::Fields(const Value& map, Where where, Form form, Reading& reading)
    : m_map(map), m_where(std::move(where)), m_form(form), m_reading(reading) {}

const Value* Fields::find(const std::string& key) {
    if (std::find(m_known.begin(), m_known.end(), key) == m_known.end()) m_known.push_back(key);
    const Value* value = m_map.find(key);
    return value == nullptr || value->type == Value::Type::null ? nullptr : value;
}

bool Fields::has(const std::string& key) {
    const Value* value = find(key);
    return value != nullptr && (!value->is_scalar() || !base::trim(value->text).empty());
}

Where Fields::at(const Value& value) const {
    Where where = m_where;
    if (value.position.line > 0) {
        where.line = value.position.line;
        where.column = value.position.column;
    }
    return where;
}

Where Fields::where(const std::string& key) const {
    const Value* value = m_map.find(key);
    return value == nullptr ? m_where : at(*value);
}

void Fields::error(const std::string& key, const std::string& message, Arguments arguments) {
    m_reading.report.error(where(key), message, std::move(arguments));
}

void Fields::warning(const std::string& key, const std::string& message, Arguments arguments) {
    m_reading.report.warning(where(key), message, std::move(arguments));
}

void Fields::check_missing(bool is_missing, const std::string& key, Presence presence) {
    if (is_missing && presence == Presence::required) error(key, "field_missing", {{"field", key}});
}

// Escapes of YAML and JSON can bring what the file itself could not hold.
bool Fields::is_clean(const std::string& text, const Where& where) {
    const bool has_control = std::any_of(text.begin(), text.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return (byte < 0x20 && c != '\n' && c != '\r' && c != '\t') || byte == 0x7F;
    });
    if (has_control) m_reading.report.error(where, "control_character");
    return !has_control;
}

std::optional<std::string> Fields::scalar(const Value& value, const std::string& key) {
    if (!value.is_scalar()) {
        const bool is_number = value.type == Value::Type::number;
        m_reading.report.error(at(value), is_number ? "expected_quotes" : "expected_text", {{"field", key}});
        return std::nullopt;
    }
    if (!is_clean(value.text, at(value))) return std::nullopt;
    return std::string(base::trim(value.text));
}

std::string Fields::string(const std::string& key, Presence presence) {
    const Value* value = find(key);
    if (value == nullptr) return check_missing(true, key, presence), std::string();
    const auto text = scalar(*value, key);
    if (text) check_missing(text->empty(), key, presence);
    return text.value_or("");
}

std::optional<std::string> Fields::record_id() {
    const auto id = string("id", Presence::required);
    if (id.empty()) return std::nullopt;
    m_where.id = id;
    if (!m_reading.register_id(where("id"), m_where.kind, id)) return std::nullopt;
    return id;
}

std::vector<std::string> Fields::names() const {
    std::vector<std::string> names;
    for (const auto& member : m_map.members)
        names.push_back(member.key);
    return names;
}

void Fields::know_all_of(const Fields& other) {
    m_known = other.m_known;
    m_translated = other.m_translated;
}

model::Text Fields::text(const std::string& key, Presence presence) {
    model::Text text;
    const auto set = [&](const std::string& language, const Value& value) {
        const auto words = scalar(value, key);
        if (words && !words->empty()) text.set(language, *words);
        return words.has_value();
    };
    const Value* value = find(key);
    bool is_wrong = false;
    if (value != nullptr && value->type == Value::Type::map && m_form != Form::table) {
        for (const auto& [language, position, words] : value->members) {
            if (words.type == Value::Type::null) continue;
            if (is_language(language)) {
                is_wrong = !set(language, words) || is_wrong;
            } else {
                report_bad_word(at(words), key, language, all_languages(), "bad_language");
                is_wrong = true;
            }
        }
    } else if (value != nullptr) {
        is_wrong = !set("fr", *value);
    }
    if (m_form != Form::document) {
        m_translated.push_back(key);
        for (const auto& [name, position, words] : m_map.members) {
            if (!name.starts_with(key + "_")) continue;
            const std::string language = name.substr(key.size() + 1);
            if (!is_language(language) || find(name) == nullptr) continue;
            if (text.has(language)) {
                error(name, "field_twice", {{"field", name}});
            } else {
                is_wrong = !set(language, words) || is_wrong;
            }
        }
    }
    if (!is_wrong && !text.has("fr")) {
        if (!text.by_language().empty()) {
            error(key, "french_missing", {{"field", key}});
        } else {
            check_missing(true, key, presence);
        }
    }
    return text;
}

std::optional<double> Fields::number(const std::string& key, double least, double most) {
    const Value* value = find(key);
    if (value == nullptr) return std::nullopt;
    std::optional<double> number;
    const auto words = std::string(base::trim(value->text));
    if (value->type == Value::Type::plain && words.empty()) return std::nullopt;
    if (value->type == Value::Type::number || value->type == Value::Type::plain) {
        number = parse_number(words, m_form == Form::table);
    }
    if (!number) {
        error(key, "expected_number", {{"field", key}, {"value", words}});
        return std::nullopt;
    }
    if (*number < least || *number > most) {
        error(
            key, key == "latitude" || key == "longitude" ? key + "_range" : "number_range",
            {{"field", key}, {"value", words}, {"least", number_words(least)}, {"most", number_words(most)}});
        return std::nullopt;
    }
    return number;
}

int Fields::whole(const std::string& key, int least, int most) {
    const auto value = number(key, least, most);
    if (!value) return 0;
    if (*value != std::floor(*value)) {
        error(key, "expected_whole", {{"field", key}, {"value", number_words(*value)}});
        return 0;
    }
    return static_cast<int>(*value);
}

std::vector<Fields::Item> Fields::items(const std::string& key, Presence presence) {
    std::vector<Item> items;
    const Value* value = find(key);
    if (value == nullptr) return check_missing(true, key, presence), items;
    bool is_wrong = false;
    if (m_form == Form::table) {
        for (const auto& part : base::split(value->text, '|')) {
            const std::string text(base::trim(part));
            if (!text.empty() && is_clean(text, at(*value))) items.push_back({text, at(*value)});
        }
    } else if (value->type != Value::Type::list) {
        error(key, "expected_list", {{"field", key}});
        is_wrong = true;
    } else {
        for (const auto& item : value->items) {
            const auto text = scalar(item, key);
            is_wrong = is_wrong || !text;
            if (text && !text->empty()) items.push_back({*text, at(item)});
        }
    }
    for (auto item = items.begin(); item != items.end();) {
        const bool is_twice =
            std::any_of(items.begin(), item, [&](const Item& other) { return other.text == item->text; });
        if (is_twice)
            m_reading.report.warning(item->where, "value_twice", {{"field", key}, {"value", item->text}});
        item = is_twice ? items.erase(item) : item + 1;
    }
    if (!is_wrong) check_missing(items.empty(), key, presence);
    return items;
}

std::vector<std::string> Fields::list(const std::string& key, Presence presence) {
    std::vector<std::string> list;
    for (auto& item : items(key, presence))
        list.push_back(std::move(item.text));
    return list;
}

std::vector<std::string> Fields::references(const std::string& key, const std::string& kind,
                                            Presence presence) {
    std::vector<std::string> ids;
    for (const auto& item : items(key, presence)) {
        m_reading.references.push_back({item.where, key, kind, item.text});
        ids.push_back(item.text);
    }
    return ids;
}

std::string Fields::reference(const std::string& key, const std::string& kind) {
    const auto id = string(key, Presence::required);
    if (!id.empty()) m_reading.references.push_back({where(key), key, kind, id});
    return id;
}

void Fields::report_bad_word(const Where& where, const std::string& key, const std::string& value,
                             std::span<const std::string> words, const std::string& message) {
    const auto near = suggest(value, words);
    Arguments arguments{{"field", key}, {"value", value}};
    if (!near.empty()) {
        arguments.emplace_back("near", near);
        m_reading.report.error(where, message + "_near", std::move(arguments));
        return;
    }
    if (words.size() <= 8) {
        arguments.emplace_back("words", base::join(words, ", "));
        m_reading.report.error(where, message + "_choices", std::move(arguments));
        return;
    }
    m_reading.report.error(where, message, std::move(arguments));
}

std::string Fields::one_of(const std::string& value, std::span<const std::string> words,
                           const std::string& key) {
    if (value.empty() || std::find(words.begin(), words.end(), value) != words.end()) return value;
    report_bad_word(where(key), key, value, words, "bad_word");
    return {};
}

std::vector<std::string> Fields::words(const std::string& key, std::span<const std::string> words,
                                       const std::string& message) {
    std::vector<std::string> good;
    for (const auto& item : items(key, Presence::optional)) {
        if (std::find(words.begin(), words.end(), item.text) != words.end()) {
            good.push_back(item.text);
        } else {
            report_bad_word(item.where, key, item.text, words, message);
        }
    }
    return good;
}

std::vector<std::string> Fields::languages(const std::string& key) {
    return words(key, all_languages(), "bad_language");
}

std::string Fields::language(const std::string& key) {
    const auto code = string(key);
    if (code.empty() || is_language(code)) return code;
    report_bad_word(where(key), key, code, all_languages(), "bad_language");
    return {};
}

std::optional<Fields> Fields::part(const std::string& key) {
    const Value* value = find(key);
    if (value == nullptr) return std::nullopt;
    if (value->type != Value::Type::map) {
        error(key, "expected_map", {{"field", key}});
        return std::nullopt;
    }
    return Fields(*value, at(*value), m_form, m_reading);
}

std::vector<Fields> Fields::parts(const std::string& key) {
    std::vector<Fields> parts;
    const Value* value = find(key);
    if (value == nullptr) return parts;
    if (value->type != Value::Type::list) {
        error(key, "expected_list", {{"field", key}});
        return parts;
    }
    for (const auto& item : value->items) {
        if (item.type == Value::Type::map) {
            parts.push_back(Fields(item, at(item), m_form, m_reading));
        } else {
            m_reading.report.error(at(item), "expected_map", {{"field", key}});
        }
    }
    return parts;
}

void Fields::finish_languages() {
    for (const auto& [name, position, value] : m_map.members) {
        if (is_language(name)) continue;
        report_bad_word(at(value), name, name, all_languages(), "bad_language");
    }
}

void Fields::finish() {
    for (const auto& [name, position, value] : m_map.members) {
        if (std::find(m_known.begin(), m_known.end(), name) != m_known.end()) continue;
        Where where = m_where;
        if (position.line > 0) {
            where.line = position.line;
            where.column = position.column;
        }
        const auto underscore = name.rfind('_');
        const bool is_translation =
            underscore != std::string::npos && std::find(m_translated.begin(), m_translated.end(),
                                                         name.substr(0, underscore)) != m_translated.end();
        if (is_translation && is_language(name.substr(underscore + 1))) continue;
        const auto near = suggest(name, m_known);
        if (!near.empty()) {
            m_reading.report.error(where, "field_unknown_near", {{"field", name}, {"near", near}});
        } else if (is_translation) {
            report_bad_word(where, name, name.substr(underscore + 1), all_languages(), "bad_language");
        } else {
            m_reading.report.error(where, "field_unknown", {{"field", name}});
        }
    }
}

}  // namespace accueil::publish
