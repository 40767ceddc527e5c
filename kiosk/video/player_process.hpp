// SPDX-License-Identifier: GPL-3.0-or-later
// One run of accueil-player: started, spoken with, ended. Owned by Player's thread.
#pragma once

#include <utility>

#include "kiosk/video/player.hpp"
#include "sync/base/child_process.hpp"

namespace accueil::video {

/// The descriptors that the process finds open, beside the film on 0.
inline constexpr int kFramesDescriptor = 3, kSocketDescriptor = 4;

class PlayerProcess {
  public:
    /// not_found where the program or the film is not there.
    static base::Result<PlayerProcess> start(const Player::Options& options, const Player::Film& film,
                                             int frames_descriptor);

    int socket() const { return m_child.socket(); }
    void tell(const Command& command);
    using Heard = base::ChildProcess::Heard;
    /// The next that it said; `end` when it has gone, or says what is none of the messages. Never waits.
    Heard hear(Event& event);

  private:
    explicit PlayerProcess(base::ChildProcess child) : m_child(std::move(child)) {}
    base::ChildProcess m_child;
};

}  // namespace accueil::video
