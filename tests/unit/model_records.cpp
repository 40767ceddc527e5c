// SPDX-License-Identifier: GPL-3.0-or-later
// Every field of the livret's records goes into their JSON and comes back. A field more in a record breaks
// the structured bindings below, and asks for its value here.
#include <catch2/catch.hpp>

#include "sync/base/json.hpp"
#include "sync/model/record_json.hpp"

using namespace accueil;

namespace {

model::Text text(const std::string& french) {
    model::Text made(french);
    made.set("ar", french + " (ar)");
    return made;
}

model::HoursException closure() {
    return {"2026-12-24", "2026-12-26", "", text("Travaux")};
}

model::HoursException summer() {
    return {"2027-07-05", "2027-08-28", "Mo-Fr 09:00-12:00; PH off", text("Été")};
}

model::Place full_place() {
    model::Place place;
    auto& [id, position, name, type, description, address, complement, postcode, municipality, insee,
           coordinates, telephone, telephone_label, sms, email, website, hours, note, exceptions, languages,
           unconditional, accessibility, accessibility_url, transport, networks, zone, source, verified_on] =
        place;
    id = "ccas";
    position = 3;
    name = text("CCAS");
    type = model::PlaceType::helpline;
    description = text("Ce que l’on y fait");
    address = "2 rue de l’Hôtel-de-Ville";
    complement = "Escalier B";
    postcode = "44000";
    municipality = "Nantes";
    insee = "44109";
    coordinates = {47.2181, -1.5546};
    telephone = "02 40 41 90 00";
    telephone_label = text("Prix d’un appel local");
    sms = "114";
    email = "ccas@mairie.example";
    website = "https://mairie.example";
    hours = "Mo-Fr 09:00-12:30";
    note = text("Fermé en août");
    exceptions = {closure(), summer()};
    languages = {"fr", "fsl"};
    unconditional = model::Answer::yes;
    accessibility = {"plain-pied", "lsf"};
    accessibility_url = "https://acceslibre.example/1";
    transport = text("Tram 1");
    networks = {"ccas-cias", "france-service"};
    zone = {"44109", "france"};
    source = model::Source{"Ville", "https://mairie.example", "2026-11-01"};
    verified_on = "2026-11-23";
    return place;
}

model::Service full_service() {
    model::Service service;
    auto& [id, position, place_id, name, type, description, needs, thematiques, publics, publics_details,
           appointment, cost, cost_details, capacity, capacity_on, reception_modes, mobilisation_modes,
           mobilisable_by, mobilisation_details, mobilisation_url, conditions, zone, telephone, email, hours,
           note, exceptions, papers, languages, source, verified_on] = service;
    id = "titres";
    position = 2;
    place_id = "mairie";
    name = text("Titres");
    type = "information";
    description = text("Ce que l’on fait pour vous");
    needs = {"papiers", "numerique"};
    thematiques = {"difficultes-administratives-ou-juridiques--accompagnement-aux-demarches-administratives"};
    publics = {"jeunes", "seniors"};
    publics_details = text("De 16 à 25 ans");
    appointment = model::Appointment::required;
    cost = model::Cost::paid;
    cost_details = text("Selon le revenu");
    capacity = model::Capacity::waiting_list;
    capacity_on = "2026-11-20";
    reception_modes = {"en-presentiel", "a-distance"};
    mobilisation_modes = {"telephoner"};
    mobilisable_by = {"usagers", "professionnels"};
    mobilisation_details = text("Après 14 h");
    mobilisation_url = "https://rdv.example";
    conditions = text("Habiter la commune");
    zone = {"44"};
    telephone = "02 40 00 00 00";
    email = "titres@mairie.example";
    hours = "Tu 14:00-17:00";
    note = text("Sur rendez-vous");
    exceptions = {summer()};
    papers = {"Une photo", "Un justificatif"};
    languages = {"fr", "en"};
    source = model::Source{"Ville", "", ""};
    verified_on = "2026-11-24";
    return service;
}

model::Notice full_notice() {
    model::Notice notice;
    auto& [id, position, title, body, urgency, start, end, places, kiosks, groups] = notice;
    id = "travaux";
    position = 1;
    title = text("Travaux");
    body = text("L’entrée est rue du Calvaire.");
    urgency = model::Urgency::urgent;
    start = "2026-12-01T08:00";
    end = "2026-12-05T18:30";
    places = {"mairie", "ccas"};
    kiosks = {"hall"};
    groups = {"nord"};
    return notice;
}

model::Initiative full_initiative() {
    model::Initiative initiative;
    auto& [id, position, title, summary, body, carrier, place, municipality, insee, zone, coordinates,
           precision, since, until, audiences, kind, themes, questions, related, needs, video, documents,
           photos, pictures, links, sources, verified_on] = initiative;
    id = "bus";
    position = 4;
    title = text("Un bus d’accueil");
    summary = text("Il va là où les guichets ont fermé.");
    body = text("## Où il va");
    carrier = "Une intercommunalité";
    place = "Nantes et alentour";
    municipality = "Nantes";
    insee = "44109";
    zone = {"44", "region-53"};
    coordinates = {47.2184, -1.5536};
    precision = model::Precision::territory;
    since = "2019-03";
    until = "2021";
    audiences = {"tout public"};
    kind = model::InitiativeKind::study;
    themes = {"aller-vers"};
    questions = {"ecouter"};
    related = {"maison"};
    needs = {"papiers"};
    const model::MediaFile file{std::string(64, 'a'), 12, "bus.jpg", "image/jpeg"};
    video = model::Video{file, file, {{"fr", file}}, 48.5, text("Le bus")};
    documents = {{file, text("Le bus en une page"), "fr", 1}};
    photos = {{file, text("Le bus au marché"), "Ville"}};
    pictures = {file, {std::string(64, 'b'), 7, "halte.png", "image/png"}};
    links = {{"https://mairie.example", text("La page du bus")}};
    sources = {{"Ville", "https://mairie.example", "2020"}};
    verified_on = "2026-11-23";
    return initiative;
}

model::FeedInfo full_feed() {
    model::FeedInfo feed;
    auto& [id, title, subtitle, territory, territory_insee, languages, map_center, map_zoom, map_bounds,
           needs_first, notice, attribution, school_holidays, packs, public_url, proposal] = feed;
    title = text("Accueil");
    subtitle = text("Pour tous");
    territory = "Nantes";
    territory_insee = {"44109"};
    languages = {"fr", "ar"};
    map_center = {47.2, -1.5};
    map_zoom = 11;
    map_bounds = {-2, 46, 0, 48};
    needs_first = {"manger"};
    notice = text("Exemple");
    attribution = {"© les contributeurs d’OpenStreetMap"};
    school_holidays = {{"b", "Vacances de la Toussaint", "2026-10-17", "2026-11-02"}};
    packs = {"packs/carte.mbtiles"};
    public_url = "https://mairie.example/{kind}/{id}";
    proposal = {"https://mairie.example/proposer", std::string(64, 'a'), text("L’équipe"), "02 40 00 00 00"};
    return feed;
}

model::Record again(const model::Record& record) {
    const auto read = model::record_from_json(model::to_json(record));
    REQUIRE(read);
    return *read;
}

}  // namespace

TEST_CASE(
    "a place, a service, a notice, an initiative and what a feed says of itself come back from their JSON "
    "with every field",
    "[model]") {
    for (const model::Record& record :
         {model::Record(full_place()), model::Record(full_service()), model::Record(full_notice()),
          model::Record(full_initiative()), model::Record(full_feed())}) {
        INFO(model::to_json(record));
        CHECK(again(record) == record);
        CHECK(model::to_json(again(record)) == model::to_json(record));
    }
    const auto bare = [](auto record) {
        record.id = "nu";
        CHECK(again(record) == model::Record(record));
    };
    bare(model::Place());
    bare(model::Service());
    bare(model::Notice());
    bare(model::Initiative());
}

TEST_CASE("every word of an enumeration comes back", "[model]") {
    for (const auto answer : {model::Answer::unknown, model::Answer::yes, model::Answer::no}) {
        auto place = full_place();
        place.unconditional = answer;
        CHECK(again(place) == model::Record(place));
    }
    for (int i = 0; i < 5; ++i) {
        auto service = full_service();
        service.capacity = static_cast<model::Capacity>(i);
        CHECK(again(service) == model::Record(service));
    }
    for (int i = 0; i < 4; ++i) {
        auto service = full_service();
        service.appointment = static_cast<model::Appointment>(i);
        service.cost = static_cast<model::Cost>(i % 3);
        CHECK(again(service) == model::Record(service));
    }
    for (int i = 0; i < 3; ++i) {
        auto notice = full_notice();
        notice.urgency = static_cast<model::Urgency>(i);
        CHECK(again(notice) == model::Record(notice));
    }
}

TEST_CASE("records without exceptions are as they were, and what is not known of one is passed over",
          "[model]") {
    auto place = full_place();
    place.exceptions.clear();
    CHECK(model::to_json(place).find("exceptions") == std::string::npos);
    auto json = base::Json::parse(model::to_json(model::Record(full_place())));
    json["of_a_later_version"] = {{"a", 1}};
    json["exceptions"][0]["of_a_later_version"] = true;
    const auto read = model::record_from_json(json.dump());
    REQUIRE(read);
    CHECK(*read == model::Record(full_place()));
}

TEST_CASE("an exception or a notice of another form is refused with the field's name", "[model]") {
    const auto refused = [](const std::string& json) {
        const auto read = model::record_from_json(json);
        REQUIRE_FALSE(read);
        return read.error().detail;
    };
    CHECK(refused(R"({"kind":"place","id":"a","exceptions":{}})") ==
          "place a: exceptions: a list was expected");
    CHECK(refused(R"({"kind":"place","id":"a","exceptions":[{"first":20261224}]})") ==
          "place a: exceptions.first: a text was expected");
    CHECK(refused(R"({"kind":"notice","id":"a","urgency":"high"})") ==
          "notice a: urgency: unknown word \"high\"");
}
