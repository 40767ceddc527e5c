// SPDX-License-Identifier: GPL-3.0-or-later
// The two ways over a record's fields: Writer makes JSON of them, Reader reads it (by simdjson: 50,000
// records are read on every kiosk). A record is described once, by a template that both run (record_json.cpp,
// which alone includes this).
#pragma once

#include <simdjson.h>

#include <array>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sync/base/json.hpp"
#include "sync/model/records.hpp"

namespace accueil::model {

using base::Json;

/// An enumerator and the word for it.
template <class T>
struct Words {
    T value;
    const char* word;
};

struct FieldError {
    std::string message;
};
struct UnknownKind {};

class Writer {
  public:
    explicit Writer(Json& object) : m_object(object) {}

    void field(const char* key, const std::string& value) {
        if (!value.empty()) m_object[key] = value;
    }
    void field(const char* key, int value) {
        if (value != 0) m_object[key] = value;
    }
    void field(const char* key, std::uint64_t value) {
        if (value != 0) m_object[key] = value;
    }
    void field(const char* key, double value) {
        if (value != 0) m_object[key] = value;
    }
    void field(const char* key, const Text& value) {
        if (!value.by_language().empty()) m_object[key] = Json(value.by_language());
    }
    void field(const char* key, const std::vector<std::string>& value) {
        if (!value.empty()) m_object[key] = value;
    }
    void field(const char* key, const std::array<double, 4>& value) { m_object[key] = value; }
    template <class T, std::size_t N>
    void word(const char* key, const T& value, const Words<T> (&words)[N]) {
        for (std::size_t i = 1; i < N; ++i) {
            if (words[i].value == value) m_object[key] = words[i].word;
        }
    }
    template <class T>
    void part(const char* key, T& value) {
        Json object = Json::object();
        Writer writer(object);
        describe(writer, value);
        if (!object.empty()) m_object[key] = std::move(object);
    }
    template <class T>
    void part(const char* key, std::optional<T>& value) {
        if (value) part(key, *value);
    }
    template <class T>
    void parts(const char* key, std::vector<T>& values) {
        if (values.empty()) return;
        Json list = Json::array();
        for (auto& value : values) {
            Json object = Json::object();
            Writer writer(object);
            describe(writer, value);
            list.push_back(std::move(object));
        }
        m_object[key] = std::move(list);
    }
    template <class T>
    void parts(const char* key, std::map<std::string, T>& values) {
        Json members = Json::object();
        for (auto& [name, value] : values) {
            Json object = Json::object();
            Writer writer(object);
            describe(writer, value);
            members[name] = std::move(object);
        }
        if (!members.empty()) m_object[key] = std::move(members);
    }

  private:
    Json& m_object;
};

class Reader {
  public:
    using Element = simdjson::dom::element;
    using Object = simdjson::dom::object;
    using Array = simdjson::dom::array;

    explicit Reader(const Element& element) : Reader(object_of(element)) {}
    explicit Reader(const Object& object) : m_object(object) { check_keys(); }

    template <class T>
    void field(const char* key, T& value) {
        if (const auto found = find(key)) get(key, *found, value);
    }
    template <class T, std::size_t N>
    void word(const char* key, T& value, const Words<T> (&words)[N]) {
        std::string text;
        field(key, text);
        if (text.empty()) return;
        for (const auto& candidate : words) {
            if (text == candidate.word) {
                value = candidate.value;
                return;
            }
        }
        throw FieldError{std::string(key) + ": unknown word \"" + text + "\""};
    }
    template <class T>
    void part(const char* key, T& value) {
        if (const auto found = find(key)) within(key, *found, value);
    }
    template <class T>
    void part(const char* key, std::optional<T>& value) {
        if (const auto found = find(key)) within(key, *found, value.emplace());
    }
    template <class T>
    void parts(const char* key, std::vector<T>& values) {
        const auto found = find(key);
        if (!found) return;
        for (const auto& item : list(key, *found))
            within(key, item, values.emplace_back());
    }
    template <class T>
    void parts(const char* key, std::map<std::string, T>& values) {
        const auto found = find(key);
        if (!found) return;
        for (const auto& [name, item] : members(key, *found, "an object was expected"))
            within(key, item, values[std::string(name)]);
    }

  private:
    [[noreturn]] static void refuse(const char* key, const char* what) {
        throw FieldError{std::string(key) + ": " + what};
    }
    static Object object_of(const Element& element) {
        Object object;
        if (element.get(object) != simdjson::SUCCESS) throw FieldError{"an object was expected"};
        return object;
    }
    static Object members(const char* key, const Element& element, const char* expected) {
        Object object;
        if (element.get(object) != simdjson::SUCCESS) refuse(key, expected);
        return object;
    }
    static Array list(const char* key, const Element& element) {
        Array array;
        if (element.get(array) != simdjson::SUCCESS) refuse(key, "a list was expected");
        return array;
    }

    // Who reads the first of two and who reads the last would read two records.
    void check_keys() const {
        std::array<std::string_view, 48> seen;
        std::size_t count = 0;
        std::set<std::string_view> further;
        for (const auto& [key, value] : m_object) {
            bool is_new = further.empty() || !further.contains(key);
            for (std::size_t i = 0; is_new && i < count; ++i)
                is_new = seen[i] != key;
            if (!is_new) throw FieldError{"\"" + std::string(key) + "\" stands twice"};
            if (count < seen.size())
                seen[count++] = key;
            else
                further.insert(key);
        }
    }

    std::optional<Element> find(std::string_view key) const {
        Element element;
        if (m_object.at_key(key).get(element) != simdjson::SUCCESS) return std::nullopt;
        return element;
    }
    template <class T>
    static void within(const char* key, const Element& element, T& value) {
        try {
            Reader reader(element);
            describe(reader, value);
        } catch (const FieldError& error) {
            throw FieldError{std::string(key) + "." + error.message};
        }
    }
    static void get(const char* key, const Element& element, std::string& value) {
        std::string_view text;
        if (element.get(text) != simdjson::SUCCESS) refuse(key, "a text was expected");
        value = text;
    }
    static void get(const char* key, const Element& element, int& value) {
        if (!element.is<std::int64_t>() && !element.is<std::uint64_t>())
            refuse(key, "a whole number was expected");
        std::int64_t wide = 0;
        if (element.get(wide) != simdjson::SUCCESS || wide < -2147483647 || wide > 2147483647)
            refuse(key, "out of range");
        value = static_cast<int>(wide);
    }
    static void get(const char* key, const Element& element, std::uint64_t& value) {
        if (element.get(value) != simdjson::SUCCESS) refuse(key, "a whole number was expected");
    }
    static void get(const char* key, const Element& element, double& value) {
        if (element.get(value) != simdjson::SUCCESS) refuse(key, "a number was expected");
    }
    static void get(const char* key, const Element& element, Text& value) {
        for (const auto& [language, words] : members(key, element, "a text by language was expected")) {
            std::string_view text;
            if (words.get(text) != simdjson::SUCCESS)
                throw FieldError{std::string(key) + "." + std::string(language) + ": a text was expected"};
            value.set(std::string(language), std::string(text));
        }
    }
    static void get(const char* key, const Element& element, std::vector<std::string>& value) {
        for (const auto& item : list(key, element))
            get(key, item, value.emplace_back());
    }
    static void get(const char* key, const Element& element, std::array<double, 4>& value) {
        const auto items = list(key, element);
        if (items.size() != 4) refuse(key, "four numbers were expected");
        std::size_t at = 0;
        for (const auto& item : items)
            get(key, item, value[at++]);
    }

    Object m_object;
};

}  // namespace accueil::model
