// SPDX-License-Identifier: GPL-3.0-or-later
// What a reader of QR codes makes of pixels: zbar, another's code than that which draws them. One thread.
#pragma once

#include <zbar.h>

#include <string>
#include <vector>

#include "kiosk/draw/image.hpp"

namespace accueil::support {

/// The texts of the codes in the picture, in the order in which they are found.
inline std::vector<std::string> read_codes(const draw::Image& image) {
    std::vector<unsigned char> grey;
    const auto& rgba = image.rgba();
    grey.reserve(rgba.size() / 4);
    for (std::size_t i = 0; i < rgba.size(); i += 4)
        grey.push_back(
            static_cast<unsigned char>((rgba[i] * 299 + rgba[i + 1] * 587 + rgba[i + 2] * 114) / 1000));
    zbar::ImageScanner scanner;
    scanner.set_config(zbar::ZBAR_NONE, zbar::ZBAR_CFG_ENABLE, 0);
    scanner.set_config(zbar::ZBAR_QRCODE, zbar::ZBAR_CFG_ENABLE, 1);
    zbar::Image picture(static_cast<unsigned>(image.width()), static_cast<unsigned>(image.height()), "Y800",
                        grey.data(), grey.size());
    scanner.scan(picture);
    std::vector<std::string> texts;
    for (auto symbol = picture.symbol_begin(); symbol != picture.symbol_end(); ++symbol)
        texts.push_back(symbol->get_data());
    return texts;
}

/// As a telephone's camera sees it: `scale` pixels of the camera for one of the picture, by area.
inline draw::Image seen_at(const draw::Image& image, double scale) {
    const int width = static_cast<int>(image.width() * scale),
              height = static_cast<int>(image.height() * scale);
    std::vector<std::uint8_t> rgba(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 4,
                                   255);
    constexpr int kSamples = 8;
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x) {
            int sum[3] = {0, 0, 0};
            for (int sy = 0; sy < kSamples; ++sy)
                for (int sx = 0; sx < kSamples; ++sx) {
                    const auto from_x =
                        std::min(image.width() - 1, static_cast<int>((x + (sx + 0.5) / kSamples) / scale));
                    const auto from_y =
                        std::min(image.height() - 1, static_cast<int>((y + (sy + 0.5) / kSamples) / scale));
                    const auto* pixel = image.rgba().data() + (static_cast<std::size_t>(from_y) *
                                                                   static_cast<std::size_t>(image.width()) +
                                                               static_cast<std::size_t>(from_x)) *
                                                                  4;
                    for (int c = 0; c < 3; ++c)
                        sum[c] += pixel[c];
                }
            for (int c = 0; c < 3; ++c)
                rgba[(static_cast<std::size_t>(y) * static_cast<std::size_t>(width) +
                      static_cast<std::size_t>(x)) *
                         4 +
                     static_cast<std::size_t>(c)] = static_cast<std::uint8_t>(sum[c] / (kSamples * kSamples));
        }
    return draw::Image(width, height, std::move(rgba));
}

}  // namespace accueil::support
