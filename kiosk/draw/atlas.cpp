// SPDX-License-Identifier: GPL-3.0-or-later
#include "kiosk/draw/atlas.hpp"

#include <algorithm>

#include "kiosk/draw/blue_first.hpp"
#include "sync/base/log.hpp"

namespace accueil::draw {
namespace {

// Software GL clears a texture when it is made: of 16 MB that is a tenth of a second, which a moving map has
// not.
constexpr int kSide = 1024;
constexpr std::size_t kMostPages = 8;
constexpr int kWhiteSide = 4;
constexpr int kGap = 1;

}  // namespace

std::size_t Atlas::KeyHash::operator()(const Key& key) const {
    std::uint64_t hash = 14695981039346656037ULL;
    for (const std::uint32_t part : key)
        hash = (hash ^ part) * 1099511628211ULL;
    return static_cast<std::size_t>(hash ^ hash >> 32);
}

int Atlas::side() const {
    return std::min(kSide, static_cast<int>(sf::Texture::getMaximumSize()));
}

std::size_t Atlas::bytes() const {
    const auto length = static_cast<std::size_t>(side());
    return m_pages.size() * length * length * 4;
}

void Atlas::grow() {
    auto page = std::make_unique<Page>();
    const auto length = static_cast<unsigned>(side());
    if (!create_blue_first(page->texture, length, length))
        base::log(base::LogLevel::error, "draw", "no memory for a texture");
    page->texture.setSmooth(m_sampling == Sampling::smooth);
    const std::vector<sf::Uint8> white(std::size_t{kWhiteSide * kWhiteSide * 4}, 255);
    page->texture.update(white.data(), kWhiteSide, kWhiteSide, 0, 0);
    reset(*page);
    m_pages.push_back(std::move(page));
}

void Atlas::reset(Page& page) {
    page.shelves.assign(1, {0, kWhiteSide, kWhiteSide + kGap});
    page.bottom = kWhiteSide + kGap;
    page.places.clear();
}

const sf::Texture& Atlas::texture(std::size_t page) {
    m_pages[page]->used = m_frame;
    return m_pages[page]->texture;
}

std::size_t Atlas::page_of(const sf::Texture* texture) {
    if (m_pages.empty()) grow();
    for (std::size_t i = 0; i < m_pages.size(); ++i)
        if (&m_pages[i]->texture == texture) return i;
    return m_pages.size() - 1;
}

std::optional<Atlas::Place> Atlas::find(const Key& key, std::size_t page) {
    for (std::size_t i = m_pages.size(); i-- > 0;) {
        if (page != kAnyPage && page != i) continue;
        const auto found = m_pages[i]->places.find(key);
        if (found != m_pages[i]->places.end()) return Place{i, found->second};
    }
    return std::nullopt;
}

// A shelf takes what is a little lower than itself; the rest open new shelves.
std::optional<DeviceRect> Atlas::room(Page& page, int width, int height) const {
    Shelf* best = nullptr;
    for (Shelf& shelf : page.shelves)
        if (shelf.height >= height && shelf.height <= height + height / 2 + 4 &&
            side() - shelf.used >= width && (best == nullptr || shelf.height < best->height))
            best = &shelf;
    if (best == nullptr) {
        if (side() - page.bottom < height) return std::nullopt;
        page.shelves.push_back({page.bottom, height, 0});
        page.bottom += height + kGap;
        best = &page.shelves.back();
    }
    const DeviceRect rect{best->used, best->top, best->used + width, best->top + height};
    best->used += width + kGap;
    return rect;
}

std::optional<Atlas::Place> Atlas::add(const Key& key, int width, int height, const sf::Uint8* pixels,
                                       std::size_t page) {
    if (width > side() || height > side() - kWhiteSide - kGap) return std::nullopt;
    if (m_pages.empty()) grow();
    std::size_t chosen = page == kAnyPage ? m_pages.size() - 1 : page;
    std::optional<DeviceRect> rect = room(*m_pages[chosen], width, height);
    for (std::size_t i = 0; !rect && i < m_pages.size(); ++i)
        rect = room(*m_pages[chosen = i], width, height);
    if (!rect && m_pages.size() < kMostPages) {
        grow();
        chosen = m_pages.size() - 1;
        rect = room(*m_pages[chosen], width, height);
    }
    if (!rect) {
        const auto oldest = std::min_element(m_pages.begin(), m_pages.end(),
                                             [](const auto& a, const auto& b) { return a->used < b->used; });
        chosen = static_cast<std::size_t>(oldest - m_pages.begin());
        m_before_reuse((*oldest)->texture);
        reset(**oldest);
        rect = room(**oldest, width, height);
    }
    if (!rect) return std::nullopt;

    Page& target = *m_pages[chosen];
    target.texture.update(pixels, static_cast<unsigned>(width), static_cast<unsigned>(height),
                          static_cast<unsigned>(rect->left), static_cast<unsigned>(rect->top));
    target.places.emplace(key, *rect);
    target.used = m_frame;
    return Place{chosen, *rect};
}

}  // namespace accueil::draw
