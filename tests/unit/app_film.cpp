// SPDX-License-Identifier: GPL-3.0-or-later
// A film on the kiosk's screens, by the real player: what the visitor does, and what becomes of it.
#include <catch2/catch.hpp>
#include <thread>

#include "kiosk/screens/film.hpp"
#include "tests/support/document_content.hpp"
#include "tests/support/focus_canvas.hpp"
#include "tests/support/kiosk_rig.hpp"

using namespace accueil;
using action::ScreenKind;
using action::WatchAction;
using support::KioskRig;
using namespace std::chrono_literals;

namespace {

std::unique_ptr<video::Player> quiet_player() {
    video::Player::Options options;
    options.audio = "null";
    return video::Player::start(options, [] {});
}

class Cinema {
  public:
    Cinema() : player(quiet_player()), rig(support::shipped_cache(), {}, nullptr, {}, nullptr, player.get()) {
        rig.act(action::Open{{ScreenKind::initiative, "labacces"}});
    }
    void open() {
        rig.reach("film/open");
        REQUIRE(rig.here().route == action::Route{ScreenKind::film, "labacces"});
    }
    /// The player's news come by themselves on the glass; here until the screen shows it.
    template <class Condition>
    bool until(const Condition& holds) {
        for (int i = 0; i < 1500; ++i) {
            rig.navigator.on_player(player->drain());
            rig.settle();
            if (holds()) return true;
            std::this_thread::sleep_for(10ms);
        }
        return false;
    }
    std::string name(const std::string& id) {
        const auto* node = rig.node(id);
        return node == nullptr ? "" : node->name;
    }
    bool plays() {
        return until([&] { return rig.shows("film/caption"); });
    }

    std::unique_ptr<video::Player> player;
    KioskRig rig;
};

}  // namespace

TEST_CASE("film: it opens from its poster, plays with captions, and back leads to the initiative", "[app]") {
    Cinema cinema;
    cinema.open();
    CHECK(cinema.name("film/play") == "Pause");
    REQUIRE(cinema.plays());
    CHECK(cinema.player->frames() != nullptr);
    CHECK(cinema.name("film/caption").find("LabAccès") != std::string::npos);
    CHECK(cinema.rig.node("film/row/1")->state.current);
    cinema.rig.tap("bar/back");
    CHECK(cinema.rig.here().route.screen == ScreenKind::initiative);
    CHECK(cinema.player->frames() == nullptr);
}

TEST_CASE("film: a row of the transcript leads there, the line as well, and keys", "[app]") {
    Cinema cinema;
    cinema.open();
    REQUIRE(cinema.plays());
    cinema.rig.tap("film/row/2");
    CHECK(cinema.until([&] { return cinema.rig.node("film/row/2")->state.current; }));
    cinema.rig.tap("film/play");
    CHECK(cinema.name("film/play") == "Lire");
    const auto line = cinema.rig.node(screens::kFilmLine)->rect;
    cinema.rig.tap(base::Point{line.x + line.width * 0.5F, line.center().y});
    CHECK(cinema.until([&] { return cinema.name(screens::kFilmLine).starts_with("À 0:24 sur 0:4"); }));
    cinema.rig.navigator.on_gesture(input::Press{line.center()});
    cinema.rig.navigator.on_gesture(input::DragStart{line.center()});
    cinema.rig.navigator.on_gesture(input::Drag{{line.x, line.center().y}, {-line.width, 0}});
    cinema.rig.navigator.on_gesture(input::DragEnd{{line.x, line.center().y}, {}});
    cinema.rig.settle();
    CHECK(cinema.until([&] { return cinema.name(screens::kFilmLine).starts_with("À 0:00"); }));
    cinema.rig.key(input::Key::right);
    CHECK(cinema.until([&] { return cinema.name(screens::kFilmLine).starts_with("À 0:05"); }));
    cinema.rig.navigator.on_key({input::Key::other, false, false, false, " "});
    cinema.rig.settle();
    CHECK(cinema.name("film/play") == "Pause");
}

TEST_CASE("film: while a finger leads the line, frames that come do not", "[app]") {
    Cinema cinema;
    cinema.open();
    REQUIRE(cinema.plays());
    const auto line = cinema.rig.node(screens::kFilmLine)->rect;
    const base::Point to{line.x + line.width * 0.8F, line.center().y};
    cinema.rig.navigator.on_gesture(input::Press{line.center()});
    cinema.rig.navigator.on_gesture(input::DragStart{line.center()});
    cinema.rig.navigator.on_gesture(input::Drag{to, {to.x - line.center().x, 0}});
    cinema.rig.settle();
    const auto led = cinema.name(screens::kFilmLine);
    CHECK_FALSE(led.starts_with("À 0:0"));
    // The film plays on meanwhile.
    for (int i = 0; i < 120; ++i) {
        cinema.rig.navigator.on_player(cinema.player->drain());
        cinema.rig.settle();
        std::this_thread::sleep_for(10ms);
    }
    CHECK(cinema.name(screens::kFilmLine) == led);
    cinema.rig.navigator.on_gesture(input::DragEnd{to, {}});
    cinema.rig.settle();
    CHECK(cinema.until([&] { return cinema.name(screens::kFilmLine) == led; }));
}

TEST_CASE("film: who watches is not asked whether they are there, who stopped it is", "[app]") {
    Cinema cinema;
    cinema.open();
    REQUIRE(cinema.plays());
    // By the clock that is held: the film of 49 seconds has not ended for the player.
    cinema.rig.wait(45s);
    cinema.rig.wait(1s);
    CHECK_FALSE(cinema.rig.shows("idle/stay"));
    cinema.rig.tap("film/play");
    cinema.rig.wait(89s);
    CHECK_FALSE(cinema.rig.shows("idle/stay"));
    cinema.rig.wait(2s);
    CHECK(cinema.rig.shows("idle/stay"));
    cinema.rig.wait(30s);
    CHECK(cinema.rig.here().route.screen == ScreenKind::home);
    CHECK(cinema.player->frames() == nullptr);
}

TEST_CASE("film: a player that plays for ever does not keep a visit alive for ever", "[app]") {
    Cinema cinema;
    cinema.open();
    REQUIRE(cinema.plays());
    for (int minute = 0; minute < 4; ++minute)
        cinema.rig.wait(60s);
    CHECK(cinema.rig.here().route.screen == ScreenKind::home);
}

TEST_CASE("film: what a visitor chose of sound and captions ends with the visit", "[app]") {
    Cinema cinema;
    cinema.open();
    REQUIRE(cinema.plays());
    cinema.rig.tap("film/louder");
    cinema.rig.tap("film/captions");
    cinema.rig.tap("film/captions/yellow");
    cinema.rig.tap("film/captions/none");
    cinema.rig.tap("dialog/close");
    CHECK_FALSE(cinema.rig.shows("film/caption"));
    CHECK(cinema.rig.shows("film/row/1"));  // its words are still to be read
    CHECK(cinema.rig.navigator.state().preferences.listening.volume == 60);
    cinema.rig.act(action::EndVisit{});
    CHECK(cinema.rig.navigator.state().preferences.listening == action::Listening{});
    CHECK(cinema.player->frames() == nullptr);
}

TEST_CASE("film: over all of the glass there is a way back", "[app]") {
    Cinema cinema;
    cinema.open();
    REQUIRE(cinema.plays());
    cinema.rig.tap("film/wide");
    CHECK_FALSE(cinema.rig.shows("end"));
    CHECK(cinema.rig.shows("bar/home"));
    CHECK(cinema.rig.node(screens::kFilmPicture)->rect.width > 1000);
    cinema.rig.key(input::Key::escape);
    CHECK(cinema.rig.shows("end"));
}

TEST_CASE("film: without a player its poster and its words stand", "[app]") {
    KioskRig rig(support::shipped_cache());
    rig.act(action::Open{{ScreenKind::film, "labacces"}});
    CHECK(rig.shows("film/row/1"));
    CHECK(rig.navigator.settled());
    rig.act(action::Open{{ScreenKind::film, "demi-journee-du-27-novembre-2020"}});
    CHECK_FALSE(rig.shows(screens::kFilmPicture));
}

TEST_CASE("film: one that is withdrawn while it plays stops", "[app]") {
    Cinema cinema;
    cinema.open();
    REQUIRE(cinema.plays());
    support::KioskRig& rig = cinema.rig;
    rig.act(WatchAction(action::SetPlaying{true}));
    rig.switch_to(support::document_cache());
    rig.answer(true);
    rig.settle();
    CHECK_FALSE(rig.shows(screens::kFilmPicture));
    CHECK(cinema.player->frames() == nullptr);
}

TEST_CASE("film: a frame that alone is new is drawn alone, anything else all of the glass", "[app]") {
    Cinema cinema;
    cinema.open();
    REQUIRE(cinema.plays());
    // Clears count what is drawn whole; the words beside the film what is drawn at all.
    struct Counter final : support::FocusCanvas {
        using FocusCanvas::FocusCanvas;
        int clears = 0;
        std::vector<base::Rect> clips;
        void clear(draw::Color) override { ++clears; }
        void push_clip(const base::Rect& rect) override { clips.push_back(rect); }
    };
    Counter canvas;
    auto& navigator = cinema.rig.navigator;
    using Before = app::Navigator::Before;
    navigator.draw(canvas, Before::last_frame);
    CHECK(canvas.clears == 1);
    // Frames come between two seconds, when no word changes.
    const bool has_moved = cinema.until([&] {
        const int before = canvas.clears;
        canvas.clips.clear();
        navigator.draw(canvas, Before::last_frame);
        return canvas.clears == before;
    });
    REQUIRE(has_moved);
    const auto picture = cinema.rig.node(screens::kFilmPicture)->rect;
    CHECK(canvas.clips.front() == picture);
    const int before = canvas.clears;
    navigator.draw(canvas);
    CHECK(canvas.clears == before + 1);
    navigator.redraw();
    navigator.draw(canvas, Before::last_frame);
    CHECK(canvas.clears == before + 2);
}
