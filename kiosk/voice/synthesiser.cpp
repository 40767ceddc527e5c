// SPDX-License-Identifier: GPL-3.0-or-later
#include "kiosk/voice/synthesiser.hpp"

#include <espeak-ng/speak_lib.h>

#include <algorithm>
#include <set>
#include <string_view>
#include <utility>

namespace accueil::voice {

using base::ErrorCode;
using base::fail;
using base::Result;

namespace {

constexpr int kUsualWords = 150;  // a minute: for a hall, and for those who learn the language
constexpr std::size_t kMostSeconds = 120;

// espeak calls back with the samples and, beside them, what begins among them.
int take_samples(short* samples, int count, espeak_EVENT* events) {
    auto* sound = static_cast<Sound*>(events->user_data);
    if (sound == nullptr) return 1;
    if (samples != nullptr && count > 0)
        sound->samples.insert(sound->samples.end(), samples, samples + count);
    for (; events->type != espeakEVENT_LIST_TERMINATED; ++events) {
        if (events->type != espeakEVENT_WORD || events->text_position < 1) continue;
        const WordMark mark{events->audio_position, static_cast<std::size_t>(events->text_position - 1)};
        // A number that is read as several words tells of places it has already passed.
        if (!sound->marks.empty() &&
            (mark.at <= sound->marks.back().at || mark.millisecond < sound->marks.back().millisecond))
            continue;
        sound->marks.push_back(mark);
    }
    return sound->samples.size() > kMostSeconds * static_cast<std::size_t>(sound->rate) ? 1 : 0;
}

std::string lower(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return text;
}

struct NamedLanguage {
    std::string tag;
    int priority = 0;  // less is better
    std::string voice;
};

// Each of them as a priority byte and a name, one behind another.
std::vector<NamedLanguage> named_languages() {
    std::vector<NamedLanguage> all;
    const espeak_VOICE** voices = espeak_ListVoices(nullptr);
    for (; voices != nullptr && *voices != nullptr; ++voices) {
        const char* at = (*voices)->languages;
        while (at != nullptr && *at != 0) {
            const int priority = static_cast<unsigned char>(*at);
            const std::string_view tag(at + 1);
            all.push_back({lower(std::string(tag)), priority, (*voices)->identifier});
            at += tag.size() + 2;
        }
    }
    return all;
}

// The voice for the whole tag, or else for its primary language; "" where there is none.
std::string voice_for(const std::string& language) {
    const auto wanted = lower(language);
    const auto primary = wanted.substr(0, wanted.find('-'));
    const auto all = named_languages();
    for (const auto& tag : {wanted, primary}) {
        const NamedLanguage* best = nullptr;
        for (const auto& each : all)
            if (each.tag == tag && (best == nullptr || each.priority < best->priority)) best = &each;
        if (best != nullptr) return best->voice;
    }
    return {};
}

}  // namespace

Result<Synthesiser> Synthesiser::create() {
    constexpr int kBufferMilliseconds = 200;
    const int rate =
        espeak_Initialize(AUDIO_OUTPUT_SYNCHRONOUS, kBufferMilliseconds, nullptr, espeakINITIALIZE_DONT_EXIT);
    if (rate <= 0) return fail(ErrorCode::not_found, "the data of espeak-ng");
    Synthesiser made(rate);
    if (made.languages().empty()) return fail(ErrorCode::not_found, "the voices of espeak-ng");
    espeak_SetSynthCallback(take_samples);
    return made;
}

Synthesiser::Synthesiser(Synthesiser&& other) noexcept
    : m_rate(std::exchange(other.m_rate, 0)), m_language(std::move(other.m_language)) {}

Synthesiser::~Synthesiser() {
    if (m_rate > 0) espeak_Terminate();
}

std::vector<std::string> Synthesiser::languages() const {
    std::set<std::string> tags;
    for (const auto& language : named_languages()) {
        auto primary = language.tag.substr(0, language.tag.find('-'));
        if (!primary.empty()) tags.insert(std::move(primary));
    }
    return {tags.begin(), tags.end()};
}

Result<Sound> Synthesiser::speak(const std::string& text, const std::string& language, int rate) {
    if (m_language != language) {
        const auto voice = voice_for(language);
        if (voice.empty() || espeak_SetVoiceByName(voice.c_str()) != EE_OK)
            return fail(ErrorCode::unsupported, "no voice for " + language);
        m_language = language;
    }
    espeak_SetParameter(espeakRATE, std::clamp(kUsualWords * rate / 100, 80, 450), 0);
    Sound sound;
    sound.rate = m_rate;
    const auto error =
        espeak_Synth(text.c_str(), text.size() + 1, 0, POS_CHARACTER, 0, espeakCHARS_UTF8, nullptr, &sound);
    if (error != EE_OK) return fail(ErrorCode::invalid_input, "espeak error " + std::to_string(error));
    return sound;
}

}  // namespace accueil::voice
