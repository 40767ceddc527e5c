// SPDX-License-Identifier: GPL-3.0-or-later
// livret/exceptions.csv: into which records it goes, and what is said of its faults.
#include <catch2/catch.hpp>

#include "sync/model/record_json.hpp"
#include "tests/support/content_copy.hpp"

using namespace accueil;
using support::ContentCopy;
using List = std::vector<std::string>;

namespace {

const std::string kFile = "livret/exceptions.csv";

List errors_of(const std::string& rows) {
    const ContentCopy content;
    content.write(kFile, "place_id,service_id,du,au,horaires,motif,motif_en\n" + rows);
    return content.errors();
}

std::string error_of(const std::string& row) {
    const auto errors = errors_of(row + "\n");
    INFO(row);
    REQUIRE(errors.size() == 1);
    return errors.front();
}

}  // namespace

TEST_CASE("exceptions go into the places and services that they name, by their first day", "[publish]") {
    const ContentCopy content;
    CHECK(content.errors() == List{});
    const auto folder = content.read();
    const auto& hall = support::record<model::Place>(folder, "mairie");
    REQUIRE(hall.exceptions.size() == 2);
    CHECK(hall.exceptions[0].first == "2026-12-24");
    CHECK(hall.exceptions[0].last == "2026-12-24");  // "au" left out: one day
    CHECK(hall.exceptions[0].hours == "Th 08:30-12:00");
    CHECK(hall.exceptions[0].reason.words("en") == "Christmas Eve");
    CHECK(hall.exceptions[1].first == "2027-05-07");
    CHECK(hall.exceptions[1].last == "2027-05-08");
    CHECK(hall.exceptions[1].hours.empty());
    const auto& papers = support::record<model::Service>(folder, "titres");
    REQUIRE(papers.exceptions.size() == 1);
    CHECK(papers.exceptions[0].hours == "Tu,Th 09:00-12:00");
    CHECK(support::record<model::Place>(folder, "115").exceptions.empty());
    const auto again = model::record_from_json(model::to_json(hall));
    REQUIRE(again);
    CHECK(std::get<model::Place>(*again) == hall);
}

TEST_CASE("exceptions may be JSON of the same fields, in files of their own", "[publish]") {
    const ContentCopy content;
    content.write("livret/exceptions-été.json",
                  R"([{"place_id": "115", "du": "2027-08-01", "au": "2027-08-15", "horaires": "off",
                       "motif": {"fr": "Été", "en": "Summer"}}])");
    CHECK(content.errors() == List{});
    const auto folder = content.read();
    const auto& line = support::record<model::Place>(folder, "115");
    REQUIRE(line.exceptions.size() == 1);
    CHECK(line.exceptions[0].hours.empty());  // hours that are closed throughout are a closure
    content.edit("livret/exceptions-été.json", "\"motif\"", "\"raison\"");
    REQUIRE(content.errors().size() == 1);
    CHECK_THAT(content.errors()[0], Catch::StartsWith("livret/exceptions-été.json:2:24: "));
}

TEST_CASE("a fault of an exception is told with its line and column", "[publish]") {
    CHECK(error_of("mairi,,2027-05-07,,,,") ==
          "livret/exceptions.csv:2:1: « place_id » : il n’y a pas de lieu « mairi » ; vouliez-vous dire "
          "« mairie » ?");
    CHECK(error_of(",absent,2027-05-07,,,,") ==
          "livret/exceptions.csv:2:2: « service_id » : il n’y a pas de service « absent »");
    CHECK(error_of("mairie,titres,2027-05-07,,,,") ==
          "livret/exceptions.csv:2:15: cette ligne nomme un lieu et un service : il faut l’un ou l’autre");
    CHECK(error_of(",,2027-05-07,,,,") ==
          "livret/exceptions.csv:2:3: cette ligne ne nomme ni lieu (place_id) ni service (service_id)");
    CHECK(error_of("mairie,,2027-05-08,2027-05-07,,,") ==
          "livret/exceptions.csv:2:20: la fin (2027-05-07) est avant le début (2027-05-08)");
    CHECK(error_of("mairie,,2027-05,,,,") ==
          "livret/exceptions.csv:2:9: « du » : « 2027-05 » n’est pas une date entière (AAAA-MM-JJ)");
    CHECK(error_of("mairie,,2027-02-28,2027-02-29,,,") ==
          "livret/exceptions.csv:2:20: « au » : « 2027-02-29 » n’est pas une date entière (AAAA-MM-JJ)");
    CHECK(error_of("mairie,,,2027-05-07,,,") == "livret/exceptions.csv:2:1: il manque « du »");
    CHECK(
        error_of("mairie,,2027-05-07,,9h-12h,,") ==
        "livret/exceptions.csv:2:21: « horaires » : « 9h-12h » n’est pas écrit dans le langage des horaires "
        "(opening_hours) ; vouliez-vous dire « 09:00-12:00 » ?");
    CHECK(
        error_of("mairie,,2027-05-07,,selon les jours,,") ==
        "livret/exceptions.csv:2:21: « horaires » : « selon les jours » n’est pas écrit dans le langage des "
        "horaires (opening_hours) ; une case vide dit « fermé »");
    CHECK(error_of("mairie,,2027-05-07,,,,Bank holiday") ==
          "livret/exceptions.csv:2:1: « motif » n’a pas de texte français");
}

TEST_CASE("periods of one place that overlap are told, wherever they stand", "[publish]") {
    CHECK(errors_of("mairie,,2027-05-01,2027-05-10,,,\nmairie,,2027-05-10,2027-05-12,,,\n"
                    "115,,2027-05-10,,,,\nmairie,,2027-05-13,,,,\n") ==
          List{"livret/exceptions.csv:3:9: cette période en recouvre une autre, du 2027-05-01 au 2027-05-10 "
               "(livret/exceptions.csv:2)"});
    const ContentCopy content;
    content.write("livret/exceptions-2.csv", "du,place_id\n2027-05-07,mairie\n");
    CHECK(content.errors().size() == 1);
}

TEST_CASE("a table of exceptions without its columns, or with others, is told", "[publish]") {
    const ContentCopy content;
    content.write(kFile, "place_id,au\nmairie,2027-05-07\n");
    CHECK(content.errors() ==
          List{"livret/exceptions.csv:1: il manque la colonne « du » ; le fichier n’est pas lu"});
    content.write(kFile, "place_id,du,motifs\nmairie,2027-05-07,Pont\n");
    CHECK(content.errors() == List{"livret/exceptions.csv:1:13: « motifs » n’est pas un champ connu ; "
                                   "vouliez-vous dire « motif » ?"});
}
