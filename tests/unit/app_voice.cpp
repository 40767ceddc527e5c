// SPDX-License-Identifier: GPL-3.0-or-later
// A document read aloud by the real voice, into a sound output that nobody hears.
#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <thread>

#include "kiosk/screens/document.hpp"
#include "tests/support/document_content.hpp"
#include "tests/support/kiosk_rig.hpp"

using namespace accueil;
using namespace std::chrono_literals;
using action::Aloud;
using action::ScreenKind;
using support::KioskRig;

namespace {

std::size_t voices_running() {
    std::size_t count = 0;
    for (const auto& task : std::filesystem::directory_iterator("/proc/self/task")) {
        std::ifstream line(task.path() / "children");
        for (int process = 0; line >> process;)
            ++count;
    }
    return count;
}

class Lectern {
  public:
    explicit Lectern(speech::Speaker::Options options = {})
        : speaker(start(std::move(options))),
          rig(support::document_cache(), {}, nullptr, {}, nullptr, nullptr, speaker.get()) {
        rig.act(action::Open{{ScreenKind::document, support::kDocument}});
    }
    static std::unique_ptr<speech::Speaker> start(speech::Speaker::Options options) {
        ::setenv("ALSOFT_DRIVERS", "null", 1);
        return speech::Speaker::start(std::move(options), [] {});
    }
    /// The speaker's news come by themselves on the glass; here until the screen shows it.
    template <class Condition>
    bool until(const Condition& holds, int rounds = 1500) {
        for (int i = 0; i < rounds; ++i) {
            rig.navigator.on_speaker(speaker->drain());
            rig.settle();
            if (holds()) return true;
            std::this_thread::sleep_for(10ms);
        }
        return false;
    }
    Aloud aloud() { return rig.here().aloud; }
    int page() { return rig.here().reading.page; }
    /// Something marks the page that is not there while nothing is said.
    bool is_marked() { return rig.navigator.spoken_word().has_value(); }
    std::string name(const std::string& id) {
        const auto* node = rig.node(id);
        return node == nullptr ? "" : node->name;
    }

    std::unique_ptr<speech::Speaker> speaker;
    KioskRig rig;
};

}  // namespace

TEST_CASE("voice: a document is read page after page to its end, and the page turns with it", "[app]") {
    Lectern lectern;
    CHECK(lectern.name("aloud/listen") == "Écouter");
    CHECK_FALSE(lectern.rig.shows("aloud/pause"));
    lectern.rig.act(action::SpeakAction(action::SetSpeechRate{135}));
    lectern.rig.tap("aloud/listen");
    CHECK(lectern.aloud() == Aloud::on);
    CHECK(lectern.name("aloud/listen") == "Arrêter la voix");
    REQUIRE(lectern.until([&] { return lectern.is_marked(); }));
    int last = 0;
    CHECK(lectern.until(
        [&] {
            CHECK(lectern.page() >= last);
            CHECK(lectern.page() <= last + 1);
            last = lectern.page();
            return lectern.aloud() == Aloud::off;
        },
        3000));
    CHECK(lectern.page() == 4);
    CHECK_FALSE(lectern.is_marked());
    CHECK_FALSE(lectern.rig.shows("aloud/pause"));
}

TEST_CASE("voice: it pauses, repeats, goes on, and follows the page that a finger turns", "[app]") {
    Lectern lectern;
    lectern.rig.tap("aloud/listen");
    REQUIRE(lectern.until([&] { return lectern.is_marked(); }));
    lectern.rig.tap("aloud/pause");
    CHECK(lectern.aloud() == Aloud::held);
    CHECK(lectern.name("aloud/pause") == "Reprendre");
    CHECK_FALSE(lectern.until([&] { return lectern.page() > 0 || lectern.aloud() == Aloud::off; }, 200));
    lectern.rig.navigator.on_key({input::Key::other, false, false, false, " "});
    lectern.rig.settle();
    CHECK(lectern.aloud() == Aloud::on);
    lectern.rig.tap(screens::kNextPage);
    lectern.rig.tap(screens::kNextPage);
    lectern.rig.tap(screens::kNextPage);
    CHECK(lectern.page() == 3);
    const auto word = [&] { return lectern.rig.navigator.spoken_word(); };
    REQUIRE(lectern.until([&] { return word() && *word() >= 2; }));
    CHECK(lectern.page() == 3);
    lectern.rig.tap("aloud/next");
    REQUIRE(lectern.until([&] { return lectern.page() == 4 || (word() && *word() >= 5); }));
    lectern.rig.tap("aloud/rate");
    CHECK(lectern.rig.navigator.state().preferences.listening.speech_percent == 135);
    lectern.rig.tap("aloud/louder");
    CHECK(lectern.rig.navigator.state().preferences.listening.volume == 60);
    CHECK(lectern.name("aloud/volume") == "60 %");
}

TEST_CASE("voice: leaving the document ends it, and coming back is silent", "[app]") {
    Lectern lectern;
    lectern.rig.tap("aloud/listen");
    REQUIRE(lectern.until([&] { return lectern.is_marked(); }));
    lectern.rig.act(action::Open{{ScreenKind::place, "ccas"}});
    CHECK_FALSE(lectern.is_marked());
    lectern.rig.act(action::Back{});
    CHECK(lectern.aloud() == Aloud::off);
    CHECK_FALSE(lectern.until([&] { return lectern.is_marked(); }, 100));
    lectern.rig.tap("aloud/listen");
    REQUIRE(lectern.until([&] { return lectern.is_marked(); }));
    CHECK(voices_running() == 1);
    lectern.rig.act(action::EndVisit{});
    CHECK_FALSE(lectern.is_marked());
    CHECK(lectern.until([] { return voices_running() == 0; }));
    CHECK(lectern.rig.here().route.screen == ScreenKind::home);
}

TEST_CASE("voice: whoever listens does not touch, but not for ever", "[app]") {
    Lectern lectern;
    lectern.rig.tap("aloud/listen");
    REQUIRE(lectern.until([&] { return lectern.is_marked(); }));
    lectern.rig.tap("aloud/pause");
    lectern.rig.act(action::SpeakAction(action::SetAloud{Aloud::on}));
    for (int i = 0; i < 18; ++i)
        lectern.rig.wait(30s);
    CHECK_FALSE(lectern.rig.shows("idle/stay"));
    for (int i = 0; i < 15 && !lectern.rig.shows("idle/stay"); ++i)
        lectern.rig.wait(10s);
    CHECK(lectern.rig.shows("idle/stay"));
    lectern.rig.wait(30s);
    CHECK(lectern.rig.here().route.screen == ScreenKind::home);
}

TEST_CASE("voice: why nothing is heard stands beside the document", "[app]") {
    speech::Speaker::Options none;
    none.program = "/nowhere/accueil-voice";
    Lectern lectern(none);
    lectern.rig.tap("aloud/listen");
    CHECK(lectern.until([&] { return lectern.rig.shows("aloud/why"); }));
    CHECK(lectern.aloud() == Aloud::off);
    CHECK(lectern.name("aloud/why") == "La lecture s’est arrêtée. Vous pouvez réessayer.");
    lectern.rig.act(action::SetLanguage{"ar"});
    CHECK(lectern.name("aloud/why") != "La lecture s’est arrêtée. Vous pouvez réessayer.");
}

TEST_CASE("voice: a page of the kiosk is read text after text, what is said is marked and in sight",
          "[app]") {
    Lectern lectern;
    lectern.rig.act(action::SpeakAction(action::SetSpeechRate{135}));
    lectern.rig.act(action::Open{{ScreenKind::initiative, "bus-d-accueil"}});
    const auto texts = screens::spoken_texts(lectern.rig.navigator.tree(), "fr");
    REQUIRE(texts.size() > 5);
    CHECK(texts.front().language == "fr");
    lectern.rig.reach("aloud/listen");
    CHECK(lectern.aloud() == Aloud::on);
    CHECK(lectern.rig.shows("aloud/pause"));
    const auto said = [&]() -> const ui::Node* {
        const std::function<const ui::Node*(const ui::Node&)> find = [&](const ui::Node& node) {
            if (node.state.current && node.draw && !node.on_tap) return &node;
            for (const auto& child : node.children)
                if (const auto* found = find(child)) return found;
            return static_cast<const ui::Node*>(nullptr);
        };
        return find(*ui::find(lectern.rig.navigator.tree(), "scroll"));
    };
    std::vector<std::string> heard;
    const auto hears = [&](std::size_t count) {
        return lectern.until(
            [&] {
                const auto* node = said();
                if (node != nullptr && (heard.empty() || heard.back() != node->name))
                    heard.push_back(node->name);
                return heard.size() >= count || lectern.aloud() == Aloud::off;
            },
            3000);
    };
    REQUIRE(hears(3));
    for (std::size_t i = 0; i < heard.size(); ++i)
        CHECK(heard[i] == texts[i].words);
    CHECK(lectern.name("aloud/pause") == "Pause");
    lectern.rig.navigator.on_key({input::Key::other, false, false, false, " "});
    lectern.rig.settle();
    CHECK(lectern.aloud() == Aloud::held);
    lectern.rig.tap("aloud/next");
    lectern.rig.tap("aloud/stop");
    CHECK(lectern.aloud() == Aloud::off);
    CHECK(said() == nullptr);
}

TEST_CASE("voice: places, questions and pages can be listened to, lists cannot", "[app]") {
    Lectern lectern;
    for (const auto& route : {action::Route{ScreenKind::place, "mairie"},
                              {ScreenKind::question, "ecouter"},
                              {ScreenKind::page, "introduction"}}) {
        lectern.rig.act(action::Open{route});
        CAPTURE(route.id);
        CHECK(lectern.rig.shows("aloud/listen"));
        CHECK(screens::spoken_texts(lectern.rig.navigator.tree(), "fr").size() > 2);
    }
    lectern.rig.act(action::Open{{ScreenKind::livret, {}}});
    CHECK_FALSE(lectern.rig.shows("aloud/listen"));
}

TEST_CASE("voice: in another language the page is said anew, in its own", "[app]") {
    Lectern lectern;
    lectern.rig.act(action::Open{{ScreenKind::page, "introduction"}});
    lectern.rig.reach("aloud/listen");
    REQUIRE(lectern.until([&] { return lectern.is_marked(); }));
    lectern.rig.act(action::SetLanguage{"en"});
    CHECK(lectern.aloud() == Aloud::on);
    const auto texts = screens::spoken_texts(lectern.rig.navigator.tree(), "en");
    CHECK(std::any_of(texts.begin(), texts.end(), [](const auto& text) { return text.language == "en"; }));
    REQUIRE(lectern.until([&] { return lectern.is_marked(); }));
}
