// SPDX-License-Identifier: GPL-3.0-or-later
// The way to an initiative of one's own, and what the navigator needs of its screen. UI thread.
#pragma once

#include <optional>

#include "kiosk/screens/screen.hpp"

namespace accueil::map {
class MapView;
}

namespace accueil::screens {

/// The map on which a finger shows the place.
inline constexpr const char* kProposalMap = "propose/map";

/// Whether the content offers a way to propose something.
bool can_propose(const Context& context);
/// The way in, as a button and as a card; nothing where the content offers none.
std::optional<ui::Node> propose_button(const Context& context);
std::optional<ui::Node> propose_card(const Context& context);

/// One field, and the keys. proposal_field.cpp.
ui::Node proposal_field(const Context& context);

/// Puts the small map's camera where the draft has it, and its mark where the finger was.
void frame_proposal_map(map::MapView& map, const action::Draft& draft, const std::string& mark_words);

/// "Erase all that was written?"
ui::Node clear_draft_dialog(const Context& context);

}  // namespace accueil::screens
