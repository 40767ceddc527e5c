// SPDX-License-Identifier: GPL-3.0-or-later
// SFML's keys as ours. Called by the window; pure.
#pragma once

#include <SFML/Window/Keyboard.hpp>

#include "kiosk/input/events.hpp"

namespace accueil::platform {

input::Key key_of(sf::Keyboard::Key key);

}  // namespace accueil::platform
