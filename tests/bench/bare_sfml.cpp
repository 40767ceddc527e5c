// SPDX-License-Identifier: GPL-3.0-or-later
// What any program on SFML costs before it does something of its own: a window over the whole screen, one
// picture drawn once. Then it waits to be ended. tests/bench/run holds the kiosk's start and memory against
// it.
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <vector>

#include "tests/bench/frames.hpp"

int main() {
    if (std::getenv("DISPLAY") == nullptr) return accueil::bench::kSkipped;
    const sf::VideoMode screen = sf::VideoMode::getDesktopMode();
    sf::RenderWindow window;
    accueil::bench::open_window(window, screen.width, screen.height);
    // Stripes: a screen of one colour could not be told from a window that is still empty.
    constexpr unsigned kStripes = 64;
    std::vector<sf::Uint8> pixels;
    for (unsigned i = 0; i < kStripes; ++i)
        pixels.insert(pixels.end(), {static_cast<sf::Uint8>(i * 4), 90, 90, 255});
    sf::Texture texture;
    if (!texture.create(1, kStripes)) return 1;
    texture.update(pixels.data());
    sf::Sprite picture(texture);
    picture.setScale(static_cast<float>(screen.width), static_cast<float>(screen.height) / kStripes);
    window.clear();
    window.draw(picture);
    window.display();
    std::puts("first frame");
    std::fflush(stdout);
    pause();
    return 0;
}
