// SPDX-License-Identifier: GPL-3.0-or-later
// How a visitor watches a film: playing or not, with which captions, how loud, over all of the glass; and the
// actions that change it. Where the film is, the player alone knows. Plain values; UI thread.
#pragma once

#include <optional>
#include <string>
#include <variant>

namespace accueil::action {

struct AppState;

inline constexpr int kVolumeStep = 10, kMostVolume = 100;  ///< percent
inline constexpr int kCaptionSizes[] = {100, 140, 180};    ///< percent

/// For the whole visit; a new one begins with the kiosk's own.
struct Listening {
    int volume = 50;  ///< percent; 0: silence
    int caption_percent = kCaptionSizes[0];
    bool caption_yellow = false;  ///< else white
    bool caption_ground = true;   ///< black behind the words
    int speech_percent = 100;     ///< of the usual speed, of what is read aloud
    bool operator==(const Listening&) const = default;
};

struct Watching {
    bool playing = true;
    bool wide = false;                    ///< over all of the glass
    std::optional<std::string> captions;  ///< their language, "" for none; nothing: whichever serves best
    bool operator==(const Watching&) const = default;
};

struct SetPlaying {
    bool playing = true;
    bool operator==(const SetPlaying&) const = default;
};
struct SeekTo {  ///< carried out by the player; a film that had ended plays on from there
    double second = 0;
    bool operator==(const SeekTo&) const = default;
};
struct ChooseCaptions {
    std::string language;  ///< "": none
    bool operator==(const ChooseCaptions&) const = default;
};
struct SetVolume {
    int percent = 0;
    bool operator==(const SetVolume&) const = default;
};
struct SetWide {
    bool wide = false;
    bool operator==(const SetWide&) const = default;
};
struct SetCaptionSize {
    int percent = kCaptionSizes[0];
    bool operator==(const SetCaptionSize&) const = default;
};
struct SetCaptionYellow {
    bool yellow = false;
    bool operator==(const SetCaptionYellow&) const = default;
};
struct SetCaptionGround {
    bool ground = true;
    bool operator==(const SetCaptionGround&) const = default;
};

using WatchAction = std::variant<SetPlaying, SeekTo, ChooseCaptions, SetVolume, SetWide, SetCaptionSize,
                                 SetCaptionYellow, SetCaptionGround>;

/// apply() for them.
void apply_watching(AppState& state, const WatchAction& action);
std::string describe_watching(const WatchAction& action);

}  // namespace accueil::action
