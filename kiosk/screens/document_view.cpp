// SPDX-License-Identifier: GPL-3.0-or-later
// Where a page stands, and the pictures that it takes.
#include <algorithm>
#include <cmath>

#include "kiosk/screens/document.hpp"
#include "kiosk/screens/screens.hpp"
#include "sync/base/log.hpp"

namespace accueil::screens {

namespace {

constexpr float kPageMargin = 12;
// Above this many pixels of the glass for one of the plain picture, the fine one is worth its time.
constexpr float kCoarse = 1.2F;

base::Size page_size(const model::PagedPage& page) {
    if (page.picture.width > 0 && page.picture.height > 0)
        return {static_cast<float>(page.picture.width), static_cast<float>(page.picture.height)};
    return {960, 1358};  // that of most, for one that could not be prepared
}

// Of one side: all of it in the middle where it fits, else no further than its ends.
float placed(float area, float area_length, float length, float share) {
    if (length <= area_length) return area + (area_length - length) / 2;
    return std::clamp(area + area_length / 2 - share * length, area + area_length - length, area);
}

void take_picture(const query::DocumentPage& document, const model::PagePicture& picture,
                  const draw::ImagePtr& before, draw::ImagePtr& to) {
    if (picture.length == 0) return;
    if (before != nullptr) {
        to = before;
        return;
    }
    const auto bytes = query::picture_bytes(document, picture);
    auto image = bytes ? draw::decode_image(*bytes, model::kMostPagePixels)
                       : base::Result<draw::ImagePtr>(tl::unexpected<base::Error>(bytes.error()));
    // One that cannot be read leaves its place empty.
    if (!image) return base::log(base::LogLevel::warning, "screens", image.error().detail);
    to = std::move(*image);
}

template <class Key>
draw::ImagePtr decoded(const std::map<Key, draw::ImagePtr>& images, const Key& key) {
    const auto found = images.find(key);
    return found == images.end() ? nullptr : found->second;
}

}  // namespace

base::Rect page_rect(const base::Rect& area, const model::PagedPage& page, const action::Reading& reading) {
    const auto inner = area.inset(kPageMargin);
    const auto size = page_size(page);
    const float scale = std::min(inner.width / size.width, inner.height / size.height) * reading.zoom;
    const float width = size.width * scale, height = size.height * scale;
    return {placed(inner.x, inner.width, width, reading.x), placed(inner.y, inner.height, height, reading.y),
            width, height};
}

action::LookAt look_at(const base::Rect& area, const base::Rect& page, float zoom) {
    const auto inner = area.inset(kPageMargin);
    const auto share = [](float middle, float begin, float length, float room) {
        if (length <= room || length <= 0) return 0.5F;
        const float half = room / 2 / length;
        return std::clamp((middle - begin) / length, half, 1 - half);
    };
    return {zoom, share(inner.center().x, page.x, page.width, inner.width),
            share(inner.center().y, page.y, page.height, inner.height)};
}

action::LookAt pinched(const base::Rect& area, const model::PagedPage& page, const action::Reading& reading,
                       base::Point center, base::Point delta, float factor) {
    const auto before = page_rect(area, page, reading);
    const float zoom = std::clamp(reading.zoom * factor, 1.0F, action::kMostPageZoom);
    const float by = zoom / reading.zoom;
    const base::Point under = center - delta;
    return look_at(area,
                   {center.x - (under.x - before.x) * by, center.y - (under.y - before.y) * by,
                    before.width * by, before.height * by},
                   zoom);
}

DocumentWish document_wish(const action::Entry& entry, const query::DocumentPage& document,
                           const base::Rect& area) {
    const auto& reading = entry.reading;
    DocumentWish wish;
    wish.page = reading.page;
    if (reading.panel == action::ReadPanel::pages) wish.first_listed = reading.first_listed;
    wish.typed = entry.typed;
    const auto& pages = document.paged.pages;
    if (reading.page < 0 || reading.page >= static_cast<int>(pages.size()) || area.empty()) return wish;
    const auto& page = pages[static_cast<std::size_t>(reading.page)];
    const auto rect = page_rect(area, page, reading);
    if (page.tiles.empty() || rect.width < kCoarse * static_cast<float>(page.picture.width)) return wish;
    const auto grid = model::tile_grid(page.fine_width, page.fine_height);
    const float side = model::kPageTileSide * rect.width / static_cast<float>(page.fine_width);
    for (int row = 0; row < grid.rows; ++row) {
        for (int column = 0; column < grid.columns; ++column) {
            const base::Rect tile{rect.x + static_cast<float>(column) * side,
                                  rect.y + static_cast<float>(row) * side, side, side};
            if (!tile.intersected(area).empty()) wish.tiles.push_back(row * grid.columns + column);
        }
    }
    return wish;
}

query::Job document_view_job(query::DataPtr content, DocumentWish wish, query::DataPtr before) {
    return [content = std::move(content), wish = std::move(wish),
            before = std::move(before)](const query::Source&) -> base::Result<query::DataPtr> {
        static const DocumentView kNothing;
        const auto& document = document_of(*content);
        const auto& old = before == nullptr ? kNothing : static_cast<const DocumentView&>(*before);
        auto view = std::make_shared<DocumentView>();
        const auto& pages = document.paged.pages;
        const int count = static_cast<int>(pages.size());
        for (int number = std::max(0, wish.page - 1); number <= std::min(count - 1, wish.page + 1); ++number)
            take_picture(document, pages[static_cast<std::size_t>(number)].picture,
                         decoded(old.pages, number), view->pages[number]);
        for (const int tile : wish.tiles) {
            const std::pair key(wish.page, tile);
            take_picture(document,
                         pages[static_cast<std::size_t>(wish.page)].tiles[static_cast<std::size_t>(tile)],
                         decoded(old.tiles, key), view->tiles[key]);
        }
        if (wish.first_listed >= 0) {
            for (int number = wish.first_listed;
                 number < std::min(count, wish.first_listed + action::kListedPages); ++number)
                take_picture(document, pages[static_cast<std::size_t>(number)].thumbnail,
                             decoded(old.thumbnails, number), view->thumbnails[number]);
        }
        view->typed = wish.typed;
        view->hits = wish.typed == old.typed ? old.hits : query::find_in(document, wish.typed);
        return query::DataPtr(std::move(view));
    };
}

const query::DocumentPage& document_of(const query::Data& content) {
    return as<query::DocumentPage>(content).value;
}

}  // namespace accueil::screens
