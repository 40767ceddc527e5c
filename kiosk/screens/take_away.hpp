// SPDX-License-Identifier: GPL-3.0-or-later
// What one takes home of a place or an initiative on a telephone: the contact, and the dialog with its codes.
// UI thread.
#pragma once

#include <string>

#include "kiosk/media/vcard.hpp"
#include "kiosk/screens/screen.hpp"

namespace accueil::screens {

/// In the language of `context`: a visitor reads it; what is written of the place in French alone (its
/// address, its papers) stays as it is. Openings bear their dates, and the day on which they were read.
media::Contact contact_of(const Context& context, const query::PlacePage& page);
media::Contact contact_of(const Context& context, const query::InitiativePage& page);

/// "Emporter".
ui::Node take_away_button(const Context& context);
/// The code of the contact, that of the web page where there is one, and what they do. Of the screens of a
/// place or an initiative, with the data that they were built of.
ui::Node take_away_dialog(const Context& context, const query::Data& data);

}  // namespace accueil::screens
