// SPDX-License-Identifier: GPL-3.0-or-later
// Immutable pixels with an identity, so that a canvas can keep what it made of them. Made on any thread,
// shared.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string_view>
#include <vector>

#include "sync/base/result.hpp"

namespace accueil::draw {

class Image {
  public:
    /// `rgba` holds width × height × 4 bytes, rows from the top, straight alpha (not premultiplied).
    Image(int width, int height, std::vector<std::uint8_t> rgba);

    int width() const { return m_width; }
    int height() const { return m_height; }
    const std::vector<std::uint8_t>& rgba() const { return m_rgba; }
    std::uint64_t identity() const { return m_identity; }  ///< unique in this process
    bool opaque() const { return m_opaque; }               ///< no pixel has alpha below 255

  private:
    int m_width, m_height;
    std::vector<std::uint8_t> m_rgba;
    std::uint64_t m_identity;
    bool m_opaque;
};

using ImagePtr = std::shared_ptr<const Image>;

inline constexpr std::int64_t kMostPixels = 64'000'000;

/// Decodes PNG, JPEG or WebP, shrunk to fit `max_side` pixels; too_large for more than `most_pixels`,
/// bad_format for anything that cannot be decoded. For loader threads.
base::Result<ImagePtr> decode_image(std::string_view bytes, int max_side,
                                    std::int64_t most_pixels = kMostPixels);
base::Result<ImagePtr> load_image(const std::filesystem::path& path, int max_side);

base::Result<void> save_png(const Image& image, const std::filesystem::path& path);

}  // namespace accueil::draw
