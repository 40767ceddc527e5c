// SPDX-License-Identifier: GPL-3.0-or-later
// PDFs become pages, by the real program in a process of its own; those that are made to do harm cost what is
// allowed, and are told.
#include <catch2/catch.hpp>
#include <chrono>
#include <fstream>

#include "sync/base/strings.hpp"
#include "sync/cache/content_reader.hpp"
#include "sync/model/paged_document.hpp"
#include "tests/support/content_copy.hpp"
#include "tests/support/feed_shell.hpp"
#include "tests/support/pdf_maker.hpp"

using namespace accueil;

namespace {

const char* const kBus = "media/bus.pdf";

// For what never ends by itself; a good page may take what a publisher gives it, however busy the machine is.
publish::PageLimits quick_limits() {
    publish::PageLimits limits;
    limits.page_seconds = 4;
    limits.memory_megabytes = 700;
    return limits;
}

class Documents {
  public:
    explicit Documents(const publish::PageLimits& given = {}) : limits(given) {}

    support::ContentCopy content;
    publish::PageLimits limits;

    publish::ContentFolder read() const {
        publish::ReadOptions how;
        how.pages.folder = pages();
        how.pages.limits = limits;
        return publish::read_content_folder(content.path(), std::move(how));
    }
    std::filesystem::path pages() const { return m_dir / "pages"; }

  private:
    support::TempDir m_dir;
};

/// What stands about documents, as the admin reads it.
std::string said(const publish::ContentFolder& folder) {
    std::vector<std::string> lines;
    for (const auto& finding : folder.report.findings())
        if (finding.key.starts_with("document_")) lines.push_back(finding.render(support::catalog(), "fr"));
    return base::join(lines, "\n");
}

const model::Document& bus_document(const publish::ContentFolder& folder) {
    return support::record<model::Initiative>(folder, "bus-d-accueil").documents.at(0);
}

struct Opened {
    model::PagedDocument document;
    std::string pictures;

    std::string_view bytes(const model::PagePicture& picture) const {
        return std::string_view(pictures).substr(picture.offset, picture.length);
    }
};

Opened open(const publish::ContentFolder& folder) {
    const auto& reading = bus_document(folder).reading;
    REQUIRE(reading);
    const auto bytes = base::read_file(folder.media.at(reading->sha256)).value();
    CHECK(bytes.size() == reading->length);
    const auto length = model::paged_index_length(bytes.substr(0, model::kPagedHeadBytes)).value();
    Opened opened;
    opened.pictures = bytes.substr(model::kPagedHeadBytes + length);
    const auto document =
        model::decode_paged_index(bytes.substr(model::kPagedHeadBytes, length), opened.pictures.size());
    REQUIRE(document);
    opened.document = *document;
    return opened;
}

bool has_pictures(const model::PagedPage& page) {
    return page.picture.length > 0 && page.thumbnail.length > 0;
}

support::PdfMaker guide() {
    support::PdfMaker pdf;
    pdf.catalog = "/Outlines 10 0 R/PageMode/UseOutlines";
    pdf.objects[10] = "<</Type/Outlines/First 11 0 R/Last 12 0 R/Count 2>>";
    pdf.objects[11] =
        "<</Title(Avant de venir)/Parent 10 0 R/Next 12 0 R/First 13 0 R/Last 13 0 R/Count 1"
        "/Dest[100 0 R/Fit]>>";
    pdf.objects[12] = "<</Title(Sur place)/Parent 10 0 R/Prev 11 0 R/Dest[104 0 R/Fit]>>";
    pdf.objects[13] = "<</Title(Les papiers)/Parent 11 0 R/Dest[102 0 R/Fit]>>";
    pdf.objects[20] =
        "<</Type/Annot/Subtype/Link/Rect[60 700 260 730]/Border[0 0 0]"
        "/A<</S/URI/URI(https://www.service-public.fr/)>>>>";
    pdf.objects[21] = "<</Type/Annot/Subtype/Link/Rect[60 600 260 630]/Border[0 0 0]/Dest[104 0 R/Fit]>>";
    pdf.objects[22] = "<</Type/Annot/Subtype/Link/Rect[60 500 260 530]/A<</S/URI/URI(javascript:1)>>>>";
    pdf.page(support::PdfMaker::lines({"Bonjour et bienvenue", "Le site des papiers"}),
             "/Annots[20 0 R 21 0 R 22 0 R]");
    pdf.page(support::PdfMaker::lines({"Les papiers"}));
    pdf.page(support::PdfMaker::lines({"Sur place"}));
    return pdf;
}

}  // namespace

TEST_CASE("a PDF becomes pages with words, links and an outline", "[publish][documents]") {
    Documents documents;
    documents.content.write(kBus, guide().make());
    const auto folder = documents.read();
    CHECK_FALSE(folder.report.has_errors());
    CHECK(said(folder).find("« pages » dit 1, le PDF en a 3") != std::string::npos);
    CHECK(bus_document(folder).pages == 3);
    const auto& reading = bus_document(folder).reading;
    REQUIRE(reading);
    CHECK(reading->type == model::kPagedType);
    CHECK(reading->name == "bus.pdf.pages");

    const auto opened = open(folder);
    const auto& pages = opened.document.pages;
    REQUIRE(pages.size() == 3);
    CHECK(opened.document.pages_in_file == 3);
    CHECK(pages[0].text == "Bonjour et bienvenue\nLe site des papiers");
    REQUIRE(pages[0].words.size() == 7);
    // 24 points at 60, 760 of 595 × 842 from the lower left.
    CHECK(pages[0].words[0].x == Approx(10000 * 60 / 595).margin(60));
    CHECK(pages[0].words[0].y == Approx(10000 * (842 - 780) / 842).margin(150));
    CHECK(pages[0].words[3].y > pages[0].words[0].y + pages[0].words[0].height - 100);

    REQUIRE(pages[0].links.size() == 2);
    CHECK(pages[0].links[0].url == "https://www.service-public.fr/");
    CHECK(pages[0].links[0].box.y == Approx(10000 * (842 - 730) / 842).margin(5));
    CHECK(pages[0].links[1].page == 3);
    const std::vector<model::OutlineEntry> outline{
        {"Avant de venir", 1, 0}, {"Les papiers", 2, 1}, {"Sur place", 3, 0}};
    CHECK(opened.document.outline == outline);

    for (const auto& page : pages) {
        // 300 % of what stands on the glass.
        CHECK(page.fine_width == 2880);
        CHECK(page.picture.width == 960);
        CHECK(page.fine_height == Approx(3 * page.picture.height).margin(2));
        CHECK(page.thumbnail.width == 180);
        CHECK(page.tiles.size() == 12);
        CHECK(opened.bytes(page.tiles.at(5)).substr(8, 4) == "WEBP");
        CHECK(opened.bytes(page.picture).substr(8, 4) == "WEBP");
    }
}

TEST_CASE("a page that lies is prepared as it lies", "[publish][documents]") {
    Documents documents;
    support::PdfMaker slides;
    slides.width = 1600;
    slides.height = 900;
    slides.page(support::PdfMaker::lines({"Diapositive"}));
    documents.content.write(kBus, slides.make());
    const auto opened = open(documents.read());
    CHECK(opened.document.pages.at(0).fine_width == 4320);
    CHECK(opened.document.pages.at(0).fine_height == 2430);
}

TEST_CASE("a PDF that has not changed is not prepared again; what was spoilt is", "[publish][documents]") {
    Documents documents;
    const auto first = documents.read();
    const auto made = first.media.at(bus_document(first).reading->sha256);
    const auto bytes = base::read_file(made).value();
    const auto written = std::filesystem::last_write_time(made);
    const auto second = documents.read();
    CHECK(std::filesystem::last_write_time(made) == written);
    CHECK(bus_document(second) == bus_document(first));
    CHECK(said(second) == said(first));

    std::ofstream(made, std::ios::binary | std::ios::app) << "x";
    const auto third = documents.read();
    CHECK(base::read_file(made).value() == bytes);
    CHECK(bus_document(third) == bus_document(first));
}

TEST_CASE("attack: PDFs that are none, cut or locked are told, and publishing goes on",
          "[publish][documents]") {
    Documents documents(quick_limits());
    const auto whole = guide().make();

    documents.content.write(kBus, "%PDF-1.7\nnothing of the kind");
    auto folder = documents.read();
    CHECK_FALSE(folder.report.has_errors());
    CHECK_FALSE(bus_document(folder).reading);
    CHECK(said(folder) ==
          "media/bus.pdf: avertissement : ce n’est pas un PDF qui puisse être lu : son titre "
          "est gardé, mais personne ne peut le lire sur une borne");

    documents.content.write(kBus, whole.substr(0, whole.size() * 8 / 10));
    folder = documents.read();
    CHECK_FALSE(folder.report.has_errors());
    CHECK_FALSE(said(folder).empty());

    support::PdfMaker locked = guide();
    locked.trailer = "/ID[<00><00>]/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<" + std::string(64, 'A') +
                     ">/U<" + std::string(64, 'B') + ">>>";
    documents.content.write(kBus, locked.make());
    folder = documents.read();
    CHECK_FALSE(folder.report.has_errors());
    CHECK_FALSE(bus_document(folder).reading);
    CHECK(said(folder).find("demande un mot de passe") != std::string::npos);
}

TEST_CASE("attack: a page that never ends costs itself alone", "[publish][documents]") {
    Documents documents(quick_limits());
    support::PdfMaker pdf;
    pdf.add_bomb();
    pdf.page(support::PdfMaker::lines({"Avant"}));
    pdf.page(support::PdfMaker::bomb());
    pdf.page(support::PdfMaker::lines({"Apres"}));
    documents.content.write(kBus, pdf.make());
    const auto begun = std::chrono::steady_clock::now();
    const auto folder = documents.read();
    CHECK(std::chrono::steady_clock::now() - begun < std::chrono::seconds(60));
    CHECK_FALSE(folder.report.has_errors());
    const auto opened = open(folder);
    REQUIRE(opened.document.pages.size() == 3);
    CHECK(has_pictures(opened.document.pages[0]));
    CHECK_FALSE(has_pictures(opened.document.pages[1]));
    CHECK(has_pictures(opened.document.pages[2]));
    CHECK(opened.document.pages[2].text == "Apres");
    CHECK(said(folder).find("les autres sont gardées : 2") != std::string::npos);
}

TEST_CASE("attack: what asks for more and more is given up", "[publish][documents]") {
    Documents documents(quick_limits());
    documents.limits.failures = 2;
    support::PdfMaker pdf;
    pdf.add_bomb();
    pdf.page(support::PdfMaker::lines({"Avant"}));
    for (int i = 0; i < 6; ++i)
        pdf.page(support::PdfMaker::bomb());
    documents.content.write(kBus, pdf.make());
    const auto folder = documents.read();
    CHECK(open(folder).document.pages.size() == 3);
    CHECK(said(folder).find("les 3 premières sur 7 sont gardées") != std::string::npos);

    // By the clock too: a process that waits uses no processor.
    documents.limits.page_seconds = 600;
    documents.limits.page_wait = std::chrono::seconds(1);
    pdf.page(support::PdfMaker::bomb());
    documents.content.write(kBus, pdf.make());
    const auto begun = std::chrono::steady_clock::now();
    static_cast<void>(documents.read());
    CHECK(std::chrono::steady_clock::now() - begun < std::chrono::seconds(60));
}

TEST_CASE("attack: a picture that takes all memory is within bounds", "[publish][documents]") {
    Documents documents(quick_limits());
    support::PdfMaker pdf;
    pdf.resources = "/XObject<</Im 10 0 R>>";
    pdf.objects[10] = support::PdfMaker::stream(
        "", "/Type/XObject/Subtype/Image/Width 60000/Height 60000/ColorSpace/DeviceRGB/BitsPerComponent 8");
    pdf.page("600 0 0 800 0 0 cm /Im Do");
    pdf.page(support::PdfMaker::lines({"Apres"}));
    documents.content.write(kBus, pdf.make());
    const auto begun = std::chrono::steady_clock::now();
    const auto folder = documents.read();
    CHECK(std::chrono::steady_clock::now() - begun < std::chrono::seconds(60));
    CHECK_FALSE(folder.report.has_errors());
    CHECK(has_pictures(open(folder).document.pages.at(1)));
}

TEST_CASE("attack: of 10,000 pages those that are allowed are kept", "[publish][documents]") {
    Documents documents;
    documents.limits.pages = 3;
    support::PdfMaker pdf;
    pdf.width = pdf.height = 20;
    for (int i = 0; i < 10000; ++i)
        pdf.page("");
    documents.content.write(kBus, pdf.make());
    const auto folder = documents.read();
    CHECK(bus_document(folder).pages == 10000);
    CHECK(open(folder).document.pages.size() == 3);
    CHECK(said(folder).find("le PDF a 10000 pages ; les 3 premières sont gardées") != std::string::npos);
    CHECK(said(folder).find("n’a que des images, sans texte") != std::string::npos);
}

TEST_CASE("fine pictures stop where the room for them ends", "[publish][documents]") {
    Documents documents;
    documents.content.write(kBus, guide().make());
    const auto whole = open(documents.read());
    std::uint64_t bytes = 0;  // of all plain pictures, and of the first fine one
    for (const auto& page : whole.document.pages)
        bytes += page.picture.length + page.thumbnail.length;
    for (const auto& tile : whole.document.pages.at(0).tiles)
        bytes += tile.length;

    // What is prepared otherwise is prepared anew; this is the same PDF, so nothing of it may stand.
    std::filesystem::remove_all(documents.pages());
    documents.limits.document_bytes = bytes;
    auto folder = documents.read();
    CHECK_FALSE(open(folder).document.pages.at(0).tiles.empty());
    CHECK(open(folder).document.pages.at(2).tiles.empty());
    CHECK(has_pictures(open(folder).document.pages.at(2)));
    CHECK(said(folder).find("agrandies, elles sont moins nettes") != std::string::npos);

    std::filesystem::remove_all(documents.pages());
    documents.limits.fine_bytes = 100;
    folder = documents.read();
    CHECK(open(folder).document.pages.at(0).tiles.empty());
    INFO(said(folder));
    CHECK(said(folder).find("(1, 2, 3)") != std::string::npos);
}

TEST_CASE("the pages of a document go out with the content", "[publish][documents]") {
    const support::TempDir dir;
    support::FeedShell shell;
    REQUIRE(shell.run({"embed", shell.content.path().string(), "--to", (dir / "cache").string()}) ==
            publish::ExitCode::done);
    const auto reader = cache::ContentReader::open(dir / "cache");
    REQUIRE(reader);
    const auto media = reader->media().value();
    std::size_t found = 0;
    for (const auto& file : media) {
        if (file.type != model::kPagedType) continue;
        ++found;
        CHECK(reader->media_path(file));
    }
    CHECK(found == 1);
}
