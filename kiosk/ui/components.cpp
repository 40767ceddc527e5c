// SPDX-License-Identifier: GPL-3.0-or-later
#include "kiosk/ui/components.hpp"

#include <utility>

namespace accueil::ui {

using draw::Token;
using draw::Weight;

namespace {
// About 70 characters of Inter.
constexpr float kMeasure = 35.0F;
}  // namespace

Node column(float gap, Edges padding) {
    Node node;
    node.layout.gap = gap;
    node.layout.padding = padding;
    return node;
}

Node row(float gap, Place align) {
    Node node;
    node.layout.direction = Direction::row;
    node.layout.gap = gap;
    node.layout.align = align;
    return node;
}

Node spacer() {
    Node node;
    node.layout.grow = 1;
    return node;
}

Node label(Words words, float size, Token color, Weight weight) {
    Node node;
    node.role = Role::text;
    node.name = words.text;
    TextContent content;
    content.words = std::move(words.text);
    content.language = std::move(words.language);
    content.color = color;
    content.style.size = size;
    content.style.weight = weight;
    content.style.line_height = size >= type::kTitle ? 1.15F : 1.3F;
    node.text = std::move(content);
    return node;
}

Node heading(Words words, int level, float size) {
    Node node = label(std::move(words), size, Token::ink, Weight::bold);
    node.role = Role::heading;
    node.level = level;
    node.text->style.line_height = 1.18F;
    return node;
}

Node paragraph(Words words, float size, Token color) {
    Node node = label(std::move(words), size, color);
    node.role = Role::paragraph;
    node.text->own_direction = true;
    node.text->style.line_height = 1.4F;
    node.layout.max_width = size * kMeasure;
    return node;
}

Node icon(std::string name, float size, Token color, bool filled) {
    Node node;
    IconContent content;
    content.directional = name.starts_with("arrow-") || name.starts_with("caret-");
    content.name = std::move(name);
    content.size = size;
    content.color = color;
    content.filled = filled;
    node.icon = std::move(content);
    return node;
}

Node button(std::string id, std::string words, std::string icon_name, action::Action action,
            ButtonKind kind) {
    const Token ink = kind == ButtonKind::primary ? Token::on_primary
                      : kind == ButtonKind::quiet ? Token::primary
                                                  : Token::ink;
    Node node = row(16);
    node.id = std::move(id);
    node.role = Role::button;
    node.name = words;
    node.on_tap = std::move(action);
    node.layout.padding = Edges::of(12, 28);
    node.layout.min_height = kTarget;
    node.layout.distribute = Distribute::center;
    node.paint.pressable = true;
    node.paint.radius = kRadius;
    if (kind == ButtonKind::primary) {
        node.paint.fill = Token::primary;
    } else {
        node.paint.fill = Token::surface_raised;
        node.paint.border = Token::border_strong;
        node.paint.border_width = kind == ButtonKind::quiet ? 0 : 2;
    }
    if (!icon_name.empty()) node.add(icon(std::move(icon_name), 36, ink));
    Node text = label({std::move(words), {}}, type::kBody, ink, Weight::semibold);
    text.role = Role::none;
    node.add(std::move(text));
    return node;
}

Node icon_button(std::string id, std::string name, std::string icon_name, action::Action action) {
    Node node = row(0);
    node.id = std::move(id);
    node.role = Role::button;
    node.name = std::move(name);
    node.on_tap = std::move(action);
    node.layout.width = kTarget;
    node.layout.height = kTarget;
    node.layout.distribute = Distribute::center;
    node.paint = {Token::surface_raised, Token::border_strong, 2, kRadius, true};
    node.add(icon(std::move(icon_name), 40));
    return node;
}

Node prominent(Node icon_button) {
    icon_button.paint.fill = Token::primary;
    for (auto& child : icon_button.children) {
        if (!child.icon) continue;
        child.icon->color = Token::on_primary;
        child.icon->filled = true;
    }
    return icon_button;
}

Node dimmed(Node button, bool possible) {
    button.state.disabled = !possible;
    if (possible) return button;
    button.paint.border = Token::border;
    for (auto& child : button.children) {
        if (child.icon) child.icon->color = Token::border_strong;
        if (child.text) child.text->color = Token::border_strong;
    }
    return button;
}

Node chip(std::string id, std::string words, std::string icon_name, bool selected, action::Action action) {
    Node node = row(12);
    node.id = std::move(id);
    node.role = Role::button;
    node.name = words;
    node.state.selected = selected;
    node.on_tap = std::move(action);
    node.layout.padding = Edges::of(8, 24);
    node.layout.min_height = kTarget;
    node.layout.distribute = Distribute::center;
    node.paint = {selected ? Token::primary_soft : Token::surface_raised,
                  selected ? Token::primary : Token::border_strong, selected ? 4.0F : 2.0F, kTarget / 2,
                  true};
    if (!icon_name.empty())
        node.add(icon(std::move(icon_name), 32, selected ? Token::primary : Token::ink, selected));
    Node text = label({std::move(words), {}}, type::kBody, selected ? Token::primary : Token::ink,
                      selected ? Weight::semibold : Weight::medium);
    text.role = Role::none;
    node.add(std::move(text));
    if (selected) node.add(icon("check", 28, Token::primary));
    return node;
}

Node card(Edges padding) {
    Node node = column(16, padding);
    node.paint = {Token::surface_raised, Token::border, 1.5F, 24, false};
    return node;
}

Node card_control(std::string id, std::string name, action::Action action, Edges padding) {
    Node node = card(padding);
    node.id = std::move(id);
    node.role = Role::link;
    node.name = std::move(name);
    node.on_tap = std::move(action);
    node.layout.min_height = kTarget;
    node.paint.border = Token::border_strong;
    node.paint.border_width = 2;
    node.paint.pressable = true;
    return node;
}

Node pill(std::string icon_name, std::string words, Token ink, Token fill) {
    Node node = row(10);
    node.role = Role::status;
    node.name = words;
    node.layout.padding = Edges::of(6, 18);
    node.paint = {fill, std::nullopt, 0, 26, false};
    node.add(icon(std::move(icon_name), 28, ink, true));
    Node text = label({std::move(words), {}}, 24, ink, Weight::semibold);
    text.role = Role::none;
    node.add(std::move(text));
    return node;
}

Node fact(std::string icon_name, Words words, float size, Token color) {
    Node node = row(16, Place::start);
    node.add(icon(std::move(icon_name), size * 1.25F, Token::primary));
    Node text = label(std::move(words), size, color);
    text.layout.grow = 1;
    node.add(std::move(text));
    return node;
}

Node empty_state(std::string icon_name, Words sentence, std::vector<Node> ways_on) {
    Node node = column(32, Edges::of(96, 48));
    node.layout.align = Place::center;
    node.add(icon(std::move(icon_name), 120, Token::primary));
    Node text = label(std::move(sentence), type::kLead);
    text.text->centered = true;
    text.layout.max_width = 760;
    node.add(std::move(text));
    for (auto& way : ways_on)
        node.add(std::move(way));
    return node;
}

}  // namespace accueil::ui
