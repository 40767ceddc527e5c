// SPDX-License-Identifier: GPL-3.0-or-later
// accueil-player: plays one film for accueil-kiosk, which starts it and may end it at any moment.
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <charconv>
#include <csignal>
#include <iostream>
#include <optional>
#include <string_view>

#include "kiosk/player/film.hpp"
#include "kiosk/video/player_process.hpp"

namespace {

using namespace accueil;

std::optional<int> whole(std::string_view text, int most) {
    int number = -1;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size() || number < 0 || number > most)
        return std::nullopt;
    return number;
}

// What a hostile film may take: no more memory, no new rights, and nothing after the kiosk's end.
void bound(int memory_megabytes) {
    const auto bytes = static_cast<rlim_t>(memory_megabytes) << 20;
    const rlimit memory{bytes, bytes}, none{0, 0};
    ::setrlimit(RLIMIT_DATA, &memory);
    ::setrlimit(RLIMIT_CORE, &none);
    ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    ::prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
    // The screen goes before the film.
    constexpr int kBehind = 2;
    [[maybe_unused]] const int nice = ::nice(kBehind);
}

}  // namespace

int main(int argc, char** argv) {
    constexpr int kMostMegabytes = 1 << 16;
    const std::string_view type = argc > 1 ? argv[1] : "";
    const auto width = whole(argc > 3 ? argv[3] : "", 8192), height = whole(argc > 4 ? argv[4] : "", 8192),
               volume = whole(argc > 5 ? argv[5] : "", 100),
               memory = whole(argc > 7 ? argv[7] : "", kMostMegabytes);
    if (argc != 8 || (type != "video/mp4" && type != "video/webm") || !width || !height || !volume ||
        !memory) {
        std::cerr
            << "accueil-player is run by accueil-kiosk:\n"
               "  accueil-player video/mp4|video/webm AUDIO WIDTH HEIGHT VOLUME playing|paused MEGABYTES\n"
               "  with the film on descriptor 0, the frames on 3 and the socket on 4\n";
        return 2;
    }
    bound(*memory);
    auto frames = video::SharedFrames::attach(video::kFramesDescriptor, {*width, *height});
    if (!frames) {
        std::cerr << frames.error().detail << '\n';
        return 1;
    }
    return player::run_film({std::string(type), argv[2], *volume, std::string_view(argv[6]) == "paused"},
                            std::move(*frames), base::UniqueFd(video::kSocketDescriptor));
}
