// SPDX-License-Identifier: GPL-3.0-or-later
#include "kiosk/platform/keys.hpp"

namespace accueil::platform {

input::Key key_of(sf::Keyboard::Key key) {
    switch (key) {
        case sf::Keyboard::Tab:
            return input::Key::tab;
        case sf::Keyboard::Enter:
            return input::Key::enter;
        case sf::Keyboard::Space:
            return input::Key::space;
        case sf::Keyboard::Escape:
            return input::Key::escape;
        case sf::Keyboard::Backspace:
            return input::Key::backspace;
        case sf::Keyboard::Left:
            return input::Key::left;
        case sf::Keyboard::Right:
            return input::Key::right;
        case sf::Keyboard::Up:
            return input::Key::up;
        case sf::Keyboard::Down:
            return input::Key::down;
        case sf::Keyboard::Home:
            return input::Key::home;
        case sf::Keyboard::End:
            return input::Key::end;
        case sf::Keyboard::PageUp:
            return input::Key::page_up;
        case sf::Keyboard::PageDown:
            return input::Key::page_down;
        default:
            return input::Key::other;
    }
}

}  // namespace accueil::platform
