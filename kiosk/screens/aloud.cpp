// SPDX-License-Identifier: GPL-3.0-or-later
#include "kiosk/screens/aloud.hpp"

#include <algorithm>
#include <iterator>

#include "kiosk/screens/parts.hpp"

namespace accueil::screens {

using action::Aloud;
using action::SpeakAction;
using draw::Token;
using draw::Weight;
using ui::Node;

namespace {

bool lacks_voice(const Context& context, const std::string& language) {
    if (context.voice == nullptr || context.voice->languages.empty()) return false;
    const auto& known = context.voice->languages;
    return !std::binary_search(known.begin(), known.end(), speech::primary_language(language));
}

// Why nothing is heard; "" where all is well.
std::string silence_words(const Context& context, const std::string& language) {
    const bool has_none = lacks_voice(context, language) || context.voice->fault == speech::Fault::no_voice;
    if (has_none) return context.tr("ui.aloud.no_voice", {{"language", language_names(context, {language})}});
    if (!context.voice->fault) return {};
    return context.tr(context.voice->fault == speech::Fault::no_sound ? "ui.aloud.no_sound"
                                                                      : "ui.aloud.gone");
}

Node rate_chip(const Context& context) {
    const int now = context.state.preferences.listening.speech_percent;
    const auto* found = std::find(std::begin(action::kSpeechRates), std::end(action::kSpeechRates), now);
    const bool is_last =
        found == std::end(action::kSpeechRates) || std::next(found) == std::end(action::kSpeechRates);
    const int next = is_last ? action::kSpeechRates[0] : *std::next(found);
    return ui::chip("aloud/rate", context.tr("ui.aloud.rate." + std::to_string(now)), "gauge", false,
                    SpeakAction(action::SetSpeechRate{next}));
}

}  // namespace

Node listen_chip(const Context& context, const std::string& language) {
    const bool is_on = context.entry.aloud != Aloud::off;
    Node chip = ui::chip("aloud/listen", context.tr(is_on ? "ui.aloud.stop" : "ui.aloud.listen"),
                         is_on ? "stop" : "speaker-high", false,
                         SpeakAction(action::SetAloud{is_on ? Aloud::off : Aloud::on}));
    return ui::dimmed(std::move(chip), !lacks_voice(context, language));
}

Node voice_controls(const Context& context, const std::string& language) {
    Node controls = ui::row(14);
    if (context.voice == nullptr) return controls;
    if (context.entry.aloud == Aloud::off) {
        const auto why = silence_words(context, language);
        if (why.empty()) return controls;
        Node words = ui::paragraph({why, {}}, 26, Token::ink_soft);
        words.id = "aloud/why";
        words.role = ui::Role::status;
        words.layout.grow = 1;
        controls.add(std::move(words));
        return controls;
    }
    const bool is_held = context.entry.aloud == Aloud::held;
    Node way = ui::row(14), sound = ui::row(14);
    way.add(ui::icon_button("aloud/repeat", context.tr("ui.aloud.repeat"), "skip-back",
                            SpeakAction(action::SkipSentences{0})));
    Node pause = ui::icon_button("aloud/pause", context.tr(is_held ? "ui.aloud.go_on" : "ui.aloud.pause"),
                                 is_held ? "play" : "pause",
                                 SpeakAction(action::SetAloud{is_held ? Aloud::on : Aloud::held}));
    way.add(ui::prominent(std::move(pause)));
    way.add(ui::icon_button("aloud/next", context.tr("ui.aloud.next"), "skip-forward",
                            SpeakAction(action::SkipSentences{1})));
    for (auto& part : volume_parts(context, "aloud"))
        sound.add(std::move(part));
    sound.add(rate_chip(context));
    // As on every player, what was said lies to the left in every language.
    way.layout.right_to_left = sound.layout.right_to_left = false;
    Node rows = context.portrait() ? ui::row(14) : ui::column(12);
    rows.layout.wrap = context.portrait();
    rows.role = ui::Role::group;
    rows.name = context.tr("ui.aloud.controls");
    rows.add(std::move(way));
    rows.add(std::move(sound));
    return rows;
}

}  // namespace accueil::screens
