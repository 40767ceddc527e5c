// SPDX-License-Identifier: GPL-3.0-or-later
// A document's prepared pages, as a screen reads them: index first, each picture when it is wanted. Loader
// thread; the answers may be read anywhere.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/query/content.hpp"
#include "sync/model/paged_document.hpp"

namespace accueil::query {

struct DocumentPage {
    std::string initiative_id;
    model::Text initiative, title;
    std::string language;                          ///< of the document
    model::PagedDocument paged;                    ///< without pages while its file has not come
    std::filesystem::path path;                    ///< of that file; empty likewise
    std::uint64_t pictures_at = 0;                 ///< where they begin in it
    std::vector<std::vector<std::string>> folded;  ///< of each page its words, as they are compared
};
/// "labacces/1" is the first document of the initiative labacces; nullopt where there is none, or none that
/// was prepared. What is damaged is an error.
base::Result<std::optional<DocumentPage>> document(const Source& source, const std::string& id);

/// WebP bytes. corrupt where the file is shorter than it was.
base::Result<std::string> picture_bytes(const DocumentPage& document, const model::PagePicture& picture);

/// The first page's thumbnail; empty where there is none.
base::Result<std::string> first_thumbnail(const Source& source, const model::Document& document);

/// Words of a page that were looked for, one after the other.
struct DocumentHit {
    int page = 0;           ///< from 0
    std::size_t first = 0;  ///< of the page's words
    std::size_t count = 1;
    bool operator==(const DocumentHit&) const = default;
};
inline constexpr std::size_t kMostHits = 500;

/// In reading order, the first kMostHits. Accents and case make no difference; each word that is typed may be
/// a part of one that stands there.
std::vector<DocumentHit> find_in(const DocumentPage& document, const std::string& text);

}  // namespace accueil::query
