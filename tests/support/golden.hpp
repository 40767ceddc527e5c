// SPDX-License-Identifier: GPL-3.0-or-later
// Compares a picture with the one that somebody has looked at and kept in tests/fixtures. One thread.
// With ACCUEIL_REBASELINE=1 in the environment the picture is kept instead: look at what git then shows.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <string>

#include "kiosk/draw/image.hpp"

namespace accueil::support {

/// Empty when they are alike; else what is wrong. Letters may differ a little from one FreeType to the next.
inline std::string differs_from_golden(const draw::Image& picture, const std::filesystem::path& file) {
    if (const char* wish = std::getenv("ACCUEIL_REBASELINE"); wish != nullptr && std::string(wish) == "1") {
        std::filesystem::create_directories(file.parent_path());
        const auto saved = draw::save_png(picture, file);
        return saved ? "" : saved.error().detail;
    }
    constexpr int kNear = 40;           // of 255: what nobody sees on the edge of a letter
    constexpr double kMostFar = 0.003;  // share of pixels that differ by more
    const auto golden = draw::load_image(file, 4096);
    if (!golden) return golden.error().detail + " (ACCUEIL_REBASELINE=1 makes it)";
    if ((*golden)->width() != picture.width() || (*golden)->height() != picture.height())
        return file.string() + " has another size";
    std::size_t far = 0;
    const auto &was = (*golden)->rgba(), &is = picture.rgba();
    for (std::size_t i = 0; i < is.size(); i += 4)
        for (std::size_t channel = 0; channel < 3; ++channel)
            if (std::abs(was[i + channel] - is[i + channel]) > kNear) {
                ++far;
                break;
            }
    const double share = static_cast<double>(far) / (static_cast<double>(is.size()) / 4);
    if (share <= kMostFar) return "";
    const std::filesystem::path seen =
        std::filesystem::temp_directory_path() / ("differs-" + file.filename().string());
    const bool kept = draw::save_png(picture, seen).has_value();
    return std::to_string(share * 100) + " % of the pixels are others than in " + file.string() +
           (kept ? "; what was drawn: " + seen.string() : "");
}

}  // namespace accueil::support
