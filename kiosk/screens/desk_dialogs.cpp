// SPDX-License-Identifier: GPL-3.0-or-later
// The dialogs of the desk, and the one by which visitors say what is wrong.
#include <algorithm>

#include "kiosk/screens/desk.hpp"
#include "kiosk/screens/overlays.hpp"
#include "kiosk/screens/parts.hpp"

namespace accueil::screens {

using action::PinState;
using draw::Token;
using draw::Weight;
using ui::Node;

namespace {

constexpr float kPadWidth = 620, kKeyHeight = 92, kDot = 28;

bool takes_keys(const Context& context) {
    const auto state = context.state.pin.state;
    return state != PinState::checking && state != PinState::waiting;
}

Node pad_key(const std::string& id, const std::string& name, action::Action action, bool possible) {
    Node key = ui::row(0);
    key.id = id;
    key.role = ui::Role::button;
    key.name = name;
    key.on_tap = std::move(action);
    key.state.disabled = !possible;
    key.layout.min_height = kKeyHeight;
    key.layout.distribute = ui::Distribute::center;
    key.paint = {Token::surface_raised, possible ? Token::border_strong : Token::border, 2, ui::kRadius,
                 true};
    return key;
}

Node digit_key(const Context& context, int digit) {
    const auto words = std::to_string(digit);
    const bool possible = takes_keys(context);
    Node key = pad_key("pin/" + words, words, action::PinDigit{digit}, possible);
    Node text = ui::label({words, {}}, ui::type::kTitle, possible ? Token::ink : Token::border_strong,
                          Weight::semibold);
    text.role = ui::Role::none;
    text.text->max_size = 60;
    key.add(std::move(text));
    return key;
}

Node icon_key(const Context& context, const char* id, const char* words, const char* icon_name,
              action::Action action, bool possible) {
    Node key = pad_key(id, context.tr(words), std::move(action), possible);
    key.add(ui::icon(icon_name, 44, possible ? Token::primary : Token::border_strong));
    return key;
}

// As many dots as may be typed; those that were are full.
Node dots(const Context& context) {
    const int typed = context.state.pin.typed;
    Node line = ui::row(16);
    line.id = "pin/typed";
    line.role = ui::Role::status;
    line.name = context.count("ui.pin.typed", static_cast<std::size_t>(typed));
    line.layout.distribute = ui::Distribute::center;
    line.layout.right_to_left = false;
    for (int i = 0; i < action::kLongestPin; ++i) {
        Node dot;
        dot.layout.width = dot.layout.height = kDot;
        dot.paint = {i < typed ? std::optional(Token::primary) : std::nullopt, Token::border_strong, 2,
                     kDot / 2, false};
        line.add(std::move(dot));
    }
    return line;
}

std::string pin_words(const Context& context) {
    switch (context.state.pin.state) {
        case PinState::typing:
            return context.tr("ui.pin.ask");
        case PinState::checking:
            return context.tr("ui.pin.checking");
        case PinState::wrong:
            return context.tr("ui.pin.wrong");
        case PinState::failed:
            return context.tr("ui.pin.failed");
        case PinState::waiting:
            break;
    }
    const int left = std::max(1, context.pin_wait.value_or(1));
    return left < 60 ? context.count("ui.pin.wait_seconds", static_cast<std::size_t>(left))
                     : context.count("ui.pin.wait_minutes", static_cast<std::size_t>((left + 59) / 60));
}

}  // namespace

Node pin_dialog(const Context& context) {
    const action::ShowOverlay close{action::Overlay::pin};
    Node node = dialog(context, context.tr("ui.pin.title"), "lock-key", close);
    Node& sheet = dialog_sheet(node);
    const auto state = context.state.pin.state;
    const bool is_trouble = state != PinState::typing && state != PinState::checking;
    Node words = ui::label({pin_words(context), {}}, ui::type::kBody,
                           is_trouble ? Token::closed : Token::ink_soft, Weight::medium);
    words.id = "pin/words";
    words.role = ui::Role::status;
    sheet.add(std::move(words));
    sheet.add(dots(context));
    Node middle = ui::row(0);
    middle.layout.distribute = ui::Distribute::center;
    Node pad;
    pad.role = ui::Role::group;
    pad.name = context.tr("ui.pin.pad");
    pad.layout.columns = 3;
    pad.layout.gap = 12;
    pad.layout.width = kPadWidth;
    pad.layout.right_to_left = false;  // digits stand so in every language
    for (int digit = 1; digit <= 9; ++digit)
        pad.add(digit_key(context, digit));
    const bool is_long_enough = context.state.pin.typed >= action::kShortestPin;
    pad.add(icon_key(context, "pin/erase", "ui.pin.erase", "eraser", action::PinErase{},
                     takes_keys(context) && context.state.pin.typed > 0));
    pad.add(digit_key(context, 0));
    pad.add(icon_key(context, "pin/enter", "ui.pin.enter", "check", action::PinEnter{},
                     takes_keys(context) && is_long_enough));
    middle.add(std::move(pad));
    sheet.add(std::move(middle));
    sheet.add(ui::button("dialog/close", context.tr("ui.cancel"), "x", close));
    return node;
}

Node report_dialog(const Context& context) {
    const action::ShowOverlay close{action::Overlay::report};
    Node node = dialog(context, context.tr("ui.report.title"), "warning-circle", close);
    Node& sheet = dialog_sheet(node);
    sheet.add(ui::paragraph({context.tr("ui.report.lead"), {}}, ui::type::kBody, Token::ink_soft));
    static constexpr const char* kIcons[] = {"clock", "map-pin", "phone", "prohibit", "dots-three"};
    Node reasons = ui::column(12);
    reasons.role = ui::Role::list;
    for (const auto reason : action::kErrorReasons) {
        const std::string name = action::name_of(reason);
        Node choice =
            ui::card_control("report/" + name, context.tr("ui.report.reason." + name),
                             action::ReportError{context.entry.route.id, reason}, ui::Edges::of(14, 28));
        choice.role = ui::Role::button;
        choice.layout.direction = ui::Direction::row;
        choice.layout.align = ui::Place::center;
        choice.layout.gap = 20;
        choice.layout.min_height = 84;
        choice.add(ui::icon(kIcons[static_cast<std::size_t>(reason)], 40, Token::primary));
        Node words = ui::label({context.tr("ui.report.reason." + name), {}}, ui::type::kBody, Token::ink,
                               Weight::semibold);
        words.role = ui::Role::none;
        words.layout.grow = 1;
        choice.add(std::move(words));
        reasons.add(std::move(choice));
    }
    sheet.add(std::move(reasons));
    sheet.add(ui::button("dialog/close", context.tr("ui.cancel"), "x", close));
    return node;
}

Node notice_dialog(const Context& context, model::DeskNoticeKind kind) {
    const bool is_closing = kind == model::DeskNoticeKind::closed_today;
    const action::ShowOverlay close{is_closing ? action::Overlay::closed_today : action::Overlay::full_today};
    const std::string key = is_closing ? "ui.desk.closed" : "ui.desk.full";
    Node node = dialog(context, context.tr(key + ".ask"), is_closing ? "x-circle" : "users", close);
    Node& sheet = dialog_sheet(node);
    sheet.add(ui::paragraph({context.tr("ui.desk.notice.until"), {}}, ui::type::kLead));
    Node buttons = ui::row(24);
    Node yes = ui::button("notice/yes", context.tr(key), "check",
                          action::PostNotice{context.entry.route.id, kind}, ui::ButtonKind::primary);
    yes.layout.grow = 1;
    buttons.add(std::move(yes));
    Node no = ui::button("dialog/close", context.tr("ui.cancel"), "x", close);
    no.layout.grow = 1;
    buttons.add(std::move(no));
    sheet.add(std::move(buttons));
    return node;
}

}  // namespace accueil::screens
