// SPDX-License-Identifier: GPL-3.0-or-later
// The map of initiatives: full-bleed, its controls low on the glass, and a card for what was tapped.
#include <algorithm>

#include "kiosk/screens/map_screen.hpp"
#include "kiosk/screens/parts.hpp"
#include "kiosk/screens/screens.hpp"
#include "sync/base/strings.hpp"

namespace accueil::screens {

using action::ScreenKind;
using draw::Token;
using ui::Node;

namespace {

bool shown(const query::InitiativeSummary& initiative, const std::string& theme) {
    return theme.empty() ||
           std::find(initiative.themes.begin(), initiative.themes.end(), theme) != initiative.themes.end();
}

Node map_button(const Context& context, const char* id, const char* key, const char* icon_name,
                action::MapMove move, bool possible) {
    Node button = ui::icon_button(id, context.tr(key), icon_name, action::MoveMap{move});
    button.layout.width = button.layout.height = 84;
    button.state.disabled = !possible;
    if (!possible) button.children.front().icon->color = Token::border_strong;
    return button;
}

Node controls(const Context& context, std::optional<Node> beside) {
    Node row = ui::row(20, ui::Place::end);
    if (beside) {
        beside->layout.grow = 1;
        row.add(std::move(*beside));
    } else {
        row.add(ui::button("map/list", context.tr("ui.initiatives.as_list"), "list",
                           open(ScreenKind::initiatives)));
        row.add(ui::spacer());
    }
    Node buttons = ui::column(16);
    const auto* map = context.map;
    buttons.add(map_button(context, "map/in", "ui.map.zoom_in", "plus", action::MapMove::zoom_in,
                           map == nullptr || map->can_zoom_in()));
    buttons.add(map_button(context, "map/out", "ui.map.zoom_out", "minus", action::MapMove::zoom_out,
                           map == nullptr || map->can_zoom_out()));
    buttons.add(
        map_button(context, "map/start", "ui.map.start", "house-line", action::MapMove::start_view, true));
    row.add(std::move(buttons));
    return row;
}

// The card of a marker, or the list of those that stand on one spot.
Node sheet(const Context& context, const Loaded<query::Initiatives>& answer) {
    Node card = ui::card(ui::Edges::all(24));
    card.id = "map/card";
    card.role = ui::Role::group;
    const auto ids = base::split(context.entry.selected, ',');
    for (const auto& initiative : answer.value.initiatives) {
        if (std::find(ids.begin(), ids.end(), initiative.id) == ids.end()) continue;
        const auto title = words(context, initiative.title);
        Node item = ui::row(24, ui::Place::center);
        if (const auto poster = answer.picture(initiative.id); poster && ids.size() == 1) {
            Node picture;  // an ornament: the title stands beside it
            picture.image = poster;
            picture.paint.radius = 12;
            picture.layout.height = 180;
            picture.layout.width =
                180.0F * static_cast<float>(poster->width()) / static_cast<float>(poster->height());
            item.add(std::move(picture));
        }
        Node texts = ui::column(6);
        texts.layout.grow = 1;
        texts.add(ui::label(title, ui::type::kLead, Token::ink, draw::Weight::semibold));
        std::string line = initiative.place;
        if (!initiative.since.empty()) line += (line.empty() ? "" : " · ") + initiative.since.substr(0, 4);
        texts.add(ui::label({line, {}}, 24, Token::ink_soft));
        if (ids.size() == 1) {
            auto summary = ui::label(words(context, initiative.summary), 26);
            summary.text->style.max_lines = 3;
            texts.add(std::move(summary));
        }
        item.add(std::move(texts));
        item.add(ui::button("map/open/" + initiative.id, context.tr("ui.initiative.open"), "",
                            open(ScreenKind::initiative, initiative.id), ui::ButtonKind::primary));
        card.add(std::move(item));
    }
    if (card.children.empty()) return Node{};
    Node close = ui::row(0);
    close.layout.distribute = ui::Distribute::end;
    close.add(ui::button("map/close", context.tr("ui.map.close"), "x", action::Select{}));
    card.add(std::move(close));
    return card;
}

Node content(const Context& context, const query::Data& data) {
    const auto& answer = as<query::Initiatives>(data);
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

    // Below the controls the map keeps a line for its scale and its sources.
    Node over = ui::column(16, {24, 24, 88, 24});
    Node chips = theme_filter(context, answer.value.themes);
    chips.id = kMapChips;
    over.add(std::move(chips));
    if (context.map == nullptr) over.add(ui::label({context.tr("ui.map.missing"), {}}, ui::type::kLead));
    over.add(ui::spacer());
    Node card = context.entry.selected.empty() ? Node{} : sheet(context, answer);
    const bool has_card = !card.children.empty();
    // Large text on a low glass leaves no height for the card below the buttons: it stands beside them.
    const bool is_beside = !context.portrait() && context.environment.text_factor > 1;
    std::optional<Node> beside, below;
    if (has_card) (is_beside ? beside : below) = std::move(card);
    over.add(controls(context, std::move(beside)));
    if (below) {
        below->layout.max_width = context.portrait() ? 0.0F : 1100.0F;
        over.add(std::move(*below));
    } else if (!has_card) {
        Node hint = ui::row(0);
        hint.add(ui::pill("map-pin",
                          context.count("ui.count.initiatives",
                                        static_cast<std::size_t>(std::count_if(
                                            answer.value.initiatives.begin(), answer.value.initiatives.end(),
                                            [&](const auto& initiative) {
                                                return shown(initiative, context.entry.filter);
                                            }))),
                          Token::primary, Token::primary_soft));
        over.add(std::move(hint));
    }
    stack.add(std::move(over));
    return stack;
}

query::Job job(const action::Route&) {
    return [](const query::Source& source) -> base::Result<query::DataPtr> {
        auto answer = std::make_shared<Loaded<query::Initiatives>>(TRY(query::initiatives(source)));
        answer->pictures = load_posters(answer->value.initiatives, 400);
        return query::DataPtr(std::move(answer));
    };
}

std::vector<map::Marker> markers_of(const std::string& language,
                                    const std::vector<query::InitiativeSummary>& initiatives,
                                    const std::vector<model::Theme>& themes, const std::string& filter) {
    std::vector<map::Marker> markers;
    for (const auto& initiative : initiatives) {
        if (!initiative.coordinates || !shown(initiative, filter)) continue;
        map::Marker marker;
        marker.id = initiative.id;
        marker.kind = "initiative";
        marker.coordinates = *initiative.coordinates;
        marker.title = std::string(initiative.title.words(language));
        for (const auto& theme : themes) {
            if (initiative.themes.empty() || theme.id != initiative.themes.front()) continue;
            marker.shape = theme.shape;
            marker.icon = theme.icon;
        }
        markers.push_back(std::move(marker));
    }
    return markers;
}

query::DataPtr frozen(std::vector<map::Marker> markers) {
    auto made = std::make_shared<MapMarkers>();
    made->markers = map::make_marker_set(std::move(markers));
    return made;
}

}  // namespace

query::Job map_markers(query::DataPtr data, std::string language, std::string filter) {
    return [data = std::move(data), language = std::move(language),
            filter = std::move(filter)](const query::Source&) -> base::Result<query::DataPtr> {
        const auto& value = as<query::Initiatives>(*data).value;
        return frozen(markers_of(language, value.initiatives, value.themes, filter));
    };
}

query::Job miniature_markers(query::DataPtr data, std::string language) {
    return [data = std::move(data),
            language = std::move(language)](const query::Source&) -> base::Result<query::DataPtr> {
        const auto& value = as<query::Home>(*data).value;
        return frozen(markers_of(language, value.initiatives, value.themes, {}));
    };
}

std::optional<model::Coordinates> coordinates_of(const query::Data& data, const std::string& initiative) {
    for (const auto& candidate : as<query::Initiatives>(data).value.initiatives) {
        if (candidate.id == initiative) return candidate.coordinates;
    }
    return std::nullopt;
}

Screen map_screen() {
    return {job, content, true};
}

}  // namespace accueil::screens
