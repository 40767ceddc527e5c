// SPDX-License-Identifier: GPL-3.0-or-later
#include <catch2/catch.hpp>

#include "kiosk/ui/components.hpp"
#include "kiosk/ui/markdown.hpp"
#include "tests/support/kiosk_rig.hpp"

using namespace accueil;
using namespace accueil::ui;

namespace {

using Lines = std::vector<std::string>;

// What a listener gets of one block: the words of its text nodes, marks of lists included.
std::string heard(const Node& node) {
    std::string out = node.text ? node.text->words : "";
    for (const auto& child : node.children) {
        const auto below = heard(child);
        if (!below.empty()) out += (out.empty() ? "" : " ") + below;
    }
    return out;
}

Lines words(const std::string& source) {
    Lines out;
    for (const auto& block : markdown(source, "fr"))
        out.push_back(heard(block));
    return out;
}

}  // namespace

TEST_CASE("headings, paragraphs and emphasis become nodes that are heard without their marks", "[ui]") {
    const auto blocks = markdown("## Une *belle* idée\n\nUn **accueil**\nsur deux lignes.\n", "fr");
    REQUIRE(blocks.size() == 2);
    CHECK(blocks[0].role == Role::heading);
    CHECK(blocks[0].level == 2);
    CHECK(blocks[0].name == "Une belle idée");
    CHECK(blocks[0].text->words == "Une <i>belle</i> idée");
    CHECK(blocks[1].role == Role::paragraph);
    CHECK(blocks[1].name == "Un accueil sur deux lignes.");
    CHECK(blocks[1].text->language == "fr");
}

TEST_CASE("lists keep their marks, numbers and depth; each item is one for those who listen", "[ui]") {
    CHECK(words("- un\n- deux\n") == Lines{"• un", "• deux"});
    CHECK(words("3. trois\n4. quatre\n") == Lines{"3. trois", "4. quatre"});
    const auto nested = markdown("- un\n  - dedans\n- deux\n\nAprès.", "fr");
    REQUIRE(nested.size() == 4);
    CHECK(nested[1].layout.padding.start > nested[0].layout.padding.start);
    CHECK(nested[2].layout.padding.start == nested[0].layout.padding.start);
    CHECK(heard(nested[2]) == "• deux");
    for (int i = 0; i < 3; ++i) {
        CHECK(nested[static_cast<std::size_t>(i)].role == Role::listitem);
        CHECK_FALSE(nested[static_cast<std::size_t>(i)].name.empty());
    }
    CHECK(nested[3].role == Role::paragraph);
}

TEST_CASE("the rest of an item after a list within it stays in the item, without a second mark", "[ui]") {
    const auto blocks = markdown("- un\n\n  - dedans\n\n  suite de un\n\n- deux\n", "fr");
    Lines all;
    for (const auto& block : blocks)
        all.push_back(heard(block));
    CHECK(all == Lines{"• un", "• dedans", "  suite de un", "• deux"});
    CHECK(blocks.at(2).role == Role::listitem);
}

TEST_CASE("a quote is set off, a link keeps its words, and nothing of the web can be opened", "[ui]") {
    const auto blocks =
        markdown("> Je ne savais pas où aller.\n\nVoir [le guide](https://exemple.fr).", "fr");
    REQUIRE(blocks.size() == 2);
    CHECK(heard(blocks[0]) == "Je ne savais pas où aller.");
    CHECK(blocks[0].children.front().paint.fill == draw::Token::accent);
    CHECK(blocks[1].name == "Voir le guide.");
    CHECK(blocks[1].text->words == "Voir le guide.");  // without a mark, its words alone
    for (const auto& block : blocks)
        CHECK_FALSE(block.on_tap);
}

TEST_CASE("what an author writes can neither break the text's markup nor bring some in", "[ui]") {
    const std::string sources[] = {"a < b & c > d",
                                   "<script>alert(1)</script>",
                                   "<b>gras</b> & <i>",
                                   "**<u>**",
                                   "&lt;b&gt; &amp; &eacute;",
                                   "un\x01\x02 deux",
                                   "*a **b* c**",
                                   "![image](x.png \"t\")",
                                   "| a | b |\n|---|---|\n",
                                   "```\n<b>code</b>\n```",
                                   "---\n\n***\n",
                                   "[a](b \"<i>\")"};
    for (const auto& source : sources) {
        INFO(source);
        Node root = column();
        for (auto& block : markdown(source, "fr"))
            root.add(std::move(block));
        const Environment environment{support::text_engine(), support::themes()[0]};
        layout(root, {0, 0, 800, 800}, environment, 0);
        for (const auto& block : root.children) {
            if (!block.text) continue;
            // Pango shows markup that it cannot read as nothing at all.
            CHECK(block.text_layout->size().width > 0);
            CHECK(block.text->words.find("<u>") == std::string::npos);
            CHECK(block.text->words.find("<b>gras") == std::string::npos);
            CHECK(block.text->words.find("<script>") == std::string::npos);
        }
    }
    CHECK(escape_markup("<a & b>\x07") == "&lt;a &amp; b&gt;");
}

TEST_CASE("links of a text are told in the order of reading, with their words", "[ui][links]") {
    const auto links = links_of(
        "## Un [titre](https://a.example)\n\n- **[un *rapport*](HTTPS://B.Example/)**\n- "
        "[](http://c.example/p)\n\n"
        "<https://d.example/x> [encore](https://b.example) [mal](javascript:alert(1)) [rien]() "
        "[ici](page.html) "
        "[à nous](mailto:nous@e.example?subject=x) [appel](tel:+33240)\n");
    std::vector<std::pair<std::string, std::string>> all;
    for (const auto& link : links)
        all.emplace_back(link.words, link.address.text);
    CHECK(all ==
          std::vector<std::pair<std::string, std::string>>{{"titre", "https://a.example"},
                                                           {"un rapport", "https://b.example"},
                                                           {"", "http://c.example/p"},
                                                           {"https://d.example/x", "https://d.example/x"},
                                                           {"encore", "https://b.example"},
                                                           {"à nous", "nous@e.example"},
                                                           {"appel", "+33240"}});
}

TEST_CASE("an address is one whichever way it is written, and leads somewhere or is none", "[ui][links]") {
    CHECK(address_of("HTTP://Mairie.Example/Page?A=B#C")->text == "http://mairie.example/Page?A=B#C");
    CHECK(address_of(" https://mairie.example/ ") == address_of("https://MAIRIE.example"));
    CHECK(address_of("https://a.example/?x=1&amp;y=2")->text == "https://a.example/?x=1&y=2");
    CHECK(address_of("https://a.example/deux mots\n")->text == "https://a.example/deux%20mots");
    CHECK(address_of("https://a.example/p?q")->host() == "a.example");
    CHECK(address_of("https://mairie.example@b.example/p")->host() == "b.example");
    CHECK(address_of("mailto:x@a.example")->host() == "x@a.example");
    for (const char* none :
         {"", "https://", "https:///page", "http:", "javascript:alert(1)", "JAVASCRIPT://x%0A",
          "data:text/html,x", "//a.example", "page.html", "ftp://a.example", "mailto:", "mailto:?subject=x",
          "tel:", "file:///etc/passwd", " "})
        CHECK_FALSE(address_of(none));
}

TEST_CASE("a marked link is underlined and numbered, and heard with its number", "[ui][links]") {
    const LinkMarks marks = {{*address_of("https://a.example"), {"1", "lien 1"}},
                             {*address_of("https://b.example"), {"2", "lien 2"}}};
    const auto blocks =
        markdown("Voir [le & **guide**](https://a.example/), [](https://b.example) ou [rien](javascript:x).",
                 "fr", marks);
    REQUIRE(blocks.size() == 1);
    CHECK(blocks[0].name == "Voir le & guide (lien 1), b.example (lien 2) ou rien.");
    const auto& markup = blocks[0].text->words;
    CHECK(markup.find("Voir <u>le &amp; <b>guide</b></u>\u2060<span") == 0);
    CHECK(markup.find("<u>b.example</u>") != std::string::npos);
    CHECK(markup.find("ou rien.") != std::string::npos);
    CHECK_FALSE(blocks[0].on_tap);
    Node root = column();
    root.add(blocks[0]);
    const Environment environment{support::text_engine(), support::themes()[0]};
    layout(root, {0, 0, 900, 800}, environment, 0);
    CHECK(root.children[0].text_layout->line_count() == 1);
    CHECK(root.children[0].text_layout->size().width > 200);
}

TEST_CASE("in a record's plain text links alone are meant: all else stands as it is written", "[ui][links]") {
    const std::string source =
        "# 1\n+ de *60* % & <b>\n- 18 ans ; 1. un `code` a_b_c ![image](https://i.example)\n\n"
        "> voir [le site](https://a.example/a_b*c?d=1&e=2) [sans suite] (ici)\\";
    const auto blocks = plain_text(source, "fr", 34);
    REQUIRE(blocks.size() == 2);
    CHECK(blocks[0].name == "# 1\n+ de *60* % & <b>\n- 18 ans ; 1. un `code` a_b_c !image");
    CHECK(blocks[1].name == "> voir le site [sans suite] (ici)\\");
    CHECK(blocks[0].text->style.size == 34);
    const auto links = links_of(source, Writing::plain);
    REQUIRE(links.size() == 2);
    CHECK(links[1].address.text == "https://a.example/a_b*c?d=1&e=2");
}

TEST_CASE("a picture is a block of its own: described, with its legend, as high as its shape says", "[ui]") {
    const auto bus = std::make_shared<const draw::Image>(400, 200, std::vector<std::uint8_t>(400 * 200 * 4));
    const PictureOf pictures = [&](const std::string& path) {
        return path == "lieux/le bus.png" ? bus : draw::ImagePtr();
    };
    const auto blocks = markdown(
        "Avant ![le **bus** bleu](<lieux/le bus.png> \"Nantes, 2021\") après.\n\n![absente](autre.png)\n\n"
        "- un ![x](<lieux/le bus.png>)\n- [![lien](<lieux/le bus.png>)](https://a.example)",
        "fr", {}, pictures);
    std::vector<std::string> names;
    for (const auto& block : blocks)
        names.push_back(block.children.empty() || block.role != Role::none ? block.name
                                                                           : block.children[0].name);
    CHECK(names == std::vector<std::string>{"Avant", "le bus bleu", "après.", "absente", "un", "x", "lien"});
    const auto& figure = blocks[1];
    CHECK(figure.children[0].role == Role::image);
    REQUIRE(figure.children.size() == 2);
    CHECK(figure.children[1].name == "Nantes, 2021");
    Node root = column();
    root.add(figure);
    const Environment environment{support::text_engine(), support::themes()[0]};
    for (const float width : {900.0F, 300.0F}) {
        Node page = root;
        layout(page, {0, 0, width, 800}, environment, 0);
        const auto& rect = page.children[0].children[0].rect;
        CHECK(rect.width == std::min(400.0F, width));
        CHECK(rect.height == Approx(rect.width / 2));
    }
}

TEST_CASE("without pictures their descriptions stand in the text", "[ui]") {
    const auto blocks = markdown("Avant ![le bus](bus.png) après.", "fr");
    REQUIRE(blocks.size() == 1);
    CHECK(blocks[0].name == "Avant le bus après.");
}
