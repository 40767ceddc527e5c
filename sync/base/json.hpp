// SPDX-License-Identifier: GPL-3.0-or-later
// JSON read with the line of every value, for messages that say where; and canonical JSON. Any thread.
#pragma once

#include <cstddef>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "sync/base/result.hpp"

namespace accueil::base {

using Json = nlohmann::json;

/// A document and the line on which each of its values begins, by JSON pointer ("/map/zoom"; "" is the
/// whole).
struct LocatedJson {
    Json value;
    std::map<std::string, int> lines;

    /// The line of `pointer`, or of its nearest known parent.
    int line_of(const std::string& pointer) const;
};

enum class JsonComments { refused, allowed };

/// Parses strictly; duplicate keys are refused. An error's detail is "name:line:column: what was wrong".
Result<LocatedJson> parse_located_json(std::string_view text, const std::string& name, JsonComments comments);

/// Parses machine-written JSON: duplicate keys are refused, nesting deeper than `max_depth` too. bad_format
/// otherwise.
Result<Json> parse_json(std::string_view text, std::size_t max_depth = 64);

/// The text of that field of an object; empty where there is none, or it is no text.
std::string string_of(const Json& object, const char* name);

/// The OLPC canonical form that TUF signs: sorted keys, no white space, only `"` and `\` escaped in strings.
/// invalid_input for a value it cannot hold (floats).
Result<std::string> canonical_json(const Json& value);

}  // namespace accueil::base
