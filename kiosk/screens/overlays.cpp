// SPDX-License-Identifier: GPL-3.0-or-later
#include "kiosk/screens/overlays.hpp"

#include "kiosk/screens/parts.hpp"

namespace accueil::screens {

using draw::Token;
using draw::Weight;
using ui::Node;

Node dialog(const Context& context, const std::string& title, const char* icon_name, action::Action close) {
    Node scrim = ui::column();
    scrim.role = ui::Role::dialog;
    scrim.name = title;
    scrim.layout.absolute = true;
    scrim.layout.align = ui::Place::stretch;
    scrim.layout.distribute = ui::Distribute::start;
    scrim.layout.height = context.size.height;
    scrim.paint.fill = Token::scrim;
    Node outside;
    outside.id = "dialog/outside";
    outside.on_tap = std::move(close);
    outside.focusable = false;
    outside.layout.grow = 1;
    scrim.add(std::move(outside));
    Node middle = ui::column();
    middle.layout.align = ui::Place::center;
    middle.layout.padding = ui::Edges::all(40);
    Node sheet = ui::card(ui::Edges::all(40));
    sheet.id = "dialog/sheet";
    sheet.layout.gap = 24;
    sheet.layout.max_width = 1000;
    sheet.layout.width = std::min(1000.0F, context.size.width - 80);
    Node head = ui::row(20);
    head.add(ui::icon(icon_name, 48, Token::primary));
    Node words = ui::heading({title, {}}, 1, ui::type::kTitle);
    words.layout.grow = 1;
    head.add(std::move(words));
    sheet.add(std::move(head));
    middle.add(std::move(sheet));
    scrim.add(std::move(middle));
    return scrim;
}

Node& dialog_sheet(Node& dialog) {
    return dialog.children[1].children[0];
}

Node dialog_choices(const std::string& title, std::vector<Node> chips) {
    Node group = ui::column(12);
    group.role = ui::Role::group;
    group.name = title;
    group.add(ui::label({title, {}}, ui::type::kBody, Token::ink_soft, Weight::semibold));
    Node line = ui::row(16);
    line.layout.wrap = true;
    for (auto& chip : chips)
        line.add(std::move(chip));
    group.add(std::move(line));
    return group;
}

namespace {

Node close_button(const Context& context, action::Overlay overlay) {
    return ui::button("dialog/close", context.tr("ui.close"), "check", action::ShowOverlay{overlay},
                      ui::ButtonKind::primary);
}

}  // namespace

Node languages_dialog(const Context& context) {
    const action::ShowOverlay close{action::Overlay::languages};
    Node node = dialog(context, context.tr("ui.languages.title"), "translate", close);
    Node& sheet = dialog_sheet(node);
    Node grid;
    grid.layout.columns = 1;
    grid.layout.gap = 16;
    std::vector<std::string> languages{"fr"};
    if (context.feed != nullptr && !context.feed->info.languages.empty())
        languages = context.feed->info.languages;
    for (const auto& language : languages) {
        if (!context.catalog.has(language, "ui.language.name")) continue;
        const std::string name = context.catalog.text(language, "ui.language.name");
        const bool current = language == context.language();
        Node choice = ui::card_control("language/" + language, name, action::SetLanguage{language},
                                       ui::Edges::of(20, 32));
        choice.role = ui::Role::button;
        choice.state.selected = current;
        choice.layout.direction = ui::Direction::row;
        choice.layout.align = ui::Place::center;
        choice.layout.min_height = 104;
        if (current) {
            choice.paint.fill = Token::primary_soft;
            choice.paint.border = Token::primary;
            choice.paint.border_width = 4;
        }
        Node words = ui::label({name, language}, ui::type::kTitle, current ? Token::primary : Token::ink,
                               Weight::semibold);
        words.layout.grow = 1;
        choice.add(std::move(words));
        if (current) choice.add(ui::icon("check", 44, Token::primary));
        grid.add(std::move(choice));
    }
    sheet.add(std::move(grid));
    sheet.add(close_button(context, action::Overlay::languages));
    return node;
}

Node access_dialog(const Context& context) {
    const action::ShowOverlay close{action::Overlay::access};
    const auto& now = context.state.preferences;
    Node node = dialog(context, context.tr("ui.access.title"), "text-aa", close);
    Node& sheet = dialog_sheet(node);
    std::vector<Node> sizes;
    for (const int percent : {100, 125, 150}) {
        const auto number = std::to_string(percent);
        sizes.push_back(ui::chip("access/text/" + number, context.tr("ui.access.text." + number), "text-aa",
                                 now.text_percent == percent, action::SetTextPercent{percent}));
    }
    sheet.add(dialog_choices(context.tr("ui.access.text"), std::move(sizes)));
    std::vector<Node> looks;
    using action::Appearance;
    struct Look {
        const char* name;
        Appearance appearance;
        const char* icon_name;
    };
    for (const Look& look : {Look{"light", Appearance::light, "sun"}, Look{"dark", Appearance::dark, "moon"},
                             Look{"contrast", Appearance::contrast, "circle-half"}}) {
        looks.push_back(ui::chip(std::string("access/look/") + look.name,
                                 context.tr(std::string("ui.access.look.") + look.name), look.icon_name,
                                 now.appearance == look.appearance, action::SetAppearance{look.appearance}));
    }
    sheet.add(dialog_choices(context.tr("ui.access.look"), std::move(looks)));
    std::vector<Node> motions;
    motions.push_back(ui::chip("access/motion/full", context.tr("ui.access.motion.full"), "play",
                               !now.reduced_motion, action::SetReducedMotion{false}));
    motions.push_back(ui::chip("access/motion/reduced", context.tr("ui.access.motion.reduced"), "pause",
                               now.reduced_motion, action::SetReducedMotion{true}));
    sheet.add(dialog_choices(context.tr("ui.access.motion"), std::move(motions)));
    sheet.add(close_button(context, action::Overlay::access));
    return node;
}

Node countdown_dialog(const Context& context) {
    Node node = dialog(context, context.tr("ui.idle.title"), "clock-countdown", action::Stay{});
    Node& sheet = dialog_sheet(node);
    const auto seconds = static_cast<std::size_t>(std::max(0, *context.countdown));
    Node left = ui::label({context.count("ui.idle.seconds", seconds), {}}, ui::type::kLarge, Token::primary,
                          Weight::bold);
    left.id = "idle/left";
    left.role = ui::Role::status;
    sheet.add(std::move(left));
    // What somebody is writing is more to lose than a place on the way.
    const bool writes = context.state.draft.has_words();
    sheet.add(
        ui::paragraph({context.tr(writes ? "ui.idle.body_written" : "ui.idle.body"), {}}, ui::type::kLead));
    Node buttons = ui::row(24);
    Node stay = ui::button("idle/stay", context.tr("ui.idle.stay"), "hand-palm", action::Stay{},
                           ui::ButtonKind::primary);
    stay.layout.grow = 1;
    buttons.add(std::move(stay));
    Node end = ui::button("idle/end", context.tr("ui.end"), "x", action::EndVisit{});
    end.layout.grow = 1;
    buttons.add(std::move(end));
    sheet.add(std::move(buttons));
    return node;
}

}  // namespace accueil::screens
