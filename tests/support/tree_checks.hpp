// SPDX-License-Identifier: GPL-3.0-or-later
// What is true of every laid-out tree that people see: looked for node by node, said in words. Pure.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "kiosk/ui/components.hpp"
#include "sync/base/strings.hpp"
#include "tests/support/content_copy.hpp"

namespace accueil::support {

class TreeChecks {
  public:
    explicit TreeChecks(draw::TextEngine& engine) : m_engine(engine) {}

    /// What a designer, a finger or a listener would stumble over.
    std::vector<std::string> findings(const ui::Node& root) {
        m_findings.clear();
        m_ids.clear();
        visit(root, root.rect, false);
        return m_findings;
    }

  private:
    static constexpr float kSlack = 1;  // of rounding

    void say(const ui::Node& node, const std::string& what) {
        const auto whole = [](float v) { return std::to_string(static_cast<int>(v)); };
        m_findings.push_back(std::string(ui::name_of(node.role)) + " " + node.id + " '" +
                             node.name.substr(0, 60) + "' at " + whole(node.rect.x) + "," +
                             whole(node.rect.y) + " " + whole(node.rect.width) + "x" +
                             whole(node.rect.height) + ": " + what);
    }

    void visit(const ui::Node& node, const base::Rect& room, bool scrolls) {
        const auto& rect = node.rect;
        if (rect.x < room.x - kSlack || rect.right() > room.right() + kSlack)
            say(node, "leaves its parent sideways");
        if (!scrolls && (rect.y < room.y - kSlack || rect.bottom() > room.bottom() + kSlack))
            say(node, "leaves its parent upwards or downwards");
        if (!node.id.empty() && !m_ids.insert(node.id).second) say(node, "has another node's id");
        words(node.name, node);
        if (node.text) text(node);
        if (node.icon && !m_engine.has_icon(node.icon->name))
            say(node, "no icon is called " + node.icon->name);
        if (node.on_tap && node.focusable) control(node);
        if (needs_name(node.role) && node.name.empty()) say(node, "has no name to be heard by");
        for (const auto& child : node.children)
            visit(child, rect, node.layout.scroll);
    }

    void control(const ui::Node& node) {
        if (node.id.empty()) say(node, "a control without an id");
        if (node.role == ui::Role::none || node.name.empty()) say(node, "a control without a role or a name");
        if (node.rect.width < ui::kTarget - 0.5F || node.rect.height < ui::kTarget - 0.5F)
            say(node, "too small for a finger");
    }

    void text(const ui::Node& node) {
        const auto& padding = node.layout.padding;
        const auto size = node.text_layout->size();
        if (size.width > node.rect.width - padding.start - padding.end + kSlack)
            say(node, "words wider than their room");
        if (size.height > node.rect.height - padding.top - padding.bottom + kSlack)
            say(node, "words taller than their room");
        if (node.text->style.max_lines == 1 && node.text_layout->truncated())
            say(node, "a label that is cut");
        words(node.text->words, node);
    }

    // A key that no language has is shown as it is; an argument that nobody gave keeps its braces.
    void words(const std::string& text, const ui::Node& node) {
        if (text.find('{') != std::string::npos) say(node, "an argument is missing in: " + text);
        for (const auto& word : base::split(text, ' ')) {
            for (const char* family : {"ui.", "date.", "time.", "language.", "kiosk."}) {
                if (word.starts_with(family) && word != family) say(node, "a key without words: " + word);
            }
        }
    }

    static bool needs_name(ui::Role role) {
        using ui::Role;
        for (const auto named :
             {Role::navigation, Role::article, Role::heading, Role::paragraph, Role::text, Role::button,
              Role::link, Role::tab, Role::image, Role::map, Role::dialog, Role::status}) {
            if (role == named) return true;
        }
        return false;
    }

    draw::TextEngine& m_engine;
    std::vector<std::string> m_findings;
    std::set<std::string> m_ids;
};

/// At most ten lines, for a test's report.
inline std::string few(const std::vector<std::string>& lines) {
    std::string out;
    for (std::size_t i = 0; i < lines.size() && i < 10; ++i)
        out += lines[i] + "\n";
    return out + (lines.size() > 10 ? "… " + std::to_string(lines.size()) + " in all\n" : "");
}

}  // namespace accueil::support
