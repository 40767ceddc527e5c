// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/publish/commands.hpp"

#include <catch2/catch.hpp>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "sync/base/digest.hpp"
#include "sync/base/strings.hpp"
#include "sync/cache/content_reader.hpp"
#include "sync/feed/head.hpp"
#include "sync/feed/layout.hpp"
#include "sync/feed/records.hpp"
#include "sync/publish/repository.hpp"
#include "sync/trust/verified_bytes.hpp"
#include "tests/support/content_copy.hpp"
#include "tests/support/fake_clock.hpp"

using namespace accueil;
using publish::ExitCode;
using support::ContentCopy;
using List = std::vector<std::string>;

namespace {

/// Runs accueil-feed as from a shell in French.
class Shell {
  public:
    Shell() {
        ::setenv("LC_ALL", "fr_FR.UTF-8", 1);
        ::unsetenv("ACCUEIL_KEY_PASSPHRASE");
    }
    ~Shell() { ::unsetenv("LC_ALL"); }

    ExitCode run(const List& arguments) {
        std::ostringstream out_stream;
        std::ostringstream err_stream;
        const publish::Console console{out_stream, err_stream, is_terminal};
        const auto code = publish::run_command(arguments, console, clock, config());
        out = out_stream.str();
        err = err_stream.str();
        return code;
    }
    std::string feed() const { return dir / "feed"; }
    std::string config() const { return dir / "feed.json"; }

    support::TempDir dir;
    support::FakeClock clock;
    bool is_terminal = false;
    std::string out, err;
};

/// What a kiosk finds in the feed, through its signed metadata.
struct Served {
    explicit Served(const std::string& folder) {
        const auto repository = publish::Repository::open(folder).value();
        status = repository.status().value();
        const auto& info = status.files.at(feed::kHeadTarget);
        const auto sha256 = info.hashes.at("sha256");
        const auto path = repository.public_folder() / "targets" / "feed" / (sha256 + ".head");
        head = feed::decode_head(trust::verify(base::read_file(path).value(), info.length, sha256).value())
                   .value();
        const auto full = base::read_file(repository.public_folder() / head.full.name).value();
        records = feed::decode_full(trust::verify(full, head.full.length, head.full.sha256).value()).value();
    }
    publish::RepositoryStatus status;
    feed::Head head;
    std::vector<model::Record> records;
};

/// Every file below a folder with the digest of its bytes.
std::map<std::string, std::string> snapshot(const std::filesystem::path& folder) {
    std::map<std::string, std::string> files;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        if (!entry.is_regular_file()) continue;
        files[std::filesystem::relative(entry.path(), folder).string()] =
            base::to_hex(base::digest_file(entry.path()).value().sha256);
    }
    return files;
}

}  // namespace

TEST_CASE("init makes a feed and the root to give to kiosks, once", "[publish]") {
    Shell shell;
    REQUIRE(shell.run({"init", shell.feed()}) == ExitCode::done);
    CHECK_THAT(shell.out, Catch::Contains("Le flux est prêt."));
    CHECK(std::filesystem::exists(shell.feed() + "/root.json"));
    CHECK(base::read_file(shell.feed() + "/root.json").value() ==
          base::read_file(shell.feed() + "/public/metadata/1.root.json").value());
    const auto before = snapshot(shell.feed());
    CHECK(shell.run({"init", shell.feed()}) == ExitCode::system);
    CHECK(snapshot(shell.feed()) == before);
}

TEST_CASE("check says what is wrong and leaves with 1, or that all is well with 0", "[publish]") {
    const ContentCopy content;
    Shell shell;
    CHECK(shell.run({"check", content.path()}) == ExitCode::done);
    CHECK_THAT(shell.out, Catch::Contains("0 erreur, 1 avertissement\n"));
    CHECK_THAT(shell.out,
               Catch::Contains("Le dossier peut être publié : 2 initiatives, 2 questions, 1 page, 2 thèmes, "
                               "8 besoins, 2 lieux, 3 services, 1 annonce."));
    content.edit("livret/places.csv", "47.2181", "472");
    CHECK(shell.run({"check", content.path()}) == ExitCode::content);
    CHECK_THAT(shell.out,
               Catch::Contains("lieu « mairie » : la latitude « 472 » n’est pas entre -90 et 90\n"));
    CHECK_THAT(shell.out, Catch::Contains("1 erreur, 1 avertissement\n"));
}

TEST_CASE("publish brings every record and every medium, signed", "[publish]") {
    const ContentCopy content;
    Shell shell;
    REQUIRE(shell.run({"init", shell.feed()}) == ExitCode::done);
    REQUIRE(shell.run({"publish", content.path(), "--to", shell.feed()}) == ExitCode::done);
    CHECK_THAT(shell.out, Catch::Contains("Fiches : 22 ajoutées, 0 changée, 0 retirée ;"));
    CHECK_THAT(shell.out, Catch::Contains("Révision 1 publiée dans " + shell.feed() +
                                          "/public, valable jusqu’au 2026-11-30T08:30:00Z"));
    const Served served(shell.feed());
    CHECK(served.head.revision == 1);
    CHECK(served.head.records == 22);
    CHECK(base::format_utc(served.head.published_on) == "2026-11-23T08:30:00Z");
    const auto folder = content.read();
    CHECK(served.records.size() == folder.records.size());
    auto records = served.records;
    for (auto& record : records)  // the pages of documents are made when they are published
        if (auto* initiative = std::get_if<model::Initiative>(&record))
            for (auto& document : initiative->documents) {
                CHECK(document.reading);
                document.reading.reset();
            }
    for (const auto& record : folder.records) {
        CHECK(std::find(records.begin(), records.end(), record) != records.end());
        for (const auto* file : model::media_of(record)) {
            const auto blob = base::digest_file(shell.feed() + "/public/" + feed::media_name(file->sha256));
            REQUIRE(blob);
            CHECK(base::to_hex(blob->sha256) == file->sha256);
        }
    }
}

TEST_CASE("an edit becomes the next revision, and what changed is counted", "[publish]") {
    const ContentCopy content;
    Shell shell;
    REQUIRE(shell.run({"init", shell.feed()}) == ExitCode::done);
    REQUIRE(shell.run({"publish", content.path(), "--to", shell.feed()}) == ExitCode::done);
    content.edit("questions/02-ecouter.md", "repose sur des personnes", "tient à des personnes");
    content.remove("livret/services-mairie.json");
    content.write("pages/mentions.md", "---\ntitle: \"Mentions\"\n---\nTexte.\n");
    REQUIRE(shell.run({"publish", content.path(), "--to", shell.feed()}) == ExitCode::done);
    CHECK_THAT(shell.out, Catch::Contains("Fiches : 1 ajoutée, 1 changée, 1 retirée ;"));
    CHECK_THAT(shell.out, Catch::Contains("dont 0\u00A0o nouveaux"));
    const Served served(shell.feed());
    CHECK(served.head.revision == 2);
    // What a kiosk that read the head before is still fetching stays.
    CHECK(std::filesystem::exists(shell.feed() + "/public/full/1.zst"));
}

TEST_CASE("the same content again is no new revision, but its signatures live on", "[publish]") {
    const ContentCopy content;
    Shell shell;
    REQUIRE(shell.run({"init", shell.feed()}) == ExitCode::done);
    REQUIRE(shell.run({"publish", content.path(), "--to", shell.feed()}) == ExitCode::done);
    const Served first(shell.feed());
    shell.clock.advance(std::chrono::hours(24));
    REQUIRE(shell.run({"publish", content.path(), "--to", shell.feed()}) == ExitCode::done);
    CHECK_THAT(shell.out, Catch::Contains("Rien n’a changé depuis la révision 1"));
    const Served second(shell.feed());
    CHECK(second.head == first.head);
    CHECK(second.status.content.version == first.status.content.version);
    CHECK(second.status.timestamp.expires_on > first.status.timestamp.expires_on);
    shell.clock.advance(std::chrono::hours(24 * 20));
    REQUIRE(shell.run({"publish", content.path(), "--to", shell.feed()}) == ExitCode::done);
    const Served third(shell.feed());
    CHECK(third.head == first.head);
    CHECK(third.status.content.expires_on > first.status.content.expires_on);
    CHECK(third.status.media.expires_on > first.status.media.expires_on);
}

TEST_CASE("a medium that stands already is not written again, and one that was taken away comes back",
          "[publish]") {
    const ContentCopy content;
    Shell shell;
    REQUIRE(shell.run({"init", shell.feed()}) == ExitCode::done);
    REQUIRE(shell.run({"publish", content.path(), "--to", shell.feed()}) == ExitCode::done);
    const auto blobs = shell.feed() + "/public/m";
    const auto before = snapshot(blobs);
    CHECK(before.size() == 5);  // a document's pages among them
    const auto kept = std::filesystem::path(blobs) / before.begin()->first;
    const auto lost = std::filesystem::path(blobs) / before.rbegin()->first;
    const auto long_ago = std::filesystem::last_write_time(kept) - std::chrono::hours(1);
    std::filesystem::last_write_time(kept, long_ago);
    std::filesystem::remove(lost);
    REQUIRE(shell.run({"publish", content.path(), "--to", shell.feed()}) == ExitCode::done);
    CHECK(std::filesystem::last_write_time(kept) == long_ago);
    CHECK(snapshot(blobs) == before);
}

TEST_CASE("one bad file stops everything: the feed stays byte for byte", "[publish]") {
    const ContentCopy content;
    Shell shell;
    REQUIRE(shell.run({"init", shell.feed()}) == ExitCode::done);
    REQUIRE(shell.run({"publish", content.path(), "--to", shell.feed()}) == ExitCode::done);
    const auto before = snapshot(shell.feed());
    content.edit("pages/introduction.md", "Bienvenue", "Bonjour");
    content.edit("livret/places.csv", "47.2181", "472");
    CHECK(shell.run({"publish", content.path(), "--to", shell.feed()}) == ExitCode::content);
    CHECK_THAT(shell.err, Catch::Contains("la latitude « 472 »"));
    CHECK_THAT(shell.err, Catch::EndsWith(
                              "Rien n’a été publié : corrigez les erreurs, le flux reste ce qu’il était.\n"));
    CHECK(shell.out.empty());
    CHECK(snapshot(shell.feed()) == before);
}

TEST_CASE("a full disk or a folder that refuses leaves the old feed whole", "[publish]") {
    const ContentCopy content;
    Shell shell;
    REQUIRE(shell.run({"init", shell.feed()}) == ExitCode::done);
    REQUIRE(shell.run({"publish", content.path(), "--to", shell.feed()}) == ExitCode::done);
    const auto before = snapshot(shell.feed() + "/public");
    content.edit("pages/introduction.md", "Bienvenue", "Bonjour");
    // A folder in the place of the next file is refused whoever runs the test.
    std::filesystem::create_directories(shell.feed() + "/public/full/2.zst/x");
    CHECK(shell.run({"publish", content.path(), "--to", shell.feed()}) == ExitCode::system);
    CHECK_THAT(shell.err, Catch::Contains("rien n’a été publié ; le flux reste ce qu’il était."));
    CHECK(snapshot(shell.feed() + "/public") == before);
    std::filesystem::remove_all(shell.feed() + "/public/full/2.zst");
    CHECK(shell.run({"publish", content.path(), "--to", shell.feed()}) == ExitCode::done);
    CHECK(Served(shell.feed()).head.revision == 2);
}

TEST_CASE("publishing without a feed, or to one whose head was damaged, is refused", "[publish]") {
    const ContentCopy content;
    Shell shell;
    CHECK(shell.run({"publish", content.path(), "--to", shell.feed()}) == ExitCode::system);
    REQUIRE(shell.run({"init", shell.feed()}) == ExitCode::done);
    REQUIRE(shell.run({"publish", content.path(), "--to", shell.feed()}) == ExitCode::done);
    for (const auto& entry : std::filesystem::directory_iterator(shell.feed() + "/public/targets/feed")) {
        std::ofstream(entry.path()) << "x";
    }
    CHECK(shell.run({"publish", content.path(), "--to", shell.feed()}) == ExitCode::system);
}

TEST_CASE("records lost from the web folder are published anew under the next revision", "[publish]") {
    const ContentCopy content;
    Shell shell;
    REQUIRE(shell.run({"init", shell.feed()}) == ExitCode::done);
    REQUIRE(shell.run({"publish", content.path(), "--to", shell.feed()}) == ExitCode::done);
    std::filesystem::remove(shell.feed() + "/public/full/1.zst");
    REQUIRE(shell.run({"publish", content.path(), "--to", shell.feed()}) == ExitCode::done);
    CHECK(Served(shell.feed()).head.revision == 2);
    CHECK(Served(shell.feed()).records.size() == 22);
}

TEST_CASE("renew prolongs the signatures and warns when the content's own grows old", "[publish]") {
    const ContentCopy content;
    Shell shell;
    REQUIRE(shell.run({"init", shell.feed()}) == ExitCode::done);
    REQUIRE(shell.run({"publish", content.path(), "--to", shell.feed()}) == ExitCode::done);
    shell.clock.advance(std::chrono::hours(24));
    REQUIRE(shell.run({"renew", shell.feed()}) == ExitCode::done);
    CHECK(shell.out == "Signatures renouvelées, valables jusqu’au 2026-12-01T08:30:00Z.\n");
    CHECK(shell.err.empty());
    shell.clock.advance(std::chrono::hours(24 * 16));
    REQUIRE(shell.run({"renew", shell.feed()}) == ExitCode::done);
    CHECK_THAT(shell.err, Catch::Contains("la signature pour le contenu (contenu) expire le 2026-12-23"));
}

TEST_CASE("embed writes one cache generation with every record and blob", "[publish]") {
    const ContentCopy content;
    Shell shell;
    const auto cache = shell.dir / "embedded";
    REQUIRE(shell.run({"embed", content.path(), "--to", cache, "--quiet"}) == ExitCode::done);
    CHECK(shell.out.empty());
    CHECK(shell.err.empty());
    const auto reader = cache::ContentReader::open(cache).value();
    CHECK(reader.info().origin == "content");
    CHECK(reader.info().revision == 0);
    CHECK(reader.get<model::FeedInfo>("feed").value().has_value());
    CHECK(reader.all<model::Place>().value().size() == 2);
    CHECK(reader.all<model::Service>().value().size() == 3);
    const auto media = reader.media().value();
    CHECK(media.size() == 5);  // a document's pages among them
    for (const auto& file : media)
        CHECK(reader.media_path(file));
    content.edit("livret/places.csv", "47.2181", "472");
    CHECK(shell.run({"embed", content.path(), "--to", cache, "--quiet"}) == ExitCode::content);
    CHECK_THAT(shell.err, Catch::Contains("la latitude « 472 »"));
    CHECK(cache::ContentReader::open(cache).value().generation() == reader.generation());
}

TEST_CASE("a command line that cannot be understood says what was meant, and leaves with 2", "[publish]") {
    Shell shell;
    const auto usage = [&](const List& arguments) {
        CHECK(shell.run(arguments) == ExitCode::usage);
        CHECK(shell.out.empty());
        return shell.err.substr(0, shell.err.find('\n'));
    };
    CHECK(usage({"publsh", "x"}) ==
          "accueil-feed: « publsh » n’est pas une commande ; vouliez-vous dire « publish » ?");
    CHECK(usage({"publish", "x", "--tó=y"}) ==
          "accueil-feed: « --tó » n’est pas une option connue ; vouliez-vous dire « --to » ?");
    CHECK(usage({"check", "x", "--to", "y"}) == "accueil-feed: « --to » n’est pas une option connue");
    CHECK(usage({"--vershion"}) ==
          "accueil-feed: « --vershion » n’est pas une option connue ; vouliez-vous dire « --version » ?");
    CHECK(usage({"publish", "x"}) == "accueil-feed: publish : dites où écrire, avec --to DOSSIER");
    CHECK(usage({"publish", "x", "--to"}) == "accueil-feed: l’option « --to » demande une valeur");
    CHECK(usage({"publish", "x", "--to", "--quiet"}) == "accueil-feed: l’option « --to » demande une valeur");
    CHECK(usage({"publish", "x", "--to=a", "--to=b"}) ==
          "accueil-feed: l’option « --to » est donnée deux fois");
    CHECK(usage({"publish", "--to=a"}) == "accueil-feed: publish : nommez le dossier de contenu");
    CHECK(usage({"check", "a", "b"}) == "accueil-feed: « b » est de trop");
    CHECK(usage({"check", "a", "--quiet=1"}) == "accueil-feed: l’option « --quiet » ne prend pas de valeur");
    CHECK(usage({"renew"}) == "accueil-feed: renew : nommez le dossier du flux");
}

TEST_CASE("help and the version are what was asked for", "[publish]") {
    Shell shell;
    for (const List& arguments : {List{}, List{"help"}, List{"publish", "--help"}, List{"-h"}}) {
        CHECK(shell.run(arguments) == ExitCode::done);
        CHECK_THAT(shell.out,
                   Catch::StartsWith("accueil-feed : publie un dossier de contenu pour les bornes\n"));
    }
    CHECK(shell.run({"--version"}) == ExitCode::done);
    CHECK_THAT(shell.out, Catch::Matches("accueil-feed [0-9.]+\n"));
    ::setenv("LC_ALL", "en_GB.UTF-8", 1);
    CHECK(shell.run({"help"}) == ExitCode::done);
    CHECK_THAT(shell.out, Catch::StartsWith("accueil-feed: publishes a content folder for the kiosks\n"));
}

TEST_CASE("the configuration gives the folders that the command line leaves out", "[publish]") {
    const ContentCopy content;
    Shell shell;
    std::ofstream(shell.config()) << "// réglages\n{\"content\": \"" << content.path().string()
                                  << "\", \"feed\": \"" << shell.feed() << "\"}";
    CHECK(shell.run({"init"}) == ExitCode::done);
    CHECK(shell.run({"publish"}) == ExitCode::done);
    CHECK(Served(shell.feed()).head.revision == 1);
    CHECK(shell.run({"check"}) == ExitCode::done);
    std::ofstream(shell.config()) << "{\n\"contant\": \"x\"}";
    CHECK(shell.run({"check"}) == ExitCode::usage);
    CHECK_THAT(shell.err, Catch::Contains("feed.json:2:") && Catch::Contains("content"));
    CHECK(shell.run({"check", content.path(), "--config", shell.dir / "absent.json"}) == ExitCode::system);
}

TEST_CASE("the documented configuration is the default one", "[publish]") {
    Shell shell;
    const auto documented = std::string(ACCUEIL_SOURCE_DIR) + "/config/feed.json";
    CHECK(shell.run({"renew", "--config", documented}) == ExitCode::usage);
    CHECK_THAT(shell.err, Catch::Contains("nommez le dossier du flux"));
}

TEST_CASE("progress is one line that changes on a terminal, and plain lines elsewhere", "[publish]") {
    const ContentCopy content;
    Shell shell;
    CHECK(shell.run({"check", content.path()}) == ExitCode::done);
    CHECK(shell.err == "Lecture des médias : 2,3\u00A0ko\nPréparation des documents : 1\n");
    shell.is_terminal = true;
    CHECK(shell.run({"check", content.path()}) == ExitCode::done);
    CHECK_THAT(shell.err, Catch::Contains("\rLecture des médias : 100 % (2,3\u00A0ko)\x1b[K\n"));
    CHECK(shell.run({"check", content.path(), "--quiet"}) == ExitCode::done);
    CHECK(shell.err.empty());
}

TEST_CASE("every message of the publisher is in French and in English", "[publish]") {
    const auto& catalog = support::catalog();
    int count = 0;
    for (const auto& key : catalog.keys("fr")) {
        if (!key.starts_with("publish.")) continue;
        ++count;
        INFO(key);
        CHECK(catalog.has("en", key));
    }
    CHECK(count > 150);
}
