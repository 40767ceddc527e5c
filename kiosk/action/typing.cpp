// SPDX-License-Identifier: GPL-3.0-or-later
#include "kiosk/action/typing.hpp"

#include <string_view>

#include "sync/base/cases.hpp"
#include "sync/base/strings.hpp"
#include "sync/model/proposal.hpp"

namespace accueil::action {

namespace {

constexpr std::size_t kBytesALetter = 4;

bool goes_on(char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

// Combining accents and the Arabic vowel signs: U+0300 to U+036F, U+064B to U+065F.
bool is_mark(std::string_view letter) {
    if (letter.size() != 2) return false;
    const auto first = static_cast<unsigned char>(letter[0]), second = static_cast<unsigned char>(letter[1]);
    return first == 0xCC || (first == 0xCD && second <= 0xAF) ||
           (first == 0xD9 && second >= 0x8B && second <= 0x9F);
}

void erase_letter(std::string& text) {
    for (bool mark = true; mark && !text.empty();) {
        auto begin = text.size() - 1;
        while (begin > 0 && goes_on(text[begin]))
            --begin;
        mark = is_mark(std::string_view(text).substr(begin));
        text.resize(begin);
    }
}

template <class State, class String>
Typed<String> text_of(State& state) {
    if (state.here().route.screen != ScreenKind::propose) {
        auto& typed = state.way.back().typed;
        return {&typed, 0, kMostTyped, false};
    }
    auto& draft = state.draft;
    const auto of = [](String& text, std::size_t letters, bool has_lines) {
        return Typed<String>{&text, letters, letters * kBytesALetter, has_lines};
    };
    switch (draft.field) {
        case Field::title:
            return of(draft.title, model::kMostProposalTitle, false);
        case Field::text:
            return of(draft.text, model::kMostProposalText, true);
        case Field::contact:
            return of(draft.contact, model::kMostProposalContact, false);
        case Field::none:
            break;
    }
    return {};
}

// A space or a line begins nothing; a space follows no space, a line at most one line.
bool is_for_nothing(const std::string& before, const std::string& key, bool has_lines) {
    if (key == " ") return before.empty() || before.back() == ' ' || before.back() == '\n';
    if (key == "\n") return !has_lines || before.empty() || before.ends_with("\n\n");
    return false;
}

void typed_on(AppState& state) {
    auto& here = state.way.back();
    here.held_key.clear();
    here.capitals.reset();
    here.scroll = here.route.screen == ScreenKind::propose ? kToEnd : 0;
    state.draft.is_full = false;
}

bool fits(const Typed<std::string>& typed, const std::string& more) {
    const auto letters = base::letter_count(*typed.text) + base::letter_count(more);
    return typed.text->size() + more.size() <= typed.most_bytes &&
           (typed.most_letters == 0 || letters <= typed.most_letters);
}

void type(AppState& state, const std::string& text) {
    const auto typed = typed_text(state);
    if (typed.text == nullptr) return;
    typed_on(state);
    state.visited = true;
    if (is_for_nothing(*typed.text, text, typed.has_lines)) return;
    if (fits(typed, text))
        *typed.text += text;
    else
        state.draft.is_full = state.draft.field != Field::none;
}

void complete(AppState& state, const std::string& word) {
    const auto typed = typed_text(state);
    if (typed.text == nullptr) return;
    typed_on(state);
    state.visited = true;
    const auto space = typed.text->find_last_of(" '-");
    typed.text->resize(space == std::string::npos ? 0 : space + 1);
    if (fits(typed, word + " ")) (*typed.text += word) += ' ';
}

}  // namespace

Typed<std::string> typed_text(AppState& state) {
    return text_of<AppState, std::string>(state);
}

Typed<const std::string> typed_text(const AppState& state) {
    return text_of<const AppState, const std::string>(state);
}

bool capitals_on(const AppState& state) {
    if (state.here().capitals) return *state.here().capitals;
    if (state.here().route.screen != ScreenKind::propose || state.draft.field == Field::contact) return false;
    const auto typed = typed_text(state);
    if (typed.text == nullptr || typed.text->empty()) return typed.text != nullptr;
    if (typed.text->back() == '\n') return true;
    const auto before = base::trim(*typed.text);
    const bool ends = before.ends_with('.') || before.ends_with('!') || before.ends_with('?');
    return ends && typed.text->back() == ' ';
}

std::string capital(const std::string& letter) {
    if (letter.size() == 1) {
        const char c = letter.front();
        return c >= 'a' && c <= 'z' ? std::string(1, static_cast<char>(c - 'a' + 'A')) : letter;
    }
    if (letter.size() != 2) return letter;
    const auto first = static_cast<unsigned char>(letter[0]), second = static_cast<unsigned char>(letter[1]);
    const auto of = [](unsigned int a, unsigned int b) {
        return std::string{static_cast<char>(a), static_cast<char>(b)};
    };
    if (letter == "œ") return "Œ";
    if (letter == "ÿ") return "Ÿ";
    if (first == 0xC3 && second >= 0xA0 && second != 0xB7) return of(first, second - 0x20U);  // à to þ, not ÷
    if (first == 0xD0 && second >= 0xB0) return of(first, second - 0x20U);                    // а to п
    if (first == 0xD1 && second <= 0x8F) return of(0xD0, second + 0x20U);                     // р to я
    if (first == 0xD1 && second <= 0x9F) return of(0xD0, second - 0x10U);                     // ѐ to џ
    if (first == 0xD2 && second % 2 == 1) return of(first, second - 1U);                      // ґ, қ
    return letter;
}

void apply_typing(AppState& state, const TypeAction& action) {
    // What is being sealed is not written on.
    if (state.draft.sending == Sending::under_way && state.here().route.screen == ScreenKind::propose) return;
    auto& here = state.way.back();
    std::visit(base::Cases{
                   [&](const Type& key) { type(state, key.text); },
                   [&](const EraseLast&) {
                       const auto typed = typed_text(state);
                       if (typed.text == nullptr) return;
                       typed_on(state);
                       erase_letter(*typed.text);
                   },
                   [&](const ClearTyped&) {
                       const auto typed = typed_text(state);
                       if (typed.text == nullptr) return;
                       typed_on(state);
                       typed.text->clear();
                       here.keys_shown = true;
                   },
                   [&](const Complete& offer) { complete(state, offer.word); },
                   [&](const SetKeys& keys) {
                       here.keys = keys.layout;
                       here.held_key.clear();
                   },
                   [&](const SetCapitals& set) {
                       here.capitals = set.on;
                       here.held_key.clear();
                   },
                   [&](const HoldKey& hold) { here.held_key = hold.key; },
                   [&](const ShowKeys& show) {
                       here.keys_shown = show.shown;
                       here.held_key.clear();
                   },
               },
               action);
}

std::string describe_typing(const TypeAction& action) {
    return std::visit(
        base::Cases{
            [](const Type&) { return std::string("type"); },
            [](const EraseLast&) { return std::string("erase"); },
            [](const ClearTyped&) { return std::string("erase all"); },
            [](const Complete&) { return std::string("complete"); },
            [](const SetKeys& a) { return "keys " + std::to_string(static_cast<int>(a.layout)); },
            [](const SetCapitals& a) { return std::string(a.on ? "capitals on" : "capitals off"); },
            [](const HoldKey&) { return std::string("hold key"); },
            [](const ShowKeys& a) { return std::string(a.shown ? "keys shown" : "keys hidden"); },
        },
        action);
}

}  // namespace accueil::action
