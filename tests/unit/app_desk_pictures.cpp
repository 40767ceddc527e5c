// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures of the desk's screens, for a person to look at: unit_app "[.pictures]" writes them into the folder
// that ACCUEIL_PICTURES names. No command line leads a kiosk to its desk.
#include <catch2/catch.hpp>
#include <cstdlib>

#include "kiosk/draw/cairo_canvas.hpp"
#include "tests/support/desk_rig.hpp"

using namespace accueil;
using namespace std::chrono_literals;
using action::ScreenKind;
using support::DeskRig;

namespace {

constexpr const char* kPlaces[] = {"espace-agnes-varda", "ccas-de-nantes", "restos-du-coeur"};

class Painter {
  public:
    Painter(DeskRig& rig, std::string name, base::Size size)
        : m_rig(rig),
          m_name(std::move(name)),
          m_canvas(draw::CairoCanvas::create(static_cast<int>(size.width), static_cast<int>(size.height),
                                             support::text_engine())) {
        rig.navigator.resize(m_canvas->size());
        rig.settle();
    }
    void paint(const std::string& what) {
        m_rig.settle();
        m_rig.navigator.draw(*m_canvas);
        const auto file = std::filesystem::path(std::getenv("ACCUEIL_PICTURES")) / (what + m_name + ".png");
        REQUIRE(draw::save_png(*m_canvas->snapshot(), file));
    }

  private:
    DeskRig& m_rig;
    std::string m_name;
    std::unique_ptr<draw::CairoCanvas> m_canvas;
};

std::vector<std::string> some_places(const DeskRig& rig) {
    std::vector<std::string> ids;
    for (const char* id : kPlaces)
        if (rig.source->reader().get<model::Place>(id).value()) ids.push_back(id);
    const auto all = rig.source->reader().all<model::Place>().value();
    for (const auto& place : all)
        if (ids.size() < 3) ids.push_back(place.id);
    return ids;
}

void paint_all(const std::string& language, base::Size size) {
    support::DeskDisk disk;
    disk.cache = support::shipped_cache();
    DeskRig rig(disk);
    Painter painter(rig, "-" + language + (size.width > size.height ? "-lying" : "-upright"), size);
    rig.act(action::SetLanguage{language});
    const auto places = some_places(rig);
    rig.act(action::Open{{ScreenKind::place, places.front()}});
    rig.reach("place/report");
    painter.paint("report");
    rig.act(action::ReportError{places.front(), action::ErrorReason::hours});
    painter.paint("reported");
    rig.navigator.scroll_to(0);
    rig.hold(2000ms);
    rig.type("482");
    painter.paint("pin");
    rig.type("0");
    for (int time = 0; time < 3; ++time) {
        rig.act(action::PinEnter{});
        rig.type("0000");
    }
    painter.paint("pin-waiting");
    rig.wait(30s);
    rig.act(action::OpenDesk{});
    painter.paint("place");
    rig.act(action::ShowOverlay{action::Overlay::closed_today});
    painter.paint("closing");
    rig.tap("notice/yes");
    painter.paint("closed");
    rig.act(action::Open{{ScreenKind::need, "manger"}});
    rig.act(action::AddToBasket{places.front()});
    painter.paint("list");
    rig.tap("desk/fiche");
    rig.act(action::RemoveFromBasket{places.front()});
    painter.paint("empty");
    for (const auto& place : places)
        rig.act(action::AddToBasket{place});
    rig.act(action::Forget{});
    painter.paint("fiche");
    rig.act(action::LeaveDesk{});
    painter.paint("visitor");
}

}  // namespace

TEST_CASE("the desk's screens as pictures", "[.pictures]") {
    if (std::getenv("ACCUEIL_PICTURES") == nullptr) FAIL("ACCUEIL_PICTURES names no folder");
    for (const char* language : {"fr", "ar", "en"}) {
        paint_all(language, {1080, 1920});
        paint_all(language, {1920, 1080});
    }
}
