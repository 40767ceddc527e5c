// SPDX-License-Identifier: GPL-3.0-or-later
// The two ways over a record's fields: Writer makes JSON of them, Reader reads it. A record is described
// once, by a template that both run (record_json.cpp, which alone includes this).
#pragma once

#include <array>
#include <cmath>
#include <map>
#include <optional>
#include <string>
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
    explicit Reader(const Json& object) : m_object(object) {
        if (!object.is_object()) throw FieldError{"an object was expected"};
    }

    template <class T>
    void field(const char* key, T& value) {
        if (const Json* found = find(key)) get(key, *found, value);
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
        if (const Json* found = find(key)) within(key, *found, value);
    }
    template <class T>
    void part(const char* key, std::optional<T>& value) {
        if (const Json* found = find(key)) within(key, *found, value.emplace());
    }
    template <class T>
    void parts(const char* key, std::vector<T>& values) {
        const Json* found = find(key);
        if (found == nullptr) return;
        if (!found->is_array()) throw FieldError{std::string(key) + ": a list was expected"};
        for (const auto& item : *found)
            within(key, item, values.emplace_back());
    }
    template <class T>
    void parts(const char* key, std::map<std::string, T>& values) {
        const Json* found = find(key);
        if (found == nullptr) return;
        if (!found->is_object()) throw FieldError{std::string(key) + ": an object was expected"};
        for (const auto& [name, item] : found->items())
            within(key, item, values[name]);
    }

  private:
    const Json* find(const char* key) const {
        const auto found = m_object.find(key);
        return found == m_object.end() ? nullptr : &*found;
    }
    template <class T>
    static void within(const char* key, const Json& object, T& value) {
        try {
            Reader reader(object);
            describe(reader, value);
        } catch (const FieldError& error) {
            throw FieldError{std::string(key) + "." + error.message};
        }
    }
    static void get(const char* key, const Json& json, std::string& value) {
        if (!json.is_string()) throw FieldError{std::string(key) + ": a text was expected"};
        value = json.get<std::string>();
    }
    static void get(const char* key, const Json& json, int& value) {
        if (!json.is_number_integer()) throw FieldError{std::string(key) + ": a whole number was expected"};
        const auto wide = json.get<std::int64_t>();
        if (wide < -2147483647 || wide > 2147483647) throw FieldError{std::string(key) + ": out of range"};
        value = static_cast<int>(wide);
    }
    static void get(const char* key, const Json& json, std::uint64_t& value) {
        if (!json.is_number_unsigned()) throw FieldError{std::string(key) + ": a whole number was expected"};
        value = json.get<std::uint64_t>();
    }
    static void get(const char* key, const Json& json, double& value) {
        if (!json.is_number()) throw FieldError{std::string(key) + ": a number was expected"};
        value = json.get<double>();
    }
    static void get(const char* key, const Json& json, Text& value) {
        if (!json.is_object()) throw FieldError{std::string(key) + ": a text by language was expected"};
        for (const auto& [language, words] : json.items()) {
            if (!words.is_string())
                throw FieldError{std::string(key) + "." + language + ": a text was expected"};
            value.set(language, words.get<std::string>());
        }
    }
    static void get(const char* key, const Json& json, std::vector<std::string>& value) {
        if (!json.is_array()) throw FieldError{std::string(key) + ": a list was expected"};
        for (const auto& item : json)
            get(key, item, value.emplace_back());
    }
    static void get(const char* key, const Json& json, std::array<double, 4>& value) {
        if (!json.is_array() || json.size() != 4)
            throw FieldError{std::string(key) + ": four numbers were expected"};
        for (std::size_t i = 0; i < 4; ++i)
            get(key, json[i], value[i]);
    }

    const Json& m_object;
};

}  // namespace accueil::model
