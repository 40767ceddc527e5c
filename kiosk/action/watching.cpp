// SPDX-License-Identifier: GPL-3.0-or-later
#include "kiosk/action/watching.hpp"

#include <algorithm>
#include <iterator>

#include "kiosk/action/state.hpp"
#include "sync/base/cases.hpp"

namespace accueil::action {

void apply_watching(AppState& state, const WatchAction& action) {
    auto& watching = state.way.back().watching;
    auto& listening = state.preferences.listening;
    std::visit(base::Cases{
                   [&](const SetPlaying& set) { watching.playing = set.playing; },
                   [](const SeekTo&) {},
                   [&](const ChooseCaptions& choose) { watching.captions = choose.language; },
                   [&](const SetVolume& set) { listening.volume = std::clamp(set.percent, 0, kMostVolume); },
                   [&](const SetWide& set) { watching.wide = set.wide; },
                   [&](const SetCaptionSize& set) {
                       const bool is_one = std::find(std::begin(kCaptionSizes), std::end(kCaptionSizes),
                                                     set.percent) != std::end(kCaptionSizes);
                       if (is_one) listening.caption_percent = set.percent;
                   },
                   [&](const SetCaptionYellow& set) { listening.caption_yellow = set.yellow; },
                   [&](const SetCaptionGround& set) { listening.caption_ground = set.ground; },
               },
               action);
    state.visited = true;
}

std::string describe_watching(const WatchAction& action) {
    const auto on = [](bool is_on) { return std::string(is_on ? " on" : " off"); };
    return std::visit(
        base::Cases{
            [](const SetPlaying& set) { return std::string(set.playing ? "play" : "pause"); },
            [](const SeekTo& seek) {
                return "seek " + std::to_string(static_cast<long>(seek.second)) + " s";
            },
            [](const ChooseCaptions& choose) { return "captions " + choose.language; },
            [](const SetVolume& set) { return "volume " + std::to_string(set.percent) + " %"; },
            [&](const SetWide& set) { return "wide" + on(set.wide); },
            [](const SetCaptionSize& set) { return "captions " + std::to_string(set.percent) + " %"; },
            [&](const SetCaptionYellow& set) { return "yellow captions" + on(set.yellow); },
            [&](const SetCaptionGround& set) { return "captions' ground" + on(set.ground); },
        },
        action);
}

}  // namespace accueil::action
