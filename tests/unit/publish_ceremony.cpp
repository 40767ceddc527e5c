// SPDX-License-Identifier: GPL-3.0-or-later
// Keys are replaced, publishers come and go, root and targets live on: always read by a kiosk that was given
// the first root.
#include "sync/publish/ceremony.hpp"

#include <functional>

#include "sync/publish/repository_metadata.hpp"
#include "sync/publish/territory.hpp"
#include "sync/trust/delegations.hpp"
#include "tests/support/feed_shell.hpp"

using namespace accueil;
using base::Json;
using publish::ExitCode;
using publish::SigningKey;
using support::FeedShell;
using support::TrustingKiosk;

namespace {

struct Centre : FeedShell {
    Centre() { found_centre(); }

    std::vector<std::string> rotate(std::vector<std::string> keys,
                                    std::vector<std::string> options = {}) const {
        std::vector<std::string> words{"rotate", feed()};
        words.insert(words.end(), keys.begin(), keys.end());
        words.insert(words.end(), options.begin(), options.end());
        words.insert(words.end(), {"--keys", usb()});
        return words;
    }
    std::string id(const std::string& file) const {
        return Json::parse(base::read_file(file).value())["keyid"].get<std::string>();
    }
    trust::Root root() const { return publish::load_root(feed() + "/public/metadata").value(); }
    publish::FeedState state() const { return publish::load_state(feed() + "/public/metadata").value(); }
    void edit_and_publish(const std::string& from, const std::string& to) {
        content.edit("pages/introduction.md", from, to);
        done({"publish", content.path(), "--to", feed(), "--quiet"});
    }
    /// What a thief with the online key serves: numbers that no publishing comes to.
    void run_ahead(const std::string& role, std::int64_t version) {
        const auto folder = std::filesystem::path(feed()) / "public/metadata";
        auto before = state();
        before.snapshot.version = version - 1;
        before.timestamp.version = version - 1;
        const auto online = SigningKey::read(feed() + "/keys/online.json").value();
        publish::Metas lie;
        if (!role.empty()) lie[role + ".json"] = trust::FileMeta{version, {}, {}};
        REQUIRE(publish::commit(folder, before, lie, {&online}, clock.wall()));
    }
};

}  // namespace

TEST_CASE("any key is replaced, one after the other, and kiosks of the first day follow", "[publish]") {
    Centre centre;
    TrustingKiosk kiosk(centre);
    auto head = kiosk.target("feed/head");
    std::string from = "Bienvenue";
    for (const std::string name : {"root-1", "root-2", "root-3", "online", "contenu", "medias"}) {
        INFO(name);
        const auto is_offline = name.starts_with("root-");
        const auto file = (is_offline ? centre.usb() : centre.feed() + "/keys") + "/" + name + ".json";
        const auto old = centre.id(file);
        centre.done(centre.rotate({name}));
        const auto fresh = centre.feed() + "/keys/" + name + ".json";
        CHECK(centre.id(fresh) != old);
        if (is_offline) {
            CHECK_THAT(centre.out, Catch::Contains("DÉPLACEZ cette clé"));
            std::filesystem::rename(fresh, file);
        } else {
            CHECK(centre.id(centre.feed() + "/keys/anciennes/" + name + ".1.json") == old);
        }
        for (const auto& [role, who] : centre.root().roles)
            CHECK(std::find(who.key_ids.begin(), who.key_ids.end(), old) == who.key_ids.end());
        CHECK_FALSE(centre.state().targets.delegations.keys.contains(old));
        CHECK(kiosk.target("feed/head") == head);
        centre.done({"renew", centre.feed()});
        centre.edit_and_publish(from, name);
        from = name;
        const auto next = kiosk.target("feed/head");
        CHECK(next.front() == '{');
        CHECK(next != head);
        head = next;
        CHECK(centre.run({"doctor", centre.feed()}) == ExitCode::done);
    }
    CHECK(centre.root().version == 5);  // the four that the root lists
    // New kiosks are given the newest.
    CHECK(base::read_file(centre.feed() + "/root.json").value() ==
          base::read_file(centre.metadata("5.root.json")).value());
}

TEST_CASE("several keys at once, one of the master keys lost", "[publish]") {
    Centre centre;
    TrustingKiosk kiosk(centre);
    const auto head = kiosk.target("feed/head");
    std::filesystem::remove(centre.usb() + "/root-2.json");
    std::filesystem::remove(centre.feed() + "/keys/contenu.json");
    std::filesystem::remove(centre.feed() + "/keys/online.json");
    CHECK(centre.run({"renew", centre.feed()}) == ExitCode::system);
    CHECK_THAT(centre.err, Catch::Contains("online.json"));
    centre.done(centre.rotate({"root-2", "contenu", "online"}));
    CHECK(kiosk.target("feed/head") == head);
    centre.done({"renew", centre.feed()});
    // Two lost is too much, and said so.
    std::filesystem::remove(centre.usb() + "/root-1.json");
    std::filesystem::remove(centre.usb() + "/root-3.json");
    const auto before = support::files_below(centre.feed());
    CHECK(centre.run(centre.rotate({"root-1"})) == ExitCode::system);
    CHECK_THAT(centre.err, Catch::Contains("il faut 2 clé(s) ; ici : 1"));
    CHECK(support::files_below(centre.feed()) == before);
}

TEST_CASE("a rehearsal says all and writes nothing", "[publish]") {
    Centre centre;
    const auto before = support::files_below(centre.feed());
    centre.done(centre.rotate({"root-2", "online"}, {"--dry-run"}));
    CHECK_THAT(centre.out, Catch::Contains("Racine numéro 2, valable jusqu’au 2027-11-23") &&
                               Catch::Contains("Répétition : rien n’a été écrit."));
    CHECK(support::files_below(centre.feed()) == before);
}

TEST_CASE("root and targets live another year after the yearly meeting", "[publish]") {
    Centre centre;
    TrustingKiosk kiosk(centre);
    centre.clock.set_wall("2027-11-01T08:30:00Z");
    centre.done({"renew", centre.feed()});
    CHECK_THAT(centre.err, Catch::Contains("la racine (clés maîtresses) expire le 2027-11-23"));
    centre.done(centre.rotate({}));
    centre.done({"publish", centre.content.path(), "--to", centre.feed(), "--quiet"});
    CHECK(base::format_utc(centre.root().expires_on) == "2028-10-31T08:30:00Z");
    CHECK(base::format_utc(centre.state().targets.expires_on) == "2028-10-31T08:30:00Z");
    centre.clock.set_wall("2027-11-24T08:30:00Z");
    centre.done({"publish", centre.content.path(), "--to", centre.feed(), "--quiet"});
    CHECK(kiosk.target("feed/head").front() == '{');
    // Even after the date.
    centre.clock.set_wall("2029-01-01T08:30:00Z");
    CHECK(centre.run({"publish", centre.content.path(), "--to", centre.feed()}) == ExitCode::system);
    CHECK_THAT(centre.err, Catch::Contains("Branchez deux clés maîtresses, puis : accueil-feed rotate FLUX"));
    centre.done(centre.rotate({}));
    centre.done({"publish", centre.content.path(), "--to", centre.feed(), "--quiet"});
    CHECK(kiosk.target("feed/head").front() == '{');
}

TEST_CASE("attack: the online key is stolen and the numbers run ahead; a new key ends it", "[publish]") {
    Centre centre;
    TrustingKiosk kiosk(centre);
    const auto head = kiosk.target("feed/head");
    const std::int64_t far = (std::int64_t{1} << 53) - 10;
    SECTION("timestamp and snapshot") {
        centre.run_ahead("", far);
        CHECK(kiosk.target("feed/head") == head);
    }
    SECTION("contenu too") {
        centre.run_ahead("contenu", far);
        CHECK(kiosk.target("feed/head").front() == '<');
    }
    SECTION("within what publishing comes to") {
        centre.run_ahead("contenu", 500);
        CHECK(kiosk.target("feed/head").front() == '<');
    }
    CHECK(centre.run({"doctor", centre.feed()}) != ExitCode::done);
    const auto before = support::files_below(centre.feed());
    for (const auto& command : {std::vector<std::string>{"renew", centre.feed()},
                                {"publish", centre.content.path(), "--to", centre.feed()},
                                centre.rotate({"medias"})}) {
        if (centre.state().timestamp.version < far) break;
        CHECK(centre.run(command) == ExitCode::system);
        // A feed whose list of content is not there is damaged, whoever did it.
        if (command.front() != "publish") CHECK_THAT(centre.err, Catch::Contains("quelqu’un a volé"));
        CHECK(support::files_below(centre.feed()) == before);
    }
    centre.done(centre.rotate({"online"}));
    CHECK(kiosk.target("feed/head") == head);
    centre.done({"renew", centre.feed()});
    centre.edit_and_publish("Bienvenue", "Bonjour");
    CHECK(kiosk.target("feed/head").front() == '{');
    CHECK(centre.run({"doctor", centre.feed()}) == ExitCode::done);
}

TEST_CASE("attack: a publisher's key is stolen; both keys replaced and the content published again end it",
          "[publish]") {
    Centre centre;
    TrustingKiosk kiosk(centre);
    const auto head = kiosk.target("feed/head");
    const auto stolen = SigningKey::read(centre.feed() + "/keys/contenu.json").value();
    const auto lie =
        publish::place_target(centre.feed() + "/public/targets", {"feed/head", std::string("lie")}).value();
    const auto folder = std::filesystem::path(centre.feed()) / "public/metadata";
    const std::int64_t far = (std::int64_t{1} << 53) - 10;
    auto content = publish::role_content("targets", far, centre.clock.wall() + publish::kRoleLife);
    content["targets"] = publish::target_list({lie});
    REQUIRE(publish::write_metadata(folder / publish::versioned_name(far, "contenu"), content, {&stolen}));
    centre.run_ahead("contenu", far);
    CHECK(kiosk.target("feed/head") == "lie");
    CHECK(centre.run(centre.rotate({"contenu"})) == ExitCode::system);
    CHECK_THAT(centre.err, Catch::Contains("accueil-feed rotate FLUX contenu online"));
    centre.done(centre.rotate({"contenu", "online"}));
    CHECK(kiosk.target("feed/head") == head);
    CHECK_THAT(centre.out, Catch::Contains("publiez maintenant votre dossier de contenu"));
}

TEST_CASE("a territory's key is replaced by the one that it sends", "[publish]") {
    Centre centre;
    centre.found_town("44109");
    TrustingKiosk kiosk(centre);
    const auto head = kiosk.target("territoires/44109/head");
    const auto national = kiosk.target("feed/head");
    CHECK(centre.run(centre.rotate({"44109"})) == ExitCode::system);
    CHECK_THAT(centre.err, Catch::Contains("donnez ce qu’il vous a envoyé avec --key"));
    const auto sent = centre.town("44109") + "/44109.public.json";
    CHECK(centre.run(centre.rotate({"44109"}, {"--key", sent})) == ExitCode::system);
    CHECK_THAT(centre.err, Catch::Contains("C’est la clé que « 44109 » a déjà"));
    centre.done({"join", centre.town("44109"), "--territory", "44109", "--new-key"});
    centre.publish_town("44109");
    CHECK(centre.run({"receive", centre.feed(), centre.town("44109")}) == ExitCode::system);
    centre.done(centre.rotate({"44109"}, {"--key", sent}));
    CHECK_THAT(centre.out, Catch::Contains("La mairie doit publier et vous remettre son dossier"));
    CHECK(kiosk.target("feed/head") == national);
    CHECK(kiosk.target("territoires/44109/head") == "<bad_signature>");
    CHECK(centre.run({"doctor", centre.feed()}) == ExitCode::content);  // 1: soon
    CHECK_THAT(centre.out, Catch::Contains("Territoire 44109 : sa clé a changé"));
    centre.done({"receive", centre.feed(), centre.town("44109")});
    CHECK(kiosk.target("territoires/44109/head") == head);
}

TEST_CASE("a second publisher signs alone, then only together with the first", "[publish]") {
    Centre centre;
    TrustingKiosk kiosk(centre);
    const auto stick = std::string(centre.dir / "stick");
    centre.done({"join", stick, "--publisher", "marie"});
    const std::vector<std::string> delegate{"delegate", centre.feed(), "--publisher",
                                            "marie",    "--key",       stick + "/marie.public.json",
                                            "--keys",   centre.usb()};
    CHECK(centre.run({"delegate", centre.feed(), "--four-eyes", "oui", "--keys", centre.usb()}) ==
          ExitCode::system);
    CHECK_THAT(centre.err, Catch::Contains("ajoutez d’abord une personne"));
    centre.done(delegate);
    std::filesystem::rename(centre.feed() + "/keys/contenu.json", centre.dir / "contenu.json");
    centre.content.edit("pages/introduction.md", "Bienvenue", "Bonjour");
    const std::vector<std::string> alone{"publish", centre.content.path(), "--to", centre.feed(),
                                         "--keys",  stick + "/keys"};
    centre.done(alone);
    CHECK(kiosk.target("feed/head").find("\"revision\":2") != std::string::npos);

    // Two must sign what stands, too.
    CHECK(centre.run({"delegate", centre.feed(), "--four-eyes", "oui", "--keys", centre.usb(), "--keys",
                      stick + "/keys"}) == ExitCode::system);
    std::filesystem::rename(centre.dir / "contenu.json", centre.feed() + "/keys/contenu.json");
    centre.done(
        {"delegate", centre.feed(), "--four-eyes", "oui", "--keys", centre.usb(), "--keys", stick + "/keys"});
    CHECK(kiosk.target("feed/head").find("\"revision\":2") != std::string::npos);
    centre.content.edit("pages/introduction.md", "Bonjour", "Salut");
    CHECK(centre.run({"publish", centre.content.path(), "--to", centre.feed()}) == ExitCode::system);
    CHECK_THAT(centre.err, Catch::Contains("Pour signer le contenu (contenu), il faut 2 clé(s) ; ici : 1"));
    centre.done(alone);
    CHECK(kiosk.target("feed/head").find("\"revision\":3") != std::string::npos);

    CHECK(centre.run({"withdraw", centre.feed(), "--publisher", "marie", "--keys", centre.usb()}) ==
          ExitCode::system);
    centre.done({"delegate", centre.feed(), "--four-eyes", "non", "--keys", centre.usb()});
    centre.done({"withdraw", centre.feed(), "--publisher", "marie", "--keys", centre.usb()});
    CHECK(kiosk.target("feed/head").find("\"revision\":3") != std::string::npos);
    std::filesystem::remove(centre.feed() + "/keys/contenu.json");
    centre.content.edit("pages/introduction.md", "Salut", "Bonsoir");
    CHECK(centre.run(alone) == ExitCode::system);
}

TEST_CASE("keys that are sent are what they say, public, and for what they are used", "[publish]") {
    Centre centre;
    centre.done({"join", centre.town("44109"), "--territory", "44109"});
    const auto file = centre.town("44109") + "/44109.public.json";
    const auto sent = Json::parse(base::read_file(file).value());
    const auto refused = [&](const Json& json, const std::string& code = "44109") {
        REQUIRE(base::write_file_durably(centre.dir / "sent.json", json.dump()));
        const auto before = support::files_below(centre.feed());
        CHECK(centre.run({"delegate", centre.feed(), "--territory", code, "--key", centre.dir / "sent.json",
                          "--keys", centre.usb()}) == ExitCode::system);
        CHECK(support::files_below(centre.feed()) == before);
        return centre.err;
    };
    CHECK_THAT(refused(Json::array()), Catch::Contains("ce n’est pas une clé publique"));
    CHECK_THAT(
        refused(Json::parse(base::read_file(centre.town("44109") + "/keys/territoire-44109.json").value())),
        Catch::Contains("c’est une clé SECRÈTE"));
    auto other = sent;
    other["public"] = SigningKey::generate().public_key();
    CHECK_THAT(refused(other), Catch::Contains("modifié en route"));
    CHECK_THAT(refused(sent, "35238"), Catch::Contains("faite pour autre chose que le territoire 35238"));
    other = sent;
    other["public"]["scheme"] = "rsassa-pss-sha256";
    other["keyid"] = trust::key_id(other["public"]).value();
    CHECK_THAT(refused(other), Catch::Contains("ed25519"));
}

TEST_CASE("a ceremony that stops half-way leaves a feed that kiosks read, and can be held again",
          "[publish]") {
    Centre centre;
    TrustingKiosk kiosk(centre);
    const auto head = kiosk.target("feed/head");
    // What cannot be replaced by a file stops the writing there.
    const std::string stop = GENERATE("metadata/2.targets.json", "metadata/3.snapshot.json.tmp",
                                      "metadata/timestamp.json.tmp", "metadata/2.root.json.tmp");
    INFO(stop);
    std::filesystem::create_directories(centre.feed() + "/public/" + stop + "/x");
    CHECK(centre.run(centre.rotate({"root-1", "online"})) == ExitCode::system);
    CHECK(kiosk.target("feed/head") == head);
    std::filesystem::remove_all(centre.feed() + "/public/" + stop);
    CHECK(kiosk.target("feed/head") == head);
    centre.done({"renew", centre.feed()});
    centre.done(centre.rotate({"root-1", "online"}));
    CHECK(kiosk.target("feed/head") == head);
    centre.done({"renew", centre.feed()});
    CHECK(kiosk.target("feed/head") == head);
}
