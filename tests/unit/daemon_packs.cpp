// SPDX-License-Identifier: GPL-3.0-or-later
// Heavy files that are targets of their own: published by accueil-feed, brought by the pipeline.
#include "sync/daemon/packs.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>

#include "sync/cache/content_reader.hpp"
#include "sync/daemon/pipeline.hpp"
#include "tests/support/feed_shell.hpp"

namespace accueil::daemon {
namespace {

using base::ErrorCode;
using support::FeedShell;

const std::string kName = "packs/carte.mbtiles";

std::string noise(std::size_t length, unsigned seed) {
    std::mt19937 random(seed);
    std::string bytes(length, '\0');
    for (auto& byte : bytes)
        byte = static_cast<char>(random());
    return bytes;
}

// A map of `version`, of nine megabytes, of which a version changes one in a thousand.
std::string map_of(int version) {
    std::string bytes = std::string("SQLite format 3\0", 16) + noise(9'000'000, 1);
    if (version > 0) bytes.replace(4'000'000, 9000, noise(9000, static_cast<unsigned>(version + 1)));
    return bytes;
}

struct MapKiosk : FeedShell {
    MapKiosk() {
        options.feed_url = http.base_url();
        options.cache_folder = kiosk / "cache";
        options.trust_folder = kiosk / "trust";
        options.limits.spare_bytes = 0;
        options.heavy.bytes = 1'000'000;
        content.write(kName, map_of(0));
        done({"init", feed()});
        options.root_file = metadata("1.root.json");
        publish();
    }
    void publish() { done({"publish", content.path(), "--to", feed(), "--quiet"}); }
    void publish_map(int version) {
        content.write(kName, map_of(version));
        publish();
    }
    base::Result<Outcome> sync() {
        http.requests.clear();
        return Pipeline(options, http, clock).run();
    }
    std::size_t asked_for(const std::string& start) const {
        return static_cast<std::size_t>(
            std::count_if(http.requests.begin(), http.requests.end(),
                          [&](const std::string& path) { return path.starts_with(start); }));
    }
    /// The version of the map that the kiosk shows; -1 for none.
    int shown() const {
        const auto reader = cache::ContentReader::open(options.cache_folder, cache::Check::thorough);
        REQUIRE(reader);
        CHECK(reader->fallback_reason().empty());
        const auto packs = reader->packs();
        const auto found = packs.find(kName);
        if (found == packs.end()) return -1;
        const auto bytes = base::read_file(found->second).value();
        for (int version = 0; version < 6; ++version)
            if (bytes == map_of(version)) return version;
        FAIL("another map");
        return -1;
    }
    void at_night_only() {
        // The clock of these tests shows a morning.
        options.heavy.window = DayWindow::parse("00:30-00:31").value();
    }

    support::FolderHttpClient http{feed() + "/public"};
    support::TempDir kiosk;
    PipelineOptions options;
};

}  // namespace

TEST_CASE("daemon: a map comes whole, and its next version by a patch") {
    MapKiosk kiosk;
    REQUIRE(kiosk.sync());
    CHECK(kiosk.shown() == 0);
    CHECK(kiosk.asked_for("targets/packs/") == 1);
    CHECK_FALSE(kiosk.sync()->changed);
    CHECK(kiosk.http.requests.size() == 2);

    kiosk.publish_map(1);
    const auto outcome = kiosk.sync();
    REQUIRE(outcome);
    CHECK(outcome->changed);
    CHECK(outcome->bytes < 50'000);
    CHECK(kiosk.asked_for("p/") == 1);
    CHECK(kiosk.asked_for("targets/packs/") == 0);
    CHECK(kiosk.shown() == 1);

    // Two versions behind, from there.
    kiosk.publish_map(2);
    kiosk.publish_map(3);
    REQUIRE(kiosk.sync());
    CHECK(kiosk.asked_for("p/") == 1);
    CHECK(kiosk.asked_for("targets/packs/") == 0);
    CHECK(kiosk.shown() == 3);
}

TEST_CASE("daemon: a patch that is no good costs a way round, and what stands is shown until then") {
    MapKiosk kiosk;
    REQUIRE(kiosk.sync());
    kiosk.publish_map(1);
    const auto spoil = GENERATE(as<std::string>{}, "lost", "spoilt", "base");
    INFO(spoil);
    if (spoil == "base") {
        const auto reader = cache::ContentReader::open(kiosk.options.cache_folder);
        auto bytes = map_of(0);
        bytes[5'000'000] = static_cast<char>(bytes[5'000'000] ^ 1);
        REQUIRE(base::write_file_durably(reader->packs().at(kName), bytes));
    }
    kiosk.http.tamper = [&](const fetch::Request&, const std::string& path,
                            fetch::Response response) -> base::Result<fetch::Response> {
        if (path.starts_with("targets/packs/")) response.status = 503;
        if (!path.starts_with("p/")) return response;
        if (spoil == "lost") response.status = 404;
        if (spoil == "spoilt") response.body[response.body.size() / 2] ^= 1;
        return response;
    };
    const auto outcome = kiosk.sync();
    REQUIRE(outcome);
    CHECK(outcome->pending_files == 1);
    if (spoil != "base") CHECK(kiosk.shown() == 0);
    kiosk.http.tamper = {};
    if (spoil != "base") kiosk.http.answer("p/", 404);
    REQUIRE(kiosk.sync());
    CHECK(kiosk.shown() == 1);
}

TEST_CASE("daemon: new content does not wait for a map, nor a map for new content") {
    MapKiosk kiosk;
    kiosk.at_night_only();
    const auto first = kiosk.sync();
    REQUIRE(first);
    CHECK(first->pending_files == 1);
    CHECK(kiosk.asked_for("targets/packs/") == 0);
    CHECK(kiosk.shown() == -1);
    kiosk.options.heavy.window = {};
    REQUIRE(kiosk.sync());
    CHECK(kiosk.shown() == 0);

    kiosk.at_night_only();
    kiosk.publish_map(1);
    kiosk.content.edit("livret/places.csv", "\"Mairie, accueil\"", "Mairie du bourg");
    kiosk.publish();
    REQUIRE(kiosk.sync());
    CHECK(kiosk.shown() == 0);  // of yesterday, under today's texts
    kiosk.options.heavy.window = {};
    REQUIRE(kiosk.sync());
    CHECK(kiosk.asked_for("p/") == 1);
    CHECK(kiosk.shown() == 1);
}

TEST_CASE("daemon: a map that is withdrawn goes, and one that came before the commit is not fetched again") {
    MapKiosk kiosk;
    REQUIRE(kiosk.sync());
    SECTION("withdrawn") {
        kiosk.content.remove("packs");
        kiosk.publish();
        REQUIRE(kiosk.sync());
        CHECK(kiosk.shown() == -1);
    }
    SECTION("came before") {
        // As a run leaves it that ends between the two: the blob stands, and no generation names it.
        const auto reader = cache::ContentReader::open(kiosk.options.cache_folder);
        const auto blob = reader->packs().at(kName);
        std::filesystem::copy(blob, kiosk.kiosk / "blob");
        kiosk.content.remove("packs");
        kiosk.publish();
        REQUIRE(kiosk.sync());
        kiosk.content.write(kName, map_of(0));
        kiosk.publish();
        std::filesystem::create_directories(blob.parent_path());
        std::filesystem::remove(blob);
        std::filesystem::copy(kiosk.kiosk / "blob", blob);
        kiosk.at_night_only();
        REQUIRE(kiosk.sync());
        CHECK(kiosk.asked_for("targets/packs/") == 0);
        CHECK(kiosk.shown() == 0);
    }
}

TEST_CASE("daemon: what a target says of a pack is read as it stands, or refused") {
    using base::Json;
    const std::string a(64, 'a'), b(64, 'b'), c(64, 'c');
    trust::TargetInfo info{kName, 5'000'000, {{"sha256", a}}, {}};
    CHECK(read_pack(info)->file.segments.empty());
    const auto patches = [&](const Json& from, const Json& length) {
        return Json{{"patches", Json::array({Json{{"from", from}, {"length", length}, {"sha256", c}}})}};
    };
    info.custom = patches(b, 7U);
    info.custom["segments"] = Json::array({b, c});
    const auto pack = read_pack(info);
    REQUIRE(pack);
    CHECK(pack->file.segments == std::vector{b, c});
    CHECK(pack->patches == std::vector{PackPatch{b, 7, c}});
    for (const auto& bad :
         {Json{{"segments", 7}}, Json{{"segments", Json::array({"x"})}}, Json{{"patches", Json::array({7})}},
          patches("../x", 7U), patches(b, -7), Json{{"patches", Json::object()}}}) {
        INFO(bad.dump());
        info.custom = bad;
        CHECK(read_pack(info).error().code == ErrorCode::bad_format);
    }
    info.custom = {};
    info.hashes = {{"sha512", a}};
    CHECK(read_pack(info).error().code == ErrorCode::unsupported);
}

}  // namespace accueil::daemon
