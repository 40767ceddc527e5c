// SPDX-License-Identifier: GPL-3.0-or-later
// Text as sound, by libespeak-ng: the only code that calls it, in the program accueil-voice alone. One in a
// process, one thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "sync/base/result.hpp"

namespace accueil::voice {

struct WordMark {
    int millisecond = 0;  ///< of the sound
    std::size_t at = 0;   ///< of the text, in code points
};

struct Sound {
    std::vector<std::int16_t> samples;  ///< of one channel
    int rate = 0;                       ///< samples a second
    std::vector<WordMark> marks;        ///< in order of both
};

class Synthesiser {
  public:
    /// not_found where the voices' data is not installed.
    static base::Result<Synthesiser> create();
    ~Synthesiser();
    Synthesiser(Synthesiser&& other) noexcept;
    Synthesiser& operator=(Synthesiser&&) = delete;
    Synthesiser(const Synthesiser&) = delete;
    Synthesiser& operator=(const Synthesiser&) = delete;

    /// Primary language subtags, in order of the alphabet.
    std::vector<std::string> languages() const;
    /// `language` is BCP 47: its region's voice, or any of the language; unsupported where there is none.
    /// `rate` in percent of the usual speed. What would take more than two minutes is cut there.
    base::Result<Sound> speak(const std::string& text, const std::string& language, int rate);

  private:
    explicit Synthesiser(int rate) : m_rate(rate) {}
    int m_rate;              // samples a second; 0: moved from
    std::string m_language;  // of the voice that is set
};

}  // namespace accueil::voice
