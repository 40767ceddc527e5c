// SPDX-License-Identifier: GPL-3.0-or-later
#include "kiosk/action/speaking.hpp"

#include <algorithm>
#include <iterator>

#include "kiosk/action/state.hpp"
#include "sync/base/cases.hpp"

namespace accueil::action {

void apply_speaking(AppState& state, const SpeakAction& action) {
    std::visit(base::Cases{
                   [&](const SetAloud& set) { state.way.back().aloud = set.aloud; },
                   [](const SkipSentences&) {},
                   [&](const SetSpeechRate& set) {
                       const bool is_one = std::find(std::begin(kSpeechRates), std::end(kSpeechRates),
                                                     set.percent) != std::end(kSpeechRates);
                       if (is_one) state.preferences.listening.speech_percent = set.percent;
                   },
               },
               action);
    state.visited = true;
}

std::string describe_speaking(const SpeakAction& action) {
    return std::visit(
        base::Cases{
            [](const SetAloud& set) {
                constexpr const char* kWords[] = {"aloud off", "aloud", "aloud held"};
                return std::string(kWords[static_cast<std::size_t>(set.aloud)]);
            },
            [](const SkipSentences& skip) { return "sentences " + std::to_string(skip.by); },
            [](const SetSpeechRate& set) { return "speech " + std::to_string(set.percent) + " %"; },
        },
        action);
}

}  // namespace accueil::action
