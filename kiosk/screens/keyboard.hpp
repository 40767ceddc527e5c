// SPDX-License-Identifier: GPL-3.0-or-later
// The screen's own keyboard: AZERTY, Arabic and Cyrillic, with digits above. Called by the search screen.
// Pure; UI thread.
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

/// The keys, from left to right in every language, as keyboards are.
ui::Node keyboard(const Context& context);

/// The variants of the key that is held, in place of the words that are offered.
ui::Node variant_row(const Context& context);

}  // namespace accueil::screens
