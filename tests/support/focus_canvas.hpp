// SPDX-License-Identifier: GPL-3.0-or-later
// A canvas that draws nothing and remembers around which rectangle the focus ring was drawn. One thread.
#pragma once

#include <optional>

#include "kiosk/draw/canvas.hpp"

namespace accueil::support {

class FocusCanvas : public draw::Canvas {
  public:
    explicit FocusCanvas(draw::Color ring = draw::kTransparent) : m_ring(ring) {}

    base::Size size() const override { return {1080, 1920}; }
    float scale() const override { return 1; }
    void clear(draw::Color) override { focused.reset(); }
    void box(const base::Rect& rect, const draw::BoxStyle& style) override {
        if (style.border == m_ring && style.fill == draw::kTransparent && style.border_width == 3)
            focused = rect.inset(3);
    }
    void text(const draw::TextLayoutPtr&, base::Point, draw::Color) override {}
    void image(const draw::ImagePtr&, const base::Rect&, draw::Color, float) override {}
    void moving(const draw::MovingPicturePtr&, const base::Rect&) override {}
    void turned(const draw::ImagePtr&, const draw::TurnedPart&, draw::Color) override {}
    void gradient(const base::Rect&, draw::Color, draw::Color, draw::Axis) override {}
    void line(base::Point, base::Point, float, draw::Color) override {}
    void push_clip(const base::Rect&) override {}
    void pop_clip() override {}

    std::optional<base::Rect> focused;

  private:
    draw::Color m_ring;
};

}  // namespace accueil::support
