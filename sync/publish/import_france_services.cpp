// SPDX-License-Identifier: GPL-3.0-or-later
// The list of France services (ANCT), as a table or as GeoJSON; and what has its hours a day a column.
#include <algorithm>
#include <array>

#include "sync/base/strings.hpp"
#include "sync/model/opening_hours_repair.hpp"
#include "sync/publish/import_row.hpp"

namespace accueil::publish {

namespace {

constexpr std::array<std::pair<const char*, const char*>, 7> kWeek{{{"Mo", "lundi"},
                                                                    {"Tu", "mardi"},
                                                                    {"We", "mercredi"},
                                                                    {"Th", "jeudi"},
                                                                    {"Fr", "vendredi"},
                                                                    {"Sa", "samedi"},
                                                                    {"Su", "dimanche"}}};

bool says_closed(const std::string& folded) {
    return folded.empty() || folded == "-" || folded == "ferme" || folded == "fermee";
}

// "09:00 - 12:00 / 13:30 - 17:00" → "09:00-12:00,13:30-17:00"; nothing where it cannot be read.
std::optional<std::string> hours_of_day(const std::string& written) {
    std::string text = "Mo ";
    for (const char c : written) {
        if (c == '/')
            text += ',';
        else
            text += c;
    }
    const auto repaired = model::repair_hours(text);
    if (!repaired || repaired->has_doubtful_day || !repaired->text.starts_with("Mo ")) return std::nullopt;
    auto hours = repaired->text.substr(3);
    // More than one rule is more than one day.
    if (hours.find(';') != std::string::npos) return std::nullopt;
    return hours;
}

}  // namespace

std::string hours_of_days(ImportRow& row) {
    std::vector<std::pair<std::string, std::string>> days;  // day, hours
    bool is_told = true;
    for (const auto& [day, french] : kWeek) {
        const std::string field = std::string("h_") + french;
        const auto written = row.raw({field.c_str()});
        const auto folded = base::fold(written);
        if (folded.starts_with("horaires non communiques")) is_told = false;
        if (says_closed(folded)) continue;
        if (const auto hours = hours_of_day(written)) {
            days.emplace_back(day, *hours);
        } else if (is_told) {
            row.log(ImportAction::left_out, "hours_of_day", field, written);
            auto comment = clean_text(written, Lines::one).text;
            std::replace(comment.begin(), comment.end(), '"', '\'');
            days.emplace_back(day, comment.empty() ? "unknown" : "unknown \"" + comment + "\"");
        }
    }
    if (!is_told) return {};
    std::string out;
    for (std::size_t i = 0; i < days.size();) {
        std::vector<std::string> alike;
        const auto& hours = days[i].second;
        for (; i < days.size() && days[i].second == hours; ++i)
            alike.push_back(days[i].first);
        out += (out.empty() ? "" : "; ") + base::join(alike, ",") + " " + hours;
    }
    return out;
}

void gather_france_services(ImportRow& row) {
    Gathered<model::Place> gathered;
    auto& place = gathered.record;
    if (!row.place(place)) return;
    // GeoJSON names the town alone.
    const std::string name(place.name.words("fr"));
    if (base::fold(name).find("france services") == std::string::npos)
        place.name = model::Text("France services " + name);
    if (const auto comment = clean_text(row.raw({"commentaire", "commentaire_horaires"}), Lines::one).text;
        !comment.empty() && comment != "-")
        place.opening_hours_note = model::Text(comment);
    if (base::fold(row.raw({"itinerance"})) == "oui" && place.opening_hours_note.empty())
        place.opening_hours_note = row.gathering().words("note.itinerant");
    row.hours(hours_of_days(row), "h_lundi", place.opening_hours, place.opening_hours_note);
    place.networks = {"france-service"};

    Gathered<model::Service> of_place;
    auto& service = of_place.record;
    service.id = service.place_id = place.id;
    service.name = row.gathering().words("service.france_services");
    service.description = row.gathering().words("service.france_services.does");
    service.thematiques = {
        "difficultes-administratives-ou-juridiques--accompagnement-aux-demarches-administratives",
        "numerique--acceder-a-des-services-en-ligne"};
    service.cost = model::Cost::free;
    service.reception_modes = {"en-presentiel"};
    service.verified_on = place.verified_on;
    of_place.where = gathered.where = row.where();
    row.gathering().places.push_back(std::move(gathered));
    row.gathering().services.push_back(std::move(of_place));
}

void gather_generic(ImportRow& row) {
    Gathered<model::Place> gathered;
    auto& place = gathered.record;
    if (!row.place(place)) return;
    if (place.opening_hours.empty())
        row.hours(hours_of_days(row), "h_lundi", place.opening_hours, place.opening_hours_note);
    if (row.raw({"wheelchair"}) == "yes") place.accessibility.emplace_back("plain-pied");
    if (row.raw({"hearing_loop"}) == "yes") place.accessibility.emplace_back("boucle-magnetique");
    const bool is_of_osm =
        place.id.starts_with("node/") || place.id.starts_with("way/") || place.id.starts_with("relation/");
    if (is_of_osm && !place.source)
        place.source = model::Source{
            "© les contributeurs d’OpenStreetMap", "https://www.openstreetmap.org/" + place.id, {}};
    gathered.where = row.where();
    const auto& needs = row.gathering().options.needs;
    if (!needs.empty()) {
        Gathered<model::Service> of_place;
        auto& service = of_place.record;
        service.id = service.place_id = place.id;
        service.name = place.name;
        service.needs = needs;
        service.verified_on = place.verified_on;
        of_place.where = gathered.where;
        row.gathering().services.push_back(std::move(of_place));
    }
    row.gathering().places.push_back(std::move(gathered));
}

}  // namespace accueil::publish
