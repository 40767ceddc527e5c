// SPDX-License-Identifier: GPL-3.0-or-later
// Everything that reads a laid-out tree: hits, focus order, JSON. Drawing is in paint.cpp.
#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <utility>

#include "kiosk/ui/node.hpp"
#include "sync/base/strings.hpp"

namespace accueil::ui {

namespace {

const Node* last_dialog(const Node& node) {
    for (auto child = node.children.rbegin(); child != node.children.rend(); ++child) {
        if (const Node* found = last_dialog(*child)) return found;
    }
    return node.role == Role::dialog ? &node : nullptr;
}

float distance(const Rect& rect, Point point) {
    const float dx = std::max({rect.x - point.x, 0.0F, point.x - rect.right()});
    const float dy = std::max({rect.y - point.y, 0.0F, point.y - rect.bottom()});
    return std::hypot(dx, dy);
}

// What a touch meets: a control, or else the innermost opaque surface that keeps it from all that lies under.
struct Met {
    const Node* control = nullptr;
    const Node* surface = nullptr;
};

// Later siblings lie over earlier ones, and a child over its parent.
Met meet(const Node& node, Point point) {
    const bool inside = node.visible.contains(point);
    if (!inside && std::none_of(node.children.begin(), node.children.end(),
                                [&](const Node& child) { return child.visible.contains(point); }))
        return {};
    Met met;
    for (auto child = node.children.rbegin(); child != node.children.rend(); ++child) {
        met = meet(*child, point);
        if (met.control != nullptr) return met;
        if (met.surface != nullptr) break;
    }
    if (inside && node.is_control()) return {&node, nullptr};
    if (inside && met.surface == nullptr && node.paint.fill) met.surface = &node;
    return met;
}

void nearest_within(const Node& node, Point point, float& best, const Node*& found) {
    if (node.is_control() && !node.visible.empty()) {
        const float away = distance(node.visible, point);
        if (away < best) {
            best = away;
            found = &node;
        }
    }
    for (const auto& child : node.children)
        nearest_within(child, point, best, found);
}

void collect(const Node& node, std::vector<const Node*>& out) {
    if (node.is_control() && node.focusable && !node.rect.empty()) out.push_back(&node);
    for (const auto& child : node.children)
        collect(child, out);
}

nlohmann::json json_of(const Node& node, const Environment& environment) {
    nlohmann::json json = nlohmann::json::object();
    json["role"] = name_of(node.role);
    if (!node.id.empty()) json["id"] = node.id;
    if (!node.name.empty()) json["name"] = node.name;
    if (!node.value.empty()) json["letters"] = base::letter_count(node.value);
    if (node.level > 0) json["level"] = node.level;
    if (node.state.current) json["current"] = true;
    if (node.state.selected) json["selected"] = true;
    if (node.state.disabled) json["disabled"] = true;
    if (node.on_tap) json["action"] = action::describe(*node.on_tap);
    if (node.text && !node.text->language.empty() && node.text->language != environment.language)
        json["lang"] = node.text->language;
    const auto whole = [](float v) { return static_cast<int>(std::lround(v)); };
    json["rect"] = {whole(node.rect.x), whole(node.rect.y), whole(node.rect.width), whole(node.rect.height)};
    if (node.visible.empty()) json["hidden"] = true;
    for (const auto& child : node.children) {
        nlohmann::json below = json_of(child, environment);
        // A node of layout alone is not part of what people hear: its children stand in its place.
        if (child.role == Role::none && !child.on_tap) {
            for (auto& grandchild : below["children"])
                json["children"].push_back(std::move(grandchild));
        } else {
            json["children"].push_back(std::move(below));
        }
    }
    return json;
}

}  // namespace

Node& Node::add(Node child) {
    children.push_back(std::move(child));
    return children.back();
}

const Node* find(const Node& root, const std::string& id) {
    if (!id.empty() && root.id == id) return &root;
    for (const auto& child : root.children) {
        if (const Node* found = find(child, id)) return found;
    }
    return nullptr;
}

const Node* find_scroller(const Node& root) {
    if (root.layout.scroll) return &root;
    for (const auto& child : root.children) {
        if (const Node* found = find_scroller(child)) return found;
    }
    return nullptr;
}

float scroll_limit(const Node& root) {
    const Node* scroller = find_scroller(root);
    return scroller == nullptr ? 0 : std::max(0.0F, scroller->content_height - scroller->rect.height);
}

const Node* hit(const Node& root, Point point, float reach) {
    const Node* dialog = last_dialog(root);
    const Node& top = dialog == nullptr ? root : *dialog;
    const Met met = meet(top, point);
    if (met.control != nullptr) return met.control;
    const Node* found = nullptr;
    float best = reach;
    nearest_within(met.surface == nullptr ? top : *met.surface, point, best, found);
    return found;
}

std::vector<const Node*> focus_order(const Node& root) {
    const Node* dialog = last_dialog(root);
    std::vector<const Node*> order;
    collect(dialog == nullptr ? root : *dialog, order);
    return order;
}

const char* name_of(Role role) {
    static constexpr const char* kNames[] = {"none",     "group",   "banner",    "navigation", "main",
                                             "article",  "heading", "paragraph", "text",       "list",
                                             "listitem", "button",  "link",      "tab",        "image",
                                             "map",      "dialog",  "status",    "textbox",    "slider"};
    return kNames[static_cast<std::size_t>(role)];
}

std::string to_json(const Node& root, const Environment& environment) {
    nlohmann::json json = json_of(root, environment);
    json["lang"] = environment.language;
    json["dir"] = environment.right_to_left ? "rtl" : "ltr";
    return json.dump(1);
}

}  // namespace accueil::ui
