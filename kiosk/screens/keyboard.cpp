// SPDX-License-Identifier: GPL-3.0-or-later
#include "kiosk/screens/keyboard.hpp"

#include <algorithm>
#include <array>

#include "kiosk/ui/components.hpp"
#include "sync/base/strings.hpp"

namespace accueil::screens {

using action::KeyLayout;
using draw::Token;
using draw::Weight;
using ui::Node;

namespace {

constexpr float kKeyGap = 8;
constexpr float kTallKey = 92, kWideKey = 78;  // heights: upright, lying

struct Layout {
    const char* name;  // as it stands on the key that leads to it
    std::array<const char*, 3> rows;
    const char* signs;  // of texts and addresses
    bool has_capitals;
};

// By KeyLayout. The last row has the key that erases at its end.
constexpr std::array<Layout, 3> kLayouts{{
    {"ABC", {"a z e r t y u i o p", "q s d f g h j k l m", "w x c v b n ' -"}, ". , ; : ? ! ( ) @ _ /", true},
    {"ابت",
     {"ض ص ث ق ف غ ع ه خ ح ج", "ش س ي ب ل ا ت ن م ك ط", "ذ ئ ء ؤ ر ى ة و ز ظ د"},
     ". ، ؛ : ؟ ! ( ) @ _ -",
     false},
    {"АБВ",
     {"й ц у к е н г ш щ з х ї", "ф і в а п р о л д ж є", "я ч с м и т ь б ю ґ"},
     ". , ; : ? ! ( ) @ _ -",
     true},
}};

struct Variants {
    std::string_view key, others;
};
constexpr Variants kVariants[] = {
    {"a", "à â æ ä"}, {"c", "ç"}, {"e", "é è ê ë"}, {"i", "î ï"}, {"o", "ô œ ö"}, {"u", "ù û ü"},
    {"n", "ñ"},       {"y", "ÿ"}, {"ا", "أ إ آ"},   {"ي", "ى ئ"}, {"و", "ؤ"},     {"ه", "ة"},
    {"і", "ы"},       {"е", "ё"}, {"є", "э"},       {"ї", "ъ"},   {"г", "ґ"},     {"к", "қ"},
};

Node cap(const Context& context, std::string id, std::string name, action::Action action) {
    Node key = ui::row(0);
    key.id = std::move(id);
    key.role = ui::Role::button;
    key.name = std::move(name);
    key.on_tap = std::move(action);
    key.layout.height = context.portrait() ? kTallKey : kWideKey;
    key.layout.distribute = ui::Distribute::center;
    key.layout.align = ui::Place::center;
    key.paint = {Token::surface_raised, Token::border_strong, 2, 12, true};
    return key;
}

// A key is called by its small letter, whichever it writes.
Node letter(const Context& context, const std::string& text) {
    const auto written = action::capitals_on(context.state) ? action::capital(text) : text;
    Node key = cap(context, "key/" + text, written, action::Type{written});
    if (key_variants(text).size() > 1) key.on_hold = action::HoldKey{text};
    key.state.selected = context.entry.held_key == text;
    Node shown = ui::label({written, {}}, ui::type::kLead, Token::ink, Weight::medium);
    shown.role = ui::Role::none;
    shown.text->max_size = 44;
    shown.text->centered = true;
    key.add(std::move(shown));
    return key;
}

Node icon_key(const Context& context, const char* id, const char* name, const char* icon_name,
              action::Action action) {
    Node key = cap(context, id, context.tr(name), std::move(action));
    key.paint.fill = Token::primary_soft;
    key.add(ui::icon(icon_name, 40, Token::primary));
    return key;
}

Node word_key(const Context& context, std::string id, const std::string& name, const std::string& words,
              const char* icon_name, action::Action action) {
    Node key = cap(context, std::move(id), name, std::move(action));
    key.layout.gap = 12;
    key.paint.fill = Token::primary_soft;
    if (icon_name != nullptr) key.add(ui::icon(icon_name, 36, Token::primary));
    Node text = ui::label({words, {}}, ui::type::kBody, Token::primary, Weight::semibold);
    text.role = ui::Role::none;
    text.text->max_size = 34;
    key.add(std::move(text));
    return key;
}

Node capitals_key(const Context& context) {
    const bool on = action::capitals_on(context.state);
    Node key = icon_key(context, "key/capitals", "ui.keys.capitals", "arrow-up", action::SetCapitals{!on});
    key.state.selected = on;
    if (on) key.paint = {Token::primary, Token::primary, 2, 12, true};
    if (on) key.children.front().icon->color = Token::on_primary;
    return key;
}

// All keys of one row are equally wide, and so are those of the widest row above one another.
Node key_row(std::vector<Node> keys) {
    Node row;
    row.layout.columns = static_cast<int>(keys.size());
    row.layout.gap = kKeyGap;
    for (auto& key : keys)
        row.add(std::move(key));
    return row;
}

}  // namespace

KeyLayout key_layout(const Context& context) {
    if (context.entry.keys) return *context.entry.keys;
    const auto& language = context.language();
    if (language == "ar" || language == "fa" || language == "ps" || language == "ur")
        return KeyLayout::arabic;
    if (language == "uk" || language == "ru" || language == "bg") return KeyLayout::cyrillic;
    return KeyLayout::latin;
}

std::vector<std::string> key_variants(std::string_view key) {
    std::vector<std::string> letters{std::string(key)};
    const auto* found =
        std::find_if(std::begin(kVariants), std::end(kVariants), [&](const auto& v) { return v.key == key; });
    if (found != std::end(kVariants))
        for (auto& other : base::split(found->others, ' '))
            letters.push_back(std::move(other));
    return letters;
}

Node keyboard(const Context& context, Keys wanted) {
    const auto layout = key_layout(context);
    Node keys = ui::column(kKeyGap);
    keys.id = "keyboard";
    keys.role = ui::Role::group;
    keys.name = context.tr("ui.keys.name");
    keys.layout.right_to_left = false;
    const auto& of = kLayouts[static_cast<std::size_t>(layout)];
    const bool is_prose = wanted != Keys::words;
    const auto add_row = [&](const std::string& letters, std::optional<Node> first,
                             std::optional<Node> last) {
        std::vector<Node> row;
        if (first) row.push_back(std::move(*first));
        for (const auto& text : base::split(letters, ' '))
            row.push_back(letter(context, text));
        if (last) row.push_back(std::move(*last));
        keys.add(key_row(std::move(row)));
    };
    add_row("1 2 3 4 5 6 7 8 9 0", {}, {});
    add_row(of.rows[0], {}, {});
    add_row(of.rows[1], {}, {});
    add_row(of.rows[2], is_prose && of.has_capitals ? std::optional(capitals_key(context)) : std::nullopt,
            icon_key(context, "key/erase", "ui.keys.erase", "eraser", action::EraseLast{}));
    if (is_prose) add_row(of.signs, {}, {});
    Node last = ui::row(kKeyGap);
    for (std::size_t other = 0; other < kLayouts.size(); ++other) {
        if (other == static_cast<std::size_t>(layout)) continue;
        const std::string name = kLayouts[other].name;
        Node key = word_key(context, "key/layout/" + std::to_string(other), name, name, nullptr,
                            action::SetKeys{static_cast<KeyLayout>(other)});
        key.layout.width = 120;
        last.add(std::move(key));
    }
    Node space = cap(context, "key/space", context.tr("ui.keys.space"), action::Type{" "});
    space.layout.grow = 1;
    Node text = ui::label({context.tr("ui.keys.space"), {}}, ui::type::kBody, Token::ink_soft);
    text.role = ui::Role::none;
    text.text->max_size = 34;
    space.add(std::move(text));
    last.add(std::move(space));
    if (wanted == Keys::lines) {
        Node line = word_key(context, "key/line", context.tr("ui.keys.line"),
                             context.tr("ui.keys.line_short"), "arrow-bend-up-left", action::Type{"\n"});
        line.layout.padding = ui::Edges::of(0, 24);
        last.add(std::move(line));
    }
    if (is_prose) {
        keys.add(std::move(last));
        return keys;
    }
    Node hide = word_key(context, "key/hide", context.tr("ui.keys.hide"), context.tr("ui.keys.hide_short"),
                         "keyboard", action::ShowKeys{false});
    hide.layout.padding = ui::Edges::of(0, 24);
    last.add(std::move(hide));
    keys.add(std::move(last));
    return keys;
}

Node variant_row(const Context& context) {
    Node row = ui::row(kKeyGap);
    row.id = "variants";
    row.role = ui::Role::group;
    row.name = context.tr("ui.keys.variants");
    row.layout.right_to_left = false;
    row.layout.distribute = ui::Distribute::center;
    for (const auto& small : key_variants(context.entry.held_key)) {
        const auto text = action::capitals_on(context.state) ? action::capital(small) : small;
        Node key = cap(context, "variant/" + small, text, action::Type{text});
        key.layout.width = 96;
        key.paint.fill = Token::primary_soft;
        key.paint.border = Token::primary;
        Node shown = ui::label({text, {}}, ui::type::kLead, Token::primary, Weight::bold);
        shown.role = ui::Role::none;
        shown.text->max_size = 44;
        key.add(std::move(shown));
        row.add(std::move(key));
    }
    Node close = cap(context, "variant/close", context.tr("ui.close"), action::HoldKey{});
    close.layout.width = 96;
    close.add(ui::icon("x", 36));
    row.add(std::move(close));
    return row;
}

}  // namespace accueil::screens
