// SPDX-License-Identifier: GPL-3.0-or-later
// One film, by libmpv: the only libmpv code, in the program accueil-player alone. Called by its main; one
// thread, and mpv's own.
#pragma once

#include <string>

#include "kiosk/video/messages.hpp"
#include "kiosk/video/shared_frames.hpp"
#include "sync/base/file.hpp"

namespace accueil::player {

struct FilmOptions {
    std::string type;   ///< "video/mp4" or "video/webm": nothing else is tried on the file
    std::string audio;  ///< an output of mpv's, "auto" or "null"
    video::Drawing drawing = video::Drawing::automatic;
    int volume = 0;  ///< percent
    bool paused = false;
};

/// Plays what is open on descriptor 0, does what comes over `socket` and says there what happens, until its
/// other end is gone. The process's exit status.
int run_film(const FilmOptions& options, video::SharedFrames frames, base::UniqueFd socket);

}  // namespace accueil::player
