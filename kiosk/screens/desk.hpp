// SPDX-License-Identifier: GPL-3.0-or-later
// What the agent's desk adds to the screens: its door, its band, its buttons; the list that it shares with
// visitors; and what tells what was just done. UI thread.
#pragma once

#include <string>
#include <vector>

#include "kiosk/screens/screen.hpp"

namespace accueil::screens {

/// The town's mark in the top strip: a finger held on it asks for the PIN.
inline constexpr const char* kMarkNode = "strip/mark";

ui::Node pin_dialog(const Context& context);
/// What is wrong on a place's sheet, in one tap.
ui::Node report_dialog(const Context& context);
/// Whether it is to be said of the place of the screen.
ui::Node notice_dialog(const Context& context, model::DeskNoticeKind kind);

/// "Espace de l'agent", the basket, and the way out.
ui::Node desk_band(const Context& context);
/// What was just done, in the place of the quiet line, and its undoing; only while AppState::told says
/// something.
ui::Node told_line(const Context& context);

/// Puts the item (action::Basket: a place or an initiative) into the basket, or takes it out.
ui::Node basket_button(const Context& context, const std::string& item);
/// The way to the visitor's list, or at the desk to the fiche, with the number of what is in it.
ui::Node basket_way(const Context& context);
/// At the desk, `card` with what puts its item into the basket or takes it out; to visitors, the card alone.
ui::Node with_basket(const Context& context, const std::string& item, ui::Node card);
/// What the agent can do with the place of the sheet; a node without children for visitors.
ui::Node desk_card(const Context& context, const std::string& place);
/// "Signaler une erreur".
ui::Node report_button(const Context& context);

}  // namespace accueil::screens
