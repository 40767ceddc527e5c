// SPDX-License-Identifier: GPL-3.0-or-later
// One run of accueil-player: started, spoken with, ended. Owned by Player's thread.
#pragma once

#include <sys/types.h>

#include <string>

#include "kiosk/video/player.hpp"
#include "sync/base/file.hpp"

namespace accueil::video {

/// The descriptors that the process finds open, beside the film on 0.
inline constexpr int kFramesDescriptor = 3, kSocketDescriptor = 4;

class PlayerProcess {
  public:
    /// not_found where the program or the film is not there.
    static base::Result<PlayerProcess> start(const Player::Options& options, const Player::Film& film,
                                             int frames_descriptor);
    /// Kills and reaps it.
    ~PlayerProcess();
    PlayerProcess(PlayerProcess&& other) noexcept;
    PlayerProcess& operator=(PlayerProcess&&) = delete;
    PlayerProcess(const PlayerProcess&) = delete;
    PlayerProcess& operator=(const PlayerProcess&) = delete;

    int socket() const { return m_socket.get(); }
    void tell(const Command& command);
    enum class Heard { event, nothing, end };
    /// The next that it said; `end` when it has gone, or says what is none of the messages. Never waits.
    Heard hear(Event& event);

  private:
    PlayerProcess(pid_t process, base::UniqueFd socket) : m_process(process), m_socket(std::move(socket)) {}
    pid_t m_process;
    base::UniqueFd m_socket;
};

}  // namespace accueil::video
