// SPDX-License-Identifier: GPL-3.0-or-later
// The accessibility tree, which is what a screen is: drawing, hit-testing, focus order, speech and the
// end-to-end tests read these nodes and nothing else. Screens build it anew when something changes; layout()
// gives it rectangles. UI thread.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/action/action.hpp"
#include "kiosk/draw/canvas.hpp"
#include "kiosk/draw/theme.hpp"

namespace accueil::ui {

using base::Point;
using base::Rect;
using base::Size;

/// WAI-ARIA's names.
enum class Role {
    none,  ///< layout only: not in the tree that people hear
    group,
    banner,
    navigation,
    main,
    article,
    heading,
    paragraph,
    text,
    list,
    listitem,
    button,
    link,
    tab,
    image,
    map,
    dialog,
    status,
    textbox,
    slider,
};

struct State {
    bool current = false;   ///< the place where one is (aria-current)
    bool selected = false;  ///< on, of a choice
    bool disabled = false;
    bool operator==(const State&) const = default;
};

enum class Direction { column, row, stack };
enum class Distribute { start, center, end, between };
enum class Place { start, center, end, stretch };

/// Logical edges: start is left in French and right in Arabic.
struct Edges {
    float top = 0, end = 0, bottom = 0, start = 0;
    static Edges all(float v) { return {v, v, v, v}; }
    static Edges of(float vertical, float horizontal) { return {vertical, horizontal, vertical, horizontal}; }
};

struct Layout {
    Direction direction = Direction::column;
    float gap = 0;
    Edges padding;
    Distribute distribute = Distribute::start;  ///< along the direction
    Place align = Place::stretch;               ///< across it
    float grow = 0;                             ///< share of the room that the parent has left over
    int columns = 0;                            ///< a grid of that many equal columns, row by row
    bool wrap = false;                          ///< a row that goes on in a next line
    std::optional<float> width, height;         ///< fixed
    float min_width = 0, min_height = 0;
    float max_width = 0;  ///< 0: none
    float aspect = 0;     ///< width for a height of 1: the height follows the width; 0: it does not
    std::optional<bool> right_to_left;  ///< of this node and all below it; empty: as around it
    bool scroll = false;                ///< its children may be taller; the finger moves them
    bool absolute =
        false;  ///< laid over the parent's content box, placed by align (across) and distribute (down)
};

struct Paint {
    std::optional<draw::Token> fill, border;
    float border_width = 0;
    float radius = 0;
    bool pressable = false;  ///< shows the pressed state itself
};

struct TextContent {
    std::string words;
    draw::TextStyle style;
    draw::Token color = draw::Token::ink;
    std::string language;  ///< of the words; empty: that of the interface
    bool centered = false;
    bool own_direction = false;  ///< a paragraph that is aligned by its own language, not by the interface's
    bool has_caret = false;      ///< shows where the next letter would stand
    float max_size = 0;          ///< design pixels that the visitor's text size does not go beyond; 0: none
};

struct IconContent {
    std::string name;
    float size = 40;
    bool filled = false;
    draw::Token color = draw::Token::ink;
    bool directional = false;  ///< an arrow or a caret: mirrored in right-to-left languages
};

struct Node {
    std::string id;  ///< stable over rebuilds, unique in the tree; empty for what nobody points at
    Role role = Role::none;
    std::string name;   ///< what is heard and what tests look for; for text nodes it is the words
    std::string value;  ///< what a visitor wrote into a textbox: heard, and kept out of the tree's JSON
    int level = 0;      ///< of a heading, 1 to 3
    State state;
    std::optional<action::Action> on_tap;
    std::optional<action::Action> on_hold;  ///< of a control: what a finger that stays means
    bool focusable = true;                  ///< of those with on_tap: part of the keyboard's order

    Layout layout;
    Paint paint;
    std::optional<TextContent> text;
    std::optional<IconContent> icon;
    draw::ImagePtr image;                                  ///< fills the box, cropped to its shape
    std::function<void(draw::Canvas&, const Rect&)> draw;  ///< own drawing, after fill and before children
    std::vector<Node> children;

    // Set by layout():
    Rect rect;                   ///< on screen, design pixels, scroll applied
    bool right_to_left = false;  ///< where its start is
    Rect visible;                ///< the part of it that no clip hides
    float content_height = 0;    ///< of a scrolling node: what there is to scroll through
    draw::TextLayoutPtr text_layout;
    float measured_width = -1;  ///< the width that `measured` answers to
    Size measured;

    Node& add(Node child);
    bool is_control() const { return on_tap.has_value() && !state.disabled; }
};

/// What layout and drawing need to know of the moment.
struct Environment {
    draw::TextEngine& text;
    const draw::Theme& theme;
    std::string language = "fr";
    bool right_to_left = false;
    float text_factor = 1;  ///< the visitor's text size
};

/// Gives `root` and all below it their rectangles inside `area`. `scroll` is the offset of the scrolling
/// node.
void layout(Node& root, const Rect& area, const Environment& environment, float scroll);

/// How far the tree's scrolling node can be scrolled; 0 where there is none.
float scroll_limit(const Node& root);

const Node* find(const Node& root, const std::string& id);
const Node* find_scroller(const Node& root);

/// The control under a point, or the nearest one within `reach` design pixels on the same surface; nullptr
/// for none. What is filled keeps touches from what lies under it. Only the last dialog of the tree can be
/// hit where there is one.
const Node* hit(const Node& root, Point point, float reach = 16);

/// The controls in the order in which the keyboard visits them.
std::vector<const Node*> focus_order(const Node& root);

struct Highlight {
    std::string pressed;
    std::string focused;
};
void draw_tree(const Node& root, draw::Canvas& canvas, const Environment& environment,
               const Highlight& highlight);

/// The tree as JSON, for tests and for whoever wants to know what is on screen: role, name, state, rectangle,
/// children.
std::string to_json(const Node& root, const Environment& environment);

const char* name_of(Role role);

}  // namespace accueil::ui
