// SPDX-License-Identifier: GPL-3.0-or-later
// The dialogs that lie over any screen. UI thread.
#pragma once

#include "kiosk/screens/screen.hpp"

namespace accueil::screens {

ui::Node languages_dialog(const Context& context);
ui::Node access_dialog(const Context& context);
/// "Êtes-vous toujours là ?", with the seconds that are left; any touch stays.
ui::Node countdown_dialog(const Context& context);

}  // namespace accueil::screens
