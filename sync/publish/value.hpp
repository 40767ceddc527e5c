// SPDX-License-Identifier: GPL-3.0-or-later
// A value of a content file with the place where it stands: one shape for YAML front matter, JSON files and
// table rows, so that each record's fields are read by one reader. Plain values; any thread.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace accueil::publish {

struct Position {
    int line = 0;    ///< from 1; 0 is unknown
    int column = 0;  ///< in characters, from 1; 0 is unknown
};

struct Value {
    enum class Type {
        null,
        text,    ///< quoted, or anything in JSON between quotes
        plain,   ///< unquoted in YAML or a table: a text, or a number for who asks for one
        number,  ///< a JSON number, as written
        flag,    ///< true or false in JSON
        list,
        map
    };
    struct Member;

    Type type = Type::null;
    Position position;
    std::string text;             ///< of text, plain, number and flag
    std::vector<Value> items;     ///< of a list
    std::vector<Member> members;  ///< of a map, in order; keys are unique

    const Value* find(std::string_view key) const;
    bool is_scalar() const { return type == Type::text || type == Type::plain; }
};

struct Value::Member {
    std::string key;
    Position position;  ///< of the key
    Value value;
};

inline const Value* Value::find(std::string_view key) const {
    for (const auto& member : members) {
        if (member.key == key) return &member.value;
    }
    return nullptr;
}

}  // namespace accueil::publish
