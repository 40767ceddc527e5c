// SPDX-License-Identifier: GPL-3.0-or-later
// A small flow layout in two passes: measure() asks a node how large it is in a given width, arrange() places
// it. Logical start and end become left and right here and nowhere else.
#include <cmath>
#include <limits>

#include "kiosk/ui/node.hpp"
#include "sync/base/i18n.hpp"

namespace accueil::ui {

namespace {

class Flow {
  public:
    explicit Flow(const Environment& environment)
        : m_environment(environment), m_right_to_left(environment.right_to_left) {}

    Size measure(Node& node, float max_width) {
        if (node.measured_width == max_width) return node.measured;
        const Layout& layout = node.layout;
        float limit = layout.width ? std::min(*layout.width, max_width) : max_width;
        if (layout.max_width > 0) limit = std::min(limit, layout.max_width);
        const float across = layout.padding.start + layout.padding.end;
        const float inner = std::max(0.0F, limit - across);
        Size size = content(node, inner);
        size.width += across;
        size.height += layout.padding.top + layout.padding.bottom;
        size.width = layout.width ? limit : std::max(size.width, std::min(layout.min_width, limit));
        size.height = layout.height ? *layout.height : std::max(size.height, layout.min_height);
        node.measured_width = max_width;
        node.measured = size;
        return size;
    }

    void arrange(Node& node, const Rect& rect, const Rect& clip, float scroll) {
        node.rect = rect;
        node.visible = rect.intersected(clip);
        const Layout& layout = node.layout;
        const bool around = m_right_to_left;
        m_right_to_left = layout.right_to_left.value_or(around);
        node.right_to_left = m_right_to_left;
        if (node.text && node.text->own_direction && !node.text->language.empty())
            node.right_to_left = base::is_right_to_left(node.text->language);
        const float left = m_right_to_left ? layout.padding.end : layout.padding.start;
        Rect inner{rect.x + left, rect.y + layout.padding.top,
                   std::max(0.0F, rect.width - layout.padding.start - layout.padding.end),
                   std::max(0.0F, rect.height - layout.padding.top - layout.padding.bottom)};
        if (node.text) shape(node, inner.width);
        Rect inside = clip;
        if (layout.scroll) {
            inside = node.visible;
            float height = 0;
            for (const auto& child : node.children) {
                if (!child.layout.absolute) height += (height > 0 ? layout.gap : 0);
                if (!child.layout.absolute) height += measure(const_cast<Node&>(child), inner.width).height;
            }
            node.content_height = height + layout.padding.top + layout.padding.bottom;
            const float most = std::max(0.0F, node.content_height - rect.height);
            inner.y -= std::clamp(scroll, 0.0F, most);
            inner.height = std::max(inner.height, height);
        }
        place_children(node, inner, inside, scroll);
        m_right_to_left = around;
    }

  private:
    void shape(Node& node, float width) {
        const TextContent& text = *node.text;
        draw::TextStyle style = text.style;
        style.size *= m_environment.text_factor;
        if (text.max_size > 0) style.size = std::min(style.size, text.max_size);
        const std::string& language = text.language.empty() ? m_environment.language : text.language;
        if (text.centered) style.align = draw::TextAlign::center;
        const auto lay_out = [&] {
            return m_environment.text.layout(text.words, style, std::max(1.0F, width), language);
        };
        node.text_layout = lay_out();
        // The engine's left and right are the start and end of the text's own direction. A French text in an
        // Arabic interface is the one whose lines must go to the other side.
        if (!text.centered && node.text_layout->right_to_left() != node.right_to_left &&
            node.text_layout->line_count() > 1) {
            style.align = draw::TextAlign::right;
            node.text_layout = lay_out();
        }
    }

    Size content(Node& node, float inner) {
        if (node.text) {
            shape(node, inner);
            const Size size = node.text_layout->size();
            return {std::min(inner, std::ceil(size.width)), std::ceil(size.height)};
        }
        if (node.layout.aspect > 0) return {inner, inner / node.layout.aspect};
        if (node.icon) {
            const float size = icon_size(node);
            return {size, size};
        }
        if (node.layout.columns > 0) return grid(node, inner, nullptr, {});
        if (node.layout.wrap) return wrapped(node, inner, nullptr, {});
        Size size;
        if (node.layout.direction == Direction::row) {
            const auto widths = row_widths(node, inner);
            std::size_t i = 0;
            for (auto& child : node.children) {
                if (child.layout.absolute) continue;
                if (i > 0) size.width += node.layout.gap;
                size.width += widths[i];
                size.height = std::max(size.height, measure(child, widths[i]).height);
                ++i;
            }
            return size;
        }
        bool first = true;
        for (auto& child : node.children) {
            if (child.layout.absolute) continue;
            const Size natural = measure(child, inner);
            size.width = std::max(size.width, natural.width);
            if (node.layout.direction == Direction::stack) {
                size.height = std::max(size.height, natural.height);
            } else {
                size.height += natural.height + (first ? 0 : node.layout.gap);
            }
            first = false;
        }
        return size;
    }

    float icon_size(const Node& node) const {
        return std::round(node.icon->size * (1 + (m_environment.text_factor - 1) * 0.6F));
    }

    // The width of each child of a row: the fixed take what they need, the growing share what is left, and
    // where all together is too wide the texts give way.
    std::vector<float> row_widths(Node& node, float inner) {
        std::vector<float> widths;
        float left = inner;
        float shares = 0;
        for (auto& child : node.children) {
            if (child.layout.absolute) continue;
            if (!widths.empty()) left -= node.layout.gap;
            widths.push_back(0);
            shares += child.layout.grow;
        }
        std::size_t i = 0;
        for (auto& child : node.children) {
            if (child.layout.absolute) continue;
            if (child.layout.grow == 0) {
                widths[i] = std::min(measure(child, std::max(0.0F, left)).width, std::max(0.0F, left));
                left -= widths[i];
            }
            ++i;
        }
        i = 0;
        for (auto& child : node.children) {
            if (child.layout.absolute) continue;
            if (child.layout.grow > 0) {
                widths[i] = std::max(0.0F, left) * child.layout.grow / shares;
                if (child.layout.max_width > 0) widths[i] = std::min(widths[i], child.layout.max_width);
            }
            ++i;
        }
        return widths;
    }

    // Both passes of a grid: with `rect` null it only measures.
    Size grid(Node& node, float inner, const Rect* rect, const Rect& clip) {
        const auto columns = static_cast<std::size_t>(node.layout.columns);
        const float gap = node.layout.gap;
        const float cell = (inner - gap * static_cast<float>(columns - 1)) / static_cast<float>(columns);
        float y = 0;
        for (std::size_t first = 0; first < node.children.size(); first += columns) {
            const std::size_t last = std::min(node.children.size(), first + columns);
            float height = 0;
            for (std::size_t i = first; i < last; ++i)
                height = std::max(height, measure(node.children[i], cell).height);
            if (y > 0) y += gap;
            for (std::size_t i = first; rect != nullptr && i < last; ++i) {
                const float x = static_cast<float>(i - first) * (cell + gap);
                arrange(node.children[i], {from_start(*rect, x, cell), rect->y + y, cell, height}, clip, 0);
            }
            y += height;
        }
        return {inner, y};
    }

    Size wrapped(Node& node, float inner, const Rect* rect, const Rect& clip) {
        float x = 0, y = 0, line = 0, widest = 0;
        std::vector<Node*> on_line;
        const auto flush = [&] {
            float at = 0;
            for (Node* child : on_line) {
                const Size size = measure(*child, inner);
                const float down = node.layout.align == Place::center ? (line - size.height) / 2 : 0;
                if (rect != nullptr) {
                    arrange(*child,
                            {from_start(*rect, at, size.width), rect->y + y + down, size.width, size.height},
                            clip, 0);
                }
                at += size.width + node.layout.gap;
            }
            on_line.clear();
        };
        for (auto& child : node.children) {
            const Size size = measure(child, inner);
            if (x > 0 && x + node.layout.gap + size.width > inner + 0.5F) {
                flush();
                y += line + node.layout.gap;
                x = line = 0;
            }
            x += (x > 0 ? node.layout.gap : 0) + size.width;
            line = std::max(line, size.height);
            widest = std::max(widest, x);
            on_line.push_back(&child);
        }
        flush();
        return {std::min(widest, inner), y + line};
    }

    float from_start(const Rect& box, float offset, float width) const {
        return m_right_to_left ? box.right() - offset - width : box.x + offset;
    }

    void place_children(Node& node, const Rect& inner, const Rect& clip, float scroll) {
        const Layout& layout = node.layout;
        if (layout.columns > 0) {
            grid(node, inner.width, &inner, clip);
        } else if (layout.wrap) {
            wrapped(node, inner.width, &inner, clip);
        } else if (layout.direction == Direction::row) {
            row(node, inner, clip, scroll);
        } else {
            column(node, inner, clip, scroll);
        }
        for (auto& child : node.children) {
            if (!child.layout.absolute) continue;
            const Size size = measure(child, inner.width);
            const float width = child.layout.align == Place::stretch ? inner.width : size.width;
            const float x = from_start(inner, aligned(child.layout.align, inner.width, width), width);
            const float spare = inner.height - size.height;
            const float y = child.layout.distribute == Distribute::start    ? 0
                            : child.layout.distribute == Distribute::center ? spare / 2
                                                                            : spare;
            arrange(child, {x, inner.y + y, width, size.height}, clip, scroll);
        }
    }

    static float aligned(Place place, float room, float size) {
        return place == Place::center ? (room - size) / 2 : place == Place::end ? room - size : 0;
    }

    void row(Node& node, const Rect& inner, const Rect& clip, float scroll) {
        const Layout& layout = node.layout;
        const auto widths = row_widths(node, inner.width);
        float used = 0;
        for (const float width : widths)
            used += width;
        const float count = static_cast<float>(widths.size());
        used += layout.gap * std::max(0.0F, count - 1);
        const float spare = std::max(0.0F, inner.width - used);
        float x = layout.distribute == Distribute::center ? spare / 2
                  : layout.distribute == Distribute::end  ? spare
                                                          : 0;
        const float gap =
            layout.gap + (layout.distribute == Distribute::between && count > 1 ? spare / (count - 1) : 0);
        std::size_t i = 0;
        for (auto& child : node.children) {
            if (child.layout.absolute) continue;
            const float width = widths[i++];
            const float natural = measure(child, width).height;
            const bool stretch = layout.align == Place::stretch && !child.layout.height;
            const float height = stretch ? inner.height : natural;
            const float y = stretch ? 0 : aligned(layout.align, inner.height, natural);
            arrange(child, {from_start(inner, x, width), inner.y + y, width, height}, clip, scroll);
            x += width + gap;
        }
    }

    void column(Node& node, const Rect& inner, const Rect& clip, float scroll) {
        const Layout& layout = node.layout;
        const bool stacked = layout.direction == Direction::stack;
        float used = 0, shares = 0;
        int count = 0;
        for (auto& child : node.children) {
            if (child.layout.absolute) continue;
            used += measure(child, inner.width).height + (count > 0 ? layout.gap : 0);
            shares += child.layout.grow;
            ++count;
        }
        const float spare = std::max(0.0F, inner.height - used);
        const float short_by = std::max(0.0F, used - inner.height);
        float y = shares > 0 || stacked                     ? 0
                  : layout.distribute == Distribute::center ? spare / 2
                  : layout.distribute == Distribute::end    ? spare
                                                            : 0;
        const bool between = layout.distribute == Distribute::between && shares == 0 && count > 1;
        const float gap = layout.gap + (between ? spare / static_cast<float>(count - 1) : 0);
        for (auto& child : node.children) {
            if (child.layout.absolute) continue;
            const Size natural = measure(child, inner.width);
            float height = natural.height;
            if (stacked) {
                height = inner.height;
            } else if (child.layout.grow > 0) {
                // A growing child takes what is left, and gives way first where there is too little.
                height += (spare - short_by) * child.layout.grow / shares;
            }
            const bool stretch = layout.align == Place::stretch && !child.layout.width;
            float width = stretch || stacked ? inner.width : natural.width;
            if (child.layout.max_width > 0) width = std::min(width, child.layout.max_width);
            if (child.layout.width) width = std::min(*child.layout.width, inner.width);
            const float x = from_start(inner, aligned(layout.align, inner.width, width), width);
            arrange(child, {x, inner.y + (stacked ? 0 : y), width, std::max(0.0F, height)}, clip, scroll);
            y += height + gap;
        }
    }

    const Environment& m_environment;
    bool m_right_to_left;  // of what is being arranged
};

}  // namespace

void layout(Node& root, const Rect& area, const Environment& environment, float scroll) {
    Flow(environment).arrange(root, area, area, scroll);
}

}  // namespace accueil::ui
