// SPDX-License-Identifier: GPL-3.0-or-later
#include <fontconfig/fontconfig.h>

#include <catch2/catch.hpp>
#include <fstream>
#include <string>
#include <vector>

#include "kiosk/draw/pango_text.hpp"
#include "kiosk/draw/text.hpp"
#include "sync/base/json.hpp"
#include "tests/support/temp_dir.hpp"

using namespace accueil;
using draw::TextStyle;

namespace {

const std::string kFonts = std::string(ACCUEIL_SOURCE_DIR) + "/assets/fonts";

draw::TextEngine& text_engine() {
    static const auto made = draw::TextEngine::create(kFonts);
    if (!made) FAIL(made.error().detail);
    return **made;
}

const draw::PangoText& shaped(const draw::TextLayoutPtr& layout) {
    return static_cast<const draw::PangoText&>(*layout);
}

TextStyle sized(float size, int max_lines = 0) {
    TextStyle style;
    style.size = size;
    style.max_lines = max_lines;
    return style;
}

float width_of(const std::string& text, const char* language) {
    return text_engine().layout(text, sized(40), 0, language)->size().width;
}

bool installed(const char* family) {
    FcPattern* pattern = FcPatternCreate();
    FcPatternAddString(pattern, FC_FAMILY, reinterpret_cast<const FcChar8*>(family));
    FcObjectSet* wanted = FcObjectSetCreate();
    FcObjectSetAdd(wanted, FC_FILE);
    FcFontSet* found = FcFontList(nullptr, pattern, wanted);
    const bool any = found != nullptr && found->nfont > 0;
    if (found != nullptr) FcFontSetDestroy(found);
    FcObjectSetDestroy(wanted);
    FcPatternDestroy(pattern);
    return any;
}

const std::string kParagraph =
    "Distribution de repas chauds du lundi au vendredi, sans rendez-vous et sans justificatif, toute "
    "l’année.";

}  // namespace

TEST_CASE("lines are exactly size × line height apart, whatever the script", "[draw]") {
    for (const float size : {22.0F, 28.0F, 44.0F, 76.0F})
        for (const float line_height : {1.15F, 1.4F})
            for (const auto& [text, language] : std::vector<std::pair<std::string, const char*>>{
                     {kParagraph, "fr"}, {"مرحبا بكم في دار البلدية مرحبا بكم في دار البلدية", "ar"}}) {
                TextStyle style = sized(size);
                style.line_height = line_height;
                const auto layout = text_engine().layout(text, style, size * 10, language);
                REQUIRE(layout->line_count() > 1);
                CHECK(layout->size().height ==
                      Approx(size * line_height * static_cast<float>(layout->line_count())));
                CHECK(layout->first_baseline() > size * 0.7F);
                CHECK(layout->first_baseline() < size * line_height);
            }
}

TEST_CASE("capitals stand in the middle of their line", "[draw]") {
    const auto layout = text_engine().layout("HEH", sized(100), 0, "fr");
    const auto ink = shaped(layout).ink(1);
    const float above = static_cast<float>(ink.top),
                below = layout->size().height - static_cast<float>(ink.bottom);
    CHECK(above == Approx(below).margin(3));
}

TEST_CASE("a text wraps within its width and measures what it says", "[draw]") {
    const auto layout = text_engine().layout(kParagraph, sized(28), 400, "fr");
    CHECK(layout->line_count() >= 4);
    CHECK(layout->size().width <= 400);
    CHECK(layout->size().width > 300);
    const auto ink = shaped(layout).ink(1);
    CHECK(ink.right <= 402);
    SECTION("and does not wrap again in the width that it measured") {
        const auto again = text_engine().layout(kParagraph, sized(28), layout->size().width, "fr");
        CHECK(again->line_count() == layout->line_count());
    }
    SECTION("and not at all without a width") {
        CHECK(text_engine().layout(kParagraph, sized(28), 0, "fr")->line_count() == 1);
    }
    SECTION("and a word longer than the width is broken, not cut off") {
        const auto broken =
            text_engine().layout("anticonstitutionnellement-anticonstitutionnellement", sized(40), 200, "fr");
        CHECK(broken->line_count() > 2);
        CHECK(broken->size().width <= 200);
        CHECK_FALSE(broken->truncated());
    }
}

TEST_CASE("max_lines ends a longer text by an ellipsis, and only a longer one", "[draw]") {
    const auto cut = text_engine().layout(kParagraph, sized(28, 2), 400, "fr");
    CHECK(cut->truncated());
    CHECK(cut->line_count() == 2);
    CHECK(cut->size().width <= 400);
    const auto whole = text_engine().layout("Deux mots", sized(28, 2), 400, "fr");
    CHECK_FALSE(whole->truncated());
    CHECK(whole->line_count() == 1);
    SECTION("and counts lines over all paragraphs") {
        const auto lines = text_engine().layout("Un\nDeux\nTrois\nQuatre", sized(28, 3), 400, "fr");
        CHECK(lines->truncated());
        CHECK(lines->line_count() == 3);
        // "Trois…" and nothing of "Quatre".
        const auto alone = text_engine().layout("Trois…", sized(28), 400, "fr");
        CHECK(lines->size().width == Approx(alone->size().width).margin(0.5));
    }
}

TEST_CASE("Arabic letters join: a word is narrower than its letters apart", "[draw]") {
    float apart = 0;
    for (const char* letter : {"م", "ر", "ح", "ب", "ا"})
        apart += width_of(letter, "ar");
    CHECK(width_of("مرحبا", "ar") < apart * 0.85F);
    // A zero width non-joiner between the letters of the same word keeps them apart: joining is shaping.
    CHECK(width_of("ب\u200Cب\u200Cب", "ar") > width_of("ببب", "ar") * 1.2F);
    const auto ligature = text_engine().layout("لا", sized(40), 0, "ar");
    CHECK(shaped(ligature).glyph_count() < 2 + 1);
}

TEST_CASE("Arabic starts at the right, and a neutral text follows its language", "[draw]") {
    CHECK(text_engine().layout("مرحبا بكم", sized(28), 0, "ar")->right_to_left());
    CHECK_FALSE(text_engine().layout("Bonjour", sized(28), 0, "fr")->right_to_left());
    CHECK_FALSE(text_engine().layout("Bonjour", sized(28), 0, "ar")->right_to_left());
    CHECK(text_engine().layout("LabAccès: البطاقة", sized(28), 0, "ar")->right_to_left());
    CHECK_FALSE(text_engine().layout("LabAccès: البطاقة", sized(28), 0, "fr")->right_to_left());
    CHECK(text_engine().layout("البطاقة LabAccès", sized(28), 0, "fr")->right_to_left());
    CHECK(text_engine()
              .layout(
                  "<b>LabAccès</b> البطاقة",
                  [] {
                      auto style = sized(28);
                      style.markup = true;
                      return style;
                  }(),
                  0, "ar")
              ->right_to_left());
    CHECK(text_engine().layout("01 23", sized(28), 0, "ar")->right_to_left());
    CHECK_FALSE(text_engine().layout("01 23", sized(28), 0, "fr")->right_to_left());
}

TEST_CASE("a Latin name that begins a line of Arabic stands at its right, in French at its left", "[draw]") {
    // Where the one gap between the words is, in shares of the line's width.
    const auto gap = [](const char* language) {
        const auto layout = text_engine().layout("WWWWWWWW \u0627", sized(40), 0, language);
        const int width = static_cast<int>(std::ceil(layout->size().width)), height = 60;
        cairo_surface_t* surface = cairo_image_surface_create(CAIRO_FORMAT_A8, width, height);
        cairo_t* context = cairo_create(surface);
        shaped(layout).fill(context, 1, 0, height);
        cairo_surface_flush(surface);
        const unsigned char* bytes = cairo_image_surface_get_data(surface);
        const int stride = cairo_image_surface_get_stride(surface);
        int longest = 0, middle = 0, run = 0;
        for (int x = 2; x < width - 2; ++x) {
            bool is_empty = true;
            for (int y = 0; y < height; ++y)
                is_empty = is_empty && bytes[y * stride + x] == 0;
            run = is_empty ? run + 1 : 0;
            if (run > longest) {
                longest = run;
                middle = x - run / 2;
            }
        }
        cairo_destroy(context);
        cairo_surface_destroy(surface);
        return static_cast<double>(middle) / width;
    };
    CHECK(gap("ar") < 0.3);
    CHECK(gap("fr") > 0.7);
}

TEST_CASE("left is where the text starts, within the width of its widest line", "[draw]") {
    // A long and a short line: where does the ink of the short one begin?
    const auto starts_at = [](const std::string& text, draw::TextAlign align, const char* language) {
        TextStyle style = sized(40);
        style.align = align;
        const auto layout = text_engine().layout(text, style, 0, language);
        REQUIRE(layout->line_count() == 2);
        cairo_surface_t* surface = cairo_image_surface_create(CAIRO_FORMAT_A8, 600, 56);
        cairo_t* context = cairo_create(surface);
        cairo_translate(context, 0, -56);
        shaped(layout).fill(context, 1, 56, 112);
        cairo_surface_flush(surface);
        const unsigned char* data = cairo_image_surface_get_data(surface);
        int first = 600;
        for (int y = 10; y < 50; ++y)
            for (int x = 0; x < first; ++x)
                if (data[y * cairo_image_surface_get_stride(surface) + x] > 128) first = x;
        cairo_destroy(context);
        cairo_surface_destroy(surface);
        return static_cast<float>(first) / layout->size().width;
    };
    CHECK(starts_at("Une ligne plus longue\nEt", draw::TextAlign::left, "fr") < 0.05F);
    CHECK(starts_at("Une ligne plus longue\nEt", draw::TextAlign::right, "fr") > 0.85F);
    CHECK(starts_at("Une ligne plus longue\nEt", draw::TextAlign::center, "fr") == Approx(0.46).margin(0.05));
    CHECK(starts_at("مرحبا بكم في دار البلدية\nدار", draw::TextAlign::left, "ar") > 0.7F);
    CHECK(starts_at("مرحبا بكم في دار البلدية\nدار", draw::TextAlign::right, "ar") < 0.05F);
}

TEST_CASE("every language of the house has all its letters", "[draw]") {
    struct Sample {
        const char *language, *family, *text;
    };
    for (const Sample& sample : std::vector<Sample>{
             {"fr", "Inter", "Où ? « À l’accueil » – n° 3, 17 h 30 ; 12 €, cœur, naïf, Île, ÿ…"},
             {"en", "Inter", "“It’s open” — £3, 24/7"},
             {"ar", "Noto Sans Arabic", "مرحبا بكم، هل تبحثون عن سكن؟ الهاتف 01 23"},
             {"uk", "Noto Sans", "Ласкаво просимо до мерії: їжа, ґанок, є"},
             {"ti", "Noto Sans Ethiopic", "እንቋዕ ናብ ቤት ምምሕዳር ከተማ ብደሓን መጻእኩም።"},
             {"am", "Noto Sans Ethiopic", "ወደ ከተማ አዳራሽ እንኳን በደህና መጡ።"},
             {"ta", "Noto Sans Tamil", "நகர மண்டபத்திற்கு வரவேற்கிறோம்"},
             {"bn", "Noto Sans Bengali", "টাউন হলে স্বাগতম। পরিষেবার মানচিত্র"},
             {"zh", "Noto Sans CJK SC", "欢迎来到市政厅。您可以在这里找到服务地图"},
             {"ps", "Noto Sans Arabic", "ښاروالۍ ته ښه راغلاست. ټولنیزې مرستې"},
             {"fa", "Noto Sans Arabic",
              "به شهرداری خوش آمدید. نقشهٔ کمک‌های اجتماعی"},
             {"prs", "Noto Sans Arabic", "به شهرداری خوش آمدید. پذیرش، چای، ژاله، گفتگو"}}) {
        if (!installed(sample.family)) {
            WARN("SKIP " << sample.language << ": the font " << sample.family << " is not installed");
            continue;
        }
        INFO(sample.language);
        CHECK(shaped(text_engine().layout(sample.text, sized(28), 600, sample.language)).unknown_glyphs() ==
              0);
    }
}

TEST_CASE("a character that no font has is counted, not drawn as something else", "[draw]") {
    CHECK(shaped(text_engine().layout("\U0010FFFD", sized(28), 0, "fr")).unknown_glyphs() == 1);
}

TEST_CASE("bytes that are not UTF-8 are laid out all the same", "[draw]") {
    const auto layout = text_engine().layout("caf\xE9 \xFF!", sized(28), 0, "fr");
    CHECK(layout->size().width > 60);
    CHECK(text_engine().layout("", sized(28), 400, "fr")->size().width == 0);
    CHECK(text_engine().layout("", sized(28), 400, "fr")->line_count() == 1);
}

TEST_CASE("markup sets words apart, and bad markup is shown as it is written", "[draw]") {
    TextStyle style = sized(40);
    style.markup = true;
    const auto bold = text_engine().layout("<b>Ouvert</b> le lundi", style, 0, "fr");
    CHECK(bold->size().width > width_of("Ouvert le lundi", "fr"));
    CHECK(text_engine().layout("a < b", style, 0, "fr")->size().width == Approx(width_of("a < b", "fr")));
    SECTION("and its lines are cut as others are") {
        style.max_lines = 2;
        const auto cut = text_engine().layout("Un\n<b>Deux</b>\nTrois", style, 0, "fr");
        CHECK(cut->line_count() == 2);
        CHECK(cut->truncated());
    }
}

TEST_CASE("the same text is laid out once, and forgotten after two thousand others", "[draw]") {
    const auto made = draw::TextEngine::create(kFonts);
    REQUIRE(made.has_value());
    draw::TextEngine& own = **made;
    std::weak_ptr<const draw::TextLayout> first = own.layout("Bonjour", sized(28), 0, "fr");
    REQUIRE_FALSE(first.expired());
    CHECK(own.layout("Bonjour", sized(28), 0, "fr") == first.lock());
    CHECK(own.layout("Bonjour", sized(29), 0, "fr") != first.lock());
    CHECK(own.layout("Bonjour", sized(28), 300, "fr") != first.lock());
    CHECK(own.layout("Bonjour", sized(28), 0, "en") != first.lock());
    for (int i = 0; i < 1900; ++i)
        own.layout(std::to_string(i), sized(28), 0, "fr");
    CHECK_FALSE(first.expired());
    own.layout("Bonjour", sized(28), 0, "fr");  // used: it stays longer
    for (int i = 1900; i < 3800; ++i)
        own.layout(std::to_string(i), sized(28), 0, "fr");
    CHECK_FALSE(first.expired());
    for (int i = 3800; i < 4000; ++i)
        own.layout(std::to_string(i), sized(28), 0, "fr");
    CHECK(first.expired());
    SECTION("and long texts sooner") {
        first = own.layout("Bonjour", sized(28), 0, "fr");
        for (int i = 0; i < 12; ++i)
            own.layout(std::to_string(i) + std::string(100'000, ' '), sized(28), 0, "fr");
        CHECK(first.expired());
    }
}

TEST_CASE("every icon of the table is drawn within its square, both ways", "[draw]") {
    std::ifstream file(kFonts + "/icons.json");
    const base::Json table = base::Json::parse(file);
    REQUIRE(table.size() > 300);
    for (const auto& [name, code] : table.items()) {
        INFO(name);
        REQUIRE(text_engine().has_icon(name));
        for (const bool filled : {false, true}) {
            const auto icon = text_engine().icon(name, 64, filled);
            CHECK(shaped(icon).unknown_glyphs() == 0);
            CHECK(icon->size() == base::Size{64, 64});
            const auto ink = shaped(icon).ink(1);
            CHECK(ink.right - ink.left > 16);
            CHECK(ink.left >= -2);
            CHECK(ink.top >= -2);
            CHECK(ink.right <= 66);
            CHECK(ink.bottom <= 66);
        }
    }
}

TEST_CASE("an icon stands in the middle of its square", "[draw]") {
    for (const char* name : {"circle", "house", "x", "plus", "caret-down", "check-circle"}) {
        INFO(name);
        const auto ink = shaped(text_engine().icon(name, 128)).ink(1);
        CHECK(ink.left + ink.right == Approx(128).margin(4));
    }
}

TEST_CASE("the content's icons are all in the font", "[draw]") {
    for (const char* file : {"needs.json", "themes.json"}) {
        std::ifstream stream(std::string(ACCUEIL_SOURCE_DIR) + "/assets/content/" + file);
        const base::Json content = base::Json::parse(stream);
        int seen = 0;
        const auto walk = [&](const auto& self, const base::Json& value) -> void {
            if (value.is_object() && value.contains("icon")) {
                ++seen;
                INFO(file << ": " << value["icon"]);
                CHECK(text_engine().has_icon(value["icon"].get<std::string>()));
            }
            if (value.is_structured())
                for (const auto& item : value)
                    self(self, item);
        };
        walk(walk, content);
        CHECK(seen > 3);
    }
}

TEST_CASE("an unknown icon is a circle", "[draw]") {
    CHECK_FALSE(text_engine().has_icon("no-such-icon"));
    CHECK(text_engine().icon("no-such-icon", 40) == text_engine().icon("circle", 40));
}

TEST_CASE("a fonts folder without fonts or with a bad table is refused", "[draw]") {
    const support::TempDir folder;
    CHECK_FALSE(draw::TextEngine::create(folder.path()).has_value());
    std::ofstream(folder.path() / "icons.json") << "{\"circle\": \"e18a\"}";
    const auto empty = draw::TextEngine::create(folder.path());
    REQUIRE_FALSE(empty.has_value());
    CHECK(empty.error().code == base::ErrorCode::not_found);
    std::ofstream(folder.path() / "icons.json") << "{\n\"circle\": \"e18a\",\n\"bed\": \"zz\"}";
    const auto bad = draw::TextEngine::create(folder.path());
    REQUIRE_FALSE(bad.has_value());
    CHECK_THAT(bad.error().detail, Catch::Contains("icons.json:3"));
}
