// SPDX-License-Identifier: GPL-3.0-or-later
// The links and sources of an article: codes that a camera reads from where one stands.
#include <catch2/catch.hpp>

#include "kiosk/draw/cairo_canvas.hpp"
#include "kiosk/screens/codes.hpp"
#include "tests/support/cache_samples.hpp"
#include "tests/support/screen_rig.hpp"
#include "tests/support/temp_dir.hpp"
#include "tests/support/zbar.hpp"

using namespace accueil;
using action::ScreenKind;

namespace {

model::Question article() {
    model::Question question;
    question.id = "centre";
    question.title = model::Text("Et si l’institution n’était pas au centre ?");
    question.lead = model::Text("Aller vers les gens et rester une institution.");
    question.links = {{"https://mairie.example/aller-vers?lieu=hall&langue=fr", model::Text("Un récit")},
                      {"https://carte.example/", model::Text("Une carte")}};
    question.sources = {{"Un rapport", "https://rapport.example/2020/11/accueil.pdf", "2020-11-27"},
                        {"Une conversation", "", "2020-11-28"}};
    return question;
}

std::string texts_of(const ui::Node& node) {
    std::string lines = node.text ? node.text->words + "\n" : "";
    for (const auto& child : node.children)
        lines += texts_of(child);
    return lines;
}

}  // namespace

TEST_CASE(
    "an article's links and sources are codes with what one finds there, upright and lying, in each script",
    "[screens]") {
    support::TempDir folder;
    REQUIRE(support::commit_records(folder.path(), std::vector<model::Record>{article()}, 1));
    support::ScreenRig rig(folder.path());
    for (const std::string language : {"fr", "ar"})
        for (const base::Size size : {base::Size{1080, 1920}, base::Size{1920, 1080}}) {
            const support::Glass glass{language, size, 100};
            INFO(language << " " << size.width);
            const auto root = rig.build({{ScreenKind::question, "centre"}, 0, {}, {}}, glass);
            const auto lines = texts_of(root);
            for (const char* each : {"Un récit", "Une carte", "Un rapport (", "https://carte.example/"})
                CHECK(lines.find(each) != std::string::npos);
        }
}

TEST_CASE(
    "a link's code is read by a telephone's camera at arm's length, and one too long is left to its words",
    "[screens]") {
    const auto code = screens::address_code("https://mairie.example/aller-vers?lieu=hall&langue=fr");
    REQUIRE(code);
    const float side = screens::least_side(*code);
    const auto canvas = draw::CairoCanvas::create(static_cast<int>(side) + 80, static_cast<int>(side) + 80, 1,
                                                  support::text_engine());
    canvas->clear({20, 40, 60});
    media::QrPicture(*code).draw(*canvas, {40, 40, side, side}, 16);
    const auto picture = canvas->snapshot();
    for (const double scale : {1.0, 0.5})
        CHECK(support::read_codes(support::seen_at(*picture, scale)) ==
              std::vector<std::string>{"https://mairie.example/aller-vers?lieu=hall&langue=fr"});
    CHECK_FALSE(screens::address_code("https://mairie.example/" + std::string(400, 'a')));
}
