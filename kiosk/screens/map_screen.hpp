// SPDX-License-Identifier: GPL-3.0-or-later
// What the navigator needs of the map screen to keep its MapView, its list and its card in step with the
// content and with the visitor's filters. UI thread; the jobs run on the loader thread.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/map/markers.hpp"
#include "kiosk/query/map_content.hpp"
#include "kiosk/screens/filter_table.hpp"
#include "kiosk/screens/screen.hpp"

namespace accueil::screens {

// Nodes whose rectangles the map's view and its covered edges come from.
inline constexpr const char* kMapNode = "map";
inline constexpr const char* kMapChips = "map/chips";
inline constexpr const char* kMapSheet = "map/sheet";
inline constexpr const char* kMapSheetHead = "map/sheet/head";
inline constexpr const char* kMapCard = "map/card";
inline constexpr const char* kMiniatureNode = "miniature";

/// What stands on the map and in its list depends on.
struct MapWish {
    std::string language, filter;
    std::vector<std::string> filters{};  ///< of the initiatives
    bool open_now = false;
    action::SortBy sort = action::SortBy::distance;
    /// To the minute where the visitor asks for what is open; else to the quarter of an hour, which is near
    /// enough to offer that.
    model::LocalMinutes now{};
    std::shared_ptr<const query::DeskNotices> notices{};  ///< null: none
    bool operator==(const MapWish&) const = default;
};
MapWish map_wish(const action::AppState& state, model::LocalMinutes now,
                 std::shared_ptr<const query::DeskNotices> notices = {});

/// What the filters leave, made once for a wish: the markers with their index of clusters, and the list's
/// order.
struct MapSelection final : query::Data {
    query::DataPtr content;  ///< Loaded<query::MapContent>, which the rows point into
    std::shared_ptr<const map::MarkerSet> markers;
    std::vector<std::uint32_t> rows;  ///< indices of its points, nearest or first by name first
    std::size_t initiatives = 0;      ///< of the rows; the others are places
    std::size_t nowhere = 0;          ///< initiatives that the filters leave and that stand nowhere
    std::vector<FilterOffer> offers;  ///< of the initiatives that stand somewhere
    bool any_open = false;            ///< some place of the content is open for certain, filtered or not
};
query::Job map_selection_job(query::DataPtr content, MapWish wish);
const MapSelection& map_selection(const query::Data& data);

/// The pictures of `selected` (action::Entry::selected), as Loaded<query::MapContent>::picture gives them.
query::Job map_card_job(query::DataPtr content, std::string selected);

/// Home, a place's sheet and the proposal of an initiative show the map in small.
bool has_miniature(action::ScreenKind screen);
/// The markers of that screen's miniature, as a MapSelection without rows: home's initiatives (`content` is
/// Loaded<query::Home>), or the place of a sheet (Loaded<query::PlacePage>); none of the proposal's.
query::Job miniature_job(action::ScreenKind screen, query::DataPtr content, std::string language);
/// Puts the miniature's camera where the screen wants it: the whole territory, or the place with the kiosk,
/// where that is near enough for a street to be seen. Costs nothing while that is what it shows.
void frame_miniature(map::MapView& miniature, action::ScreenKind screen, const query::Data& content,
                     const query::FeedSummary* feed, const std::string& here_words);
/// The node that the miniature is drawn into, at least `height` high.
ui::Node miniature_picture(const Context& context, float height);
std::optional<model::Coordinates> coordinates_of(const query::Data& content, const std::string& key);

/// What the initiatives on the map can be narrowed by, while one of those overlays is up; a node without
/// children while the selection is made. `content` is the map screen's.
ui::Node map_filter_dialog(const Context& context, const query::Data& content);

/// The sheet over the map: its count, its list or why there is none. map_list.cpp.
ui::Node map_sheet(const Context& context);
/// The card of what is selected; a node without children when it is no longer there.
ui::Node map_card(const Context& context, const query::MapContent& content);

}  // namespace accueil::screens
