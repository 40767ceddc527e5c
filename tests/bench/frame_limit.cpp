// SPDX-License-Identifier: GPL-3.0-or-later
// The least that a frame costs here: one textured quad over the whole window, shown, finished. Prints
// milliseconds. usage: frame_limit WIDTH HEIGHT
#include <cstdio>
#include <cstdlib>

#include "tests/bench/frames.hpp"

using namespace accueil;

int main(int count, char** arguments) {
    const long width = count == 3 ? std::strtol(arguments[1], nullptr, 10) : 0;
    const long height = count == 3 ? std::strtol(arguments[2], nullptr, 10) : 0;
    if (width < 1 || height < 1) {
        std::fputs("usage: frame_limit WIDTH HEIGHT\n", stderr);
        return 2;
    }
    if (std::getenv("DISPLAY") == nullptr) return bench::kSkipped;
    sf::RenderWindow window;
    bench::open_window(window, static_cast<unsigned>(width), static_cast<unsigned>(height));
    const double limit = bench::frame_limit(window);
    if (limit <= 0) {
        std::fputs("frame_limit: no texture of this size\n", stderr);
        return 1;
    }
    std::printf("%.2f\n", limit);
    return 0;
}
