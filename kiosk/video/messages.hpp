// SPDX-License-Identifier: GPL-3.0-or-later
// What the kiosk and its player process tell each other, a line each over a socket that keeps lines apart.
// Pure; any thread.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace accueil::video {

/// Who draws a film's frames.
enum class Drawing {
    automatic,  ///< a GPU where there is one, else the processor
    software,   ///< the processor
    gpu,        ///< OpenGL or nothing, also where the processor makes it: slower, and for tests
};
/// "auto", "software", "gpu".
std::string_view name_of(Drawing drawing);
std::optional<Drawing> drawing_of(std::string_view name);

struct Play {
    bool operator==(const Play&) const = default;
};
struct Pause {
    bool operator==(const Pause&) const = default;
};
struct Seek {  ///< to this second
    double second = 0;
    bool operator==(const Seek&) const = default;
};
struct SetVolume {  ///< 0 to 100
    int percent = 0;
    bool operator==(const SetVolume&) const = default;
};
using Command = std::variant<Play, Pause, Seek, SetVolume>;

struct Loaded {
    double duration = 0;        ///< seconds; 0: not known
    int width = 0, height = 0;  ///< of the film
    bool sound = false;
    bool operator==(const Loaded&) const = default;
};
struct FrameReady {  ///< in the shared frames
    double second = 0;
    bool operator==(const FrameReady&) const = default;
};
struct Ended {  ///< the last frame stays
    bool operator==(const Ended&) const = default;
};
/// Why a film does not play, or no longer.
enum class Fault {
    unreadable,  ///< not of the kind that it is said to be, or damaged
    too_large,   ///< more pixels than a kiosk can decode
    stalled,     ///< nothing came for too long
    gone,        ///< the player ended, or could not be started
};
struct Failed {
    Fault fault = Fault::unreadable;
    bool operator==(const Failed&) const = default;
};
/// Frames that the decoder or the output left out since the beginning; the player logs them at the end.
struct Dropped {
    int decoder = 0, output = 0;
    bool operator==(const Dropped&) const = default;
};
using Event = std::variant<Loaded, FrameReady, Ended, Failed, Dropped>;

inline constexpr std::size_t kMostMessage = 128;  ///< bytes

std::string to_line(const Command& command);
std::string to_line(const Event& event);
/// nullopt for what is none.
std::optional<Command> command_of(std::string_view line);
std::optional<Event> event_of(std::string_view line);

}  // namespace accueil::video
