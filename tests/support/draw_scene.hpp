// SPDX-License-Identifier: GPL-3.0-or-later
// Every thing that a canvas can draw, in one picture: for comparing canvases. UI thread.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "kiosk/draw/canvas.hpp"
#include "kiosk/draw/theme.hpp"

namespace accueil::support {

/// A checkered gradient; `translucent` fades it to the right.
inline draw::ImagePtr sample_image(int width, int height, bool translucent) {
    std::vector<std::uint8_t> rgba;
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x)
            for (const int channel :
                 {x * 255 / width, y * 255 / height, (x / 16 + y / 16) % 2 == 0 ? 60 : 200,
                  translucent ? 255 - x * 255 / width : 255})
                rgba.push_back(static_cast<std::uint8_t>(channel));
    return std::make_shared<draw::Image>(width, height, std::move(rgba));
}

class DrawScene {
  public:
    DrawScene(draw::TextEngine& engine, const draw::Theme& theme) : m_engine(engine), m_theme(theme) {}

    /// Fills the upper 1080 × 1080 design pixels; `shift` moves all by part of a pixel.
    void draw(draw::Canvas& canvas, base::Point shift = {}) const {
        using draw::Token;
        using draw::Weight;
        canvas.clear(m_theme[Token::surface]);
        float y = 30 + shift.y;
        const float x = 40 + shift.x;
        const auto put = [&](const std::string& words, float size, Weight weight, const char* language,
                             Token color) {
            draw::TextStyle style;
            style.size = size;
            style.weight = weight;
            const auto layout = m_engine.layout(words, style, 1000, language);
            canvas.text(layout, {layout->right_to_left() ? x + 1000 - layout->size().width : x, y},
                        m_theme[color]);
            y += layout->size().height;
        };
        put("Que cherchez-vous ?", 76, Weight::bold, "fr", Token::ink);
        put("Repas chauds, sans rendez-vous, du lundi au vendredi. L’équipe parle français, arabe et dari.",
            28, Weight::regular, "fr", Token::ink_soft);
        put("مرحبا بكم في دار البلدية. الهاتف 01 23 45 67 89 من الاثنين إلى الجمعة.", 34, Weight::semibold,
            "ar", Token::primary);
        canvas.text(m_engine.icon("fork-knife", 80), {x, y}, m_theme[Token::ink]);
        canvas.text(m_engine.icon("house", 40, true), {x + 100, y + 20.4F}, m_theme[Token::accent]);
        float at = x + 160;
        for (const float radius : {0.0F, 8.0F, 16.0F, 36.0F}) {
            canvas.box({at, y, 120, 73},
                       {m_theme[Token::primary_soft], m_theme[Token::primary], 2.5F, radius});
            canvas.box({at + 130, y, 61, 73}, {m_theme[Token::accent], draw::kTransparent, 0, radius});
            at += 200;
        }
        canvas.box({x + 100, y + 100, 10, 31}, {m_theme[Token::open], draw::kTransparent, 0, 40});
        canvas.box({x, y + 90, 60.5F, 60.5F}, {draw::kTransparent, m_theme[Token::focus_outer], 6, 22});
        y += 170;
        const draw::ImagePtr opaque = sample_image(300, 200, false), faded = sample_image(128, 128, true);
        canvas.image(opaque, {x, y, 300, 200});
        canvas.image(opaque, {x + 320, y, 225, 150}, {255, 255, 255, 255}, 24);
        canvas.image(faded, {x + 560, y, 200, 200}, {255, 255, 255, 255}, 0);
        canvas.image(faded, {x + 780, y, 90, 90}, {255, 255, 255, 150}, 45);
        canvas.image(opaque, {x + 780, y + 110, 60, 40}, m_theme[Token::accent]);
        canvas.line({x + 890, y}, {x + 990, y + 180}, 9, m_theme[Token::primary]);
        canvas.line({x + 890, y + 180}, {x + 980, y + 20}, 1.5F, m_theme[Token::ink]);
        canvas.line({x + 890, y + 195}, {x + 990, y + 195}, 4, m_theme[Token::closed]);
        // Words along a street: turned parts of a small image, and of one that has a texture of its own.
        for (int i = 0; i < 5; ++i)
            canvas.turned(faded,
                          {{16.0F * static_cast<float>(i), 0, 48, 128},
                           {x + 590 + 33.3F * static_cast<float>(i), y + 205},
                           {30, 60},
                           0.35F * static_cast<float>(i) - 0.8F},
                          {255, 255, 255, static_cast<std::uint8_t>(i == 3 ? 120 : 255)});
        canvas.turned(opaque, {{0, 0, 150, 200}, {x + 480, y + 178}, {60, 40}, 2.4F});
        y += 220;
        canvas.gradient({x, y, 480, 80}, m_theme[Token::primary], m_theme[Token::surface].with_alpha(0),
                        draw::Axis::horizontal);
        canvas.gradient({x + 500, y, 500, 80}, m_theme[Token::closed], m_theme[Token::accent],
                        draw::Axis::vertical);
        y += 100;
        const draw::ClipScope outer(canvas, {x, y, 300, 90});
        const draw::ClipScope inner(canvas, {x + 20, y + 10, 600, 300});
        canvas.box({x, y, 200, 300}, {m_theme[Token::primary], m_theme[Token::ink], 3, 30});
        canvas.image(opaque, {x + 100, y - 20, 150, 150}, {255, 255, 255, 255}, 40);
        canvas.line({x, y}, {x + 400, y + 150}, 12, m_theme[Token::accent]);
        canvas.gradient({x + 240, y, 100, 200}, m_theme[Token::ink], m_theme[Token::surface],
                        draw::Axis::vertical);
        put("Une ligne que la coupe arrête", 44, Weight::bold, "fr", Token::surface_raised);
    }

  private:
    draw::TextEngine& m_engine;
    const draw::Theme& m_theme;
};

}  // namespace accueil::support
