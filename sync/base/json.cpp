// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/base/json.hpp"

#include <algorithm>
#include <set>
#include <vector>

#include "sync/base/strings.hpp"

namespace accueil::base {

namespace {

// Builds the value from the parser's events, and notes where each begins. nlohmann::json has no positions of
// its own: the parser reads through an iterator that counts, so at an event the count stands just past the
// token.
struct Position {
    int line = 1;
    int column = 0;
};

class CountingIterator {
  public:
    using difference_type = std::ptrdiff_t;
    using value_type = char;
    using pointer = const char*;
    using reference = const char&;
    using iterator_category = std::input_iterator_tag;

    CountingIterator(const char* at, Position* position) : m_at(at), m_position(position) {}
    reference operator*() const { return *m_at; }
    CountingIterator& operator++() {
        if (*m_at == '\n') {
            ++m_position->line;
            m_position->column = 0;
        } else {
            ++m_position->column;
        }
        ++m_at;
        return *this;
    }
    CountingIterator operator++(int) {
        const auto before = *this;
        ++*this;
        return before;
    }
    bool operator==(const CountingIterator& other) const { return m_at == other.m_at; }
    bool operator!=(const CountingIterator& other) const { return m_at != other.m_at; }

  private:
    const char* m_at;
    Position* m_position;
};

std::string escape_pointer(const std::string& key) {
    std::string out;
    for (const char c : key) {
        if (c == '~')
            out += "~0";
        else if (c == '/')
            out += "~1";
        else
            out += c;
    }
    return out;
}

class Builder final : public nlohmann::json_sax<Json> {
  public:
    Builder(const Position& position, std::size_t max_depth, bool locate)
        : m_position(position), m_max_depth(max_depth), m_locate(locate) {}

    bool null() override { return put(nullptr); }
    bool boolean(bool value) override { return put(value); }
    bool number_integer(number_integer_t value) override { return put(value); }
    bool number_unsigned(number_unsigned_t value) override { return put(value); }
    bool number_float(number_float_t value, const string_t&) override { return put(value); }
    bool string(string_t& value) override { return put(std::move(value)); }
    bool binary(binary_t&) override { return false; }
    bool start_object(std::size_t) override { return open(Json::object()); }
    bool start_array(std::size_t) override { return open(Json::array()); }
    bool end_object() override { return close(); }
    bool end_array() override { return close(); }
    bool key(string_t& name) override {
        auto& frame = m_stack.back();
        if (frame.value->contains(name)) {
            error = "\"" + name + "\" stands twice";
            return false;
        }
        frame.key = name;
        m_key_line = m_position.line;
        return true;
    }
    bool parse_error(std::size_t, const std::string& token,
                     const nlohmann::detail::exception& what) override {
        std::string words = what.what();
        const auto colon = words.find("column ");
        const auto after = colon == std::string::npos ? std::string::npos : words.find(": ", colon);
        error = after == std::string::npos ? words : words.substr(after + 2);
        if (!is_valid_utf8(token)) error = "a byte that is not UTF-8";
        return false;
    }

    std::string error;
    Json result;
    std::map<std::string, int> lines;

  private:
    struct Frame {
        Json* value;
        std::string pointer;
        std::string key;
    };

    std::string child_pointer() const {
        if (m_stack.empty()) return "";
        const auto& frame = m_stack.back();
        return frame.pointer + "/" +
               (frame.value->is_array() ? std::to_string(frame.value->size()) : escape_pointer(frame.key));
    }
    Json* place(Json&& value) {
        if (m_locate) {
            const bool keyed = !m_stack.empty() && m_stack.back().value->is_object();
            lines[child_pointer()] = keyed ? m_key_line : m_position.line;
        }
        if (m_stack.empty()) {
            result = std::move(value);
            return &result;
        }
        auto& parent = *m_stack.back().value;
        if (parent.is_array()) {
            parent.push_back(std::move(value));
            return &parent.back();
        }
        return &(parent[m_stack.back().key] = std::move(value));
    }
    template <class T>
    bool put(T&& value) {
        place(Json(std::forward<T>(value)));
        return true;
    }
    bool open(Json&& container) {
        if (m_stack.size() >= m_max_depth) {
            error = "nested too deep";
            return false;
        }
        std::string pointer = m_locate ? child_pointer() : std::string();
        Json* value = place(std::move(container));
        m_stack.push_back({value, std::move(pointer), {}});
        return true;
    }
    bool close() {
        m_stack.pop_back();
        return true;
    }

    const Position& m_position;
    std::size_t m_max_depth;
    bool m_locate;
    int m_key_line = 1;
    std::vector<Frame> m_stack;
};

Result<LocatedJson> parse(std::string_view text, const std::string& name, bool comments,
                          std::size_t max_depth, bool locate) {
    if (text.substr(0, 3) == "\xEF\xBB\xBF") text.remove_prefix(3);
    Position position;
    Builder builder(position, max_depth, locate);
    const CountingIterator first(text.data(), &position);
    const CountingIterator last(text.data() + text.size(), &position);
    const bool good =
        Json::sax_parse(first, last, &builder, nlohmann::detail::input_format_t::json, true, comments);
    if (!good || !builder.error.empty()) {
        return fail(ErrorCode::bad_format, name + ":" + std::to_string(position.line) + ":" +
                                               std::to_string(std::max(1, position.column)) + ": " +
                                               builder.error);
    }
    return LocatedJson{std::move(builder.result), std::move(builder.lines)};
}

Result<void> write_canonical(const Json& value, std::string& out) {
    switch (value.type()) {
        case Json::value_t::object: {
            // std::map orders keys by byte, which for UTF-8 is the order of code points that the form asks
            // for.
            out += '{';
            bool first = true;
            for (const auto& [key, member] : value.items()) {
                if (!first) out += ',';
                first = false;
                TRY(write_canonical(Json(key), out));
                out += ':';
                TRY(write_canonical(member, out));
            }
            out += '}';
            return {};
        }
        case Json::value_t::array: {
            out += '[';
            bool first = true;
            for (const auto& member : value) {
                if (!first) out += ',';
                first = false;
                TRY(write_canonical(member, out));
            }
            out += ']';
            return {};
        }
        case Json::value_t::string:
            out += '"';
            for (const char c : value.get_ref<const std::string&>()) {
                if (c == '"' || c == '\\') out += '\\';
                out += c;
            }
            out += '"';
            return {};
        case Json::value_t::boolean:
            out += value.get<bool>() ? "true" : "false";
            return {};
        case Json::value_t::null:
            out += "null";
            return {};
        case Json::value_t::number_integer:
            out += std::to_string(value.get<std::int64_t>());
            return {};
        case Json::value_t::number_unsigned:
            out += std::to_string(value.get<std::uint64_t>());
            return {};
        default:
            return fail(ErrorCode::invalid_input, "canonical JSON holds no floating-point numbers");
    }
}

}  // namespace

int LocatedJson::line_of(const std::string& pointer) const {
    for (std::string at = pointer;;) {
        if (const auto found = lines.find(at); found != lines.end()) return found->second;
        if (at.empty()) return 1;
        at.erase(at.rfind('/'));
    }
}

Result<LocatedJson> parse_located_json(std::string_view text, const std::string& name,
                                       JsonComments comments) {
    return parse(text, name, comments == JsonComments::allowed, 64, true);
}

Result<Json> parse_json(std::string_view text, std::size_t max_depth) {
    auto parsed = TRY(parse(text, "JSON", false, max_depth, false));
    return std::move(parsed.value);
}

std::string string_of(const Json& object, const char* name) {
    const auto found = object.find(name);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

Result<std::string> canonical_json(const Json& value) {
    std::string out;
    TRY(write_canonical(value, out));
    return out;
}

}  // namespace accueil::base
