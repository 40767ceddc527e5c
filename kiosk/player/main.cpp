// SPDX-License-Identifier: GPL-3.0-or-later
// accueil-player: plays one film for accueil-kiosk, which starts it and may end it at any moment.
#include <charconv>
#include <iostream>
#include <optional>
#include <string_view>

#include "kiosk/player/film.hpp"
#include "kiosk/video/player_process.hpp"
#include "sync/base/child_process.hpp"

namespace {

using namespace accueil;

std::optional<int> whole(std::string_view text, int most) {
    int number = -1;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size() || number < 0 || number > most)
        return std::nullopt;
    return number;
}

}  // namespace

int main(int argc, char** argv) {
    constexpr int kMostMegabytes = 1 << 16;
    const auto drawing = video::drawing_of(argc > 3 ? argv[3] : "");
    const std::string_view type = argc > 1 ? argv[1] : "";
    const auto width = whole(argc > 4 ? argv[4] : "", 8192), height = whole(argc > 5 ? argv[5] : "", 8192),
               volume = whole(argc > 6 ? argv[6] : "", 100),
               memory = whole(argc > 8 ? argv[8] : "", kMostMegabytes);
    if (argc != 9 || (type != "video/mp4" && type != "video/webm") || !width || !height || !volume ||
        !memory || !drawing) {
        std::cerr << "accueil-player is run by accueil-kiosk:\n"
                     "  accueil-player video/mp4|video/webm AUDIO auto|software|gpu WIDTH HEIGHT VOLUME "
                     "playing|paused MEGABYTES\n"
                     "  with the film on descriptor 0, the frames on 3 and the socket on 4\n";
        return 2;
    }
    base::bound_this_process(*memory);
    auto frames = video::SharedFrames::attach(video::kFramesDescriptor, {*width, *height});
    if (!frames) {
        std::cerr << frames.error().detail << '\n';
        return 1;
    }
    return player::run_film(
        {std::string(type), argv[2], *drawing, *volume, std::string_view(argv[7]) == "paused"},
        std::move(*frames), base::UniqueFd(video::kSocketDescriptor));
}
