// SPDX-License-Identifier: GPL-3.0-or-later
// How long a frame takes here. Needs a display; prints "name value unit" lines. usage: draw_bench
#include <cstdio>
#include <cstdlib>
#include <string>

#include "kiosk/draw/sfml_canvas.hpp"
#include "kiosk/draw/theme.hpp"
#include "tests/bench/frames.hpp"

using namespace accueil;

namespace {

constexpr unsigned kWidth = 1920, kHeight = 1080;

/// 100 rows of a card, an icon, a name and a line of facts: 400 things, scrolled by a pixel a frame.
void draw_rows(draw::Canvas& canvas, draw::TextEngine& engine, const draw::Theme& theme, int frame) {
    using draw::Token;
    draw::TextStyle name, facts;
    name.weight = draw::Weight::semibold;
    facts.size = 22;
    canvas.clear(theme[Token::surface]);
    for (int i = 0; i < 100; ++i) {
        const float x = 16.0F + static_cast<float>(i % 5) * 380;
        const float y = 8.0F + static_cast<float>(i / 5) * 54 - static_cast<float>(frame % 54);
        canvas.box({x, y, 364, 50}, {theme[Token::surface_raised], theme[Token::border], 1.5F, 16});
        canvas.text(engine.icon("bed", 40), {x + 4, y + 5}, theme[Token::primary]);
        canvas.text(engine.layout("Lieu numéro " + std::to_string(i), name, 300, "fr"), {x + 56, y - 4},
                    theme[Token::ink]);
        canvas.text(
            engine.layout("Ouvert, ferme à " + std::to_string(i % 12 + 8) + " h 30", facts, 300, "fr"),
            {x + 56, y + 22}, theme[Token::open]);
    }
}

}  // namespace

int main() {
    if (std::getenv("DISPLAY") == nullptr) {
        std::puts("SKIP: no DISPLAY to draw on");
        return bench::kSkipped;
    }
    const std::string source = ACCUEIL_SOURCE_DIR;
    const auto engine = draw::TextEngine::create(source + "/assets/fonts");
    const auto theme = draw::Theme::load(source + "/assets/theme/light.json");
    if (!engine || !theme) {
        std::printf("FAILED: %s\n", (engine ? theme.error() : engine.error()).detail.c_str());
        return 1;
    }
    sf::RenderWindow window;
    bench::open_window(window, kWidth, kHeight);
    std::printf("draw.frame_ms.limit %.2f ms\n", bench::frame_limit(window));

    const auto canvas = draw::SfmlCanvas::create(window, **engine);
    const auto frame = [&](int number) {
        canvas->begin_frame();
        draw_rows(*canvas, **engine, *theme, number);
        canvas->end_frame();
    };
    const auto start = std::chrono::steady_clock::now();
    frame(0);
    window.display();
    glFinish();
    std::printf("draw.first_frame_ms %.2f ms\n", bench::milliseconds_since(start));
    std::printf("draw.frame_ms %.2f ms\n", bench::median_frame(window, frame));
    std::printf("draw.texture_mb %.1f MB\n", static_cast<double>(canvas->texture_bytes()) / 1e6);
    return 0;
}
