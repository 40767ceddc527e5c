// SPDX-License-Identifier: GPL-3.0-or-later
// An initiative's photos: as thumbnails on its page, one at a time over the glass, and back.
#include <catch2/catch.hpp>
#include <sstream>

#include "kiosk/draw/image.hpp"
#include "sync/publish/commands.hpp"
#include "tests/support/kiosk_rig.hpp"

using namespace accueil;
using action::ScreenKind;
using support::KioskRig;

namespace {

const std::filesystem::path& photo_cache() {
    static const support::TempDir kFolder;
    static const auto kCache = [] {
        const support::ContentCopy content;
        for (int number = 1; number <= 3; ++number) {
            std::vector<std::uint8_t> rgba(std::size_t{400} * 300 * 4,
                                           static_cast<std::uint8_t>(60 * number));
            const auto file = content.path() / "media" / ("photo" + std::to_string(number) + ".png");
            REQUIRE(draw::save_png({400, 300, std::move(rgba)}, file));
        }
        content.edit("initiatives/bus-d-accueil.md", "sources:\n",
                     "photos:\n"
                     "  - file: photo1.png\n    alt: {fr: \"Le bus devant la mairie\", ar: \"الحافلة\"}\n"
                     "    credit: \"Ville de Nantes\"\n"
                     "  - file: photo2.png\n    alt: \"Dans le bus\"\n"
                     "  - file: photo3.png\n    alt: \"Le départ\"\nsources:\n");
        content.edit("initiatives/bus-d-accueil.md", "Au marché,",
                     "![Le bus au marché](photo2.png \"Le samedi\")\n\nAu marché,");
        content.write("pages/introduction.md",
                      content.text("pages/introduction.md") + "\n![La première halte](photo1.png)\n");
        content.write("pages/introduction.en.md",
                      content.text("pages/introduction.en.md") + "\n![The last stop](photo3.png)\n");
        const auto cache = kFolder / "photos";
        std::ostringstream said;
        const std::vector<std::string> arguments{"embed", content.path().string(), "--to", cache, "--quiet"};
        if (publish::run_command(arguments, {said, said, false}, support::FakeClock()) !=
            publish::ExitCode::done)
            throw std::runtime_error(said.str());
        return cache;
    }();
    return kCache;
}

}  // namespace

TEST_CASE("photos: thumbnails with their words lead to one as large as the glass", "[app]") {
    KioskRig rig(photo_cache());
    rig.act(action::Open{{ScreenKind::initiative, "bus-d-accueil"}});
    REQUIRE(rig.shows("photo/bus-d-accueil/3"));
    CHECK(rig.node("photo/bus-d-accueil/1")->name == "Le bus devant la mairie");
    rig.reach("photo/bus-d-accueil/1");
    CHECK(rig.here().route == action::Route{ScreenKind::photo, "bus-d-accueil/1"});
    CHECK(rig.node("photo/picture")->name == "Le bus devant la mairie");
    CHECK(rig.node("photo/picture")->rect.width > 1000);
    CHECK(rig.node("photo/where")->name == "1 sur 3");
    CHECK_FALSE(rig.node("photo/previous")->is_control());
}

TEST_CASE("photos: the next takes this one's place, and back leads to the initiative", "[app]") {
    KioskRig rig(photo_cache());
    rig.act(action::Open{{ScreenKind::initiative, "bus-d-accueil"}});
    rig.reach("photo/bus-d-accueil/1");
    rig.tap("photo/next");
    CHECK(rig.node("photo/picture")->name == "Dans le bus");
    rig.tap("photo/next");
    CHECK(rig.node("photo/where")->name == "3 sur 3");
    CHECK_FALSE(rig.node("photo/next")->is_control());
    rig.tap("photo/previous");
    CHECK(rig.node("photo/where")->name == "2 sur 3");
    rig.tap("bar/back");
    CHECK(rig.here().route == action::Route{ScreenKind::initiative, "bus-d-accueil"});
}

TEST_CASE("photos: one that is none says that it is gone", "[app]") {
    KioskRig rig(photo_cache());
    for (const char* id :
         {"bus-d-accueil/0", "bus-d-accueil/4", "bus-d-accueil", "none/1", "/", "bus-d-accueil/x"}) {
        rig.act(action::Open{{ScreenKind::photo, id}});
        CHECK_FALSE(rig.shows("photo/picture"));
        CHECK(rig.shows("failed/home"));
        rig.act(action::Back{});
    }
}

TEST_CASE("turning to another screen's page is no turning", "[app]") {
    KioskRig rig(photo_cache());
    rig.act(action::TurnTo{{ScreenKind::photo, "bus-d-accueil/1"}});
    CHECK(rig.here().route.screen == ScreenKind::home);
}

TEST_CASE("photos: a text shows those that it names, in each language its own", "[app]") {
    KioskRig rig(photo_cache());
    const auto picture = [&](const std::string& name) -> const ui::Node* {
        const std::function<const ui::Node*(const ui::Node&)> find = [&](const ui::Node& node) {
            if (node.role == ui::Role::image && node.name == name) return &node;
            for (const auto& child : node.children)
                if (const auto* found = find(child)) return found;
            return static_cast<const ui::Node*>(nullptr);
        };
        return find(rig.navigator.tree());
    };
    rig.act(action::Open{{ScreenKind::initiative, "bus-d-accueil"}});
    const auto* bus = picture("Le bus au marché");
    REQUIRE(bus != nullptr);
    REQUIRE(bus->image != nullptr);
    CHECK(bus->rect.width == 400);
    CHECK(bus->rect.height == 300);
    rig.act(action::Open{{ScreenKind::page, "introduction"}});
    CHECK(picture("La première halte") != nullptr);
    rig.act(action::SetLanguage{"en"});
    CHECK(picture("The last stop") != nullptr);
    CHECK(picture("La première halte") == nullptr);
}
