// SPDX-License-Identifier: GPL-3.0-or-later
// The agent's way through the desk: its door, the basket and its sheet, the way back to the visitor.
#include <catch2/catch.hpp>
#include <fstream>

#include "tests/support/desk_rig.hpp"
#include "tests/support/focus_canvas.hpp"

using namespace accueil;
using namespace std::chrono_literals;
using action::Overlay;
using action::PinState;
using action::Route;
using action::ScreenKind;
using support::DeskDisk;
using support::DeskRig;

namespace {

const action::AppState& state_of(DeskRig& rig) {
    return rig.navigator.state();
}

}  // namespace

TEST_CASE("a finger must rest two seconds on the town's mark before the pad opens", "[app][desk]") {
    const DeskDisk disk;
    DeskRig rig(disk);
    rig.hold(1999ms);
    CHECK(state_of(rig).overlay == Overlay::none);
    rig.hold(2000ms, "bar/home");  // elsewhere it is a slow tap
    rig.hold(5000ms, "need/manger");
    CHECK(state_of(rig).overlay == Overlay::none);
    CHECK(rig.here().route == Route{ScreenKind::need, "manger"});
    rig.finger(input::PointerPhase::down, rig.node("strip/mark")->rect.center());
    rig.rest(1990ms);
    CHECK(state_of(rig).overlay == Overlay::none);
    rig.rest(10ms);
    CHECK(state_of(rig).overlay == Overlay::pin);  // while it still rests
}

TEST_CASE("a finger that strays from the mark, or a second one, opens nothing", "[app][desk]") {
    const DeskDisk disk;
    DeskRig rig(disk);
    const auto mark = rig.node("strip/mark")->rect.center();
    rig.finger(input::PointerPhase::down, mark);
    rig.finger(input::PointerPhase::move, mark + base::Point{40, 40});
    rig.rest(3000ms);
    CHECK(state_of(rig).overlay == Overlay::none);
}

TEST_CASE("without a PIN there is no desk; one that is set while the kiosk runs opens it", "[app][desk]") {
    const DeskDisk disk;
    std::filesystem::remove(disk.pin_file);
    DeskRig rig(disk);
    rig.hold(2500ms);
    CHECK(state_of(rig) == action::AppState{});
    REQUIRE(app::set_pin(disk.pin_file, "20261123"));
    rig.hold(2500ms);
    REQUIRE(state_of(rig).overlay == Overlay::pin);
    rig.type("20261123");
    rig.tap("pin/enter");
    CHECK(state_of(rig).desk.open);
}

TEST_CASE("a PIN that others may read, or that is none, opens no desk", "[app][desk]") {
    const DeskDisk disk;
    SECTION("others may read it") {
        std::filesystem::permissions(disk.pin_file, std::filesystem::perms::others_read,
                                     std::filesystem::perm_options::add);
    }
    SECTION("it is no hash") {
        std::ofstream(disk.pin_file) << "4821\n";
    }
    DeskRig rig(disk);
    rig.hold(2500ms);
    CHECK(state_of(rig).overlay == Overlay::none);
}

TEST_CASE("the right PIN opens the desk, by fingers and by keys; the wrong one says so", "[app][desk]") {
    const DeskDisk disk;
    DeskRig rig(disk);
    rig.hold(2000ms);
    rig.type("482");
    CHECK_FALSE(rig.node("pin/enter")->is_control());
    rig.type("2");
    CHECK(rig.node("pin/typed")->name == "4 chiffres saisis");
    rig.tap("pin/enter");
    CHECK(state_of(rig).pin.state == PinState::wrong);
    CHECK(rig.node("pin/words")->name == "Ce n’est pas le bon code.");
    const auto digit = [&](int number) {
        rig.navigator.on_key({input::Key::other, false, false, false, std::to_string(number)});
        rig.settle();
    };
    for (const int number : {4, 8, 2, 9})
        digit(number);
    rig.key(input::Key::backspace);
    digit(1);
    rig.key(input::Key::enter);
    CHECK(state_of(rig).desk.open);
    CHECK(state_of(rig).overlay == Overlay::none);
    CHECK(rig.shows("desk"));
    CHECK(rig.says("Espace de l’agent"));
}

TEST_CASE("what was typed and left is nobody's: the pad closes by itself, and digits begin anew",
          "[app][desk]") {
    const DeskDisk disk;
    DeskRig rig(disk);
    rig.hold(2000ms);
    rig.type("48");
    rig.wait(29s);
    CHECK(state_of(rig).overlay == Overlay::pin);
    rig.wait(2s);
    CHECK(state_of(rig).overlay == Overlay::none);
    rig.hold(2000ms);
    rig.type("21");
    rig.tap("pin/enter");
    CHECK(state_of(rig).overlay == Overlay::pin);
    CHECK_FALSE(state_of(rig).desk.open);
    rig.type("4821");  // after 21: 214821
    rig.tap("pin/enter");
    CHECK_FALSE(state_of(rig).desk.open);
}

TEST_CASE("a pad that was closed while its PIN was looked at opens nothing", "[app][desk]") {
    const DeskDisk disk;
    DeskRig rig(disk);
    rig.hold(2000ms);
    rig.type(support::kDeskPin);
    rig.navigator.perform(action::PinEnter{});
    REQUIRE(state_of(rig).pin.state == PinState::checking);
    rig.navigator.perform(action::Back{});
    rig.settle();
    CHECK_FALSE(state_of(rig).desk.open);
    CHECK(state_of(rig).overlay == Overlay::none);
}

TEST_CASE("three wrong PINs make one wait, said in words, also after a restart", "[app][desk]") {
    const DeskDisk disk;
    std::string wall;
    {
        DeskRig rig(disk);
        rig.hold(2000ms);
        for (int time = 0; time < 3; ++time) {
            rig.type("0000");
            rig.tap("pin/enter");
        }
        CHECK(state_of(rig).pin.state == PinState::waiting);
        CHECK(rig.node("pin/words")->name == "Trop d’essais. Réessayez dans 30 secondes.");
        CHECK_FALSE(rig.node("pin/5")->is_control());
        rig.wait(10s);
        CHECK(rig.node("pin/words")->name == "Trop d’essais. Réessayez dans 20 secondes.");
        wall = base::format_utc(rig.clock.wall());
    }
    DeskRig rig(disk);
    rig.clock.set_wall(wall);
    rig.navigator.tick();
    rig.hold(2000ms);
    CHECK(rig.node("pin/words")->name == "Trop d’essais. Réessayez dans 18 secondes.");
    rig.wait(17s);
    CHECK(state_of(rig).pin.state == PinState::waiting);
    rig.wait(1s);
    CHECK(state_of(rig).pin.state == PinState::typing);
    rig.type("1111");
    rig.tap("pin/enter");  // the fourth: twice as long
    CHECK(rig.node("pin/words")->name == "Trop d’essais. Réessayez dans 1 minute.");
    rig.wait(20s);
    rig.tap("strip/mark");  // somebody is there
    rig.act(action::OpenPad{});
    CHECK(state_of(rig).desk == action::Desk{});
}

TEST_CASE("the desk asks after its own idle time whether somebody is there, then erases everything",
          "[app][desk]") {
    const DeskDisk disk;
    DeskRig rig(disk);
    rig.open_desk();
    rig.act(action::Open{{ScreenKind::place, "ccas"}});
    rig.tap("basket/add/ccas");
    CHECK(rig.shows("basket/remove/ccas"));
    rig.wait(59s);
    CHECK_FALSE(rig.shows("idle/stay"));
    rig.wait(1s);
    REQUIRE(rig.shows("idle/stay"));
    rig.tap("idle/stay");
    CHECK(state_of(rig).desk.open);
    rig.wait(60s);
    REQUIRE(rig.shows("idle/left"));
    CHECK(rig.node("idle/left")->name == "25 secondes");
    rig.wait(25s);
    CHECK(state_of(rig) == action::AppState{});
    CHECK_FALSE(rig.shows("desk"));
}

TEST_CASE("woken only at its deadlines, a wait for the PIN counts down and ends in time", "[app][desk]") {
    const DeskDisk disk;
    DeskRig rig(disk);
    rig.hold(2000ms);
    for (int time = 0; time < 3; ++time) {
        rig.type("0000");
        rig.tap("pin/enter");
    }
    support::FocusCanvas canvas;
    const auto begin = rig.clock.steady();
    int wakes = 0;
    while (state_of(rig).pin.state == PinState::waiting && state_of(rig).overlay == Overlay::pin &&
           wakes < 200) {
        rig.navigator.draw(canvas);
        const auto due = rig.navigator.next_deadline();
        REQUIRE(due);
        rig.clock.advance(std::chrono::ceil<std::chrono::milliseconds>(*due - rig.clock.steady()));
        rig.navigator.tick();
        ++wakes;
    }
    CHECK(rig.clock.steady() - begin == 30s);
    CHECK(wakes < 70);
}

TEST_CASE("places are put on the sheet from lists and sheets, ordered, taken off and put back",
          "[app][desk]") {
    const DeskDisk disk;
    DeskRig rig(disk);
    rig.act(action::Open{{ScreenKind::need, "manger"}});
    CHECK_FALSE(rig.shows("basket/add/ccas"));
    rig.act(action::Switch{ScreenKind::home});
    rig.open_desk();
    rig.act(action::Open{{ScreenKind::need, "manger"}});
    rig.tap("basket/add/ccas");
    CHECK(rig.node("desk/fiche")->name == "Fiche (1)");
    rig.act(action::Open{{ScreenKind::place, "mairie"}});
    rig.tap("basket/add/mairie");
    rig.tap("desk/fiche");
    CHECK(rig.here().route == Route{ScreenKind::fiche, "ccas,mairie"});
    CHECK(rig.says("1. Accueil ccas"));
    CHECK(rig.says("2. Accueil mairie"));
    CHECK(rig.says("Une pièce d’identité"));
    CHECK(rig.says("02 40 00 00 00"));
    CHECK(rig.says("Ferme à 17 h"));

    const auto shown = rig.navigator.tree_number();
    rig.tap("fiche/up/mairie");
    CHECK(rig.says("1. Accueil mairie"));
    CHECK(rig.navigator.tree_number() > shown);
    rig.tap("fiche/remove/mairie");
    CHECK_FALSE(rig.says("Accueil mairie"));
    CHECK(rig.node("told/words")->name == "Retiré de la fiche.");
    rig.tap("told/undo");
    CHECK(rig.says("1. Accueil mairie"));
    CHECK_FALSE(rig.shows("told"));
    rig.tap("fiche/remove/mairie");
    rig.tap("fiche/remove/ccas");
    CHECK(rig.says("La fiche est vide."));
    rig.tap("fiche/livret");
    CHECK(rig.here().route.screen == ScreenKind::livret);
}

TEST_CASE("the sheet's places stay on screen while another order of them is read", "[app][desk]") {
    const DeskDisk disk;
    DeskRig rig(disk);
    rig.open_desk();
    for (const char* place : {"ccas", "mairie"})
        rig.act(action::AddToBasket{place});
    rig.tap("desk/fiche");
    rig.key(input::Key::tab);
    rig.navigator.perform(action::MoveInBasket{"ccas", 1});  // and nothing is answered yet
    CHECK(rig.says("1. Accueil mairie"));
    CHECK(rig.says("2. Accueil ccas"));
    rig.settle();
    CHECK(rig.says("2. Accueil ccas"));
}

TEST_CASE("in another language the sheet says all in French, too", "[app][desk]") {
    const DeskDisk disk;
    DeskRig rig(disk);
    rig.open_desk();
    rig.act(action::AddToBasket{"ccas"});
    rig.act(action::SetLanguage{"ar"});
    rig.tap("desk/fiche");
    CHECK(rig.says("Ferme à 17 h"));
    CHECK(rig.says("يغلق عند الساعة 17:00"));
    CHECK(rig.says("بطاقة التوجيه"));
    rig.act(action::SetLanguage{"en"});
    CHECK(rig.says("1. The desk of ccas"));
    CHECK(rig.says("Accueil ccas"));
    CHECK(rig.says("Closes at 5 pm"));
    CHECK(rig.says("Ferme à 17 h"));
}

TEST_CASE("leaving the desk gives the glass back to the visitor, where they are", "[app][desk]") {
    const DeskDisk disk;
    DeskRig rig(disk);
    rig.open_desk();
    rig.act(action::Open{{ScreenKind::place, "ccas"}});
    rig.tap("basket/add/ccas");
    rig.tap("desk/fiche");
    rig.tap("desk/leave");
    CHECK(rig.here().route == Route{ScreenKind::place, "ccas"});
    CHECK_FALSE(rig.shows("desk"));
    CHECK_FALSE(rig.shows("notice/closed-today"));
    CHECK(rig.shows("basket/add/ccas"));  // to a visitor's list, which is empty
    CHECK_FALSE(rig.shows("list"));
    CHECK(rig.shows("end"));
}

TEST_CASE("initiatives are put on the sheet beside places, from where places are", "[app][desk]") {
    const DeskDisk disk;
    DeskRig rig(disk);
    rig.open_desk();
    rig.act(action::Open{{ScreenKind::need, "manger"}});
    rig.reach("basket/add/initiative/maison");
    CHECK(rig.node("desk/fiche")->name == "Fiche (1)");
    rig.tap("desk/fiche");
    CHECK(rig.says("1 initiative"));
    CHECK(rig.says("1. Initiative maison"));
    rig.act(action::Open{{ScreenKind::place, "ccas"}});
    rig.reach("basket/add/ccas");
    rig.tap("desk/fiche");
    CHECK(rig.says("1 lieu où aller · 1 initiative"));
    CHECK(rig.says("2. Accueil ccas"));
    rig.reach("fiche/up/ccas");
    CHECK(rig.here().route.id == "ccas,initiative/maison");
    CHECK(rig.says("2. Initiative maison"));
    rig.reach("fiche/remove/initiative/maison");
    CHECK(rig.here().route.id == "ccas");
    CHECK_FALSE(rig.says("2. Initiative maison"));
    rig.tap("told/undo");
    CHECK(rig.says("2. Initiative maison"));
    // From a search and from the map, too.
    rig.act(action::EmptyBasket{});
    rig.act(action::Open{{ScreenKind::map, "initiative/maison"}});
    CHECK(rig.shows("basket/add/initiative/maison"));
}

TEST_CASE(
    "a visitor keeps places in a list, sees each again, takes all of them along, and nothing stays after",
    "[app]") {
    const DeskDisk disk;
    DeskRig rig(disk);
    rig.act(action::Open{{ScreenKind::place, "ccas"}});
    rig.tap("basket/add/ccas");
    CHECK(rig.node("list")->name == "Ma liste (1)");
    rig.act(action::Open{{ScreenKind::place, "mairie"}});
    rig.tap("basket/add/mairie");
    rig.tap("list");
    CHECK(rig.here().route == Route{ScreenKind::fiche, "ccas,mairie"});
    CHECK(rig.says("Ma liste"));
    CHECK(rig.says("1. Accueil ccas"));
    CHECK_FALSE(rig.shows("fiche/down/ccas"));
    rig.tap("take");
    CHECK(rig.shows("take/code"));
    rig.tap("dialog/close");
    rig.tap("fiche/remove/ccas");
    CHECK(rig.says("Retiré de votre liste."));
    CHECK_FALSE(rig.says("1. Accueil ccas"));
    rig.tap("told/undo");
    CHECK(rig.says("1. Accueil ccas"));
    rig.tap("list/open/ccas");
    CHECK(rig.here().route == Route{ScreenKind::place, "ccas"});
    rig.tap("list");
    rig.tap("list/clear");
    CHECK(rig.says("Votre liste est effacée."));
    CHECK(rig.shows("fiche/livret"));
    rig.tap("told/undo");
    CHECK(rig.says("1. Accueil ccas"));
    rig.tap("end");
    CHECK(state_of(rig) == action::AppState{});
    CHECK_FALSE(rig.shows("list"));
}
