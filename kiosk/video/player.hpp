// SPDX-License-Identifier: GPL-3.0-or-later
// Plays a film in a process of its own, accueil-player, of which nothing is believed: a hostile file may
// crash it, hang it or take it over, and costs a sentence on the screen. Made by main; everything public is
// for the UI thread, which never waits.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "kiosk/video/messages.hpp"
#include "kiosk/video/shared_frames.hpp"

namespace accueil::video {

class Player {
  public:
    struct Options {
        std::filesystem::path program;  ///< accueil-player; empty: the one beside this program
        std::string audio = "auto";     ///< an output of mpv's ("alsa", "pulse"); "auto"; "null": no sound
        Drawing drawing = Drawing::automatic;
        FrameRoom room;  ///< frames are as large as the film, or as fits in here
        std::chrono::milliseconds patience{std::chrono::seconds(10)};  ///< for a first or a next frame
        int memory_megabytes = 900;  ///< that the process may have of its own
    };
    /// `wake` is called from the player's thread whenever drain() has something to give.
    static std::unique_ptr<Player> start(Options options, std::function<void()> wake);
    /// Takes the few milliseconds in which a killed process goes.
    ~Player();
    Player(const Player&) = delete;
    Player& operator=(const Player&) = delete;

    struct Film {
        std::filesystem::path file;
        std::string type;  ///< "video/mp4" or "video/webm"; nothing else is tried
        int volume = 0;    ///< percent
        bool paused = false;
    };
    /// Ends what plays, and plays this; what becomes of it comes through drain() with the same ticket.
    void open(std::uint64_t ticket, Film film);
    void close();
    void tell(const Command& command);
    /// Of what is open, for the reader; null where nothing is.
    std::shared_ptr<SharedFrames> frames() const;

    struct News {
        std::uint64_t ticket = 0;
        Event event;
    };
    /// Of frames the last alone.
    std::vector<News> drain();

  private:
    class Private;
    explicit Player(std::unique_ptr<Private> state);
    std::unique_ptr<Private> m_private;
};

}  // namespace accueil::video
