// SPDX-License-Identifier: GPL-3.0-or-later
#include "kiosk/draw/shrink.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace accueil::draw {
namespace {

/// For one target pixel: the source pixels it covers, and how much of each.
struct Span {
    int first = 0;
    std::vector<float> weights;
};

std::vector<Span> spans(int from, int to) {
    std::vector<Span> result(static_cast<std::size_t>(to));
    const double step = static_cast<double>(from) / to;
    for (int i = 0; i < to; ++i) {
        Span& span = result[static_cast<std::size_t>(i)];
        const double begin = i * step, end = std::min<double>(from, (i + 1) * step);
        span.first = static_cast<int>(begin);
        for (int at = span.first; at < end && at < from; ++at)
            span.weights.push_back(static_cast<float>(
                (std::min<double>(at + 1, end) - std::max<double>(at, begin)) / (end - begin)));
    }
    return result;
}

std::uint8_t to_byte(float value) {
    return static_cast<std::uint8_t>(std::clamp(value + 0.5F, 0.0F, 255.0F));
}

std::uint8_t times(std::uint8_t channel, std::uint8_t alpha) {
    const unsigned product = static_cast<unsigned>(channel) * alpha + 128;
    return static_cast<std::uint8_t>((product + (product >> 8)) >> 8);
}

}  // namespace

std::vector<std::uint8_t> shrink(const std::vector<std::uint8_t>& rgba, int width, int height, int to_width,
                                 int to_height) {
    if (to_width == width && to_height == height) return rgba;
    const std::vector<Span> columns = spans(width, to_width), rows = spans(height, to_height);
    const auto row_length = static_cast<std::size_t>(to_width) * 4;
    std::vector<std::uint8_t> result(row_length * static_cast<std::size_t>(to_height));
    std::vector<float> narrow(row_length), sum(row_length);
    // Sums are of colour × alpha, so that what is transparent lends no colour.
    const auto narrow_row = [&](int y) {
        const std::uint8_t* source =
            rgba.data() + static_cast<std::size_t>(y) * static_cast<std::size_t>(width) * 4;
        float* out = narrow.data();
        for (const Span& span : columns) {
            float r = 0, g = 0, b = 0, a = 0;
            const std::uint8_t* pixel = source + static_cast<std::size_t>(span.first) * 4;
            for (const float weight : span.weights) {
                const float alpha = weight * static_cast<float>(pixel[3]);
                r += alpha * static_cast<float>(pixel[0]);
                g += alpha * static_cast<float>(pixel[1]);
                b += alpha * static_cast<float>(pixel[2]);
                a += alpha;
                pixel += 4;
            }
            *out++ = r;
            *out++ = g;
            *out++ = b;
            *out++ = a;
        }
    };
    std::uint8_t* out = result.data();
    int narrowed = -1;
    for (const Span& span : rows) {
        std::fill(sum.begin(), sum.end(), 0.0F);
        int y = span.first;
        for (const float weight : span.weights) {
            if (y != narrowed) narrow_row(y);
            narrowed = y++;
            for (std::size_t i = 0; i < row_length; ++i)
                sum[i] += weight * narrow[i];
        }
        for (std::size_t i = 0; i < row_length; i += 4) {
            const float alpha = sum[i + 3];
            for (std::size_t c = 0; c < 3; ++c)
                *out++ = alpha > 0 ? to_byte(sum[i + c] / alpha) : std::uint8_t{0};
            *out++ = to_byte(alpha);
        }
    }
    return result;
}

ImagePtr cropped(ImagePtr image, double ratio) {
    const int width = image->width(), height = image->height();
    const int wide = std::clamp(static_cast<int>(std::lround(height * ratio)), 1, width);
    const int high = std::clamp(static_cast<int>(std::lround(width / ratio)), 1, height);
    if (wide == width && high == height) return image;
    const auto row = static_cast<std::size_t>(wide) * 4, source_row = static_cast<std::size_t>(width) * 4;
    const auto left = static_cast<std::size_t>((width - wide) / 2) * 4;
    std::vector<std::uint8_t> rgba(row * static_cast<std::size_t>(high));
    const auto* from =
        image->rgba().data() + static_cast<std::size_t>((height - high) / 2) * source_row + left;
    for (int y = 0; y < high; ++y, from += source_row)
        std::copy_n(from, row, rgba.begin() + static_cast<std::ptrdiff_t>(row) * y);
    return std::make_shared<const Image>(wide, high, std::move(rgba));
}

Pixels premultiplied(const Image& image, int halvings) {
    Pixels pixels{std::max(1, image.width() >> halvings), std::max(1, image.height() >> halvings), {}};
    pixels.rgba = shrink(image.rgba(), image.width(), image.height(), pixels.width, pixels.height);
    if (image.opaque()) return pixels;
    for (std::size_t i = 0; i < pixels.rgba.size(); i += 4)
        for (std::size_t c = 0; c < 3; ++c)
            pixels.rgba[i + c] = times(pixels.rgba[i + c], pixels.rgba[i + 3]);
    return pixels;
}

}  // namespace accueil::draw
