// SPDX-License-Identifier: GPL-3.0-or-later
// data·inclusion v1: structures and services, as JSON of the API or as the tables of its template.
#include <algorithm>
#include <map>
#include <set>

#include "sync/base/strings.hpp"
#include "sync/publish/facts.hpp"
#include "sync/publish/import_row.hpp"
#include "sync/publish/vocabulary.hpp"

namespace accueil::publish {

namespace {

std::vector<std::string> known_words(ImportRow& row, const char* field,
                                     const std::vector<std::string>& words) {
    std::vector<std::string> out;
    for (const auto& word : row.list({field}, ",;|")) {
        if (std::find(words.begin(), words.end(), word) != words.end()) {
            out.push_back(word);
        } else {
            const auto near = suggest(word, words);
            row.log(ImportAction::left_out, near.empty() ? "word_unknown" : "word_unknown_near", field, word,
                    {{"near", near}});
        }
    }
    return out;
}

std::optional<model::Source> source_of(ImportRow& row) {
    auto label = row.raw({"source"});
    if (label.empty()) label = row.gathering().options.source;
    const auto url = row.url({"lien_source"});
    if (label.empty() && url.empty()) return std::nullopt;
    return model::Source{label, url, {}};
}

void gather_structure(ImportRow& row) {
    Gathered<model::Place> gathered;
    auto& place = gathered.record;
    if (!row.place(place)) return;
    place.accessibility_url = row.url({"accessibilite_lieu"});
    place.networks = row.list({"reseaux_porteurs"}, ",;|");
    if (auto source = source_of(row)) place.source = std::move(source);
    gathered.where = row.where();
    row.gathering().places.push_back(std::move(gathered));
}

void read_zone(ImportRow& row, model::Service& service) {
    for (const auto& word : row.list({"zone_eligibilite"}, ",;|")) {
        const auto dot = word.find(".0");
        const auto code = dot != std::string::npos && dot + 2 == word.size() ? word.substr(0, dot) : word;
        if (is_zone(code))
            service.zone.push_back(code);
        else
            row.log(ImportAction::left_out, "zone_bad", "zone_eligibilite", word);
    }
}

void gather_service(ImportRow& row) {
    Gathered<model::Service> gathered;
    auto& service = gathered.record;
    service.id = row.id();
    service.place_id = row.raw({"structure_id"});
    const auto name = clean_text(row.raw({"nom"}), Lines::one);
    if (service.id.empty() || name.text.empty()) {
        row.refuse(service.id.empty() ? "id_missing" : "name_missing", service.id.empty() ? "id" : "nom");
        return;
    }
    service.name = model::Text(name.text);
    const auto type = known_words(row, "type", all_service_types());
    if (!type.empty()) service.type = type.front();
    service.description = row.text({"description"});
    service.thematiques = known_words(row, "thematiques", all_thematiques());
    service.publics = known_words(row, "publics", all_publics());
    const auto everyone = std::find(service.publics.begin(), service.publics.end(), "tous-publics");
    if (everyone != service.publics.end() && service.publics.size() > 1) {
        row.log(ImportAction::repaired, "everyone_and_some", "publics", base::join(service.publics, ", "));
        service.publics = {"tous-publics"};
    }
    service.publics_details = row.text({"publics_precisions"});
    for (const auto& word : known_words(row, "frais", {"gratuit", "payant"}))
        service.cost = word == "gratuit" ? model::Cost::free : model::Cost::paid;
    service.cost_details = row.text({"frais_precisions"});
    service.reception_modes = known_words(row, "modes_accueil", all_reception_modes());
    service.mobilisation_modes = known_words(row, "modes_mobilisation", all_mobilisation_modes());
    service.mobilisable_by = known_words(row, "mobilisable_par", all_mobilisers());
    service.mobilisation_details = row.text({"mobilisation_precisions"});
    service.mobilisation_url = row.url({"lien_mobilisation"});
    service.conditions = row.text({"conditions_acces"});
    read_zone(row, service);
    service.telephone = row.telephone();
    service.email = row.email();
    row.hours(row.raw({"horaires_accueil"}), "horaires_accueil", service.opening_hours,
              service.opening_hours_note);
    service.source = source_of(row);
    service.verified_on = row.date();
    gathered.spot.emplace();
    row.spot(*gathered.spot);
    gathered.where = row.where();
    row.gathering().services.push_back(std::move(gathered));
}

}  // namespace

void place_services(Gathering& gathering) {
    std::map<std::string, model::Place> structures;
    for (const auto& one : gathering.places)
        structures.emplace(one.record.id, one.record);
    std::set<std::string> made;
    for (auto& one : gathering.services) {
        const auto structure = structures.find(one.record.place_id);
        if (structure == structures.end() || !one.spot) continue;
        const auto& spot = *one.spot;
        const auto& of_structure = structure->second;
        const auto key = [](const model::Place& place) { return slug(place.address + " " + place.postcode); };
        const bool is_whole = !spot.address.empty() && !spot.postcode.empty() && !spot.municipality.empty();
        if (!is_whole || key(spot) == key(of_structure)) continue;
        model::Place place = spot;
        place.id = of_structure.id + " " + key(spot);
        one.record.place_id = place.id;
        if (!made.insert(place.id).second) continue;
        // When the structure is open says nothing of elsewhere.
        place.name = of_structure.name;
        place.telephone = of_structure.telephone;
        place.email = of_structure.email;
        place.website = of_structure.website;
        place.networks = of_structure.networks;
        place.source = of_structure.source;
        place.verified_on = one.record.verified_on;
        gathering.log.add({ImportAction::noted, one.where, "adresse", spot.address, "service_elsewhere", {}});
        gathering.places.push_back({std::move(place), one.where});
    }
}

void gather_data_inclusion(ImportRow& row) {
    // The template explains its columns in rows that say so.
    if (row.has({"__ignore__"})) return;
    if (row.has({"structure_id"}))
        gather_service(row);
    else
        gather_structure(row);
}

}  // namespace accueil::publish
