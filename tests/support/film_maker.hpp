// SPDX-License-Identifier: GPL-3.0-or-later
// Films for tests, by ffmpeg: a picture whose colour tells the second, and a tone.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>

namespace accueil::support {

struct FilmRecipe {
    int seconds = 3;
    int width = 320, height = 180;
    int frames_a_second = 25;
    std::string codec = "libx264 -preset ultrafast -pix_fmt yuv420p";  ///< ffmpeg's options after -c:v
    bool sound = true;
};

/// Each second is of another colour: red, green, blue, then again.
inline void make_film(const std::filesystem::path& file, const FilmRecipe& recipe = {}) {
    const auto size = std::to_string(recipe.width) + "x" + std::to_string(recipe.height);
    const auto rate = std::to_string(recipe.frames_a_second);
    std::string inputs, chain;
    constexpr const char* kColours[] = {"red", "lime", "blue"};
    for (int second = 0; second < recipe.seconds; ++second) {
        inputs += std::string(" -f lavfi -i color=c=") + kColours[second % 3] + ":s=" + size + ":r=" + rate +
                  ":d=1";
        chain += "[" + std::to_string(second) + ":v]";
    }
    const auto length = std::to_string(recipe.seconds);
    if (recipe.sound) inputs += " -f lavfi -i sine=frequency=440:duration=" + length;
    const std::string audio = file.extension() == ".webm" ? "libopus" : "aac";
    const auto command = "ffmpeg -nostdin -v error -y" + inputs + " -filter_complex '" + chain +
                         "concat=n=" + length + ":v=1[film]' -map '[film]'" +
                         (recipe.sound ? " -map " + length + ":a -c:a " + audio : "") + " -c:v " +
                         recipe.codec + " -g " + rate + " '" + file.string() + "'";
    if (std::system(command.c_str()) != 0) throw std::runtime_error("ffmpeg failed: " + command);
}

}  // namespace accueil::support
