// SPDX-License-Identifier: GPL-3.0-or-later
// A proposal from the first touch to local.db, by fingers and keys, with what can go wrong on the way.
#include <catch2/catch.hpp>
#include <cmath>
#include <cstdlib>

#include "kiosk/draw/cairo_canvas.hpp"
#include "kiosk/screens/map_screen.hpp"
#include "kiosk/screens/proposal.hpp"
#include "sync/base/strings.hpp"
#include "sync/cache/local_store.hpp"
#include "tests/support/proposal_content.hpp"

using namespace accueil;
using namespace std::chrono_literals;
using action::Field;
using action::ScreenKind;
using action::Sending;
using support::KioskRig;
using support::ProposalDisk;

namespace {

class ProposalRig : public KioskRig {
  public:
    explicit ProposalRig(const ProposalDisk& disk, map::MapView* miniature = nullptr)
        : KioskRig(disk.cache, {}, nullptr, {}, miniature) {
        keep_in(disk.local);
    }
    void open_form() {
        act(action::Open{{ScreenKind::initiatives, {}}});
        tap("propose");
    }
    /// By the screen's keys: lower-case letters and spaces.
    void type(const std::string& text) {
        for (const char c : text)
            tap(c == ' ' ? std::string("key/space") : std::string("key/") + c);
    }
    void write(const std::string& field, const std::string& text) {
        reach("propose/" + field);
        type(text);
        tap("propose/form");
    }
    void fill() {
        open_form();
        write("title", "jardin introuvable");
        write("text", "des parcelles.");
        reach("propose/consent");
    }
    const action::Draft& draft() const { return navigator.state().draft; }
};

std::vector<cache::Outgoing> waiting(const ProposalDisk& disk) {
    const auto store = cache::LocalStore::open(disk.local / "local.db").value();
    std::vector<cache::Outgoing> all;
    for (std::uint64_t number = 0;;) {
        const auto next = store.next_after(number).value();
        if (!next) return all;
        number = next->number;
        if (next->kind == cache::OutgoingKind::proposal) all.push_back(*next);
    }
}

model::Proposal opened(const ProposalDisk& disk, const cache::Outgoing& item) {
    return model::proposal_from_json(base::unseal(item.body, disk.key).value()).value();
}

}  // namespace

TEST_CASE("a visitor proposes by fingers alone; it is kept sealed, thanked for, and shown no more",
          "[app][propose]") {
    const ProposalDisk disk;
    ProposalRig rig(disk);
    rig.fill();
    CHECK(rig.draft().title == "Jardin introuvable");  // capitals come by themselves
    rig.reach("propose/where/here");
    rig.reach("propose/send");
    REQUIRE(rig.shows("propose/thanks"));
    const auto items = waiting(disk);
    REQUIRE(items.size() == 1);
    const auto proposal = opened(disk, items.front());
    CHECK(proposal.title == "Jardin introuvable");
    CHECK(proposal.text == "Des parcelles.");
    CHECK(proposal.town == "Nantes");
    CHECK_FALSE(proposal.point);
    CHECK(proposal.contact.empty());
    CHECK(proposal.language == "fr");
    CHECK(proposal.id == items.front().id);
    CHECK(rig.node("propose/number")->name == model::proposal_number(proposal.id));
    const auto json = rig.navigator.tree_json();
    for (const char* word : {"introuvable", "parcelles"})
        CHECK(json.find(word) == std::string::npos);
    rig.tap("propose/another");
    CHECK(rig.draft() == action::Draft{});
    CHECK(rig.node("propose/title")->value.empty());
}

TEST_CASE("nothing leaves the form while something is missing", "[app][propose]") {
    const ProposalDisk disk;
    ProposalRig rig(disk);
    rig.open_form();
    rig.reach("propose/send");
    CHECK(rig.shows("propose/trouble/title"));
    CHECK(rig.node("propose/trouble/title")->visible.height > 0);  // it was scrolled to
    rig.write("title", "jardin");
    rig.write("text", "des parcelles");
    rig.reach("propose/send");
    CHECK(rig.shows("propose/trouble/consent"));
    CHECK(waiting(disk).empty());
}

TEST_CASE("a keyboard that is plugged in writes, begins lines, and goes from field to field",
          "[app][propose]") {
    const ProposalDisk disk;
    ProposalRig rig(disk);
    rig.open_form();
    const auto write = [&](const std::string& text) {
        input::KeyEvent key;
        key.text = text;
        rig.navigator.on_key(key);
        rig.settle();
    };
    write("x");
    CHECK_FALSE(rig.draft().has_words());  // no field was chosen
    rig.tap("propose/title");
    for (const char* letter : {"É", "t", "é"})
        write(letter);
    rig.key(input::Key::backspace);
    CHECK(rig.draft().title == "Ét");
    rig.key(input::Key::enter);
    CHECK(rig.draft().field == Field::text);
    write("a");
    rig.key(input::Key::enter);
    write("b");
    CHECK(rig.draft().text == "a\nb");
    rig.key(input::Key::tab);  // a control is focused: Enter presses it
    rig.key(input::Key::enter);
    CHECK(rig.draft().text == "a\nb");
}

TEST_CASE("a form half filled warns before it is erased, and a touch keeps it", "[app][propose]") {
    const ProposalDisk disk;
    ProposalRig rig(disk);
    rig.open_form();
    rig.write("title", "jardin");
    rig.wait(90s);
    REQUIRE(rig.shows("idle/stay"));
    const auto words = support::catalog().text("fr", "ui.idle.body_written");
    CHECK(support::DeskRig::says(rig.navigator.tree(), words));
    rig.tap("idle/stay");
    CHECK(rig.draft().title == "Jardin");
    rig.wait(90s);
    rig.wait(25s);
    CHECK(rig.draft() == action::Draft{});
    CHECK(rig.here().route.screen == ScreenKind::home);
    CHECK(waiting(disk).empty());
}

TEST_CASE("a full outbox is said, and what was written stays until it can go", "[app][propose]") {
    const ProposalDisk disk;
    {
        auto store = cache::LocalStore::open(disk.local / "local.db").value();
        for (int i = 0; store.put(cache::OutgoingKind::proposal, "filler-" + std::to_string(i),
                                  "application/octet-stream", std::string(250'000, 'x'));
             ++i)
            REQUIRE(i < 100);
        for (int i = 0; store.put(cache::OutgoingKind::proposal, "small-" + std::to_string(i),
                                  "application/octet-stream", std::string(2'000, 'x'));
             ++i)
            REQUIRE(i < 500);
    }
    ProposalRig rig(disk);
    rig.fill();
    rig.reach("propose/send");
    CHECK(rig.draft().sending == Sending::full);
    CHECK(rig.node("propose/trouble")->name == support::catalog().text("fr", "ui.propose.full"));
    CHECK(rig.draft().text == "Des parcelles.");
    {
        auto store = cache::LocalStore::open(disk.local / "local.db").value();
        REQUIRE(store.acknowledge(cache::OutgoingKind::proposal, "filler-0"));
    }
    rig.reach("propose/send");
    CHECK(rig.shows("propose/thanks"));
}

TEST_CASE("a disk that refuses is said, and what was written stays", "[app][propose]") {
    const ProposalDisk disk;
    std::filesystem::create_directories(disk.local / "local.db");  // what cannot be opened
    ProposalRig rig(disk);
    rig.fill();
    rig.reach("propose/send");
    CHECK(rig.draft().sending == Sending::refused);
    CHECK(rig.draft().title == "Jardin introuvable");
    std::filesystem::remove(disk.local / "local.db");
    rig.reach("propose/send");
    CHECK(rig.shows("propose/thanks"));
    CHECK(waiting(disk).size() == 1);
}

TEST_CASE("what is tried again as it was is one proposal, what was changed is another", "[app][propose]") {
    const ProposalDisk disk;
    ProposalRig rig(disk);
    const auto send_unheard = [&] {
        rig.navigator.perform(action::Propose{});
        REQUIRE(rig.asked.size() == 1);
        const auto [ticket, job] = rig.asked.front();
        rig.asked.clear();
        REQUIRE(job(*rig.source));  // the disk has it, and its answer is lost
        query::Loader::News news;
        news.answers.push_back(
            {ticket, tl::unexpected<base::Error>(base::Error{base::ErrorCode::io, "lost"}), rig.feed});
        rig.navigator.on_news(std::move(news));
        rig.settle();
        REQUIRE(rig.draft().sending == Sending::refused);
    };
    rig.fill();
    send_unheard();
    send_unheard();
    CHECK(waiting(disk).size() == 1);
    rig.write("text", " encore");
    send_unheard();
    REQUIRE(waiting(disk).size() == 2);
    CHECK(opened(disk, waiting(disk)[1]).text == "Des parcelles. Encore");
}

TEST_CASE("a visit that ended hears nothing of its proposal, and neither does the next", "[app][propose]") {
    const ProposalDisk disk;
    ProposalRig rig(disk);
    rig.fill();
    rig.navigator.perform(action::Propose{});
    rig.navigator.perform(action::EndVisit{});
    rig.settle();
    CHECK(waiting(disk).size() == 1);
    CHECK(rig.navigator.state() == action::AppState{});
    rig.open_form();
    CHECK(rig.draft() == action::Draft{});
}

TEST_CASE("a finger shows the place on the map, and again, nearer", "[app][propose]") {
    const ProposalDisk disk;
    support::TestMap map;
    ProposalRig rig(disk, &map.view);
    rig.fill();
    rig.reach("propose/where/point");
    rig.navigator.scroll_to(rig.node(screens::kProposalMap)->rect.y - 500);
    rig.settle();
    const auto* picture = rig.node(screens::kMiniatureNode);
    REQUIRE(picture != nullptr);
    const auto rect = picture->rect.inset(3);
    REQUIRE(rect.height > 300);
    const map::View before{map.view.camera(), rect};
    // Not at the territory's edge, beyond which the map does not go.
    const base::Point finger{rect.x + rect.width * 0.45F, rect.y + rect.height * 0.55F};
    const auto meant = map::to_coordinates(before.to_world(finger));
    rig.tap(finger);
    REQUIRE(rig.draft().point);
    CHECK(std::abs(rig.draft().point->latitude - meant.latitude) < 1e-4);
    CHECK(std::abs(rig.draft().point->longitude - meant.longitude) < 1e-4);
    CHECK(map.view.camera().zoom > before.camera.zoom + 1);
    const auto centre = map::to_coordinates(map.view.camera().center);
    CHECK(std::abs(centre.longitude - meant.longitude) < 0.5);
    rig.reach("propose/map/all");
    CHECK(std::abs(map.view.camera().zoom - before.camera.zoom) < 0.01);
    rig.reach("propose/send");
    REQUIRE(waiting(disk).size() == 1);
    const auto proposal = opened(disk, waiting(disk).front());
    REQUIRE(proposal.point);
    CHECK(std::abs(proposal.point->latitude - meant.latitude) < 1e-4);
    CHECK(proposal.town.empty());
}

TEST_CASE("what was written can be erased, after a question", "[app][propose]") {
    const ProposalDisk disk;
    ProposalRig rig(disk);
    rig.open_form();
    CHECK_FALSE(rig.shows("propose/clear"));
    rig.write("title", "jardin");
    rig.reach("propose/clear");
    rig.tap("propose/clear/no");
    CHECK(rig.draft().title == "Jardin");
    rig.reach("propose/clear");
    rig.tap("propose/clear/yes");
    CHECK(rig.draft() == action::Draft{});
}

// For a person to look at: unit_app "[.propose-pictures]" writes them into the folder that ACCUEIL_PICTURES
// names.
TEST_CASE("pictures of the proposal", "[.propose-pictures]") {
    if (std::getenv("ACCUEIL_PICTURES") == nullptr) FAIL("ACCUEIL_PICTURES names no folder");
    for (const char* language : {"fr", "ar"})
        for (const base::Size size : {base::Size{1080, 1920}, base::Size{1920, 1080}}) {
            const ProposalDisk disk;
            support::TestMap map;
            ProposalRig rig(disk, &map.view);
            const auto canvas = draw::CairoCanvas::create(
                static_cast<int>(size.width), static_cast<int>(size.height), support::text_engine());
            rig.navigator.resize(canvas->size());
            const auto paint = [&](const std::string& name) {
                rig.settle();
                for (int pass = 0; pass < 3; ++pass) {
                    rig.navigator.draw(*canvas);
                    map.store.wait_until_idle(20s);
                    rig.navigator.tick();
                }
                rig.navigator.draw(*canvas);
                const auto file =
                    std::filesystem::path(std::getenv("ACCUEIL_PICTURES")) /
                    (name + "-" + language + (size.width > size.height ? "-lying" : "-upright") + ".png");
                REQUIRE(draw::save_png(*canvas->snapshot(), file));
            };
            rig.act(action::SetLanguage{language});
            rig.act(action::Open{{ScreenKind::initiatives, {}}});
            paint("initiatives");
            rig.act(action::Open{{ScreenKind::propose, {}}});
            paint("form-empty");
            rig.act(action::WriteField{Field::text});
            const bool arabic = std::string(language) == "ar";
            rig.act(action::Type{arabic ? "حديقة مشتركة خلف المحطة"
                                        : "Des parcelles pour qui arrive.\nLe jeudi, on"});
            paint("field");
            rig.act(action::HoldKey{arabic ? "ا" : "e"});
            paint("field-held");
            rig.act(action::WriteField{Field::title});
            rig.act(action::Type{std::string(120, 'x')});
            rig.act(action::Type{"x"});
            paint("field-full");
            rig.act(action::ClearTyped{});
            rig.act(action::WriteField{Field::none});
            rig.act(action::Propose{});
            paint("form-missing");
            rig.act(action::PointAt{{47.2, -1.5}, 5});
            rig.navigator.scroll_to(450);
            paint("form-map");
            rig.navigator.scroll_to(3000);
            paint("form-end");
            rig.act(action::ShowOverlay{action::Overlay::clear_draft});
            paint("form-clear");
            rig.act(action::ShowOverlay{action::Overlay::clear_draft});
            rig.act(action::WriteField{Field::title});
            rig.act(action::Type{"x"});
            rig.act(action::WriteField{Field::none});
            rig.act(action::SetConsent{true});
            rig.act(action::Propose{});
            paint("thanks");
        }
}
