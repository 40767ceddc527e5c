// SPDX-License-Identifier: GPL-3.0-or-later
#include <catch2/catch.hpp>

#include "kiosk/speech/messages.hpp"
#include "kiosk/speech/passages.hpp"

using namespace accueil::speech;

TEST_CASE("what is said to the voice is what it hears", "[speech]") {
    const Command commands[] = {Say{7, 135, "fr-CA", "Bonjour.\nÀ vous 1 2"}, Hush{}, Hold{}, GoOn{},
                                SetLoudness{100}};
    for (const auto& command : commands)
        CHECK(command_of(to_line(command)) == command);
    const Event events[] = {Voices{{"ar", "en", "fr"}}, AtWord{4'000'000'000U, 12}, Said{3},
                            Failed{Fault::no_voice},    Failed{Fault::no_sound},    Failed{Fault::gone}};
    for (const auto& event : events)
        CHECK(event_of(to_line(event)) == event);
}

TEST_CASE("nonsense is no message of a voice", "[speech]") {
    for (const std::string line : {"",
                                   "say",
                                   "say 1 100 fr",
                                   "say 1 100 fr\n",
                                   "say 1 20 fr\nx",
                                   "say 1 300 fr\nx",
                                   "say -1 100 fr\nx",
                                   "say 1 100 f/r\nx",
                                   "say 1 100 \nx",
                                   "say 1 100 fr more\nx",
                                   "say 1 100 fr\n\xFF",
                                   "hush 1",
                                   "hold\n",
                                   "loudness 101",
                                   "loudness",
                                   "word 1",
                                   "word 1 601",
                                   "word x 1",
                                   "said",
                                   "said 1 2",
                                   "voices",
                                   "voices fr ar",
                                   "voices fr /",
                                   "failed",
                                   "failed more",
                                   "SAID 1"}) {
        CAPTURE(line);
        CHECK_FALSE(command_of(line));
        CHECK_FALSE(event_of(line));
    }
    CHECK_FALSE(command_of("say 1 100 fr\n" + std::string(kMostPassage + 1, 'x')));
    CHECK_FALSE(event_of("voices " + std::string(kMostMessage, 'a')));
}

TEST_CASE("a tag's first part is its language", "[speech]") {
    CHECK(primary_language("fr-CA") == "fr");
    CHECK(primary_language("AR") == "ar");
    CHECK(primary_language("") == "");
}
