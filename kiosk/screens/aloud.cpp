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

bool is_spoken(const Node& node) {
    if (node.name.empty()) return false;
    switch (node.role) {
        case ui::Role::heading:
        case ui::Role::paragraph:
        case ui::Role::text:
        case ui::Role::listitem:
        case ui::Role::status:
        case ui::Role::image:
            return true;
        default:
            return false;
    }
}

bool is_touched(const Node& node) {
    return node.on_tap.has_value() || node.role == ui::Role::button || node.role == ui::Role::map;
}

// Each text of the tree below, in order; false from `take` ends it.
template <class AnyNode, class Take>
bool each_spoken(AnyNode& node, const Take& take) {
    if (is_touched(node)) return true;
    if (is_spoken(node)) return take(node);
    for (auto& child : node.children)
        if (!each_spoken(child, take)) return false;
    return true;
}

// The language of a text stands with its words, which may be one of its children's.
std::string language_of(const Node& node) {
    if (node.text) return node.text->language;
    for (const auto& child : node.children)
        if (auto language = language_of(child); !language.empty()) return language;
    return {};
}

template <class AnyNode>
AnyNode* scrolled(AnyNode& node) {
    if (node.layout.scroll) return &node;
    for (auto& child : node.children)
        if (auto* found = scrolled(child)) return found;
    return nullptr;
}

}  // namespace

bool reads_aloud(action::ScreenKind screen) {
    switch (screen) {
        case action::ScreenKind::initiative:
        case action::ScreenKind::question:
        case action::ScreenKind::page:
        case action::ScreenKind::place:
            return true;
        default:
            return false;
    }
}

std::vector<SpokenText> spoken_texts(const Node& tree, const std::string& language) {
    std::vector<SpokenText> texts;
    const auto* content = scrolled(tree);
    if (content == nullptr) return texts;
    each_spoken(*content, [&](const Node& node) {
        const auto own = language_of(node);
        texts.push_back({node.name, own.empty() ? language : own});
        return true;
    });
    return texts;
}

Node* mark_spoken(Node& tree, std::size_t text, const draw::Theme& theme) {
    auto* content = scrolled(tree);
    Node* found = nullptr;
    std::size_t number = 0;
    if (content == nullptr) return found;
    each_spoken(*content, [&](Node& node) {
        if (number++ < text) return true;
        node.state.current = true;
        // Around the words, which do not move for it; what has a ground of its own gets a frame.
        const bool is_covered = node.image != nullptr || node.paint.fill;
        const auto ground = theme[Token::primary_soft];
        const draw::BoxStyle mark = is_covered
                                        ? draw::BoxStyle{draw::kTransparent, theme[Token::primary], 6, 16}
                                        : draw::BoxStyle{ground, ground, 8, 12};
        node.draw = [mark, own = std::move(node.draw)](draw::Canvas& canvas, const base::Rect& rect) {
            canvas.box(rect.inset(-10), mark);
            if (own) own(canvas, rect);
        };
        found = &node;
        return false;
    });
    return found;
}

Node listen_button(const Context& context) {
    const bool is_on = context.entry.aloud != Aloud::off;
    Node button = ui::button("aloud/listen", context.tr(is_on ? "ui.aloud.stop" : "ui.aloud.listen"),
                             is_on ? "stop" : "speaker-high",
                             SpeakAction(action::SetAloud{is_on ? Aloud::off : Aloud::on}));
    return ui::dimmed(std::move(button), !lacks_voice(context, context.language()));
}

std::optional<Node> voice_line(const Context& context) {
    if (context.voice == nullptr || !reads_aloud(context.entry.route.screen)) return std::nullopt;
    if (context.entry.aloud == Aloud::off && !context.voice->fault) return std::nullopt;
    Node controls = voice_controls(context, context.language());
    if (controls.children.empty()) return std::nullopt;
    Node line = ui::row(24, ui::Place::center);
    line.layout.padding = ui::Edges::of(10, 40);
    line.paint.fill = Token::surface_raised;
    controls.layout.grow = 1;
    line.add(std::move(controls));
    if (context.entry.aloud != Aloud::off) {
        Node stop = ui::button("aloud/stop", context.tr("ui.aloud.stop"), "stop",
                               SpeakAction(action::SetAloud{Aloud::off}));
        line.add(std::move(stop));
    }
    return line;
}

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
    // Beside a document that lies there is room for one below the other alone.
    const bool is_narrow = !context.portrait() && context.entry.route.screen == action::ScreenKind::document;
    Node rows = is_narrow ? ui::column(12) : ui::row(14);
    rows.layout.wrap = !is_narrow;
    rows.role = ui::Role::group;
    rows.name = context.tr("ui.aloud.controls");
    rows.add(std::move(way));
    rows.add(std::move(sound));
    return rows;
}

}  // namespace accueil::screens
