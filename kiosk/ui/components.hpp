// SPDX-License-Identifier: GPL-3.0-or-later
// The parts that screens are put together from, with the sizes and colours of docs/design.md. Pure; UI
// thread.
#pragma once

#include <string>
#include <vector>

#include "kiosk/ui/node.hpp"

namespace accueil::ui {

/// Sizes of text at 1080 design pixels of width.
namespace type {
inline constexpr float kCaption = 22, kBody = 28, kLead = 34, kTitle = 44, kLarge = 56, kGreeting = 76;
}

/// The least height of what a finger touches.
inline constexpr float kTarget = 72;
inline constexpr float kRadius = 16;

struct Words {
    std::string text;
    std::string language;  ///< empty: that of the interface
};

Node column(float gap = 0, Edges padding = {});
Node row(float gap = 0, Place align = Place::center);
Node spacer();  ///< takes what room is left

Node label(Words words, float size = type::kBody, draw::Token color = draw::Token::ink,
           draw::Weight weight = draw::Weight::regular);
/// A title; its node carries the level for those who listen.
Node heading(Words words, int level, float size);
/// Running text, aligned by its own language, at most 70 characters wide.
Node paragraph(Words words, float size = type::kBody, draw::Token color = draw::Token::ink);

Node icon(std::string name, float size = 40, draw::Token color = draw::Token::ink, bool filled = false);

enum class ButtonKind { primary, secondary, quiet };
Node button(std::string id, std::string words, std::string icon_name, action::Action action,
            ButtonKind kind = ButtonKind::secondary);
/// A square button with an icon alone; `name` is heard and found by tests.
Node icon_button(std::string id, std::string name, std::string icon_name, action::Action action);

/// The button as it is where it is possible; else out of reach, and seen to be.
Node dimmed(Node button, bool possible);
/// The one of a row that does what the row is for.
Node prominent(Node icon_button);

/// A choice that can be on: chips of filters, languages, text sizes.
Node chip(std::string id, std::string words, std::string icon_name, bool selected, action::Action action);

/// A raised surface. With an action it is a control with an edge of at least 3:1.
Node card(Edges padding = Edges::all(24));
Node card_control(std::string id, std::string name, action::Action action, Edges padding = Edges::all(24));

/// Icon and words in a soft coloured pill: a state, never by colour alone.
Node pill(std::string icon_name, std::string words, draw::Token ink, draw::Token fill);

/// Icon and words side by side: a fact about a place.
Node fact(std::string icon_name, Words words, float size = type::kBody, draw::Token color = draw::Token::ink);

/// A sentence, a drawing of the icon family, and one way on.
Node empty_state(std::string icon_name, Words sentence, std::vector<Node> ways_on);

/// Text for Pango markup with its special characters escaped.
std::string escape_markup(std::string_view text);

}  // namespace accueil::ui
