// SPDX-License-Identifier: GPL-3.0-or-later
// What the programs share that measure frames on a real display: the kiosk's window without the kiosk, the
// time of its frames, and the least that a frame costs on this machine.
#pragma once

#include <SFML/Graphics/RenderWindow.hpp>
#include <SFML/Graphics/Sprite.hpp>
#include <SFML/Graphics/Texture.hpp>
#include <SFML/OpenGL.hpp>
#include <algorithm>
#include <chrono>
#include <vector>

namespace accueil::bench {

/// SFML aborts where there is no display; a bench says 77 there, as a skipped test does.
constexpr int kSkipped = 77;

/// As platform::Window asks for it: no frame, no depth, no stencil, no MSAA.
inline void open_window(sf::RenderWindow& window, unsigned width, unsigned height) {
    window.create(sf::VideoMode(width, height), "bench", sf::Style::None, sf::ContextSettings(0, 0, 0));
    window.setPosition({0, 0});
}

inline double milliseconds_since(std::chrono::steady_clock::time_point start) {
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
}

/// glFinish: a frame whose commands only wait in a queue is not done.
template <class Frame>
double median_frame(sf::RenderWindow& window, Frame frame) {
    constexpr int kFrames = 200;
    std::vector<double> times;
    for (int i = 0; i < kFrames; ++i) {
        const auto start = std::chrono::steady_clock::now();
        frame(i);
        window.display();
        glFinish();
        times.push_back(milliseconds_since(start));
    }
    std::nth_element(times.begin(), times.begin() + kFrames / 2, times.end());
    return times[kFrames / 2];
}

/// The time under which no frame that covers the window with a picture can go on this machine; 0 where there
/// is no texture of that size.
inline double frame_limit(sf::RenderWindow& window) {
    const sf::Vector2u size = window.getSize();
    sf::Texture texture;
    if (!texture.create(size.x, size.y)) return 0;
    texture.update(std::vector<sf::Uint8>(std::size_t{size.x} * size.y * 4, 200).data());
    return median_frame(window, [&](int) {
        window.clear(sf::Color::White);
        window.draw(sf::Sprite(texture));
    });
}

}  // namespace accueil::bench
