// SPDX-License-Identifier: GPL-3.0-or-later
#include <catch2/catch.hpp>
#include <cstdlib>

#include "kiosk/voice/synthesiser.hpp"
#include "sync/base/strings.hpp"

using namespace accueil;

namespace {

voice::Synthesiser& synthesiser() {
    static auto kOne = voice::Synthesiser::create().value();
    return kOne;
}
double seconds(const voice::Sound& sound) {
    return static_cast<double>(sound.samples.size()) / sound.rate;
}
int loudest(const voice::Sound& sound) {
    int most = 0;
    for (const auto sample : sound.samples)
        most = std::max(most, std::abs(static_cast<int>(sample)));
    return most;
}

}  // namespace

TEST_CASE("words are marked where they are heard", "[voice]") {
    const auto sound = synthesiser().speak("Bonjour, l’accueil ouvre à neuf heures.", "fr", 100).value();
    CHECK(sound.rate == 22050);
    CHECK(seconds(sound) == Approx(2.6).margin(1));
    CHECK(loudest(sound) > 5000);
    std::vector<std::size_t> places;
    int before = -1;
    for (const auto& mark : sound.marks) {
        CHECK(mark.millisecond > before);
        CHECK(mark.millisecond < seconds(sound) * 1000);
        before = mark.millisecond;
        places.push_back(mark.at);
    }
    CHECK(places.front() == 0);
    for (const std::size_t at : {9U, 19U, 25U, 27U, 32U})
        CHECK(std::count(places.begin(), places.end(), at) == 1);
}

TEST_CASE("a slower voice takes longer, a region has its language's", "[voice]") {
    const std::string text = "Les papiers que vous apportez.";
    const auto usual = seconds(synthesiser().speak(text, "fr", 100).value());
    CHECK(seconds(synthesiser().speak(text, "fr", 75).value()) > usual * 1.15);
    CHECK(seconds(synthesiser().speak(text, "fr", 135).value()) < usual * 0.9);
    // The voice trembles a little, as voices do: never twice the same.
    CHECK(seconds(synthesiser().speak(text, "fr-FR", 100).value()) == Approx(usual).epsilon(0.02));
    for (const auto* tag : {"fr-CA", "pt-BR", "zh", "zh-Hant", "ar", "uk", "en-GB", "FR"}) {
        CAPTURE(tag);
        CHECK(synthesiser().speak("1 2 3", tag, 100).value().samples.size() > 5000);
    }
    for (const auto* tag : {"ps", "ti", "zz", "x", ""}) {
        CAPTURE(tag);
        const auto none = synthesiser().speak("1", tag, 100);
        REQUIRE_FALSE(none);
        CHECK(none.error().code == base::ErrorCode::unsupported);
    }
    CHECK(seconds(synthesiser().speak(text, "fr", 100).value()) == Approx(usual).epsilon(0.02));
}

TEST_CASE("what is made to do harm is said, or not, within bounds", "[voice]") {
    const std::string texts[] = {std::string(600, '9'),
                                 std::string(600, '.'),
                                 std::string(300, '\x01') + "\x1b[2J",
                                 "<speak><audio src=\"/etc/passwd\"/><break time=\"9999s\"/></speak>",
                                 "[[dʒ@]] [[" + std::string(500, 'a'),
                                 "&#x0; &lt;mark name='x'/&gt;",
                                 std::string(598, 'w') + "\xC3\xA9"};
    for (const auto& text : texts) {
        for (const auto* language : {"fr", "ar", "zh", "en"}) {
            CAPTURE(text.substr(0, 20), language);
            const auto sound = synthesiser().speak(text, language, 50);
            REQUIRE(sound);
            CHECK(seconds(*sound) < 125);
            for (const auto& mark : sound->marks)
                CHECK(mark.at <= base::letter_count(text));
        }
    }
}
