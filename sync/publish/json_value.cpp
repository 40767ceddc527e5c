// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/publish/json_value.hpp"

#include <charconv>
#include <vector>

#include "sync/base/json.hpp"
#include "sync/base/strings.hpp"
#include "sync/publish/text_file.hpp"

namespace accueil::publish {

namespace {

using base::Json;

class Converter {
  public:
    Converter(std::string_view text, const base::LocatedJson& document) : m_document(document) {
        for (std::size_t start = 0; start <= text.size();) {
            const auto end = std::min(text.find('\n', start), text.size());
            m_lines.push_back(text.substr(start, end - start));
            start = end + 1;
        }
    }

    Value convert(const Json& json, const std::string& pointer) const {
        Value value;
        value.position.line = m_document.line_of(pointer);
        switch (json.type()) {
            case Json::value_t::null:
                break;
            case Json::value_t::string:
                value.type = Value::Type::text;
                value.text = json.get<std::string>();
                break;
            case Json::value_t::boolean:
                value.type = Value::Type::flag;
                value.text = json.dump();
                break;
            case Json::value_t::array:
                value.type = Value::Type::list;
                for (std::size_t i = 0; i < json.size(); ++i) {
                    value.items.push_back(convert(json[i], pointer + "/" + std::to_string(i)));
                }
                break;
            case Json::value_t::object:
                value.type = Value::Type::map;
                for (const auto& [key, member] : json.items()) {
                    const std::string at = pointer + "/" + escaped(key);
                    Value::Member made{key, {}, convert(member, at)};
                    made.position = made.value.position = key_position(key, m_document.line_of(at));
                    value.members.push_back(std::move(made));
                }
                break;
            default:
                value.type = Value::Type::number;
                value.text = json.dump();
        }
        return value;
    }

  private:
    static std::string escaped(const std::string& key) {
        std::string out;
        for (const char c : key)
            out += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
        return out;
    }

    // The parser gives lines only; the column is that of the key, where the line holds it once.
    Position key_position(const std::string& key, int line) const {
        // A file on one line would be gone through once for each of its keys.
        constexpr std::size_t kMostSearched = 4096;
        const auto index = static_cast<std::size_t>(line) - 1;
        if (line < 1 || index >= m_lines.size() || m_lines[index].size() > kMostSearched) return {line, 0};
        const std::string quoted = "\"" + key + "\"";
        const auto found = m_lines[index].find(quoted);
        if (found == std::string_view::npos ||
            m_lines[index].find(quoted, found + 1) != std::string_view::npos) {
            return {line, 0};
        }
        return {line, column_of(m_lines[index], found)};
    }

    const base::LocatedJson& m_document;
    std::vector<std::string_view> m_lines;
};

// "name:line:column: words", as base writes it.
void report_syntax(const std::string& detail, const std::string& name, Report& report) {
    Where where{name, 0, 0, {}, {}};
    std::string words = detail.substr(std::min(detail.size(), name.size() + 1));
    for (int* number : {&where.line, &where.column}) {
        const auto colon = words.find(':');
        if (colon == std::string::npos) break;
        std::from_chars(words.data(), words.data() + colon, *number);
        words.erase(0, colon + 1);
    }
    words = std::string(base::trim(words));
    if (words.ends_with(" stands twice")) {
        words = words.substr(1, words.size() - std::string_view("\"\" stands twice").size());
        report.error(where, "field_twice", {{"field", words}});
    } else if (words == "nested too deep") {
        report.error(where, "too_deep");
    } else {
        report.error(where, "json_syntax", {{"detail", words}});
    }
}

}  // namespace

std::optional<Value> read_json(std::string_view text, const std::string& name, Report& report) {
    const auto document = base::parse_located_json(text, name, base::JsonComments::refused);
    if (!document) {
        report_syntax(document.error().detail, name, report);
        return std::nullopt;
    }
    return Converter(text, *document).convert(document->value, "");
}

}  // namespace accueil::publish
