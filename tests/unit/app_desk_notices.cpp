// SPDX-License-Identifier: GPL-3.0-or-later
// What agents say of places, as visitors see it; what visitors report and what is counted, as local.db keeps
// it.
#include <catch2/catch.hpp>
#include <fstream>

#include "sync/cache/local_store.hpp"
#include "tests/support/desk_rig.hpp"

using namespace accueil;
using namespace std::chrono_literals;
using action::ScreenKind;
using support::DeskDisk;
using support::DeskRig;

namespace {

constexpr const char* kClosed = "Fermé aujourd’hui (information de l’accueil)";

cache::LocalStore store_of(const DeskDisk& disk) {
    return std::move(cache::LocalStore::open(disk.local / "local.db").value());
}

std::vector<base::Json> sent(const DeskDisk& disk) {
    const auto store = store_of(disk);
    std::vector<base::Json> bodies;
    for (std::uint64_t number = 0;;) {
        const auto next = store.next_after(number).value();
        if (!next) return bodies;
        number = next->number;
        bodies.push_back(base::parse_json(next->body).value());
        bodies.back()["id"] = next->id;
    }
}

/// The counts of the half-day of the rig's clock; six of each are sent, so that each is counted six times.
std::vector<std::string> counts(const DeskDisk& disk) {
    auto store = store_of(disk);
    REQUIRE(store.close_counts(model::HalfDay{model::HalfDay::parse("2026-11-23-am")->number + 4}));
    std::vector<std::string> lines;
    for (const auto& body : sent(disk)) {
        if (!body.contains("counts")) continue;
        for (const auto& cell : body["counts"])
            lines.push_back(cell["name"].get<std::string>() + " " + cell["theme"].get<std::string>() + " " +
                            cell["language"].get<std::string>() + " " +
                            std::to_string(cell["count"].get<int>()));
    }
    return lines;
}

void close_ccas(DeskRig& rig) {
    rig.open_desk();
    rig.act(action::Open{{ScreenKind::place, "ccas"}});
    rig.tap("notice/closed-today");
    rig.tap("notice/yes");
}

}  // namespace

TEST_CASE("an agent closes a place for the day in two taps, and the visitor sees it everywhere",
          "[app][desk]") {
    const DeskDisk disk;
    DeskRig rig(disk);
    close_ccas(rig);
    CHECK(rig.node("told/words")->name == "C’est affiché : fermé aujourd’hui.");
    CHECK(rig.says(kClosed));
    rig.tap("desk/leave");
    CHECK(rig.says(kClosed));
    CHECK(rig.says("Ouvre demain à 8 h 30"));
    CHECK_FALSE(rig.says("Ferme à 17 h"));
    rig.act(action::Open{{ScreenKind::need, "manger"}});  // a row of the livret
    CHECK(rig.says(kClosed));
    rig.act(action::ToggleFilter{"open"});
    CHECK_FALSE(rig.shows("place/ccas"));
    CHECK(rig.shows("place/mairie"));
    rig.act(action::ClearFilters{});
    rig.act(action::Open{{ScreenKind::when, "manger"}});
    const model::LocalMinutes now =  // what is under way begins now
        std::chrono::local_days(std::chrono::year(2026) / 11 / 23) + std::chrono::minutes(570);
    const auto today = "/" + std::to_string(now.time_since_epoch().count());
    CHECK_FALSE(rig.shows("when/ccas" + today));
    CHECK(rig.shows("when/mairie" + today));

    rig.act(action::Switch{ScreenKind::map});
    rig.act(action::Select{"place/ccas"});
    CHECK(rig.says(kClosed));  // the card
    rig.act(action::Select{});
    rig.act(action::SetSheet{action::Sheet::full});
    CHECK(rig.shows("map/row/place/ccas"));
    rig.act(action::SetOpenNow{true});
    CHECK_FALSE(rig.shows("map/row/place/ccas"));  // and in the filter
    CHECK(rig.shows("map/row/place/mairie"));

    const auto bodies = sent(disk);
    REQUIRE(bodies.size() == 1);
    CHECK(bodies[0]["notice"] == "posted");
    CHECK(bodies[0]["kind"] == "closed-today");
    CHECK(bodies[0]["place"] == "ccas");
    CHECK(bodies[0]["day"] == "2026-11-23");
    CHECK(bodies[0]["posted_on"].get<std::string>().starts_with("2026-11-23T08:30"));
}

TEST_CASE("a closure ends with the territory's day, by itself", "[app][desk]") {
    const DeskDisk disk;
    {
        DeskRig rig(disk);
        close_ccas(rig);
    }
    DeskRig rig(disk);
    rig.act(action::Open{{ScreenKind::place, "ccas"}});
    CHECK(rig.says(kClosed));                    // a restart does not end it
    rig.clock.set_wall("2026-11-23T22:59:00Z");  // 23:59 in Paris
    rig.navigator.tick();
    CHECK(rig.says(kClosed));
    CHECK(rig.says("Ouvre demain à 8 h 30"));
    rig.clock.set_wall("2026-11-23T23:00:00Z");
    rig.navigator.tick();
    CHECK_FALSE(rig.says(kClosed));
    CHECK(rig.says("Ouvre à 8 h 30"));
}

TEST_CASE("a centre that has heard of a closure does not end it", "[app][desk]") {
    const DeskDisk disk;
    DeskRig rig(disk);
    close_ccas(rig);
    {
        auto store = store_of(disk);
        const auto item = store.next_after(0).value();
        REQUIRE(item);
        REQUIRE(store.acknowledge(cache::OutgoingKind::notice, item->id));
        REQUIRE(store.erase_acknowledged());
    }
    DeskRig after(disk);
    after.act(action::Open{{ScreenKind::place, "ccas"}});
    CHECK(after.says(kClosed));
    rig.act(action::Switch{ScreenKind::livret});
    rig.act(action::Open{{ScreenKind::place, "ccas"}});
    CHECK(rig.says(kClosed));
}

TEST_CASE("a closure is undone at once, or taken back later; the centre hears of both", "[app][desk]") {
    const DeskDisk disk;
    DeskRig rig(disk);
    close_ccas(rig);
    const auto id = sent(disk).at(0)["id"];
    SECTION("undone") {
        rig.tap("told/undo");
    }
    SECTION("taken back") {
        rig.wait(11s);
        CHECK_FALSE(rig.shows("told"));
        CHECK_FALSE(rig.shows("notice/closed-today"));
        rig.tap("notice/closed-today/withdraw");
    }
    CHECK(rig.node("told/words")->name == "L’information est retirée.");
    CHECK_FALSE(rig.says(kClosed));
    CHECK(rig.says("Ferme à 17 h"));
    const auto bodies = sent(disk);
    REQUIRE(bodies.size() == 2);
    CHECK(bodies[1]["notice"] == "withdrawn");
    CHECK(bodies[1]["withdraws"] == id);
}

TEST_CASE("where too many notices wait for the centre, the kiosk shows it all the same, and says so",
          "[app][desk]") {
    const DeskDisk disk;
    {
        auto store = store_of(disk);
        for (int i = 0; i < 200; ++i)
            REQUIRE(store.put(cache::OutgoingKind::notice, "n" + std::to_string(i), "a/b", "{}"));
    }
    DeskRig rig(disk);
    close_ccas(rig);
    CHECK(rig.node("told/words")->name.starts_with("C’est affiché ici, mais le centre"));
    CHECK(rig.says(kClosed));
    rig.tap("told/undo");
    CHECK_FALSE(rig.says(kClosed));
}

TEST_CASE("a full place stays open, and says so beside it", "[app][desk]") {
    const DeskDisk disk;
    DeskRig rig(disk);
    rig.open_desk();
    rig.act(action::Open{{ScreenKind::place, "ccas"}});
    rig.tap("notice/full-today");
    rig.tap("notice/yes");
    CHECK(rig.says("Complet aujourd’hui (information de l’accueil)"));
    CHECK(rig.says("Ferme à 17 h"));
    rig.act(action::LeaveDesk{});
    rig.act(action::Open{{ScreenKind::need, "manger"}});
    CHECK(rig.says("Complet aujourd’hui (information de l’accueil)"));
}

TEST_CASE("no visitor can say anything of a place, whatever is performed", "[app][desk]") {
    const DeskDisk disk;
    DeskRig rig(disk);
    rig.act(action::Open{{ScreenKind::place, "ccas"}});
    rig.act(action::PostNotice{"ccas", model::DeskNoticeKind::closed_today});
    rig.act(action::WithdrawNotice{"ccas", model::DeskNoticeKind::closed_today});
    CHECK_FALSE(rig.says(kClosed));
    CHECK(sent(disk).empty());
}

TEST_CASE("a local.db that is damaged or cannot be had is a sentence, and the kiosk goes on", "[app][desk]") {
    const DeskDisk disk;
    SECTION("damaged before the start: begun anew, and a notice stands again") {
        std::ofstream(disk.local / "local.db") << std::string(8192, 'x');
        DeskRig rig(disk);
        close_ccas(rig);
        CHECK(rig.says(kClosed));
        CHECK(std::filesystem::exists(disk.local / "local.db.damaged"));
    }
    SECTION("not to be had") {
        std::filesystem::create_directory(disk.local / "local.db");
        DeskRig rig(disk);
        close_ccas(rig);
        CHECK(rig.node("told/words")->name ==
              "Cette borne ne peut pas le noter pour le moment. Rien n’a changé.");
        CHECK_FALSE(rig.says(kClosed));
        CHECK(rig.says("Ferme à 17 h"));
    }
    SECTION("gone while the kiosk runs: what it shows stays until it is read anew") {
        DeskRig rig(disk);
        close_ccas(rig);
        for (const char* end : {"", "-wal", "-shm"})
            std::filesystem::remove(disk.local / (std::string("local.db") + end));
        rig.act(action::Switch{ScreenKind::livret});
        rig.act(action::Open{{ScreenKind::place, "ccas"}});
        CHECK(rig.says(kClosed));
    }
}

TEST_CASE("an error is reported in two taps, without a word typed, and can be undone", "[app][desk]") {
    const DeskDisk disk;
    for (int visit = 0; visit < 6; ++visit) {
        DeskRig rig(disk);
        rig.act(action::Open{{ScreenKind::place, "ccas"}});
        rig.reach("place/report");
        rig.tap("report/hours");
        CHECK(rig.node("told/words")->name == "Merci, c’est noté.");
        CHECK(rig.here().route.id == "ccas");
        rig.wait(9s);
        CHECK(rig.shows("told"));
        if (visit % 2 == 0)
            rig.wait(1s);
        else
            rig.act(action::EndVisit{});  // what is over cannot be undone
        CHECK_FALSE(rig.shows("told"));
        // Another, undone: never counted.
        rig.act(action::Open{{ScreenKind::place, "ccas"}});
        rig.reach("place/report");
        rig.tap("report/gone");
        rig.tap("told/undo");
        rig.wait(20s);
    }
    CHECK(counts(disk) == std::vector<std::string>{"error-reported/hours ccas fr 6"});
}

TEST_CASE("a need opened, and one that nothing answered, count once a visit, in the visitor's language",
          "[app][desk]") {
    const DeskDisk disk;
    for (int visit = 0; visit < 6; ++visit) {
        DeskRig rig(disk);
        for (int time = 0; time < 3; ++time) {
            rig.act(action::Open{{ScreenKind::need, "manger"}});
            rig.act(action::CountUnmet{"dormir"});
            rig.act(action::Back{});
        }
        rig.act(action::EndVisit{});
        rig.act(action::SetLanguage{"ar"});
        rig.act(action::CountUnmet{""});
    }
    CHECK(counts(disk) ==
          std::vector<std::string>{"need-opened manger fr 6", "unmet-need  ar 6", "unmet-need dormir fr 6"});
}

TEST_CASE("words that find nothing count once, when they are given up", "[app][desk]") {
    const DeskDisk disk;
    for (int visit = 0; visit < 6; ++visit) {
        DeskRig rig(disk);
        rig.act(action::Switch{ScreenKind::search});
        for (const char* letter : {"x", "q", "z", "v", "b"})
            rig.act(action::Type{letter});
        CHECK(rig.shows("search/nothing"));
        rig.act(action::ClearTyped{});
        rig.act(action::Type{"xqzvb"});
        if (visit % 2 == 0)
            rig.act(action::Back{});
        else
            rig.act(action::EndVisit{});
        rig.act(action::Switch{ScreenKind::search});
        rig.act(action::Type{"ac"});  // found, or a beginning
        rig.act(action::Back{});
    }
    CHECK(counts(disk) == std::vector<std::string>{"unmet-need  fr 6"});
}

TEST_CASE("a list that was seen before a closure knows of it on the way back", "[app][desk]") {
    const DeskDisk disk;
    DeskRig rig(disk);
    rig.open_desk();
    rig.act(action::Open{{ScreenKind::need, "manger"}});
    rig.act(action::ToggleFilter{"open"});
    CHECK(rig.shows("place/ccas"));
    rig.act(action::Open{{ScreenKind::place, "ccas"}});
    rig.tap("notice/closed-today");
    rig.tap("notice/yes");
    rig.act(action::Back{});
    CHECK_FALSE(rig.shows("place/ccas"));
    CHECK(rig.shows("place/mairie"));
}
