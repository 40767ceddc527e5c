// SPDX-License-Identifier: GPL-3.0-or-later
// Content that changes under a visitor.
#include <catch2/catch.hpp>

#include "tests/support/kiosk_rig.hpp"
#include "tests/support/sample_content.hpp"

using namespace accueil;
using action::Route;
using action::ScreenKind;
using support::KioskRig;

namespace {

using Records = std::vector<model::Record>;

template <class T>
T* find_record(Records& records, const std::string& id) {
    for (auto& record : records) {
        if (auto* found = std::get_if<T>(&record); found != nullptr && found->id == id) return found;
    }
    return nullptr;
}

void drop(Records& records, const std::string& kind, const std::string& id) {
    std::erase_if(records, [&](const auto& r) { return model::kind_of(r) == kind && model::id_of(r) == id; });
}

/// A kiosk, and a publisher beside it.
struct Town {
    support::TempDir folder;
    Records records = support::sample_content();
    std::uint64_t revision = 0;

    Town() { write(); }
    void write() { REQUIRE(support::commit_records(folder.path(), records, ++revision)); }
    void publish(KioskRig& rig) {
        write();
        rig.switch_to(folder.path());
        rig.answer(true);
        rig.navigator.tick();
    }
};

bool says(KioskRig& rig, const std::string& words) {
    return rig.navigator.tree_json().find(words) != std::string::npos;
}

}  // namespace

TEST_CASE("a new generation shows its words where the visitor stands, and keeps the way back", "[app]") {
    Town town;
    KioskRig rig(town.folder.path());
    rig.act(action::Open{{ScreenKind::need, "manger"}});
    rig.act(action::Open{{ScreenKind::place, "ccas"}});
    const auto before = rig.navigator.state();
    find_record<model::Place>(town.records, "ccas")->name = model::Text("Le nouveau CCAS");
    town.publish(rig);
    CHECK(rig.navigator.state() == before);
    CHECK(says(rig, "Le nouveau CCAS"));
    rig.tap("bar/back");
    CHECK(rig.here().route == Route{ScreenKind::need, "manger"});
    CHECK(says(rig, "Le nouveau CCAS"));  // the pages behind were read anew as well
}

TEST_CASE("until the new generation is read, the old page stays on screen and can be touched", "[app]") {
    Town town;
    KioskRig rig(town.folder.path());
    rig.act(action::Open{{ScreenKind::need, "manger"}});
    rig.navigator.on_news({{}, true});
    rig.navigator.tick();
    CHECK(rig.shows("place/ccas"));
    rig.navigator.on_gesture(input::Tap{rig.node("place/ccas")->visible.center(), 1});
    CHECK(rig.here().route == Route{ScreenKind::place, "ccas"});
}

TEST_CASE("a page that is published no more says so kindly and leads home", "[app]") {
    for (const auto& [kind, route] : {std::pair("place", Route{ScreenKind::place, "ccas"}),
                                      std::pair("need", Route{ScreenKind::need, "manger"}),
                                      std::pair("initiative", Route{ScreenKind::initiative, "maison"}),
                                      std::pair("question", Route{ScreenKind::question, "silos"}),
                                      std::pair("page", Route{ScreenKind::page, "introduction"})}) {
        INFO(kind);
        Town town;
        KioskRig rig(town.folder.path());
        rig.act(action::Open{route});
        rig.navigator.scroll_to(120);
        drop(town.records, kind, route.id);
        town.publish(rig);
        CHECK(rig.here().route == route);
        CHECK(says(rig, support::catalog().text("fr", "ui.gone")));
        rig.tap("failed/home");
        CHECK(rig.here().route == Route{});
        CHECK(rig.node("home/map")->rect.y > 0);
    }
}

TEST_CASE("a page that comes back is shown again", "[app]") {
    Town town;
    KioskRig rig(town.folder.path());
    rig.act(action::Open{{ScreenKind::place, "ccas"}});
    const auto whole = town.records;
    drop(town.records, "place", "ccas");
    town.publish(rig);
    CHECK(says(rig, support::catalog().text("fr", "ui.gone")));
    town.records = whole;
    town.publish(rig);
    CHECK(says(rig, "Accueil ccas"));
}

TEST_CASE("a content that is emptied leaves every screen standing", "[app]") {
    Town town;
    for (int kind = 0; kind <= static_cast<int>(ScreenKind::guide); ++kind) {
        town.records = support::sample_content();
        town.write();
        support::TestMap map;
        KioskRig rig(town.folder.path(), {}, &map.view);
        const auto screen = static_cast<ScreenKind>(kind);
        INFO(action::name_of(screen));
        const char* ids[] = {"",     "maison",       "", "maison", "",          "silos", "", "manger",
                             "ccas", "introduction", "", "manger", "any/manger"};
        rig.act(action::Open{{screen, ids[kind]}});
        rig.act(action::SetFilter{"lieux"});
        town.records.clear();
        town.publish(rig);
        CHECK(rig.here().route == Route{screen, ids[kind]});
        CHECK(rig.node("bar/home")->is_control());
        rig.tap("bar/home");
        CHECK(rig.here().route == Route{});
    }
}

TEST_CASE("the map's card goes with its initiative, and back still leads back", "[app]") {
    Town town;
    support::TestMap map;
    KioskRig rig(town.folder.path(), {}, &map.view);
    rig.act(action::Open{{ScreenKind::map, "initiative/maison"}});
    REQUIRE(rig.shows("map/card"));
    drop(town.records, "initiative", "maison");
    town.publish(rig);
    CHECK_FALSE(rig.shows("map/card"));
    for (int step = 0; step < 2; ++step)
        rig.tap("bar/back");
    CHECK(rig.here().route == Route{});
}

TEST_CASE("a read that fails leaves what was shown; where nothing was, a sentence and a way home", "[app]") {
    Town town;
    KioskRig rig(town.folder.path());
    rig.act(action::Open{{ScreenKind::place, "ccas"}});
    const auto fail_all = [&] {
        query::Loader::News news;
        for (const auto& [ticket, job] : rig.asked) {
            const base::Result<query::DataPtr> failed = base::fail(base::ErrorCode::corrupt, "disk");
            news.answers.push_back({ticket, failed, nullptr});
        }
        rig.asked.clear();
        rig.navigator.on_news(std::move(news));
        rig.navigator.tick();
    };
    rig.navigator.on_news({{}, true});
    fail_all();
    CHECK(says(rig, "Accueil ccas"));
    rig.navigator.perform(action::Open{{ScreenKind::place, "mairie"}});
    fail_all();
    CHECK(says(rig, support::catalog().text("fr", "ui.failed")));
    CHECK(rig.navigator.has_content());
    rig.tap("failed/home");
    CHECK(rig.here().route == Route{});
}
