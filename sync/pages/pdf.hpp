// SPDX-License-Identifier: GPL-3.0-or-later
// A PDF by poppler: the only code that parses one. Called by accueil-pages alone, in a process of its own
// that may be ended at any moment; its only thread.
#pragma once

#include <memory>
#include <vector>

#include "sync/base/result.hpp"
#include "sync/model/paged_document.hpp"
#include "sync/pages/pictures.hpp"

struct _PopplerDocument;
struct _PopplerPage;

namespace accueil::pages {

class Pdf {
  public:
    /// Takes the descriptor over. bad_signature where a password is asked for, bad_format for what is no PDF.
    static base::Result<Pdf> open(int fd);

    int pages() const;
    std::vector<model::OutlineEntry> outline() const;

    struct Page {
        model::PagedPage page;     ///< its words and links; no pictures yet
        Surface surface;           ///< drawn at fine_size()
        bool text_is_cut = false;  ///< more than kMostPageWords
    };
    /// From 0.
    base::Result<Page> draw(int number) const;

  private:
    struct End {
        void operator()(_PopplerDocument* document) const;
    };
    explicit Pdf(_PopplerDocument* document) : m_document(document) {}
    std::vector<model::PageLink> links(_PopplerPage* page, double width, double height) const;

    std::unique_ptr<_PopplerDocument, End> m_document;
};

}  // namespace accueil::pages
