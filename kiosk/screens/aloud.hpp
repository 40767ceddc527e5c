// SPDX-License-Identifier: GPL-3.0-or-later
// What leads the voice that reads a screen aloud; shared with the navigator, which has the speaker. Pure; UI
// thread.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/screens/screen.hpp"
#include "kiosk/speech/messages.hpp"

namespace accueil::screens {

/// The voice as the speaker tells of it.
struct VoiceView {
    std::vector<std::string> languages;  ///< of which there are voices; empty: not known yet
    std::optional<speech::Fault> fault;  ///< why it fell silent
    /// Of the document's page: the sentence that is said, and of it the word.
    std::optional<std::size_t> word;
    std::size_t first_word = 0, last_word = 0;
};

/// "Écouter", which starts and ends it; out of reach where there is no voice for the language.
ui::Node listen_chip(const Context& context, const std::string& language);
/// The sentence once more, a pause, the next one, how loud and how fast, while it reads; else why it does
/// not, where there is something to say. Without children where there is nothing.
ui::Node voice_controls(const Context& context, const std::string& language);

}  // namespace accueil::screens
