// SPDX-License-Identifier: GPL-3.0-or-later
// What an admin reads when something is wrong: each fault with its file, line, column and record.
#include <catch2/catch.hpp>

#include "tests/support/content_copy.hpp"

using namespace accueil;
using support::ContentCopy;
using List = std::vector<std::string>;

namespace {

/// In `file`, `from` becomes `to`; then "@" in the message is the line and column of `at`.
struct Spoiled {
    std::string file, from, to, at, message;
};

std::string line_and_column(const std::string& text, const std::string& at) {
    const auto offset = text.find(at);
    if (offset == std::string::npos) throw std::runtime_error("not there: " + at);
    int line = 1;
    int column = 1;
    for (std::size_t i = 0; i < offset; ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        if (byte == '\n') {
            ++line;
            column = 1;
        } else if (byte < 0x80 || byte >= 0xC0) {
            ++column;
        }
    }
    return std::to_string(line) + ":" + std::to_string(column);
}

std::string expected(const ContentCopy& content, const Spoiled& one) {
    const auto mark = one.message.find('@');
    std::string message = one.file + ":";
    if (mark == std::string::npos) return message + one.message;
    return message + one.message.substr(0, mark) + line_and_column(content.text(one.file), one.at) +
           one.message.substr(mark + 1);
}

void check_errors(const std::vector<Spoiled>& cases) {
    for (const auto& one : cases) {
        const ContentCopy content;
        content.edit(one.file, one.from, one.to);
        INFO(one.file << ": " << one.from << " → " << one.to);
        CHECK(content.errors() == List{expected(content, one)});
    }
}

void check_warnings(const std::vector<Spoiled>& cases) {
    for (const auto& one : cases) {
        const ContentCopy content;
        content.edit(one.file, one.from, one.to);
        INFO(one.file << ": " << one.from << " → " << one.to);
        CHECK(content.errors() == List{});
        const auto warnings = content.warnings();
        CHECK_THAT(warnings, Catch::VectorContains(expected(content, one)));
    }
}

const std::string kPlacesTable = "livret/places.csv";
const std::string kServices = "livret/services.csv";
const std::string kMoreTable = "livret/services-mairie.json";
const std::string kBusText = "initiatives/bus-d-accueil.md";
const std::string kQuestion = "questions/02-ecouter.md";
const std::string kHall = "@: lieu « mairie » : ";
const std::string kBusIs = "@: initiative « bus-d-accueil » : ";

}  // namespace

TEST_CASE("a wrong value of a table is told with its file, line, column and record", "[publish]") {
    check_errors({
        {kPlacesTable, "47.2181", "472", "472", kHall + "la latitude « 472 » n’est pas entre -90 et 90"},
        {kPlacesTable, "-1.5546", "-181", "-181",
         kHall + "la longitude « -181 » n’est pas entre -180 et 180"},
        {kPlacesTable, "47.2181", "abc", "abc", kHall + "« latitude » : « abc » n’est pas un nombre"},
        {kPlacesTable, "47.2181", "nan", "nan", kHall + "« latitude » : « nan » n’est pas un nombre"},
        {kPlacesTable, "47.2181", "", "-1.5546",
         kHall + "il manque la latitude : il faut les deux coordonnées, ou aucune"},
        {kPlacesTable, ",44000,", ",4000,", "4000",
         kHall + "« code_postal » : « 4000 » n’a que quatre chiffres ; un tableur a sans doute ôté le zéro "
                 "de tête"},
        {kPlacesTable, ",44000,", ",44 000,", "44 000",
         kHall + "« code_postal » : « 44 000 » n’est pas un code postal (cinq chiffres)"},
        {kPlacesTable, "Nantes,44109", "Nantes,4410", "4410,",
         kHall + "« code_insee » : « 4410 » n’est pas un code INSEE de commune (cinq caractères)"},
        {kPlacesTable, "02 40 41 90 00", "02.40", "02.40",
         kHall +
             "« telephone » : « 02.40 » n’est pas un numéro (chiffres et espaces ; ce qu’il coûte va dans « "
             "telephone_libelle »)"},
        {kPlacesTable, "fr|en|fsl", "fr|eng", "fr|eng",
         kHall + "« eng » n’est pas un code de langue ; vouliez-vous dire « en » ?"},
        {kPlacesTable, "plain-pied|lsf", "plain-pieds|lsf", "plain-pieds",
         kHall +
             "« acces » : « plain-pieds » n’est pas une valeur connue ; vouliez-vous dire « plain-pied » ?"},
        {kPlacesTable, "oui,plain", "peut-être,plain", "peut-être",
         kHall + "« accueil_inconditionnel » : « peut-être » n’est pas une valeur connue ; les valeurs sont "
                 ": oui, "
                 "non"},
        {kPlacesTable, "https://metropole.nantes.fr", "metropole.nantes.fr", "metropole",
         kHall + "« source_url » : « metropole.nantes.fr » n’est pas une adresse de site (https://…)"},
        {kPlacesTable, "nantes.fr,2026-11-23", "nantes.fr,23/11/2026", "23/11",
         kHall + "« verified_on » : « 23/11/2026 » n’est pas une date (AAAA-MM-JJ, AAAA-MM ou AAAA)"},
        {kPlacesTable, "nantes.fr,2026-11-23", "nantes.fr,2026-02-29", "2026-02-29",
         kHall + "« verified_on » : « 2026-02-29 » n’est pas une date (AAAA-MM-JJ, AAAA-MM ou AAAA)"},
        {kPlacesTable, "\"2 rue de l’Hôtel de Ville\",44000,Nantes,44109,47.2181,-1.5546",
         ",44000,Nantes,44109,,", "mairie", kHall + "il manque « adresse »"},
        {kServices, ";papiers;", ";papier;", "papier",
         "@: service « titres » : « needs » : il n’y a pas de besoin « papier » ; vouliez-vous dire « "
         "papiers » ?"},
        {kServices, ";papiers;", ";;", "titres", "@: service « titres » : il manque « needs »"},
        {kServices, "abri;115", "abri;116", "116",
         "@: service « abri » : « place_id » : il n’y a pas de lieu « 116 » ; vouliez-vous dire « 115 » ?"},
        {kServices, "situation-durgence", "situation-d-urgence", "personnes",
         "@: service « abri » : « publics » : « personnes-en-situation-d-urgence » n’est pas une valeur "
         "connue ; "
         "vouliez-vous dire « personnes-en-situation-durgence » ?"},
        {kServices, "abri;", "Abri;", "Abri",
         "@: service « Abri » : « Abri » n’est pas un identifiant : lettres minuscules sans accent, chiffres "
         "et "
         "tirets simples, 96 au plus"},
        {kServices, "abri;115", "titres;115", "titres;115",
         "@: service « titres » : l’identifiant « titres » est déjà pris par livret/services.csv:2"},
    });
}

TEST_CASE("a wrong table is told where it goes wrong, a column once and not at every row", "[publish]") {
    check_errors({
        {kPlacesTable, ",horaires_accueil,", ",horaire_accueil,", "horaire_",
         "@: « horaire_accueil » n’est pas un champ connu ; vouliez-vous dire « horaires_accueil » ?"},
        {kPlacesTable, ",telephone_libelle,", ",Bemerkung,", "Bemerkung",
         "@: « Bemerkung » n’est pas un champ connu"},
        {kPlacesTable, ",nom_en,", ",nom_eng,", "nom_eng",
         "@: « eng » n’est pas un code de langue ; vouliez-vous dire « en » ?"},
        {kPlacesTable, ",source_url,", ",telephone,", "telephone,verified",
         "@: « telephone » s’y trouve deux fois"},
        {kPlacesTable, ",source_url,", ",,", ",verified_on", "@: une colonne n’a pas de nom"},
        {kServices, ";nom;", ";nom_en;", "", "1: il manque la colonne « nom » ; le fichier n’est pas lu"},
        {kServices, ";gratuit;a-distance;", ";gratuit", "abri", "@: la ligne a 8 cellules, l’en-tête 10"},
        {kServices, "Carte d’identité", "Carte \"d’identité", "\"d’identité",
         "@: un guillemet se trouve au milieu d’une cellule sans guillemets ; mettez la cellule entre "
         "guillemets et "
         "doublez celui-ci"},
        {kServices, "\"Photo; moins de", "\"Photo\" moins de", "moins",
         "@: du texte suit un guillemet fermant ; dans une cellule entre guillemets, un guillemet s’écrit "
         "deux fois "
         "(\"\")"},
        {kServices, "domicile\"", "domicile", "\"Photo",
         "@: ce guillemet n’est jamais fermé ; la suite du fichier n’est pas lue"},
    });
}

TEST_CASE("a fault in a front matter is told with its line and column", "[publish]") {
    check_errors({
        {kBusText, "carrier: \"Une intercommunalité\"\n", "", "",
         "1: initiative « bus-d-accueil » : il manque « carrier »"},
        {kBusText, "audiences:", "audience:", "audience",
         kBusIs + "« audience » n’est pas un champ connu ; vouliez-vous dire « audiences » ?"},
        {kBusText, "insee: 44109", "insee: 4410", "4410",
         kBusIs + "« insee » : « 4410 » n’est pas un code INSEE de commune (cinq caractères)"},
        {kBusText, "insee: 44109", "insee: 44109\nzone: [44, 53x]", "53x",
         kBusIs + "« zone » : « 53x » n’est pas un territoire : code INSEE d’une commune ou d’un "
                  "département, « region- » suivi du code d’une région, ou « france »"},
        {kBusText, "insee: 44109", "insee: 44109\nzone: [region-99]", "region-99",
         kBusIs + "« zone » : « region-99 » n’est pas un territoire : code INSEE d’une commune ou d’un "
                  "département, « region- » suivi du code d’une région, ou « france »"},
        {kBusText, "latitude: 47.2184", "latitude: 47,2184", "47,2184",
         kBusIs + "« latitude » : « 47,2184 » n’est pas un nombre"},
        {kBusText, "since: 2019-03", "since: 2019-13", "2019-13",
         kBusIs + "« since » : « 2019-13 » n’est pas une date (AAAA-MM-JJ, AAAA-MM ou AAAA)"},
        {kBusText, "since: 2019-03", "since: 2019-03\nuntil: 2018", "2018",
         kBusIs + "la fin (2018) est avant le début (2019-03)"},
        {kBusText, "since: 2019-03", "since: 2019-03\nkind: projet", "projet",
         kBusIs + "« kind » : « projet » n’est pas une valeur connue ; vouliez-vous dire « project » ?"},
        {kBusText, "since: 2019-03", "since: 2019-03\nprecision: à peu près", "à peu près",
         kBusIs + "« precision » : « à peu près » n’est pas une valeur connue ; les valeurs sont : exact, "
                  "municipality, territory"},
        {kBusText, "themes: [aller-vers, hospitalite]", "themes: []", "[]", kBusIs + "il manque « themes »"},
        {kBusText, "themes: [aller-vers, hospitalite]", "themes: aller-vers", "aller-vers",
         kBusIs + "« themes » doit être une liste"},
        {kBusText, "[aller-vers, hospitalite]", "[aller-vers, hospitalité]", "hospitalité]",
         kBusIs + "« themes » : il n’y a pas de thème « hospitalité » ; vouliez-vous dire « hospitalite » ?"},
        {kBusText, "[maison-commune]", "[nulle-part]", "nulle-part",
         kBusIs + "« related » : il n’y a pas d’initiative « nulle-part »"},
        {kBusText, "captions: {fr: bus.fr.vtt}", "captions: {fra: bus.fr.vtt}", "bus.fr.vtt",
         kBusIs + "« fra » n’est pas un code de langue ; vouliez-vous dire « fa » ?"},
        {kBusText, "file: bus.pdf", "file: bus.mp4", "bus.mp4\n    title",
         kBusIs + "« file » : media/bus.mp4 n’est pas du bon genre ; il faut .pdf"},
        {kBusText, "file: bus.pdf", "file: busy.pdf", "busy.pdf",
         kBusIs + "« file » : il n’y a pas de fichier media/busy.pdf ; vouliez-vous dire « bus.pdf » ?"},
        {kBusText, "file: bus.pdf", "file: ../secret", "../secret",
         kBusIs + "« file » : il n’y a pas de fichier media/../secret"},
        {kBusText, "    pages: 1\n", "    pages: 1.5\n", "1.5\n",
         kBusIs + "« pages » : « 1.5 » n’est pas un nombre entier"},
        {kBusText, "  en: \"A welcome bus\"", "  english: \"A welcome bus\"", "\"A welcome",
         kBusIs + "« english » n’est pas un code de langue"},
        {kBusText, "  fr: \"Un bus d’accueil\"\n", "",
         "en: ", kBusIs + "« title » n’a pas de texte français"},
        {kBusText, "since: 2019-03", "since: 2019-03\nsince: 2020", "since: 2020",
         "@: « since » s’y trouve deux fois"},
        {kBusText, "\"Un bus va là où les guichets ont fermé.\"", "Un bus : il va", ": il va",
         "@: un texte qui contient « : » doit être entre guillemets"},
        {kBusText, "since: 2019-03", "since: &a 2019\nuntil: *a", "*a",
         "@: les renvois YAML (*nom) ne sont pas admis"},
        {kBusText, "carrier: \"Une", "carrier: [\"Une", "municipality",
         "@: l’en-tête ne se lit plus ici ; un guillemet, un crochet ou un retrait est sans doute en cause "
         "(end of "
         "sequence flow not found)"},
    });
}

TEST_CASE("a Markdown file without its front matter is told", "[publish]") {
    check_errors({
        {kQuestion, "---\ntitle", "title", "",
         "1: question « ecouter » : il manque l’en-tête : des champs entre deux lignes « --- » en tête du "
         "fichier"},
        {kQuestion, "accueil]\n---\n", "accueil]\n", "---",
         "@: l’en-tête n’est pas fermé par une seconde ligne « --- »"},
    });
}

TEST_CASE("a fault in a JSON file is told with its line", "[publish]") {
    check_errors({
        {"feed.json", "[\"fr\", \"en\"]", "[\"en\"]", "\"languages\"",
         "@: les langues doivent comprendre « fr »"},
        {"feed.json", "\"zoom\": 12", "\"zoom\": 23", "\"zoom\"",
         "@: « zoom » : « 23 » n’est pas entre 0 et 22"},
        {"feed.json", "[-5.5, 41.0, 10.0, 51.5]", "[10.0, 41.0, -5.5, 51.5]", "\"bounds\"",
         "@: « bounds » doit être une liste de quatre nombres : ouest, sud, est, nord"},
        {"feed.json", ", \"numerique\"]", "]", "\"needs_first\"", "@: il faut huit besoins, il y en a 7"},
        {"feed.json", "\"numerique\"", "\"numerik\"", "",
         "11: « needs_first » : il n’y a pas de besoin « numerik »"},
        {"feed.json", "\"attribution\":", "\"atribution\":", "\"atribution\"",
         "@: « atribution » n’est pas un champ connu ; vouliez-vous dire « attribution » ?"},
        {"feed.json", "\"attribution\":",
         "\"public_url\": \"https://mairie.example/{kind}\",\n  \"attribution\":", "\"public_url\"",
         "@: « public_url » : il y manque {id} : c’est l’adresse de la page d’une fiche, comme "
         "https://www.exemple.fr/accueil/{kind}/{id}"},
        {"feed.json", "\"attribution\":",
         "\"public_url\": \"mairie.example/{kind}/{id}\",\n  \"attribution\":", "\"public_url\"",
         "@: « public_url » : « mairie.example/{kind}/{id} » n’est pas une adresse de site (https://…)"},
        {"feed.json", "\"attribution\":",
         "\"public_url\": \"https://mairie.example/{kind}/{id}/" + std::string(100, 'x') +
             "\",\n  \"attribution\":",
         "\"public_url\"",
         "@: « public_url » : 135 octets : plus que les 120 qui tiennent dans un code QR avec l’identifiant "
         "d’une fiche"},
        {"feed.json", "\"attribution\":",
         "\"proposal\": {\n    \"url\": \"mairie.example\"\n  }, \"attribution\":", "\"url\"",
         "@: « url » : « mairie.example » n’est pas une adresse de site (https://…)"},
        {"feed.json", "\"attribution\":",
         "\"proposal\": {\"url\": \"https://mairie.example/" + std::string(100, 'x') +
             "\"}, \"attribution\":",
         "\"url\"",
         "@: « url » : 123 octets : plus que les 120 qui tiennent dans un code QR lisible d’un pas"},
        {"feed.json", "\"attribution\":",
         "\"proposal\": {\n    \"key\": \"" + std::string(63, 'a') +
             "\", \"reader\": \"x\", \"contact\": \"y\"}, \"attribution\":",
         "\"key\"",
         "@: « key » n’est pas une clé publique (64 chiffres hexadécimaux, ou 32 octets en base64) : "
         "accueil-feed "
         "proposals-key la donne"},
        {"feed.json", "\"attribution\":",
         "\"proposal\": {\"key\": \"" + std::string(64, '0') +
             "\", \"reader\": \"x\", \"contact\": \"y\"}, \"attribution\":",
         "\"key\"",
         "@: « key » n’est pas une clé publique (64 chiffres hexadécimaux, ou 32 octets en base64) : "
         "accueil-feed "
         "proposals-key la donne"},
        {"feed.json", "\"attribution\":", "\"proposal\": {\"reader\": \"x\"}, \"attribution\":",
         "\"proposal\"", "@: « proposal » ne propose rien : il y faut « url », ou « key »"},
        {"feed.json", "\"attribution\":",
         "\"proposal\": {\"key\": \"hSDwCYkwp1R0i33ctD73Wg2/Og0mOBr066SpjqqbTmo=\", \"reader\": \"x\"}, "
         "\"attribution\":",
         "\"proposal\"", "@: il manque « contact »"},
        {"feed.json", "\"name\": \"Nantes\"", "\"name\": 44", "\"name\"",
         "@: « name » est un texte : mettez-le entre guillemets"},
        {"feed.json", "\"zoom\": 12,", "\"zoom\": 12,\n    \"zoom\": 13,", "",
         "9:10: « zoom » s’y trouve deux fois"},
        {"themes.json", "\"triangle\"", "\"triangel\"", "\"shape\": \"triangel\"",
         "@: thème « aller-vers » : « shape » : « triangel » n’est pas une valeur connue ; vouliez-vous dire "
         "« "
         "triangle » ?"},
        {kMoreTable, "\"sans\"", "\"jamais\"", "\"rendez_vous\"",
         "@: service « repas » : « rendez_vous » : « jamais » n’est pas une valeur connue ; les valeurs sont "
         ": "
         "sans, possible, obligatoire"},
        {kMoreTable, "[\"manger\"]", "\"manger\"", "\"needs\"",
         "@: service « repas » : « needs » doit être une liste"},
        {kMoreTable, "\"publics\"", "\"public\"", "\"public\"",
         "@: service « repas » : « public » n’est pas un champ connu ; vouliez-vous dire « publics » ?"},
    });
}

TEST_CASE("what does no harm is a warning, and stops nothing", "[publish]") {
    check_warnings({
        {kPlacesTable, "47.2181", "-12.8", "-12.8",
         "@: avertissement : lieu « mairie » : le point est en dehors des limites de la carte (feed.json)"},
        {kPlacesTable, "helpline,,", "helpline,1 rue,", "1 rue",
         "@: avertissement : lieu « 115 » : une ligne d’écoute (« helpline ») n’a pas d’adresse"},
        {kBusText, "devant l’école.", "devant <b>l’école</b>.", "<b>",
         "@: avertissement : initiative « bus-d-accueil » : le HTML ne sera pas montré"},
        {kBusText, "Au marché,", "<div>\nAu marché\n</div>\n", "<div>",
         "@: avertissement : initiative « bus-d-accueil » : le HTML ne sera pas montré"},
        {kBusText, "## Où il va", "# Où il va", "Où il va",
         "@: avertissement : initiative « bus-d-accueil » : un titre de premier niveau (#) : les titres du "
         "texte "
         "commencent à ##"},
        {kBusText, "Au marché,", "![le bus](https://ailleurs.example/bus.png) au marché,", "le bus](",
         "@: avertissement : initiative « bus-d-accueil » : une image du texte n’est pas un fichier de "
         "media/ : "
         "la borne ne va pas la chercher ailleurs, elle ne sera pas montrée"},
        {kBusText, "Au marché,", "Au marché ![](bus.png),", "Au marché",
         "@: avertissement : initiative « bus-d-accueil » : une image du texte n’a pas de description "
         "(![description](fichier)) : elle ne sera pas montrée"},
        {kBusText, "Au marché,", "[le marché](marche.html) au marché,", "le marché](",
         "@: avertissement : initiative « bus-d-accueil » : un lien « marche.html » ne sera pas montré : la "
         "borne ne montre que ceux qui commencent par https://, http://, mailto: ou tel:"},
        {kBusText, "[papiers, numerique]", "[papiers, numerique, papiers]", "papiers]",
         "@: avertissement : initiative « bus-d-accueil » : « needs » : « papiers » s’y trouve deux fois"},
        {"themes.json", "\"footprints\"", "\"footprint\"", "\"icon\": \"footprint\"",
         "@: avertissement : thème « aller-vers » : l’icône « footprint » n’existe pas ; un rond sera "
         "montré"},
        {"feed.json", "\"longitude\": -1.55", "\"longitude\": 55", "\"bounds\"",
         "@: avertissement : la première vue de la carte est en dehors de ses limites (« bounds »)"},
        {"feed.json", "[\"fr\", \"en\"]", "[\"fr\"]", "",
         " avertissement : 23 textes sont en « anglais », que « languages » ne nomme pas : ils ne seront pas "
         "montrés"},
    });
}

TEST_CASE("an autolink and code in Markdown are not HTML", "[publish]") {
    const ContentCopy content;
    const auto before = content.warnings();
    content.edit(kBusText, "Au marché,",
                 "<https://example.org> et `<b>` au marché, [là](HTTP://a.example) [ou](tel:+33)");
    CHECK(content.warnings() == before);
}

TEST_CASE("all errors are told at once, in the order of files and lines", "[publish]") {
    const ContentCopy content;
    content.edit(kPlacesTable, "47.2181", "472");
    content.edit(kPlacesTable, "oui,plain", "si,plain");
    content.edit(kBusText, "since: 2019-03", "since: hier");
    content.edit("feed.json", "\"zoom\": 12", "\"zoom\": true");
    const auto errors = content.errors();
    REQUIRE(errors.size() == 4);
    CHECK(errors[0].starts_with("feed.json:8"));
    CHECK(errors[1].starts_with("initiatives/bus-d-accueil.md:"));
    CHECK(errors[2].starts_with("livret/places.csv:2:"));
    CHECK(errors[3].starts_with("livret/places.csv:2:"));
}

TEST_CASE("messages are in the reader's language", "[publish]") {
    const ContentCopy content;
    content.edit(kPlacesTable, "47.2181", "472");
    REQUIRE(content.errors("en").size() == 1);
    CHECK_THAT(content.errors("en")[0],
               Catch::EndsWith("place “mairie”: the latitude “472” is not between -90 and 90"));
    const auto folder = content.read();
    CHECK_THAT(folder.report.render(support::catalog(), "fr"),
               Catch::EndsWith("\n1 erreur, 1 avertissement\n"));
    CHECK_THAT(folder.report.render(support::catalog(), "en"), Catch::EndsWith("\n1 error, 1 warning\n"));
}

TEST_CASE("a reference into a file that could not be read is not said to lead nowhere", "[publish]") {
    const ContentCopy content;
    content.write("needs.json", "[{\"id\": ");
    const auto errors = content.errors();
    REQUIRE(errors.size() == 1);
    CHECK(errors[0].starts_with("needs.json:1:"));
    const ContentCopy other;
    other.edit(kBusText, "carrier:", "carrier");
    REQUIRE(other.errors().size() == 1);
    CHECK(other.errors()[0].starts_with("initiatives/bus-d-accueil.md:"));
}
