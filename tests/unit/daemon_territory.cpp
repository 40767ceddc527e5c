// SPDX-License-Identifier: GPL-3.0-or-later
// A kiosk that shows its own territory's content beside the centre's: both are published by accueil-feed,
// each by who may.
#include <catch2/catch.hpp>

#include <algorithm>

#include "sync/cache/content_reader.hpp"
#include "sync/daemon/pipeline.hpp"
#include "sync/feed/layout.hpp"
#include "sync/model/record_json.hpp"
#include "tests/support/forging_shell.hpp"
#include "tests/support/kiosk_feed.hpp"

namespace accueil::daemon {
namespace {

using base::ErrorCode;

constexpr const char* kTown = "44109";

struct TownKiosk : support::ForgingShell {
    TownKiosk() {
        found_centre();
        found_town(kTown);
        options.feed_url = http.base_url();
        options.cache_folder = kiosk / "cache";
        options.trust_folder = kiosk / "trust";
        options.root_file = metadata("1.root.json");
        options.limits.spare_bytes = 0;
        options.territory = kTown;
    }

    base::Result<Outcome> sync() {
        http.requests.clear();
        return Pipeline(options, http, clock).run();
    }
    /// The centre's folder, or the town's copy of it, with one word changed.
    void edit_name(const std::string& from, const std::string& to) const {
        content.edit("livret/places.csv", from, to);
    }
    void publish_centre() { done({"publish", content.path(), "--to", feed(), "--quiet"}); }
    void hand_over() {
        publish_town(kTown);
        done({"receive", feed(), town(kTown) + "/public"});
    }
    bool asked_for(const std::string& start) const {
        return std::any_of(http.requests.begin(), http.requests.end(),
                           [&](const std::string& path) { return path.starts_with(start); });
    }
    cache::ContentReader reader() const {
        auto opened = cache::ContentReader::open(options.cache_folder, cache::Check::thorough);
        REQUIRE(opened);
        CHECK(opened->fallback_reason().empty());
        return std::move(*opened);
    }
    /// "?" when there is none.
    std::string name_of(const std::string& id) const {
        const auto place = reader().get<model::Place>(id).value();
        return place ? std::string(place->name.words("fr")) : "?";
    }
    std::string public_file(const std::string& name) const { return feed() + "/public/" + name; }

    support::FolderHttpClient http{feed() + "/public"};
    support::TempDir kiosk;
    PipelineOptions options;
};

const std::string kCentreId = "mairie", kTownId = "44109-mairie";

}  // namespace

TEST_CASE("daemon: a territory's content stands beside the centre's, each under its own names") {
    TownKiosk kiosk;
    const auto outcome = kiosk.sync();
    REQUIRE(outcome);
    REQUIRE(outcome->territory);
    CHECK(*outcome->territory ==
          TerritoryStatus{kTown, 1, std::chrono::floor<std::chrono::seconds>(kiosk.clock.wall()), {}});
    CHECK(kiosk.name_of(kCentreId) == "Mairie, accueil");
    CHECK(kiosk.name_of(kTownId) == "Mairie, accueil");
    const auto reader = kiosk.reader();
    CHECK(reader.get<model::FeedInfo>("44109-feed").value());
    CHECK(reader.count("need").value() == reader.all<model::Need>()->size());
    CHECK_FALSE(reader.get<model::Need>("44109-manger").value());
    // What is done there hangs together within the town, and the needs are the centre's.
    CHECK_FALSE(reader.services_of_place(kTownId)->empty());
    CHECK(read_status(kiosk.options.cache_folder)->territory == outcome->territory);

    const auto idle = kiosk.sync();
    REQUIRE(idle);
    CHECK_FALSE(idle->changed);
    CHECK(idle->territory == outcome->territory);
    CHECK(kiosk.http.requests.size() == 2);
}

TEST_CASE("daemon: who changes something is asked alone, by deltas") {
    TownKiosk kiosk;
    REQUIRE(kiosk.sync());
    kiosk.edit_name("\"Mairie, accueil\"", "Mairie du bourg");
    SECTION("the town") {
        kiosk.hand_over();
        const auto outcome = kiosk.sync();
        REQUIRE(outcome);
        CHECK(outcome->territory->revision == 2);
        CHECK(outcome->revision == 1);
        CHECK(kiosk.asked_for("territoires/44109/d/1-2.zst"));
        CHECK_FALSE(kiosk.asked_for("d/"));
        CHECK_FALSE(kiosk.asked_for("full/"));
        CHECK(kiosk.name_of(kTownId) == "Mairie du bourg");
        CHECK(kiosk.name_of(kCentreId) == "Mairie, accueil");
    }
    SECTION("the centre") {
        kiosk.publish_centre();
        const auto outcome = kiosk.sync();
        REQUIRE(outcome);
        CHECK(outcome->territory->revision == 1);
        CHECK(outcome->revision == 2);
        CHECK(kiosk.asked_for("d/1-2.zst"));
        CHECK_FALSE(kiosk.asked_for("territoires/"));
        CHECK(kiosk.name_of(kTownId) == "Mairie, accueil");
        CHECK(kiosk.name_of(kCentreId) == "Mairie du bourg");
    }
    SECTION("both") {
        kiosk.publish_centre();
        kiosk.hand_over();
        REQUIRE(kiosk.sync());
        CHECK(kiosk.name_of(kTownId) == "Mairie du bourg");
        CHECK(kiosk.name_of(kCentreId) == "Mairie du bourg");
    }
}

TEST_CASE("daemon: where all of the centre's records are fetched, the town's are carried over") {
    TownKiosk kiosk;
    REQUIRE(kiosk.sync());
    kiosk.edit_name("\"Mairie, accueil\"", "Mairie du bourg");
    kiosk.publish_centre();
    kiosk.http.answer("d/1-2.zst", 404);
    REQUIRE(kiosk.sync());
    CHECK(kiosk.asked_for("full/2.zst"));
    CHECK_FALSE(kiosk.asked_for("territoires/"));
    CHECK(kiosk.name_of(kTownId) == "Mairie, accueil");
    CHECK(kiosk.name_of(kCentreId) == "Mairie du bourg");
}

TEST_CASE("daemon: a territory's fault is said, keeps what stood of it, and holds up nobody else") {
    TownKiosk kiosk;
    REQUIRE(kiosk.sync());
    kiosk.edit_name("\"Mairie, accueil\"", "Mairie du bourg");
    kiosk.publish_centre();
    kiosk.hand_over();
    SECTION("its records are gone") {
        kiosk.http.answer("territoires/44109/d/1-2.zst", 404);
        kiosk.http.answer("territoires/44109/full/2.zst", 404);
    }
    SECTION("its records are spoilt") {
        kiosk.http.answer("territoires/44109/d/1-2.zst", 200, "x");
        kiosk.http.answer("territoires/44109/full/2.zst", 200, "x");
    }
    SECTION("its head does not come") {
        kiosk.http.tamper = [](const fetch::Request&, const std::string& path,
                               fetch::Response response) -> base::Result<fetch::Response> {
            if (path.starts_with("targets/territoires/")) response.status = 500;
            return response;
        };
    }
    const auto outcome = kiosk.sync();
    REQUIRE(outcome);
    CHECK(outcome->revision == 2);
    CHECK(outcome->territory->revision == 1);
    REQUIRE(outcome->territory->failure);
    CHECK(kiosk.name_of(kTownId) == "Mairie, accueil");
    CHECK(kiosk.name_of(kCentreId) == "Mairie du bourg");
    kiosk.http.answer_truly();
    kiosk.http.tamper = {};
    const auto well = kiosk.sync();
    REQUIRE(well);
    CHECK(well->territory->revision == 2);
    CHECK_FALSE(well->territory->failure);
    CHECK(kiosk.name_of(kTownId) == "Mairie du bourg");
}

TEST_CASE("daemon: a lost delta of a territory costs a way round") {
    TownKiosk kiosk;
    REQUIRE(kiosk.sync());
    kiosk.edit_name("\"Mairie, accueil\"", "Mairie du bourg");
    kiosk.hand_over();
    kiosk.http.answer("territoires/44109/d/1-2.zst", 404);
    REQUIRE(kiosk.sync());
    CHECK(kiosk.asked_for("territoires/44109/full/2.zst"));
    CHECK(kiosk.name_of(kTownId) == "Mairie du bourg");
}

TEST_CASE(
    "daemon: a file that a territory names and does not give holds up its own generation's rest least") {
    TownKiosk kiosk;
    REQUIRE(kiosk.sync());
    kiosk.content.write("media/bus.pdf", "%PDF-1.4\nUne autre page de la ville.\n");
    kiosk.hand_over();
    kiosk.http.tamper = [](const fetch::Request&, const std::string& path,
                           fetch::Response response) -> base::Result<fetch::Response> {
        if (path.starts_with("m/")) response.status = 404;
        return response;
    };
    const auto outcome = kiosk.sync();
    REQUIRE(outcome);
    CHECK(outcome->territory->revision == 2);
    CHECK(outcome->pending_files == 1);
    kiosk.http.tamper = {};
    CHECK(kiosk.sync()->pending_files == 0);

    // The centre's own files are still waited for.
    kiosk.content.write("media/bus.pdf", "%PDF-1.4\nUne autre page du centre.\n");
    kiosk.publish_centre();
    kiosk.http.tamper = [](const fetch::Request&, const std::string& path,
                           fetch::Response response) -> base::Result<fetch::Response> {
        if (path.starts_with("m/")) response.status = 404;
        return response;
    };
    CHECK(kiosk.sync().error().code == ErrorCode::http_status);
}

TEST_CASE("daemon: what nobody may speak for any more is gone, and what was never published is no fault") {
    TownKiosk kiosk;
    REQUIRE(kiosk.sync());
    SECTION("withdrawn by the centre") {
        kiosk.done({"withdraw", kiosk.feed(), "--territory", kTown, "--keys", kiosk.usb()});
        const auto outcome = kiosk.sync();
        REQUIRE(outcome);
        CHECK(outcome->changed);
        CHECK(*outcome->territory == TerritoryStatus{kTown, 0, {}, {}});
    }
    SECTION("the kiosk was moved to another town, which has nothing yet") {
        kiosk.options.territory = "35238";
        const auto outcome = kiosk.sync();
        REQUIRE(outcome);
        CHECK(*outcome->territory == TerritoryStatus{"35238", 0, {}, {}});
    }
    SECTION("the kiosk shows the centre's content alone") {
        kiosk.options.territory.clear();
        const auto outcome = kiosk.sync();
        REQUIRE(outcome);
        CHECK_FALSE(outcome->territory);
    }
    CHECK(kiosk.name_of(kTownId) == "?");
    CHECK(kiosk.name_of(kCentreId) == "Mairie, accueil");
    CHECK_FALSE(kiosk.reader().info().territory);
    CHECK_FALSE(kiosk.sync()->changed);
}

TEST_CASE("attack: a town and the online key in one hand change no record of anybody else") {
    TownKiosk kiosk;
    REQUIRE(kiosk.sync());
    std::vector<model::Record> records{support::sample_place("44109-vraie", 3)};
    std::string refused;
    SECTION("the centre's place") {
        records.emplace_back(support::sample_place(kCentreId, 7));
        refused = "place mairie";
    }
    SECTION("another town's") {
        records.emplace_back(support::sample_place("35238-mairie", 7));
        refused = "place 35238-mairie";
    }
    SECTION("the needs that all share") {
        model::Need need;
        need.id = "44109-manger";
        need.title = model::Text("Manger");
        records.emplace_back(need);
        refused = "need 44109-manger";
    }
    SECTION("the settings of the feed") {
        model::FeedInfo info;
        info.title = model::Text("Une autre ville");
        records.emplace_back(info);
        refused = "feed feed";
    }
    // Past the centre's checks, as its online key can.
    kiosk.hand_over_records(records);
    const auto handed = std::filesystem::path(kiosk.town(kTown)) / "public";
    std::filesystem::copy(
        handed / "territoires", kiosk.public_file("territoires"),
        std::filesystem::copy_options::recursive | std::filesystem::copy_options::overwrite_existing);
    const auto head = base::Json::parse(base::read_file(kiosk.handed("metadata/2.territoire-44109.json"))
                                            .value())["signed"]["targets"]["territoires/44109/head"];
    std::filesystem::copy(
        handed / "targets", kiosk.public_file("targets"),
        std::filesystem::copy_options::recursive | std::filesystem::copy_options::overwrite_existing);
    kiosk.smuggle(
        "territoire-44109", [&](base::Json& list) { list["targets"]["territoires/44109/head"] = head; },
        kiosk.key(kTown));

    const auto outcome = kiosk.sync();
    REQUIRE(outcome);
    REQUIRE(outcome->territory->failure);
    CHECK(outcome->territory->failure->detail.find(refused) != std::string::npos);
    CHECK(outcome->territory->revision == 1);
    CHECK(kiosk.name_of(kCentreId) == "Mairie, accueil");
    CHECK(kiosk.name_of(kTownId) == "Mairie, accueil");
    CHECK(kiosk.name_of("44109-vraie") == "?");
    CHECK(kiosk.name_of("35238-mairie") == "?");
}

TEST_CASE("daemon: the centre does not speak in a territory's name") {
    support::KioskFeed kiosk;
    kiosk.options.territory = kTown;
    kiosk.feed.publish(1, std::vector<model::Record>{support::sample_place("44109-ccas", 1)});
    const auto outcome = kiosk.sync();
    REQUIRE_FALSE(outcome);
    CHECK(outcome.error().code == ErrorCode::bad_format);
    CHECK(outcome.error().detail.find("place 44109-ccas") != std::string::npos);
    // To a kiosk of elsewhere it is a name like another.
    kiosk.options.territory = "35238";
    CHECK(kiosk.sync());
}

}  // namespace accueil::daemon
