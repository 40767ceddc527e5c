// SPDX-License-Identifier: GPL-3.0-or-later
#include "kiosk/draw/theme.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sync/base/file.hpp"
#include "sync/base/json.hpp"
#include "sync/base/strings.hpp"

namespace accueil::draw {
namespace {

using base::ErrorCode;
using base::fail;

constexpr std::size_t kTokenCount = static_cast<std::size_t>(Token::count_);
constexpr std::array<const char*, kTokenCount> kNames{
    "surface",     "surface_raised",  "border",      "border_strong", "ink",         "ink_soft",
    "primary",     "primary_pressed", "on_primary",  "primary_soft",  "accent",      "on_accent",
    "open",        "open_soft",       "closed",      "closed_soft",   "confirm",     "confirm_soft",
    "focus_inner", "focus_outer",     "film_ground", "film_ink",      "film_accent", "scrim",
};

std::optional<int> hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return std::nullopt;
}

std::optional<Color> parse_color(std::string_view text) {
    if ((text.size() != 7 && text.size() != 9) || text[0] != '#') return std::nullopt;
    std::array<std::uint8_t, 4> channels{0, 0, 0, 255};
    for (std::size_t i = 1; i + 1 < text.size(); i += 2) {
        const auto high = hex_digit(text[i]), low = hex_digit(text[i + 1]);
        if (!high || !low) return std::nullopt;
        channels[(i - 1) / 2] = static_cast<std::uint8_t>(*high * 16 + *low);
    }
    return Color{channels[0], channels[1], channels[2], channels[3]};
}

double relative_luminance(Color color) {
    const auto linear = [](std::uint8_t channel) {
        const double value = channel / 255.0;
        return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(color.r) + 0.7152 * linear(color.g) + 0.0722 * linear(color.b);
}

}  // namespace

const char* Theme::name_of(Token token) {
    return kNames.at(static_cast<std::size_t>(token));
}

base::Result<Theme> Theme::load(const std::filesystem::path& path) {
    const std::string text = TRY(base::read_file(path, std::size_t{1} << 16));
    const std::string name = path.string();
    const base::LocatedJson document = TRY(base::parse_located_json(text, name, base::JsonComments::refused));
    const auto at = [&](const std::string& pointer) {
        return name + ":" + std::to_string(document.line_of(pointer)) + ": ";
    };
    if (!document.value.is_object())
        return fail(ErrorCode::invalid_input, at("") + "a theme is an object of tokens");

    const std::vector<std::string> names(kNames.begin(), kNames.end());
    Theme theme;
    std::array<bool, kTokenCount> seen{};
    for (const auto& [key, value] : document.value.items()) {
        std::size_t index = 0;
        while (index < kTokenCount && key != kNames[index])
            ++index;
        if (index == kTokenCount) {
            const std::string near = base::nearest(key, names);
            return fail(ErrorCode::invalid_input,
                        at("/" + key) + "unknown token \"" + key + "\"" +
                            (near.empty() ? std::string() : "; did you mean \"" + near + "\"?"));
        }
        const auto color = value.is_string() ? parse_color(value.get<std::string>()) : std::nullopt;
        if (!color)
            return fail(ErrorCode::invalid_input,
                        at("/" + key) + "\"" + key + "\" must be \"#RRGGBB\" or \"#RRGGBBAA\"");
        theme.m_colors[index] = *color;
        seen[index] = true;
    }
    for (std::size_t i = 0; i < kTokenCount; ++i)
        if (!seen[i])
            return fail(ErrorCode::invalid_input, at("") + "token \"" + kNames[i] + "\" is missing");
    return theme;
}

double contrast(Color a, Color b) {
    const double one = relative_luminance(a), two = relative_luminance(b);
    return (std::max(one, two) + 0.05) / (std::min(one, two) + 0.05);
}

}  // namespace accueil::draw
