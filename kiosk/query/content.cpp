// SPDX-License-Identifier: GPL-3.0-or-later
#include "kiosk/query/content.hpp"

#include <algorithm>
#include <charconv>
#include <limits>
#include <set>
#include <tuple>

#include "kiosk/query/notices.hpp"
#include "kiosk/query/source.hpp"

namespace accueil::query {

namespace {

constexpr std::size_t kMostNearby = 4;

// The records that exist, in the order of `ids`.
template <class T>
base::Result<std::vector<T>> pick(const Source& source, const std::vector<std::string>& ids) {
    std::vector<T> found;
    for (const auto& id : ids) {
        if (auto record = TRY(source.reader().get<T>(id))) found.push_back(std::move(*record));
    }
    return found;
}

base::Result<std::vector<InitiativeSummary>> summaries(const Source& source,
                                                       base::Result<std::vector<model::Initiative>> all) {
    std::vector<InitiativeSummary> out;
    for (const auto& initiative : TRY(std::move(all)))
        out.push_back(summarise(source, initiative));
    return out;
}

// The town's own title, map and needs where its territory has some; the sources of both are named.
base::Result<model::FeedInfo> settings(const Source& source) {
    auto centre = TRY(source.reader().get<model::FeedInfo>("feed")).value_or(model::FeedInfo{});
    const auto& territory = source.reader().info().territory;
    if (!territory) return centre;
    auto own = TRY(source.reader().get<model::FeedInfo>(territory->id_prefix + "feed"));
    if (!own) return centre;
    if (own->needs_first.empty()) own->needs_first = std::move(centre.needs_first);
    if (own->languages.empty()) own->languages = std::move(centre.languages);
    if (own->proposal.empty()) own->proposal = std::move(centre.proposal);
    if (own->school_holidays.empty()) own->school_holidays = std::move(centre.school_holidays);
    for (auto& source_of_centre : centre.attribution) {
        auto& named = own->attribution;
        if (std::find(named.begin(), named.end(), source_of_centre) == named.end())
            named.push_back(std::move(source_of_centre));
    }
    return std::move(*own);
}

base::Result<void> sort_notices(const Source& source, FeedSummary& summary) {
    for (auto& notice : TRY(source.reader().all<model::Notice>())) {
        if (is_for(notice, source.kiosk())) summary.notices.push_back(notice);
        if (!notice.places.empty()) summary.place_notices.push_back(std::move(notice));
    }
    return {};
}

base::Result<PublicPages> public_pages(const Source& source) {
    PublicPages pages;
    const auto& reader = source.reader();
    if (const auto centre = TRY(reader.get<model::FeedInfo>("feed"))) pages.centre = centre->public_url;
    if (!reader.info().territory) return pages;
    pages.own_prefix = reader.info().territory->id_prefix;
    if (const auto own = TRY(reader.get<model::FeedInfo>(pages.own_prefix + "feed")))
        pages.own = own->public_url;
    return pages;
}

base::Result<FeedSummary> summarise_feed(const Source& source) {
    FeedSummary summary;
    summary.info = TRY(settings(source));
    summary.pages = TRY(public_pages(source));
    summary.generation = source.reader().generation();
    summary.revision = source.reader().info().revision;
    summary.published_on = source.reader().info().published_on;
    summary.embedded = source.embedded();
    summary.here = source.here();
    const auto& towns = summary.info.territory_insee;
    const auto territory = towns.empty() ? std::nullopt : model::territory_of(towns.front());
    const auto zone = towns.empty() ? std::nullopt : model::school_zone_of(towns.front());
    summary.calendar = std::make_shared<const model::Calendar>(
        territory.value_or(model::Territory::metropole),
        zone ? model::holidays_of_zone(summary.info.school_holidays, *zone) : std::vector<model::DayRange>{});
    TRY(sort_notices(source, summary));
    return summary;
}

}  // namespace

base::Result<std::shared_ptr<const FeedSummary>> Source::summary() const {
    if (!m_summary) m_summary = std::make_shared<const FeedSummary>(TRY(summarise_feed(*this)));
    return m_summary;
}

base::Result<FeedSummary> feed(const Source& source) {
    return *TRY(source.summary());
}

base::Result<std::vector<MapFile>> maps(const Source& source) {
    std::vector<MapFile> found;
    const auto& packs = source.reader().info().packs;
    for (auto& [name, path] : source.reader().packs())
        if (name.ends_with(".mbtiles")) found.push_back({name, path, packs.at(name).sha256});
    return found;
}

std::optional<std::filesystem::path> media_file(const Source& source, const model::MediaFile& file) {
    return source.reader().media_path(file);
}

std::optional<NumberedId> numbered_id(const std::string& id) {
    const auto slash = id.rfind('/');
    if (slash == std::string::npos) return std::nullopt;
    NumberedId found{id.substr(0, slash), 0};
    const auto* end = id.data() + id.size();
    const auto [stopped, error] = std::from_chars(id.data() + slash + 1, end, found.number);
    if (error != std::errc() || stopped != end || found.number == 0) return std::nullopt;
    return found;
}

InitiativeSummary summarise(const Source& source, const model::Initiative& initiative) {
    InitiativeSummary summary;
    summary.id = initiative.id;
    summary.title = initiative.title;
    summary.summary = initiative.summary;
    summary.carrier = initiative.carrier;
    summary.place = initiative.place.empty() ? initiative.municipality : initiative.place;
    summary.since = initiative.since;
    summary.until = initiative.until;
    summary.themes = initiative.themes;
    summary.facts = facts_of(initiative);
    summary.coordinates = initiative.coordinates;
    summary.has_video = initiative.video.has_value();
    summary.documents = initiative.documents.size();
    if (initiative.video && initiative.video->poster)
        summary.poster = source.reader().media_path(*initiative.video->poster);
    else if (!initiative.photos.empty())
        summary.poster = source.reader().media_path(initiative.photos.front().file);
    return summary;
}

base::Result<Home> home(const Source& source) {
    Home home;
    const auto info = TRY(settings(source));
    home.first_needs = TRY(pick<model::Need>(source, info.needs_first));
    home.initiatives = TRY(summaries(source, source.reader().all<model::Initiative>()));
    home.themes = TRY(source.reader().all<model::Theme>());
    home.questions = TRY(source.reader().all<model::Question>());
    home.places = TRY(source.reader().count("place"));
    return home;
}

base::Result<Initiatives> initiatives(const Source& source) {
    static std::uint64_t readings = 0;  // the loader's thread alone
    return Initiatives{++readings, TRY(summaries(source, source.reader().all<model::Initiative>())),
                       TRY(source.reader().all<model::Theme>())};
}

base::Result<std::optional<InitiativePage>> initiative(const Source& source, const std::string& id) {
    auto record = TRY(source.reader().get<model::Initiative>(id));
    if (!record) return std::nullopt;
    InitiativePage page;
    page.initiative = std::move(*record);
    page.themes = TRY(pick<model::Theme>(source, page.initiative.themes));
    page.questions = TRY(source.reader().questions_of(id));
    for (const auto& related : TRY(pick<model::Initiative>(source, page.initiative.related)))
        page.related.push_back(summarise(source, related));
    page.needs = TRY(pick<model::Need>(source, page.initiative.needs));
    page.places = TRY(nearest_places(source, page.initiative.needs, kMostNearby));
    if (page.initiative.video && page.initiative.video->poster)
        page.poster = source.reader().media_path(*page.initiative.video->poster);
    return page;
}

base::Result<Questions> questions(const Source& source) {
    return Questions{TRY(source.reader().all<model::Question>()),
                     TRY(source.reader().get<model::Page>("introduction"))};
}

base::Result<std::optional<QuestionPage>> question(const Source& source, const std::string& id) {
    auto record = TRY(source.reader().get<model::Question>(id));
    if (!record) return std::nullopt;
    QuestionPage page;
    page.question = std::move(*record);
    page.initiatives = TRY(summaries(source, source.reader().initiatives_answering(id)));
    auto all = TRY(source.reader().all<model::Question>());
    const auto here = std::find_if(all.begin(), all.end(), [&](const auto& other) { return other.id == id; });
    if (here != all.end() && all.size() > 1)
        page.next = std::next(here) == all.end() ? all.front() : *std::next(here);
    return page;
}

base::Result<Livret> livret(const Source& source) {
    Livret livret;
    for (auto& need : TRY(source.reader().all<model::Need>())) {
        std::set<std::string> places;
        for (const auto& service : TRY(source.reader().services_for_need(need.id)))
            places.insert(service.place_id);
        if (!places.empty()) livret.needs.push_back({std::move(need), places.size()});
    }
    livret.places = TRY(source.reader().count("place"));
    return livret;
}

base::Result<std::optional<NeedPage>> need(const Source& source, const std::string& id) {
    auto record = TRY(source.reader().get<model::Need>(id));
    if (!record) return std::nullopt;
    static std::uint64_t readings = 0;  // the loader's thread alone
    NeedPage page;
    page.reading = ++readings;
    page.need = std::move(*record);
    const auto services = TRY(source.reader().services_for_need(id));
    std::vector<std::string> ids;
    for (const auto& service : services) {
        if (std::find(ids.begin(), ids.end(), service.place_id) == ids.end()) ids.push_back(service.place_id);
    }
    for (auto& place : TRY(source.reader().places_by_id(ids))) {
        PlaceRow row;
        row.place = std::move(place);
        for (const auto& service : services) {
            if (service.place_id == row.place.id) row.services.push_back(service);
        }
        page.rows.push_back(std::move(row));
    }
    const auto metres = [here = source.here()](const model::Place& place) {
        return here && place.coordinates ? metres_between(*here, *place.coordinates)
                                         : std::numeric_limits<double>::max();
    };
    std::stable_sort(page.rows.begin(), page.rows.end(), [&](const PlaceRow& a, const PlaceRow& b) {
        return std::tuple(a.place.type, metres(a.place), a.place.position) <
               std::tuple(b.place.type, metres(b.place), b.place.position);
    });
    page.initiatives = TRY(summaries(source, source.reader().initiatives_for_need(id)));
    return page;
}

base::Result<Guide> guide(const Source& source, const std::string& need_id) {
    Guide guide;
    if (need_id.empty())
        guide.needs = TRY(livret(source)).needs;
    else
        guide.page = TRY(need(source, need_id));
    if (!need_id.empty() && !guide.page) guide.needs = TRY(livret(source)).needs;
    return guide;
}

std::string address_line(const model::Place& place) {
    return place.address + (place.address.empty() || place.municipality.empty() ? "" : ", ") +
           place.municipality;
}

base::Result<std::optional<PlacePage>> place(const Source& source, const std::string& id) {
    auto record = TRY(source.reader().get<model::Place>(id));
    if (!record) return std::nullopt;
    PlacePage page;
    page.place = std::move(*record);
    page.services = TRY(source.reader().services_of_place(id));
    std::vector<std::string> needs;
    for (const auto& service : page.services) {
        for (const auto& need : service.needs) {
            if (std::find(needs.begin(), needs.end(), need) == needs.end()) needs.push_back(need);
        }
    }
    page.needs = TRY(pick<model::Need>(source, needs));
    std::set<std::string> seen;
    for (const auto& need : needs) {
        for (const auto& initiative : TRY(source.reader().initiatives_for_need(need))) {
            if (seen.insert(initiative.id).second) page.initiatives.push_back(summarise(source, initiative));
        }
    }
    return page;
}

base::Result<std::optional<model::Page>> page(const Source& source, const std::string& id) {
    return source.reader().get<model::Page>(id);
}

}  // namespace accueil::query
