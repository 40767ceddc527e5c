// SPDX-License-Identifier: GPL-3.0-or-later
// The navigator's voice: the speaker follows the state, the screen follows the speaker.
#include <algorithm>
#include <cmath>

#include "kiosk/app/navigator.hpp"
#include "kiosk/screens/document.hpp"
#include "sync/base/cases.hpp"

namespace accueil::app {

using action::Aloud;
using action::ReadAction;
using action::SpeakAction;

namespace {

// A visitor who listens does not touch: for so long the voice speaks for them.
constexpr std::chrono::minutes kListening{10};
// A sentence that has hardly begun is not the one that was to be heard once more.
constexpr std::size_t kHardlyBegun = 2;  // words
constexpr float kZoomed = 1.01F;
constexpr float kInSight = 0.1F;  // of the page's area, from its edges

}  // namespace

std::optional<Navigator::Script> Navigator::script_here() const {
    const auto& here = m_state.here();
    if (const auto* page = page_here())
        return Script{here.route, here.reading.page, page->text,
                      screens::document_of(*top_slot().data).language};
    // What another screen says is asked of its tree, once it is begun.
    if (!screens::reads_aloud(here.route.screen) || !top_slot().data) return std::nullopt;
    return Script{here.route, 0, {}, m_state.preferences.language};
}

void Navigator::begin_script(const Script& script) {
    m_voice.script = script;
    m_voice.passages.clear();
    m_voice.texts.clear();
    if (script.route.screen == action::ScreenKind::document) {
        m_voice.passages = speech::passages_of(script.text, script.language);
        return;
    }
    const auto& voices = m_voice.view.languages;
    const auto texts = screens::spoken_texts(tree(), script.language);
    for (std::size_t i = 0; i < texts.size(); ++i) {
        const auto language = speech::primary_language(texts[i].language);
        // What no voice can say is left out; where nothing can be said, the voice says why.
        if (!voices.empty() && !std::binary_search(voices.begin(), voices.end(), language) &&
            language != speech::primary_language(script.language))
            continue;
        for (auto& passage : speech::passages_of(texts[i].words, texts[i].language)) {
            m_voice.passages.push_back(std::move(passage));
            m_voice.texts.push_back(i);
        }
    }
}

void Navigator::follow_voice() {
    if (m_parts.speaker == nullptr) return;
    const auto& here = m_state.here();
    const bool has_script =
        page_here() != nullptr || (screens::reads_aloud(here.route.screen) && top_slot().data != nullptr);
    if (has_script && !std::exchange(m_voice.is_prepared, true)) m_parts.speaker->prepare();
    const auto aloud = here.aloud;
    if (!has_script || aloud == Aloud::off) {
        if (m_voice.ticket != 0) m_parts.speaker->hush();
        m_voice.ticket = 0;
        m_voice.view.word.reset();
        m_voice.view.text.reset();
        if (!has_script) m_voice.view.fault.reset();
        // Between two visits nothing is to be said.
        if (!m_state.visited && std::exchange(m_voice.is_prepared, false)) m_parts.speaker->rest();
        return;
    }
    const auto script = script_here();
    const auto& listening = m_state.preferences.listening;
    if (m_voice.ticket == 0 || m_voice.script != *script) {
        begin_script(*script);
        say_from(0);
        return;
    }
    if (m_voice.rate != listening.speech_percent) return say_from(m_voice.passage);
    if (std::exchange(m_voice.volume, listening.volume) != listening.volume)
        m_parts.speaker->set_volume(listening.volume);
    const bool is_held = aloud == Aloud::held;
    if (std::exchange(m_voice.is_held, is_held) == is_held) return;
    if (is_held)
        m_parts.speaker->hold();
    else
        m_parts.speaker->go_on();
}

void Navigator::say_from(std::size_t passage) {
    const auto& listening = m_state.preferences.listening;
    m_voice.view.fault.reset();
    m_voice.view.word.reset();
    m_voice.view.text.reset();
    m_tree_stale = true;
    m_voice.passage = passage;
    if (passage >= m_voice.passages.size()) {
        m_voice.ticket = 0;
        m_parts.speaker->hush();
        return read_on();
    }
    m_voice.ticket = m_next_ticket++;
    m_voice.rate = listening.speech_percent;
    m_voice.volume = listening.volume;
    m_voice.is_held = m_state.here().aloud == Aloud::held;
    m_parts.speaker->say(m_voice.ticket,
                         {m_voice.passages, passage, m_voice.rate, m_voice.volume, m_voice.is_held});
}

// The next page that has words; at the end of the last one the voice is silent.
void Navigator::read_on() {
    if (page_here() == nullptr) return perform(SpeakAction(action::SetAloud{Aloud::off}));
    const auto& pages = screens::document_of(*top_slot().data).paged.pages;
    auto next = static_cast<std::size_t>(m_state.here().reading.page) + 1;
    while (next < pages.size() && pages[next].words.empty())
        ++next;
    if (next < pages.size()) return perform(ReadAction(action::ShowPage{static_cast<int>(next)}));
    perform(SpeakAction(action::SetAloud{Aloud::off}));
}

void Navigator::carry_out(const action::SpeakAction& action) {
    m_voice.heard_until = m_parts.clock.steady() + kListening;
    const auto* skip = std::get_if<action::SkipSentences>(&action);
    if (skip == nullptr || m_voice.ticket == 0) return;
    auto to = static_cast<long>(m_voice.passage) + skip->by;
    const auto& view = m_voice.view;
    if (skip->by == 0 && (!view.word || *view.word < view.first_word + kHardlyBegun)) --to;
    say_from(static_cast<std::size_t>(std::max(0L, to)));
}

void Navigator::on_speaker(const std::vector<speech::Speaker::News>& news) {
    for (const auto& each : news) {
        if (const auto* voices = std::get_if<speech::Voices>(&each.event)) {
            m_voice.view.languages = voices->languages;
            m_tree_stale = true;
        }
        if (each.ticket == 0 || each.ticket != m_voice.ticket) continue;
        std::visit(base::Cases{
                       [](const speech::Voices&) {},
                       [&](const speech::Speaker::WordReached& word) { take_word(word); },
                       [&](const speech::Speaker::SpeechEnded&) {
                           m_voice.ticket = 0;
                           m_voice.view.word.reset();
                           m_voice.view.text.reset();
                           read_on();
                       },
                       [&](const speech::Failed& failed) {
                           perform(SpeakAction(action::SetAloud{Aloud::off}));
                           m_voice.view.fault = failed.fault;
                           m_voice.is_prepared = failed.fault != speech::Fault::gone;
                       },
                   },
                   each.event);
    }
}

void Navigator::take_word(const speech::Speaker::WordReached& reached) {
    if (reached.passage >= m_voice.passages.size()) return;
    const auto& words = m_voice.passages[reached.passage].words;
    m_voice.passage = reached.passage;
    m_voice.view.first_word = words.front().word;
    m_voice.view.last_word = words.back().word;
    m_voice.view.word = reached.word;
    if (page_here() != nullptr) {
        m_tree_stale = true;
        keep_word_in_sight(reached.word);
        return;
    }
    // Elsewhere whole texts are marked: between their words nothing changes.
    const auto text = m_voice.texts[reached.passage];
    if (std::exchange(m_voice.view.text, text) == text) return;
    m_voice.follows = m_tree_stale = true;
}

// Before the tree is laid out: what is said is marked, whichever screen it is on.
ui::Node* Navigator::mark_what_is_said() {
    if (!m_voice.view.text || m_voice.ticket == 0 || page_here() != nullptr) return nullptr;
    return screens::mark_spoken(m_tree, *m_voice.view.text, environment().theme);
}

// After it: it stays in sight, unless a finger leads.
void Navigator::follow_what_is_said(const ui::Node* said) {
    if (said == nullptr || !std::exchange(m_voice.follows, false) || m_holder != Holder::none) return;
    const auto* scroll = ui::find_scroller(m_tree);
    if (scroll == nullptr) return;
    constexpr float kMargin = 60;
    const float above = scroll->rect.y + kMargin - said->rect.y,
                below = said->rect.bottom() - (scroll->rect.bottom() - kMargin);
    if (above <= 0 && below <= 0) return;
    const float to = m_scroller.offset() + said->rect.y - scroll->rect.y - kMargin;
    m_scroller.glide_to(std::clamp(to, 0.0F, ui::scroll_limit(m_tree)), m_parts.clock.steady(),
                        m_state.preferences.reduced_motion);
}

bool Navigator::voice_key(const input::KeyEvent& key) {
    const auto aloud = m_state.here().aloud;
    if (key.text != " " || aloud == Aloud::off || !m_highlight.focused.empty() || typing() ||
        m_state.overlay != action::Overlay::none)
        return false;
    perform(SpeakAction(action::SetAloud{aloud == Aloud::held ? Aloud::on : Aloud::held}));
    return true;
}

// Where the page is enlarged, it moves with what is said, unless a finger moves it.
void Navigator::keep_word_in_sight(std::size_t word) {
    const auto& reading = m_state.here().reading;
    const auto* node = page_on_top();
    const auto* page = page_here();
    if (reading.zoom < kZoomed || m_holder != Holder::none || node == nullptr || page == nullptr ||
        word >= page->words.size())
        return;
    const auto& box = page->words[word];
    const auto rect = screens::page_rect(node->rect, *page, reading);
    const float x = static_cast<float>(box.x + box.width / 2) / model::kPageUnits,
                y = static_cast<float>(box.y + box.height / 2) / model::kPageUnits;
    const base::Point at{rect.x + rect.width * x, rect.y + rect.height * y};
    const base::Rect sight{node->rect.x + node->rect.width * kInSight,
                           node->rect.y + node->rect.height * kInSight, node->rect.width * (1 - 2 * kInSight),
                           node->rect.height * (1 - 2 * kInSight)};
    if (!sight.contains(at)) perform(ReadAction(action::LookAt{reading.zoom, x, y}));
}

bool Navigator::voice_speaks() const {
    return m_voice.ticket != 0 && !m_voice.is_held && m_parts.clock.steady() < m_voice.heard_until;
}

}  // namespace accueil::app
