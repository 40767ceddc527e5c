// SPDX-License-Identifier: GPL-3.0-or-later
// What the document's screen shares with the navigator: where a page stands on the glass, and which pictures
// that takes. Pure; UI thread, but the job.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "kiosk/query/documents.hpp"
#include "kiosk/screens/screen.hpp"

namespace accueil::screens {

inline constexpr const char* kPageNode = "document/page";
inline constexpr const char* kNextPage = "document/next";
inline constexpr const char* kPreviousPage = "document/previous";
inline constexpr const char* kZoomIn = "document/zoom-in";
inline constexpr const char* kZoomOut = "document/zoom-out";

/// What is to be decoded and found for what is on screen.
struct DocumentWish {
    int page = 0;
    std::vector<int> tiles;  ///< of the page's fine picture; empty where the plain one is enough
    int first_listed = -1;   ///< of the thumbnails; -1: none are shown
    std::string typed;       ///< what is searched; empty: nothing
    bool operator==(const DocumentWish&) const = default;
};

/// The same, done. Holds the page, its neighbours and no others.
struct DocumentView final : query::Data {
    std::map<int, draw::ImagePtr> pages, thumbnails;
    std::map<std::pair<int, int>, draw::ImagePtr> tiles;  ///< by page and number
    std::string typed;
    std::vector<query::DocumentHit> hits;
};

/// Where the page stands in `area`, which may be smaller than it.
base::Rect page_rect(const base::Rect& area, const model::PagedPage& page, const action::Reading& reading);
/// What to look at so that the page stands there.
action::LookAt look_at(const base::Rect& area, const base::Rect& page, float zoom);
/// That much nearer about a point of the glass, which moved by `delta`: two fingers.
action::LookAt pinched(const base::Rect& area, const model::PagedPage& page, const action::Reading& reading,
                       base::Point center, base::Point delta, float factor);

DocumentWish document_wish(const action::Entry& entry, const query::DocumentPage& document,
                           const base::Rect& area);
/// As DocumentView. `content` is what the screen was given, `before` the view until now, or null.
query::Job document_view_job(query::DataPtr content, DocumentWish wish, query::DataPtr before);

/// What the screen's own job gave.
const query::DocumentPage& document_of(const query::Data& content);

// The parts of the screen; document_panels.cpp.
ui::Node document_panel(const Context& context, const query::DocumentPage& document,
                        const DocumentView* view);
/// Where one is among what was found, and the way on; a node without children where nothing is searched.
ui::Node hits_line(const Context& context, const DocumentView* view);

}  // namespace accueil::screens
