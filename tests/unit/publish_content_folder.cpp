// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/publish/content_folder.hpp"

#include <catch2/catch.hpp>

#include "sync/base/digest.hpp"
#include "sync/model/record_json.hpp"
#include "tests/support/content_copy.hpp"

using namespace accueil;
using support::ContentCopy;
using support::record;
using List = std::vector<std::string>;

TEST_CASE("a good content folder reads without an error, every file of it into a record", "[publish]") {
    const ContentCopy content;
    const auto folder = content.read();
    CHECK(content.errors() == List{});
    std::map<std::string, int> kinds;
    for (const auto& one : folder.records)
        ++kinds[model::kind_of(one)];
    CHECK(kinds == std::map<std::string, int>{{"feed", 1},
                                              {"need", 8},
                                              {"theme", 2},
                                              {"page", 1},
                                              {"question", 2},
                                              {"initiative", 2},
                                              {"place", 2},
                                              {"service", 3},
                                              {"notice", 1}});
}

TEST_CASE("what is not translated makes one warning a language and nothing else", "[publish]") {
    const ContentCopy content;
    CHECK(content.warnings("fr") == List{"avertissement : anglais : 14 textes de 7 fiches ne sont pas "
                                         "traduits ; le français sera montré"});
    CHECK(content.warnings("en") ==
          List{"warning: English: 14 texts of 7 records are not translated; the French will be shown"});
}

TEST_CASE("the address of the public site goes with the feed", "[publish]") {
    const ContentCopy content;
    CHECK(record<model::FeedInfo>(content.read(), "feed").public_url.empty());
    content.edit("feed.json", "\"attribution\":",
                 "\"public_url\": \"https://mairie.example/{language}/{kind}/{id}\", \"attribution\":");
    CHECK(content.errors() == List{});
    CHECK(record<model::FeedInfo>(content.read(), "feed").public_url ==
          "https://mairie.example/{language}/{kind}/{id}");
}

TEST_CASE("an initiative is read with all its fields", "[publish]") {
    const ContentCopy content;
    const auto folder = content.read();
    const auto& bus = record<model::Initiative>(folder, "bus-d-accueil");
    CHECK(bus.title.words("fr") == "Un bus d’accueil");
    CHECK(bus.title.words("en") == "A welcome bus");
    CHECK(bus.summary.words("fr") == "Un bus va là où les guichets ont fermé.");
    CHECK(bus.body.words("fr") == "## Où il va\n\nAu marché, à la gare, devant l’école.");
    CHECK(bus.carrier == "Une intercommunalité");
    CHECK(bus.municipality == "Nantes");
    CHECK(bus.insee == "44109");
    CHECK(bus.coordinates == model::Coordinates{47.2184, -1.5536});
    CHECK(bus.precision == model::Precision::municipality);
    CHECK(bus.since == "2019-03");
    CHECK(bus.audiences == List{"tout public"});
    CHECK(bus.themes == List{"aller-vers", "hospitalite"});
    CHECK(bus.needs == List{"papiers", "numerique"});
    CHECK(bus.related == List{"maison-commune"});
    REQUIRE(bus.video);
    CHECK(bus.video->file.type == "video/mp4");
    CHECK(bus.video->file.name == "bus.mp4");
    CHECK(bus.video->poster->type == "image/png");
    CHECK(bus.video->captions.at("fr").type == "text/vtt");
    CHECK(bus.video->duration == 1);
    REQUIRE(bus.documents.size() == 1);
    CHECK(bus.documents[0].pages == 1);
    CHECK(bus.documents[0].language == "fr");
    REQUIRE(bus.sources.size() == 1);
    CHECK(bus.sources[0].date == "2020-11-27");
    CHECK(bus.verified_on == "2026-11-23");
}

TEST_CASE("where an initiative is practised is read: communes, départements, regions, the country",
          "[publish]") {
    const ContentCopy content;
    content.edit("initiatives/bus-d-accueil.md", "insee: 44109",
                 "insee: 44109\nzone: [44109, 01, 2A, 974, region-52, france]");
    CHECK(content.errors() == List{});
    const auto folder = content.read();
    CHECK(record<model::Initiative>(folder, "bus-d-accueil").zone ==
          List{"44109", "01", "2A", "974", "region-52", "france"});
}

TEST_CASE("media are named by their content and lead back to their file", "[publish]") {
    const ContentCopy content;
    const auto folder = content.read();
    const auto& bus = record<model::Initiative>(folder, "bus-d-accueil");
    CHECK(folder.media.size() == 4);
    const auto bytes = content.text("media/bus.mp4");
    CHECK(bus.video->file.sha256 == base::to_hex(base::sha256(bytes)));
    CHECK(bus.video->file.length == bytes.size());
    CHECK(folder.media.at(bus.video->file.sha256) == content / "media/bus.mp4");
}

TEST_CASE("a link between a question and an initiative that one side names stands on both", "[publish]") {
    const ContentCopy content;
    const auto folder = content.read();
    CHECK(record<model::Question>(folder, "attendre").initiatives == List{"maison-commune"});
    CHECK(record<model::Initiative>(folder, "bus-d-accueil").questions == List{"ecouter"});
    content.edit("questions/01-attendre.md", "kind: question",
                 "kind: question\ninitiatives: [maison-commune]");
    const auto named = content.read();
    CHECK(record<model::Question>(named, "attendre").initiatives == List{"maison-commune"});
}

TEST_CASE("the number of a Markdown file gives its order, and files without one follow by id", "[publish]") {
    const ContentCopy content;
    const auto folder = content.read();
    CHECK(record<model::Question>(folder, "attendre").position == 1);
    CHECK(record<model::Question>(folder, "ecouter").position == 2);
    CHECK(record<model::Initiative>(folder, "bus-d-accueil").position ==
          record<model::Initiative>(folder, "maison-commune").position);
    CHECK(record<model::Initiative>(folder, "bus-d-accueil").position > 99);
    CHECK(record<model::Need>(folder, "manger").position == 1);
    CHECK(record<model::Place>(folder, "115").position == 2);
}

TEST_CASE("a translation beside a Markdown file brings its body and its lead", "[publish]") {
    const ContentCopy content;
    const auto folder = content.read();
    const auto& page = record<model::Page>(folder, "introduction");
    CHECK(page.body.words("en") == "## What you will find here\n\nA *booklet* and a **map**.");
    CHECK(page.lead.words("en") == "Places, help and ideas, close by.");
    CHECK(page.title.words("en") == "Welcome");
    content.write("pages/introduction.en.md", "Only words.\n");
    CHECK(content.errors() == List{});
    const auto again = content.read();
    CHECK(record<model::Page>(again, "introduction").body.words("en") == "Only words.");
}

TEST_CASE("places come from tables, with lists, translations and quoted commas", "[publish]") {
    const ContentCopy content;
    const auto folder = content.read();
    const auto& town_hall = record<model::Place>(folder, "mairie");
    CHECK(town_hall.name.words("fr") == "Mairie, accueil");
    CHECK(town_hall.name.words("en") == "Town hall");
    CHECK(town_hall.address == "2 rue de l’Hôtel de Ville");
    CHECK(town_hall.postcode == "44000");
    CHECK(town_hall.coordinates == model::Coordinates{47.2181, -1.5546});
    CHECK(town_hall.opening_hours == "Mo-Fr 08:30-17:30");
    CHECK(town_hall.languages == List{"fr", "en", "fsl"});
    CHECK(town_hall.unconditional == model::Answer::yes);
    CHECK(town_hall.accessibility == List{"plain-pied", "lsf"});
    CHECK(town_hall.source == model::Source{"Ville de Nantes", "https://metropole.nantes.fr", ""});
    const auto& helpline = record<model::Place>(folder, "115");
    CHECK(helpline.type == model::PlaceType::helpline);
    CHECK(helpline.telephone_label.words("fr") == "Appel gratuit, jour et nuit");
    CHECK(helpline.zone == List{"france"});
    CHECK_FALSE(helpline.source);
}

TEST_CASE("services come from tables with semicolons and from JSON alike", "[publish]") {
    const ContentCopy content;
    const auto folder = content.read();
    const auto& papers = record<model::Service>(folder, "titres");
    CHECK(papers.place_id == "mairie");
    CHECK(papers.papers == List{"Photo; moins de six mois", "Justificatif de domicile"});
    CHECK(papers.appointment == model::Appointment::required);
    CHECK(papers.cost == model::Cost::free);
    const auto& meal = record<model::Service>(folder, "repas");
    CHECK(meal.name.words("en") == "Where to find a meal");
    CHECK(meal.needs == List{"manger"});
    CHECK(meal.appointment == model::Appointment::none);
}

TEST_CASE("a service's capacity is of a day, and refused without one", "[publish]") {
    const ContentCopy content;
    content.write("livret/services-capacite.csv",
                  "id,place_id,nom,needs,capacite,capacite_le\n"
                  "cours,mairie,Cours de français,papiers,liste-attente,2026-11-20\n"
                  "atelier,mairie,Atelier,papiers,complet,2026-11\n");
    CHECK(content.errors() ==
          List{"livret/services-capacite.csv:3:40: service « atelier » : « capacite_le » : "
               "la capacité ne vaut que pour "
               "quelques jours ; dites de quel jour elle est (AAAA-MM-JJ)"});
    const auto folder = content.read();
    const auto& course = record<model::Service>(folder, "cours");
    CHECK(course.capacity == model::Capacity::waiting_list);
    CHECK(course.capacity_on == "2026-11-20");
}

TEST_CASE(
    "a table made by a French spreadsheet may have a byte-order mark, CRLF, decimal commas and empty rows",
    "[publish]") {
    const ContentCopy content;
    content.write("livret/places.csv",
                  "\xEF\xBB\xBFid;nom;adresse;code_postal;commune;latitude;longitude;;\r\n"
                  "mairie;\"Mairie \"\"centrale\"\"\";2 rue;44000;Nantes;47,2181;-1,5546;;\r\n"
                  ";;;;;;;;\r\n"
                  "115;Le 115;1 rue;01000;Bourg;;;;\r\n");
    CHECK(content.errors() == List{});
    const auto folder = content.read();
    CHECK(record<model::Place>(folder, "mairie").coordinates == model::Coordinates{47.2181, -1.5546});
    CHECK(record<model::Place>(folder, "mairie").name.words("fr") == "Mairie \"centrale\"");
    CHECK(record<model::Place>(folder, "115").postcode == "01000");
}

TEST_CASE("every record that is read survives its own JSON", "[publish]") {
    const ContentCopy content;
    const auto folder = content.read();
    for (const auto& one : folder.records) {
        const auto again = model::record_from_json(model::to_json(one));
        REQUIRE(again);
        CHECK(*again == one);
    }
}

TEST_CASE("reading the same folder twice gives the same records", "[publish]") {
    const ContentCopy content;
    CHECK(content.read().records == content.read().records);
}

TEST_CASE("hidden and underscored files are passed over", "[publish]") {
    const ContentCopy content;
    const auto before = content.warnings();
    content.write(".git/config", "x");
    content.write("_brouillons/essai.md", "x");
    content.write("questions/_bientot.md", "x");
    content.write("media/.DS_Store", "x");
    CHECK(content.errors() == List{});
    CHECK(content.warnings() == before);
}

TEST_CASE("the reading of media tells how far it is, up to the end", "[publish]") {
    const ContentCopy content;
    std::uint64_t last = 0;
    std::uint64_t total = 0;
    const auto progress = [&](std::uint64_t done, std::uint64_t all) {
        CHECK(done >= last);
        last = done;
        total = all;
    };
    publish::read_content_folder(content.path(), {progress, {}, {}});
    CHECK(total > 0);
    CHECK(last == total);
}
