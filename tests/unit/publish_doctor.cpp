// SPDX-License-Identifier: GPL-3.0-or-later
// What the doctor finds, what it advises, and what it leaves with.
#include "sync/publish/doctor.hpp"

#include <sys/stat.h>

#include <functional>

#include "sync/feed/layout.hpp"
#include "tests/support/feed_shell.hpp"

using namespace accueil;
using base::Json;
using support::FeedShell;

namespace {

/// A feed with a territory, three revisions, and nothing to complain of.
struct Patient : FeedShell {
    Patient() {
        found_centre();
        found_town("44109");
        for (const auto& [from, to] : {std::pair{"Bienvenue", "Bonjour"}, {"Bonjour", "Salut"}}) {
            content.edit("pages/introduction.md", from, to);
            done({"publish", content.path(), "--to", feed(), "--quiet"});
        }
        publish_town("44109");
        done({"receive", feed(), town("44109") + "/public"});
    }

    /// 0, 1 or 2, and its words in `out`.
    int doctor(std::vector<std::string> more = {}) {
        more.insert(more.begin(), {"doctor", feed()});
        return static_cast<int>(run(more));
    }
    /// All that one thing is wrong: the words, and the code.
    void finds(int code, const std::string& words) {
        CHECK(doctor() == code);
        CHECK_THAT(out, Catch::Contains(words));
        CHECK_THAT(out, Catch::Contains(code == 2 ? "EN PANNE : " : "À FAIRE : "));
    }
    std::string served(const std::string& name) const { return feed() + "/public/" + name; }
    std::string only(const std::string& folder) const {
        std::string found;
        for (const auto& [name, digest] : support::files_below(served(folder)))
            found = folder + "/" + name;
        return found;
    }
    /// The one that counts of the heads that the town has signed.
    std::string town_head() const {
        const auto signed_by_town =
            Json::parse(base::read_file(served("metadata/2.territoire-44109.json")).value());
        const std::string digest =
            signed_by_town["signed"]["targets"]["territoires/44109/head"]["hashes"]["sha256"];
        return "targets/territoires/44109/" + digest + ".head";
    }
    void flip(const std::string& file) {
        auto bytes = base::read_file(file).value();
        bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
        REQUIRE(base::write_file_durably(file, bytes));
    }
};

}  // namespace

TEST_CASE("doctor: a feed in order is said to be, with each signature's date", "[publish]") {
    Patient patient;
    CHECK(patient.doctor() == 0);
    CHECK_THAT(patient.out,
               Catch::Contains("la racine (clés maîtresses) : numéro 1, valable jusqu’au 2027-11-23") &&
                   Catch::Contains("le territoire 44109 : numéro 2, valable jusqu’au 2026-12-23") &&
                   Catch::EndsWith("Tout est en ordre.\n"));
    CHECK(patient.doctor({"--quiet"}) == 0);
    CHECK(patient.out.empty());
    CHECK(patient.doctor({"--keys", patient.usb()}) == 0);
    CHECK_THAT(patient.out, Catch::Contains("Clés maîtresses vues ici : 3 sur 3"));
    const auto before = support::files_below(patient.dir.path());
    CHECK(patient.doctor({"--quick", "--json"}) == 0);
    CHECK(support::files_below(patient.dir.path()) == before);
    const auto json = Json::parse(patient.out);
    CHECK(json["level"] == 0);
    CHECK(json["state"] == "fine");
    CHECK(json["roles"].size() == 7);
    CHECK(json["roles"][0]["role"] == "root");
    CHECK(json["roles"][0]["seconds_left"] == 365 * 86400);
    CHECK(json["files"].get<int>() > 10);
}

TEST_CASE("doctor: each signature is called for at half its life, and broken after it", "[publish]") {
    Patient patient;
    const auto at = [&](const std::string& date, int code, const std::string& words) {
        INFO(date);
        patient.clock.set_wall(date);
        CHECK(patient.doctor() == code);
        CHECK_THAT(patient.out, Catch::Contains(words));
    };
    at("2026-11-26T20:29:59Z", 0, "Tout est en ordre.");
    at("2026-11-26T20:30:00Z", 1,
       "la confirmation quotidienne (clé en ligne) expire dans 3 jours, le 2026-11-30");
    CHECK_THAT(patient.out, Catch::Contains("la tâche quotidienne (accueil-feed renew FLUX) ne tourne plus"));
    at("2026-11-30T08:30:00Z", 2, "la confirmation quotidienne (clé en ligne) a expiré le 2026-11-30");
    patient.done({"renew", patient.feed()});
    CHECK(patient.doctor() == 0);
    patient.clock.set_wall("2026-12-08T08:29:00Z");
    patient.done({"renew", patient.feed()});
    CHECK(patient.doctor() == 0);
    at("2026-12-08T08:30:00Z", 1, "le contenu (contenu) expire dans 15 jours");
    CHECK_THAT(patient.out,
               Catch::Contains("Territoire") || Catch::Contains("territoire 44109 expire dans 15"));
    patient.done({"publish", patient.content.path(), "--to", patient.feed(), "--quiet"});
    patient.publish_town("44109");
    patient.done({"receive", patient.feed(), patient.town("44109") + "/public"});
    CHECK(patient.doctor() == 0);
    patient.clock.set_wall("2027-01-10T08:30:00Z");
    patient.done({"publish", patient.content.path(), "--to", patient.feed(), "--quiet"});
    // One town hall's silence is no outage of the feed.
    at("2027-01-10T08:30:00Z", 1, "La remise du territoire 44109 a expiré le 2027-01-07");
    patient.clock.set_wall("2027-06-01T08:30:00Z");
    patient.done({"publish", patient.content.path(), "--to", patient.feed(), "--quiet"});
    at("2027-06-01T08:30:00Z", 1, "Prenez rendez-vous avec deux des trois personnes");
    at("2027-11-23T08:30:00Z", 2, "la racine (clés maîtresses) a expiré");
}

TEST_CASE("doctor: keys that are open, unreadable, strange, gone or where they must not be", "[publish]") {
    Patient patient;
    const auto keys = patient.feed() + "/keys/";
    SECTION("open") {
        REQUIRE(::chmod((keys + "contenu.json").c_str(), 0644) == 0);
        patient.finds(1, "chmod 600 " + keys + "contenu.json");
    }
    SECTION("unreadable") {
        REQUIRE(base::write_file_durably(keys + "online.json", "{"));
        REQUIRE(::chmod((keys + "online.json").c_str(), 0600) == 0);
        patient.finds(2, keys + "online.json : cette clé ne se lit pas");
    }
    SECTION("altered") {
        auto key = Json::parse(base::read_file(keys + "online.json").value());
        key["private"] = std::string(64, '0');
        REQUIRE(base::write_file_durably(keys + "online.json", key.dump()));
        REQUIRE(::chmod((keys + "online.json").c_str(), 0600) == 0);
        patient.finds(2, keys + "online.json : cette clé ne se lit pas");
    }
    SECTION("strange") {
        REQUIRE(publish::SigningKey::generate().write(keys + "x.json"));
        patient.finds(1, keys + "x.json : cette clé ne signe rien dans ce flux");
    }
    SECTION("gone") {
        std::filesystem::remove(keys + "online.json");
        patient.finds(1, "accueil-feed renew ne peut pas tourner ici");
    }
    SECTION("a publisher's, elsewhere: as it may be") {
        std::filesystem::remove(keys + "contenu.json");
        CHECK(patient.doctor() == 0);
        CHECK_THAT(patient.out, Catch::Contains("La clé pour le contenu (contenu) n’est pas ici"));
    }
    SECTION("no keys at all: signing is done elsewhere") {
        std::filesystem::remove_all(keys);
        CHECK(patient.doctor() == 0);
    }
    SECTION("a master key left here") {
        std::filesystem::copy(patient.usb() + "/root-2.json", keys + "root-2.json");
        patient.finds(1, keys + "root-2.json : cette clé maîtresse est restée sur cette machine");
    }
    SECTION("in public") {
        std::filesystem::copy(keys + "online.json", patient.served("metadata/online.json"));
        patient.finds(2, "public/metadata/online.json est une clé SECRÈTE");
    }
}

TEST_CASE("doctor: files that are missing or altered", "[publish]") {
    Patient patient;
    const std::string name =
        GENERATE("metadata/2.targets.json", "metadata/4.contenu.json", "metadata/2.territoire-44109.json",
                 "metadata/timestamp.json", "full/3.zst", "d/1-2.zst", "d/2-3.zst",
                 "territoires/44109/full/2.zst", "territoires/44109/d/1-2.zst", "m", "targets/territoires");
    INFO(name);
    const auto file = patient.served(name == "m"                     ? patient.only(name)
                                     : name == "targets/territoires" ? patient.town_head()
                                                                     : name);
    const auto whole = base::read_file(file).value();
    std::filesystem::remove(file);
    CHECK(patient.doctor() == 2);
    CHECK_THAT(patient.out, Catch::Contains(" manque."));
    REQUIRE(base::write_file_durably(file, whole));
    CHECK(patient.doctor() == 0);
    patient.flip(file);
    CHECK(patient.doctor() == 2);
    REQUIRE(base::write_file_durably(file, whole + " "));
    CHECK(patient.doctor() ==
          (name.starts_with("metadata/2.terr") || name == "metadata/timestamp.json" ? 0 : 2));
}

TEST_CASE("doctor: a root that is missing or altered in the chain", "[publish]") {
    Patient patient;
    patient.done({"rotate", patient.feed(), "--keys", patient.usb()});
    patient.done({"rotate", patient.feed(), "--keys", patient.usb()});
    CHECK(patient.doctor() == 0);
    const std::string name = GENERATE("1.root.json", "2.root.json", "3.root.json");
    INFO(name);
    patient.flip(patient.metadata(name));
    patient.finds(2, "public/metadata/" + name + " n’est pas une racine");
    std::filesystem::remove(patient.metadata(name));
    if (name == "3.root.json")
        CHECK(patient.doctor() == 0);  // the feed of before
    else
        patient.finds(2, "public/metadata/" + name + " manque");
}

TEST_CASE("doctor: deltas that do not lead to the records, signed though they are", "[publish]") {
    Patient patient;
    // A publisher's key signs a head whose delta lies.
    const auto repository = publish::Repository::open(patient.feed()).value();
    const auto info = repository.status()->files.at(feed::kHeadTarget);
    const auto head_file = patient.served("targets/" + publish::target_path(info));
    Json head = Json::parse(base::read_file(head_file).value());
    const feed::Changes lie =
        GENERATE(feed::Changes{{{"page", "introduction"}, std::nullopt}}, feed::Changes{});
    const auto delta = feed::encode_delta(lie).value();
    REQUIRE(base::write_file_durably(patient.served("d/2-3.zst"), delta));
    for (auto& entry : head["deltas"])
        if (entry[0] == 2) entry = {2, 3, delta.size(), base::to_hex(base::sha256(delta))};
    auto writing = publish::Repository::open(patient.feed()).value();
    REQUIRE(writing.publish({{feed::kHeadTarget, head.dump()}}, patient.clock));
    patient.finds(2, "ne mène");
}

TEST_CASE("doctor: what does not belong into public is named, past revisions are counted", "[publish]") {
    Patient patient;
    REQUIRE(base::write_file_durably(patient.served("notes.txt"), "x"));
    patient.finds(1, "public/notes.txt n’est pas un fichier du flux");
    std::filesystem::remove(patient.served("notes.txt"));
    for (int number = 0; number < 15; ++number)
        REQUIRE(base::write_file_durably(patient.served("x" + std::to_string(number) + ".tmp"), "x"));
    patient.finds(1, "et 5 autres fichiers");
    CHECK(patient.doctor({"--json"}) == 1);
    CHECK(Json::parse(patient.out)["old_files"].get<int>() > 5);
}

TEST_CASE("doctor: no feed at all, a spoilt root.json, keys written twice", "[publish]") {
    Patient patient;
    CHECK(static_cast<int>(patient.run({"doctor", patient.dir / "nowhere"})) == 2);
    CHECK_THAT(patient.out, Catch::Contains("il n’y a pas de flux ici"));
    REQUIRE(base::write_file_durably(patient.feed() + "/root.json", "{}"));
    patient.finds(2, "root.json, à côté de public/, n’est pas une racine");
    ::setenv("LC_ALL", "en_GB.UTF-8", 1);
    CHECK(patient.doctor() == 2);
    CHECK_THAT(patient.out, Catch::Contains("BROKEN: root.json, beside public/, is no root"));
}
