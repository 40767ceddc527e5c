// SPDX-License-Identifier: GPL-3.0-or-later
// Draws a laid-out tree.
#include <algorithm>
#include <cmath>

#include "kiosk/ui/node.hpp"

namespace accueil::ui {

namespace {

using draw::Color;
using draw::Token;

constexpr float kFadeHeight = 32, kCaretWidth = 4;

// Icons that point along the line of reading, and what they become in right-to-left languages.
std::string mirrored(const std::string& name) {
    for (const char* stem : {"arrow-", "caret-"}) {
        if (name == std::string(stem) + "left") return std::string(stem) + "right";
        if (name == std::string(stem) + "right") return std::string(stem) + "left";
    }
    return name;
}

class Painter {
  public:
    Painter(draw::Canvas& canvas, const Environment& environment, const Highlight& highlight)
        : m_canvas(canvas), m_environment(environment), m_highlight(highlight) {}

    void node(const Node& node) {
        if (node.visible.empty() && !has_visible_child(node)) return;
        const bool pressed = !node.id.empty() && node.id == m_highlight.pressed && node.paint.pressable;
        background(node, pressed);
        if (node.image) image(node);
        if (node.draw) node.draw(m_canvas, node.rect);
        if (node.text_layout) text(node);
        if (node.icon) icon(node);
        if (node.layout.scroll) {
            scrolled(node);
        } else {
            for (const auto& child : node.children)
                this->node(child);
        }
        if (!node.id.empty() && node.id == m_highlight.focused && node.is_control()) focus_ring(node);
    }

  private:
    static bool has_visible_child(const Node& node) {
        for (const auto& child : node.children) {
            if (!child.visible.empty() || has_visible_child(child)) return true;
        }
        return false;
    }

    Color color(Token token) const { return m_environment.theme[token]; }

    void background(const Node& node, bool pressed) {
        const Paint& paint = node.paint;
        if (!paint.fill && !paint.border && !pressed) return;
        draw::BoxStyle style;
        style.radius = paint.radius;
        if (paint.fill) style.fill = color(*paint.fill);
        if (pressed)
            style.fill =
                paint.fill == Token::primary ? color(Token::primary_pressed) : color(Token::primary_soft);
        if (paint.border) {
            style.border = color(*paint.border);
            style.border_width = paint.border_width;
        }
        if (pressed && paint.border && paint.fill != Token::primary) style.border = color(Token::primary);
        m_canvas.box(node.rect, style);
    }

    // Over it its frame again, which it has covered.
    void image(const Node& node) {
        const Paint& paint = node.paint;
        m_canvas.image(node.image, node.rect, {255, 255, 255, 255}, paint.radius);
        if (paint.border)
            m_canvas.box(node.rect,
                         {draw::kTransparent, color(*paint.border), paint.border_width, paint.radius});
    }

    void text(const Node& node) {
        const Layout& layout = node.layout;
        const float left = node.right_to_left ? layout.padding.end : layout.padding.start;
        const float inner = node.rect.width - layout.padding.start - layout.padding.end;
        const Size size = node.text_layout->size();
        // The layout aligns its lines within the widest; the widest is aligned within the node here.
        float x = node.rect.x + left;
        if (node.text->centered) {
            x += (inner - size.width) / 2;
        } else if (node.right_to_left) {
            x += inner - size.width;
        }
        m_canvas.text(node.text_layout, {x, node.rect.y + layout.padding.top}, color(node.text->color));
        if (!node.text->has_caret) return;
        const auto caret = node.text_layout->caret();
        // Within the node: what is written to the end of a line would hide it.
        const float most = node.rect.x + node.rect.width - kCaretWidth;
        m_canvas.box({std::clamp(x + caret.x, node.rect.x, most), node.rect.y + layout.padding.top + caret.y,
                      kCaretWidth, caret.height},
                     {color(Token::primary), draw::kTransparent, 0, 0});
    }

    void icon(const Node& node) {
        const IconContent& icon = *node.icon;
        const bool mirror = icon.directional && node.right_to_left;
        const float size = std::min(node.rect.width, node.rect.height);
        const auto layout =
            m_environment.text.icon(mirror ? mirrored(icon.name) : icon.name, size, icon.filled);
        const Size drawn = layout->size();
        m_canvas.text(layout,
                      {node.rect.x + (node.rect.width - drawn.width) / 2,
                       node.rect.y + (node.rect.height - drawn.height) / 2},
                      color(icon.color));
    }

    void scrolled(const Node& node) {
        const draw::ClipScope clip(m_canvas, node.visible);
        for (const auto& child : node.children)
            this->node(child);
        // A fade at an edge says that there is more beyond it.
        const float hidden_below = node.content_height - node.rect.height - offset(node);
        const Color surface = color(node.paint.fill.value_or(Token::surface));
        const Rect& rect = node.rect;
        if (offset(node) > 1)
            m_canvas.gradient({rect.x, rect.y, rect.width, kFadeHeight}, surface, surface.with_alpha(0),
                              draw::Axis::vertical);
        if (hidden_below > 1) {
            m_canvas.gradient({rect.x, rect.bottom() - kFadeHeight, rect.width, kFadeHeight},
                              surface.with_alpha(0), surface, draw::Axis::vertical);
        }
    }

    static float offset(const Node& node) {
        for (const auto& child : node.children) {
            if (!child.layout.absolute) return node.rect.y + node.layout.padding.top - child.rect.y;
        }
        return 0;
    }

    void focus_ring(const Node& node) {
        const float radius = node.paint.radius;
        m_canvas.box(node.rect.inset(-6), {draw::kTransparent, color(Token::focus_outer), 3, radius + 6});
        m_canvas.box(node.rect.inset(-3), {draw::kTransparent, color(Token::focus_inner), 3, radius + 3});
    }

    draw::Canvas& m_canvas;
    const Environment& m_environment;
    const Highlight& m_highlight;
};

}  // namespace

void draw_tree(const Node& root, draw::Canvas& canvas, const Environment& environment,
               const Highlight& highlight) {
    Painter(canvas, environment, highlight).node(root);
}

}  // namespace accueil::ui
