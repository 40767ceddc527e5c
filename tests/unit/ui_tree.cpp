// SPDX-License-Identifier: GPL-3.0-or-later
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "kiosk/draw/cairo_canvas.hpp"
#include "kiosk/ui/components.hpp"
#include "tests/support/kiosk_rig.hpp"

using namespace accueil;
using namespace accueil::ui;

namespace {

const action::Action kBack = action::Back{};

Environment french() {
    return {support::text_engine(), support::themes()[0]};
}

/// A control placed by hand: hits ask nothing of a layout but its rectangles.
Node control(const std::string& id, Rect rect) {
    Node node;
    node.id = id;
    node.role = Role::button;
    node.name = id;
    node.on_tap = kBack;
    node.rect = node.visible = rect;
    return node;
}

Node page(Rect rect = {0, 0, 1000, 1000}) {
    Node node;
    node.rect = node.visible = rect;
    return node;
}

std::string hit_id(const Node& root, Point point, float reach = 16) {
    const Node* node = hit(root, point, reach);
    return node == nullptr ? "-" : node->id;
}

std::vector<std::string> ids(const std::vector<const Node*>& nodes) {
    std::vector<std::string> out;
    for (const auto* node : nodes)
        out.push_back(node->id);
    return out;
}

using Ids = std::vector<std::string>;

}  // namespace

TEST_CASE("a finger that lands a little beside a control still means it, and the nearer of two", "[ui]") {
    Node root = page();
    root.add(control("left", {100, 100, 72, 72}));
    root.add(control("right", {192, 100, 72, 72}));
    CHECK(hit_id(root, {136, 136}) == "left");
    CHECK(hit_id(root, {100, 100}) == "left");
    CHECK(hit_id(root, {172, 136}, 0) == "-");  // the far edge is the next pixel's
    CHECK(hit_id(root, {179, 136}) == "left");
    CHECK(hit_id(root, {185, 136}) == "right");
    CHECK(hit_id(root, {90, 92}) == "left");
    CHECK(hit_id(root, {86, 86}) == "-");  // the corner is farther than either side
    CHECK(hit_id(root, {136, 188.5F}) == "-");
}

TEST_CASE("the later of two controls that overlap is on top, and a child is on its parent", "[ui]") {
    Node root = page();
    Node card = control("card", {0, 0, 400, 200});
    card.add(control("inside", {300, 50, 80, 80}));
    root.add(std::move(card));
    root.add(control("over", {350, 0, 200, 100}));
    CHECK(hit_id(root, {100, 100}) == "card");
    CHECK(hit_id(root, {310, 110}) == "inside");
    CHECK(hit_id(root, {360, 60}) == "over");
    root.children[0].children[0].state.disabled = true;
    CHECK(hit_id(root, {310, 110}) == "card");
}

TEST_CASE("what a clip hides cannot be touched", "[ui]") {
    Node root = page();
    Node half = control("half", {0, 500, 400, 200});
    half.visible = {0, 500, 400, 50};
    root.add(std::move(half));
    Node gone = control("gone", {0, 900, 400, 100});
    gone.visible = {0, 900, 400, 0};
    root.add(std::move(gone));
    CHECK(hit_id(root, {200, 540}) == "half");
    CHECK(hit_id(root, {200, 600}) == "-");
    CHECK(hit_id(root, {200, 900}) == "-");
}

TEST_CASE("what is opaque keeps every touch from what lies under it", "[ui]") {
    Node root = page();
    root.add(control("under", {100, 100, 300, 300}));
    Node sheet = page({0, 0, 1000, 300});
    sheet.paint.fill = draw::Token::surface_raised;
    Node over = control("over", {500, 100, 100, 100});
    Node badge = page({510, 110, 40, 40});  // a surface within a control is part of it
    badge.paint.fill = draw::Token::primary_soft;
    over.add(std::move(badge));
    sheet.add(std::move(over));
    root.add(std::move(sheet));
    CHECK(hit_id(root, {590, 190}) == "over");
    CHECK(hit_id(root, {530, 130}) == "over");
    CHECK(hit_id(root, {490, 150}) == "over");
    CHECK(hit_id(root, {200, 200}) == "-");
    CHECK(hit_id(root, {200, 298}) == "-");
    CHECK(hit_id(root, {200, 350}) == "under");
}

TEST_CASE("a picture's frame is drawn over it", "[ui]") {
    const auto canvas = draw::CairoCanvas::create(1080, 1080, support::text_engine());
    Node root = page({0, 0, 1080, 1080});
    Node picture;
    picture.rect = picture.visible = {100, 100, 200, 200};
    picture.image = std::make_shared<const draw::Image>(1, 1, std::vector<std::uint8_t>{255, 0, 0, 255});
    picture.paint = {std::nullopt, draw::Token::border_strong, 10, 0, false};
    root.add(picture);
    draw_tree(root, *canvas, french(), {});
    const auto drawn = canvas->snapshot();
    const auto pixel = [&](int x, int y) {
        const auto* at = drawn->rgba().data() + (y * drawn->width() + x) * 4;
        return draw::Color{at[0], at[1], at[2], at[3]};
    };
    CHECK(pixel(105, 200) == support::themes()[0][draw::Token::border_strong]);
    CHECK(pixel(200, 200) == draw::Color{255, 0, 0, 255});
}

TEST_CASE("while a dialog is up, only the last one is touched and walked by the keyboard", "[ui]") {
    Node root = page();
    root.add(control("behind", {100, 100, 100, 100}));
    for (const char* id : {"first", "second"}) {
        Node dialog = page({0, 400, 1000, 600});
        dialog.role = Role::dialog;
        dialog.add(control(id, {100, 500, 100, 100}));
        root.add(std::move(dialog));
    }
    CHECK(hit_id(root, {150, 150}) == "-");
    CHECK(hit_id(root, {150, 550}) == "second");
    CHECK(ids(focus_order(root)) == Ids{"second"});
    root.children.pop_back();
    CHECK(ids(focus_order(root)) == Ids{"first"});
    root.children.pop_back();
    CHECK(ids(focus_order(root)) == Ids{"behind"});
}

TEST_CASE("the keyboard visits controls as they are read, and passes over what cannot be done", "[ui]") {
    for (const char* language : {"fr", "ar"}) {
        Environment environment = french();
        environment.language = language;
        environment.right_to_left = base::is_right_to_left(language);
        Node root = column(10);
        Node line = row(10);
        line.add(button("one", "Un", "", kBack));
        line.add(button("two", "Deux", "", kBack)).state.disabled = true;
        line.add(button("three", "Trois", "", kBack)).focusable = false;
        line.add(button("four", "Quatre", "", kBack));
        root.add(std::move(line));
        Node card = card_control("card", "Carte", kBack);
        card.add(label({"Carte", {}}));
        card.add(button("in-card", "Dans la carte", "", kBack));
        root.add(std::move(card));
        layout(root, {0, 0, 900, 900}, environment, 0);
        CHECK(ids(focus_order(root)) == Ids{"one", "four", "card", "in-card"});
    }
}

TEST_CASE("every ready-made control has a role, a name, an action and room for a finger", "[ui]") {
    Node root = column(16);
    root.layout.align = Place::start;
    root.add(button("b", "x", "", kBack));
    root.add(button("q", "Fermer", "x", kBack, ButtonKind::quiet));
    root.add(button("p", "Voir", "", kBack, ButtonKind::primary));
    root.add(icon_button("i", "Agrandir", "plus", kBack));
    root.add(chip("c", "A", "", false, kBack));
    root.add(chip("s", "A", "sun", true, kBack));
    root.add(card_control("k", "Manger", kBack, {}));
    layout(root, {0, 0, 1000, 1400}, french(), 0);
    for (const auto& node : root.children) {
        INFO(node.id);
        CHECK((node.role == Role::button || node.role == Role::link));
        CHECK_FALSE(node.name.empty());
        CHECK(node.is_control());
        CHECK(node.rect.height >= kTarget);
        CHECK(node.paint.pressable);
    }
    CHECK(find(root, "s")->state.selected);
}

TEST_CASE("the tree that is heard says words once, with role, state, language and place", "[ui]") {
    Node root = column(10);
    root.add(heading({"Bonjour.", {}}, 1, type::kGreeting));
    Node line = row(10);
    line.add(chip("on", "Français", "", true, kBack));
    line.add(label({"Soupe", "fr"}));
    root.add(std::move(line));
    Environment environment = french();
    environment.language = "en";
    layout(root, {0, 0, 900, 900}, environment, 0);
    const auto json = nlohmann::json::parse(to_json(root, environment));
    CHECK(json["lang"] == "en");
    CHECK(json["dir"] == "ltr");
    REQUIRE(json["children"].size() == 3);  // the row is layout alone: it is not heard
    CHECK(json["children"][0]["role"] == "heading");
    CHECK(json["children"][0]["level"] == 1);
    const auto& chip = json["children"][1];
    CHECK(chip["name"] == "Français");
    CHECK(chip["selected"] == true);
    CHECK(chip["action"] == "back");
    CHECK_FALSE(chip.contains("children"));  // its words are its name
    CHECK(json["children"][2]["lang"] == "fr");
    CHECK(json["children"][2]["rect"][2] > 0);
}

TEST_CASE("drawing shows the tree's own rectangles: what is pressed, what has the focus, and nothing hidden",
          "[ui]") {
    auto& engine = support::text_engine();
    const auto canvas = draw::CairoCanvas::create(1080, 1080, engine);
    Node root = column();
    Node scroll = column(12);
    scroll.layout.scroll = true;
    scroll.layout.height = 200;
    scroll.add(button("target", "Manger", "", kBack));
    Node spill = column();
    spill.layout.height = 600;
    spill.paint.fill = draw::Token::closed;
    scroll.add(std::move(spill));
    root.add(std::move(scroll));
    const auto environment = french();
    const auto& theme = environment.theme;
    layout(root, {100, 100, 600, 800}, environment, 0);
    const Rect rect = find(root, "target")->rect;
    const auto draw = [&](const Highlight& highlight) {
        canvas->clear(theme[draw::Token::surface]);
        draw_tree(root, *canvas, environment, highlight);
        return canvas->snapshot();
    };
    const auto pixel = [](const draw::ImagePtr& picture, float x, float y) {
        const auto at = (static_cast<std::size_t>(y) * 1080 + static_cast<std::size_t>(x)) * 4;
        const auto* rgba = picture->rgba().data() + at;
        return draw::Color{rgba[0], rgba[1], rgba[2], rgba[3]};
    };
    const auto still = draw({});
    CHECK(pixel(still, rect.x + 20, rect.y + 8) == theme[draw::Token::surface_raised]);
    CHECK(pixel(still, 400, 250) == theme[draw::Token::closed]);
    CHECK(pixel(still, 400, 310) == theme[draw::Token::surface]);  // outside the scrolling area
    const auto pressed = draw({"target", ""});
    CHECK(pixel(pressed, rect.x + 20, rect.y + 8) == theme[draw::Token::primary_soft]);
    const auto focused = draw({"", "target"});
    CHECK(pixel(focused, rect.center().x, rect.bottom() + 1) == theme[draw::Token::focus_inner]);
    CHECK(pixel(focused, rect.center().x, rect.bottom() + 4) == theme[draw::Token::focus_outer]);
    CHECK(pixel(still, rect.center().x, rect.bottom() + 1) == theme[draw::Token::surface]);
}
