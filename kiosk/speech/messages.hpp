// SPDX-License-Identifier: GPL-3.0-or-later
// What the kiosk and its voice process tell each other, a line each over a socket that keeps lines apart.
// Pure; any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace accueil::speech {

inline constexpr int kLeastRate = 50, kMostRate = 200;  ///< percent of the usual speed

/// Said after what was to be said before it; two at once are enough that no silence comes between.
struct Say {
    std::uint32_t number = 0;  ///< of what is said, in each answer about it
    int rate = 100;            ///< percent
    std::string language;      ///< BCP 47
    std::string text;          ///< UTF-8, at most kMostPassage bytes
    bool operator==(const Say&) const = default;
};
struct Hush {  ///< all of it is forgotten
    bool operator==(const Hush&) const = default;
};
struct Hold {
    bool operator==(const Hold&) const = default;
};
struct GoOn {
    bool operator==(const GoOn&) const = default;
};
struct SetLoudness {  ///< 0 to 100
    int percent = 0;
    bool operator==(const SetLoudness&) const = default;
};
using Command = std::variant<Say, Hush, Hold, GoOn, SetLoudness>;

struct Voices {                          ///< said once, at the start
    std::vector<std::string> languages;  ///< primary language subtags, in order of the alphabet
    bool operator==(const Voices&) const = default;
};
struct AtWord {
    std::uint32_t number = 0;
    std::size_t at = 0;  ///< of the text, in code points
    bool operator==(const AtWord&) const = default;
};
struct Said {
    std::uint32_t number = 0;
    bool operator==(const Said&) const = default;
};
/// Why nothing is heard, or no longer.
enum class Fault {
    no_voice,  ///< for this language
    no_sound,  ///< the machine has no output, or it is taken
    gone,      ///< the voice's process ended, hangs, or could not be started
};
struct Failed {
    Fault fault = Fault::gone;
    bool operator==(const Failed&) const = default;
};
using Event = std::variant<Voices, AtWord, Said, Failed>;

inline constexpr std::size_t kMostMessage = 2048;  ///< bytes

std::string to_line(const Command& command);
std::string to_line(const Event& event);
/// nullopt for what is none.
std::optional<Command> command_of(std::string_view line);
std::optional<Event> event_of(std::string_view line);

/// "fr" of "fr-CA".
std::string primary_language(std::string_view tag);

}  // namespace accueil::speech
