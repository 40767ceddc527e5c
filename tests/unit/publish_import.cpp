// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/publish/import.hpp"

#include <catch2/catch.hpp>
#include <fstream>

#include "sync/publish/import_clean.hpp"
#include "tests/support/content_copy.hpp"

using namespace accueil;
using publish::ImportAction;
using publish::ImportKind;
using support::ContentCopy;

namespace {

constexpr const char* kNeeds = R"([{"id":"internet","title":"Internet","icon":"laptop",
"thematiques":["numerique--acceder-a-des-services-en-ligne","numerique--maitriser-les-fondamentaux-du-numerique",
"numerique--acceder-a-une-connexion-internet"]},
{"id":"manger","title":"Manger","icon":"fork-knife"},{"id":"dormir","title":"Dormir","icon":"bed"},
{"id":"sante","title":"Ma santé","icon":"first-aid-kit"},{"id":"papiers","title":"Mes papiers","icon":"bed"}])";

/// An import into a content folder of its own.
struct ImportDesk {
    ImportDesk() {
        std::filesystem::create_directories(content());
        write(content() / "needs.json", kNeeds);
        options.content = content();
        options.today = "2026-11-25";
    }
    std::filesystem::path content() const { return dir / "content"; }
    static void write(const std::filesystem::path& path, const std::string& bytes) {
        std::filesystem::create_directories(path.parent_path());
        REQUIRE(base::write_file_durably(path, bytes));
    }
    /// True when the import was made.
    bool run(ImportKind kind, const std::string& name, const std::string& bytes) {
        write(dir / name, bytes);
        options.kind = kind;
        options.files = {dir / name};
        return again();
    }
    bool again() {
        outcome = {};
        if (options.name.empty()) options.name = "essai";
        const auto done = publish::import_directory(
            options, support::catalog(), [](auto, auto) {}, outcome);
        return done.has_value();
    }
    std::string table(const std::string& kind) const {
        return base::read_file(content() / "livret/imports" / (options.name + "." + kind + ".csv"))
            .value_or("");
    }
    std::vector<std::string> said(ImportAction action) const {
        std::vector<std::string> keys;
        for (const auto& entry : outcome.log.entries())
            if (entry.action == action)
                keys.push_back(entry.key + "@" + std::to_string(entry.where.line) + " " + entry.field);
        return keys;
    }
    bool holds(ImportAction action, const std::string& what) const {
        const auto keys = said(action);
        return std::find(keys.begin(), keys.end(), what) != keys.end();
    }

    support::TempDir dir;
    publish::ImportOptions options;
    publish::ImportOutcome outcome;
};

constexpr const char* kMednum =
    "id,nom,adresse,code_postal,commune,latitude,longitude,telephone,horaires,services,date_maj,pivot\n"
    "1,Le Fil,1 rue Haute,4000,Digne,\"44,09\",\"6,23\",+33492300790,Mo-Fr 9h-12h,"
    "Aide aux démarches administratives|Accès internet et matériel informatique,2026-03-02,00000000000000\n"
    "2,Sans adresse,,44000,Nantes,,,,,Loisirs et créations numériques,1970-01-01,\n";

}  // namespace

TEST_CASE("Values are made what they mean, or left out") {
    using namespace publish;
    CHECK(clean_telephone("+33489043290").text == "04 89 04 32 90");
    CHECK(clean_telephone("489043290").repair == "telephone_zero");
    CHECK(clean_telephone("+687445728").text == "+687 44 57 28");
    CHECK(clean_telephone("3949").text == "39 49");
    CHECK(clean_telephone("116117").text == "116 117");
    CHECK(clean_telephone("04 75 91 40 07 ou 06 38 23 07 34").text == "04 75 91 40 07");
    CHECK(clean_telephone("+262692123456").text == "06 92 12 34 56");
    CHECK(clean_telephone("3.3E+10").fault == "telephone_bad");
    CHECK(clean_telephone("appelez").fault == "telephone_bad");
    CHECK(clean_postcode("4000").text == "04000");
    CHECK(clean_postcode("59260.0").text == "59260");
    CHECK(clean_postcode("400").fault == "postcode_bad");
    CHECK(clean_url("www.exemple.fr").text == "https://www.exemple.fr");
    CHECK(clean_url("https://a.fr|https://b.fr").text == "https://a.fr");
    CHECK(clean_url("https://a.fr;https://b.fr").rest == "https://b.fr");
    CHECK(clean_url("à venir").fault == "url_bad");
    CHECK(clean_email("a@b.fr;c@d.fr").text == "a@b.fr");
    CHECK(clean_date("2023-05-11T08:00:00Z", "2026-01-01").text == "2023-05-11");
    CHECK(clean_date("11/05/2023", "2026-01-01").text == "2023-05-11");
    CHECK(clean_date("1970-01-01", "2026-01-01").fault == "date_placeholder");
    CHECK(clean_date("2027-01-01", "2026-01-01").fault == "date_future");
    CHECK(clean_text("<p>Un&nbsp;lieu <b>ouvert</b></p><script>x()</script>", Lines::many).text ==
          "Un lieu ouvert");
    CHECK(clean_text("## Pour qui ?\n**Tous**, voir [le site](https://a.fr)", Lines::many).text ==
          "Pour qui ?\nTous, voir le site");
    CHECK(clean_text("3 < 4 & 5 > 2", Lines::one).text == "3 < 4 & 5 > 2");
    CHECK(clean_text("=CMD()", Lines::one).repair == "formula");
    CHECK(clean_text("Biblioth\xEF\xBF\xBDque", Lines::one).fault == "letters_lost");
}

TEST_CASE("Lambert-93 becomes latitude and longitude") {
    // The projection's origin, and a point that IGN's own converter gives.
    const auto origin = publish::from_lambert93(700000, 6600000);
    REQUIRE(origin);
    CHECK(origin->latitude == Approx(46.5).margin(1e-5));
    CHECK(origin->longitude == Approx(3.0).margin(1e-5));
    CHECK_FALSE(publish::from_lambert93(2.35, 48.85));
}

TEST_CASE("A mednum table becomes places and services that the publisher takes") {
    ImportDesk desk;
    REQUIRE(desk.run(ImportKind::mednum, "lieux.csv", kMednum));
    CHECK(desk.outcome.rows == 2);
    CHECK(desk.outcome.places.added == 1);
    CHECK(desk.outcome.services.added == 1);
    CHECK(desk.holds(ImportAction::refused, "address_missing@3 adresse"));
    CHECK(desk.holds(ImportAction::repaired, "postcode_zero@2 code_postal"));
    CHECK(desk.holds(ImportAction::repaired, "hours@2 horaires"));
    CHECK(desk.holds(ImportAction::noted, "column_not_read@1 pivot"));
    const auto places = desk.table("places");
    CHECK(places.find("essai-1,Le Fil,1 rue Haute,04000,Digne,44.09,6.23,04 92 30 07 90,") !=
          std::string::npos);
    CHECK(places.find("Mo-Fr 09:00-12:00") != std::string::npos);
    CHECK(places.find("2026-03-02") != std::string::npos);
    const auto services = desk.table("services");
    CHECK(services.find("essai-1,essai-1,") != std::string::npos);
    CHECK(services.find(",internet,") != std::string::npos);
}

TEST_CASE("A place with coordinates needs no address: the map shows it") {
    ImportDesk desk;
    REQUIRE(desk.run(ImportKind::mednum, "lieux.csv",
                     "id,nom,adresse,code_postal,commune,latitude,longitude,services\n"
                     "1,Au square,,,,47.21,-1.55,Loisirs et créations numériques\n"
                     "2,Nulle part,,,,,,Loisirs et créations numériques\n"));
    CHECK(desk.outcome.places.added == 1);
    CHECK(desk.holds(ImportAction::noted, "address_on_map@2 adresse"));
    CHECK(desk.holds(ImportAction::refused, "address_missing@3 adresse"));
    const auto places = desk.table("places");
    INFO(places);
    CHECK(places.find("essai-1,Au square,47.21,-1.55") != std::string::npos);
}

TEST_CASE("The same file again changes nothing; a newer one updates and takes away; the hand prevails") {
    ImportDesk desk;
    REQUIRE(desk.run(ImportKind::mednum, "lieux.csv", kMednum));
    const auto places = desk.table("places"), services = desk.table("services");
    REQUIRE(desk.again());
    CHECK_FALSE(desk.outcome.is_new);
    CHECK(desk.table("places") == places);
    CHECK(desk.table("services") == services);

    const std::string newer =
        "id,nom,adresse,code_postal,commune,services\n3,La Trame,2 rue Basse,44000,Nantes,Loisirs et "
        "créations "
        "numériques\n";
    desk.options.rehearsal = true;
    REQUIRE(desk.run(ImportKind::mednum, "lieux.csv", newer));
    CHECK(desk.outcome.is_new);
    CHECK(desk.table("places") == places);
    desk.options.rehearsal = false;
    REQUIRE(desk.again());
    CHECK(desk.outcome.places.added == 1);
    CHECK(desk.outcome.places.removed == 1);
    CHECK(desk.table("places").find("Le Fil") == std::string::npos);

    ImportDesk::write(
        desk.content() / "livret/places.csv",
        "id,nom,adresse,code_postal,commune\nessai-3,La Trame corrigée,2 rue Basse,44000,Nantes\n");
    REQUIRE(desk.again());
    CHECK(desk.holds(ImportAction::noted, "stands_elsewhere@2 "));
    CHECK(desk.table("places").empty());
    CHECK(desk.table("services").find("essai-3") != std::string::npos);
}

TEST_CASE("Windows-1252, semicolons, a byte-order mark, tabs and bars are read") {
    ImportDesk desk;
    REQUIRE(desk.run(ImportKind::mednum, "a.csv",
                     "id;nom;adresse;code_postal;commune\n1;M\xE9"
                     "diath\xE8que \x96 l'\xE9t\xE9;rue;44000;Nantes\n"));
    CHECK(desk.table("places").find("Médiathèque – l'été") != std::string::npos);
    CHECK(desk.holds(ImportAction::noted, "windows_1252@2 "));
    for (const char separator : {',', '|', '\t'}) {
        std::string bytes = "\xEF\xBB\xBFid;nom;adresse;code_postal;commune\n1;Lieu;rue;44000;Nantes\n";
        std::replace(bytes.begin(), bytes.end(), ';', separator);
        REQUIRE(desk.run(ImportKind::mednum, "b.csv", bytes));
        CHECK(desk.table("places").find("essai-1,Lieu,rue,44000,Nantes") != std::string::npos);
    }
}

TEST_CASE(
    "Of two rows with one id the one that was checked last stays; ids that come out alike are told apart") {
    ImportDesk desk;
    REQUIRE(desk.run(
        ImportKind::mednum, "a.csv",
        "id,nom,adresse,code_postal,commune,date_maj\n1,Ancien,rue,44000,Nantes,2020-01-01\n"
        "1,Récent,rue,44000,Nantes,2025-01-01\nA_b,Un,rue,44000,Nantes,\na-b,Deux,rue,44000,Nantes,\n"));
    CHECK(desk.holds(ImportAction::refused, "id_twice@2 "));
    CHECK(desk.table("places").find("Récent") != std::string::npos);
    CHECK(desk.table("places").find("Ancien") == std::string::npos);
    CHECK(desk.outcome.places.records == 3);
}

TEST_CASE("data·inclusion: structures and services, with what v1 does not know left out") {
    ImportDesk desk;
    REQUIRE(desk.run(ImportKind::data_inclusion, "di.json", R"([
{"source":"dora","id":"dora--1","nom":"Le Pont","date_maj":"2026-01-02","adresse":"1 rue Haute",
 "code_postal":"44000","commune":"Nantes","horaires_accueil":"Mo-Fr","reseaux_porteurs":["ccas-cias"]},
{"source":"dora","id":"dora--s1","structure_id":"dora--1","nom":"Atelier","description":"<b>Ici</b>",
 "date_maj":"2026-01-02","type":"atelier","thematiques":["numerique--acceder-a-des-services-en-ligne","autre--chose"],
 "publics":["tous-publics","jeunes"],"frais":"gratuit","zone_eligibilite":["44","france","x"],
 "mobilisable_par":["usagers"],"conditions_acces":"Habiter ici",
 "adresse":"9 quai Bas","code_postal":"44000","commune":"Nantes"},
{"source":"dora","id":"dora--s2","structure_id":"dora--9","nom":"Perdu",
 "thematiques":["numerique--acceder-a-des-services-en-ligne"]}])"));
    CHECK(desk.holds(ImportAction::left_out, "hours_doubtful@3 horaires_accueil"));
    CHECK(desk.holds(ImportAction::refused, "place_missing@9 "));
    const auto services = desk.table("services");
    CHECK(services.find("44|france") != std::string::npos);
    CHECK(services.find(",tous-publics,") != std::string::npos);
    CHECK(services.find("Habiter ici") != std::string::npos);
    CHECK(services.find("essai-dora-s1,essai-dora-1-9-quai-bas-44000,") != std::string::npos);
    CHECK(desk.table("places").find("essai-dora-1-9-quai-bas-44000,Le Pont,9 quai Bas") != std::string::npos);
    CHECK(desk.table("places").find("ccas-cias") != std::string::npos);
    CHECK(desk.table("places").find("Ces horaires sont à confirmer") != std::string::npos);
}

TEST_CASE("France services: hours of days, also of those that cannot be read") {
    ImportDesk desk;
    REQUIRE(desk.run(ImportKind::france_services, "fs.csv",
                     "id_fs,lib_fs,adresse,code_postal,lib_com,h_lundi,h_mardi,h_mercredi,commentaire\n"
                     "7,France services Ici,Mairie,44000,Nantes,09:00 - 12:00 / 13:30 - 17:00,"
                     "09:00-12:00/13:30-17:00,selon la saison,\n"));
    CHECK(desk.table("places").find("Mo,Tu 09:00-12:00,13:30-17:00") != std::string::npos);
    CHECK(desk.holds(ImportAction::left_out, "hours_of_day@2 h_mercredi"));
}

TEST_CASE("GeoJSON by its usual names, or by a mapping") {
    ImportDesk desk;
    const std::string collection = R"({"type":"FeatureCollection","features":[
{"type":"Feature","id":"node/1","geometry":{"type":"Point","coordinates":[-1.55,47.21]},
 "properties":{"name":"L'Atelier","addr:street":"rue Haute","addr:housenumber":"3","addr:postcode":"44000",
 "addr:city":"Nantes","opening_hours":"Sa 10:00-18:00","wheelchair":"yes"}},
{"type":"Feature","geometry":null,"properties":{"name":"Sans rien"}}]})";
    desk.options.needs = {"manger"};
    REQUIRE(desk.run(ImportKind::geojson, "osm.geojson", collection));
    CHECK(desk.table("places").find("essai-node-1,L'Atelier,3 rue Haute,44000,Nantes,47.21,-1.55") !=
          std::string::npos);
    CHECK(desk.outcome.log.count(ImportAction::refused) == 1);
    ImportDesk::write(
        desk.dir / "carte.json",
        R"({"nom":"titre","adresse":["num","voie"],"code_postal":"cp","commune":"ville","id":"cle"})");
    desk.options.mapping = desk.dir / "carte.json";
    REQUIRE(
        desk.run(ImportKind::csv, "t.csv", "cle;titre;num;voie;cp;ville\nk;Ici;4;rue Basse;4000;Digne\n"));
    CHECK(desk.table("places").find("essai-k,Ici,4 rue Basse,04000,Digne") != std::string::npos);
}

TEST_CASE("Files that are no directories are refused with their place, and change nothing") {
    ImportDesk desk;
    REQUIRE(desk.run(ImportKind::mednum, "lieux.csv", kMednum));
    const auto before = desk.table("places");
    const auto refused = [&](const std::string& bytes, const std::string& what) {
        CHECK_FALSE(desk.run(ImportKind::mednum, "mauvais", bytes));
        INFO(what);
        CHECK(desk.holds(ImportAction::refused, what));
        CHECK(desk.table("places") == before);
    };
    refused(std::string("id,nom\n1,a\0b\n", 12), "file_binary@2 ");
    refused("[{\"id\": 1,}]", "finding.json_syntax@1 ");
    refused("{\"a\": 1}", "no_rows@1 ");
    refused("nom,adresse\nx,y\n", "finding.csv_column_missing@1 id");
    refused("", "finding.csv_no_header@1 ");
    refused("id,nom\n1,Lieu\n", "nothing_imported@0 ");
    // One line without an end is bounded by the size of a file.
    std::ofstream(desk.dir / "long").seekp(100 << 20).put('x');
    desk.options.files = {desk.dir / "long"};
    CHECK_FALSE(desk.again());
    CHECK(desk.holds(ImportAction::refused, "file_too_large@0 "));
}
