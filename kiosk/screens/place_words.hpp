// SPDX-License-Identifier: GPL-3.0-or-later
// What is said of a place away from the screen, in words that stay true after today: for a telephone and for
// paper. UI thread.
#pragma once

#include <string>
#include <vector>

#include "kiosk/screens/screen.hpp"
#include "sync/model/records.hpp"

namespace accueil::screens {

/// The openings of the seven days from now on, a line a day with its date: "jeudi 26 novembre : 9 h – 12 h
/// 30, 14 h – 17 h". Of the place's hours or, where it has none, of the first service's that has some. One
/// line that says why where they are to be confirmed, always open, or none is announced.
std::vector<std::string> openings_in_words(const Context& context, const model::Place& place,
                                           const std::vector<model::Service>& services);

/// Street, complement, postcode and town in one line; empty for a helpline.
std::string address_in_words(const model::Place& place);

/// With spaces that do not break, the groups of a number keep their order among Arabic words, too.
std::string in_one_piece(const std::string& telephone);

/// What the services ask for, none twice.
std::vector<std::string> papers_of(const std::vector<model::Service>& services);
/// The place's languages or, where it names none, its services'.
std::vector<std::string> spoken_at(const model::Place& place, const std::vector<model::Service>& services);
/// The place's telephone, or the first service's that has one.
std::string telephone_of(const model::Place& place, const std::vector<model::Service>& services);

/// The services' names, without that of the place.
std::vector<std::string> services_in_words(const Context& context, const model::Place& place,
                                           const std::vector<model::Service>& services);
/// "Sans rendez-vous", "Gratuit", languages: as far as they are known of all services.
std::vector<std::string> facts_in_words(const Context& context, const model::Place& place,
                                        const std::vector<model::Service>& services);

/// "26 novembre 2026": the day of the context's moment.
std::string today_in_words(const Context& context);

}  // namespace accueil::screens
