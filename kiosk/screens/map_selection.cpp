// SPDX-License-Identifier: GPL-3.0-or-later
// From the content and the visitor's filters to markers and a list: on the loader thread, since a country's
// places are many.
#include <algorithm>
#include <numeric>

#include "kiosk/screens/map_screen.hpp"
#include "kiosk/screens/parts.hpp"
#include "kiosk/screens/screens.hpp"
#include "sync/base/strings.hpp"

namespace accueil::screens {

namespace {

constexpr int kCardPicture = 400;  // pixels of its longer side

bool is_open_place(const query::MapPoint& point, const MapWish& wish, const model::Calendar& calendar) {
    return point.kind == query::PointKind::place &&
           !is_closed_today(wish.notices.get(), point.id, wish.now) &&
           model::opening_state(point.hours, wish.now, {calendar, point.coordinates}) ==
               model::OpeningState::open;
}

/// A filter as indices, so that each point is asked once and cheaply.
class Filter {
  public:
    Filter(const query::MapContent& content, const MapWish& wish) : m_kind(kind_of(wish.filter)) {
        m_theme = index_of(content.themes, wish.filter, "theme/");
        m_need = index_of(content.needs, wish.filter, "need/");
    }
    bool takes(const query::MapPoint& point) const {
        if (m_kind && point.kind != *m_kind) return false;
        if (m_theme && !holds(point.themes, *m_theme)) return false;
        if (m_need && !holds(point.needs, *m_need)) return false;
        return true;
    }

  private:
    static std::optional<query::PointKind> kind_of(const std::string& filter) {
        if (filter == "initiatives") return query::PointKind::initiative;
        if (filter == "places") return query::PointKind::place;
        return std::nullopt;
    }
    template <class Record>
    static std::optional<std::size_t> index_of(const std::vector<Record>& records, const std::string& filter,
                                               std::string_view kind) {
        if (!filter.starts_with(kind)) return std::nullopt;
        const auto id = std::string_view(filter).substr(kind.size());
        const auto found =
            std::find_if(records.begin(), records.end(), [&](const auto& record) { return record.id == id; });
        return static_cast<std::size_t>(found - records.begin());  // past the end: taken by nothing
    }
    static bool holds(const std::vector<std::uint16_t>& indices, std::size_t index) {
        return std::find(indices.begin(), indices.end(), index) != indices.end();
    }

    std::optional<query::PointKind> m_kind;
    std::optional<std::size_t> m_theme, m_need;
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

}  // namespace

MapWish map_wish(const action::AppState& state, model::LocalMinutes now,
                 std::shared_ptr<const query::DeskNotices> notices) {
    const auto& here = state.here();
    const model::LocalMinutes quarter(std::chrono::minutes(now.time_since_epoch().count() / 15 * 15));
    return {state.preferences.language,    here.filter,       here.open_now, here.sort,
            here.open_now ? now : quarter, std::move(notices)};
}

query::Job map_selection_job(query::DataPtr content, MapWish wish) {
    return [content = std::move(content),
            wish = std::move(wish)](const query::Source& source) -> base::Result<query::DataPtr> {
        const auto& value = as<query::MapContent>(*content).value;
        const auto feed = TRY(query::feed(source));
        auto selection = std::make_shared<MapSelection>();
        selection->content = content;
        const Filter filter(value, wish);
        std::vector<map::Marker> markers;
        for (std::uint32_t i = 0; i < value.points.size(); ++i) {
            const auto& point = value.points[i];
            const bool taken = filter.takes(point);
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
