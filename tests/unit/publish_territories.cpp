// SPDX-License-Identifier: GPL-3.0-or-later
// Town halls publish their own territory: what they sign, what the centre takes, what kiosks then read.
#include <sys/stat.h>

#include <algorithm>

#include "sync/feed/delta.hpp"
#include "sync/feed/head.hpp"
#include "sync/feed/layout.hpp"
#include "sync/feed/records.hpp"
#include "sync/publish/content_folder.hpp"
#include "sync/publish/territory.hpp"
#include "sync/trust/verified_bytes.hpp"
#include "tests/support/feed_shell.hpp"

using namespace accueil;
using publish::ExitCode;
using support::FeedShell;
using support::TrustingKiosk;

namespace {

/// What a head leads to in a folder.
struct Published {
    Published(const std::string& bytes, const std::string& folder) {
        head = feed::decode_head(trust::verify(bytes, bytes.size(), base::sha256(bytes)).value()).value();
        auto full = base::read_file(folder + "/" + head.full.name).value();
        records =
            feed::decode_full(trust::verify(std::move(full), head.full.length, head.full.sha256).value())
                .value();
    }
    std::vector<std::string> ids(const std::string& kind) const {
        std::vector<std::string> ids;
        for (const auto& record : records)
            if (model::kind_of(record) == kind) ids.push_back(model::id_of(record));
        return ids;
    }
    feed::Head head;
    std::vector<model::Record> records;
};

}  // namespace

TEST_CASE("territory: a code is one of INSEE or SIREN, and names the role, its paths and its prefix",
          "[publish]") {
    for (const char* code : {"44109", "01053", "2A004", "2B033", "214401093"})
        CHECK(feed::is_territory_code(code));
    for (const char* code : {"", "4410", "441099", "2C004", "2a004", "A4109", "44 09", "../..", "21440109A"})
        CHECK_FALSE(feed::is_territory_code(code));
    CHECK(publish::read_territory_code("2a004") == "2A004");
    CHECK(feed::territory_prefix("2A004") == "2a004-");
    CHECK(publish::paths_of_role("territoire-2A004") == "territoires/2A004/*");
    CHECK(publish::territory_of_role("territoire-2A004") == "2A004");
    CHECK_FALSE(publish::territory_of_role("territoire-x"));
    CHECK_FALSE(publish::territory_of_role("contenu"));
}

TEST_CASE("territory: ids get its prefix, references follow, national records keep theirs and stay out",
          "[publish]") {
    const support::ContentCopy content;
    const auto folder = publish::read_content_folder(content.path(), {{}, "2A004", {}});
    CHECK_FALSE(folder.report.has_errors());
    for (const auto& record : folder.records) {
        CHECK(model::id_of(record).starts_with("2a004-"));
        CHECK(std::string(model::kind_of(record)) != "need");
        CHECK(std::string(model::kind_of(record)) != "theme");
    }
    CHECK(support::record<model::FeedInfo>(folder, "2a004-feed").needs_first.front() == "manger");
    const auto& service = support::record<model::Service>(folder, "2a004-titres");
    CHECK(service.place_id == "2a004-mairie");
    CHECK(service.needs == std::vector<std::string>{"papiers"});
    const auto& question = support::record<model::Question>(folder, "2a004-attendre");
    CHECK(question.initiatives == std::vector<std::string>{"2a004-maison-commune"});
    const auto& initiative = support::record<model::Initiative>(folder, "2a004-maison-commune");
    CHECK(initiative.questions == std::vector<std::string>{"2a004-attendre"});
    CHECK_FALSE(initiative.themes.front().starts_with("2a004-"));
}

TEST_CASE("territory: without the national lists their ids are taken as written, with a warning",
          "[publish]") {
    const support::ContentCopy content;
    content.remove("needs.json");
    content.remove("themes.json");
    content.remove("feed.json");
    content.edit("initiatives/maison-commune.md", "[attendre]", "[attendre, une-du-centre]");
    const auto folder = publish::read_content_folder(content.path(), {{}, "44109", {}});
    CHECK_FALSE(folder.report.has_errors());
    std::vector<std::string> warnings;
    for (const auto& finding : folder.report.findings())
        warnings.push_back(finding.render(support::catalog(), "fr"));
    const auto warned = [&](const std::string& words) {
        return std::any_of(warnings.begin(), warnings.end(),
                           [&](const auto& line) { return line.find(words) != std::string::npos; });
    };
    CHECK(warned("needs.json"));
    CHECK(warned("themes.json"));
    CHECK(warned("« une-du-centre » n’est pas dans ce dossier"));
    const auto& initiative = support::record<model::Initiative>(folder, "44109-maison-commune");
    CHECK(initiative.questions == std::vector<std::string>{"44109-attendre", "une-du-centre"});
}

TEST_CASE("territory: an id that has the prefix keeps it, and is the same as without", "[publish]") {
    const support::ContentCopy content;
    content.write("pages/44109-plan.md", "---\ntitle: \"Plan\"\n---\nTexte.\n");
    const auto folder = publish::read_content_folder(content.path(), {{}, "44109", {}});
    CHECK_FALSE(folder.report.has_errors());
    CHECK_NOTHROW(support::record<model::Page>(folder, "44109-plan"));
    content.write("pages/plan.md", "---\ntitle: \"Plan\"\n---\nTexte.\n");
    CHECK(publish::read_content_folder(content.path(), {{}, "44109", {}}).report.errors() == 1);
    content.remove("pages/plan.md");
    content.write("pages/" + std::string(95, 'a') + ".md", "---\ntitle: \"Plan\"\n---\nTexte.\n");
    CHECK(publish::read_content_folder(content.path(), {{}, "44109", {}}).report.errors() == 1);
}

TEST_CASE(
    "territory: a town hall signs alone, the centre takes it with the online key alone, kiosks read both",
    "[publish]") {
    FeedShell shell;
    shell.found_centre();
    const auto national = TrustingKiosk(shell).target("feed/head");
    shell.done({"join", shell.town("44109"), "--territory", "44109"});
    CHECK_THAT(shell.out, Catch::Contains("Empreinte :"));
    const auto key = shell.town("44109") + "/keys/territoire-44109.json";
    struct stat status {};
    REQUIRE(::stat(key.c_str(), &status) == 0);
    CHECK((status.st_mode & 0777) == 0600);
    const auto public_half = base::read_file(shell.town("44109") + "/44109.public.json").value();
    CHECK(public_half.find("private") == std::string::npos);

    // Two master keys, no more and no less.
    const std::vector<std::string> delegate{"delegate",    shell.feed(),
                                            "--territory", "44109",
                                            "--key",       shell.town("44109") + "/44109.public.json"};
    auto with = delegate;
    CHECK(shell.run(with) == ExitCode::system);
    CHECK_THAT(shell.err, Catch::Contains("il faut 2 clé(s) ; ici : 0"));
    with.insert(with.end(), {"--keys", shell.usb() + "/root-1.json"});
    CHECK(shell.run(with) == ExitCode::system);
    with.insert(with.end(), {"--keys", shell.usb() + "/root-3.json"});
    shell.done(with);
    CHECK_THAT(shell.out, Catch::Contains("peut signer territoires/44109/*, et rien d’autre"));
    CHECK(shell.run(with) == ExitCode::system);
    CHECK_THAT(shell.err, Catch::Contains("a déjà une clé"));

    shell.publish_town("44109");
    // At the centre now: only the online key.
    for (const char* name : {"contenu.json", "medias.json"})
        std::filesystem::remove(shell.feed() + "/keys/" + name);
    shell.done({"receive", shell.feed(), shell.town("44109") + "/public"});
    CHECK_THAT(shell.out, Catch::Contains("Territoire 44109 : révision 1 reçue, 12 fiches"));
    TrustingKiosk kiosk(shell);
    CHECK(kiosk.target("feed/head") == national);
    const auto bytes = kiosk.target("territoires/44109/head");
    const Published town(bytes, shell.feed() + "/public/territoires/44109");
    CHECK(town.head.revision == 1);
    CHECK(town.head.full.name == "full/1.zst");  // below territoires/44109/
    CHECK(town.ids("place") == std::vector<std::string>{"44109-115", "44109-mairie"});
    for (const auto& record : town.records)
        for (const auto* file : model::media_of(record))
            CHECK(std::filesystem::exists(shell.feed() + "/public/" + feed::media_name(file->sha256)));
    CHECK(shell.run({"doctor", shell.feed()}) == ExitCode::done);
}

TEST_CASE("territory: an edit is handed over as a delta, and the same again prolongs the signature",
          "[publish]") {
    FeedShell shell;
    shell.found_centre();
    shell.found_town("44109");
    shell.content.edit("pages/introduction.md", "Bienvenue", "Bonjour");
    shell.publish_town("44109");
    shell.done({"receive", shell.feed(), shell.town("44109")});
    TrustingKiosk kiosk(shell);
    const auto folder = shell.feed() + "/public/territoires/44109";
    const auto edited = kiosk.target("territoires/44109/head");
    const Published second(edited, folder);
    CHECK(second.head.revision == 2);
    REQUIRE(second.head.deltas.size() == 1);
    const auto& delta = second.head.deltas.front();
    const auto changes = feed::decode_delta(
        trust::verify(base::read_file(folder + "/" + feed::delta_name(delta.from, delta.to)).value(),
                      delta.length, delta.sha256)
            .value());
    REQUIRE(changes);
    CHECK(changes->size() == 1);
    CHECK(changes->begin()->first == feed::RecordKey{"page", "44109-introduction"});

    shell.clock.advance(std::chrono::hours(24 * 20));
    shell.done({"renew", shell.feed()});
    CHECK_THAT(shell.err, Catch::Contains("le territoire 44109 expire le"));
    CHECK(shell.run({"doctor", shell.feed()}) == FeedShell::Code::content);  // 1: soon
    CHECK_THAT(shell.out, Catch::Contains("Demandez à la mairie de publier, même sans changement"));
    shell.publish_town("44109");
    shell.done({"receive", shell.feed(), shell.town("44109")});
    CHECK(kiosk.target("territoires/44109/head") == edited);
    shell.clock.advance(std::chrono::hours(24 * 12));
    shell.done({"renew", shell.feed()});
    CHECK(kiosk.target("territoires/44109/head") == edited);
    CHECK(kiosk.target("feed/head") == "<expired>");
}

TEST_CASE("territory: the centre does not publish what is a territory's", "[publish]") {
    FeedShell shell;
    shell.found_centre();
    shell.found_town("44109");
    shell.content.write("pages/44109-plan.md", "---\ntitle: \"Plan\"\n---\nTexte.\n");
    shell.content.write("pages/35238-plan.md", "---\ntitle: \"Plan\"\n---\nTexte.\n");
    const auto before = support::files_below(shell.feed());
    CHECK(shell.run({"publish", shell.content.path(), "--to", shell.feed()}) == ExitCode::content);
    CHECK_THAT(shell.err, Catch::Contains("« 44109- » sont à un territoire"));
    CHECK_THAT(shell.err, !Catch::Contains("35238-"));
    CHECK(support::files_below(shell.feed()) == before);
    shell.content.remove("pages/44109-plan.md");
    shell.done({"publish", shell.content.path(), "--to", shell.feed()});
}

TEST_CASE("territory: one that is withdrawn is read no more, the others are, and it can come back",
          "[publish]") {
    FeedShell shell;
    shell.found_centre();
    shell.found_town("44109");
    shell.found_town("2A004");
    TrustingKiosk kiosk(shell);
    const auto other = kiosk.target("territoires/2A004/head");
    CHECK(kiosk.target("territoires/44109/head").front() == '{');
    shell.done({"withdraw", shell.feed(), "--territory", "44109", "--keys", shell.usb()});
    CHECK(kiosk.target("territoires/44109/head") == "<not_found>");
    CHECK(kiosk.target("territoires/2A004/head") == other);
    CHECK_FALSE(std::filesystem::exists(shell.feed() + "/public/territoires/44109"));
    CHECK(shell.run({"withdraw", shell.feed(), "--territory", "44109", "--keys", shell.usb()}) ==
          ExitCode::system);
    CHECK(shell.run({"receive", shell.feed(), shell.town("44109") + "/public"}) == ExitCode::system);
    CHECK_THAT(shell.err, Catch::Contains("n’est pas délégué"));
    // With its numbers going on, since kiosks remember them.
    shell.done({"delegate", shell.feed(), "--territory", "44109", "--key",
                shell.town("44109") + "/44109.public.json", "--keys", shell.usb()});
    CHECK(shell.run({"receive", shell.feed(), shell.town("44109")}) == ExitCode::system);
    shell.publish_town("44109");
    shell.done({"receive", shell.feed(), shell.town("44109")});
    CHECK(kiosk.target("territoires/44109/head").front() == '{');
}

TEST_CASE("territory: a town hall that lost its folder goes on after the number that the refusal names",
          "[publish]") {
    FeedShell shell;
    shell.found_centre();
    shell.found_town("44109");
    shell.content.edit("pages/introduction.md", "Bienvenue", "Bonjour");
    shell.publish_town("44109");
    shell.done({"receive", shell.feed(), shell.town("44109")});
    std::filesystem::remove_all(shell.town("44109") + "/public");
    shell.content.edit("pages/introduction.md", "Bonjour", "Salut");
    shell.publish_town("44109");
    CHECK(shell.run({"receive", shell.feed(), shell.town("44109")}) == ExitCode::system);
    CHECK_THAT(shell.err, Catch::Contains("--after 2"));
    std::filesystem::remove_all(shell.town("44109") + "/public");
    shell.done({"publish", shell.content.path(), "--territory", "44109", "--to", shell.town("44109"),
                "--after", "2"});
    shell.done({"receive", shell.feed(), shell.town("44109")});
    const auto bytes = TrustingKiosk(shell).target("territoires/44109/head");
    CHECK(Published(bytes, shell.feed() + "/public/territoires/44109").head.revision == 3);
}

TEST_CASE("territory: a folder without its key, or with one already, is told so", "[publish]") {
    FeedShell shell;
    CHECK(shell.run({"publish", shell.content.path(), "--territory", "44109", "--to", shell.town("44109")}) ==
          ExitCode::system);
    CHECK_THAT(shell.err, Catch::Contains("accueil-feed join"));
    shell.done({"join", shell.town("44109"), "--territory", "44109"});
    const auto before = support::files_below(shell.town("44109"));
    CHECK(shell.run({"join", shell.town("44109"), "--territory", "44109"}) == ExitCode::system);
    CHECK_THAT(shell.err, Catch::Contains("--new-key"));
    CHECK(support::files_below(shell.town("44109")) == before);
    shell.done({"join", shell.town("44109"), "--territory", "44109", "--new-key"});
    CHECK(std::filesystem::exists(shell.town("44109") + "/keys/anciennes/territoire-44109.1.json"));
}
