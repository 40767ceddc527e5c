// SPDX-License-Identifier: GPL-3.0-or-later
#include "kiosk/query/map_content.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <numbers>
#include <set>

#include "kiosk/query/source.hpp"

namespace accueil::query {

namespace {

constexpr double kEarthRadius = 6'371'008.8;  // metres, the mean of WGS 84

/// The indices of `ids` in `records`; what the content does not hold is passed over.
template <class Record>
std::vector<std::uint16_t> indices_of(const std::vector<Record>& records,
                                      const std::vector<std::string>& ids) {
    std::vector<std::uint16_t> found;
    for (const auto& id : ids) {
        const auto at =
            std::find_if(records.begin(), records.end(), [&](const Record& r) { return r.id == id; });
        if (at != records.end()) found.push_back(static_cast<std::uint16_t>(at - records.begin()));
    }
    return found;
}

base::Result<void> add_initiatives(const Source& source, MapContent& content) {
    std::vector<InitiativeFacts> nowhere;
    TRY(source.reader().each<model::Initiative>([&](model::Initiative initiative) -> base::Result<void> {
        if (!initiative.coordinates) {
            nowhere.push_back(facts_of(initiative));
            return {};
        }
        auto summary = summarise(source, initiative);
        MapPoint point;
        point.kind = PointKind::initiative;
        point.id = std::move(summary.id);
        point.title = std::move(summary.title);
        point.summary = std::move(summary.summary);
        point.where = std::move(summary.place);
        point.since = std::move(summary.since);
        point.coordinates = *initiative.coordinates;
        point.themes = indices_of(content.themes, initiative.themes);
        point.needs = indices_of(content.needs, initiative.needs);
        point.poster = std::move(summary.poster);
        content.points.push_back(std::move(point));
        content.facts.push_back(std::move(summary.facts));
        return {};
    }));
    std::move(nowhere.begin(), nowhere.end(), std::back_inserter(content.facts));
    return {};
}

base::Result<void> add_places(const Source& source, MapContent& content) {
    const auto pairs = TRY(source.reader().needs_of_places());
    auto pair = pairs.begin();  // by place, as the places come by id
    return source.reader().each<model::Place>([&](model::Place place) -> base::Result<void> {
        std::vector<std::string> needs;
        for (; pair != pairs.end() && pair->place <= place.id; ++pair)
            if (pair->place == place.id) needs.push_back(pair->need);
        if (!place.coordinates) return {};
        MapPoint point;
        point.kind = PointKind::place;
        point.id = std::move(place.id);
        point.title = std::move(place.name);
        point.where = address_line(place);
        point.hours = model::KnownHours::of(place);
        point.telephone = std::move(place.telephone);
        point.coordinates = *place.coordinates;
        point.needs = indices_of(content.needs, needs);
        content.points.push_back(std::move(point));
        return {};
    });
}

}  // namespace

std::optional<std::size_t> MapContent::find(const std::string& key) const {
    const auto slash = key.find('/');
    if (slash == std::string::npos) return std::nullopt;
    const auto kind = key.compare(0, slash, "place") == 0 ? PointKind::place : PointKind::initiative;
    const auto id = std::string_view(key).substr(slash + 1);
    const auto before = [](const MapPoint& point, const auto& sought) {
        return point.kind != sought.first ? point.kind < sought.first : point.id < sought.second;
    };
    const auto at = std::lower_bound(points.begin(), points.end(), std::pair(kind, id), before);
    if (at == points.end() || at->kind != kind || at->id != id) return std::nullopt;
    return static_cast<std::size_t>(at - points.begin());
}

base::Result<MapContent> map_content(const Source& source) {
    MapContent content;
    content.themes = TRY(source.reader().all<model::Theme>());
    content.needs = TRY(source.reader().all<model::Need>());
    TRY(add_initiatives(source, content));
    content.initiatives = content.points.size();
    TRY(add_places(source, content));
    content.of_need.resize(content.needs.size());
    for (const auto& point : content.points)
        for (const auto need : point.needs)
            ++content.of_need[need];
    return content;
}

double metres_between(model::Coordinates a, model::Coordinates b) {
    const auto radians = [](double degrees) { return degrees * std::numbers::pi / 180; };
    const double north = std::sin(radians(b.latitude - a.latitude) / 2);
    const double east = std::sin(radians(b.longitude - a.longitude) / 2);
    const double h =
        north * north + std::cos(radians(a.latitude)) * std::cos(radians(b.latitude)) * east * east;
    return 2 * kEarthRadius * std::asin(std::min(1.0, std::sqrt(h)));
}

// Ever wider, by the R*Tree, until there are enough of them within the radius that was asked.
base::Result<std::vector<NearbyPlace>> nearest_places(const Source& source,
                                                      const std::vector<std::string>& needs,
                                                      std::size_t most) {
    const auto about = TRY(feed(source));
    const model::Coordinates from = about.here.value_or(about.info.map_center);
    std::set<std::string> answering;
    for (const auto& need : needs)
        for (const auto& service : TRY(source.reader().services_for_need(need)))
            answering.insert(service.place_id);
    std::vector<std::pair<double, std::string>> found;
    constexpr double kMetresPerDegree = kEarthRadius * std::numbers::pi / 180;
    for (double radius = 1'000; radius < 2e7 && !answering.empty(); radius *= 4) {
        const double tall = radius / kMetresPerDegree;
        const double wide = tall / std::max(0.01, std::cos(from.latitude * std::numbers::pi / 180));
        found.clear();
        for (const auto& marker :
             TRY(source.reader().markers({from.longitude - wide, from.latitude - tall, from.longitude + wide,
                                          from.latitude + tall}))) {
            const double metres = metres_between(from, marker.coordinates);
            if (marker.kind == "place" && metres <= radius && answering.contains(marker.id))
                found.emplace_back(metres, marker.id);
        }
        if (found.size() >= std::min(most, answering.size())) break;
    }
    std::sort(found.begin(), found.end());
    found.resize(std::min(found.size(), most));
    std::vector<NearbyPlace> places;
    for (const auto& [metres, id] : found)
        if (auto place = TRY(source.reader().get<model::Place>(id)))
            places.push_back({std::move(*place), metres});
    return places;
}

}  // namespace accueil::query
