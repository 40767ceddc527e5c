// SPDX-License-Identifier: GPL-3.0-or-later
// Typing, on the screen's own keyboard or on one that is plugged in: the actions, and the text that they
// write into. Plain values; UI thread.
#pragma once

#include <cstddef>
#include <string>
#include <variant>

#include "kiosk/action/state.hpp"

namespace accueil::action {

struct Type {
    std::string text;
    bool operator==(const Type&) const = default;
};
struct EraseLast {  ///< the last letter with its marks
    bool operator==(const EraseLast&) const = default;
};
struct ClearTyped {
    bool operator==(const ClearTyped&) const = default;
};
struct Complete {  ///< the word that is being typed becomes this one; after a space it follows
    std::string word;
    bool operator==(const Complete&) const = default;
};
struct SetKeys {
    KeyLayout layout = KeyLayout::latin;
    bool operator==(const SetKeys&) const = default;
};
struct SetCapitals {  ///< for the next letter
    bool on = false;
    bool operator==(const SetCapitals&) const = default;
};
struct HoldKey {  ///< offers what else stands on the key; empty: no more
    std::string key;
    bool operator==(const HoldKey&) const = default;
};
struct ShowKeys {
    bool shown = true;
    bool operator==(const ShowKeys&) const = default;
};

using TypeAction =
    std::variant<Type, EraseLast, ClearTyped, Complete, SetKeys, SetCapitals, HoldKey, ShowKeys>;

/// A text that keys write into. Null where there is none: a form on which no field was chosen.
template <class String>
struct Typed {
    String* text = nullptr;
    std::size_t most_letters = 0;  ///< code points; 0: bytes alone count
    std::size_t most_bytes = 0;
    bool has_lines = false;  ///< a key may begin another line
};
Typed<std::string> typed_text(AppState& state);
Typed<const std::string> typed_text(const AppState& state);

/// Whether the next letter is a capital: as the visitor chose, else at the beginning of sentences.
bool capitals_on(const AppState& state);
/// The letter's capital where its script has one: "é" gives "É"; else the same.
std::string capital(const std::string& letter);

/// apply() for them.
void apply_typing(AppState& state, const TypeAction& action);
/// describe() for them: what is typed stays with who types it.
std::string describe_typing(const TypeAction& action);

}  // namespace accueil::action
