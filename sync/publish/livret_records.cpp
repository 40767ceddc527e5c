// SPDX-License-Identifier: GPL-3.0-or-later
// The livret: places and services, as tables or as JSON of the same fields.
#include "sync/model/local_time.hpp"
#include "sync/publish/livret_rows.hpp"
#include "sync/publish/vocabulary.hpp"

namespace accueil::publish {

namespace {

std::optional<model::Source> read_source(Fields& fields) {
    const auto label = fields.string("source");
    const auto url = fields.url("source_url");
    if (label.empty() && url.empty()) return std::nullopt;
    return model::Source{label, url, {}};
}

void read_place(Fields& fields, model::Place& place) {
    static constexpr Choice<model::PlaceType> kTypes[] = {{"place", model::PlaceType::place},
                                                          {"helpline", model::PlaceType::helpline}};
    static constexpr Choice<model::Answer> kAnswers[] = {{"oui", model::Answer::yes},
                                                         {"non", model::Answer::no}};
    place.name = fields.text("nom", Presence::required);
    place.type = fields.word<model::PlaceType>("type", kTypes, model::PlaceType::place);
    const bool is_place = place.type == model::PlaceType::place;
    place.description = fields.text("description");
    place.coordinates = fields.coordinates();
    // Where the map shows it, the kiosk can say the way without an address.
    const auto presence = is_place && !place.coordinates ? Presence::required : Presence::optional;
    place.address = fields.string("adresse", presence);
    place.address_complement = fields.string("complement_adresse");
    place.postcode = fields.postcode("code_postal", presence);
    place.municipality = fields.string("commune", presence);
    place.insee = fields.insee("code_insee");
    if (!is_place && !place.address.empty()) fields.warning("adresse", "helpline_address");
    place.telephone = fields.telephone("telephone");
    place.telephone_label = fields.text("telephone_libelle");
    place.sms = fields.telephone("sms");
    place.email = fields.email("courriel");
    place.website = fields.url("site_web");
    place.opening_hours = fields.string("horaires_accueil");
    place.opening_hours_note = fields.text("horaires_note");
    place.languages = fields.languages("langues");
    place.unconditional =
        fields.word<model::Answer>("accueil_inconditionnel", kAnswers, model::Answer::unknown);
    place.accessibility = fields.words("acces", all_accessibilities());
    place.accessibility_url = fields.url("accessibilite_lieu");
    place.transport = fields.text("transports");
    place.networks = fields.list("reseaux_porteurs");
    place.zone = fields.zone("zone");
    place.source = read_source(fields);
    place.verified_on = fields.date("verified_on");
}

void read_service(Fields& fields, model::Service& service) {
    static constexpr Choice<model::Appointment> kAppointments[] = {
        {"sans", model::Appointment::none},
        {"possible", model::Appointment::possible},
        {"obligatoire", model::Appointment::required}};
    static constexpr Choice<model::Cost> kCosts[] = {{"gratuit", model::Cost::free},
                                                     {"payant", model::Cost::paid}};
    static constexpr Choice<model::Capacity> kCapacities[] = {
        {"places", model::Capacity::available},
        {"peu-de-places", model::Capacity::limited},
        {"complet", model::Capacity::full},
        {"liste-attente", model::Capacity::waiting_list}};
    service.place_id = fields.reference("place_id", "place");
    service.name = fields.text("nom", Presence::required);
    service.type = fields.word("type", all_service_types());
    service.description = fields.text("description");
    service.needs = fields.references("needs", "need", Presence::required);
    service.thematiques = fields.words("thematiques", all_thematiques());
    service.publics = fields.words("publics", all_publics());
    service.publics_details = fields.text("publics_precisions");
    service.appointment =
        fields.word<model::Appointment>("rendez_vous", kAppointments, model::Appointment::unknown);
    service.cost = fields.word<model::Cost>("frais", kCosts, model::Cost::unknown);
    service.cost_details = fields.text("frais_precisions");
    service.capacity = fields.word<model::Capacity>("capacite", kCapacities, model::Capacity::unknown);
    service.capacity_on = fields.date("capacite_le");
    if (service.capacity != model::Capacity::unknown && !model::read_day(service.capacity_on))
        fields.error("capacite_le", "capacity_without_day");
    service.reception_modes = fields.words("modes_accueil", all_reception_modes());
    service.mobilisation_modes = fields.words("modes_mobilisation", all_mobilisation_modes());
    service.mobilisable_by = fields.words("mobilisable_par", all_mobilisers());
    service.mobilisation_details = fields.text("mobilisation_precisions");
    service.mobilisation_url = fields.url("lien_mobilisation");
    service.conditions = fields.text("conditions_acces");
    service.zone = fields.zone("zone_eligibilite");
    service.telephone = fields.telephone("telephone");
    service.email = fields.email("courriel");
    service.opening_hours = fields.string("horaires_accueil");
    service.opening_hours_note = fields.text("horaires_note");
    service.papers = fields.list("pieces");
    service.languages = fields.languages("langues");
    service.source = read_source(fields);
    service.verified_on = fields.date("verified_on");
}

void read_fields(Fields& fields, model::Place& place) {
    read_place(fields, place);
}
void read_fields(Fields& fields, model::Service& service) {
    read_service(fields, service);
}

template <class T>
RowKind row_kind(const char* kind, std::vector<std::string> required) {
    const auto ask = [](Fields& fields) {
        fields.record_id();
        T ignored;
        read_fields(fields, ignored);
    };
    const auto take = [](Fields& fields, int position, Reading& reading) {
        const auto id = fields.record_id();
        if (!id) return false;
        T record;
        record.id = *id;
        record.position = position;
        read_fields(fields, record);
        reading.records.push_back(std::move(record));
        return true;
    };
    return {kind, std::move(required), ask, take};
}

RowKind row_kind(const std::string& kind) {
    return kind == "place" ? row_kind<model::Place>("place", {"id", "nom"})
                           : row_kind<model::Service>("service", {"id", "place_id", "nom", "needs"});
}

}  // namespace

void read_livret_table(const std::string& text, const std::string& name, const std::string& kind,
                       Reading& reading) {
    read_table_rows(text, name, row_kind(kind), reading);
}

void read_livret(const std::vector<SourceFile>& files, const std::string& kind, Reading& reading) {
    read_row_files(files, row_kind(kind), reading);
}

}  // namespace accueil::publish
