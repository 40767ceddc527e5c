// SPDX-License-Identifier: GPL-3.0-or-later
// QR codes on a screen: the white cards on which they stand, and the list of links, which are never opened
// here. UI thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "kiosk/media/qr.hpp"
#include "kiosk/screens/screen.hpp"
#include "kiosk/ui/components.hpp"

namespace accueil::screens {

/// A white square of `side` design pixels with the code in its middle; `name` is what is read aloud.
ui::Node code_card(const std::string& id, const std::string& name, media::QrCode code, float side);
/// The square in which a telephone reads the code from where one stands: see media::kLeastModule.
float least_side(const media::QrCode& code);
/// A web address's code; nothing, and a line in the log, for one that is too long.
std::optional<media::QrCode> address_code(const std::string& address);

/// A web address as a code, what one finds there, and the address in words for who would rather type it.
ui::Node address_item(const Context& context, const std::string& id, const ui::Words& label,
                      const std::string& address);
/// Each link as a code to be scanned, with what one finds there and its address in words: the kiosk opens no
/// web.
std::vector<ui::Node> link_list(const Context& context, const std::vector<model::Link>& links);
/// What supports an article, in the same way where it has an address.
std::vector<ui::Node> source_list(const Context& context, const std::vector<model::Source>& sources);

}  // namespace accueil::screens
