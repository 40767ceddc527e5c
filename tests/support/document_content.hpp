// SPDX-License-Identifier: GPL-3.0-or-later
// A cache whose initiative bus-d-accueil has a document of five pages, prepared by the real programs; once a
// run.
#pragma once

#include <sstream>
#include <stdexcept>

#include "sync/publish/commands.hpp"
#include "tests/support/content_copy.hpp"
#include "tests/support/fake_clock.hpp"
#include "tests/support/pdf_maker.hpp"

namespace accueil::support {

inline constexpr const char* kDocument = "bus-d-accueil/1";

/// "accueil" stands on pages 2 and 4; a link to the web and one to page 5 on page 1.
inline std::string five_pages() {
    PdfMaker pdf;
    pdf.catalog = "/Outlines 30 0 R";
    pdf.objects[30] = "<</Type/Outlines/First 31 0 R/Last 32 0 R/Count 2>>";
    pdf.objects[31] = "<</Title(Avant de venir)/Parent 30 0 R/Next 32 0 R/Dest[100 0 R/Fit]>>";
    pdf.objects[32] = "<</Title(Sur place)/Parent 30 0 R/Prev 31 0 R/Dest[106 0 R/Fit]>>";
    pdf.objects[40] =
        "<</Type/Annot/Subtype/Link/Rect[60 700 260 730]/A<</S/URI/URI(https://mairie.example/bus)>>>>";
    pdf.objects[41] = "<</Type/Annot/Subtype/Link/Rect[60 600 260 630]/Dest[108 0 R/Fit]>>";
    pdf.page(PdfMaker::lines({"Le guide du bus", "Bienvenue"}), "/Annots[40 0 R 41 0 R]");
    pdf.page(PdfMaker::lines({"Un bus d'accueil", "vient chez vous"}));
    pdf.page(PdfMaker::lines({"Les horaires"}));
    pdf.page(PdfMaker::lines({"Sur place", "Accueil sans rendez-vous", "et un autre accueil"}));
    pdf.page(PdfMaker::lines({"Fin"}));
    return pdf.make();
}

inline const std::filesystem::path& document_cache() {
    static const TempDir kFolder;
    static const auto kCache = [] {
        const ContentCopy content;
        content.write("media/bus.pdf", five_pages());
        const auto cache = kFolder / "documents";
        std::ostringstream said;
        const std::vector<std::string> arguments{"embed", content.path().string(), "--to", cache, "--quiet"};
        if (publish::run_command(arguments, {said, said, false}, FakeClock()) != publish::ExitCode::done)
            throw std::runtime_error(said.str());
        return std::filesystem::path(cache);
    }();
    return kCache;
}

}  // namespace accueil::support
