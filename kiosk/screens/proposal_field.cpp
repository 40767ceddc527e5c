// SPDX-License-Identifier: GPL-3.0-or-later
// One field of the proposal and the keys that write into it.
#include "kiosk/screens/keyboard.hpp"
#include "kiosk/screens/parts.hpp"
#include "kiosk/screens/proposal.hpp"
#include "sync/base/strings.hpp"

namespace accueil::screens {

using action::Field;
using draw::Token;
using draw::Weight;
using ui::Node;

namespace {

constexpr float kWrittenMargin = 40, kProseKeysMargin = 16;
constexpr float kProseKeysWidth = 980;  // lying: beside what is written
constexpr float kTextHeight = 360;
constexpr std::size_t kFewLeft = 40;  // letters, from which on it is said how many there are

Node written(const Context& context, Field field, const action::Typed<const std::string>& typed) {
    Node box = ui::column(0, ui::Edges::of(20, 24));
    box.id = std::string("propose/written/") + action::name_of(field);
    box.role = ui::Role::textbox;
    box.name = context.tr(std::string("ui.propose.") + action::name_of(field));
    box.value = *typed.text;
    // A text has room from the first word on.
    if (typed.has_lines) box.layout.min_height = kTextHeight;
    box.paint = {Token::surface_raised, context.state.draft.is_full ? Token::closed : Token::primary, 4, 24,
                 false};
    Node text = ui::label({*typed.text, {}}, ui::type::kLead, Token::ink, Weight::medium);
    text.role = ui::Role::none;
    text.text->has_caret = true;
    text.text->max_size = ui::type::kTitle;
    box.add(std::move(text));
    return box;
}

std::string room_words(const Context& context, const action::Typed<const std::string>& typed) {
    const auto letters = base::letter_count(*typed.text);
    if (context.state.draft.is_full)
        return context.tr("ui.propose.too_long", {{"most", std::to_string(typed.most_letters)}});
    const auto left = typed.most_letters - std::min(letters, typed.most_letters);
    return left > kFewLeft ? std::string() : context.count("ui.count.letters_left", left);
}

/// What is asked, and how much room there is.
Node question(const Context& context, Field field, const action::Typed<const std::string>& typed) {
    const std::string key = std::string("ui.propose.") + action::name_of(field);
    Node texts = ui::column(6);
    texts.layout.grow = 1;
    texts.add(ui::heading({context.tr(key), {}}, 1, 38));
    const auto room = room_words(context, typed);
    if (room.empty()) {
        texts.add(ui::label({context.tr(key + ".help"), {}}, 24, Token::ink_soft));
        return texts;
    }
    const bool is_full = context.state.draft.is_full;
    Node line = ui::fact(is_full ? "warning-circle" : "info", {room, {}}, 24,
                         is_full ? Token::closed : Token::ink_soft);
    line.id = "propose/room";
    if (is_full) line.children.front().icon->color = Token::closed;
    texts.add(std::move(line));
    return texts;
}

Node ways_on(const Context& context, Field field) {
    Node line = ui::row(16);
    line.layout.distribute = ui::Distribute::end;
    line.layout.wrap = context.environment.text_factor > 1;
    const auto next = action::field_after(field);
    const bool has_next = next != Field::none;
    line.add(ui::button("propose/form", context.tr("ui.propose.to_form"), has_next ? "" : "check",
                        action::WriteField{Field::none},
                        has_next ? ui::ButtonKind::secondary : ui::ButtonKind::primary));
    if (has_next)
        line.add(ui::button("propose/next",
                            context.tr(std::string("ui.propose.next.") + action::name_of(next)),
                            "arrow-right", action::WriteField{next}, ui::ButtonKind::primary));
    return line;
}

}  // namespace

Node proposal_field(const Context& context) {
    const auto field = context.state.draft.field;
    const auto typed = action::typed_text(context.state);
    const bool upright = context.portrait();
    Node scroll;
    scroll.id = "scroll";
    scroll.layout.scroll = true;
    scroll.layout.grow = 1;
    scroll.layout.padding = ui::Edges::of(16, upright ? kWrittenMargin : 8);
    scroll.add(written(context, field, typed));
    Node keys = ui::column(12);
    // The keys stand still: what is written gives way to the variants.
    if (!context.entry.held_key.empty()) keys.add(variant_row(context));
    keys.add(keyboard(context, typed.has_lines ? Keys::lines : Keys::line));
    Node whole = ui::column(0);
    whole.paint.fill = Token::surface;
    if (upright) {
        Node head = ui::column(0, {24, kWrittenMargin, 8, kWrittenMargin});
        head.add(question(context, field, typed));
        whole.add(std::move(head));
        whole.add(std::move(scroll));
        Node ways = ways_on(context, field);
        ways.layout.padding = ui::Edges::of(12, kWrittenMargin);
        whole.add(std::move(ways));
        keys.layout.padding = {8, kProseKeysMargin, 12, kProseKeysMargin};
        whole.add(std::move(keys));
        return whole;
    }
    whole.layout.direction = ui::Direction::row;
    whole.layout.gap = 24;
    whole.layout.padding = {0, kWrittenMargin, 0, kWrittenMargin - 8};
    Node left = ui::column(0);
    left.layout.grow = 1;
    Node head = ui::column(0, {24, 8, 8, 8});
    head.add(question(context, field, typed));
    left.add(std::move(head));
    left.add(std::move(scroll));
    whole.add(std::move(left));
    Node right = ui::column(16, ui::Edges::of(24, 0));
    right.layout.width = kProseKeysWidth;
    right.add(ways_on(context, field));
    right.add(ui::spacer());
    right.add(std::move(keys));
    whole.add(std::move(right));
    return whole;
}

}  // namespace accueil::screens
