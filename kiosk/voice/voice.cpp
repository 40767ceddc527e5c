// SPDX-License-Identifier: GPL-3.0-or-later
#include "kiosk/voice/voice.hpp"

#include <poll.h>

#include <SFML/Audio/Sound.hpp>
#include <SFML/Audio/SoundBuffer.hpp>
#include <SFML/System/Err.hpp>
#include <cerrno>
#include <deque>
#include <memory>
#include <optional>
#include <utility>

#include "kiosk/speech/messages.hpp"
#include "sync/base/cases.hpp"
#include "sync/base/line_socket.hpp"

namespace accueil::voice {

namespace {

constexpr int kLookMilliseconds = 15;  // how late a word is told of, at most
constexpr int kBetweenPassages = 250;  // milliseconds of silence
constexpr int kOutputKept = 3000;      // milliseconds after the last sound, for the next page's

// One passage, ready to be heard.
struct Passage {
    std::uint32_t number = 0;
    std::vector<WordMark> marks;
    std::size_t told = 0;  // of the marks
    sf::SoundBuffer buffer;
    sf::Sound sound;
    bool has_begun = false;
};

class Voice {
  public:
    Voice(Synthesiser synthesiser, base::UniqueFd socket)
        : m_synthesiser(std::move(synthesiser)), m_socket(std::move(socket), speech::kMostMessage) {}

    int run() {
        sf::err().rdbuf(nullptr);  // what it would say is found out by what is heard
        say(speech::Voices{m_synthesiser.languages()});
        while (!m_is_over) {
            pollfd wait{m_socket.descriptor(), POLLIN, 0};
            const int ready = ::poll(&wait, 1, wait_milliseconds());
            if (ready < 0 && errno != EINTR) return 1;
            if (ready == 0 && m_passages.empty()) m_output.reset();
            take_commands();
            follow();
        }
        return 0;
    }

  private:
    int wait_milliseconds() const {
        if (m_passages.empty()) return m_output ? kOutputKept : -1;
        return m_is_held ? -1 : kLookMilliseconds;
    }

    void say(const speech::Event& event) { m_socket.tell_and_wait(speech::to_line(event)); }

    void take_commands() {
        using Heard = base::LineSocket::Heard;
        std::string line;
        auto heard = m_socket.hear(line);
        for (; heard == Heard::line; heard = m_socket.hear(line))
            if (const auto command = speech::command_of(line)) carry_out(*command);
        if (heard == Heard::end) m_is_over = true;
    }

    void carry_out(const speech::Command& command) {
        std::visit(base::Cases{
                       [&](const speech::Say& words) { prepare(words); },
                       [&](const speech::Hush&) {
                           m_passages.clear();
                           m_is_held = false;
                       },
                       [&](const speech::Hold&) {
                           m_is_held = true;
                           if (!m_passages.empty()) m_passages.front()->sound.pause();
                       },
                       [&](const speech::GoOn&) {
                           m_is_held = false;
                           if (!m_passages.empty() && m_passages.front()->has_begun)
                               m_passages.front()->sound.play();
                       },
                       [&](const speech::SetLoudness& set) {
                           m_loudness = static_cast<float>(set.percent);
                           for (auto& passage : m_passages)
                               passage->sound.setVolume(m_loudness);
                       },
                   },
                   command);
    }

    void fail(speech::Fault fault) {
        m_passages.clear();
        say(speech::Failed{fault});
    }

    void prepare(const speech::Say& words) {
        auto spoken = m_synthesiser.speak(words.text, words.language, words.rate);
        if (!spoken) return fail(speech::Fault::no_voice);
        // SFML gives the output back with the last of its sounds.
        if (!m_output) m_output.emplace();
        auto passage = std::make_unique<Passage>();
        passage->number = words.number;
        passage->marks = std::move(spoken->marks);
        auto& samples = spoken->samples;
        samples.resize(samples.size() +
                       static_cast<std::size_t>(spoken->rate) * kBetweenPassages / std::size_t{1000});
        if (!passage->buffer.loadFromSamples(samples.data(), samples.size(), 1,
                                             static_cast<unsigned>(spoken->rate)))
            return fail(speech::Fault::no_sound);
        passage->sound.setBuffer(passage->buffer);
        passage->sound.setVolume(m_loudness);
        m_passages.push_back(std::move(passage));
    }

    // Tells of the words that were reached, and goes on to the next passage.
    void follow() {
        while (!m_passages.empty() && !m_is_held) {
            auto& passage = *m_passages.front();
            if (!std::exchange(passage.has_begun, true)) {
                passage.sound.play();
                // Without an output SFML plays nothing, and says so by this alone.
                if (passage.sound.getStatus() != sf::Sound::Playing) return fail(speech::Fault::no_sound);
            }
            const bool is_over = passage.sound.getStatus() == sf::Sound::Stopped;
            const auto reached = passage.sound.getPlayingOffset().asMilliseconds();
            std::size_t told = passage.told;
            while (told < passage.marks.size() && (is_over || passage.marks[told].millisecond <= reached))
                ++told;
            if (std::exchange(passage.told, told) != told)
                say(speech::AtWord{passage.number, passage.marks[told - 1].at});
            if (!is_over) return;
            say(speech::Said{passage.number});
            m_passages.pop_front();
        }
    }

    Synthesiser m_synthesiser;
    base::LineSocket m_socket;
    std::deque<std::unique_ptr<Passage>> m_passages;
    std::optional<sf::SoundBuffer> m_output;
    float m_loudness = 0;
    bool m_is_held = false, m_is_over = false;
};

}  // namespace

int run_voice(Synthesiser synthesiser, base::UniqueFd socket) {
    return Voice(std::move(synthesiser), std::move(socket)).run();
}

}  // namespace accueil::voice
