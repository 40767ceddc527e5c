// SPDX-License-Identifier: GPL-3.0-or-later
// The dialogs that lie over any screen. UI thread.
#pragma once

#include "kiosk/screens/screen.hpp"

namespace accueil::screens {

/// A sheet in the lower part of the glass, within everyone's reach, over a scrim that closes it.
ui::Node dialog(const Context& context, const std::string& title, const char* icon_name,
                action::Action close);
ui::Node& dialog_sheet(ui::Node& dialog);  ///< where its content goes
/// Chips under a title.
ui::Node dialog_choices(const std::string& title, std::vector<ui::Node> chips);

ui::Node languages_dialog(const Context& context);
ui::Node access_dialog(const Context& context);
/// "Êtes-vous toujours là ?", with the seconds that are left; any touch stays.
ui::Node countdown_dialog(const Context& context);

}  // namespace accueil::screens
