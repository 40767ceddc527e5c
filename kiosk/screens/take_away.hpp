// SPDX-License-Identifier: GPL-3.0-or-later
// What one takes home of a place, an initiative or the list on a telephone: the contact, and the dialog with
// its codes. UI thread.
#pragma once

#include <string>

#include "kiosk/media/vcard.hpp"
#include "kiosk/screens/initiative_words.hpp"
#include "kiosk/screens/screen.hpp"

namespace accueil::screens {

/// In the language of `context`: a visitor reads it; what is written of the place in French alone (its
/// address, its papers) stays as it is. Openings bear their dates, and the day on which they were read.
media::Contact contact_of(const Context& context, const query::PlacePage& page);
media::Contact contact_of(const Context& context, const query::InitiativePage& page);
/// The visitor's list: a note with a part for each place, of which the next opening gives way first, and for
/// each initiative: who carries it, its web page, and where it is, which gives way first.
media::Contact contact_of(const Context& context, const ListedRows& rows);

/// Whether the screen has something to take away.
bool can_be_taken(const Context& context);

/// "Emporter".
ui::Node take_away_button(const Context& context);
/// The code of the contact, that of the web page where there is one, and what they do. Of the screens of a
/// place, an initiative or the list, with the data that they were built of.
ui::Node take_away_dialog(const Context& context, const query::Data& data);

}  // namespace accueil::screens
