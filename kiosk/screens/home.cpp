// SPDX-License-Identifier: GPL-3.0-or-later
// "Bonjour. Que cherchez-vous ?": eight needs, the map, the questions.
#include "kiosk/screens/map_screen.hpp"
#include "kiosk/screens/parts.hpp"
#include "kiosk/screens/screens.hpp"

namespace accueil::screens {

using action::ScreenKind;
using draw::Token;
using draw::Weight;
using ui::Node;

namespace {

// The languages as their own names, at hand before anything can be read.
Node language_row(const Context& context) {
    Node line = ui::row(12);
    line.layout.wrap = true;
    if (context.feed == nullptr) return line;
    for (const auto& language : context.feed->info.languages) {
        if (!context.catalog.has(language, "ui.language.name")) continue;
        Node chip = ui::chip("home/language/" + language, context.catalog.text(language, "ui.language.name"),
                             "", language == context.language(), action::SetLanguage{language});
        for (auto& child : chip.children) {
            if (child.text) child.text->language = language;
        }
        line.add(std::move(chip));
    }
    return line;
}

// One wide field: it opens the search with its keys.
Node search_field(const Context& context, const char* words) {
    Node field = ui::row(18);
    field.id = "home/search";
    field.role = ui::Role::link;
    field.name = context.tr("ui.search.title");
    field.on_tap = open(ScreenKind::search);
    field.layout.padding = ui::Edges::of(8, 28);
    field.layout.min_height = context.portrait() ? 96 : 76;
    field.paint = {Token::surface_raised, Token::primary, 3, 24, true};
    field.add(ui::icon("magnifying-glass", 44, Token::primary));
    Node text = ui::label({context.tr(words), {}}, ui::type::kLead, Token::ink_soft);
    text.role = ui::Role::none;
    text.layout.grow = 1;
    field.add(std::move(text));
    return field;
}

Node greeting(const Context& context) {
    Node hello = ui::heading({context.tr("ui.home.greeting"), {}}, 1, ui::type::kGreeting);
    Node ask = ui::label({context.tr("ui.home.ask"), {}}, ui::type::kTitle, Token::ink, Weight::medium);
    const bool large = context.environment.text_factor > 1;
    if (!context.portrait() && !large) {
        // One line, so that all eight needs stay above the bar; the languages are over the map.
        Node line = ui::row(32, ui::Place::center);
        line.add(std::move(hello));
        Node field = search_field(context, "ui.home.ask");
        field.layout.grow = 1;
        line.add(std::move(field));
        return line;
    }
    Node head = ui::column(8);
    if (large) {
        head.add(language_row(context));
        head.add(std::move(hello));
    } else {
        Node line = ui::row(24);
        hello.layout.grow = 1;
        line.add(std::move(hello));
        line.add(language_row(context));
        head.add(std::move(line));
    }
    head.add(std::move(ask));
    return head;
}

Node map_card(const Context& context, const query::Home& home) {
    Node card = ui::card_control("home/map", context.tr("ui.home.map"), action::Switch{ScreenKind::map},
                                 ui::Edges::all(0));
    card.layout.gap = 0;
    // A frame of paper, so that the map's square corners stay inside the card's round ones.
    Node frame = ui::column(0, {12, 12, 0, 12});
    frame.layout.grow = 1;
    frame.add(miniature_picture(context, context.portrait() ? 270 : 240));
    card.add(std::move(frame));
    Node words = ui::row(20, ui::Place::center);
    words.layout.padding = ui::Edges::of(20, 28);
    Node texts = ui::column(4);
    texts.layout.grow = 1;
    texts.add(ui::label({context.tr("ui.home.map"), {}}, ui::type::kLead, Token::ink, Weight::semibold));
    texts.add(
        ui::label({context.count("ui.count.initiatives", home.initiatives.size()), {}}, 24, Token::ink_soft));
    words.add(std::move(texts));
    words.add(ui::icon("arrow-right", 40, Token::primary));
    card.add(std::move(words));
    return card;
}

Node question_card(const Context& context, const query::Home& home) {
    Node card = ui::card_control("home/questions", context.tr("ui.home.questions"),
                                 action::Switch{ScreenKind::questions}, ui::Edges::all(28));
    card.layout.gap = 12;
    Node head = ui::row(16);
    head.add(ui::icon("chats", 44, Token::primary));
    Node title =
        ui::label({context.tr("ui.home.questions"), {}}, ui::type::kLead, Token::ink, Weight::semibold);
    title.layout.grow = 1;
    head.add(std::move(title));
    head.add(ui::icon("arrow-right", 40, Token::primary));
    card.add(std::move(head));
    if (!home.questions.empty()) {
        auto first = ui::label(words(context, home.questions.front().title), ui::type::kLead, Token::primary,
                               Weight::medium);
        card.add(std::move(first));
        auto lead = ui::label(words(context, home.questions.front().lead), 26, Token::ink_soft);
        lead.text->style.max_lines = context.portrait() ? 4 : 2;
        card.add(std::move(lead));
    }
    if (context.portrait()) {
        card.add(ui::spacer());
        card.add(
            ui::label({context.count("ui.count.questions", home.questions.size()), {}}, 24, Token::ink_soft));
    }
    return card;
}

Node home_content(const Context& context, const query::Data& data) {
    const auto& home = as<query::Home>(data).value;
    Node tiles;
    tiles.role = ui::Role::list;
    tiles.name = context.tr("ui.home.ask");
    tiles.layout.columns = 2;
    tiles.layout.gap = context.portrait() ? 16 : 12;
    for (const auto& need : home.first_needs)
        tiles.add(need_tile(context, need, ""));
    Node all = ui::button("home/all", context.tr("ui.home.all"), "squares-four",
                          action::Switch{ScreenKind::livret}, ui::ButtonKind::primary);
    if (context.portrait()) {
        Node page = ui::column(24);
        page.add(greeting(context));
        page.add(search_field(context, "ui.search.placeholder"));
        page.add(std::move(tiles));
        page.add(std::move(all));
        Node cards;
        cards.layout.columns = 2;
        cards.layout.gap = 24;
        cards.add(map_card(context, home));
        cards.add(question_card(context, home));
        page.add(std::move(cards));
        return page;
    }
    Node left = ui::column(20);
    left.layout.grow = 3;
    left.add(greeting(context));
    if (context.environment.text_factor > 1) left.add(search_field(context, "ui.search.placeholder"));
    left.add(std::move(tiles));
    left.add(std::move(all));
    Node right = ui::column(20);
    right.layout.grow = 2;
    if (context.environment.text_factor == 1) right.add(language_row(context));
    right.add(map_card(context, home)).layout.grow = 1;
    right.add(question_card(context, home));
    Node page = ui::row(40, ui::Place::stretch);
    page.add(std::move(left));
    page.add(std::move(right));
    return page;
}

}  // namespace

Screen home_screen() {
    return {job_of_all<query::home>, home_content};
}

}  // namespace accueil::screens
