// SPDX-License-Identifier: GPL-3.0-or-later
// What is in the basket, of a place with what one needs to go there, of an initiative with who carries it and
// where to read on: a visitor's list in their language, or at the desk the fiche d'orientation, in French
// beside it.
#include <algorithm>

#include "kiosk/screens/desk.hpp"
#include "kiosk/screens/initiative_words.hpp"
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

/// What is said of the initiative, in the language of `context`.
Node details(const Context& context, const query::InitiativePage& page) {
    const auto& initiative = page.initiative;
    Node column = ui::column(14);
    column.add(ui::fact("lightbulb", {context.tr("ui.list.initiative"), {}}, 26, Token::ink_soft));
    if (!initiative.summary.empty()) column.add(ui::paragraph(words(context, initiative.summary), 26));
    if (!initiative.carrier.empty()) column.add(ui::fact("users-three", {initiative.carrier, "fr"}));
    if (const auto where = where_in_words(initiative); !where.empty())
        column.add(ui::fact("map-pin", {where, "fr"}));
    if (const auto when = when_in_words(context, initiative); !when.empty())
        column.add(ui::fact("calendar", {when, {}}, 26));
    if (const auto address = web_page_of(context, initiative); !address.empty())
        column.add(ui::fact("globe", {address, "en"}, 26));
    if (const auto near = nearby_in_words(context, page); !near.empty()) {
        column.add(ui::label({context.tr("ui.take.near"), {}}, 26, Token::ink, Weight::semibold));
        for (const auto& line : near)
            column.add(ui::fact("map-trifold", {line, {}}, 26));
    }
    return column;
}

Node details(const Context& context, const query::ListedRow& row) {
    const auto* page = row.initiative();
    return page != nullptr ? details(context, *page) : details(context, *row.place());
}

const model::Text& name_of(const query::ListedRow& row) {
    const auto* page = row.initiative();
    return page != nullptr ? page->initiative.title : row.place()->place.name;
}

Node in_french(const Context& context, const query::ListedRow& row) {
    ui::Environment french = context.environment;
    french.language = "fr";
    french.right_to_left = false;
    Node column = details(context.in(french), row);
    column.layout.right_to_left = false;
    mark_language(column, "fr");
    return column;
}

Node move_button(const Context& context, const char* id, const char* key, const char* icon_name,
                 const std::string& item, int by, bool possible) {
    Node button =
        ui::icon_button(std::string(id) + item, context.tr(key), icon_name, action::MoveInBasket{item, by});
    button.state.disabled = !possible;
    if (!possible) button.children.front().icon->color = Token::border_strong;
    return button;
}

Node fiche_card(const Context& context, const query::ListedRow& row, std::size_t index) {
    const auto name = words(context, name_of(row));
    Node card = ui::card(ui::Edges::all(28));
    card.role = ui::Role::listitem;
    card.name = name.text;
    Node head = ui::row(16, ui::Place::start);
    Node titles = ui::column(4);
    titles.layout.grow = 1;
    titles.layout.padding.top = 12;
    titles.add(
        ui::heading({std::to_string(index + 1) + ". " + name.text, name.language}, 2, ui::type::kLead));
    if (const auto french = name_of(row).words("fr"); french != name.text)
        titles.add(ui::label({std::string(french), "fr"}, ui::type::kBody, Token::ink_soft));
    head.add(std::move(titles));
    const auto& id = row.item;
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
                            row.initiative() != nullptr
                                ? open(ScreenKind::initiative, row.initiative()->initiative.id)
                                : open(ScreenKind::place, id)));
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

/// "2 lieux où aller · 1 initiative"
std::string count_words(const Context& context) {
    const auto& basket = context.state.basket;
    const auto initiatives =
        static_cast<std::size_t>(std::count_if(basket.begin(), basket.end(), is_listed_initiative));
    std::string line;
    if (initiatives < basket.size()) line = context.count("ui.fiche.places", basket.size() - initiatives);
    if (initiatives > 0)
        line += (line.empty() ? "" : " · ") + context.count("ui.count.initiatives", initiatives);
    return line;
}

Node fiche_content(const Context& context, const query::Data& data) {
    const auto& rows = as<ListedRows>(data).value;
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
    Node count = ui::label({count_words(context), {}}, ui::type::kLead, Token::ink_soft);
    count.layout.grow = 1;
    head.add(std::move(count));
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
    // The basket's order: what was read may be that of a moment ago, and something may have gone since.
    for (const auto& item : basket)
        if (const auto* row = row_of(rows, item)) list.add(fiche_card(context, *row, list.children.size()));
    page.add(std::move(list));
    return page;
}

query::Job fiche_job(const action::Route& route) {
    return [items = base::split(route.id, ',')](const query::Source& source) {
        return loaded(query::listed_rows(source, items));
    };
}

}  // namespace

Screen fiche_screen() {
    return {fiche_job, fiche_content};
}

}  // namespace accueil::screens
