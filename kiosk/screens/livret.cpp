// SPDX-License-Identifier: GPL-3.0-or-later
// The livret by need, and the places that answer one.
#include <algorithm>

#include "kiosk/screens/desk.hpp"
#include "kiosk/screens/initiative_words.hpp"
#include "kiosk/screens/list_filters.hpp"
#include "kiosk/screens/parts.hpp"
#include "kiosk/screens/screens.hpp"

namespace accueil::screens {

using action::ScreenKind;
using draw::Token;
using draw::Weight;
using ui::Node;

namespace {

Node livret_content(const Context& context, const query::Data& data) {
    const auto& livret = as<query::Livret>(data).value;
    Node page = ui::column(24);
    page.add(ui::heading({context.tr("ui.livret.title"), {}}, 1, ui::type::kLarge));
    page.add(ui::paragraph({context.tr("ui.livret.lead"), {}}, ui::type::kLead, Token::ink_soft));
    if (!livret.needs.empty()) {
        Node ways = ui::row(16);
        ways.layout.wrap = true;
        ways.add(ui::button("livret/guide", context.tr("ui.guide.start"), "signpost", open(ScreenKind::guide),
                            ui::ButtonKind::primary));
        ways.add(ui::button("livret/search", context.tr("ui.search.title"), "magnifying-glass",
                            action::Switch{ScreenKind::search}));
        page.add(std::move(ways));
    }
    if (livret.needs.empty()) {
        page.add(ui::empty_state("book-open", {context.tr("ui.livret.empty"), {}}, {}));
        return page;
    }
    Node tiles;
    tiles.role = ui::Role::list;
    tiles.name = context.tr("ui.livret.title");
    tiles.layout.columns = context.portrait() ? 2 : 3;
    tiles.layout.gap = 16;
    for (const auto& summary : livret.needs)
        tiles.add(need_tile(context, summary.need, context.count("ui.count.places", summary.places)));
    page.add(std::move(tiles));
    return page;
}

Node row_list(const Context& context, const std::vector<query::PlaceRow>& rows, model::PlaceType type,
              std::size_t most) {
    Node list;
    list.role = ui::Role::list;
    list.layout.columns = context.portrait() ? 1 : 2;
    list.layout.gap = 20;
    for (const auto& row : rows) {
        if (row.place.type == type && list.children.size() < most)
            list.add(with_basket(context, row.place.id, place_row(context, row)));
    }
    return list;
}

// The same places in the order of time, and on the map.
Node ways_to_choose(const Context& context, const std::string& need) {
    Node line = ui::row(16);
    line.layout.wrap = true;
    line.add(ui::button("need/when", context.tr("ui.when.title"), "clock-afternoon",
                        open(ScreenKind::when, need)));
    line.add(ui::button("need/map", context.tr("ui.initiatives.on_map"), "map-trifold",
                        open(ScreenKind::map, "need/" + need)));
    return line;
}

// "12 lieux, 7 ouverts maintenant"
Node count_line(const Context& context, const ListView& list) {
    std::string words = context.count("ui.count.places", list.rows.size());
    if (list.open_now > 0)
        words += context.tr("ui.comma") + context.count("ui.count.open_now", list.open_now);
    Node count = ui::label({words, {}}, ui::type::kBody, Token::ink, Weight::semibold);
    count.id = "need/count";
    count.role = ui::Role::status;
    return count;
}

Node need_content(const Context& context, const query::Data& data) {
    const auto& loaded_need = as<query::NeedPage>(data);
    const auto& need = loaded_need.value;
    Node page = ui::column(20);
    Node head = ui::row(24);
    head.add(icon_badge(need.need.icon, 104));
    Node titles = ui::column(4);
    titles.layout.grow = 1;
    titles.add(ui::heading(words(context, need.need.title), 1, ui::type::kLarge));
    if (!need.need.words.empty())
        titles.add(ui::label(words(context, need.need.words), ui::type::kBody, Token::ink_soft));
    head.add(std::move(titles));
    page.add(std::move(head));
    const auto& left = list_view(context, need);
    const auto& rows = left.rows;
    if (!need.rows.empty()) {
        page.add(ways_to_choose(context, need.need.id));
        Node chips = filter_chips(context, left);
        if (!chips.children.empty()) page.add(std::move(chips));
        page.add(count_line(context, left));
    }
    if (rows.empty() && !need.rows.empty()) {
        std::vector<Node> ways;
        ways.push_back(ui::button("need/clear", context.tr("ui.filter.clear"), "x", action::ClearFilters{},
                                  ui::ButtonKind::primary));
        page.add(ui::empty_state("funnel", {context.tr("ui.filter.none_left"), {}}, std::move(ways)));
    }
    if (need.rows.empty()) {
        std::vector<Node> ways;
        ways.push_back(ui::button("need/all", context.tr("ui.home.all"), "squares-four",
                                  action::Switch{ScreenKind::livret}, ui::ButtonKind::primary));
        page.add(ui::empty_state(need.need.icon, {context.tr("ui.need.empty"), {}}, std::move(ways)));
    }
    const auto most = static_cast<std::size_t>(context.entry.listed);
    Node places = row_list(context, rows, model::PlaceType::place, most);
    Node lines = row_list(context, rows, model::PlaceType::helpline, most);
    const auto add_part = [&](const char* key, Node list) {
        if (list.children.empty()) return;
        std::vector<Node> content;
        content.push_back(std::move(list));
        page.add(section(context, key, std::move(content)));
    };
    add_part("ui.need.places", std::move(places));
    if (rows.size() > most)
        page.add(ui::button(
            "need/more",
            context.count("ui.map.more", std::min(rows.size() - most, std::size_t{action::kListedAtFirst})),
            "caret-down", action::ListMore{}));
    add_part("ui.need.helplines", std::move(lines));
    if (!need.initiatives.empty()) {
        Node list;
        list.layout.columns = context.portrait() ? 1 : 2;
        list.layout.gap = 20;
        for (const auto& initiative : need.initiatives)
            list.add(
                with_basket(context, listed_initiative(initiative.id), initiative_card(context, initiative)));
        add_part("ui.need.initiatives", std::move(list));
    }
    return page;
}

}  // namespace

// Name, state, where, what matters: enough to choose by.
Node place_row(const Context& context, const query::PlaceRow& row) {
    const auto name = words(context, row.place.name);
    Node card = ui::card_control("place/" + row.place.id, name.text, open(ScreenKind::place, row.place.id),
                                 ui::Edges::of(24, 28));
    card.layout.gap = 14;
    card.add(card_head(name, ui::type::kLead));
    const auto* first = row.services.empty() ? nullptr : &row.services.front();
    card.add(state_line(context,
                        status_of(context, hours_of(row.place, first), row.place.coordinates, row.place.id)));
    if (auto notice = notice_line(context, row.place.id)) card.add(std::move(*notice));
    if (first != nullptr) {
        std::string names;
        for (const auto& service : row.services) {
            const auto shown = words(context, service.name).text;
            if (!names.empty()) names += " · ";
            names += shown;
        }
        if (names != name.text) card.add(ui::label({names, {}}, ui::type::kBody));
    }
    if (row.place.type == model::PlaceType::helpline) {
        if (!row.place.telephone.empty())
            card.add(ui::fact("phone", {row.place.telephone, "fr"}, ui::type::kLead));
    } else if (auto address = query::address_line(row.place); !address.empty()) {
        card.add(ui::fact("map-pin", {std::move(address), "fr"}, 26, Token::ink_soft));
    }
    auto facts = place_facts(context, row.place, row.services);
    if (auto way = way_fact(context, row.place)) facts.insert(facts.begin(), std::move(*way));
    if (!facts.empty()) {
        Node line = ui::row(28);
        line.layout.wrap = true;
        for (auto& fact : facts)
            line.add(std::move(fact));
        card.add(std::move(line));
    }
    return card;
}

Screen livret_screen() {
    return {job_of_all<query::livret>, livret_content};
}

Screen need_screen() {
    return {job_of_one<query::need>, need_content};
}

}  // namespace accueil::screens
