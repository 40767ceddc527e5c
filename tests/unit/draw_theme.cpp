// SPDX-License-Identifier: GPL-3.0-or-later
#include <catch2/catch.hpp>
#include <fstream>
#include <string>
#include <vector>

#include "kiosk/draw/theme.hpp"
#include "tests/support/temp_dir.hpp"

using namespace accueil;
using draw::Theme;
using draw::Token;

namespace {

const std::vector<std::string> kThemes{"light", "dark", "contrast"};

std::string theme_path(const std::string& name) {
    return std::string(ACCUEIL_SOURCE_DIR) + "/assets/theme/" + name + ".json";
}

Theme theme_named(const std::string& name) {
    const auto theme = Theme::load(theme_path(name));
    if (!theme) FAIL(theme.error().detail);
    return *theme;
}

std::string light_text() {
    std::ifstream file(theme_path("light"));
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

/// What loading says of the light theme with `from` replaced by `to`.
std::string error_after(const std::string& from, const std::string& to) {
    std::string text = light_text();
    const std::size_t at = text.find(from);
    REQUIRE(at != std::string::npos);
    text.replace(at, from.size(), to);
    const support::TempDir folder;
    std::ofstream(folder.path() / "changed.json") << text;
    const auto theme = Theme::load(folder.path() / "changed.json");
    REQUIRE_FALSE(theme.has_value());
    CHECK(theme.error().code == base::ErrorCode::invalid_input);
    return theme.error().detail;
}

struct Pair {
    Token front, back;
    double least;
};

}  // namespace

TEST_CASE("every text stands out from every ground it is written on, in all themes", "[draw]") {
    std::vector<Pair> pairs{
        {Token::on_primary, Token::primary, 4.5}, {Token::on_primary, Token::primary_pressed, 4.5},
        {Token::on_accent, Token::accent, 4.5},   {Token::open, Token::open_soft, 4.5},
        {Token::closed, Token::closed_soft, 4.5}, {Token::confirm, Token::confirm_soft, 4.5},
    };
    for (const Token ground : {Token::surface, Token::surface_raised}) {
        pairs.push_back({Token::ink, ground, 7});
        for (const Token text : {Token::ink_soft, Token::primary, Token::primary_pressed, Token::open,
                                 Token::closed, Token::confirm})
            pairs.push_back({text, ground, 4.5});
    }
    for (const Token ground :
         {Token::primary_soft, Token::open_soft, Token::closed_soft, Token::confirm_soft}) {
        pairs.push_back({Token::ink, ground, 7});
        pairs.push_back({Token::ink_soft, ground, 4.5});
    }
    pairs.push_back({Token::primary, Token::primary_soft, 4.5});
    for (const std::string& name : kThemes) {
        const Theme theme = theme_named(name);
        for (const Pair& pair : pairs) {
            INFO(name << ": " << Theme::name_of(pair.front) << " on " << Theme::name_of(pair.back));
            CHECK(draw::contrast(theme[pair.front], theme[pair.back]) >= pair.least);
        }
    }
}

TEST_CASE("what can be touched and what has focus have edges of 3:1 in all themes", "[draw]") {
    for (const std::string& name : kThemes) {
        const Theme theme = theme_named(name);
        INFO(name);
        for (const Token ground : {Token::surface, Token::surface_raised}) {
            CHECK(draw::contrast(theme[Token::border_strong], theme[ground]) >= 3);
            CHECK(draw::contrast(theme[Token::primary], theme[ground]) >= 3);
            const double ring = std::max(draw::contrast(theme[Token::focus_inner], theme[ground]),
                                         draw::contrast(theme[Token::focus_outer], theme[ground]));
            CHECK(ring >= 3);
        }
        CHECK(draw::contrast(theme[Token::focus_inner], theme[Token::focus_outer]) >= 3);
    }
}

TEST_CASE("the high contrast theme gives every text 7:1", "[draw]") {
    const Theme theme = theme_named("contrast");
    for (const Token text :
         {Token::ink, Token::ink_soft, Token::primary, Token::open, Token::closed, Token::confirm})
        for (const Token ground : {Token::surface, Token::surface_raised}) {
            INFO(Theme::name_of(text) << " on " << Theme::name_of(ground));
            CHECK(draw::contrast(theme[text], theme[ground]) >= 7);
        }
    CHECK(draw::contrast(theme[Token::on_primary], theme[Token::primary]) >= 7);
    CHECK(draw::contrast(theme[Token::film_ink], theme[Token::film_ground]) >= 7);
    CHECK(draw::contrast(theme[Token::film_accent], theme[Token::film_ground]) >= 7);
    CHECK(draw::contrast(theme[Token::on_accent], theme[Token::accent]) >= 7);
}

TEST_CASE("contrast is WCAG's: 21 for black on white, the same both ways round", "[draw]") {
    CHECK(draw::contrast({0, 0, 0}, {255, 255, 255}) == Approx(21));
    CHECK(draw::contrast({255, 255, 255}, {0, 0, 0}) == Approx(21));
    CHECK(draw::contrast({119, 119, 119}, {255, 255, 255}) == Approx(4.48).margin(0.01));
    CHECK(draw::contrast({10, 20, 30}, {10, 20, 30}) == Approx(1));
}

TEST_CASE("a theme's colours are read with and without alpha", "[draw]") {
    const Theme theme = theme_named("light");
    CHECK(theme[Token::accent] == draw::Color{0xE8, 0x96, 0x3A, 255});
    CHECK(theme[Token::scrim] == draw::Color{0x1B, 0x24, 0x30, 0x99});
}

TEST_CASE("an error in a theme names its line and the nearest token", "[draw]") {
    CHECK_THAT(error_after("\"ink_soft\"", "\"ink_sotf\""),
               Catch::Contains("changed.json:7: unknown token \"ink_sotf\"; did you mean \"ink_soft\"?"));
    CHECK_THAT(error_after("\"#E8963A\"", "\"orange\""),
               Catch::Contains("changed.json:12: \"accent\" must be"));
    CHECK_THAT(error_after("\"#E8963A\"", "\"#E8963\""), Catch::Contains("\"accent\" must be"));
    CHECK_THAT(error_after("\"#E8963A\"", "\"#E8963G\""), Catch::Contains("\"accent\" must be"));
    CHECK_THAT(error_after("    \"ink_soft\": \"#4A5563\",\n", ""),
               Catch::Contains("\"ink_soft\" is missing"));
}
