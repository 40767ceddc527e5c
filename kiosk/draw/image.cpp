// SPDX-License-Identifier: GPL-3.0-or-later
#include "kiosk/draw/image.hpp"

#include <png.h>
#include <turbojpeg.h>
#include <webp/decode.h>

#include <algorithm>
#include <atomic>
#include <cassert>
#include <cmath>
#include <cstring>
#include <string>

#include "kiosk/draw/shrink.hpp"
#include "sync/base/file.hpp"

namespace accueil::draw {
namespace {

using base::ErrorCode;
using base::fail;
using base::Result;

const unsigned char* unsigned_bytes(std::string_view bytes) {
    return reinterpret_cast<const unsigned char*>(bytes.data());
}

struct Decoded {
    int width = 0, height = 0;
    std::vector<std::uint8_t> rgba;
};

Result<std::size_t> checked_size(std::int64_t width, std::int64_t height, std::int64_t most) {
    if (width <= 0 || height <= 0) return fail(ErrorCode::bad_format, "an image without pixels");
    if (width > most || height > most || width * height > most)
        return fail(ErrorCode::too_large,
                    "image of " + std::to_string(width) + " × " + std::to_string(height) + " pixels");
    return static_cast<std::size_t>(width * height) * 4;
}

Result<Decoded> decode_png(std::string_view bytes, std::int64_t most) {
    png_image png{};
    png.version = PNG_IMAGE_VERSION;
    struct Free {
        png_image& image;
        ~Free() { png_image_free(&image); }
    } const free_it{png};
    if (png_image_begin_read_from_memory(&png, bytes.data(), bytes.size()) == 0)
        return fail(ErrorCode::bad_format, std::string("PNG: ") + png.message);
    Decoded decoded{static_cast<int>(png.width), static_cast<int>(png.height), {}};
    decoded.rgba.resize(TRY(checked_size(png.width, png.height, most)));
    png.format = PNG_FORMAT_RGBA;
    if (png_image_finish_read(&png, nullptr, decoded.rgba.data(), 0, nullptr) == 0)
        return fail(ErrorCode::bad_format, std::string("PNG: ") + png.message);
    return decoded;
}

/// The smallest of the decoder's own scales that still gives `max_side` pixels: a photograph of a telephone
/// is never held whole.
tjscalingfactor jpeg_scale(int width, int height, int max_side) {
    int count = 0;
    const tjscalingfactor* factors = tjGetScalingFactors(&count);
    tjscalingfactor best{1, 1};
    const int side = std::max(width, height);
    for (int i = 0; i < count; ++i) {
        const tjscalingfactor factor = factors[i];
        if (factor.num > factor.denom || TJSCALED(side, factor) < std::min(side, max_side)) continue;
        if (TJSCALED(side, factor) < TJSCALED(side, best)) best = factor;
    }
    return best;
}

Result<Decoded> decode_jpeg(std::string_view bytes, int max_side, std::int64_t most) {
    const std::unique_ptr<void, decltype(&tjDestroy)> jpeg(tjInitDecompress(), &tjDestroy);
    if (!jpeg) return fail(ErrorCode::bad_format, "JPEG: no decoder");
    const auto bad = [&] {
        return fail(ErrorCode::bad_format, std::string("JPEG: ") + tjGetErrorStr2(jpeg.get()));
    };
    int width = 0, height = 0, subsampling = 0, color_space = 0;
    if (tjDecompressHeader3(jpeg.get(), unsigned_bytes(bytes), bytes.size(), &width, &height, &subsampling,
                            &color_space) != 0)
        return bad();
    TRY(checked_size(width, height, most));
    const tjscalingfactor factor = jpeg_scale(width, height, max_side);
    Decoded decoded{TJSCALED(width, factor), TJSCALED(height, factor), {}};
    decoded.rgba.resize(TRY(checked_size(decoded.width, decoded.height, most)));
    if (tjDecompress2(jpeg.get(), unsigned_bytes(bytes), bytes.size(), decoded.rgba.data(), decoded.width, 0,
                      decoded.height, TJPF_RGBA, TJFLAG_ACCURATEDCT) != 0 &&
        tjGetErrorCode(jpeg.get()) == TJERR_FATAL)
        return bad();
    return decoded;
}

Result<Decoded> decode_webp(std::string_view bytes, std::int64_t most) {
    int width = 0, height = 0;
    if (WebPGetInfo(unsigned_bytes(bytes), bytes.size(), &width, &height) == 0)
        return fail(ErrorCode::bad_format, "WebP: bad header");
    Decoded decoded{width, height, {}};
    decoded.rgba.resize(TRY(checked_size(width, height, most)));
    if (WebPDecodeRGBAInto(unsigned_bytes(bytes), bytes.size(), decoded.rgba.data(), decoded.rgba.size(),
                           width * 4) == nullptr)
        return fail(ErrorCode::bad_format, "WebP: bad data");
    return decoded;
}

Result<Decoded> decode(std::string_view bytes, int max_side, std::int64_t most) {
    if (bytes.starts_with("\x89PNG\r\n\x1a\n")) return decode_png(bytes, most);
    if (bytes.starts_with("\xff\xd8\xff")) return decode_jpeg(bytes, max_side, most);
    if (bytes.size() >= 12 && bytes.starts_with("RIFF") && bytes.substr(8, 4) == "WEBP")
        return decode_webp(bytes, most);
    return fail(ErrorCode::bad_format, "neither PNG nor JPEG nor WebP");
}

std::uint64_t next_identity() {
    static std::atomic<std::uint64_t> counter{0};
    return ++counter;
}

bool all_opaque(const std::vector<std::uint8_t>& rgba) {
    for (std::size_t i = 3; i < rgba.size(); i += 4)
        if (rgba[i] != 255) return false;
    return true;
}

}  // namespace

Image::Image(int width, int height, std::vector<std::uint8_t> rgba)
    : m_width(width),
      m_height(height),
      m_rgba(std::move(rgba)),
      m_identity(next_identity()),
      m_opaque(all_opaque(m_rgba)) {
    assert(width > 0 && height > 0);
    assert(m_rgba.size() == static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 4);
}

Result<ImagePtr> decode_image(std::string_view bytes, int max_side, std::int64_t most_pixels) {
    Decoded decoded = TRY(decode(bytes, max_side, most_pixels));
    const int side = std::max(decoded.width, decoded.height);
    if (max_side > 0 && side > max_side) {
        const auto scaled = [&](int length) {
            return std::max(1, static_cast<int>(std::lround(static_cast<double>(length) * max_side / side)));
        };
        const int width = scaled(decoded.width), height = scaled(decoded.height);
        decoded = {width, height, shrink(decoded.rgba, decoded.width, decoded.height, width, height)};
    }
    return std::make_shared<Image>(decoded.width, decoded.height, std::move(decoded.rgba));
}

Result<ImagePtr> load_image(const std::filesystem::path& path, int max_side) {
    const std::string bytes = TRY(base::read_file(path));
    auto image = decode_image(bytes, max_side);
    if (!image) return fail(image.error(), path.string());
    return image;
}

Result<void> save_png(const Image& image, const std::filesystem::path& path) {
    png_image png{};
    png.version = PNG_IMAGE_VERSION;
    png.width = static_cast<png_uint_32>(image.width());
    png.height = static_cast<png_uint_32>(image.height());
    png.format = PNG_FORMAT_RGBA;
    png.flags = PNG_IMAGE_FLAG_FAST;
    png_alloc_size_t size = PNG_IMAGE_PNG_SIZE_MAX(png);
    std::string bytes(size, '\0');
    if (png_image_write_to_memory(&png, bytes.data(), &size, 0, image.rgba().data(), 0, nullptr) == 0)
        return fail(ErrorCode::io, path.string() + ": " + png.message);
    bytes.resize(size);
    return base::write_file_durably(path, bytes);
}

}  // namespace accueil::draw
