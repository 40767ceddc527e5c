// SPDX-License-Identifier: GPL-3.0-or-later
// What an admin reads when a file itself is wrong: its bytes, its name, its place, what it leads to.
#include <sys/stat.h>

#include <algorithm>
#include <catch2/catch.hpp>

#include "tests/support/content_copy.hpp"

using namespace accueil;
using support::ContentCopy;
using List = std::vector<std::string>;

namespace {

bool contains(const List& lines, const std::string& line) {
    return std::find(lines.begin(), lines.end(), line) != lines.end();
}

const std::string kPlaces = "livret/places.csv";
const std::string kMore = "livret/services-mairie.json";
const std::string kBusFile = "initiatives/bus-d-accueil.md";

}  // namespace

TEST_CASE("bytes that are not UTF-8 are told by line, and Windows-1252 by name", "[publish]") {
    const ContentCopy content;
    content.edit(kPlaces, "2 rue de l’Hôtel de Ville", "2 rue de l'H\xF4tel de Ville");
    CHECK(content.errors() ==
          List{kPlaces + ":2:55: le fichier n’est pas en UTF-8 mais sans doute en Windows-1252 ; "
                         "enregistrez-le en UTF-8"});
    content.write(kPlaces, "id,nom\n\x81\xFF");
    CHECK(content.errors() == List{kPlaces + ":2:1: le fichier n’est pas en UTF-8"});
    content.write(kPlaces, std::string("\xFF\xFEi\0d\0", 6));
    CHECK(content.errors() == List{kPlaces + ":1:1: le fichier est en UTF-16 ; enregistrez-le en UTF-8"});
    content.write(kPlaces, "id,nom\nab\x07,x\n");
    CHECK(content.errors() ==
          List{kPlaces + ":2:3: un caractère de commande, invisible, se trouve dans le texte"});
}

TEST_CASE("escapes cannot bring in what the file itself may not hold", "[publish]") {
    const ContentCopy content;
    content.edit(kBusFile, "\"A welcome bus\"", "\"A \\0 bus\"");
    content.edit(kMore, "Where to find a meal", "Where \\u0001");
    const auto errors = content.errors();
    REQUIRE(errors.size() == 2);
    for (const auto& error : errors)
        CHECK_THAT(error, Catch::EndsWith("se trouve dans le texte"));
}

TEST_CASE("an empty folder, an absent one and one without feed.json are told", "[publish]") {
    const support::TempDir dir;
    const auto words = [&](const std::filesystem::path& path) {
        const auto folder = publish::read_content_folder(path);
        List lines;
        for (const auto& finding : folder.report.findings()) {
            if (finding.severity == publish::Severity::error)
                lines.push_back(finding.render(support::catalog(), "fr"));
        }
        return lines;
    };
    CHECK(words(dir.path()) == List{"le dossier est vide"});
    CHECK(words(dir / "absent") == List{(dir / "absent").string() + ": ce dossier n’existe pas"});
    const ContentCopy content;
    content.remove("feed.json");
    CHECK(content.errors() ==
          List{"feed.json: il manque le fichier feed.json : titre, territoire, langues, carte"});
}

TEST_CASE("files that are not read and media that nothing names are told", "[publish]") {
    const ContentCopy content;
    content.write("notes.txt", "x");
    content.write("livret/horaires.csv", "x");
    content.write("pages/image.png", "x");
    content.write("brouillons/a.md", "x");
    content.write("media/seul.pdf", "%PDF-1.4");
    const auto warnings = content.warnings();
    CHECK(content.errors() == List{});
    const std::string not_read =
        ": avertissement : cela n’est pas lu : le nom ou l’endroit n’est pas de ceux d’un dossier de contenu";
    for (const std::string name : {"notes.txt", "livret/horaires.csv", "pages/image.png", "brouillons"}) {
        INFO(name);
        CHECK(contains(warnings, name + not_read));
    }
    CHECK(
        contains(warnings,
                 "media/seul.pdf: avertissement : aucune fiche ne nomme ce fichier ; il ne sera pas publié"));
}

TEST_CASE("a medium that is not what its name says is told", "[publish]") {
    const ContentCopy content;
    content.write("media/pictures/bus.png", "\xFF\xD8\xFF\xE0 JFIF");
    CHECK(content.errors() == List{});
    CHECK(contains(
        content.warnings(),
        "media/pictures/bus.png: avertissement : le contenu est en fait du type image/jpeg, ce que le nom "
        "du fichier ne dit pas"));
    CHECK(support::record<model::Initiative>(content.read(), "bus-d-accueil").video->poster->type ==
          "image/jpeg");
    content.write("media/pictures/bus.png", "%PDF-1.4");
    CHECK(content.errors() ==
          List{"media/pictures/bus.png: le contenu est en fait du type application/pdf, ce que le "
               "nom du fichier ne dit pas"});
    content.write("media/pictures/bus.png", "<html>");
    CHECK(content.errors() ==
          List{"media/pictures/bus.png: le contenu n’est pas ce que dit le nom du fichier (image/png)"});
    content.write("media/pictures/bus.png", "");
    CHECK(content.errors() == List{"media/pictures/bus.png: le fichier est vide"});
}

TEST_CASE("a medium of more than 2 GiB is refused without being read", "[publish]") {
    const ContentCopy content;
    std::filesystem::resize_file(content / "media/bus.mp4", (std::uintmax_t{2} << 30) + 1);
    CHECK(content.errors() == List{"media/bus.mp4: le fichier dépasse 2 Gio"});
}

TEST_CASE("a link out of the folder, a broken one and a pipe are never opened", "[publish]") {
    const ContentCopy content;
    const support::TempDir outside;
    std::filesystem::create_symlink("/etc/passwd", content / "media/secret.pdf");
    std::filesystem::create_symlink("nowhere", content / "pages/lost.md");
    std::filesystem::create_symlink("introduction.md", content / "pages/bonjour.md");
    std::filesystem::create_directory_symlink("..", content / "media/loop");
    REQUIRE(::mkfifo((content / "pages/pipe.md").c_str(), 0600) == 0);
    CHECK(content.errors() == List{"media/secret.pdf: le lien mène hors du dossier",
                                   "pages/lost.md: le lien ne mène nulle part"});
    CHECK(support::record<model::Page>(content.read(), "bonjour").title.words("fr") == "Bienvenue");
}

TEST_CASE("translations that belong to nothing are told", "[publish]") {
    const ContentCopy content;
    content.write("pages/absente.en.md", "x");
    content.write("pages/introduction.fr.md", "x");
    content.write("pages/introduction.anglais.md", "x");
    content.write("pages/introduction.ar.md", "---\ncarrier: x\n---\nx");
    CHECK(content.errors() ==
          List{"pages/absente.en.md: c’est la traduction de absente.md, qui n’existe pas",
               "pages/introduction.anglais.md: « anglais » n’est pas un code de langue",
               "pages/introduction.ar.md:2:1: page « introduction » : « carrier » n’est pas un champ connu",
               "pages/introduction.fr.md: le texte français est celui du fichier sans code de langue"});
}

TEST_CASE("two files of one id are told, whatever their numbers", "[publish]") {
    const ContentCopy content;
    content.write("questions/07-attendre.md", content.text("questions/01-attendre.md"));
    CHECK(content.errors() ==
          List{"questions/07-attendre.md:1: question « attendre » : l’identifiant « attendre » "
               "est déjà pris par questions/01-attendre.md"});
}

TEST_CASE("what a file says cannot move the terminal's cursor", "[publish]") {
    CHECK(publish::printable("a\x1b[2Jb") == "a�[2Jb");
    CHECK(publish::printable("\xC2\x9B"
                             "1m") == "�1m");
    CHECK(publish::printable("é\xFF…") == "é�…");
    CHECK(publish::printable(std::string(100, 'x'), 10) == "xxxxxxxxxx…");
}
