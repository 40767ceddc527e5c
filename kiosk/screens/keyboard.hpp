// SPDX-License-Identifier: GPL-3.0-or-later
// The screen's own keyboard: AZERTY, Arabic and Cyrillic, with digits above. Called by the screens on
// which one writes. Pure; UI thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "kiosk/screens/screen.hpp"

namespace accueil::screens {

/// What the visitor chose, else what the interface's language is written with.
action::KeyLayout key_layout(const Context& context);

/// The letters that are offered while a key is held: its own first; of a key that has no others itself alone.
std::vector<std::string> key_variants(std::string_view key);

/// For what: words that are searched; a text in one line, with capitals and signs; a text with lines.
enum class Keys { words, line, lines };
/// The keys, from left to right in every language, as keyboards are.
ui::Node keyboard(const Context& context, Keys wanted = Keys::words);

/// The variants of the key that is held, in place of the words that are offered.
ui::Node variant_row(const Context& context);

}  // namespace accueil::screens
