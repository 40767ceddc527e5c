// SPDX-License-Identifier: GPL-3.0-or-later
#include <catch2/catch.hpp>

#include "kiosk/platform/input_event.hpp"
#include "kiosk/platform/keys.hpp"
#include "kiosk/platform/x_connection.hpp"

using namespace accueil;
using namespace accueil::platform;
using input::PointerPhase;
using std::chrono::milliseconds;

namespace {

base::SteadyTime at(std::int64_t ms) {
    return base::SteadyTime{} + milliseconds(ms);
}

input::PointerEvent pointer(std::int64_t id, PointerPhase phase, float x, int time) {
    return {id, phase, {x, 0}, at(time)};
}

std::vector<InputEvent> appended(std::initializer_list<InputEvent> events) {
    std::vector<InputEvent> all;
    for (const InputEvent& event : events)
        append(all, event);
    return all;
}

float x_of(const InputEvent& event) {
    return std::get<input::PointerEvent>(event).position.x;
}

}  // namespace

TEST_CASE("platform: of one finger's moves only the last is kept, and each finger keeps its own") {
    const auto events =
        appended({pointer(1, PointerPhase::move, 10, 1), pointer(2, PointerPhase::move, 20, 2),
                  pointer(1, PointerPhase::move, 11, 3), pointer(2, PointerPhase::move, 21, 4),
                  pointer(1, PointerPhase::move, 12, 5)});
    REQUIRE(events.size() == 2);
    CHECK(x_of(events[0]) == 21);
    CHECK(x_of(events[1]) == 12);
}

TEST_CASE("platform: moves do not melt across a finger that comes or goes, nor across a key") {
    const auto events =
        appended({pointer(1, PointerPhase::move, 10, 1), pointer(2, PointerPhase::down, 20, 2),
                  pointer(1, PointerPhase::move, 11, 3), input::KeyEvent{},
                  pointer(1, PointerPhase::move, 12, 4), pointer(1, PointerPhase::up, 12, 5)});
    REQUIRE(events.size() == 6);
    CHECK(x_of(events[0]) == 10);
    CHECK(x_of(events[2]) == 11);
    CHECK(x_of(events[4]) == 12);
}

TEST_CASE("platform: times never run backwards when moves melt") {
    const auto events = appended({pointer(1, PointerPhase::move, 0, 1), pointer(2, PointerPhase::move, 0, 2),
                                  pointer(1, PointerPhase::move, 0, 3)});
    REQUIRE(events.size() == 2);
    CHECK(std::get<input::PointerEvent>(events[0]).time == at(2));
    CHECK(std::get<input::PointerEvent>(events[1]).time == at(3));
}

TEST_CASE("platform: exposures and resizes in a row become one, the last") {
    const auto events = appended({Resized{1, 1}, Resized{2, 2}, Exposed{}, Exposed{}, Resized{3, 3}});
    REQUIRE(events.size() == 3);
    CHECK(std::get<Resized>(events[0]).width == 2);
    CHECK(std::holds_alternative<Exposed>(events[1]));
    CHECK(std::get<Resized>(events[2]).width == 3);
}

TEST_CASE("platform: the server's stamps become our time, across the wrap of its 32 bits too") {
    CHECK(from_server_time(5'000, at(5'000)) == at(5'000));
    CHECK(from_server_time(4'985, at(5'000)) == at(4'985));
    const std::int64_t wrap = std::int64_t{1} << 32;
    CHECK(from_server_time(0xFFFFFFF0U, at(wrap + 4)) == at(wrap - 16));
    CHECK(from_server_time(4, at(3 * wrap + 10)) == at(3 * wrap + 4));
}

TEST_CASE("platform: a stamp of another clock, or of the future, counts as now") {
    CHECK(from_server_time(1'000, at(5'000)) == at(5'000));
    CHECK(from_server_time(5'001, at(5'000)) == at(5'000));
}

TEST_CASE("platform: the keys that move the focus are known, all others are other") {
    CHECK(key_of(sf::Keyboard::Tab) == input::Key::tab);
    CHECK(key_of(sf::Keyboard::Enter) == input::Key::enter);
    CHECK(key_of(sf::Keyboard::Left) == input::Key::left);
    CHECK(key_of(sf::Keyboard::PageDown) == input::Key::page_down);
    CHECK(key_of(sf::Keyboard::A) == input::Key::other);
    CHECK(key_of(sf::Keyboard::Unknown) == input::Key::other);
}
