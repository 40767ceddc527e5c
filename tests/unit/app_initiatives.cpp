// SPDX-License-Identifier: GPL-3.0-or-later
// Gallery, list and map of the initiatives under a finger: one set of filters, one number.
#include <catch2/catch.hpp>

#include "tests/support/kiosk_rig.hpp"

using namespace accueil;
using namespace std::chrono_literals;
using action::Look;
using action::ScreenKind;
using support::KioskRig;

namespace {

struct Visitor : support::TestMap, KioskRig {
    Visitor() : KioskRig(support::shipped_cache(), {}, &view) {
        act(action::Open{{ScreenKind::initiatives, {}}});
    }
    std::size_t cards() { return count(navigator.tree()); }
    std::size_t markers() {
        std::size_t all = 0;
        for (const auto& marker : view.visible_markers())
            all += marker.count;
        return all;
    }
    /// Chooses it in the dialog of its kind.
    void choose(const std::string& filter) {
        tap("filters/" + filter.substr(0, filter.find('/')));
        tap("offer/" + filter);
        wait(1s);
    }

  private:
    static std::size_t count(const ui::Node& node) {
        std::size_t found = node.id.starts_with("initiative/") ? 1 : 0;
        for (const auto& child : node.children)
            found += count(child);
        return found;
    }
};

}  // namespace

TEST_CASE("a territory and a year leave as many in the gallery, in the list and on the map", "[app]") {
    Visitor visitor;
    const auto all = visitor.cards();
    // The map was left somewhere else.
    visitor.tap("view/map");
    visitor.wait(2s);
    for (int i = 0; i < 4; ++i) {
        visitor.tap("map/in");
        visitor.wait(2s);
    }
    visitor.tap("bar/back");
    REQUIRE(visitor.cards() == all);
    visitor.choose("territory/region-52");
    const auto of_region = visitor.cards();
    CHECK(of_region < all);
    visitor.choose("year/2020");
    const auto of_year = visitor.cards();
    CHECK(of_year < of_region);
    REQUIRE(of_year > 1);
    const auto words = visitor.node("initiatives/count")->name;
    visitor.tap("view/list");
    CHECK(visitor.here().look == Look::list);
    CHECK(visitor.cards() == of_year);
    visitor.tap("view/map");
    visitor.wait(2s);
    REQUIRE(visitor.here().route.screen == ScreenKind::map);
    CHECK(visitor.node("map/count")->name == words);
    CHECK(visitor.markers() == of_year);
    // Taken off here, it is off in the list as well.
    visitor.tap("filter/year/2020");
    visitor.wait(1s);
    CHECK(visitor.node("map/count")->name != words);
    visitor.tap("bar/back");
    REQUIRE(visitor.here().route.screen == ScreenKind::initiatives);
    CHECK(visitor.here().look == Look::list);
    CHECK(visitor.cards() == of_region);
    // By the bar they go along, too; and the end of the visit forgets them.
    visitor.tap("bar/map");
    visitor.wait(2s);
    CHECK(visitor.shows("filter/territory/region-52"));
    visitor.tap("end");
    visitor.act(action::Open{{ScreenKind::initiatives, {}}});
    CHECK(visitor.here().look == Look::gallery);
    CHECK(visitor.cards() == all);
}

TEST_CASE("an initiative that is opened and left leads back to the same choice", "[app]") {
    Visitor visitor;
    visitor.choose("kind/method");
    const auto left = visitor.cards();
    visitor.tap("view/list");
    visitor.act(action::Open{{ScreenKind::initiative, "labacces"}});
    CHECK_FALSE(visitor.shows("view/list"));
    visitor.tap("bar/back");
    CHECK(visitor.cards() == left);
    CHECK(visitor.here().look == Look::list);
}

TEST_CASE("a dialog of the map's filters closes by touch, and stays on the map", "[app][map]") {
    Visitor visitor;
    visitor.tap("view/map");
    visitor.wait(2s);
    visitor.tap("filters/territory");
    REQUIRE(visitor.shows("dialog/sheet"));
    visitor.tap("dialog/close");
    CHECK_FALSE(visitor.shows("dialog/sheet"));
    CHECK(visitor.here().filters.empty());
    visitor.tap("map/kind/places");
    visitor.wait(1s);
    CHECK_FALSE(visitor.shows("filters/territory"));
}
