// SPDX-License-Identifier: GPL-3.0-or-later
// The list that stands over the map and says the same as it, and the card of what was chosen on either.
#include <algorithm>

#include "kiosk/screens/desk.hpp"
#include "kiosk/screens/initiative_words.hpp"
#include "kiosk/screens/map_screen.hpp"
#include "kiosk/screens/parts.hpp"
#include "kiosk/screens/screens.hpp"
#include "sync/base/strings.hpp"

namespace accueil::screens {

using action::ScreenKind;
using action::Sheet;
using action::SortBy;
using draw::Token;
using draw::Weight;
using ui::Node;

namespace {

constexpr std::size_t kMostOnOneSpot = 40;

std::optional<double> metres_from_here(const Context& context, const query::MapPoint& point) {
    if (context.feed == nullptr || !context.feed->here) return std::nullopt;
    return query::metres_between(*context.feed->here, point.coordinates);
}

// "Nantes · 2021", "650 m, 11 min à pied · 2 rue de l'Hôtel-de-Ville".
std::string second_line(const Context& context, const query::MapPoint& point) {
    std::vector<std::string> parts;
    if (const auto metres = metres_from_here(context, point)) parts.push_back(way_words(context, *metres));
    if (!point.where.empty()) parts.push_back(point.where);
    if (!point.since.empty()) parts.push_back(point.since.substr(0, 4));
    return base::join(parts, " · ");
}

std::string icon_of(const query::MapContent& content, const query::MapPoint& point) {
    if (!point.themes.empty()) return content.themes[point.themes.front()].icon;
    if (!point.needs.empty()) return content.needs[point.needs.front()].icon;
    return point.kind == query::PointKind::initiative ? "lightbulb" : "buildings";
}

Node row_of(const Context& context, const query::MapContent& content, const query::MapPoint& point) {
    const auto title = words(context, point.title);
    Node row = ui::row(20);
    row.id = "map/row/" + point.key();
    row.role = ui::Role::listitem;
    row.name = title.text;
    row.on_tap = action::Select{point.key()};
    row.layout.padding = ui::Edges::of(14, 24);
    row.layout.min_height = 104;
    row.paint.pressable = true;
    row.paint.fill = Token::surface_raised;
    row.paint.radius = ui::kRadius;
    Node badge = ui::row(0);
    badge.layout.width = badge.layout.height = 72;
    badge.layout.distribute = ui::Distribute::center;
    const bool is_place = point.kind == query::PointKind::place;
    badge.paint = {is_place ? Token::surface_raised : Token::primary_soft,
                   is_place ? std::optional(Token::primary) : std::nullopt, is_place ? 3.0F : 0.0F, 20,
                   false};
    badge.add(ui::icon(icon_of(content, point), 40, Token::primary));
    row.add(std::move(badge));
    Node texts = ui::column(4);
    texts.layout.grow = 1;
    texts.add(ui::label(title, ui::type::kBody, Token::ink, Weight::semibold));
    if (const auto line = second_line(context, point); !line.empty())
        texts.add(ui::label({line, {}}, 24, Token::ink_soft));
    if (is_place) {
        texts.add(state_line(context, status_of(context, point.hours, point.coordinates, point.id)));
        if (auto notice = notice_line(context, point.id)) texts.add(std::move(*notice));
    }
    row.add(std::move(texts));
    row.add(ui::icon("caret-right", 32, Token::primary));
    return row;
}

std::string count_words(const Context& context, std::size_t initiatives, std::size_t places) {
    if (places == 0) return context.count("ui.count.initiatives", initiatives);
    if (initiatives == 0) return context.count("ui.count.map_places", places);
    return context.tr("ui.map.both", {{"initiatives", context.count("ui.count.initiatives", initiatives)},
                                      {"places", context.count("ui.count.map_places", places)}});
}

bool is_filtered(const Context& context) {
    return !context.entry.filter.empty() || !context.entry.filters.empty() || context.entry.open_now;
}

// The grip says in words what a drag does, and a tap does it.
Node head(const Context& context) {
    const Sheet sheet = context.entry.sheet;
    const Sheet next = sheet == Sheet::peek ? Sheet::half : sheet == Sheet::half ? Sheet::full : Sheet::peek;
    Node column = ui::column(10, {14, 28, 14, 28});
    column.id = kMapSheetHead;
    Node line = ui::row(0);
    line.layout.distribute = ui::Distribute::center;
    Node grip;
    grip.layout.width = 96;
    grip.layout.height = 8;
    grip.paint = {Token::border_strong, std::nullopt, 0, 4, false};
    line.add(std::move(grip));
    column.add(std::move(line));
    Node words_line = ui::row(20);
    std::string said = context.tr("ui.loading");
    bool nothing = false;
    if (context.selection != nullptr) {
        const auto& selection = map_selection(*context.selection);
        nothing = selection.rows.empty();
        said = !nothing ? count_words(context, selection.initiatives,
                                      selection.rows.size() - selection.initiatives)
                        : context.tr(is_filtered(context) ? "ui.map.nothing" : "ui.map.empty");
    }
    Node label = ui::label({said, {}}, ui::type::kLead, Token::ink, Weight::semibold);
    label.id = "map/count";
    label.role = ui::Role::status;
    label.layout.grow = 1;
    words_line.add(std::move(label));
    if (nothing && !context.entry.filters.empty())
        words_line.add(ui::button("map/clear", context.tr("ui.filter.clear"), "x", action::ClearFilters{},
                                  ui::ButtonKind::primary));
    else if (nothing && is_filtered(context))
        words_line.add(ui::button("map/all", context.tr("ui.map.all"), "squares-four", action::SetFilter{},
                                  ui::ButtonKind::primary));
    else if (!nothing)
        words_line.add(ui::button("map/list",
                                  context.tr(sheet == Sheet::full ? "ui.map.list.close" : "ui.map.list.open"),
                                  sheet == Sheet::full ? "caret-down" : "list", action::SetSheet{next}));
    column.add(std::move(words_line));
    // Alone, they would seem to be fewer than the gallery and the list have.
    if (context.selection != nullptr && context.entry.filter == "initiatives")
        if (const auto nowhere = map_selection(*context.selection).nowhere; nowhere > 0)
            column.add(ui::label({context.count("ui.map.nowhere", nowhere), {}}, 24, Token::ink_soft));
    return column;
}

Node sort_line(const Context& context) {
    Node line = ui::row(12);
    line.role = ui::Role::group;
    line.name = context.tr("ui.map.sort");
    line.layout.wrap = true;
    const auto add = [&](const char* id, const char* key, const char* icon_name, SortBy by) {
        line.add(ui::chip(id, context.tr(key), icon_name, context.entry.sort == by, action::SetSort{by}));
    };
    add("map/sort/distance", "ui.map.sort.distance", "map-pin", SortBy::distance);
    add("map/sort/name", "ui.map.sort.name", "text-aa", SortBy::name);
    return line;
}

Node list(const Context& context) {
    Node body = ui::column(12, {0, 24, 24, 24});
    body.id = "map/sheet/list";
    body.layout.scroll = true;
    body.layout.grow = 1;
    if (context.selection == nullptr) return body;
    const auto& selection = map_selection(*context.selection);
    // Its own content: a newer one may be on screen before its selection is made.
    const auto& content = as<query::MapContent>(*selection.content).value;
    const auto& rows = selection.rows;
    if (rows.empty()) return body;  // the head says so, and leads on
    if (context.feed != nullptr && context.feed->here) body.add(sort_line(context));
    Node items = ui::column(4);
    items.role = ui::Role::list;
    items.name = context.tr("ui.map.title");
    const std::size_t shown = std::min(rows.size(), static_cast<std::size_t>(context.entry.listed));
    for (std::size_t i = 0; i < shown; ++i)
        items.add(row_of(context, content, content.points[rows[i]]));
    body.add(std::move(items));
    if (shown < rows.size())
        body.add(ui::button(
            "map/more",
            context.count("ui.map.more", std::min<std::size_t>(rows.size() - shown, action::kListedAtFirst)),
            "caret-down", action::ListMore{}));
    return body;
}

Node place_card(const Context& context, const query::MapPoint& point) {
    Node texts = ui::column(12);
    texts.add(ui::heading(words(context, point.title), 2, ui::type::kLead));
    texts.add(state_line(context, status_of(context, point.hours, point.coordinates, point.id)));
    if (auto notice = notice_line(context, point.id)) texts.add(std::move(*notice));
    if (const auto line = second_line(context, point); !line.empty())
        texts.add(ui::fact("map-pin", {line, {}}, 26));
    if (!point.telephone.empty()) texts.add(ui::fact("phone", {point.telephone, "fr"}, ui::type::kLead));
    return texts;
}

Node initiative_texts(const Context& context, const query::MapPoint& point) {
    Node texts = ui::column(8);
    texts.add(ui::heading(words(context, point.title), 2, ui::type::kLead));
    if (const auto line = second_line(context, point); !line.empty())
        texts.add(ui::label({line, {}}, 24, Token::ink_soft));
    if (!point.summary.empty()) {
        auto summary = ui::label(words(context, point.summary), 26);
        summary.text->style.max_lines = 3;
        texts.add(std::move(summary));
    }
    return texts;
}

Node card_of_one(const Context& context, const query::MapPoint& point) {
    Node item = ui::row(24, ui::Place::start);
    const bool is_place = point.kind == query::PointKind::place;
    // Large words on a low glass need all the room that there is.
    const bool has_room = context.portrait() || context.environment.text_factor <= 1;
    if (!is_place && point.poster && has_room) {
        Node picture;  // an ornament: the title stands beside it
        picture.layout.width = 256;
        picture.layout.height = 144;
        picture.paint = {Token::primary_soft, std::nullopt, 0, 12, false};
        if (context.card != nullptr)
            picture.image = as<query::MapContent>(*context.card).picture(point.key());
        item.add(std::move(picture));
    }
    Node texts = is_place ? place_card(context, point) : initiative_texts(context, point);
    texts.layout.grow = 1;
    item.add(std::move(texts));
    return item;
}

action::Open open_point(const query::MapPoint& point) {
    return open(point.kind == query::PointKind::place ? ScreenKind::place : ScreenKind::initiative, point.id);
}

}  // namespace

Node map_sheet(const Context& context) {
    Node sheet = ui::column(0);
    sheet.id = kMapSheet;
    sheet.role = ui::Role::group;
    sheet.name = context.tr("ui.map.list");
    sheet.paint = {Token::surface_raised, Token::border, 1.5F, 24, false};
    sheet.add(head(context));
    if (context.sheet_height > 0) {
        sheet.layout.height = context.sheet_height;
        sheet.add(list(context));
    }
    return sheet;
}

Node map_card(const Context& context, const query::MapContent& content) {
    Node card = ui::card(ui::Edges::all(24));
    card.id = kMapCard;
    card.role = ui::Role::group;
    std::vector<const query::MapPoint*> chosen;
    for (const auto& key : base::split(context.entry.selected, ','))
        if (const auto found = content.find(key); found && chosen.size() < kMostOnOneSpot)
            chosen.push_back(&content.points[*found]);
    if (chosen.empty()) return Node{};
    Node actions = ui::row(16);
    if (chosen.size() == 1) {
        const auto& point = *chosen.front();
        card.name = words(context, point.title).text;
        card.add(card_of_one(context, point));
        if (context.state.desk.open)
            card.add(basket_button(
                context, point.kind == query::PointKind::place ? point.id : listed_initiative(point.id)));
        actions.add(ui::button(
            "map/open/" + point.key(),
            context.tr(point.kind == query::PointKind::place ? "ui.place.open" : "ui.initiative.open"),
            "arrow-right", open_point(point), ui::ButtonKind::primary));
    } else {
        card.add(ui::heading({context.count("ui.map.on_one_spot", chosen.size()), {}}, 2, ui::type::kLead));
        Node items = ui::column(4);
        items.role = ui::Role::list;
        for (const auto* point : chosen)
            items.add(row_of(context, content, *point));
        card.add(std::move(items));
    }
    actions.add(ui::spacer());
    actions.add(ui::button("map/close", context.tr("ui.map.close"), "x", action::Select{}));
    card.add(std::move(actions));
    return card;
}

}  // namespace accueil::screens
