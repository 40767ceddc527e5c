// SPDX-License-Identifier: GPL-3.0-or-later
// A town's map that comes with the content: taken up, replaced and given up while the kiosk runs.
#include <catch2/catch.hpp>

#include "sync/base/digest.hpp"
#include "tests/support/kiosk_rig.hpp"
#include "tests/support/map_maker.hpp"
#include "tests/support/sample_content.hpp"

using namespace accueil;
using namespace std::chrono_literals;
using action::ScreenKind;

namespace {

/// A publisher whose content brings maps.
struct Publisher {
    support::TempDir folder;
    std::uint64_t revision = 0;

    std::filesystem::path cache() const { return folder / "cache"; }
    void publish(const std::map<std::string, std::filesystem::path>& maps) {
        const auto records = support::sample_content();
        auto writer = cache::ContentWriter::create(cache(), cache::Base::empty).value();
        for (const auto& record : records)
            REQUIRE(writer.put(record));
        auto info = support::sample_info(++revision, cache::state_root(records));
        for (const auto& [name, path] : maps) {
            const auto digest = base::digest_file(path).value();
            info.packs[name] = {base::to_hex(digest.sha256), digest.length};
            REQUIRE(writer.put_media({base::to_hex(digest.sha256), digest.length, name, {}}, path));
        }
        REQUIRE(writer.commit(info));
    }
    /// A town of one tile of zoom 12 around Nantes, of which `extra` makes another file.
    std::filesystem::path town(const std::string& name, const std::string& extra = "") {
        const auto path = folder / name;
        support::MapFile(path)
            .meta("minzoom", "12")
            .meta("maxzoom", "12")
            .meta("name", extra)
            .tile({12, 2030, 1437}, support::LayerMaker("transportation").square(0, 0, 4096, 4096).tile());
        return path;
    }
};

struct TownMapDesk : support::TestMap, support::KioskRig {
    explicit TownMapDesk(const std::filesystem::path& cache)
        : KioskRig(cache, {}, &view, view.sources()), base(view.sources()) {}
    map::TileSourcesPtr base;
    std::size_t sources() const { return view.sources()->size(); }
    void take(const std::filesystem::path& cache) {
        switch_to(cache);
        answer(true);
        navigator.tick();
    }
};

}  // namespace

TEST_CASE("content names its maps, with their digests, as far as they stand", "[app][map]") {
    Publisher publisher;
    const auto town = publisher.town("ville.mbtiles");
    publisher.publish({{"packs/ville.mbtiles", town}, {"packs/autre.bin", publisher.town("autre.bin", "2")}});
    const auto source = support::open_cache(publisher.cache());
    const auto maps = query::maps(*source);
    REQUIRE(maps);
    REQUIRE(maps->size() == 1);
    CHECK(maps->front().name == "packs/ville.mbtiles");
    CHECK(maps->front().sha256 == base::to_hex(base::digest_file(town)->sha256));
    CHECK(base::read_file(maps->front().path).value() == base::read_file(town).value());
    std::filesystem::remove(maps->front().path);
    CHECK(query::maps(*source)->empty());
}

TEST_CASE("a town's map comes, changes and goes with the content, without a new start", "[app][map]") {
    Publisher publisher;
    publisher.publish({});
    TownMapDesk desk(publisher.cache());
    desk.act(action::Switch{ScreenKind::map});
    CHECK(desk.sources() == 1);

    publisher.publish({{"packs/ville.mbtiles", publisher.town("ville.mbtiles")}});
    desk.take(publisher.cache());
    REQUIRE(desk.sources() == 2);
    const map::TileSource town = desk.view.sources()->back();
    CHECK(town.role == map::SourceRole::town);
    CHECK(town.schema == map::Schema::openmaptiles);
    desk.view.restore({town.area.center(), 15});
    CHECK(desk.view.camera().zoom == Approx(15));
    // In the words of the screen's language.
    CHECK(desk.view.credits() == std::vector<std::string>{"© les contributeurs d’OpenStreetMap"});
    desk.act(action::SetLanguage{"en"});
    CHECK(desk.view.credits() == std::vector<std::string>{"© OpenStreetMap contributors"});

    // Other words, the same map: nothing is drawn anew.
    const auto before = desk.view.sources();
    publisher.publish({{"packs/ville.mbtiles", publisher.folder / "ville.mbtiles"}});
    desk.take(publisher.cache());
    CHECK(desk.view.sources() == before);

    publisher.publish({{"packs/ville.mbtiles", publisher.town("ville.mbtiles", "autre")}});
    desk.take(publisher.cache());
    REQUIRE(desk.sources() == 2);
    CHECK(desk.view.sources()->back().digest != town.digest);

    publisher.publish({});
    desk.take(publisher.cache());
    CHECK(desk.sources() == 1);
    CHECK(desk.view.camera().zoom == Approx(12));
}

TEST_CASE("a map of the content that is none leaves the others", "[app][map]") {
    Publisher publisher;
    const auto broken = publisher.folder / "broken.mbtiles";
    REQUIRE(base::write_file_durably(broken, "SQLite format 3 and then nothing"));
    publisher.publish({{"packs/a.mbtiles", broken}, {"packs/b.mbtiles", publisher.town("b.mbtiles")}});
    TownMapDesk desk(publisher.cache());
    CHECK(desk.sources() == 2);
}
