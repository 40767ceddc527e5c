// SPDX-License-Identifier: GPL-3.0-or-later
#include <catch2/catch.hpp>

#include "kiosk/video/messages.hpp"

using namespace accueil::video;

TEST_CASE("what is said is what is heard", "[video]") {
    const Command commands[] = {Play{}, Pause{}, Seek{12.345}, SetVolume{100}};
    for (const auto& command : commands)
        CHECK(command_of(to_line(command)) == command);
    const Event events[] = {Loaded{61.5, 1280, 720, true}, FrameReady{0.04},       Ended{},
                            Failed{Fault::too_large},      Failed{Fault::stalled}, Dropped{3, 4}};
    for (const auto& event : events)
        CHECK(event_of(to_line(event)) == event);
}

TEST_CASE("who draws has a name", "[video]") {
    for (const auto drawing : {Drawing::automatic, Drawing::software, Drawing::gpu})
        CHECK(drawing_of(name_of(drawing)) == drawing);
    CHECK_FALSE(drawing_of("GPU"));
    CHECK_FALSE(drawing_of(""));
}

TEST_CASE("nonsense is no message", "[video]") {
    for (const auto* line :
         {"", "play 1", "seek", "seek -1", "seek 1e9", "seek 99999999999999999999", "volume 101", "volume -1",
          "frame", "frame x", "loaded 1 2 3", "loaded 1 70000 3 1", "failed", "failed nothing", "ended now 3",
          "dropped 1", "dropped -1 2", "PLAY", "frame 1 2"}) {
        CAPTURE(line);
        CHECK_FALSE(command_of(line));
        CHECK_FALSE(event_of(line));
    }
    CHECK_FALSE(event_of("frame " + std::string(200, '1')));
}
