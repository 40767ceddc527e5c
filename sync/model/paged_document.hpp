// SPDX-License-Identifier: GPL-3.0-or-later
// A document as kiosks read it: pictures of its pages, their words and where these stand, links and outline;
// and the one form of the file that holds them (docs/content.md). Written by the publisher, read by
// kiosk/query. Any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sync/base/json.hpp"
#include "sync/base/result.hpp"

namespace accueil::model {

inline constexpr const char* kPagedType = "application/vnd.accueil.pages";
inline constexpr int kPageUnits = 10000;        ///< a page's width, and its height, in a PageBox
inline constexpr int kPageTileSide = 1024;      ///< pixels of a fine picture's squares
inline constexpr int kMostPagePixels = 4320;    ///< of a picture's longer side
inline constexpr std::size_t kMostPages = 400;  ///< that are prepared of one document
inline constexpr std::size_t kMostPageWords = 20000;
inline constexpr std::size_t kMostPageLinks = 200;
inline constexpr std::size_t kMostOutline = 1000;
inline constexpr std::size_t kPagedHeadBytes = 27;
inline constexpr std::size_t kMostPagedIndexBytes = std::size_t{48} << 20;

/// From the upper left, in ten-thousandths of the page's width and height.
struct PageBox {
    int x = 0, y = 0, width = 0, height = 0;
    bool operator==(const PageBox&) const = default;
};

/// A WebP picture; its bytes stand at `offset` among those of all pictures.
struct PagePicture {
    std::uint64_t offset = 0, length = 0;  ///< bytes; 0 long: there is none
    int width = 0, height = 0;             ///< pixels
    bool operator==(const PagePicture&) const = default;
};

struct PageLink {
    PageBox box;
    std::string url;  ///< http, https, mailto or tel; or empty, and
    int page = 0;     ///< a page of this document, from 1
    bool operator==(const PageLink&) const = default;
};

struct PagedPage {
    PagePicture picture, thumbnail;  ///< neither where the page could not be prepared
    /// The picture at three times its size, where there was room for it: squares of kPageTileSide, row by
    /// row, those at the right and the lower edge as small as what is left.
    int fine_width = 0, fine_height = 0;
    std::vector<PagePicture> tiles;
    std::string text;            ///< in reading order: words apart by one space, or by one line end
    std::vector<PageBox> words;  ///< of each word of the text
    std::vector<PageLink> links;
    bool operator==(const PagedPage&) const = default;
};

struct OutlineEntry {
    std::string title;
    int page = 0;   ///< from 1; 0: it leads nowhere
    int level = 0;  ///< 0 is outermost
    bool operator==(const OutlineEntry&) const = default;
};

struct PagedDocument {
    int pages_in_file = 0;  ///< may be more than were prepared
    std::vector<PagedPage> pages;
    std::vector<OutlineEntry> outline;
    bool operator==(const PagedDocument&) const = default;
};

/// The words of a page's text, as many as it has boxes.
std::vector<std::string_view> words_of(const PagedPage& page);

/// Of a fine picture, in squares.
struct TileGrid {
    int columns = 0, rows = 0;
};
TileGrid tile_grid(int width, int height);

base::Json to_json(const PagedPage& page);
base::Json to_json(const OutlineEntry& entry);
/// bad_format for what contradicts itself, passes a bound of the above, or lies beyond `picture_bytes`.
base::Result<PagedPage> page_from_json(const base::Json& json, std::uint64_t picture_bytes);
base::Result<OutlineEntry> outline_from_json(const base::Json& json);

/// All that comes before the pictures.
std::string encode_paged(const PagedDocument& document);
/// How long the index is that follows the first kPagedHeadBytes; bad_format, unsupported or too_large.
base::Result<std::size_t> paged_index_length(std::string_view head);
/// `picture_bytes`: what follows the index.
base::Result<PagedDocument> decode_paged_index(std::string_view index, std::uint64_t picture_bytes);

}  // namespace accueil::model
