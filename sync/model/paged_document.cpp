// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/model/paged_document.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

#include "sync/base/strings.hpp"

namespace accueil::model {

using base::ErrorCode;
using base::fail;
using base::Json;
using base::Result;

namespace {

constexpr std::string_view kHeadWords = "ACCUEIL-PAGES 1 ";
constexpr std::size_t kLengthDigits = 10;
constexpr std::size_t kMostLinkBytes = 2000;
constexpr std::size_t kMostTitleBytes = 400;
constexpr int kMostLevel = 8;
static_assert(kHeadWords.size() + kLengthDigits + 1 == kPagedHeadBytes);

tl::unexpected<base::Error> wrong_pages(const char* what) {
    return fail(ErrorCode::bad_format, std::string("document pages: ") + what);
}

// The list under that name, an empty one where there is none.
const Json& page_list(const Json& object, const char* name) {
    static const Json kNone = Json::array();
    const auto found = object.find(name);
    return found == object.end() ? kNone : *found;
}

template <std::size_t N>
Result<std::array<std::uint64_t, N>> whole_numbers(const Json& list) {
    if (!list.is_array() || list.size() != N) return wrong_pages("a list of numbers has another length");
    std::array<std::uint64_t, N> made{};
    for (std::size_t i = 0; i < N; ++i) {
        if (!list[i].is_number_unsigned()) return wrong_pages("a number is none");
        made[i] = list[i].get<std::uint64_t>();
    }
    return made;
}

Json box_json(const PageBox& box) {
    return Json::array({box.x, box.y, box.width, box.height});
}

Result<PageBox> box_of(const std::array<std::uint64_t, 4>& sides) {
    constexpr std::uint64_t kUnits = kPageUnits;
    if (sides[0] > kUnits || sides[1] > kUnits || sides[2] > kUnits - sides[0] ||
        sides[3] > kUnits - sides[1])
        return wrong_pages("a box leaves its page");
    return PageBox{static_cast<int>(sides[0]), static_cast<int>(sides[1]), static_cast<int>(sides[2]),
                   static_cast<int>(sides[3])};
}

Result<void> check_place(std::uint64_t offset, std::uint64_t length, std::uint64_t bytes) {
    if (length == 0 || offset > bytes || length > bytes - offset)
        return wrong_pages("a picture lies outside");
    return {};
}

Result<PagePicture> picture_from(const Json& page, const char* name, std::uint64_t bytes) {
    const auto found = page.find(name);
    if (found == page.end()) return PagePicture{};
    const auto [offset, length, width, height] = TRY(whole_numbers<4>(*found));
    TRY(check_place(offset, length, bytes));
    constexpr std::uint64_t kMost = kMostPagePixels;
    if (width == 0 || height == 0 || width > kMost || height > kMost) return wrong_pages("a picture's size");
    return PagePicture{offset, length, static_cast<int>(width), static_cast<int>(height)};
}

Result<void> read_tiles(const Json& json, std::uint64_t bytes, PagedPage& page) {
    const auto found = json.find("fine");
    if (found == json.end()) return {};
    const auto [width, height] = TRY(whole_numbers<2>(*found));
    constexpr std::uint64_t kMost = kMostPagePixels;
    if (width == 0 || height == 0 || width > kMost || height > kMost)
        return wrong_pages("a fine picture's size");
    page.fine_width = static_cast<int>(width);
    page.fine_height = static_cast<int>(height);
    const auto grid = tile_grid(page.fine_width, page.fine_height);
    const Json& tiles = page_list(json, "tiles");
    if (!tiles.is_array() || tiles.size() != static_cast<std::size_t>(grid.columns * grid.rows))
        return wrong_pages("a fine picture has other squares than its size says");
    for (std::size_t i = 0; i < tiles.size(); ++i) {
        const auto [offset, length] = TRY(whole_numbers<2>(tiles[i]));
        TRY(check_place(offset, length, bytes));
        const int column = static_cast<int>(i) % grid.columns, row = static_cast<int>(i) / grid.columns;
        page.tiles.push_back({offset, length,
                              std::min(kPageTileSide, page.fine_width - column * kPageTileSide),
                              std::min(kPageTileSide, page.fine_height - row * kPageTileSide)});
    }
    return {};
}

Result<void> read_words(const Json& json, PagedPage& page) {
    page.text = base::string_of(json, "text");
    if (!base::is_valid_utf8(page.text)) return wrong_pages("a text is not UTF-8");
    const Json& sides = page_list(json, "words");
    if (!sides.is_array() || sides.size() % 4 != 0 || sides.size() / 4 > kMostPageWords)
        return wrong_pages("boxes of words");
    page.words.reserve(sides.size() / 4);
    for (std::size_t i = 0; i < sides.size(); i += 4) {
        std::array<std::uint64_t, 4> box{};
        for (std::size_t side = 0; side < 4; ++side) {
            if (!sides[i + side].is_number_unsigned()) return wrong_pages("a box of a word");
            box[side] = sides[i + side].get<std::uint64_t>();
        }
        page.words.push_back(TRY(box_of(box)));
    }
    if (words_of(page).size() != page.words.size()) return wrong_pages("a text has other words than boxes");
    return {};
}

bool is_shown_link(const std::string& url) {
    if (url.size() > kMostLinkBytes || !base::is_valid_utf8(url)) return false;
    if (std::any_of(url.begin(), url.end(), [](unsigned char c) { return c <= 0x20 || c == 0x7F; }))
        return false;
    return url.starts_with("https://") || url.starts_with("http://") || url.starts_with("mailto:") ||
           url.starts_with("tel:");
}

Result<int> page_number(const Json& object) {
    const auto found = object.find("page");
    if (found == object.end()) return 0;
    if (!found->is_number_unsigned() || found->get<std::uint64_t>() > 1'000'000)
        return wrong_pages("the number of a page");
    return static_cast<int>(found->get<std::uint64_t>());
}

Result<PageLink> link_from_json(const Json& json) {
    if (!json.is_object()) return wrong_pages("a link");
    PageLink link;
    const auto sides = TRY(whole_numbers<4>(page_list(json, "box")));
    link.box = TRY(box_of(sides));
    link.url = base::string_of(json, "url");
    link.page = TRY(page_number(json));
    if (link.url.empty() ? link.page == 0 : !is_shown_link(link.url)) return wrong_pages("a link's target");
    return link;
}

}  // namespace

std::vector<std::string_view> words_of(const PagedPage& page) {
    std::vector<std::string_view> words;
    words.reserve(page.words.size());
    const std::string_view text = page.text;
    for (std::size_t at = 0; at < text.size();) {
        const auto end = std::min(text.find_first_of(" \n", at), text.size());
        if (end > at) words.push_back(text.substr(at, end - at));
        at = end + 1;
    }
    return words;
}

TileGrid tile_grid(int width, int height) {
    return {(width + kPageTileSide - 1) / kPageTileSide, (height + kPageTileSide - 1) / kPageTileSide};
}

Json to_json(const PagedPage& page) {
    Json json = Json::object();
    const auto put = [&](const char* name, const PagePicture& picture) {
        if (picture.length > 0)
            json[name] = Json::array({picture.offset, picture.length, picture.width, picture.height});
    };
    put("picture", page.picture);
    put("thumbnail", page.thumbnail);
    if (!page.tiles.empty()) {
        json["fine"] = Json::array({page.fine_width, page.fine_height});
        Json& tiles = json["tiles"] = Json::array();
        for (const auto& tile : page.tiles)
            tiles.push_back(Json::array({tile.offset, tile.length}));
    }
    if (!page.words.empty()) {
        json["text"] = page.text;
        Json& sides = json["words"] = Json::array();
        for (const auto& box : page.words) {
            for (const int side : {box.x, box.y, box.width, box.height})
                sides.push_back(side);
        }
    }
    for (const auto& link : page.links) {
        Json one{{"box", box_json(link.box)}};
        if (!link.url.empty()) one["url"] = link.url;
        if (link.page > 0) one["page"] = link.page;
        json["links"].push_back(std::move(one));
    }
    return json;
}

Json to_json(const OutlineEntry& entry) {
    Json json{{"title", entry.title}};
    if (entry.page > 0) json["page"] = entry.page;
    if (entry.level > 0) json["level"] = entry.level;
    return json;
}

Result<PagedPage> page_from_json(const Json& json, std::uint64_t picture_bytes) {
    if (!json.is_object()) return wrong_pages("a page");
    PagedPage page;
    page.picture = TRY(picture_from(json, "picture", picture_bytes));
    page.thumbnail = TRY(picture_from(json, "thumbnail", picture_bytes));
    TRY(read_tiles(json, picture_bytes, page));
    TRY(read_words(json, page));
    const Json& links = page_list(json, "links");
    if (!links.is_array() || links.size() > kMostPageLinks) return wrong_pages("a page's links");
    for (const auto& link : links)
        page.links.push_back(TRY(link_from_json(link)));
    return page;
}

Result<OutlineEntry> outline_from_json(const Json& json) {
    if (!json.is_object()) return wrong_pages("a line of the outline");
    OutlineEntry entry;
    entry.title = base::string_of(json, "title");
    entry.page = TRY(page_number(json));
    const auto level = json.find("level");
    if (level != json.end()) {
        if (!level->is_number_unsigned() || level->get<std::uint64_t>() > kMostLevel)
            return wrong_pages("a level of the outline");
        entry.level = static_cast<int>(level->get<std::uint64_t>());
    }
    if (entry.title.empty() || entry.title.size() > kMostTitleBytes || !base::is_valid_utf8(entry.title))
        return wrong_pages("a title of the outline");
    return entry;
}

std::string encode_paged(const PagedDocument& document) {
    Json index{{"pages_in_file", document.pages_in_file}, {"pages", Json::array()}};
    for (const auto& page : document.pages)
        index["pages"].push_back(to_json(page));
    for (const auto& entry : document.outline)
        index["outline"].push_back(to_json(entry));
    const auto text = index.dump();
    std::array<char, kLengthDigits + 2> digits{};
    std::snprintf(digits.data(), digits.size(), "%010zu\n", text.size());
    return std::string(kHeadWords) + digits.data() + text;
}

Result<std::size_t> paged_index_length(std::string_view head) {
    if (head.size() < kPagedHeadBytes || !head.starts_with("ACCUEIL-PAGES "))
        return wrong_pages("no such file");
    if (!head.starts_with(kHeadWords)) return fail(ErrorCode::unsupported, "document pages: of a newer form");
    std::size_t length = 0;
    for (std::size_t i = kHeadWords.size(); i < kHeadWords.size() + kLengthDigits; ++i) {
        if (head[i] < '0' || head[i] > '9') return wrong_pages("the index has no length");
        length = length * 10 + static_cast<std::size_t>(head[i] - '0');
    }
    if (head[kPagedHeadBytes - 1] != '\n') return wrong_pages("the index has no length");
    if (length > kMostPagedIndexBytes) return fail(ErrorCode::too_large, "document pages: the index");
    return length;
}

Result<PagedDocument> decode_paged_index(std::string_view index, std::uint64_t picture_bytes) {
    const auto json = TRY(base::parse_json(index, 8));
    if (!json.is_object()) return wrong_pages("the index is no object");
    PagedDocument document;
    const Json& pages = page_list(json, "pages");
    if (!pages.is_array() || pages.size() > kMostPages) return wrong_pages("pages");
    for (const auto& page : pages)
        document.pages.push_back(TRY(page_from_json(page, picture_bytes)));
    const Json& outline = page_list(json, "outline");
    if (!outline.is_array() || outline.size() > kMostOutline) return wrong_pages("the outline");
    for (const auto& entry : outline)
        document.outline.push_back(TRY(outline_from_json(entry)));
    const auto count = json.find("pages_in_file");
    if (count == json.end() || !count->is_number_unsigned() || count->get<std::uint64_t>() > 10'000'000 ||
        count->get<std::uint64_t>() < document.pages.size())
        return wrong_pages("the number of pages");
    document.pages_in_file = static_cast<int>(count->get<std::uint64_t>());
    return document;
}

}  // namespace accueil::model
