// SPDX-License-Identifier: GPL-3.0-or-later
// What a town hall, or who passes for one, cannot do: at the centre, which refuses it with words and stays as
// it was, and at a kiosk, should the centre's online key be in the same hands.
#include "sync/publish/hand_over.hpp"

#include <functional>

#include "sync/feed/delta.hpp"
#include "sync/feed/layout.hpp"
#include "sync/publish/publication.hpp"
#include "sync/publish/repository_metadata.hpp"
#include "sync/publish/territory.hpp"
#include "sync/publish/town_hall.hpp"
#include "sync/trust/delegations.hpp"
#include "tests/support/forging_shell.hpp"

using namespace accueil;
using base::ErrorCode;
using base::Json;
using publish::ExitCode;
using publish::SigningKey;
using support::TrustingKiosk;

namespace {

/// A feed with two towns; whoever attacks has the key of one of them, 44109.
struct Towns : support::ForgingShell {
    Towns() {
        found_centre();
        found_town("44109");
        found_town("35238");
    }

    /// The centre refuses what 44109's folder holds, says why, and stays as it was.
    void refuses(const std::string& words) {
        const auto before = support::files_below(feed());
        CHECK(run({"receive", feed(), town("44109") + "/public"}) == ExitCode::system);
        CHECK_THAT(err, Catch::Contains("la remise est refusée ; le flux reste ce qu’il était."));
        CHECK_THAT(err, Catch::Contains(words));
        CHECK(support::files_below(feed()) == before);
    }
};

std::string edit(const std::string& file, const std::function<void(std::string&)>& change) {
    auto bytes = base::read_file(file).value();
    change(bytes);
    REQUIRE(base::write_file_durably(file, bytes));
    return file;
}

void flip_middle(std::string& bytes) {
    bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
}

model::Page page(const std::string& id) {
    model::Page page;
    page.id = id;
    page.title = model::Text("Titre");
    return page;
}

}  // namespace

TEST_CASE("attack: another town's key, or none of the feed's, signs the hand-over", "[publish]") {
    Towns towns;
    towns.hand_over_role([](Json&) {}, GENERATE(true, false) ? towns.key("35238") : SigningKey::generate());
    towns.refuses("Ce n’est pas la clé du territoire 44109 qui a signé");
}

TEST_CASE("attack: an old hand-over again, or one whose numbers run ahead", "[publish]") {
    Towns towns;
    SECTION("old") {
        towns.refuses("porte le numéro 1, et le flux en est au numéro 1");
    }
    SECTION("ahead") {
        towns.hand_over_role([](Json& content) { content["version"] = 200'000; }, towns.key("44109"));
        towns.refuses("saute trop loin");
    }
    SECTION("expired") {
        towns.hand_over_role([](Json& content) { content["expires"] = "2026-11-23T08:30:00Z"; },
                             towns.key("44109"));
        towns.refuses("a expiré le 2026-11-23");
    }
    SECTION("for ever") {
        towns.hand_over_role([](Json& content) { content["expires"] = "2036-11-23T08:30:00Z"; },
                             towns.key("44109"));
        towns.refuses("ce qui est trop");
    }
}

TEST_CASE("attack: a town hall signs what is not its own", "[publish]") {
    Towns towns;
    const std::string name = GENERATE("feed/head", "packs/carte.bin", "territoires/35238/head",
                                      "territoires/44109/other", "territoires/44109/../35238/head");
    INFO(name);
    towns.hand_over_role(
        [&](Json& content) { content["targets"][name] = content["targets"]["territoires/44109/head"]; },
        towns.key("44109"));
    towns.refuses("veut publier « " + name + " », qui n’est pas à elle");
}

TEST_CASE("attack: a town hall passes its rights on", "[publish]") {
    Towns towns;
    const auto friend_key = SigningKey::generate();
    towns.hand_over_role(
        [&](Json& content) {
            content["delegations"] = {{"keys", {{friend_key.id(), friend_key.public_key()}}},
                                      {"roles", Json::array({{{"name", "ami"},
                                                              {"keyids", {friend_key.id()}},
                                                              {"threshold", 1},
                                                              {"terminating", false},
                                                              {"paths", {"*"}}}})}};
        },
        towns.key("44109"));
    towns.refuses("veut donner ses droits à d’autres");
}

TEST_CASE("attack: records of the centre's, of another town's, or of a kind that no town publishes",
          "[publish]") {
    Towns towns;
    SECTION("the centre's") {
        towns.hand_over_records({page("introduction")});
        towns.refuses("la fiche « introduction » n’est pas à elle");
    }
    SECTION("another town's") {
        towns.hand_over_records({page("44109-plan"), page("35238-plan")});
        towns.refuses("la fiche « 35238-plan » n’est pas à elle");
    }
    SECTION("nearly its own") {
        towns.hand_over_records({page("441090-plan")});
        towns.refuses("la fiche « 441090-plan » n’est pas à elle");
    }
    SECTION("a need") {
        model::Need need;
        need.id = "44109-manger";
        towns.hand_over_records({need});
        towns.refuses("d’un genre (need) que seul le centre publie");
    }
    SECTION("a notice on a place of the centre's") {
        model::Notice notice;
        notice.id = "44109-ferme";
        notice.places = {"44109-ccas", "prefecture"};
        towns.hand_over_records({notice});
        towns.refuses("la fiche « prefecture » n’est pas à elle");
    }
    SECTION("the feed's settings") {
        towns.hand_over_records({model::FeedInfo{}});
        towns.refuses("la fiche « feed » n’est pas à elle");
    }
}

TEST_CASE("attack: files altered, missing or led elsewhere on the way", "[publish]") {
    Towns towns;
    towns.content.edit("pages/introduction.md", "Bienvenue", "Bonjour");
    REQUIRE(base::write_file_durably(towns.content / "media/bus.pdf", "%PDF-1.4\nUne autre page.\n"));
    const auto media_before = support::files_below(towns.handed("m"));
    towns.publish_town("44109");
    std::string medium;
    for (const auto& [name, digest] : support::files_below(towns.handed("m")))
        if (!media_before.contains(name)) medium = towns.handed("m/" + name);
    SECTION("records") {
        edit(towns.handed("territoires/44109/full/2.zst"), flip_middle);
        towns.refuses("territoires/44109/full/2.zst n’est pas ce qui a été signé");
    }
    SECTION("no records") {
        std::filesystem::remove(towns.handed("territoires/44109/full/2.zst"));
        towns.refuses("il manque territoires/44109/full/2.zst");
    }
    SECTION("a delta") {
        edit(towns.handed("territoires/44109/d/1-2.zst"), flip_middle);
        towns.refuses("territoires/44109/d/1-2.zst n’est pas ce qui a été signé");
    }
    SECTION("no delta") {
        std::filesystem::remove(towns.handed("territoires/44109/d/1-2.zst"));
        towns.refuses("il manque territoires/44109/d/1-2.zst");
    }
    SECTION("a medium") {
        edit(medium, flip_middle);
        towns.refuses("bus.pdf n’est pas ce qui a été signé");
    }
    SECTION("no medium") {
        std::filesystem::remove(medium);
        towns.refuses("il manque bus.pdf");
    }
    SECTION("a link in the place of a medium") {
        std::filesystem::rename(medium, towns.dir / "secret");
        std::filesystem::create_symlink(towns.dir / "secret", medium);
        towns.refuses("il manque bus.pdf");
    }
    SECTION("a link in the place of the records") {
        const auto full = towns.handed("territoires/44109/full/2.zst");
        std::filesystem::rename(full, towns.dir / "secret");
        std::filesystem::create_symlink(towns.dir / "secret", full);
        towns.refuses("2.zst");
    }
    SECTION("the head") {
        for (const auto& entry :
             std::filesystem::directory_iterator(towns.handed("targets/territoires/44109")))
            edit(entry.path(), flip_middle);
        towns.refuses("n’est pas ce qui a été signé");
    }
    SECTION("the signed list") {
        edit(towns.handed("metadata/2.territoire-44109.json"), flip_middle);
        towns.refuses("erritoire");
    }
    SECTION("nothing, so that the cases above mean something") {
        towns.done({"receive", towns.feed(), towns.town("44109") + "/public"});
    }
}

TEST_CASE("attack: another content under a name that was published", "[publish]") {
    Towns towns;
    std::filesystem::remove_all(towns.town("44109") + "/public");
    towns.content.edit("pages/introduction.md", "Bienvenue", "Bonjour");
    towns.publish_town("44109");
    std::filesystem::rename(towns.handed("metadata/1.territoire-44109.json"),
                            towns.dir / "1.territoire-44109.json");
    const auto bytes = base::read_file(towns.dir / "1.territoire-44109.json").value();
    Json content = Json::parse(bytes)["signed"];
    content["version"] = 2;
    const auto key = towns.key("44109");
    REQUIRE(publish::write_metadata(towns.handed("metadata/2.territoire-44109.json"), content, {&key}));
    towns.refuses("territoires/44109/full/1.zst est déjà publié avec un autre contenu");
}

TEST_CASE("attack: a delta that does not lead where the records are", "[publish]") {
    Towns towns;
    towns.content.edit("pages/introduction.md", "Bienvenue", "Bonjour");
    towns.publish_town("44109");
    // Signed as it should be, by the town hall itself: its program lies.
    feed::Changes lie{{{"page", "44109-introduction"}, std::nullopt}};
    const auto delta = feed::encode_delta(lie).value();
    REQUIRE(base::write_file_durably(towns.handed("territoires/44109/d/1-2.zst"), delta));
    const auto role = towns.handed("metadata/2.territoire-44109.json");
    Json content = Json::parse(base::read_file(role).value())["signed"];
    const auto old = content["targets"]["territoires/44109/head"]["hashes"]["sha256"].get<std::string>();
    const auto head_file = towns.handed("targets/territoires/44109/" + old + ".head");
    Json head = Json::parse(base::read_file(head_file).value());
    head["deltas"] = Json::array({Json::array({1, 2, delta.size(), base::to_hex(base::sha256(delta))})});
    const auto info = publish::place_target(towns.handed("targets"), {"territoires/44109/head", head.dump()});
    content["targets"] = publish::target_list({*info});
    const auto key = towns.key("44109");
    REQUIRE(publish::write_metadata(role, content, {&key}));
    towns.refuses("ne mène pas aux fiches signées");
}

TEST_CASE("a folder that is no hand-over, or several, is told so; a key that was sent along too",
          "[publish]") {
    Towns towns;
    CHECK(towns.run({"receive", towns.feed(), towns.content.path()}) == ExitCode::system);
    CHECK_THAT(towns.err, Catch::Contains("aucune remise"));
    std::filesystem::copy(towns.town("35238") + "/public/metadata/1.territoire-35238.json",
                          towns.handed("metadata/1.territoire-35238.json"));
    towns.refuses("plusieurs territoires");
    std::filesystem::remove(towns.handed("metadata/1.territoire-35238.json"));
    towns.publish_town("44109");
    towns.done({"receive", towns.feed(), towns.town("44109")});
    CHECK_THAT(towns.err, Catch::Contains("la clé secrète du territoire 44109 se trouvait dans"));
    towns.publish_town("44109");
    towns.done({"receive", towns.feed(), towns.town("44109") + "/public"});
    CHECK(towns.err.empty());
}

TEST_CASE("a disk that refuses in the middle of a hand-over leaves the feed as it was", "[publish]") {
    Towns towns;
    towns.content.edit("pages/introduction.md", "Bienvenue", "Bonjour");
    towns.publish_town("44109");
    TrustingKiosk kiosk(towns);
    const auto before = kiosk.target("territoires/44109/head");
    const std::string stop =
        GENERATE("territoires/44109/full/2.zst.tmp", "metadata/2.territoire-44109.json.tmp",
                 "metadata/7.snapshot.json", "metadata/timestamp.json.tmp");
    INFO(stop);
    std::filesystem::create_directories(towns.feed() + "/public/" + stop + "/x");
    CHECK(towns.run({"receive", towns.feed(), towns.town("44109")}) == ExitCode::system);
    CHECK(kiosk.target("territoires/44109/head") == before);
    std::filesystem::remove_all(towns.feed() + "/public/" + stop);
    towns.done({"receive", towns.feed(), towns.town("44109")});
    CHECK(kiosk.target("territoires/44109/head") != before);
}

TEST_CASE("attack: with the online key too, a town's key speaks for its own paths alone at a kiosk",
          "[publish]") {
    Towns towns;
    TrustingKiosk kiosk(towns);
    const auto national = kiosk.target("feed/head");
    const auto other = kiosk.target("territoires/35238/head");
    const auto key = towns.key("44109");
    SECTION("its list names others' targets") {
        const auto lie = towns.place("territoires/35238/head", "lie");
        const auto head = towns.place("feed/head", "lie");
        towns.smuggle(
            "territoire-44109",
            [&](Json& content) {
                content["targets"]["territoires/35238/head"] = lie;
                content["targets"]["feed/head"] = head;
            },
            key);
        CHECK(kiosk.target("feed/head") == national);
        CHECK(kiosk.target("territoires/35238/head") == other);
    }
    SECTION("it delegates others' targets") {
        const auto lie = towns.place("feed/head", "lie");
        towns.smuggle(
            "territoire-44109",
            [&](Json& content) {
                content["delegations"] = {{"keys", {{key.id(), key.public_key()}}},
                                          {"roles", Json::array({{{"name", "contenu"},
                                                                  {"keyids", {key.id()}},
                                                                  {"threshold", 1},
                                                                  {"terminating", true},
                                                                  {"paths", {"feed/*"}}}})}};
            },
            key);
        CHECK(kiosk.target("feed/head") == national);
        CHECK(kiosk.target("territoires/35238/head") == other);
    }
    SECTION("it signs the other town's list") {
        const auto lie = towns.place("territoires/35238/head", "lie");
        towns.smuggle(
            "territoire-35238", [&](Json& content) { content["targets"]["territoires/35238/head"] = lie; },
            key);
        CHECK(kiosk.target("territoires/35238/head") == "<bad_signature>");
        CHECK(kiosk.target("feed/head") == national);
    }
    SECTION("it signs the centre's list") {
        const auto lie = towns.place("feed/head", "lie");
        towns.smuggle(
            "contenu", [&](Json& content) { content["targets"]["feed/head"] = lie; }, key);
        CHECK(kiosk.target("feed/head") == "<bad_signature>");
        CHECK(kiosk.target("territoires/35238/head") == other);
    }
    SECTION("its own it can sign, so that the cases above mean something") {
        const auto mine = towns.place("territoires/44109/head", "mine");
        towns.smuggle(
            "territoire-44109", [&](Json& content) { content["targets"]["territoires/44109/head"] = mine; },
            key);
        CHECK(kiosk.target("territoires/44109/head") == "mine");
    }
}
