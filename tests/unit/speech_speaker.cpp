// SPDX-License-Identifier: GPL-3.0-or-later
// The real voice process, into a sound output that hears everything and is heard by nobody.
#include <signal.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <cstdlib>
#include <sstream>

#include "kiosk/speech/speaker.hpp"
#include "tests/support/hearing.hpp"
#include "tests/support/temp_dir.hpp"

using namespace accueil;
using namespace std::chrono_literals;
using speech::Speaker;
using support::entries_of;

namespace {

class Listener {
  private:
    support::Hearing<Speaker> m_hearing;  // outlives the speaker

  public:
    explicit Listener(Speaker::Options options = {}, const char* output = "null") {
        ::setenv("ALSOFT_DRIVERS", output, 1);
        speaker = Speaker::start(std::move(options), m_hearing.bell());
    }
    template <class Kind>
    std::optional<Kind> next(std::uint64_t ticket = 1, std::chrono::seconds most = 20s) {
        return m_hearing.next<Kind>(*speaker, ticket, most);
    }
    void say(const std::string& text, std::uint64_t ticket = 1, const std::string& language = "fr",
             int rate = 200, bool held = false) {
        speaker->say(ticket, {speech::passages_of(text, language), 0, rate, 50, held});
    }
    std::unique_ptr<Speaker> speaker;
};

std::string children() {
    return support::bytes_of("/proc/self/task/" + std::to_string(::getpid()) + "/children");
}
// Of this process, whichever thread started it.
std::vector<int> voices() {
    std::vector<int> all;
    for (const auto& task : std::filesystem::directory_iterator("/proc/self/task")) {
        std::istringstream line(support::bytes_of(task.path() / "children"));
        for (int process = 0; line >> process;)
            all.push_back(process);
    }
    return all;
}

}  // namespace

TEST_CASE("the voice says which languages it has", "[speech]") {
    Listener listener;
    listener.speaker->prepare();
    const auto voices = listener.next<speech::Voices>(0);
    REQUIRE(voices);
    for (const auto* language : {"ar", "en", "es", "fr", "pt", "ro", "ru", "tr", "uk", "zh"}) {
        CAPTURE(language);
        CHECK(std::count(voices->languages.begin(), voices->languages.end(), language) == 1);
    }
    CHECK(std::count(voices->languages.begin(), voices->languages.end(), "ps") == 0);
}

TEST_CASE("a text is said to its end, and each word is told of as it is heard", "[speech]") {
    Listener listener;
    listener.say("Bonjour à vous. Les horaires du bus. Fin.");
    std::vector<std::pair<std::size_t, std::size_t>> reached;
    while (reached.empty() || reached.back().second < 7) {
        const auto word = listener.next<Speaker::WordReached>();
        REQUIRE(word);
        if (!reached.empty()) CHECK(word->word > reached.back().second);
        reached.emplace_back(word->passage, word->word);
    }
    CHECK(reached.front() == std::pair<std::size_t, std::size_t>(0, 0));
    CHECK(reached.back() == std::pair<std::size_t, std::size_t>(2, 7));
    CHECK(reached.size() >= 6);
    CHECK(listener.next<Speaker::SpeechEnded>());
}

TEST_CASE("a voice is held, goes on, and begins where it is told to", "[speech]") {
    Listener listener;
    listener.say("Un deux trois quatre cinq six sept huit neuf dix.");
    REQUIRE(listener.next<Speaker::WordReached>());
    listener.speaker->hold();
    while (listener.next<Speaker::WordReached>(1, 1s)) {
    }
    CHECK_FALSE(listener.next<Speaker::SpeechEnded>(1, 2s));
    listener.speaker->set_volume(0);
    listener.speaker->go_on();
    REQUIRE(listener.next<Speaker::WordReached>());
    CHECK(listener.next<Speaker::SpeechEnded>());

    listener.speaker->say(2, {speech::passages_of("Voici. Deux mots. Trois.", "fr"), 1, 200, 50, true});
    CHECK_FALSE(listener.next<Speaker::WordReached>(2, 1s));
    listener.speaker->go_on();
    const auto word = listener.next<Speaker::WordReached>(2);
    REQUIRE(word);
    CHECK(word->passage == 1);
    CHECK(word->word == 1);
    listener.speaker->hush();
    CHECK_FALSE(listener.next<Speaker::SpeechEnded>(2, 2s));
}

TEST_CASE("without a voice or a sound it says so, and what can be said after that is", "[speech]") {
    Listener listener;
    listener.say("Salaam.", 1, "ps");
    const auto failed = listener.next<speech::Failed>();
    REQUIRE(failed);
    CHECK(failed->fault == speech::Fault::no_voice);
    listener.say("مرحبا بكم.", 2, "ar");
    CHECK(listener.next<Speaker::SpeechEnded>(2));

    Listener deaf({}, "oss");
    deaf.say("Personne n’entend.");
    const auto silent = deaf.next<speech::Failed>();
    REQUIRE(silent);
    CHECK(silent->fault == speech::Fault::no_sound);
}

TEST_CASE("a voice that dies, hangs or is not there is told of, and started again", "[speech]") {
    Listener listener;
    listener.say("Une phrase assez longue pour que l’on puisse l’interrompre en son milieu.");
    REQUIRE(listener.next<Speaker::WordReached>());
    const auto all = voices();
    REQUIRE(all.size() == 1);
    ::kill(all.front(), SIGKILL);
    const auto failed = listener.next<speech::Failed>();
    REQUIRE(failed);
    CHECK(failed->fault == speech::Fault::gone);
    listener.say("Encore.", 2);
    CHECK(listener.next<Speaker::SpeechEnded>(2));

    const support::TempDir folder;
    Speaker::Options options;
    options.program = folder.path() / "voice";
    options.patience = 300ms;
    const auto fault = [&] {
        Listener other(options);
        other.say("Bonjour.");
        const auto gone = other.next<speech::Failed>();
        return gone && gone->fault == speech::Fault::gone;
    };
    CHECK(fault());
    for (const auto* script :
         {"exec sleep 100\n", "kill -9 $$\n", "printf 'word nonsense' >&3\nexec sleep 100\n"}) {
        support::write_program(options.program, script);
        CAPTURE(script);
        CHECK(fault());
    }
}

TEST_CASE("two hundred texts are left in their midst, and nothing of them stays", "[speech]") {
    Listener listener;
    const auto round = [&](std::uint64_t ticket) {
        listener.say("Une phrase. Une autre, un peu plus longue. Et une fin.", ticket);
        if (ticket % 20 == 0) REQUIRE(listener.next<Speaker::WordReached>(ticket));
        listener.speaker->hush();
    };
    round(20);
    const auto files = entries_of("/proc/self/fd"), threads = entries_of("/proc/self/task");
    for (std::uint64_t ticket = 21; ticket <= 220; ++ticket)
        round(ticket);
    CHECK(entries_of("/proc/self/fd") <= files);
    CHECK(entries_of("/proc/self/task") == threads);
    listener.speaker->rest();
    listener.say("Fin.", 1000);
    CHECK(listener.next<Speaker::SpeechEnded>(1000));
    CHECK(voices().size() == 1);
    listener.speaker.reset();
    CHECK(children().empty());
    CHECK(voices().empty());
}
