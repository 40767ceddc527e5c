// SPDX-License-Identifier: GPL-3.0-or-later
// The picture of the map on another screen: home's initiatives, where a place is.
#include "kiosk/map/map_view.hpp"
#include "kiosk/screens/map_screen.hpp"
#include "kiosk/screens/parts.hpp"
#include "kiosk/screens/screens.hpp"

namespace accueil::screens {

using action::ScreenKind;
using ui::Node;

namespace {

constexpr double kStreetZoom = 15.5;  // streets have their names
constexpr double kTownZoom = 9;       // without streets: the town and its neighbours
constexpr double kWalkZoom = 13;      // further away the kiosk is left out, for the streets to be seen

std::vector<map::Marker> initiative_markers(const query::Home& home, const std::string& language) {
    std::vector<map::Marker> markers;
    for (const auto& initiative : home.initiatives) {
        if (!initiative.coordinates) continue;
        map::Marker marker;
        marker.id = "initiative/" + initiative.id;
        marker.kind = "initiative";
        marker.coordinates = *initiative.coordinates;
        marker.title = std::string(initiative.title.words(language));
        for (const auto& theme : home.themes) {
            if (initiative.themes.empty() || theme.id != initiative.themes.front()) continue;
            marker.shape = theme.shape;
            marker.icon = theme.icon;
        }
        markers.push_back(std::move(marker));
    }
    return markers;
}

std::vector<map::Marker> place_marker(const query::PlacePage& page, const std::string& language) {
    if (!page.place.coordinates) return {};
    map::Marker marker;
    marker.id = "place/" + page.place.id;
    marker.kind = "place";
    marker.coordinates = *page.place.coordinates;
    marker.title = std::string(page.place.name.words(language));
    marker.icon = page.needs.empty() ? "buildings" : page.needs.front().icon;
    return {std::move(marker)};
}

}  // namespace

bool has_miniature(ScreenKind screen) {
    return screen == ScreenKind::home || screen == ScreenKind::place || screen == ScreenKind::propose;
}

query::Job miniature_job(ScreenKind screen, query::DataPtr content, std::string language) {
    return [screen, content = std::move(content),
            language = std::move(language)](const query::Source&) -> base::Result<query::DataPtr> {
        auto selection = std::make_shared<MapSelection>();
        selection->content = content;
        std::vector<map::Marker> markers;
        if (screen == ScreenKind::home)
            markers = initiative_markers(as<query::Home>(*content).value, language);
        if (screen == ScreenKind::place)
            markers = place_marker(as<query::PlacePage>(*content).value, language);
        selection->markers = map::make_marker_set(std::move(markers));
        return query::DataPtr(std::move(selection));
    };
}

void frame_miniature(map::MapView& miniature, ScreenKind screen, const query::Data& content,
                     const query::FeedSummary* feed, const std::string& here_words) {
    if (screen == ScreenKind::home) {
        miniature.set_here({}, here_words);
        return miniature.frame_start();
    }
    const auto& place = as<query::PlacePage>(content).value.place;
    if (!place.coordinates) return;
    if (!miniature.has_streets_at(*place.coordinates)) {
        miniature.set_here({}, here_words);
        return miniature.frame({*place.coordinates}, 0, kTownZoom);
    }
    std::vector<model::Coordinates> places{*place.coordinates};
    if (feed != nullptr && feed->here) places.push_back(*feed->here);
    miniature.set_here(feed != nullptr ? feed->here : std::nullopt, here_words);
    miniature.frame(places, kWalkZoom, kStreetZoom);
}

Node miniature_picture(const Context& context, float height) {
    Node picture;
    picture.role = ui::Role::image;
    picture.name = context.tr("ui.map.title");
    picture.layout.grow = 1;
    picture.layout.min_height = height;
    if (map::MapView* view = context.miniature; view != nullptr) {
        auto& engine = context.environment.text;
        picture.id = kMiniatureNode;
        picture.draw = [view, &engine](draw::Canvas& canvas, const base::Rect& rect) {
            const draw::ClipScope clip(canvas, rect.inset(3));
            view->draw(canvas, engine);
        };
    }
    return picture;
}

}  // namespace accueil::screens
