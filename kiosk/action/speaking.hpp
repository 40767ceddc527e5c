// SPDX-License-Identifier: GPL-3.0-or-later
// Whether what is on screen is read aloud, and how; and the actions that change it. Where the voice is, the
// speaker alone knows. Plain values; UI thread.
#pragma once

#include <string>
#include <variant>

namespace accueil::action {

struct AppState;

inline constexpr int kSpeechRates[] = {75, 100, 135};  ///< percent of the usual speed

enum class Aloud { off, on, held };

struct SetAloud {
    Aloud aloud = Aloud::off;
    bool operator==(const SetAloud&) const = default;
};
/// So many sentences on; 0: the same once more, or, where it has hardly begun, the one before. Carried out
/// by the speaker.
struct SkipSentences {
    int by = 0;
    bool operator==(const SkipSentences&) const = default;
};
struct SetSpeechRate {  ///< one of kSpeechRates, for the whole visit
    int percent = 100;
    bool operator==(const SetSpeechRate&) const = default;
};

using SpeakAction = std::variant<SetAloud, SkipSentences, SetSpeechRate>;

/// apply() for them.
void apply_speaking(AppState& state, const SpeakAction& action);
std::string describe_speaking(const SpeakAction& action);

}  // namespace accueil::action
