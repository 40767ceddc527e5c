// SPDX-License-Identifier: GPL-3.0-or-later
// Makes opening hours as people write them ("lundi-vendredi 9h-12h30") into the language, where there is no
// doubt about what is meant. For importers, who show the admin what was repaired; never for the kiosk. Pure;
// any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sync/base/result.hpp"

namespace accueil::model {

enum class HoursRepair {
    characters,  ///< dashes, superscripts, full-width digits and quotation marks of other alphabets
    heading,     ///< "Horaires : " before the hours
    words,       ///< names of days, months and states in other languages or abbreviated otherwise
    times,       ///< "9h30", "9.30", "2 pm", "9", "midi"
    separators,  ///< commas, semicolons and "et" where others belong, or none
    order,       ///< selectors in another order than the language has
};

/// The repair's stable English name, as reports print it.
const char* to_string(HoursRepair repair);

struct RepairedHours {
    std::string text;  ///< canonical; parse_hours takes it
    std::vector<HoursRepair>
        repairs;  ///< of the enumeration's order, each once; empty where nothing was wrong
    /// A whole day is open that seldom was meant to be: "14:00-14:00", or days without any times.
    bool has_doubtful_day = false;
};

/// bad_format, with what the strict reader said of the text as it was brought nearest to the language.
base::Result<RepairedHours> repair_hours(std::string_view text);

}  // namespace accueil::model
