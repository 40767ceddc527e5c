// SPDX-License-Identifier: GPL-3.0-or-later
// The map of initiatives and of the livret's places: full-bleed, its filters above, its controls low on the
// glass, and over it the list that says the same, or the card of what was tapped.
#include "kiosk/map/map_view.hpp"
#include "kiosk/screens/initiative_filters.hpp"
#include "kiosk/screens/map_screen.hpp"
#include "kiosk/screens/parts.hpp"
#include "kiosk/screens/screens.hpp"

namespace accueil::screens {

using action::Sheet;
using draw::Token;
using ui::Node;

namespace {

constexpr float kMapMargin = 24;
constexpr float kLargeSideSheet = 1000;
constexpr float kSideSheet = 720;     // the sheet's width on a wide glass
constexpr float kFurnitureLine = 88;  // the map keeps a line for its scale and its sources

Node map_button(const Context& context, const char* id, const char* key, const char* icon_name,
                action::MapMove move, bool possible) {
    Node button = ui::icon_button(id, context.tr(key), icon_name, action::MoveMap{move});
    button.layout.width = button.layout.height = 84;
    button.state.disabled = !possible;
    if (!possible) button.children.front().icon->color = Token::border_strong;
    return button;
}

Node controls(const Context& context) {
    Node buttons = ui::column(16);
    const auto* map = context.map;
    buttons.add(map_button(context, "map/in", "ui.map.zoom_in", "plus", action::MapMove::zoom_in,
                           map == nullptr || map->can_zoom_in()));
    buttons.add(map_button(context, "map/out", "ui.map.zoom_out", "minus", action::MapMove::zoom_out,
                           map == nullptr || map->can_zoom_out()));
    buttons.add(
        map_button(context, "map/start", "ui.map.start", "house-line", action::MapMove::start_view, true));
    return buttons;
}

bool begins(const std::string& text, std::string_view with) {
    return text.starts_with(with);
}

bool shows_initiatives_alone(const Context& context, const query::MapContent& content) {
    return context.entry.filter == "initiatives" || content.points.size() == content.initiatives;
}

FilterNames filter_names(const query::MapContent& content) {
    FilterNames names{content.themes, {}};
    for (const auto& facts : content.facts)
        names.initiatives.push_back(&facts);
    return names;
}

/// The kinds, and what the one that is on can be narrowed by. Nothing is offered that would leave nothing.
Node filters(const Context& context, const query::MapContent& content) {
    const std::string& filter = context.entry.filter;
    const bool of_initiatives = shows_initiatives_alone(context, content) && content.initiatives > 0;
    const bool of_places = filter == "places" || begins(filter, "need/");
    const std::size_t places = content.points.size() - content.initiatives;
    Node both = ui::column(12);
    both.id = kMapChips;
    both.role = ui::Role::group;
    both.name = context.tr("ui.map.filters");
    Node kinds = ui::row(12);
    kinds.layout.wrap = true;
    if (!of_places && !content.facts.empty()) {
        // Upright it has a line of its own, so that the two kinds stay together.
        Node views = ui::row(0);
        views.add(view_switch(context, action::InitiativeView::map));
        (context.portrait() ? both : kinds).add(std::move(views));
    }
    // Taking a kind off takes what was chosen in it off as well: the action names what stands.
    const auto add_kind = [&](const char* id, const char* key, const char* icon_name, bool on,
                              const char* kind) {
        kinds.add(ui::chip(id, context.tr(key), icon_name, on, action::SetFilter{on ? filter : kind}));
    };
    if (content.initiatives > 0 && places > 0) {
        add_kind("map/kind/initiatives", "ui.map.initiatives", "lightbulb", of_initiatives, "initiatives");
        add_kind("map/kind/places", "ui.map.places", "buildings", of_places, "places");
    }
    const bool any_open =
        !of_initiatives && context.selection != nullptr && map_selection(*context.selection).any_open;
    if (any_open || context.entry.open_now)
        kinds.add(ui::chip("map/open_now", context.tr("ui.map.open_now"), "clock", context.entry.open_now,
                           action::SetOpenNow{!context.entry.open_now}));
    if (!kinds.children.empty()) both.add(std::move(kinds));

    Node narrower = ui::row(12);
    narrower.layout.wrap = true;
    if (of_initiatives && context.selection != nullptr)
        narrower = initiative_chips(context, filter_names(content), map_selection(*context.selection).offers);
    for (std::size_t i = 0; of_places && i < content.needs.size(); ++i) {
        const auto& need = content.needs[i];
        const auto id = "need/" + need.id;
        const bool on = filter == id;
        // One that is chosen stands alone until it is taken off: the map keeps its room.
        if (content.of_need[i] == 0 || (!on && begins(filter, "need/"))) continue;
        narrower.add(ui::chip("map/" + id, words(context, need.title).text, need.icon, on,
                              action::SetFilter{on ? "places" : id}));
    }
    if (!narrower.children.empty()) both.add(std::move(narrower));
    return both;
}

Node map_content(const Context& context, const query::Data& data) {
    const auto& value = as<query::MapContent>(data).value;
    Node stack;
    Node map;
    map.id = kMapNode;
    map.role = ui::Role::map;
    map.name = context.tr("ui.map.title");
    if (map::MapView* view = context.map; view != nullptr) {
        auto& engine = context.environment.text;
        map.draw = [view, &engine](draw::Canvas& canvas, const base::Rect& rect) {
            const draw::ClipScope clip(canvas, rect);
            view->draw(canvas, engine);
        };
    }
    stack.layout.direction = ui::Direction::stack;
    stack.add(std::move(map));

    Node over = ui::column(16, {kMapMargin, kMapMargin, kMapMargin, kMapMargin});
    over.add(filters(context, value));
    if (context.map == nullptr) over.add(ui::label({context.tr("ui.map.missing"), {}}, ui::type::kLead));

    Node card = context.entry.selected.empty() ? Node{} : map_card(context, value);
    Node lower = card.children.empty() ? map_sheet(context) : std::move(card);
    const bool is_full = lower.id == kMapSheet && context.entry.sheet == Sheet::full;
    if (context.portrait()) {
        over.add(ui::spacer());
        if (!is_full) {
            Node row = ui::row(0, ui::Place::end);
            row.layout.padding.bottom = kFurnitureLine - 16;
            row.add(ui::spacer());
            row.add(controls(context));
            over.add(std::move(row));
        }
        over.add(std::move(lower));
    } else {
        Node row = ui::row(kMapMargin, ui::Place::end);
        row.layout.grow = 1;
        lower.layout.width = context.environment.text_factor > 1 ? kLargeSideSheet : kSideSheet;
        row.add(std::move(lower));
        row.add(ui::spacer());
        row.add(controls(context));
        over.add(std::move(row));
    }
    stack.add(std::move(over));
    return stack;
}

query::Job job(const action::Route&) {
    return [](const query::Source& source) { return loaded(query::map_content(source)); };
}

}  // namespace

Node map_filter_dialog(const Context& context, const query::Data& data) {
    const auto& content = as<query::MapContent>(data).value;
    if (context.selection == nullptr) return {};
    return initiative_dialog(context, filter_names(content), map_selection(*context.selection).offers,
                             context.state.overlay);
}

Screen map_screen() {
    return {job, map_content, true};
}

}  // namespace accueil::screens
