// SPDX-License-Identifier: GPL-3.0-or-later
// A kiosk with an agent's desk: two places with hours that are checked, a local.db, a PIN, a finger that the
// recogniser follows. One thread.
#pragma once

#include "kiosk/app/desk_pin.hpp"
#include "kiosk/input/recogniser.hpp"
#include "sync/base/cases.hpp"
#include "tests/support/kiosk_rig.hpp"
#include "tests/support/sample_content.hpp"

namespace accueil::support {

inline constexpr const char* kDeskPin = "4821";

/// The sample content, with hours that nobody needs to confirm; a papers list, a phone, languages.
inline std::vector<model::Record> desk_content() {
    auto records = sample_content();
    for (auto& record : records) {
        if (auto* place = std::get_if<model::Place>(&record)) {
            place->verified_on = "2026-11-01";
            place->telephone = "02 40 00 00 0" + std::to_string(place->position);
            place->languages = {"fr", "ar"};
            place->name.set("en", "The desk of " + place->id);
        }
        if (auto* initiative = std::get_if<model::Initiative>(&record)) {
            if (initiative->summary.empty()) initiative->summary = model::Text("Ce que l’on y fait");
            initiative->since = "2020-03-02";
            initiative->until = "2024-06-30";
        }
        if (auto* service = std::get_if<model::Service>(&record)) service->papers = {"Une pièce d’identité"};
        if (auto* feed = std::get_if<model::FeedInfo>(&record)) {
            feed->languages = {"fr", "en", "ar"};
            feed->needs_first = {"manger", "dormir"};
        }
    }
    return records;
}

/// What a desk leaves on the disk, for as many kiosks one after the other as a test has.
struct DeskDisk {
    TempDir folder;
    std::filesystem::path cache = folder / "cache", local = folder / "local",
                          pin_file = folder / "local/desk.pin";

    DeskDisk() {
        if (!commit_records(cache, desk_content(), 1) || !app::set_pin(pin_file, kDeskPin))
            throw std::runtime_error("the desk's disk cannot be made");
    }
    app::NavigatorOptions options() const {
        app::NavigatorOptions options;
        options.pin_file = pin_file;
        return options;
    }
};

class DeskRig : public KioskRig {
  public:
    explicit DeskRig(const DeskDisk& disk, map::MapView* map = nullptr, map::TileSourcesPtr sources = {})
        : KioskRig(disk.cache, disk.options(), map, std::move(sources)) {
        keep_in(disk.local);
    }

    /// As the glass does it: the recogniser is told how long a press may be.
    void finger(input::PointerPhase phase, base::Point point) {
        give(recogniser.feed({1, phase, point, clock.steady()}));
    }
    void rest(std::chrono::milliseconds time) {
        clock.advance(time);
        if (const auto due = recogniser.next_deadline(); due && *due <= clock.steady())
            give(recogniser.tick(clock.steady()));
        navigator.tick();
        settle();
    }
    void hold(std::chrono::milliseconds time, const std::string& id = "strip/mark") {
        if (!shows(id)) throw std::runtime_error("nothing on screen is called " + id);
        const auto point = node(id)->rect.center();
        finger(input::PointerPhase::down, point);
        rest(time);
        finger(input::PointerPhase::up, point);
        settle();
    }
    void type(const std::string& digits) {
        for (const char digit : digits)
            tap(std::string("pin/") + digit);
    }
    void open_desk() {
        hold(std::chrono::milliseconds(2000));
        type(kDeskPin);
        tap("pin/enter");
        if (!navigator.state().desk.open) throw std::runtime_error("the desk did not open");
    }
    bool says(const std::string& words) { return says(navigator.tree(), words); }
    static bool says(const ui::Node& node, const std::string& words) {
        if (node.name.find(words) != std::string::npos) return true;
        return std::any_of(node.children.begin(), node.children.end(),
                           [&](const ui::Node& child) { return says(child, words); });
    }

    input::Recogniser recogniser;

  private:
    void give(const std::vector<input::Gesture>& gestures) {
        for (const auto& gesture : gestures) {
            navigator.on_gesture(gesture);
            const auto* press = std::get_if<input::Press>(&gesture);
            if (press == nullptr) continue;
            if (const auto rest = navigator.long_press(press->position))
                recogniser.want_long_press(*rest);
            else if (!navigator.may_be_held())
                recogniser.forgo_long_press();
        }
    }
};

}  // namespace accueil::support
