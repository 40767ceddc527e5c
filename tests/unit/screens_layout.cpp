// SPDX-License-Identifier: GPL-3.0-or-later
// Every screen of the shipped content on every glass: nothing is cut, nothing is too small, nothing is
// nameless.
#include <catch2/catch.hpp>

#include "tests/support/screen_checks.hpp"
#include "tests/support/screen_rig.hpp"
#include "tests/support/tree_checks.hpp"

using namespace accueil;
using action::ScreenKind;
using support::findings;
using support::Glass;
using support::ScreenRig;
using support::Which;

namespace {

std::string words(const action::Entry& entry, const Glass& glass) {
    return std::string(action::name_of(entry.route.screen)) + "/" + entry.route.id + " on " + glass.words();
}

void check_all(Which which, const std::vector<Glass>& glasses) {
    auto& rig = support::shipped_screens();
    for (const auto& entry : support::every_screen(*rig.source, which)) {
        for (const auto& glass : glasses) {
            const auto found = findings(rig.build(entry, glass));
            INFO(words(entry, glass) << "\n" << support::few(found));
            CHECK(found.empty());
        }
    }
}

bool is_within(const ui::Node* node, const ui::Node& root) {
    return node != nullptr && node->visible == node->rect && !node->rect.empty() &&
           node->rect.bottom() <= root.rect.bottom();
}

}  // namespace

TEST_CASE("every kind of screen holds together in three languages, both shapes and all text sizes",
          "[screens]") {
    check_all(Which::each_kind, support::every_glass());
}

TEST_CASE("every record of the shipped content has a sound screen, where room is scarcest", "[screens]") {
    check_all(Which::each_record, {{"fr", {1080, 1920}, 150}, {"ar", {1920, 1080}, 150}});
}

TEST_CASE("the dialogs hold together over a screen, on every glass", "[screens]") {
    auto& rig = support::shipped_screens();
    rig.state.visited = true;
    for (const auto& glass : support::every_glass()) {
        for (const auto overlay : {action::Overlay::languages, action::Overlay::access}) {
            rig.state.overlay = overlay;
            rig.countdown.reset();
            const auto open = findings(rig.build({}, glass));
            INFO("dialog " << static_cast<int>(overlay) << " on " << glass.words() << "\n"
                           << support::few(open));
            CHECK(open.empty());
        }
        rig.state.overlay = action::Overlay::none;
        rig.countdown = 17;
        const auto root = rig.build({}, glass);
        const auto asked = findings(root);
        INFO("countdown on " << glass.words() << "\n" << support::few(asked));
        CHECK(asked.empty());
        CHECK(is_within(ui::find(root, "idle/stay"), root));
        CHECK(is_within(ui::find(root, "idle/end"), root));
    }
}

TEST_CASE("the map holds together with a card up, with one spot's list, and with a filter", "[screens]") {
    auto& rig = support::shipped_screens();
    support::TestMap map;
    const auto initiatives = query::initiatives(*rig.source).value().initiatives;
    action::Entry one{{ScreenKind::map, {}}, 0, {}, "initiative/" + initiatives.front().id};
    action::Entry several = one;
    several.selected = one.selected + ",initiative/" + initiatives[1].id;
    action::Entry filtered = one;
    filtered.selected.clear();
    filtered.filter = "initiatives";
    filtered.filters = {"theme/aller-vers"};
    action::Entry listed = filtered;
    listed.sheet = action::Sheet::half;
    action::Entry place = one;
    const auto markers = rig.source->reader().markers().value();
    place.selected = "place/" + std::find_if(markers.begin(), markers.end(), [](const auto& m) {
                                    return m.kind == "place";
                                })->id;
    for (const auto& glass : support::every_glass()) {
        for (auto* view : {&map.view, static_cast<map::MapView*>(nullptr)}) {
            rig.map = view;
            for (const auto& entry : {one, several, filtered, listed, place}) {
                const auto root = rig.build(entry, glass);
                const auto found = findings(root);
                INFO(entry.selected << " on " << glass.words() << "\n" << support::few(found));
                CHECK(found.empty());
                const auto* close = ui::find(root, "map/close");
                CHECK((close != nullptr) == !entry.selected.empty());
            }
        }
    }
}

TEST_CASE("from every screen home is one touch away, and back is another", "[screens]") {
    auto& rig = support::shipped_screens();
    for (const auto& entry : support::every_screen(*rig.source, Which::each_kind)) {
        for (const auto& glass : support::every_glass()) {
            INFO(words(entry, glass));
            const auto root = rig.build(entry, glass);
            const auto* home = ui::find(root, "bar/home");
            REQUIRE(is_within(home, root));
            CHECK(home->on_tap == action::Action(action::Switch{ScreenKind::home}));
            CHECK(ui::hit(root, home->rect.center()) == home);
            const auto* back = ui::find(root, "bar/back");
            REQUIRE(is_within(back, root));
            CHECK(back->is_control() == (entry.route != action::Route{}));
            CHECK((home->state.current) ==
                  (entry.route.screen == ScreenKind::home || entry.route.screen == ScreenKind::page));
        }
    }
}

TEST_CASE("whatever is up, one touch closes it, and the keyboard can do the same", "[screens]") {
    auto& rig = support::shipped_screens();
    const auto closes = [&](const ui::Node& root, const char* id) {
        const auto* close = ui::find(root, id);
        REQUIRE(is_within(close, root));
        CHECK(ui::hit(root, close->rect.center()) == close);
        const auto order = ui::focus_order(root);
        CHECK(std::find(order.begin(), order.end(), close) != order.end());
        // The page around a sheet closes it too: a pointer's short cut, so it needs no name of its own.
        const auto* outside = ui::find(root, "dialog/outside");
        REQUIRE(outside != nullptr);
        CHECK(outside->on_tap == close->on_tap);
        CHECK(std::find(order.begin(), order.end(), outside) == order.end());
    };
    for (const auto& glass : support::every_glass()) {
        INFO(glass.words());
        rig.countdown.reset();
        for (const auto overlay : {action::Overlay::languages, action::Overlay::access}) {
            rig.state.overlay = overlay;
            closes(rig.build({}, glass), "dialog/close");
        }
        rig.countdown = 5;
        closes(rig.build({}, glass), "idle/stay");
    }
}

TEST_CASE("the languages are offered in their own words, whatever the screen's", "[screens]") {
    auto& rig = support::shipped_screens();
    rig.state.overlay = action::Overlay::languages;
    for (const char* language : {"fr", "en", "ar"}) {
        const auto root = rig.build({}, {language, {1080, 1920}, 100});
        for (const auto& [code, name] :
             {std::pair("fr", "Français"), std::pair("en", "English"), std::pair("ar", "العربية")}) {
            const auto* choice = ui::find(root, std::string("language/") + code);
            REQUIRE(choice != nullptr);
            CHECK(choice->name == name);
            CHECK(choice->state.selected == (std::string(code) == language));
            CHECK(choice->children.front().text->language == code);
        }
    }
}

TEST_CASE("all eight needs and the languages stand on the first screen without scrolling", "[screens]") {
    auto& rig = support::shipped_screens();
    for (const base::Size size : {base::Size{1080, 1920}, base::Size{1920, 1080}}) {
        for (const char* language : {"fr", "en", "ar"}) {
            INFO(language << " " << size.width);
            const auto root = rig.build({}, {language, size, 100});
            for (const auto& need : rig.feed.info.needs_first)
                CHECK(is_within(ui::find(root, "need/" + need), root));
            for (const auto& offered : rig.feed.info.languages)
                CHECK(is_within(ui::find(root, "home/language/" + offered), root));
            CHECK_FALSE(ui::find(root, "home/all")->visible.empty());
        }
    }
}
