// SPDX-License-Identifier: GPL-3.0-or-later
// The desk's screens, dialogs and lines on every glass: nothing is cut, nothing is too small.
#include <catch2/catch.hpp>
#include <cmath>
#include <functional>

#include "tests/support/desk_rig.hpp"
#include "tests/support/screen_rig.hpp"
#include "tests/support/tree_checks.hpp"

using namespace accueil;
using action::Basket;
using action::Overlay;
using action::PinState;
using action::ScreenKind;
using model::DeskNoticeKind;
using support::ScreenRig;

namespace {

constexpr const char* kPlace = "espace-agnes-varda";

std::shared_ptr<const query::DeskNotices> said(const ScreenRig& rig, DeskNoticeKind kind) {
    return std::make_shared<const query::DeskNotices>(
        std::vector<model::DeskNotice>{{"x", kPlace, kind, model::day_of(rig.now)}});
}

/// Places, and initiatives between them.
std::vector<std::string> some_of_both(const ScreenRig& rig) {
    std::vector<std::string> ids;
    const auto all = rig.source->reader().all<model::Place>().value();
    for (const auto& place : all)
        if (ids.size() < 4) ids.push_back(place.id);
    const auto initiatives = rig.source->reader().all<model::Initiative>().value();
    for (std::size_t i = 0; i < 3; ++i)
        ids.insert(ids.begin() + static_cast<std::ptrdiff_t>(2 * i + 1), "initiative/" + initiatives[i].id);
    return ids;
}

/// On every glass, without a finding; `see` looks at each.
void sound(ScreenRig& rig, const action::Entry& entry, const std::string& what,
           const std::function<void(const ui::Node&)>& see = {}) {
    for (const auto& glass : support::every_glass()) {
        const auto root = rig.build(entry, glass);
        const auto found = support::TreeChecks(support::text_engine()).findings(root);
        INFO(what << " on " << glass.words() << "\n" << support::few(found));
        CHECK(found.empty());
        if (see) see(root);
    }
}

bool is_on_glass(const ui::Node& root, const std::string& id) {
    const auto* node = ui::find(root, id);
    if (node == nullptr || node->rect.empty()) return false;
    const auto& rect = node->rect;
    const auto is_seen = [](float whole, float visible) { return std::abs(whole - visible) < 0.5F; };
    return is_seen(rect.width, node->visible.width) && is_seen(rect.height, node->visible.height) &&
           rect.x >= 0 && rect.y >= 0 && rect.right() <= root.rect.right() &&
           rect.bottom() <= root.rect.bottom();
}

}  // namespace

TEST_CASE("the pad is whole on every glass, whatever it says", "[screens][desk]") {
    ScreenRig rig(support::shipped_cache());
    rig.state.overlay = Overlay::pin;
    for (const auto state :
         {PinState::typing, PinState::checking, PinState::wrong, PinState::waiting, PinState::failed}) {
        for (const auto wait :
             {std::optional<int>(), std::optional(1), std::optional(59), std::optional(900)}) {
            rig.state.pin = {state == PinState::typing ? 5 : 0, state};
            rig.pin_wait = wait;
            sound(rig, {}, "the pad", [](const ui::Node& root) {
                for (const char* id : {"pin/1", "pin/0", "pin/erase", "pin/enter", "dialog/close"})
                    CHECK(is_on_glass(root, id));
                CHECK(ui::find(root, "pin/1")->rect.x < ui::find(root, "pin/3")->rect.x);
            });
        }
    }
}

TEST_CASE("the questions of a place's sheet are whole on every glass", "[screens][desk]") {
    ScreenRig rig(support::shipped_cache());
    rig.state.desk.open = true;
    for (const auto overlay : {Overlay::report, Overlay::closed_today, Overlay::full_today}) {
        rig.state.overlay = overlay;
        sound(rig, {{ScreenKind::place, kPlace}, 0, {}, {}}, "dialog", [&](const ui::Node& root) {
            CHECK(is_on_glass(root, "dialog/close"));
            CHECK(is_on_glass(root, overlay == Overlay::report ? "report/other" : "notice/yes"));
        });
        // Over another screen it would mean nothing.
        CHECK(ui::find(rig.build({}, {}), "dialog/sheet") == nullptr);
    }
}

TEST_CASE("at the desk every screen has its band, and what is told fits above it", "[screens][desk]") {
    ScreenRig rig(support::shipped_cache());
    rig.state.desk.open = true;
    rig.state.basket = some_of_both(rig);
    using action::Done;
    for (const auto what : {Done::none, Done::error_reported, Done::removed, Done::emptied, Done::posted,
                            Done::posted_here, Done::withdrawn, Done::not_posted, Done::not_withdrawn}) {
        rig.state.told.what = what;
        sound(rig, {{ScreenKind::place, kPlace}, 0, {}, {}}, "the desk's band", [&](const ui::Node& root) {
            for (const char* id : {"desk/fiche", "desk/leave", "bar/home"})
                CHECK(is_on_glass(root, id));
            CHECK((ui::find(root, "told") != nullptr) == (what != Done::none));
        });
    }
    rig.state.told = {};
    for (const auto& entry : support::every_screen(*rig.source, support::Which::each_kind))
        sound(rig, entry, action::name_of(entry.route.screen),
              [](const ui::Node& root) { CHECK(is_on_glass(root, "desk/leave")); });
}

TEST_CASE("the sheet of the basket is sound, full, single and empty", "[screens][desk]") {
    ScreenRig rig(support::shipped_cache());
    rig.state.desk.open = true;
    auto all = some_of_both(rig);
    for (const auto& basket : {all, Basket{all.front()}, Basket{all[1]}, Basket{}}) {
        rig.state.basket = basket;
        const auto id = action::fiche_id(rig.state.basket);
        sound(rig, {{ScreenKind::fiche, id}, 0, {}, {}}, "the sheet of " + id, [&](const ui::Node& root) {
            for (const auto& place : basket)
                CHECK(ui::find(root, "fiche/remove/" + place) != nullptr);
            if (basket.empty()) CHECK(ui::find(root, "fiche/livret") != nullptr);
        });
    }
}

TEST_CASE("a visitor's list is sound, full, single and empty, and its way stands on every screen",
          "[screens][desk]") {
    ScreenRig rig(support::shipped_cache());
    rig.can_print = true;
    rig.state.visited = true;
    const auto all = some_of_both(rig);
    for (const auto& basket : {all, Basket{all.front()}, Basket{all[1]}, Basket{}}) {
        rig.state.basket = basket;
        const auto id = action::fiche_id(rig.state.basket);
        sound(rig, {{ScreenKind::fiche, id}, 0, {}, {}}, "the list of " + id, [&](const ui::Node& root) {
            for (const auto& place : basket) {
                CHECK(ui::find(root, "fiche/remove/" + place) != nullptr);
                CHECK(ui::find(root, "list/open/" + place) != nullptr);
                CHECK(ui::find(root, "fiche/up/" + place) == nullptr);
            }
            CHECK((ui::find(root, "list/clear") != nullptr) != basket.empty());
            CHECK((ui::find(root, "take") != nullptr) != basket.empty());
            CHECK((ui::find(root, "fiche/livret") != nullptr) == basket.empty());
        });
    }
    rig.state.basket = all;
    for (const auto& entry : support::every_screen(*rig.source, support::Which::each_kind))
        if (!entry.watching.wide)  // a film that fills the glass gives it back by a tap
            sound(rig, entry, action::name_of(entry.route.screen),
                  [](const ui::Node& root) { CHECK(is_on_glass(root, "list")); });
}

TEST_CASE("what the desk says of a place fits its rows, its sheet and its card", "[screens][desk]") {
    ScreenRig rig(support::shipped_cache());
    const action::Entry sheet{{ScreenKind::place, kPlace}, 0, {}, {}};
    const action::Entry row{{ScreenKind::need, "manger"}, 0, {}, {}};
    const action::Entry card{{ScreenKind::map, {}}, 0, {}, std::string("place/") + kPlace};
    for (const auto kind : {DeskNoticeKind::closed_today, DeskNoticeKind::full_today}) {
        rig.notices = said(rig, kind);
        for (const bool at_desk : {false, true}) {
            rig.state.desk.open = at_desk;
            for (const auto& entry : {sheet, row, card}) {
                sound(rig, entry, "a notice", [&](const ui::Node& root) {
                    const auto key =
                        kind == DeskNoticeKind::closed_today ? "ui.desk.closed.state" : "ui.desk.full.state";
                    const auto words = support::catalog().text(rig.state.preferences.language, key);
                    CHECK(support::DeskRig::says(root, words));
                });
            }
        }
    }
    // The week says so of today, and of no other day.
    rig.notices = said(rig, DeskNoticeKind::closed_today);
    rig.state.desk.open = false;
    CHECK(support::DeskRig::says(rig.build(sheet, {}), "Fermé aujourd’hui"));
}
