// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/pages/pictures.hpp"

#include <webp/encode.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <unordered_set>

namespace accueil::pages {

using base::ErrorCode;
using base::fail;
using base::Result;

namespace {

constexpr double kFineShort = 2880, kFineLong = model::kMostPagePixels;
constexpr int kPictureStep = 3;     // a page at its size on the glass, 300 % apart from the fine one
constexpr int kThumbnailStep = 16;  // 180 × 270
constexpr float kPictureQuality = 72;
constexpr std::array<float, 3> kFineQualities{45, 30, 15};
constexpr std::size_t kMostPaletteColours = 256;

struct Area {
    int x = 0, y = 0, width = 0, height = 0;
};

// Text on paper is some greys: without loss it is smaller than with it, and sharp.
bool has_few_colours(cairo_surface_t* surface, const Area& area) {
    const unsigned char* bytes = cairo_image_surface_get_data(surface);
    const int stride = cairo_image_surface_get_stride(surface);
    std::unordered_set<std::uint32_t> colours;
    std::uint32_t last = 0;
    for (int y = area.y; y < area.y + area.height; ++y) {
        const auto* row =
            reinterpret_cast<const std::uint32_t*>(bytes + static_cast<std::ptrdiff_t>(y) * stride);
        for (int x = area.x; x < area.x + area.width; ++x) {
            const std::uint32_t colour = row[x] & 0xFFFFFFU;
            if (colour == last && !colours.empty()) continue;
            last = colour;
            colours.insert(colour);
            if (colours.size() > kMostPaletteColours) return false;
        }
    }
    return true;
}

class Encoder {
  public:
    Encoder() { WebPMemoryWriterInit(&m_writer); }
    Encoder(const Encoder&) = delete;
    Encoder& operator=(const Encoder&) = delete;
    ~Encoder() {
        WebPPictureFree(&m_picture);
        WebPMemoryWriterClear(&m_writer);
    }

    Result<std::string> encode(cairo_surface_t* surface, const Area& area, float quality) {
        WebPConfig config;
        if (WebPConfigInit(&config) == 0 || WebPPictureInit(&m_picture) == 0)
            return fail(ErrorCode::unsupported, "libwebp is of another version");
        const bool is_plain = has_few_colours(surface, area);
        if (is_plain) {
            WebPConfigLosslessPreset(&config, 2);
        } else {
            config.quality = quality;
            config.method = 4;
            config.use_sharp_yuv = 1;
        }
        m_picture.use_argb = 1;
        m_picture.width = area.width;
        m_picture.height = area.height;
        if (WebPPictureAlloc(&m_picture) == 0) return fail(ErrorCode::too_large, "no memory for a picture");
        const unsigned char* bytes = cairo_image_surface_get_data(surface);
        const int stride = cairo_image_surface_get_stride(surface);
        for (int y = 0; y < area.height; ++y) {
            const auto* row = reinterpret_cast<const std::uint32_t*>(
                bytes + static_cast<std::ptrdiff_t>(area.y + y) * stride);
            std::uint32_t* to = m_picture.argb + static_cast<std::ptrdiff_t>(y) * m_picture.argb_stride;
            for (int x = 0; x < area.width; ++x)
                to[x] = row[area.x + x] | 0xFF000000U;
        }
        m_picture.writer = WebPMemoryWrite;
        m_picture.custom_ptr = &m_writer;
        if (WebPEncode(&config, &m_picture) == 0)
            return fail(ErrorCode::too_large, "WebP error " + std::to_string(m_picture.error_code));
        return std::string(reinterpret_cast<const char*>(m_writer.mem), m_writer.size);
    }

  private:
    WebPPicture m_picture{};
    WebPMemoryWriter m_writer{};
};

Result<model::PagePicture> add(cairo_surface_t* surface, const Area& area, float quality,
                               std::string& bytes) {
    const auto made = TRY(Encoder().encode(surface, area, quality));
    const model::PagePicture picture{bytes.size(), made.size(), area.width, area.height};
    bytes += made;
    return picture;
}

Result<model::PagePicture> add_smaller(cairo_surface_t* fine, int step, std::string& bytes) {
    const int width = cairo_image_surface_get_width(fine), height = cairo_image_surface_get_height(fine);
    const Size size{std::max(1, (width + step / 2) / step), std::max(1, (height + step / 2) / step)};
    const auto smaller = TRY(white_surface(size));
    cairo_t* context = cairo_create(smaller.get());
    cairo_scale(context, static_cast<double>(size.width) / width, static_cast<double>(size.height) / height);
    cairo_set_source_surface(context, fine, 0, 0);
    cairo_pattern_set_filter(cairo_get_source(context), CAIRO_FILTER_BEST);
    cairo_pattern_set_extend(cairo_get_source(context), CAIRO_EXTEND_PAD);
    cairo_paint(context);
    const auto status = cairo_status(context);
    cairo_destroy(context);
    if (status != CAIRO_STATUS_SUCCESS) return fail(ErrorCode::too_large, cairo_status_to_string(status));
    cairo_surface_flush(smaller.get());
    return add(smaller.get(), {0, 0, size.width, size.height}, kPictureQuality, bytes);
}

Result<void> add_tiles(cairo_surface_t* fine, float quality, model::PagedPage& page, std::string& bytes) {
    page.fine_width = cairo_image_surface_get_width(fine);
    page.fine_height = cairo_image_surface_get_height(fine);
    const auto grid = model::tile_grid(page.fine_width, page.fine_height);
    for (int row = 0; row < grid.rows; ++row) {
        for (int column = 0; column < grid.columns; ++column) {
            const int x = column * model::kPageTileSide, y = row * model::kPageTileSide;
            const Area area{x, y, std::min(model::kPageTileSide, page.fine_width - x),
                            std::min(model::kPageTileSide, page.fine_height - y)};
            page.tiles.push_back(TRY(add(fine, area, quality, bytes)));
        }
    }
    return {};
}

}  // namespace

Size fine_size(double width, double height) {
    if (!(width > 0) || !(height > 0) || !std::isfinite(width) || !std::isfinite(height)) return {1, 1};
    const bool lies = width > height;
    const double scale =
        std::min((lies ? kFineLong : kFineShort) / width, (lies ? kFineShort : kFineLong) / height);
    const auto side = [&](double length) {
        return std::clamp(static_cast<int>(std::lround(length * scale)), 1, model::kMostPagePixels);
    };
    return {side(width), side(height)};
}

Result<Surface> white_surface(Size size) {
    Surface surface(cairo_image_surface_create(CAIRO_FORMAT_RGB24, size.width, size.height));
    if (cairo_surface_status(surface.get()) != CAIRO_STATUS_SUCCESS)
        return fail(ErrorCode::too_large, "no memory for a page");
    cairo_t* context = cairo_create(surface.get());
    cairo_set_source_rgb(context, 1, 1, 1);
    cairo_paint(context);
    cairo_destroy(context);
    return surface;
}

Result<void> add_pictures(cairo_surface_t* fine, std::uint64_t most_fine_bytes, model::PagedPage& page,
                          std::string& bytes) {
    page.thumbnail = TRY(add_smaller(fine, kThumbnailStep, bytes));
    page.picture = TRY(add_smaller(fine, kPictureStep, bytes));
    const auto before = bytes.size();
    for (const float quality : kFineQualities) {
        TRY(add_tiles(fine, quality, page, bytes));
        if (bytes.size() - before <= most_fine_bytes) return {};
        bytes.resize(before);
        page.tiles.clear();
        page.fine_width = page.fine_height = 0;
    }
    return {};
}

}  // namespace accueil::pages
