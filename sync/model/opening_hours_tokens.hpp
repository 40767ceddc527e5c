// SPDX-License-Identifier: GPL-3.0-or-later
// Opening hours as people write them, cut into what they may mean. Used by opening_hours_repair alone. Pure;
// any thread.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "sync/model/opening_hours_repair.hpp"
#include "sync/model/opening_hours_scanner.hpp"

namespace accueil::model {

struct HoursToken {
    enum class Kind { mark, number, year, clock, word, comment, always, odd } kind = Kind::odd;
    std::string text;
    ScannedWord word{};
    int value = 0;  ///< of a number; of a clock, minutes after midnight
};

struct HoursTokens {
    std::vector<HoursToken> tokens;
    bool has_half_days = false;  ///< "am", "pm": a number without them is then no time
};

/// Dashes, digits and quotation marks of other alphabets as those of ASCII; comments stay as they are.
std::string with_plain_characters(std::string_view text, std::set<HoursRepair>& repairs);

HoursTokens hours_tokens(std::string_view text, std::set<HoursRepair>& repairs);

/// "09:30"
std::string clock_text(int minutes);

}  // namespace accueil::model
