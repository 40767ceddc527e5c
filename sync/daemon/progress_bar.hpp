// SPDX-License-Identifier: GPL-3.0-or-later
// The line that --once draws over and over on a terminal. Called by the pipeline's StageSink, on its thread.
#pragma once

#include <cstdint>
#include <string>

#include "sync/base/clock.hpp"
#include "sync/daemon/words.hpp"

namespace accueil::daemon {

class ProgressBar {
  public:
    /// Draws on standard error, and only when it is a terminal.
    ProgressBar(const Words& words, const base::Clock& clock);
    ~ProgressBar() { clear(); }
    ProgressBar(const ProgressBar&) = delete;
    ProgressBar& operator=(const ProgressBar&) = delete;

    void show(Stage stage, std::uint64_t done, std::uint64_t total);
    void clear();

    /// "[██████····]  60 %  Fichiers joints, 1,2 Mo sur 2 Mo"; without a total, the stage alone.
    static std::string line(const Words& words, Stage stage, std::uint64_t done, std::uint64_t total);

  private:
    const Words& m_words;
    const base::Clock& m_clock;
    bool m_is_terminal;
    bool m_drawn = false;
    base::SteadyTime m_last{};
};

}  // namespace accueil::daemon
