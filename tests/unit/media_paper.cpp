// SPDX-License-Identifier: GPL-3.0-or-later
// Papers as PDF: read back by poppler's tools and, their codes, by zbar from the rendered page.
#include "kiosk/media/paper.hpp"

#include <catch2/catch.hpp>
#include <cstdio>

#include "kiosk/media/paper_tags.hpp"
#include "sync/base/file.hpp"
#include "sync/base/strings.hpp"
#include "tests/support/temp_dir.hpp"
#include "tests/support/zbar.hpp"

using namespace accueil;
using media::make_pdf;
using media::Paper;
using media::PaperFormat;
using Kind = media::PaperLine::Kind;

namespace {

constexpr const char* kCard = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Mairie\r\nEND:VCARD\r\n";

media::PaperSection section(const std::string& language, const std::string& title) {
    media::PaperSection section;
    section.title = {title, language};
    if (language != "fr") section.french_title = {"Épicerie solidaire", "fr"};
    section.lines = {{Kind::strong, {"12 rue des Lilas, 44000 Nantes", "fr"}, {}},
                     {Kind::large, {"02 40 00 00 00", "fr"}, {}}};
    if (language == "ar") {
        section.lines.push_back({Kind::strong, {"مواعيد الفتح", "ar"}, {"Ouvertures", "fr"}});
        section.lines.push_back(
            {Kind::item, {"الخميس 26 نوفمبر", "ar"}, {"jeudi 26 novembre : 9 h – 12 h", "fr"}});
        section.lines.push_back(
            {Kind::item, {"الجمعة 27 نوفمبر", "ar"}, {"vendredi 27 novembre : 14 h – 17 h", "fr"}});
    } else {
        section.lines.push_back({Kind::strong, {"Ouvertures", "fr"}, {}});
        section.lines.push_back({Kind::item, {"jeudi 26 novembre : 9 h – 12 h", "fr"}, {}});
        section.lines.push_back({Kind::item, {"vendredi 27 novembre : 14 h – 17 h", "fr"}, {}});
    }
    section.code = media::QrCode::encode(kCard, media::QrLevel::medium).value();
    section.code_words = {"Ce code s’ouvre avec un téléphone.", "fr"};
    return section;
}

Paper paper(const std::string& language, int sections = 1) {
    Paper paper;
    paper.language = language;
    paper.title =
        language == "ar" ? media::Phrase{"ورقة التوجيه", "ar"} : media::Phrase{"Fiche d’orientation", "fr"};
    if (language == "ar") paper.french_title = {"Fiche d’orientation", "fr"};
    for (int i = 1; i <= sections; ++i)
        paper.sections.push_back(
            section(language, language == "ar" ? "البقالة" : std::to_string(i) + ". Épicerie"));
    paper.foot = {{Kind::text, {"Téléphonez avant de vous déplacer.", "fr"}, {}}};
    return paper;
}

/// What a command says on standard output; its last argument is the file.
std::string said(const std::string& command, const std::string& pdf) {
    const support::TempDir folder;
    const auto file = folder / "sheet.pdf";
    REQUIRE(base::write_file_durably(file, pdf));
    std::FILE* pipe = ::popen((command + " '" + file.string() + "' - 2>&1").c_str(), "r");
    REQUIRE(pipe != nullptr);
    std::string out, part(4096, '\0');
    for (std::size_t got = 0; (got = std::fread(part.data(), 1, part.size(), pipe)) > 0;)
        out.append(part, 0, got);
    REQUIRE(::pclose(pipe) == 0);
    return out;
}

std::string info(const std::string& pdf, const std::string& option = "") {
    const support::TempDir folder;
    REQUIRE(base::write_file_durably(folder / "sheet.pdf", pdf));
    std::FILE* pipe =
        ::popen(("pdfinfo " + option + " '" + (folder / "sheet.pdf").string() + "' 2>&1").c_str(), "r");
    std::string out, part(4096, '\0');
    for (std::size_t got = 0; (got = std::fread(part.data(), 1, part.size(), pipe)) > 0;)
        out.append(part, 0, got);
    ::pclose(pipe);
    return out;
}

/// A page as a printer of `dots` an inch puts it on paper.
draw::ImagePtr printed(const std::string& pdf, int page, int dots) {
    const support::TempDir folder;
    REQUIRE(base::write_file_durably(folder / "sheet.pdf", pdf));
    const auto command = "pdftoppm -png -singlefile -f " + std::to_string(page) + " -r " +
                         std::to_string(dots) + " '" + (folder / "sheet.pdf").string() + "' '" +
                         (folder / "page").string() + "'";
    REQUIRE(std::system(command.c_str()) == 0);
    return draw::load_image(folder / "page.png", 20000).value();
}

bool holds(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

std::size_t count(const std::string& text, const std::string& part) {
    std::size_t found = 0;
    for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1))
        ++found;
    return found;
}

}  // namespace

TEST_CASE("a page says in order what was put on it", "[media][paper]") {
    const auto pdf = make_pdf(paper("fr"), PaperFormat::a4).value();
    CHECK(said("pdftotext -nopgbrk -raw", pdf) ==
          "Fiche d’orientation\n"
          "1. Épicerie\n"
          "12 rue des Lilas, 44000 Nantes\n"
          "02 40 00 00 00\n"
          "Ouvertures\n"
          "• jeudi 26 novembre : 9 h – 12 h\n"
          "• vendredi 27 novembre : 14 h – 17 h\n"
          "Ce code s’ouvre avec un\n"
          "téléphone.\n"
          "Téléphonez avant de vous déplacer.\n");
    CHECK(holds(info(pdf), "Page size:       595.276 x 841.89 pts (A4)"));
    CHECK(make_pdf(paper("fr"), PaperFormat::a4).value() == pdf);  // nothing of when it was made
}

TEST_CASE("French stands beside the visitor's language, on its other side", "[media][paper]") {
    for (const auto format : {PaperFormat::a4, PaperFormat::ticket}) {
        const auto pdf = make_pdf(paper("ar"), format).value();
        const auto text = said("pdftotext -nopgbrk", pdf);
        INFO(text);
        for (const char* words :
             {"Fiche d’orientation\n", "Épicerie solidaire\n", "12 rue des Lilas, 44000 Nantes\n",
              "02 40 00 00 00\n", "• jeudi 26 novembre : 9 h – 12 h", "• vendredi 27 novembre : 14 h",
              "الخميس", "الجمعة", "نوفمبر"})
            CHECK(holds(text, words));
        CHECK(count(text, "12 rue des Lilas") == 1);
    }
}

TEST_CASE("a ticket repeats no heading of what is the same in French", "[media][paper]") {
    auto list = paper("ar");
    list.sections[0].lines = {{Kind::strong, {"بالقرب من هنا", "ar"}, {"Près d’ici", "fr"}},
                              {Kind::item, {"12 rue des Lilas", "fr"}, {}},
                              {Kind::strong, {"مواعيد", "ar"}, {"Ouvertures", "fr"}},
                              {Kind::item, {"الخميس", "ar"}, {"jeudi", "fr"}},
                              {Kind::strong, {"خريطة", "ar"}, {"Plan", "fr"}}};
    const auto ticket = said("pdftotext -nopgbrk", make_pdf(list, PaperFormat::ticket).value());
    CHECK(count(ticket, "Près d’ici") == 0);
    CHECK(count(ticket, "Ouvertures") == 1);
    CHECK(count(ticket, "Plan") == 1);
    CHECK(count(said("pdftotext -nopgbrk", make_pdf(list, PaperFormat::a4).value()), "Près d’ici") == 1);
}

TEST_CASE("what stands alone on one page in one language has larger letters", "[media][paper]") {
    const auto height_of = [](const Paper& paper) {
        const auto boxes = said("pdftotext -bbox", make_pdf(paper, PaperFormat::a4).value());
        const auto at = boxes.find(">12<");
        REQUIRE(at != std::string::npos);
        const auto line = boxes.substr(boxes.rfind("<word", at), at - boxes.rfind("<word", at));
        const auto value = [&](const std::string& name) {
            return std::stod(line.substr(line.find(name) + name.size() + 2));
        };
        return value("yMax") - value("yMin");
    };
    const auto alone = height_of(paper("fr"));
    CHECK(alone > 1.1 * height_of(paper("fr", 2)));
    CHECK(alone > 1.1 * height_of(paper("ar")));
    auto longer = paper("fr");
    while (longer.sections[0].lines.size() < 120)
        longer.sections[0].lines.push_back(longer.sections[0].lines.back());
    CHECK(alone > 1.1 * height_of(longer));
}

TEST_CASE("what is written from right to left stands at the right", "[media][paper]") {
    for (const auto format : {PaperFormat::a4, PaperFormat::ticket}) {
        Paper arabic;
        arabic.language = "ar";
        arabic.title = {"ورقة", "ar"};
        arabic.sections.push_back({});
        arabic.sections.back().lines = {{Kind::item, {"كتاب LabAccès", "ar"}, {}}};
        const auto page = printed(make_pdf(arabic, format).value(), 1, 72);
        int left = page->width();
        for (int y = 0; y < page->height(); ++y) {
            int first = page->width(), dark = 0;
            for (int x = 0; x < page->width(); ++x)
                if (page->rgba()[4 * (static_cast<std::size_t>(y) * static_cast<std::size_t>(page->width()) +
                                      static_cast<std::size_t>(x))] < 120) {
                    first = std::min(first, x);
                    ++dark;
                }
            if (dark < page->width() / 2) left = std::min(left, first);  // not the rule
        }
        CHECK(left > page->width() / 2);
        CHECK(left < page->width());
    }
}

TEST_CASE("its structure, title and languages are told to who listens", "[media][paper]") {
    for (const auto format : {PaperFormat::a4, PaperFormat::ticket}) {
        const auto pdf = make_pdf(paper("ar"), format).value();
        const auto facts = info(pdf);
        INFO(facts);
        CHECK(holds(facts, "Title:           ورقة التوجيه"));
        CHECK(holds(facts, "Tagged:          yes"));
        const auto structure = info(pdf, "-struct");
        INFO(structure);
        for (const char* part : {"Document", "  H1", "  H2", "  P", "  L", "    LI", "  Figure"})
            CHECK(holds(structure, part));
        CHECK(count(structure, "LI") == 4);
        CHECK(holds(pdf, "/Lang (ar)\n   /ViewerPreferences << /DisplayDocTitle true >>"));
        CHECK(count(pdf, "/Lang (fr)") >= 5);
        CHECK(count(pdf, "/Alt <FEFF") == 1);
        CHECK(count(pdf, "startxref") == 2);
    }
    CHECK(media::with_languages("%PDF-1.5\nno structure\ntrailer\n<< /Size 3 >>", "fr", {{"P", "fr", ""}}) ==
          "%PDF-1.5\nno structure\ntrailer\n<< /Size 3 >>");
    CHECK(media::with_languages("", "fr", {}).empty());
}

TEST_CASE("the codes on paper are read, also from the dots of a ticket's printer", "[media][paper]") {
    auto full = paper("fr");
    std::string text;
    while (text.size() < media::kMostBytes)
        text += "Lundi 9 h, mercredi 14 h. ";
    text.resize(media::kMostBytes);
    full.sections.front().code = media::QrCode::encode(text, media::QrLevel::medium).value();
    const auto page = make_pdf(full, PaperFormat::a4).value(),
               ticket = make_pdf(full, PaperFormat::ticket).value();
    CHECK(support::read_codes(*printed(page, 1, 300)) == std::vector<std::string>{text});
    CHECK(support::read_codes(*printed(ticket, 1, 203)) == std::vector<std::string>{text});
}

TEST_CASE("many places take many pages, and none is parted that fits on one", "[media][paper]") {
    for (const char* language : {"fr", "ar"}) {
        const auto pdf = make_pdf(paper(language, 20), PaperFormat::a4).value();
        const auto facts = info(pdf);
        const auto pages = std::stoi(facts.substr(facts.find("Pages:") + 6));
        CHECK(pages >= 5);
        CHECK(pages <= 7);
        int places = 0;
        for (int page = 1; page <= pages; ++page) {
            const auto text =
                said("pdftotext -raw -f " + std::to_string(page) + " -l " + std::to_string(page), pdf);
            INFO(text);
            CHECK(count(text, "12 rue des Lilas") == count(text, "vendredi 27 novembre"));
            CHECK(support::read_codes(*printed(pdf, page, 150)).size() == count(text, "12 rue des Lilas"));
            places += static_cast<int>(count(text, "12 rue des Lilas"));
        }
        CHECK(places == 20);
        CHECK(info(pdf, "-struct").find("Syntax Error") == std::string::npos);
    }
    const auto ticket = make_pdf(paper("fr", 20), PaperFormat::ticket).value();
    CHECK(holds(info(ticket), "Pages:           1\n"));
}

TEST_CASE("a place that is longer than a page goes on on the next", "[media][paper]") {
    auto long_one = paper("ar");
    for (int i = 0; i < 120; ++i)
        long_one.sections.front().lines.push_back(
            {Kind::item, {"سطر", "ar"}, {"Ligne numéro " + std::to_string(i) + " de la fiche", "fr"}});
    const auto text = said("pdftotext -raw", make_pdf(long_one, PaperFormat::a4).value());
    for (int i = 0; i < 120; ++i)
        CHECK(holds(text, "• Ligne numéro " + std::to_string(i) + " de la fiche"));
}

TEST_CASE("whatever the words, there is a paper", "[media][paper]") {
    auto odd = paper("fr");
    odd.title = {"", "fr"};
    odd.sections.front().title = {std::string("\xFF\xFE brisé"), "??"};
    odd.sections.front().lines.push_back({Kind::item, {std::string(5000, 'x'), "fr"}, {}});
    odd.sections.push_back({});
    for (const auto format : {PaperFormat::a4, PaperFormat::ticket}) {
        CHECK(make_pdf(odd, format));
        CHECK(make_pdf(Paper{}, format));
    }
}

namespace {

/// Grey, with a black bar across its middle.
draw::ImagePtr barred(base::Size millimetres) {
    const int width = static_cast<int>(millimetres.width) * 4,
              height = static_cast<int>(millimetres.height) * 4;
    std::vector<std::uint8_t> rgba(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 4,
                                   220);
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x) {
            auto* pixel = &rgba[4 * (static_cast<std::size_t>(y) * static_cast<std::size_t>(width) +
                                     static_cast<std::size_t>(x))];
            if (y > height * 2 / 5 && y < height * 3 / 5) pixel[0] = pixel[1] = pixel[2] = 0;
            pixel[3] = 255;
        }
    return std::make_shared<draw::Image>(width, height, std::move(rgba));
}

media::PaperMap map_of(std::function<media::PaintedMap(base::Size)> paint) {
    return {{Kind::strong, {"أين هو", "ar"}, {"Où c’est", "fr"}}, {"خريطة: البقالة", "ar"}, std::move(paint)};
}

}  // namespace

TEST_CASE("a map stands after the places as a figure that says what it is", "[media][paper]") {
    for (const auto format : {PaperFormat::a4, PaperFormat::ticket}) {
        auto with = paper("ar", 1);  // on one page
        std::vector<base::Size> asked;
        with.map = map_of([&](base::Size millimetres) {
            asked.push_back(millimetres);
            return media::PaintedMap{barred(millimetres), {"© la carte", "© les rues"}};
        });
        const auto pdf = make_pdf(with, format).value();
        REQUIRE(asked.size() == 1);
        CHECK(asked[0].width == Approx(format == PaperFormat::a4 ? 180 : 72));
        CHECK(asked[0].height == Approx(format == PaperFormat::a4 ? 60 : 54));
        const auto structure = info(pdf, "-struct");
        INFO(structure);
        CHECK(count(structure, "Figure") == 2);  // with the code
        CHECK(count(pdf, "/Alt <FEFF") == 2);
        const auto text = said("pdftotext -raw", pdf);
        CHECK(holds(text, "Où c’est"));
        CHECK(text.find("Où c’est") < text.find("© la carte · © les rues"));
        CHECK(text.find("© la carte · © les rues") < text.find("Téléphonez avant"));
        // As wide as what is printed on, and as high as was asked: the bar is where it belongs.
        const auto page = printed(pdf, 1, 100);
        std::size_t widest = 0, rows = 0;
        for (int y = 0; y < page->height(); ++y) {
            std::size_t black = 0;
            for (int x = 0; x < page->width(); ++x)
                if (page->rgba()[4 * (static_cast<std::size_t>(y) * static_cast<std::size_t>(page->width()) +
                                      static_cast<std::size_t>(x))] < 40)
                    ++black;
            widest = std::max(widest, black);
            if (static_cast<double>(black) > page->width() * 0.8) ++rows;
        }
        const double millimetre = 100 / 25.4;
        CHECK(static_cast<double>(widest) ==
              Approx((format == PaperFormat::a4 ? 180 : 72) * millimetre).margin(4));
        CHECK(static_cast<double>(rows) ==
              Approx((format == PaperFormat::a4 ? 60 : 54) * millimetre / 5).margin(4));
    }
}

TEST_CASE("a map that is of no use leaves no trace", "[media][paper]") {
    for (const auto format : {PaperFormat::a4, PaperFormat::ticket}) {
        const auto without = make_pdf(paper("ar"), format).value();
        auto none = paper("ar");
        none.map = map_of([](base::Size) { return media::PaintedMap{nullptr, {"© personne"}}; });
        CHECK(make_pdf(none, format).value() == without);
        none.map->paint = nullptr;
        CHECK(make_pdf(none, format).value() == without);
    }
}
