// SPDX-License-Identifier: GPL-3.0-or-later
#include "kiosk/app/options.hpp"

#include <catch2/catch.hpp>

#include "kiosk/action/action.hpp"
#include "tests/support/content_copy.hpp"

using namespace accueil;
using app::Options;
using Arguments = std::vector<std::string>;

namespace {

base::Result<Options> parse(const Arguments& arguments, const std::string& language = "fr") {
    return app::parse_options(arguments, support::catalog(), language);
}

std::string refusal(const Arguments& arguments, const std::string& language = "fr") {
    const auto options = parse(arguments, language);
    REQUIRE_FALSE(options);
    CHECK(options.error().code == base::ErrorCode::invalid_input);
    return options.error().detail;
}

}  // namespace

TEST_CASE("without options the kiosk takes the whole screen, at home, as configured", "[app][options]") {
    for (const auto& options : {parse({}).value(), parse({"--kiosk"}).value()}) {
        CHECK(options.mode == Options::Mode::kiosk);
        CHECK(options.route == action::Route{});
        CHECK_FALSE(options.language);
        CHECK_FALSE(options.appearance);
        CHECK_FALSE(options.text_percent);
        CHECK_FALSE(options.cache_folder);
        CHECK_FALSE(options.scroll);
        CHECK(options.config_file.empty());
    }
}

TEST_CASE("every option is understood, with its value beside it or after an equals sign", "[app][options]") {
    const Arguments apart{"--config", "k.json",       "--cache",   "/c",      "--screenshot",
                          "p.png",    "--size",       "1920x1080", "--route", "initiative/labacces",
                          "--scroll", "120.5",        "--overlay", "access",  "--language",
                          "ar",       "--appearance", "contrast",  "--text",  "125",
                          "--tree",   "t.json",       "--frames",  "f.txt"};
    Arguments joined;
    for (std::size_t i = 0; i < apart.size(); i += 2)
        joined.push_back(apart[i] + "=" + apart[i + 1]);
    for (const auto& arguments : {apart, joined}) {
        const auto options = parse(arguments).value();
        CHECK(options.mode == Options::Mode::screenshot);
        CHECK(options.screenshot == "p.png");
        CHECK(options.config_file == "k.json");
        CHECK(options.cache_folder == "/c");
        CHECK(options.size == base::Size{1920, 1080});
        CHECK(options.route == action::Route{action::ScreenKind::initiative, "labacces"});
        CHECK(options.scroll == 120.5F);
        CHECK(options.overlay == action::Overlay::access);
        CHECK(options.language == "ar");
        CHECK(options.appearance == action::Appearance::contrast);
        CHECK(options.text_percent == 125);
        CHECK(options.tree_file == "t.json");
        CHECK(options.frames_file == "f.txt");
    }
    const auto desk =
        parse({"--window", "540x960", "--appearance", "dark", "--overlay", "languages"}).value();
    CHECK(desk.mode == Options::Mode::desk);
    CHECK(desk.size == base::Size{540, 960});
    CHECK(desk.appearance == action::Appearance::dark);
    CHECK(desk.overlay == action::Overlay::languages);
    CHECK(parse({"--appearance", "light"})->appearance == action::Appearance::light);
}

TEST_CASE("help and version are given whatever stands beside them", "[app][options]") {
    CHECK(parse({"--window", "540x960", "--help"})->mode == Options::Mode::help);
    CHECK(parse({"-h", "--nonsense"})->mode == Options::Mode::help);
    CHECK(parse({"--version"})->mode == Options::Mode::version);
}

TEST_CASE("a value that does not fit is said in French, with its option", "[app][options]") {
    const std::pair<const char*, Arguments> wrong[] = {
        {"--window",
         {"", "1080", "x", "1080x", "1080x1920px", "0x0", "100x100", "9000x9000", "-1080x1920", "axb",
          "1080 x1920", " 1080x1920"}},
        {"--size", {"", "1080*1920", "1080x1920x3"}},
        {"--route", {"", "nowhere", "Map", "initiatives2", "/labacces"}},
        {"--appearance", {"", "blue", "Light"}},
        {"--text", {"", "110", "1000", "125%"}},
        {"--overlay", {"", "none", "dialog"}},
        {"--scroll", {"", "down", "12px", "nan", "inf", "-5"}}};
    for (const auto& [option, values] : wrong) {
        for (const auto& value : values) {
            INFO(option << " " << value);
            CHECK(refusal({option, value}) ==
                  "accueil-kiosk : « " + value + " » ne convient pas à " + option + ".");
        }
    }
    CHECK(refusal({"--text", "110"}, "en") != refusal({"--text", "110"}));
}

TEST_CASE("an option that does not exist is met with the one that was meant", "[app][options]") {
    CHECK(refusal({"--langage", "fr"}) ==
          "accueil-kiosk : option inconnue --langage ; vouliez-vous dire --language ?");
    CHECK(refusal({"--screnshot=x"}).find("--screenshot") != std::string::npos);
    CHECK(refusal({"--quelque-chose"}) ==
          "accueil-kiosk : option inconnue --quelque-chose. Voir accueil-kiosk --help.");
    CHECK(refusal({"borne"}).find("borne") != std::string::npos);
    CHECK(refusal({"--cache"}) == "accueil-kiosk : il manque une valeur à --cache.");
    CHECK(refusal({"--kiosk", "--text"}).find("--text") != std::string::npos);
}

TEST_CASE("every option that is understood stands in the help, in each language", "[app][options]") {
    for (const char* language : {"fr", "en"}) {
        const auto help = support::catalog().text(language, "kiosk.help");
        for (const char* option : {"--config", "--cache", "--window", "--screenshot", "--size", "--route",
                                   "--scroll", "--overlay", "--language", "--appearance", "--text", "--tree",
                                   "--frames", "--set-pin", "--help", "--version"}) {
            INFO(language << " " << option);
            CHECK(help.find(option) != std::string::npos);
        }
    }
}

TEST_CASE("every screen can be named as a first one", "[app][options]") {
    for (int kind = 0; kind <= static_cast<int>(action::ScreenKind::fiche); ++kind) {
        const auto screen = static_cast<action::ScreenKind>(kind);
        const std::string name = action::name_of(screen);
        CHECK(app::parse_route(name) == action::Route{screen, {}});
        CHECK(app::parse_route(name + "/a-b") == action::Route{screen, "a-b"});
    }
}
