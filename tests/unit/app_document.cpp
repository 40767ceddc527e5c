// SPDX-License-Identifier: GPL-3.0-or-later
// A document under fingers and keys: opened, turned, enlarged, searched, left.
#include <catch2/catch.hpp>

#include "kiosk/screens/document.hpp"
#include "tests/support/document_content.hpp"
#include "tests/support/kiosk_rig.hpp"

using namespace accueil;
using action::ReadPanel;
using action::ScreenKind;
using support::KioskRig;

namespace {

class Reader : public KioskRig {
  public:
    Reader() : KioskRig(support::document_cache()) {
        act(action::Open{{ScreenKind::initiative, "bus-d-accueil"}});
        reach("document/bus-d-accueil/1");
    }
    base::Point middle() { return node(screens::kPageNode)->rect.center(); }
    std::string where() { return node("document/where")->name; }
    const action::Reading& reading() const { return here().reading; }
    void swipe(float way) {
        const auto from = middle();
        navigator.on_gesture(input::Press{from});
        navigator.on_gesture(input::PressCancel{});
        navigator.on_gesture(input::DragStart{from});
        for (int i = 0; i < 4; ++i)
            navigator.on_gesture(
                input::Drag{{from.x + way * static_cast<float>(i + 1) / 4, from.y}, {way / 4, 0}});
        navigator.on_gesture(input::DragEnd{{from.x + way, from.y}, {0, 0}});
        settle();
    }
    void pinch(float factor) {
        navigator.on_gesture(input::Press{middle()});
        navigator.on_gesture(input::PressCancel{});
        navigator.on_gesture(input::Pinch{middle(), {}, factor});
        navigator.on_gesture(input::PinchEnd{});
        settle();
    }
    void type(const std::string& letters) {
        for (const char letter : letters)
            tap(std::string("key/") + letter);
    }
};

}  // namespace

TEST_CASE("document: it opens from its initiative, and back leads there", "[app]") {
    Reader reader;
    CHECK(reader.here().route == action::Route{ScreenKind::document, support::kDocument});
    CHECK(reader.where() == "Page 1 sur 5");
    CHECK(reader.node("document/text")->name == "Le guide du bus\nBienvenue");
    CHECK(reader.navigator.settled());
    reader.tap("bar/back");
    CHECK(reader.here().route.screen == ScreenKind::initiative);
}

TEST_CASE("document: pages are turned by buttons, by a swipe and by keys, and not past the ends", "[app]") {
    Reader reader;
    reader.swipe(400);  // there is none before
    CHECK(reader.reading().page == 0);
    reader.tap(screens::kNextPage);
    CHECK(reader.where() == "Page 2 sur 5");
    reader.swipe(-400);
    CHECK(reader.where() == "Page 3 sur 5");
    reader.swipe(-60);  // not meant
    CHECK(reader.where() == "Page 3 sur 5");
    reader.swipe(400);
    CHECK(reader.where() == "Page 2 sur 5");
    reader.key(input::Key::page_down);
    reader.key(input::Key::right);
    CHECK(reader.where() == "Page 4 sur 5");
    reader.key(input::Key::page_down);
    reader.key(input::Key::page_down);
    CHECK(reader.where() == "Page 5 sur 5");
    CHECK_FALSE(reader.node(screens::kNextPage)->is_control());
    reader.key(input::Key::left);
    reader.tap(screens::kPreviousPage);
    CHECK(reader.where() == "Page 3 sur 5");
}

TEST_CASE("document: in Arabic the next page comes from the left", "[app]") {
    Reader reader;
    reader.act(action::SetLanguage{"ar"});
    reader.swipe(400);
    CHECK(reader.reading().page == 1);
    reader.key(input::Key::left);
    CHECK(reader.reading().page == 2);
}

TEST_CASE("document: it is enlarged by buttons, by two fingers and by keys, and then moved", "[app]") {
    Reader reader;
    for (int i = 0; i < 4; ++i)
        reader.tap(screens::kZoomIn);
    CHECK(reader.reading().zoom == 3);
    CHECK_FALSE(reader.node(screens::kZoomIn)->is_control());
    const auto before = reader.reading();
    reader.swipe(-200);
    CHECK(reader.reading().page == 0);  // moved, not turned
    CHECK(reader.reading().x > before.x);
    reader.key(input::Key::up);
    CHECK(reader.reading().y < before.y);
    reader.pinch(0.5F);
    CHECK(reader.reading().zoom == Approx(1.5F));
    reader.pinch(0.1F);
    CHECK(reader.reading().zoom == 1);
    reader.navigator.on_key({input::Key::other, false, false, false, "+"});
    reader.settle();
    CHECK(reader.reading().zoom == 1.5F);
    reader.tap(screens::kNextPage);
    CHECK(reader.reading().zoom == 1.5F);  // as near, from the top
    CHECK(reader.reading().y == 0);
}

TEST_CASE("document: a word is found, its page opens, and the way to the next is there", "[app]") {
    Reader reader;
    reader.tap("document/search");
    reader.type("accueil");
    CHECK(reader.here().typed == "accueil");
    CHECK(reader.node("document/count")->name == "3 passages");
    reader.tap("document/hit/1");
    CHECK(reader.where() == "Page 2 sur 5");
    CHECK(reader.reading().panel == ReadPanel::none);
    reader.tap("document/hit-after");
    CHECK(reader.where() == "Page 4 sur 5");
    CHECK_FALSE(reader.node("document/hit-after")->is_control());
    reader.tap("document/no-hits");
    CHECK_FALSE(reader.shows("document/hit-after"));
    reader.tap("document/search");
    reader.type("zzz");
    CHECK(reader.node("document/count")->name == "Ces mots ne sont pas dans le document.");
}

TEST_CASE("document: thumbnails, outline and links lead to pages; back closes them first", "[app]") {
    Reader reader;
    reader.tap("document/pages");
    reader.tap("document/page/5");
    CHECK(reader.where() == "Page 5 sur 5");
    reader.tap("document/outline");
    reader.tap("document/outline/2");
    CHECK(reader.where() == "Page 4 sur 5");
    reader.tap("document/pages");
    reader.tap("document/page/1");
    reader.tap("document/links");
    reader.tap("bar/back");
    CHECK(reader.here().route.screen == ScreenKind::document);
    CHECK(reader.reading().panel == ReadPanel::none);
    reader.tap("document/links");
    CHECK(reader.shows("document/link/1"));  // the web's: a code
    reader.tap("document/link/2");
    CHECK(reader.where() == "Page 5 sur 5");
}

TEST_CASE("document: the end of a visit leaves nothing of it", "[app]") {
    Reader reader;
    reader.tap("document/search");
    reader.type("bus");
    reader.act(action::EndVisit{});
    CHECK(reader.navigator.state() == action::AppState{});
}
