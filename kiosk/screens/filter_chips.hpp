// SPDX-License-Identifier: GPL-3.0-or-later
// Chips of filters, for whatever list. UI thread.
#pragma once

#include <string>

#include "kiosk/screens/filter_table.hpp"
#include "kiosk/ui/node.hpp"

namespace accueil::screens {

/// In a row over a list: what is on, with the sign of what goes at a touch; or with how many rows it would
/// leave. Its id is `where`, a prefix, and the filter.
ui::Node row_chip(const FilterOffer& offer, std::string words, const std::string& icon, const char* where);
/// The same among the choices of a dialog, where what is on has the sign of what is chosen.
ui::Node choice_chip(const FilterOffer& offer, std::string words, const std::string& icon, const char* where);
/// "Tout enlever", where there is more than one.
ui::Node clear_chip(const std::string& words);
/// One that opens a dialog with more of them.
ui::Node more_chip(const std::string& id, const std::string& words, const std::string& icon,
                   action::Overlay overlay);

}  // namespace accueil::screens
