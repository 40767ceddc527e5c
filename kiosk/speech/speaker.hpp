// SPDX-License-Identifier: GPL-3.0-or-later
// Reads texts aloud by a process of its own, accueil-voice, of which nothing is believed: what it is given to
// say comes from anybody's documents. Made by main; everything public is for the UI thread, which never
// waits.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "kiosk/speech/messages.hpp"
#include "kiosk/speech/passages.hpp"

namespace accueil::speech {

/// The descriptor on which the process finds its end of the socket.
inline constexpr int kSocketDescriptor = 3;

class Speaker {
  public:
    struct Options {
        std::filesystem::path program;  ///< accueil-voice; empty: the one beside this program
        std::chrono::milliseconds patience{std::chrono::seconds(20)};  ///< with one that says nothing
        int memory_megabytes = 256;  ///< that the process may have of its own
    };
    /// `wake` is called from the speaker's thread whenever drain() has something to give.
    static std::unique_ptr<Speaker> start(Options options, std::function<void()> wake);
    /// Takes the few milliseconds in which a killed process goes.
    ~Speaker();
    Speaker(const Speaker&) = delete;
    Speaker& operator=(const Speaker&) = delete;

    struct Speech {
        std::vector<Passage> passages;
        std::size_t first = 0;  ///< the passage that is said first
        int rate = 100;         ///< percent of the usual speed
        int volume = 0;         ///< percent
        bool held = false;      ///< it waits for go_on()
    };
    /// Starts the process where there is none: which voices there are comes soon, with the ticket 0.
    void prepare();
    /// Says this instead of what was being said; what becomes of it comes through drain() with its ticket.
    void say(std::uint64_t ticket, Speech speech);
    void hush();
    void hold();
    void go_on();
    void set_volume(int percent);
    /// Ends the process too: nothing is to be said for a while.
    void rest();

    struct WordReached {
        std::size_t passage = 0, word = 0;  ///< the word of the source
    };
    struct SpeechEnded {};
    using Event = std::variant<Voices, WordReached, SpeechEnded, Failed>;
    struct News {
        std::uint64_t ticket = 0;
        Event event;
    };
    std::vector<News> drain();

  private:
    class Private;
    explicit Speaker(std::unique_ptr<Private> state);
    std::unique_ptr<Private> m_private;
};

}  // namespace accueil::speech
