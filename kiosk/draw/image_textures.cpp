// SPDX-License-Identifier: GPL-3.0-or-later
#include "kiosk/draw/image_textures.hpp"

#include <algorithm>

#include "kiosk/draw/shrink.hpp"
#include "sync/base/log.hpp"

namespace accueil::draw {

sf::Texture* ImageTextures::texture_of(const Image& image, int times) {
    const auto most = static_cast<int>(sf::Texture::getMaximumSize());
    while ((std::max(image.width(), image.height()) >> times) > most)
        ++times;
    const std::pair key{image.identity(), times};
    auto found = m_images.find(key);
    if (found == m_images.end()) {
        const bool as_it_is = times == 0 && image.opaque();
        const Pixels made =
            as_it_is ? Pixels{image.width(), image.height(), {}} : premultiplied(image, times);
        const auto& rgba = as_it_is ? image.rgba() : made.rgba;
        auto texture = m_spare.take(static_cast<unsigned>(made.width), static_cast<unsigned>(made.height));
        if (texture == nullptr) {
            base::log(base::LogLevel::error, "draw", "no memory for an image's texture");
            return nullptr;
        }
        texture->update(rgba.data());
        m_bytes += rgba.size();
        found = m_images.emplace(key, Kept{std::move(texture), rgba.size()}).first;
    }
    found->second.used = m_frame;
    return found->second.texture.get();
}

void ImageTextures::prepare(const Image& image) {
    texture_of(image, 0);
    if (const auto kept = m_images.find({image.identity(), 0}); kept != m_images.end())
        kept->second.prepared = m_frame;
}

bool ImageTextures::is_prepared(const Image& image) const {
    const auto found = m_images.find({image.identity(), 0});
    return found != m_images.end() && found->second.prepared == m_frame;
}

void ImageTextures::end_frame() {
    std::size_t unused = 0;
    for (const auto& [key, kept] : m_images)
        if (kept.used != m_frame) unused += kept.bytes;
    while (unused > m_budget) {
        const auto oldest =
            std::min_element(m_images.begin(), m_images.end(),
                             [](const auto& a, const auto& b) { return a.second.used < b.second.used; });
        unused -= oldest->second.bytes;
        m_bytes -= oldest->second.bytes;
        m_spare.give(std::move(oldest->second.texture));
        m_images.erase(oldest);
    }
}

}  // namespace accueil::draw
