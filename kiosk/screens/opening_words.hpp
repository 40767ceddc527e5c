// SPDX-License-Identifier: GPL-3.0-or-later
// Opening hours in words: "Ferme à 12 h 30", "Ouvre demain à 9 h", "Ouvert jeudi de 14 h à 17 h". Nothing is
// rounded. Called by the screens that show a place. Pure; any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sync/base/i18n.hpp"
#include "sync/model/opening_status.hpp"

namespace accueil::screens {

/// What a place's state is called, what comes next, and why it is to be confirmed; what there is nothing to
/// say of is empty.
struct OpeningWords {
    std::string state;      ///< "Ouvert"
    std::string exception;  ///< "Fermé exceptionnellement jusqu'au 3 janvier"
    std::string next;       ///< "Ferme à 12 h 30"
    std::string reason;     ///< "Jour férié : l'ouverture n'est pas certaine."
    std::string comment;    ///< what the hours themselves add for now, in the language they were written in
};

OpeningWords opening_words(const base::Catalog& catalog, std::string_view language,
                           const model::OpeningStatus& status, model::LocalMinutes now);

/// "9 h", "12 h 30", "minuit"; "9 am", "12:30 pm", "noon"; "الساعة 12:30".
std::string time_words(const base::Catalog& catalog, std::string_view language, model::LocalMinutes time);

/// "aujourd'hui", "demain", "jeudi" up to six days ahead, "le jeudi 3 décembre" past them, with the year
/// where it is another.
std::string day_words(const base::Catalog& catalog, std::string_view language, model::LocalDay day,
                      model::LocalDay today);

/// "Fermé exceptionnellement jusqu'au 3 janvier", "Horaires exceptionnels aujourd'hui": of an exception that
/// counts today.
std::string exception_now(const base::Catalog& catalog, std::string_view language,
                          const model::KnownException& exception, model::LocalDay today);

/// "Fermé du 24 au 26 décembre", "Horaires exceptionnels demain": of one to come.
std::string exception_ahead(const base::Catalog& catalog, std::string_view language,
                            const model::KnownException& exception, model::LocalDay today);

/// The hours of one day, a line each: "9 h – 12 h 30"; one line "Fermé", or why they are to be confirmed,
/// where there are none. An exception is said, without its reason.
std::vector<std::string> day_lines(const base::Catalog& catalog, std::string_view language,
                                   const model::DayHours& day);

}  // namespace accueil::screens
