// SPDX-License-Identifier: GPL-3.0-or-later
// Draws one scene with the canvas of the glass and with the one of tests, and compares the pictures. Needs a
// display; without one it says so and exits 77. usage: canvas_parity [FOLDER for the two pictures]
#include <SFML/Graphics/RenderTexture.hpp>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "kiosk/draw/cairo_canvas.hpp"
#include "kiosk/draw/sfml_canvas.hpp"
#include "tests/support/draw_scene.hpp"

using namespace accueil;

namespace {

constexpr double kMostMean = 0.15;   // of 255, over all channels
constexpr int kNear = 24;            // a difference that nobody sees on one pixel of an edge
constexpr double kMostFar = 0.0005;  // share of pixels that differ by more

struct Difference {
    double mean = 0, far = 0;
    int most = 0;
};

Difference compare(const draw::Image& one, const draw::Image& two) {
    Difference difference;
    std::size_t far = 0;
    for (std::size_t i = 0; i < one.rgba().size(); i += 4) {
        int worst = 0;
        for (std::size_t c = 0; c < 3; ++c) {
            const int apart = std::abs(one.rgba()[i + c] - two.rgba()[i + c]);
            difference.mean += apart;
            worst = std::max(worst, apart);
        }
        difference.most = std::max(difference.most, worst);
        if (worst > kNear) ++far;
    }
    const auto pixels = static_cast<double>(one.rgba().size()) / 4;
    difference.mean /= pixels * 3;
    difference.far = static_cast<double>(far) / pixels;
    return difference;
}

draw::ImagePtr picture_of(const sf::RenderTexture& target) {
    const sf::Image copy = target.getTexture().copyToImage();
    const sf::Vector2u size = copy.getSize();
    const sf::Uint8* pixels = copy.getPixelsPtr();
    return std::make_shared<draw::Image>(
        static_cast<int>(size.x), static_cast<int>(size.y),
        std::vector<std::uint8_t>(pixels, pixels + std::size_t{size.x} * size.y * 4));
}

bool same_picture(draw::TextEngine& engine, const draw::Theme& theme, unsigned width, unsigned height,
                  base::Point shift, const std::string& folder) {
    const support::DrawScene scene(engine, theme);
    sf::RenderTexture target;
    if (!target.create(width, height)) {
        std::puts("FAILED: no render texture");
        return false;
    }
    const auto glass = draw::SfmlCanvas::create(target, engine);
    // The second frame is drawn from what the first one kept.
    for (int frame = 0; frame < 2; ++frame) {
        glass->begin_frame();
        scene.draw(*glass, shift);
        glass->end_frame();
    }
    target.display();
    const draw::ImagePtr shown = picture_of(target);

    const auto paper = draw::CairoCanvas::create(static_cast<int>(width), static_cast<int>(height), engine);
    scene.draw(*paper, shift);
    const draw::ImagePtr expected = paper->snapshot();
    if (!folder.empty()) {
        const std::string name = folder + "/" + std::to_string(width) + "x" + std::to_string(height);
        if (!draw::save_png(*shown, name + "-sfml.png") || !draw::save_png(*expected, name + "-cairo.png"))
            std::puts("the pictures could not be written");
    }
    const Difference difference = compare(*shown, *expected);
    const bool same = difference.mean <= kMostMean && difference.far <= kMostFar;
    std::printf("%s %ux%u: mean difference %.4f of 255, %.5f %% of pixels by more than %d, at most %d\n",
                same ? "ok" : "FAILED", width, height, difference.mean, difference.far * 100, kNear,
                difference.most);
    return same;
}

}  // namespace

int main(int argc, char** argv) {
    if (std::getenv("DISPLAY") == nullptr) {
        std::puts("SKIP: no DISPLAY, so the canvas of the glass cannot draw");
        return 77;
    }
    const std::string source = ACCUEIL_SOURCE_DIR;
    const auto engine = draw::TextEngine::create(source + "/assets/fonts");
    const auto theme = draw::Theme::load(source + "/assets/theme/light.json");
    if (!engine || !theme) {
        std::printf("FAILED: %s\n", (engine ? theme.error() : engine.error()).detail.c_str());
        return 1;
    }
    const std::string folder = argc > 1 ? argv[1] : "";
    bool same = same_picture(**engine, *theme, 1080, 1080, {}, folder);
    same = same_picture(**engine, *theme, 1080, 1920, {0.3F, 0.6F}, folder) && same;
    same = same_picture(**engine, *theme, 1440, 1440, {}, folder) && same;
    same = same_picture(**engine, *theme, 768, 1366, {}, folder) && same;
    return same ? 0 : 1;
}
