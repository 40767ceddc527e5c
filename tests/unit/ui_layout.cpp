// SPDX-License-Identifier: GPL-3.0-or-later
#include <catch2/catch.hpp>

#include "kiosk/ui/components.hpp"
#include "tests/support/kiosk_rig.hpp"

using namespace accueil;
using namespace accueil::ui;

namespace {

const action::Action kStay = action::Stay{};

Environment environment(const std::string& language = "fr", float text_factor = 1) {
    return {support::text_engine(), support::themes()[0], language, base::is_right_to_left(language),
            text_factor};
}

Node box(const std::string& id, float width, float height) {
    Node node;
    node.id = id;
    node.layout.width = width;
    node.layout.height = height;
    return node;
}

void lay_out(Node& root, base::Size size, const Environment& around = environment(), float scroll = 0) {
    layout(root, {0, 0, size.width, size.height}, around, scroll);
}

Rect at(const Node& root, const std::string& id) {
    const Node* node = find(root, id);
    REQUIRE(node != nullptr);
    return node->rect;
}

}  // namespace

TEST_CASE("a right-to-left screen is the mirror of the other, rectangle by rectangle", "[ui]") {
    const auto make = [] {
        Node root = column(10, {20, 60, 20, 30});
        Node line = row(12);
        line.add(box("first", 100, 40));
        line.add(spacer());
        line.add(box("last", 50, 40));
        root.add(std::move(line));
        Node grid;
        grid.layout.columns = 3;
        grid.layout.gap = 9;
        for (const char* id : {"g1", "g2", "g3", "g4"})
            grid.add(box(id, 80, 30));
        root.add(std::move(grid));
        Node wrapped = row(10);
        wrapped.layout.wrap = true;
        for (const char* id : {"w1", "w2", "w3"})
            wrapped.add(box(id, 300, 30));
        root.add(std::move(wrapped));
        Node centred = column();
        centred.layout.align = Place::end;
        centred.add(box("end", 70, 30));
        root.add(std::move(centred));
        Node over = box("over", 90, 25);
        over.layout.absolute = true;
        over.layout.align = Place::start;
        root.add(std::move(over));
        return root;
    };
    Node french = make(), arabic = make();
    lay_out(french, {800, 600});
    lay_out(arabic, {800, 600}, environment("ar"));
    CHECK(at(french, "first").x == 30);
    CHECK(at(french, "w3").y > at(french, "w1").y);
    for (const char* id : {"first", "last", "g1", "g2", "g3", "g4", "w1", "w2", "w3", "end", "over"}) {
        INFO(id);
        const Rect left = at(french, id), right = at(arabic, id);
        CHECK(right.right() == Approx(800 - left.x));
        CHECK(right.y == left.y);
        CHECK(right.width == left.width);
    }
}

TEST_CASE("a part in a language of its own keeps that language's direction", "[ui]") {
    Node root = column();
    Node quote = row(10);
    quote.layout.right_to_left = false;
    quote.add(box("mark", 30, 30));
    Node words = label({"Un accueil, c’est d’abord un visage.", "fr"});
    words.id = "words";
    quote.add(std::move(words));
    root.add(std::move(quote));
    Node after = row(10);
    after.add(box("after", 30, 30));
    root.add(std::move(after));
    lay_out(root, {600, 400}, environment("ar"));
    CHECK(at(root, "mark").x == 0);
    CHECK(at(root, "words").x == 40);
    CHECK(at(root, "after").right() == 600);
}

TEST_CASE("a paragraph is aligned by the language that it is written in", "[ui]") {
    Node root = column();
    Node french = paragraph({"Bonjour.", "fr"}), arabic = paragraph({"مرحبا", "ar"}),
         own = label({"Bonjour.", "fr"});
    french.id = "french";
    arabic.id = "arabic";
    own.id = "label";
    root.add(std::move(french));
    root.add(std::move(arabic));
    root.add(std::move(own));
    lay_out(root, {900, 400}, environment("ar"));
    CHECK_FALSE(find(root, "french")->right_to_left);
    CHECK(find(root, "arabic")->right_to_left);
    CHECK(find(root, "label")->right_to_left);
}

TEST_CASE("text gives way before what has a size of its own, and wraps", "[ui]") {
    Node root = row(20, Place::start);
    Node words =
        label({"Une phrase assez longue pour ne pas tenir sur une seule ligne à côté d’une image.", {}});
    words.id = "words";
    words.layout.grow = 1;
    root.add(box("picture", 200, 100));
    root.add(std::move(words));
    root.add(box("arrow", 40, 40));
    lay_out(root, {500, 400});
    CHECK(at(root, "picture").width == 200);
    CHECK(at(root, "arrow").right() == 500);
    CHECK(at(root, "words").width == 500 - 200 - 40 - 40);
    CHECK(find(root, "words")->text_layout->line_count() > 3);
    CHECK(at(root, "words").height >= find(root, "words")->text_layout->size().height);
}

TEST_CASE("the visitor's text size makes text larger, up to where a control says that it stops", "[ui]") {
    Node root = column();
    Node free = label({"Accueil", {}}), bounded = label({"Accueil", {}}, 24);
    free.id = "free";
    bounded.id = "bounded";
    bounded.text->max_size = 28;
    Node target = button("button", "Accueil", "house", kStay);
    root.add(std::move(free));
    root.add(std::move(bounded));
    root.add(std::move(target));
    Node large = root;
    lay_out(root, {900, 900});
    lay_out(large, {900, 900}, environment("fr", 1.5F));
    CHECK(at(large, "free").height == Approx(at(root, "free").height * 1.5F).margin(2));
    CHECK(at(large, "bounded").height == Approx(at(root, "bounded").height * 28 / 24).margin(2));
    CHECK(at(large, "button").height > at(root, "button").height);
}

TEST_CASE("what scrolls moves its children, hides what is outside, and stops at both ends", "[ui]") {
    Node root = column();
    root.add(box("strip", 400, 50));
    Node page = column(10, Edges::of(20, 0));
    page.id = "page";
    page.layout.scroll = true;
    page.layout.grow = 1;
    for (int i = 0; i < 10; ++i) {
        Node line = button("b" + std::to_string(i), "Ligne", "", kStay);
        line.layout.height = 90;
        page.add(std::move(line));
    }
    root.add(std::move(page));
    root.add(box("bar", 400, 50));
    Node still = root, moved = root, far = root;
    lay_out(still, {400, 500});
    CHECK(at(still, "page") == Rect{0, 50, 400, 400});
    CHECK(at(still, "bar").bottom() == 500);
    CHECK(scroll_limit(still) == 10 * 90 + 9 * 10 + 40 - 400);
    CHECK(find(still, "b9")->visible.empty());
    CHECK(at(still, "b0").y == 70);

    lay_out(moved, {400, 500}, environment(), 150);
    CHECK(at(moved, "b1").y == 70 + 100 - 150);
    CHECK(find(moved, "b0")->visible.empty());
    CHECK(find(moved, "b1")->visible.y == 50);
    CHECK(hit(moved, {200, 30}) != find(moved, "b1"));

    lay_out(far, {400, 500}, environment(), 1e6F);
    CHECK(at(far, "b9").bottom() == 450 - 20);
}

TEST_CASE("a growing child takes what is left and gives way first where there is too little", "[ui]") {
    Node root = column();
    root.add(box("strip", 100, 80));
    Node main;
    main.id = "main";
    main.layout.grow = 1;
    main.add(box("tall", 100, 400));
    root.add(std::move(main));
    root.add(box("bar", 100, 100));
    Node small = root;
    lay_out(root, {100, 1000});
    CHECK(at(root, "main").height == 820);
    lay_out(small, {100, 300});
    CHECK(at(small, "main").height == 120);
    CHECK(at(small, "bar").bottom() == 300);
}
