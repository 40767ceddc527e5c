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
    /// Of another screen: which of its spoken_texts() is said.
    std::optional<std::size_t> text;
};

/// Whether the screen can be read aloud as it stands there. Of a document, its page is.
bool reads_aloud(action::ScreenKind screen);

/// What is said of a screen that is read aloud, in the order in which it is read: headings, running text,
/// items, pictures' descriptions; not what is to be touched.
struct SpokenText {
    std::string words;
    std::string language;  ///< BCP 47
    bool operator==(const SpokenText&) const = default;
};
std::vector<SpokenText> spoken_texts(const ui::Node& tree, const std::string& language);
/// The node of that text, marked as the one that is said; nullptr where there is none.
ui::Node* mark_spoken(ui::Node& tree, std::size_t text, const draw::Theme& theme);

/// "Écouter", which starts and ends it; out of reach where there is no voice for the language.
ui::Node listen_chip(const Context& context, const std::string& language);
/// The same for a screen of reads_aloud().
ui::Node listen_button(const Context& context);
/// Above the quiet line, while a screen is read aloud or could not be.
std::optional<ui::Node> voice_line(const Context& context);
/// The sentence once more, a pause, the next one, how loud and how fast, while it reads; else why it does
/// not, where there is something to say. Without children where there is nothing.
ui::Node voice_controls(const Context& context, const std::string& language);

}  // namespace accueil::screens
