// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/base/config.hpp"

#include <algorithm>

#include "sync/base/file.hpp"
#include "sync/base/strings.hpp"

namespace accueil::base {

namespace {

const char* name_of(ConfigType type) {
    switch (type) {
        case ConfigType::text:
            return "a text";
        case ConfigType::whole:
            return "a whole number";
        case ConfigType::real:
            return "a number";
        case ConfigType::flag:
            return "true or false";
        case ConfigType::list_of_text:
            return "a list of texts";
    }
    return "";
}

bool has_type(const Json& value, ConfigType type) {
    switch (type) {
        case ConfigType::text:
            return value.is_string();
        case ConfigType::whole:
            return value.is_number_integer();
        case ConfigType::real:
            return value.is_number();
        case ConfigType::flag:
            return value.is_boolean();
        case ConfigType::list_of_text:
            return value.is_array() &&
                   std::all_of(value.begin(), value.end(), [](const Json& item) { return item.is_string(); });
    }
    return false;
}

std::string number(double value) {
    std::string text = std::to_string(value);
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.') text.pop_back();
    return text;
}

// Empty when the value fits the key.
std::string complaint(const ConfigKey& key, const Json& value) {
    if (!has_type(value, key.type)) return std::string("must be ") + name_of(key.type);
    if (value.is_number()) {
        if (key.least && value.get<double>() < *key.least) return "must be at least " + number(*key.least);
        if (key.most && value.get<double>() > *key.most) return "must be at most " + number(*key.most);
    }
    if (value.is_string() && !key.choices.empty() &&
        std::find(key.choices.begin(), key.choices.end(), value.get<std::string>()) == key.choices.end()) {
        return "must be one of " + join(key.choices, ", ");
    }
    return {};
}

struct Reader {
    const LocatedJson& document;
    std::string name;
    std::span<const ConfigKey> keys;
    Json& values;
    std::map<std::string, int>& lines;

    Result<void> walk(const Json& object, const std::string& prefix, const std::string& pointer) {
        for (const auto& [key, value] : object.items()) {
            const std::string dotted = prefix + key;
            const std::string at = pointer + "/" + key;
            const auto where = name + ":" + std::to_string(document.line_of(at)) + ": ";
            const auto known =
                std::find_if(keys.begin(), keys.end(), [&](const ConfigKey& k) { return k.name == dotted; });
            if (known != keys.end()) {
                const auto wrong = complaint(*known, value);
                if (!wrong.empty())
                    return fail(ErrorCode::invalid_input, where + "\"" + dotted + "\" " + wrong);
                values[dotted] = value;
                lines[dotted] = document.line_of(at);
                continue;
            }
            const bool is_group = std::any_of(keys.begin(), keys.end(), [&](const ConfigKey& k) {
                return k.name.compare(0, dotted.size() + 1, dotted + ".") == 0;
            });
            if (is_group && value.is_object()) {
                TRY(walk(value, dotted + ".", at));
                continue;
            }
            std::vector<std::string> names;
            for (const auto& k : keys)
                names.push_back(k.name);
            const auto near = nearest(dotted, names);
            return fail(ErrorCode::invalid_input,
                        where + "unknown key \"" + dotted + "\"" +
                            (near.empty() ? "" : "; the nearest known key is \"" + near + "\""));
        }
        return {};
    }
};

}  // namespace

Config Config::defaults(std::span<const ConfigKey> keys) {
    Config config;
    for (const auto& key : keys)
        config.m_values[key.name] = key.fallback;
    return config;
}

Result<Config> Config::read(const std::filesystem::path& path, std::span<const ConfigKey> keys) {
    const std::string text = TRY(read_file(path));
    const auto parsed = parse_located_json(text, path.string(), JsonComments::allowed);
    if (!parsed) {
        // What was read last is not repeated: it may be a password.
        auto error = parsed.error();
        error.detail.resize(std::min(error.detail.find("; last read"), error.detail.size()));
        return tl::unexpected<Error>(error);
    }
    const LocatedJson& document = *parsed;
    Config config = defaults(keys);
    if (!document.value.is_object())
        return fail(ErrorCode::invalid_input, path.string() + ":1: must be an object { … }");
    TRY(Reader{document, path.string(), keys, config.m_values, config.m_lines}.walk(document.value, "", ""));
    config.m_file = path.string();
    return config;
}

std::string Config::where(const std::string& key) const {
    const auto line = m_lines.find(key);
    return line == m_lines.end() ? m_file : m_file + ":" + std::to_string(line->second);
}

}  // namespace accueil::base
