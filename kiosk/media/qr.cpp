// SPDX-License-Identifier: GPL-3.0-or-later
#include "kiosk/media/qr.hpp"

#include <qrencode.h>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <memory>
#include <string>

namespace accueil::media {

namespace {

constexpr draw::Color kCard{255, 255, 255, 255};

struct FreeCode {
    void operator()(QRcode* code) const { QRcode_free(code); }
};
using CodePtr = std::unique_ptr<QRcode, FreeCode>;

QRecLevel library_level(QrLevel level) {
    static constexpr QRecLevel kLevels[] = {QR_ECLEVEL_L, QR_ECLEVEL_M, QR_ECLEVEL_Q, QR_ECLEVEL_H};
    return kLevels[static_cast<std::size_t>(level)];
}

/// In `version`, or the smallest that holds them above it; null where none does, with errno.
CodePtr make_code(std::string_view bytes, QrLevel level, int version) {
    errno = 0;
    return CodePtr(QRcode_encodeData(static_cast<int>(bytes.size()),
                                     reinterpret_cast<const unsigned char*>(bytes.data()), version,
                                     library_level(level)));
}

draw::ImagePtr image_of(const QrCode& code, int module_pixels) {
    const int side = code.side() * module_pixels;
    std::vector<std::uint8_t> rgba(static_cast<std::size_t>(side) * static_cast<std::size_t>(side) * 4, 255);
    for (int y = 0; y < side; ++y) {
        std::uint8_t* pixel = rgba.data() + static_cast<std::ptrdiff_t>(y) * side * 4;
        for (int x = 0; x < side; ++x, pixel += 4)
            if (code.dark(x / module_pixels, y / module_pixels)) std::fill_n(pixel, 3, std::uint8_t{0});
    }
    return std::make_shared<draw::Image>(side, side, std::move(rgba));
}

}  // namespace

base::Result<QrCode> QrCode::encode(std::string_view bytes, QrLevel least, int most_version) {
    if (bytes.empty()) return base::fail(base::ErrorCode::invalid_input, "a QR code of nothing");
    auto made = bytes.size() > 2953 ? nullptr : make_code(bytes, least, 0);  // no version holds more
    if (made == nullptr && errno == ENOMEM) return base::fail(base::ErrorCode::io, "no memory for a QR code");
    if (made == nullptr || made->version > most_version)
        return base::fail(base::ErrorCode::too_large, std::to_string(bytes.size()) +
                                                          " bytes do not fit into a QR code of version " +
                                                          std::to_string(most_version));
    QrCode code;
    code.m_level = least;
    // More safety costs nothing while the modules stay as large.
    for (const auto level : {QrLevel::high, QrLevel::quartile, QrLevel::medium}) {
        if (level <= least) break;
        auto safer = make_code(bytes, level, made->version);
        if (safer == nullptr || safer->version != made->version) continue;
        made = std::move(safer);
        code.m_level = level;
        break;
    }
    code.m_version = made->version;
    code.m_side = made->width;
    code.m_dark.reserve(static_cast<std::size_t>(made->width) * static_cast<std::size_t>(made->width));
    for (int i = 0; i < made->width * made->width; ++i)
        code.m_dark.push_back(made->data[i] & 1U);  // the other bits tell what a module is for
    return code;
}

void QrPicture::draw(draw::Canvas& canvas, const base::Rect& where, float radius) const {
    const float scale = canvas.scale();
    canvas.box(where, {kCard, draw::kTransparent, 0, radius});
    const auto pixels = [scale](float design) { return static_cast<int>(std::lround(design * scale)); };
    const int left = pixels(where.x), top = pixels(where.y);
    const int room = std::min(pixels(where.right()) - left, pixels(where.bottom()) - top);
    const int module_pixels = room / (m_code.side() + 2 * kQuietModules);
    if (module_pixels < 1) return;
    if (module_pixels != m_module_pixels) {
        m_image = image_of(m_code, module_pixels);
        m_module_pixels = module_pixels;
    }
    const int side = m_code.side() * module_pixels, inset = (room - side) / 2;
    const auto design = [scale](int device) { return static_cast<float>(device) / scale; };
    canvas.image(m_image, {design(left + inset), design(top + inset), design(side), design(side)});
}

}  // namespace accueil::media
