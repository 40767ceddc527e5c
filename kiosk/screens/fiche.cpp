// SPDX-License-Identifier: GPL-3.0-or-later
// The places of the basket, each with what one needs to go there: a visitor's list in their language, or at
// the desk the fiche d'orientation, in French beside it.
#include <algorithm>

#include "kiosk/screens/desk.hpp"
#include "kiosk/screens/paper_words.hpp"
#include "kiosk/screens/parts.hpp"
#include "kiosk/screens/place_words.hpp"
#include "kiosk/screens/screens.hpp"
#include "kiosk/screens/take_away.hpp"
#include "sync/base/strings.hpp"

namespace accueil::screens {

using action::ScreenKind;
using draw::Token;
using draw::Weight;
using ui::Node;

namespace {

using Rows = std::vector<query::PlaceRow>;

/// Marks the words of a column that is in another language than the interface's.
void mark_language(Node& node, const std::string& language) {
    if (node.text && node.text->language.empty()) node.text->language = language;
    for (auto& child : node.children)
        mark_language(child, language);
}

/// What is said of the place, in the language of `context`.
Node details(const Context& context, const query::PlaceRow& row) {
    const auto& place = row.place;
    Node column = ui::column(14);
    for (const auto& service : row.services) {
        const auto name = words(context, service.name);
        if (name.text != words(context, place.name).text) column.add(ui::fact("check", name, 26));
    }
    const auto* first = row.services.empty() ? nullptr : &row.services.front();
    column.add(state_line(context, status_of(context, hours_of(place, first), place.coordinates, place.id)));
    if (place.type == model::PlaceType::place) {
        if (const auto address = address_lines(place); !address.empty())
            column.add(ui::fact("map-pin", {address, "fr"}));
    }
    if (!place.telephone.empty()) column.add(ui::fact("phone", {place.telephone, "fr"}, ui::type::kLead));
    if (const auto papers = papers_of(row.services); !papers.empty()) {
        column.add(ui::label({context.tr("ui.place.papers"), {}}, 26, Token::ink, Weight::semibold));
        for (const auto& paper : papers)
            column.add(ui::fact("file-text", {paper, "fr"}, 26));
    }
    if (const auto languages = spoken_at(row.place, row.services); !languages.empty())
        column.add(ui::fact("chats", {language_names(context, languages), {}}, 26));
    return column;
}

Node in_french(const Context& context, const query::PlaceRow& row) {
    ui::Environment french = context.environment;
    french.language = "fr";
    french.right_to_left = false;
    Node column = details(context.in(french), row);
    column.layout.right_to_left = false;
    mark_language(column, "fr");
    return column;
}

Node move_button(const Context& context, const char* id, const char* key, const char* icon_name,
                 const std::string& place, int by, bool possible) {
    Node button =
        ui::icon_button(std::string(id) + place, context.tr(key), icon_name, action::MoveInBasket{place, by});
    button.state.disabled = !possible;
    if (!possible) button.children.front().icon->color = Token::border_strong;
    return button;
}

Node fiche_card(const Context& context, const query::PlaceRow& row, std::size_t index) {
    const auto name = words(context, row.place.name);
    Node card = ui::card(ui::Edges::all(28));
    card.role = ui::Role::listitem;
    card.name = name.text;
    Node head = ui::row(16, ui::Place::start);
    Node titles = ui::column(4);
    titles.layout.grow = 1;
    titles.layout.padding.top = 12;
    titles.add(
        ui::heading({std::to_string(index + 1) + ". " + name.text, name.language}, 2, ui::type::kLead));
    if (const auto french = row.place.name.words("fr"); french != name.text)
        titles.add(ui::label({std::string(french), "fr"}, ui::type::kBody, Token::ink_soft));
    head.add(std::move(titles));
    const auto& id = row.place.id;
    const bool desk = context.state.desk.open;
    if (desk) {
        head.add(move_button(context, "fiche/up/", "ui.fiche.up", "arrow-up", id, -1, index > 0));
        head.add(move_button(context, "fiche/down/", "ui.fiche.down", "arrow-down", id, 1,
                             index + 1 < context.state.basket.size()));
    }
    head.add(ui::icon_button("fiche/remove/" + id, context.tr(desk ? "ui.desk.remove" : "ui.list.remove"),
                             "trash", action::RemoveFromBasket{id}));
    card.add(std::move(head));
    if (!desk) {
        card.add(details(context, row));
        Node line = ui::row(0);
        line.layout.distribute = ui::Distribute::end;
        line.add(ui::button("list/open/" + id, context.tr("ui.list.open"), "arrow-right",
                            open(ScreenKind::place, id)));
        card.add(std::move(line));
        return card;
    }
    if (context.language() == "fr") {
        card.add(details(context, row));
        return card;
    }
    Node both;
    both.layout.columns = 2;
    both.layout.gap = 32;
    both.add(details(context, row));
    both.add(in_french(context, row));
    card.add(std::move(both));
    return card;
}

/// What is done with all of them.
Node whole_buttons(const Context& context) {
    Node buttons = ui::row(16);
    buttons.layout.wrap = true;
    buttons.add(take_away_button(context));
    if (auto print = print_button(context); !print.id.empty()) buttons.add(std::move(print));
    buttons.add(ui::button("list/clear", context.tr("ui.list.clear"), "trash", action::EmptyBasket{}));
    return buttons;
}

Node fiche_content(const Context& context, const query::Data& data) {
    const auto& rows = as<Rows>(data).value;
    const auto& basket = context.state.basket;
    const bool desk = context.state.desk.open;
    const auto title = context.tr(desk ? "ui.fiche.title" : "ui.list.title");
    Node page = ui::column(24);
    page.role = ui::Role::article;
    page.name = title;
    page.add(ui::heading({title, {}}, 1, ui::type::kLarge));
    if (basket.empty()) {
        std::vector<Node> ways;
        ways.push_back(ui::button("fiche/livret", context.tr("ui.fiche.to_livret"), "book-open",
                                  action::Switch{ScreenKind::livret}, ui::ButtonKind::primary));
        page.add(ui::empty_state(
            "clipboard-text", {context.tr(desk ? "ui.fiche.empty" : "ui.list.empty"), {}}, std::move(ways)));
        return page;
    }
    Node head = ui::row(24);
    Node places =
        ui::label({context.count("ui.fiche.places", basket.size()), {}}, ui::type::kLead, Token::ink_soft);
    places.layout.grow = 1;
    head.add(std::move(places));
    if (auto print = print_button(context); desk && !print.id.empty()) head.add(std::move(print));
    page.add(std::move(head));
    if (!desk) {
        page.add(ui::paragraph({context.tr("ui.list.lasts"), {}}, ui::type::kBody, Token::ink_soft));
        page.add(whole_buttons(context));
    }
    Node list = ui::column(20);
    list.role = ui::Role::list;
    list.name = title;
    if (!desk && !context.portrait()) list.layout.columns = 2;
    // The basket's order: what was read may be that of a moment ago, and a place may have gone since.
    for (const auto& id : basket) {
        const auto row = std::find_if(rows.begin(), rows.end(),
                                      [&](const auto& candidate) { return candidate.place.id == id; });
        if (row != rows.end()) list.add(fiche_card(context, *row, list.children.size()));
    }
    page.add(std::move(list));
    return page;
}

query::Job fiche_job(const action::Route& route) {
    return [ids = base::split(route.id, ',')](const query::Source& source) {
        return loaded(query::place_rows(source, ids));
    };
}

}  // namespace

Screen fiche_screen() {
    return {fiche_job, fiche_content};
}

}  // namespace accueil::screens
