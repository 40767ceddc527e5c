// SPDX-License-Identifier: GPL-3.0-or-later
#include "kiosk/video/player_process.hpp"

#include <fcntl.h>

namespace accueil::video {

using base::Error;
using base::Result;

Result<PlayerProcess> PlayerProcess::start(const Player::Options& options, const Player::Film& film,
                                           int frames_descriptor) {
    const base::UniqueFd opened(::open(film.file.c_str(), O_RDONLY | O_CLOEXEC));
    if (!opened.is_open()) return tl::unexpected<Error>(base::system_error("open", film.file));
    base::ChildProcess::Options child;
    child.program = options.program.empty() ? base::program_beside("accueil-player") : options.program;
    child.arguments = {film.type,
                       options.audio,
                       std::string(name_of(options.drawing)),
                       std::to_string(options.room.width),
                       std::to_string(options.room.height),
                       std::to_string(film.volume),
                       film.paused ? "paused" : "playing",
                       std::to_string(options.memory_megabytes)};
    child.descriptors = {{opened.get(), 0}, {frames_descriptor, kFramesDescriptor}};
    child.socket = kSocketDescriptor;
    child.most_line = kMostMessage;
    return PlayerProcess(TRY(base::ChildProcess::start(child)));
}

void PlayerProcess::tell(const Command& command) {
    m_child.tell(to_line(command));
}

PlayerProcess::Heard PlayerProcess::hear(Event& event) {
    std::string line;
    const auto heard = m_child.hear(line);
    if (heard != Heard::line) return heard;
    const auto said = event_of(line);
    if (!said) return Heard::end;
    event = *said;
    return Heard::line;
}

}  // namespace accueil::video
