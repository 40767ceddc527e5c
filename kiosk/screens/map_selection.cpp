// SPDX-License-Identifier: GPL-3.0-or-later
// From the content and the visitor's filters to markers and a list: on the loader thread, since a country's
// places are many.
#include <algorithm>
#include <numeric>

#include "kiosk/draw/shrink.hpp"
#include "kiosk/screens/initiative_filters.hpp"
#include "kiosk/screens/map_screen.hpp"
#include "kiosk/screens/parts.hpp"
#include "kiosk/screens/screens.hpp"
#include "sync/base/strings.hpp"

namespace accueil::screens {

namespace {

constexpr double kCardShape = 16.0 / 9;  // of the box that map_list.cpp makes
constexpr int kCardPicture = 400;        // pixels of its longer side

bool is_open_place(const query::MapPoint& point, const MapWish& wish, const model::Calendar& calendar) {
    return point.kind == query::PointKind::place &&
           !is_closed_today(wish.notices.get(), point.id, wish.now) &&
           model::opening_state(point.hours, wish.now, {calendar, point.coordinates}) ==
               model::OpeningState::open;
}

/// Which kind is shown, and of the places which need, as an index, so that each point is asked once and
/// cheaply.
class Filter {
  public:
    Filter(const query::MapContent& content, const std::string& filter) : m_kind(kind_of(filter)) {
        constexpr std::string_view kNeed = "need/";
        if (!filter.starts_with(kNeed)) return;
        const auto found = std::find_if(content.needs.begin(), content.needs.end(), [&](const auto& need) {
            return need.id == std::string_view(filter).substr(kNeed.size());
        });
        m_need = static_cast<std::size_t>(found - content.needs.begin());  // past the end: taken by nothing
    }
    bool takes(const query::MapPoint& point) const {
        if (m_kind && point.kind != *m_kind) return false;
        return !m_need || std::find(point.needs.begin(), point.needs.end(), *m_need) != point.needs.end();
    }
    bool takes_initiatives() const { return !m_need && m_kind != query::PointKind::place; }

  private:
    static std::optional<query::PointKind> kind_of(const std::string& filter) {
        if (filter == "initiatives") return query::PointKind::initiative;
        if (filter == "places") return query::PointKind::place;
        return std::nullopt;
    }

    std::optional<query::PointKind> m_kind;
    std::optional<std::size_t> m_need;
};

map::Marker marker_of(const query::MapContent& content, const query::MapPoint& point,
                      const std::string& language) {
    map::Marker marker;
    marker.id = point.key();
    marker.kind = point.kind == query::PointKind::initiative ? "initiative" : "place";
    marker.coordinates = point.coordinates;
    marker.title = std::string(point.title.words(language));
    if (!point.themes.empty()) {
        const auto& theme = content.themes[point.themes.front()];
        marker.shape = theme.shape;
        marker.icon = theme.icon;
    } else {
        marker.icon = point.needs.empty() ? "buildings" : content.needs[point.needs.front()].icon;
    }
    return marker;
}

void sort_rows(const query::MapContent& content, const MapWish& wish, std::optional<model::Coordinates> here,
               std::vector<std::uint32_t>& rows) {
    if (wish.sort == action::SortBy::distance && here) {
        std::vector<double> metres(content.points.size());
        for (const auto row : rows)
            metres[row] = query::metres_between(*here, content.points[row].coordinates);
        std::stable_sort(rows.begin(), rows.end(), [&](auto a, auto b) { return metres[a] < metres[b]; });
        return;
    }
    // As people look a word up: without regard to case and accents.
    std::vector<std::string> names(content.points.size());
    for (const auto row : rows)
        names[row] = base::fold(content.points[row].title.words(wish.language));
    std::stable_sort(rows.begin(), rows.end(), [&](auto a, auto b) { return names[a] < names[b]; });
}

// What can be chosen among the initiatives that stand on the map, and how many more there are elsewhere.
void add_initiatives_of(MapSelection& selection, const query::MapContent& content, const MapWish& wish,
                        const std::vector<std::string>& towns) {
    FactsList placed;
    for (std::size_t i = 0; i < content.facts.size(); ++i) {
        if (i < content.initiatives)
            placed.push_back(&content.facts[i]);
        else if (passes(content.facts[i], wish.filters))
            ++selection.nowhere;
    }
    const std::chrono::year_month_day today(model::day_of(wish.now));
    selection.offers =
        initiative_offers(placed, {content.themes, wish.filters, towns, static_cast<int>(today.year())});
}

}  // namespace

MapWish map_wish(const action::AppState& state, model::LocalMinutes now,
                 std::shared_ptr<const query::DeskNotices> notices) {
    const auto& here = state.here();
    const model::LocalMinutes quarter(std::chrono::minutes(now.time_since_epoch().count() / 15 * 15));
    return {state.preferences.language,    here.filter,       here.filters, here.open_now, here.sort,
            here.open_now ? now : quarter, std::move(notices)};
}

query::Job map_selection_job(query::DataPtr content, MapWish wish) {
    return [content = std::move(content),
            wish = std::move(wish)](const query::Source& source) -> base::Result<query::DataPtr> {
        const auto& value = as<query::MapContent>(*content).value;
        const auto feed = TRY(query::feed(source));
        auto selection = std::make_shared<MapSelection>();
        selection->content = content;
        const Filter filter(value, wish.filter);
        std::vector<map::Marker> markers;
        for (std::uint32_t i = 0; i < value.points.size(); ++i) {
            const auto& point = value.points[i];
            const bool taken =
                filter.takes(point) && (i >= value.initiatives || passes(value.facts[i], wish.filters));
            // Asked of as few as will do: of those that pass, where it filters; else until one is found.
            const bool open = ((taken && wish.open_now) || !selection->any_open) &&
                              is_open_place(point, wish, *feed.calendar);
            selection->any_open = selection->any_open || open;
            if (!taken || (wish.open_now && !open)) continue;
            selection->rows.push_back(i);
            if (point.kind == query::PointKind::initiative) ++selection->initiatives;
            markers.push_back(marker_of(value, point, wish.language));
        }
        selection->markers = map::make_marker_set(std::move(markers));
        if (filter.takes_initiatives() && !wish.open_now)
            add_initiatives_of(*selection, value, wish, feed.info.territory_insee);
        sort_rows(value, wish, feed.here, selection->rows);
        return query::DataPtr(std::move(selection));
    };
}

const MapSelection& map_selection(const query::Data& data) {
    return static_cast<const MapSelection&>(data);
}

query::Job map_card_job(query::DataPtr content, std::string selected) {
    return [content = std::move(content),
            selected = std::move(selected)](const query::Source&) -> base::Result<query::DataPtr> {
        const auto& value = as<query::MapContent>(*content).value;
        auto card = std::make_shared<Loaded<query::MapContent>>(query::MapContent{});
        std::vector<query::InitiativeSummary> wanted;
        for (const auto& key : base::split(selected, ',')) {
            const auto found = value.find(key);
            if (!found || !value.points[*found].poster) continue;
            wanted.emplace_back().id = key;
            wanted.back().poster = value.points[*found].poster;
        }
        card->pictures = load_posters(wanted, kCardPicture);
        for (auto& [id, picture] : card->pictures)
            picture = draw::cropped(std::move(picture), kCardShape);
        return query::DataPtr(std::move(card));
    };
}

std::optional<model::Coordinates> coordinates_of(const query::Data& content, const std::string& key) {
    const auto& value = as<query::MapContent>(content).value;
    const auto found = value.find(key);
    if (!found) return std::nullopt;
    return value.points[*found].coordinates;
}

}  // namespace accueil::screens
