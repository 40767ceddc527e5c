// SPDX-License-Identifier: GPL-3.0-or-later
// The words that people write where the opening_hours language has its own. Used by opening_hours_repair
// alone. Pure; any thread.
#pragma once

#include <string>
#include <string_view>

namespace accueil::model {

/// Text with words of the language in place of those that are known; quoted comments stay as they are. What
/// is not known stays too, folded (base::fold).
struct ReplacedWords {
    std::string text;
    bool replaced = false;
    bool had_heading = false;
    bool names_half_days = false;  ///< "matin": hours have to follow
};
ReplacedWords replace_words(std::string_view text);

}  // namespace accueil::model
