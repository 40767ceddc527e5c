// SPDX-License-Identifier: GPL-3.0-or-later
// What goes onto paper, in the visitor's language and in French: a place, or the fiche d'orientation. UI
// thread.
#pragma once

#include "kiosk/media/paper.hpp"
#include "kiosk/screens/screen.hpp"

namespace accueil::screens {

/// The paper of the screen that `data` was shown on; nothing of a screen that has none, or of an empty fiche.
std::optional<media::Paper> paper_of(const Context& context, const query::Data& data);

/// "Imprimer", where a printer is ready; a node without an id elsewhere.
ui::Node print_button(const Context& context);

}  // namespace accueil::screens
