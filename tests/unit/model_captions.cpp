// SPDX-License-Identifier: GPL-3.0-or-later
#include <catch2/catch.hpp>

#include "sync/model/captions.hpp"

using namespace accueil::model;

namespace {

std::vector<Cue> good(std::string_view text) {
    auto cues = parse_captions(text);
    if (!cues) FAIL("line " << cues.error().line);
    return *cues;
}

CaptionProblem bad(std::string_view text) {
    const auto cues = parse_captions(text);
    REQUIRE_FALSE(cues);
    return cues.error();
}

}  // namespace

TEST_CASE("captions are read with what surrounds them left out", "[model]") {
    const auto cues = good(
        "\xef\xbb\xbfWEBVTT - un film\r\nX-TIMESTAMP-MAP=LOCAL:00:00:00.000,MPEGTS:0\r\n\r\n"
        "NOTE une note\r\navec 00:00 --> dedans\r\n\r\nSTYLE\r\n::cue { color: red }\r\n\r\n"
        "1\r\n00:01.000 --> 00:02.500 align:start position:10%\r\n<v Anne>Bonjour <b>à tous</b> &amp; "
        "bienvenue\r\n"
        "deuxième ligne\r\n\r\n01:02:03.250 --> 01:02:04.000\r\nMoins de 3 < 5\r\n");
    REQUIRE(cues.size() == 2);
    CHECK(cues[0] == Cue{1, 2.5, "Bonjour à tous & bienvenue\ndeuxième ligne"});
    CHECK(cues[1] == Cue{3723.25, 3724, "Moins de 3 < 5"});
}

TEST_CASE("captions come in the order of their beginning, also of SubRip", "[model]") {
    const auto cues = good("2\n00:00:05,000 --> 00:00:06,000\nb\n\n1\n00:00:01,000 --> 00:00:04,000\na\n");
    REQUIRE(cues.size() == 2);
    CHECK(cues[0].text == "a");
    CHECK(cue_at(cues, 0.9) == std::nullopt);
    CHECK(cue_at(cues, 1.0) == 0U);
    CHECK(cue_at(cues, 3.99) == 0U);
    CHECK(cue_at(cues, 4.5) == std::nullopt);
    CHECK(cue_at(cues, 5.0) == 1U);
    CHECK(cue_at(cues, 60) == std::nullopt);
}

TEST_CASE("a short caption over a long one is said, then the long one again", "[model]") {
    const auto cues = good("WEBVTT\n\n00:00.000 --> 00:10.000\nlong\n\n00:02.000 --> 00:03.000\ncourt\n");
    CHECK(cues[*cue_at(cues, 2.5)].text == "court");
    CHECK(cues[*cue_at(cues, 5)].text == "long");
}

TEST_CASE("a fault of captions is told with its line", "[model]") {
    const auto is = [](const CaptionProblem& problem, CaptionFault fault, int line) {
        CHECK(problem.fault == fault);
        CHECK(problem.line == line);
    };
    is(bad("WEBVTT\n\n00:01.000 -> 00:02.000\n"), CaptionFault::none, 3);
    is(bad("WEBVTT\n\n00:01 --> 00:02.000\nx\n"), CaptionFault::bad_time, 3);
    is(bad("WEBVTT\n\n00:01.000 --> 00:99.000\nx\n"), CaptionFault::bad_time, 3);
    is(bad("WEBVTT\n\n00:01.000 --> 00:02.000x\nx\n"), CaptionFault::bad_time, 3);
    is(bad("WEBVTT\n\n00:02.000 --> 00:02.000\nx\n"), CaptionFault::ends_early, 3);
    is(bad("WEBVTT\n\n00:01.000 --> 00:02.000\nx\n00:03.000 --> 00:04.000\ny\n"), CaptionFault::no_gap, 5);
    is(bad("WEBVTT\n\n00:01.000 --> 00:02.000\n" + std::string(2001, 'x') + "\n"), CaptionFault::too_long, 3);
    is(bad("WEBVTT\n\nNOTE rien\n"), CaptionFault::none, 3);
    is(bad(""), CaptionFault::none, 1);
    is(bad("WEBVTT\n\n00:01.000 --> 00:02.000\n\xff\n"), CaptionFault::not_utf8, 1);
    std::string many = "WEBVTT\n\n";
    for (int i = 0; i < 20'001; ++i)
        many += "00:01.000 --> 00:02.000\nx\n\n";
    is(bad(many), CaptionFault::too_many, 2 + 3 * 20'000 + 1);
}

TEST_CASE("no bytes make the captions' reader fail otherwise than in words", "[model]") {
    const std::string seed = "WEBVTT\n\n1\n00:01.000 --> 00:02.000\n<b>x</b> &amp; y\n\nNOTE z\n";
    unsigned state = 1;
    for (int round = 0; round < 20'000; ++round) {
        auto text = seed;
        for (int i = 0; i < 4; ++i) {
            state = state * 1664525U + 1013904223U;
            text[state % text.size()] = "\n\r <>&-:.,0129 x\t"[(state >> 16) % 17];
        }
        const auto cues = parse_captions(text);
        if (!cues) continue;
        for (const auto& cue : *cues)
            REQUIRE(cue.start < cue.end);
    }
}
