// SPDX-License-Identifier: GPL-3.0-or-later
// Configuration files: JSON with comments, checked against a list of known keys. Read once at start, by each
// main.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "sync/base/json.hpp"
#include "sync/base/result.hpp"

namespace accueil::base {

enum class ConfigType { text, whole, real, flag, list_of_text };

/// One key that a program knows. Nested objects are written with dots: "map.zoom".
struct ConfigKey {
    std::string name;
    ConfigType type;
    Json fallback;                      ///< the value where the file does not set the key
    std::optional<double> least, most;  ///< bounds of a number, both included
    std::vector<std::string> choices;   ///< the words allowed for a text; empty: any
};

class Config {
  public:
    /// Reads `path`. Errors are invalid_input with "file:line: …": what is wrong, and for an unknown key the
    /// nearest known one.
    static Result<Config> read(const std::filesystem::path& path, std::span<const ConfigKey> keys);
    static Config defaults(std::span<const ConfigKey> keys);

    std::string text(const std::string& key) const { return m_values.at(key).get<std::string>(); }
    std::int64_t whole(const std::string& key) const { return m_values.at(key).get<std::int64_t>(); }
    double real(const std::string& key) const { return m_values.at(key).get<double>(); }
    bool flag(const std::string& key) const { return m_values.at(key).get<bool>(); }
    std::vector<std::string> texts(const std::string& key) const {
        return m_values.at(key).get<std::vector<std::string>>();
    }

    /// "file:line" of a key that the file sets, the file alone for another; "" without a file.
    std::string where(const std::string& key) const;

  private:
    Json m_values = Json::object();  // by dotted key
    std::string m_file;
    std::map<std::string, int> m_lines;  // by dotted key
};

}  // namespace accueil::base
