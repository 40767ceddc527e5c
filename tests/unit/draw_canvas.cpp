// SPDX-License-Identifier: GPL-3.0-or-later
#include <catch2/catch.hpp>
#include <string>

#include "kiosk/draw/cairo_canvas.hpp"
#include "kiosk/draw/device.hpp"

using namespace accueil;
using draw::Color;

namespace {

constexpr Color kWhite{255, 255, 255}, kRed{200, 0, 0}, kBlue{0, 0, 200};

draw::TextEngine& engine() {
    static const auto made = draw::TextEngine::create(std::string(ACCUEIL_SOURCE_DIR) + "/assets/fonts");
    if (!made) FAIL(made.error().detail);
    return **made;
}

Color pixel(draw::CairoCanvas& canvas, int x, int y) {
    const draw::ImagePtr image = canvas.snapshot();
    const std::uint8_t* at = image->rgba().data() + (y * image->width() + x) * 4;
    return {at[0], at[1], at[2], at[3]};
}

/// One device pixel a design pixel.
std::unique_ptr<draw::CairoCanvas> canvas_of(int width, int height) {
    auto canvas = draw::CairoCanvas::create(width, height, 1, engine());
    canvas->clear(kWhite);
    return canvas;
}

}  // namespace

TEST_CASE("a screen's shorter side is 1080 design pixels", "[draw]") {
    const auto portrait = draw::CairoCanvas::create(540, 960, engine());
    CHECK(portrait->scale() == Approx(0.5));
    CHECK(portrait->size().width == Approx(1080));
    CHECK(portrait->size().height == Approx(1920));
    const auto landscape = draw::CairoCanvas::create(960, 540, engine());
    CHECK(landscape->size().height == Approx(1080));
}

TEST_CASE("a box ends sharply on whole pixels and its border lies inside", "[draw]") {
    const auto canvas = canvas_of(60, 60);
    canvas->box({10.3F, 10.3F, 40, 40}, {kRed, kBlue, 4, 0});
    CHECK(pixel(*canvas, 9, 30) == kWhite);
    CHECK(pixel(*canvas, 10, 30) == kBlue);
    CHECK(pixel(*canvas, 13, 30) == kBlue);
    CHECK(pixel(*canvas, 14, 30) == kRed);
    CHECK(pixel(*canvas, 45, 30) == kRed);
    CHECK(pixel(*canvas, 46, 30) == kBlue);
    CHECK(pixel(*canvas, 49, 30) == kBlue);
    CHECK(pixel(*canvas, 50, 30) == kWhite);
}

TEST_CASE("a radius takes the corners off, never more than a half circle", "[draw]") {
    const auto canvas = canvas_of(60, 40);
    canvas->box({0, 0, 60, 40}, {kRed, draw::kTransparent, 0, 500});
    CHECK(pixel(*canvas, 0, 0) == kWhite);
    CHECK(pixel(*canvas, 59, 39) == kWhite);
    CHECK(pixel(*canvas, 30, 0) == kRed);
    CHECK(pixel(*canvas, 20, 20) == kRed);
    const Color edge = pixel(*canvas, 0, 14);  // on the arc: neither all nor nothing
    CHECK(int{edge.g} > 0);
    CHECK(int{edge.g} < 255);
}

TEST_CASE("the fill never shows outside an opaque border", "[draw]") {
    const auto canvas = canvas_of(60, 60);
    canvas->clear(kBlue);
    canvas->box({10, 10, 40, 40}, {kWhite, kBlue, 3, 16});
    const draw::ImagePtr image = canvas->snapshot();
    for (int i = 0; i < 26; ++i) {  // along the upper left corner, outside the inner arc
        const int x = 10 + i % 5, y = 10 + i / 5;
        if (x + y > 28) continue;
        INFO(x << "," << y);
        CHECK(pixel(*canvas, x, y) == kBlue);
    }
}

TEST_CASE("clips nest, and go away in order", "[draw]") {
    const auto canvas = canvas_of(60, 60);
    {
        const draw::ClipScope outer(*canvas, {10, 10, 30, 30});
        {
            const draw::ClipScope inner(*canvas, {20, 0, 60, 60});
            canvas->box({0, 0, 60, 60}, {kRed});
            {
                const draw::ClipScope nothing(*canvas, {0, 0, 0, 0});
                canvas->box({0, 0, 60, 60}, {kBlue});
            }
        }
        canvas->box({0, 38, 60, 10}, {kBlue});
    }
    CHECK(pixel(*canvas, 15, 15) == kWhite);
    CHECK(pixel(*canvas, 20, 15) == kRed);
    CHECK(pixel(*canvas, 39, 15) == kRed);
    CHECK(pixel(*canvas, 40, 15) == kWhite);
    CHECK(pixel(*canvas, 12, 39) == kBlue);
    CHECK(pixel(*canvas, 12, 40) == kWhite);
    canvas->box({0, 0, 60, 60}, {kRed});
    CHECK(pixel(*canvas, 59, 59) == kRed);
}

TEST_CASE("a text is drawn where it was laid out, in its colour", "[draw]") {
    const auto canvas = canvas_of(400, 100);
    draw::TextStyle style;
    style.size = 60;
    style.weight = draw::Weight::bold;
    const auto layout = engine().layout("HH", style, 0, "fr");
    canvas->text(layout, {20, 0}, kRed);
    int left = 400, right = 0, bottom = 0;
    const draw::ImagePtr image = canvas->snapshot();
    for (int y = 0; y < 100; ++y)
        for (int x = 0; x < 400; ++x)
            if (image->rgba()[static_cast<std::size_t>(y * 400 + x) * 4 + 1] < 128) {
                left = std::min(left, x);
                right = std::max(right, x);
                bottom = std::max(bottom, y);
            }
    CHECK(left == Approx(24).margin(3));
    CHECK(right == Approx(20 + layout->size().width - 4).margin(3));
    CHECK(bottom + 1 == Approx(layout->first_baseline()).margin(1));
    CHECK(pixel(*canvas, left + 3, bottom - 5) == kRed);
}

TEST_CASE("an image at its own size is copied pixel for pixel, and tinted by product", "[draw]") {
    const auto image =
        std::make_shared<draw::Image>(2, 1, std::vector<std::uint8_t>{100, 150, 200, 255, 10, 20, 30, 255});
    const auto canvas = canvas_of(10, 10);
    canvas->image(image, {3, 3, 2, 1});
    CHECK(pixel(*canvas, 3, 3) == Color{100, 150, 200});
    CHECK(pixel(*canvas, 4, 3) == Color{10, 20, 30});
    CHECK(pixel(*canvas, 5, 3) == kWhite);
    canvas->image(image, {3, 6, 2, 1}, {255, 0, 51, 255});
    CHECK(pixel(*canvas, 3, 6) == Color{100, 0, 40});
}

TEST_CASE("a part of an image is turned clockwise about its middle, and only that part shows", "[draw]") {
    std::vector<std::uint8_t> pixels;  // red, blue, and what must not show
    for (int i = 0; i < 40 * 10; ++i) {
        const Color c = i % 40 < 10 ? kRed : i % 40 < 20 ? kBlue : Color{0, 200, 0};
        pixels.insert(pixels.end(), {c.r, c.g, c.b, 255});
    }
    const auto image = std::make_shared<draw::Image>(40, 10, pixels);
    const auto canvas = canvas_of(60, 60);
    canvas->turned(image, {{0, 0, 20, 10}, {30, 30}, {20, 10}, 0});
    CHECK(pixel(*canvas, 22, 30) == kRed);
    CHECK(pixel(*canvas, 38, 30) == kBlue);
    CHECK(pixel(*canvas, 41, 30) == kWhite);
    CHECK(pixel(*canvas, 30, 36) == kWhite);
    canvas->clear(kWhite);
    constexpr float kQuarter = 1.5707963F;
    canvas->turned(image, {{0, 0, 20, 10}, {30, 30}, {20, 10}, kQuarter});
    CHECK(pixel(*canvas, 30, 22) == kRed);
    CHECK(pixel(*canvas, 30, 38) == kBlue);
    CHECK(pixel(*canvas, 38, 30) == kWhite);
    canvas->clear(kWhite);
    canvas->turned(image, {{0, 0, 20, 10}, {30, 30}, {20, 10}, kQuarter}, {255, 255, 255, 128});
    CHECK(int{pixel(*canvas, 30, 22).r} == Approx(228).margin(2));
    CHECK(int{pixel(*canvas, 30, 22).g} == Approx(127).margin(2));
    canvas->turned(image, {{0, 0, 20, 10}, {500, 500}, {20, 10}, kQuarter});  // out of sight
    canvas->turned(nullptr, {{0, 0, 20, 10}, {30, 30}, {20, 10}, kQuarter});
}

TEST_CASE("letters that stand apart are clusters in their order; joined ones and right-to-left ones are none",
          "[draw]") {
    const draw::TextStyle style;
    const auto layout = engine().layout("Rue de l\u2019E\u0301glise", style, 0, "fr");
    const auto clusters = layout->clusters();
    CHECK(clusters.size() == 15);  // the accent goes with its letter
    float end = 0;
    for (const draw::Cluster& cluster : clusters) {
        CHECK(cluster.left == Approx(end).margin(0.1));
        end = cluster.left + cluster.width;
    }
    CHECK(end == Approx(layout->size().width).margin(0.1));
    for (const char* words : {"شارع السوق", "रोड", "רחוב", "Rue شارع"})
        CHECK(engine().layout(words, style, 0, "fr")->clusters().empty());
    CHECK(engine().layout("Οδός", style, 0, "fr")->clusters().size() == 4);
}

TEST_CASE("an image drawn much smaller shows the average, not a pixel by chance", "[draw]") {
    std::vector<std::uint8_t> stripes;
    for (int i = 0; i < 64 * 64; ++i)
        for (const int value : {i % 2 * 255, i % 2 * 255, i % 2 * 255, 255})
            stripes.push_back(static_cast<std::uint8_t>(value));
    const auto canvas = canvas_of(20, 20);
    canvas->image(std::make_shared<draw::Image>(64, 64, stripes), {0, 0, 8, 8});
    CHECK(int{pixel(*canvas, 4, 4).r} == Approx(128).margin(3));
}

TEST_CASE("a gradient starts and ends with its colours and fades without darkening", "[draw]") {
    const auto canvas = canvas_of(100, 20);
    canvas->gradient({0, 0, 100, 20}, kRed, draw::kTransparent, draw::Axis::horizontal);
    CHECK(int{pixel(*canvas, 0, 10).g} < 6);
    CHECK(int{pixel(*canvas, 99, 10).g} > 249);
    const Color middle = pixel(*canvas, 50, 10);
    CHECK(int{middle.r} >= 225);  // half red over white; through black it would be darker
    CHECK(int{middle.g} == Approx(128).margin(6));
}

TEST_CASE("a line has round ends", "[draw]") {
    const auto canvas = canvas_of(60, 60);
    canvas->line({20, 30}, {40, 30}, 10, kRed);
    CHECK(pixel(*canvas, 30, 25) == kRed);
    CHECK(pixel(*canvas, 16, 30) == kRed);
    CHECK(pixel(*canvas, 15, 25) == kWhite);
    CHECK(pixel(*canvas, 14, 30) == kWhite);
    canvas->line({10, 10}, {10, 10}, 8, kBlue);
    CHECK(pixel(*canvas, 10, 10) == kBlue);
}

TEST_CASE("what is thinner than a pixel still shows", "[draw]") {
    const auto canvas = draw::CairoCanvas::create(108, 108, 0.1F, engine());
    canvas->clear(kWhite);
    canvas->line({100, 500}, {900, 500}, 1.5F, kRed);
    CHECK(pixel(*canvas, 50, 50) == kRed);
}

TEST_CASE("an image is halved until it is less than twice as large as drawn", "[draw]") {
    const draw::Image image(1000, 600, std::vector<std::uint8_t>(1000 * 600 * 4, 255));
    CHECK(draw::halvings(image, 1000, 600) == 0);
    CHECK(draw::halvings(image, 501, 301) == 0);
    CHECK(draw::halvings(image, 500, 300) == 1);
    CHECK(draw::halvings(image, 120, 70) == 3);
    CHECK(draw::halvings(image, 2000, 1200) == 0);
    CHECK(draw::halvings(image, 1, 1) < 12);
}
