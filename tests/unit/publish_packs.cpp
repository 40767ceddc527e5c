// SPDX-License-Identifier: GPL-3.0-or-later
// Heavy files: targets of medias, with hashes of their segments and patches from the versions before.
#include "sync/publish/packs.hpp"

#include <random>

#include "sync/feed/layout.hpp"
#include "sync/feed/patch.hpp"
#include "sync/model/records.hpp"
#include "sync/publish/repository.hpp"
#include "tests/support/feed_shell.hpp"

using namespace accueil;
using base::Json;
using publish::ExitCode;
using support::FeedShell;
using support::TrustingKiosk;

namespace {

/// Bytes like a map's: nothing in them repeats, so that only an earlier version helps.
std::string map_bytes(std::size_t size, unsigned seed) {
    std::string bytes("SQLite format 3\0", 16);
    std::mt19937 random(seed);
    while (bytes.size() < size)
        bytes += static_cast<char>(random());
    return bytes;
}

/// Some tiles of some kB each are others.
std::string with_other_tiles(std::string bytes, unsigned seed) {
    std::mt19937 random(seed);
    for (int tile = 0; tile < 8; ++tile) {
        const auto at = 4096 + random() % (bytes.size() - 16384);
        for (std::size_t i = 0; i < 8192; ++i)
            bytes[at + i] = static_cast<char>(random());
    }
    return bytes;
}

std::string digest(const std::string& bytes) {
    return base::to_hex(base::sha256(bytes));
}

struct Maps : FeedShell {
    Maps() {
        found_centre();
        put("carte", v1);
    }
    void put(const std::string& name, const std::string& bytes) {
        content.write("packs/" + name + ".mbtiles", bytes);
    }
    void publish() { done({"publish", content.path(), "--to", feed(), "--quiet"}); }
    std::map<std::string, trust::TargetInfo> packs() const {
        return publish::Repository::open(feed()).value().status().value().packs;
    }
    const trust::TargetInfo& pack(const std::string& name) {
        m_packs = packs();
        return m_packs.at("packs/" + name + ".mbtiles");
    }
    std::string patch(const std::string& from, const std::string& to) const {
        return feed() + "/public/" + feed::patch_name(digest(from), digest(to));
    }

    const std::string v1 = map_bytes(5'000'000, 1);
    const std::string v2 = with_other_tiles(v1, 2);
    const std::string v3 = with_other_tiles(v2, 3);

  private:
    std::map<std::string, trust::TargetInfo> m_packs;
};

}  // namespace

TEST_CASE("packs: a patch makes exactly the new version of the old one, and of no other", "[publish]") {
    const auto before = map_bytes(3'000'000, 1);
    const auto after = with_other_tiles(before, 2) + "more";
    const auto patch = feed::make_patch(before, after).value();
    CHECK(patch.size() < 100'000);
    CHECK(feed::leads_to(patch, before, after));
    CHECK_FALSE(feed::leads_to(patch, after, after));
    CHECK_FALSE(feed::leads_to(patch, before, before));
    CHECK_FALSE(feed::leads_to(patch, before, after + "x"));
    CHECK_FALSE(feed::leads_to(patch, before, after.substr(1)));
    CHECK_FALSE(feed::leads_to(patch.substr(0, patch.size() - 1), before, after));
    CHECK_FALSE(feed::leads_to(patch + "x", before, after));
    CHECK_FALSE(feed::leads_to("", before, after));
    CHECK(feed::leads_to(feed::make_patch("", after).value(), "", after));
    CHECK(feed::leads_to(feed::make_patch(before, "").value(), before, ""));
}

TEST_CASE("packs: a map is a target of medias, and each change of it brings patches from those before",
          "[publish]") {
    Maps maps;
    maps.publish();
    CHECK(maps.pack("carte").length == maps.v1.size());
    CHECK(maps.pack("carte").custom["segments"] ==
          Json::array({digest(maps.v1.substr(0, model::kSegmentBytes)),
                       digest(maps.v1.substr(model::kSegmentBytes))}));
    CHECK(maps.pack("carte").custom["patches"].empty());
    TrustingKiosk kiosk(maps, maps.feed() + "/public", 10'000'000);
    CHECK(kiosk.target("packs/carte.mbtiles") == maps.v1);

    maps.put("carte", maps.v2);
    maps.publish();
    auto patches = maps.pack("carte").custom["patches"];
    REQUIRE(patches.size() == 1);
    CHECK(patches[0]["from"] == digest(maps.v1));
    const auto patch = base::read_file(maps.patch(maps.v1, maps.v2)).value();
    CHECK(patches[0]["length"] == patch.size());
    CHECK(patches[0]["sha256"] == digest(patch));
    CHECK(patch.size() < maps.v2.size() / 20);
    CHECK(feed::leads_to(patch, maps.v1, maps.v2));
    CHECK(kiosk.target("packs/carte.mbtiles") == maps.v2);

    maps.put("carte", maps.v3);
    maps.publish();
    patches = maps.pack("carte").custom["patches"];
    REQUIRE(patches.size() == 2);
    CHECK(patches[0]["from"] == digest(maps.v2));
    CHECK(patches[1]["from"] == digest(maps.v1));
    CHECK(feed::leads_to(base::read_file(maps.patch(maps.v1, maps.v3)).value(), maps.v1, maps.v3));
    CHECK(maps.run({"doctor", maps.feed()}) == ExitCode::done);
    std::filesystem::remove(maps.patch(maps.v1, maps.v3));
    CHECK(static_cast<int>(maps.run({"doctor", maps.feed()})) == 2);

    // Back again: what was lost or spoilt of an earlier version leads nowhere, and is not offered.
    const auto targets = maps.feed() + "/public/targets/packs/";
    std::filesystem::remove(targets + digest(maps.v2) + ".carte.mbtiles");
    REQUIRE(base::write_file_durably(targets + digest(maps.v3) + ".carte.mbtiles", "spoilt"));
    maps.put("carte", maps.v1);
    maps.publish();
    CHECK(maps.pack("carte").custom["patches"].empty());
}

TEST_CASE("packs: the feed's settings name them, and who reads them finds them", "[publish]") {
    Maps maps;
    maps.put("autre", map_bytes(20'000, 5));
    const auto folder = maps.content.read();
    CHECK_FALSE(folder.report.has_errors());
    CHECK(support::record<model::FeedInfo>(folder, "feed").packs ==
          std::vector<std::string>{"packs/autre.mbtiles", "packs/carte.mbtiles"});
    maps.publish();
    CHECK(maps.pack("autre").custom["segments"].empty());  // a small file
    // A territory has none of its own.
    const auto town = publish::read_content_folder(maps.content.path(), {{}, "44109", {}});
    CHECK(town.packs.empty());
    CHECK(support::record<model::FeedInfo>(town, "44109-feed").packs.empty());
}

TEST_CASE("packs: what did not change is not copied, signed or patched again, and needs no key of medias",
          "[publish]") {
    Maps maps;
    maps.put("autre", map_bytes(20'000, 5));
    maps.publish();
    const auto version = publish::Repository::open(maps.feed()).value().status()->media.version;
    const auto file = maps.feed() + "/public/targets/packs/" + digest(maps.v1) + ".carte.mbtiles";
    const auto long_ago = std::filesystem::last_write_time(file) - std::chrono::hours(1);
    std::filesystem::last_write_time(file, long_ago);
    std::filesystem::rename(maps.feed() + "/keys/medias.json", maps.dir / "medias.json");
    maps.content.edit("pages/introduction.md", "Bienvenue", "Bonjour");
    maps.publish();
    CHECK(publish::Repository::open(maps.feed()).value().status()->media.version == version);
    std::filesystem::remove(file);
    maps.publish();
    CHECK(std::filesystem::file_size(file) == maps.v1.size());  // taken away, and back
    std::filesystem::last_write_time(file, long_ago);

    maps.put("autre", map_bytes(20'000, 6));
    const auto before = support::files_below(maps.feed() + "/public");
    CHECK(maps.run({"publish", maps.content.path(), "--to", maps.feed()}) == ExitCode::system);
    CHECK_THAT(maps.err, Catch::Contains("Pour signer les fichiers lourds (medias)"));
    CHECK(support::files_below(maps.feed() + "/public") == before);
    maps.done({"publish", maps.content.path(), "--to", maps.feed(), "--keys", maps.dir / "medias.json"});
    CHECK_THAT(maps.out, Catch::Contains("Fichiers lourds : 2 fichiers, 5,0"));
    CHECK(std::filesystem::last_write_time(file) == long_ago);
    // Prolonged with time, as it is.
    maps.clock.advance(std::chrono::hours(24 * 20));
    maps.done({"publish", maps.content.path(), "--to", maps.feed(), "--keys", maps.dir / "medias.json"});
    CHECK(std::filesystem::last_write_time(file) == long_ago);
    CHECK(publish::Repository::open(maps.feed()).value().status()->media.version == version + 2);
    maps.content.remove("packs/autre.mbtiles");
    maps.done({"publish", maps.content.path(), "--to", maps.feed(), "--keys", maps.dir / "medias.json"});
    CHECK(maps.packs().size() == 1);
}

TEST_CASE("packs: what is no map is an error", "[publish]") {
    const support::ContentCopy content;
    content.write("packs/notes.txt", "x");
    content.write("packs/vide.mbtiles", "");
    content.write("packs/faux.mbtiles", "pas une carte");
    content.write("packs/carte d’ici.mbtiles", map_bytes(100, 1));
    const auto errors = content.errors();
    CHECK(errors ==
          std::vector<std::string>{
              "packs/carte d’ici.mbtiles: le nom d’un fichier lourd n’a que des lettres sans accent, des "
              "chiffres, « . », « - » et « _ »",
              "packs/faux.mbtiles: le contenu n’est pas une carte MBTiles",
              "packs/notes.txt: ce genre de fichier lourd n’est pas connu ; seul .mbtiles l’est",
              "packs/vide.mbtiles: le contenu n’est pas une carte MBTiles"});
}
