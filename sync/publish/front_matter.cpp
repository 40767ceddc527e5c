// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/publish/front_matter.hpp"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <sstream>
#include <vector>

#include "sync/base/strings.hpp"
#include "sync/publish/text_file.hpp"

namespace accueil::publish {

namespace {

constexpr std::size_t kMostNesting = 16;

struct Complaint {
    YAML::Mark mark;
    std::string key;
    Arguments arguments;
};

// Builds Values from the parser's events rather than from YAML::Node, which hides a key that stands twice and
// follows aliases into trees without end.
class Builder final : public YAML::EventHandler {
  public:
    Builder(std::string_view text, int first_line) : m_first_line(first_line) {
        for (std::size_t start = 0; start <= text.size();) {
            const auto end = std::min(text.find('\n', start), text.size());
            m_lines.push_back(text.substr(start, end - start));
            start = end + 1;
        }
    }

    Position position(const YAML::Mark& mark) const {
        const auto index = static_cast<std::size_t>(std::max(0, mark.line));
        if (index >= m_lines.size()) return {m_first_line + static_cast<int>(m_lines.size()) - 1, 0};
        return {m_first_line + mark.line,
                column_of(m_lines[index], static_cast<std::size_t>(std::max(0, mark.column)))};
    }

    void OnDocumentStart(const YAML::Mark&) override {}
    void OnDocumentEnd() override {}
    void OnNull(const YAML::Mark& mark, YAML::anchor_t) override { put(mark, {}); }
    void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override { throw Complaint{mark, "yaml_alias", {}}; }
    void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t,
                  const std::string& text) override {
        Value value;
        value.type = tag == "?" ? Value::Type::plain : Value::Type::text;
        value.text = text;
        if (value.type == Value::Type::plain && (text.empty() || text == "~" || text == "null")) value = {};
        put(mark, std::move(value));
    }
    void OnSequenceStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t,
                         YAML::EmitterStyle::value) override {
        open(mark, Value::Type::list);
    }
    void OnSequenceEnd() override { m_open.pop_back(); }
    void OnMapStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t,
                    YAML::EmitterStyle::value) override {
        open(mark, Value::Type::map);
    }
    void OnMapEnd() override { m_open.pop_back(); }

    Value root;

  private:
    struct Frame {
        Value* value;
        bool awaits_value = false;  // of a map: a key was read
    };

    Value* put(const YAML::Mark& mark, Value value) {
        value.position = position(mark);
        if (!base::is_valid_utf8(value.text)) throw Complaint{mark, "not_utf8", {}};
        if (m_open.empty()) return &(root = std::move(value));
        Frame& frame = m_open.back();
        if (frame.value->type == Value::Type::list) {
            frame.value->items.push_back(std::move(value));
            return &frame.value->items.back();
        }
        if (frame.awaits_value) {
            frame.awaits_value = false;
            frame.value->members.back().value = std::move(value);
            return &frame.value->members.back().value;
        }
        if (!value.is_scalar()) throw Complaint{mark, "yaml_key", {}};
        if (frame.value->find(value.text) != nullptr)
            throw Complaint{mark, "field_twice", {{"field", value.text}}};
        frame.awaits_value = true;
        frame.value->members.push_back({value.text, value.position, {}});
        return nullptr;
    }
    void open(const YAML::Mark& mark, Value::Type type) {
        if (m_open.size() >= kMostNesting) throw Complaint{mark, "too_deep", {}};
        Value value;
        value.type = type;
        m_open.push_back({put(mark, std::move(value))});
    }

    int m_first_line;
    std::vector<std::string_view> m_lines;
    std::vector<Frame> m_open;
};

std::optional<Value> read_yaml(const std::string& text, int first_line, const std::string& name,
                               Report& report) {
    Builder builder(text, first_line);
    const auto complain = [&](const YAML::Mark& mark, const std::string& key, Arguments arguments) {
        const auto at = builder.position(mark);
        report.error({name, at.line, at.column, {}, {}}, key, std::move(arguments));
    };
    try {
        std::istringstream stream(text);
        YAML::Parser parser(stream);
        if (parser.HandleNextDocument(builder)) {
            Builder ignored(text, first_line);
            if (parser.HandleNextDocument(ignored)) {
                complain(YAML::Mark(), "yaml_documents", {});
                return std::nullopt;
            }
        }
    } catch (const Complaint& complaint) {
        complain(complaint.mark, complaint.key, complaint.arguments);
        return std::nullopt;
    } catch (const YAML::Exception& error) {
        // What people do most: a text with ": " and no quotes around it; tabs; a bracket or a quote never
        // closed.
        const std::string words = error.msg;
        const bool is_colon = words == YAML::ErrorMsg::MAP_VALUE;
        const bool is_tab = words == YAML::ErrorMsg::TAB_IN_INDENTATION;
        if (is_colon || is_tab) {
            complain(error.mark, is_colon ? "yaml_colon" : "yaml_tab", {});
        } else {
            complain(error.mark, "yaml_syntax", {{"detail", words}});
        }
        return std::nullopt;
    }
    if (builder.root.type == Value::Type::null) builder.root.type = Value::Type::map;
    if (builder.root.type != Value::Type::map) {
        report.error({name, first_line, 0, {}, {}}, "yaml_not_fields");
        return std::nullopt;
    }
    return std::move(builder.root);
}

}  // namespace

MarkdownFile split_markdown(const std::string& text, const std::string& name, Report& report) {
    MarkdownFile file;
    std::string yaml;
    int number = 1;
    bool within = false;
    for (std::size_t start = 0; start < text.size(); ++number) {
        const auto end = std::min(text.find('\n', start), text.size());
        const auto line = std::string_view(text).substr(start, end - start);
        const bool is_fence = base::trim(line) == "---" && line.starts_with("---");
        if (number == 1 && !is_fence) {
            file.body = text;
            return file;
        }
        start = end + 1;
        if (number == 1) {
            within = file.has_front = true;
        } else if (is_fence) {
            within = false;
            file.body = text.substr(std::min(start, text.size()));
            file.body_line = number + 1;
            break;
        } else {
            yaml.append(line).append("\n");
        }
    }
    if (within) {
        report.error({name, 1, 1, {}, {}}, "front_not_closed");
        return file;
    }
    if (file.has_front) file.front = read_yaml(yaml, 2, name, report);
    return file;
}

}  // namespace accueil::publish
