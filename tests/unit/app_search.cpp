// SPDX-License-Identifier: GPL-3.0-or-later
// Search under a finger, in the content that comes with the programs.
#include <catch2/catch.hpp>

#include "sync/base/strings.hpp"
#include "tests/support/kiosk_rig.hpp"

using namespace accueil;
using action::ScreenKind;
using support::KioskRig;

namespace {

void type(KioskRig& rig, const std::string& text) {
    for (std::size_t at = 0; at < text.size();) {
        std::size_t length = 1;
        while (at + length < text.size() && (static_cast<unsigned char>(text[at + length]) & 0xC0U) == 0x80U)
            ++length;
        const auto letter = text.substr(at, length);
        rig.tap(letter == " " ? "key/space" : "key/" + letter);
        at += length;
    }
}

const ui::Node* first_found(KioskRig& rig) {
    const std::function<const ui::Node*(const ui::Node&)> look =
        [&](const ui::Node& node) -> const ui::Node* {
        if (node.id.starts_with("found/")) return &node;
        for (const auto& child : node.children)
            if (const auto* found = look(child)) return found;
        return nullptr;
    };
    return look(rig.navigator.tree());
}

}  // namespace

TEST_CASE("search: words that are tapped find the need, and a tap leads to it", "[app]") {
    KioskRig rig(support::shipped_cache());
    rig.tap("home/search");
    CHECK(rig.here().route.screen == ScreenKind::search);
    CHECK(rig.shows("need/manger"));  // before anything is typed there is something to choose
    type(rig, "cours de francais");
    CHECK(rig.here().typed == "cours de francais");
    const auto* found = first_found(rig);
    REQUIRE(found != nullptr);
    CHECK(found->id.starts_with("found/need/apprendre-le-francais"));
    rig.tap(found->id);
    CHECK(rig.here().route == action::Route{ScreenKind::need, "apprendre-le-francais"});
    rig.tap("bar/back");
    CHECK(rig.here().typed == "cours de francais");  // as one left it
    CHECK(first_found(rig) != nullptr);
}

TEST_CASE("search: each key answers for what stands there, and erasing all shows the start again", "[app]") {
    KioskRig rig(support::shipped_cache());
    rig.tap("bar/search");
    type(rig, "man");
    CHECK(first_found(rig) != nullptr);
    rig.tap("key/erase");
    CHECK(rig.here().typed == "ma");
    rig.tap("search/clear");
    CHECK(rig.here().typed.empty());
    CHECK(rig.shows("need/manger"));
    CHECK(first_found(rig) == nullptr);
}

TEST_CASE("search: an answer to what was typed over is not shown as one to what stands there", "[app]") {
    KioskRig rig(support::shipped_cache());
    rig.tap("bar/search");
    rig.navigator.perform(action::Type{"manger"});
    auto late = std::move(rig.asked);
    rig.asked.clear();
    rig.navigator.perform(action::ClearTyped{});
    rig.navigator.perform(action::Type{"xqzvb"});
    rig.settle();
    CHECK(rig.shows("search/nothing"));
    for (auto& [ticket, job] : late) {
        query::Loader::News news;
        news.answers.push_back({ticket, job(*rig.source), rig.feed});
        rig.navigator.on_news(std::move(news));
    }
    rig.settle();
    CHECK(rig.shows("search/nothing"));
}

TEST_CASE("search: nothing found is no dead end: needs to choose and somebody to call", "[app]") {
    KioskRig rig(support::shipped_cache());
    rig.act(action::Open{{ScreenKind::search, "xqzvb"}});
    CHECK(rig.shows("search/nothing"));
    CHECK(rig.shows("need/manger"));
    CHECK(rig.shows("helpline/hebergement-115"));
}

TEST_CASE("search: words that are offered complete what is typed", "[app]") {
    KioskRig rig(support::shipped_cache());
    rig.tap("bar/search");
    type(rig, "medi");
    const auto* offers = rig.node("search/offers");
    REQUIRE(offers != nullptr);
    REQUIRE_FALSE(offers->children.empty());
    const auto id = offers->children.front().id;
    rig.tap(id);
    CHECK(rig.here().typed == id.substr(std::string("offer/").size()) + " ");
    CHECK(first_found(rig) != nullptr);
}

TEST_CASE("search: a finger that stays on a key is offered its accents", "[app]") {
    KioskRig rig(support::shipped_cache());
    rig.tap("bar/search");
    const auto hold = [&](const char* id) {
        const auto point = rig.node(id)->rect.center();
        rig.navigator.on_gesture(input::Press{point});
        const bool may = rig.navigator.may_be_held();
        if (may) rig.navigator.on_gesture(input::LongPress{point});
        rig.settle();
        return may;
    };
    CHECK(hold("key/e"));
    REQUIRE(rig.shows("variant/é"));
    rig.tap("variant/é");
    CHECK(rig.here().typed == "é");
    CHECK_FALSE(rig.shows("variants"));
    CHECK_FALSE(hold("key/z"));  // nothing else stands on it: a slow hand types like a quick one
    CHECK_FALSE(hold("bar/home"));
}

TEST_CASE("search: the keys are those of the language, and one leads to the others", "[app]") {
    KioskRig rig(support::shipped_cache());
    rig.tap("bar/search");
    CHECK(rig.shows("key/a"));
    rig.act(action::SetLanguage{"ar"});
    CHECK(rig.shows("key/ض"));
    CHECK_FALSE(rig.shows("key/a"));
    // As on every Arabic keyboard, ض is at the left, though the interface runs the other way.
    CHECK(rig.node("key/ض")->rect.x < rig.node("key/ج")->rect.x);
    type(rig, "فرنسية");
    const auto* found = first_found(rig);
    REQUIRE(found != nullptr);
    CHECK(found->id.starts_with("found/need/apprendre-le-francais"));
    rig.tap("key/layout/2");
    CHECK(rig.shows("key/й"));
    rig.tap("key/hide");
    CHECK_FALSE(rig.shows("keyboard"));
    rig.tap("search/field");
    CHECK(rig.shows("key/й"));
}

TEST_CASE("search: a keyboard that is plugged in types too, and nowhere else", "[app]") {
    KioskRig rig(support::shipped_cache());
    const auto write = [&](const char* text) {
        rig.navigator.on_key({input::Key::other, false, false, false, text});
        rig.settle();
    };
    write("x");
    CHECK(rig.here().typed.empty());
    rig.tap("bar/search");
    for (const char* letter : {"m", "a", "n"})
        write(letter);
    CHECK(rig.here().typed == "man");
    rig.key(input::Key::backspace);
    CHECK(rig.here().typed == "ma");
    rig.key(input::Key::backspace);
    rig.key(input::Key::backspace);
    CHECK(rig.here().route.screen == ScreenKind::search);
    rig.key(input::Key::backspace);  // nothing is typed: the way back
    CHECK(rig.here().route.screen == ScreenKind::home);
}
