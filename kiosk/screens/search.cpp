// SPDX-License-Identifier: GPL-3.0-or-later
// Search as you type: a field, what is found for it, words that complete it, and the keys.
#include <algorithm>

#include "kiosk/query/search.hpp"
#include "kiosk/screens/desk.hpp"
#include "kiosk/screens/initiative_words.hpp"
#include "kiosk/screens/keyboard.hpp"
#include "kiosk/screens/parts.hpp"
#include "kiosk/screens/screens.hpp"
#include "sync/base/strings.hpp"

namespace accueil::screens {

using action::ScreenKind;
using draw::Token;
using draw::Weight;
using query::FoundKind;
using query::FoundWhy;
using ui::Node;

namespace {

constexpr float kSearchMargin = 40, kUprightMargin = 16;
constexpr float kKeysWidth = 980;   // lying: beside what is found
constexpr float kOfferHeight = 76;  // of the row of words, kept where there are none: the keys stand still
constexpr std::size_t kMostOffers = 4;

Node field(const Context& context) {
    const auto& typed = context.entry.typed;
    Node field = ui::row(18);
    field.id = "search/field";
    field.role = ui::Role::textbox;
    field.name = typed.empty() ? context.tr("ui.search.placeholder") : typed;
    field.on_tap = action::ShowKeys{true};
    field.layout.padding = ui::Edges::of(10, 24);
    field.layout.min_height = 96;
    field.layout.grow = 1;
    field.paint = {Token::surface_raised, Token::primary, 4, 24, false};
    field.add(ui::icon("magnifying-glass", 44, Token::primary));
    Node words = ui::row(6);
    words.layout.grow = 1;
    // What is longer than the field shows its end: the letter that was typed last.
    const auto shown = base::last_letters(typed, context.portrait() ? 40 : 34);
    Node text = typed.empty()
                    ? ui::label({context.tr("ui.search.placeholder"), {}}, ui::type::kLead, Token::ink_soft)
                    : ui::label({std::string(shown), {}}, ui::type::kTitle, Token::ink, Weight::medium);
    text.role = ui::Role::none;
    text.text->style.max_lines = 1;
    text.text->max_size = ui::type::kTitle;
    Node caret;
    caret.layout.width = 4;
    caret.layout.height = 48;
    caret.paint.fill = Token::primary;
    if (typed.empty()) {
        words.add(std::move(caret));
        words.add(std::move(text));
    } else {
        words.add(std::move(text));
        words.add(std::move(caret));
    }
    field.add(std::move(words));
    Node line = ui::row(12);
    line.add(std::move(field));
    if (!typed.empty()) {
        Node clear =
            ui::icon_button("search/clear", context.tr("ui.search.clear"), "x", action::ClearTyped{});
        clear.layout.width = clear.layout.height = 96;
        clear.paint.radius = 24;
        line.add(std::move(clear));
    }
    return line;
}

Node offers(const Context& context, const query::SearchPage* page) {
    if (!context.entry.held_key.empty()) return variant_row(context);
    Node row = ui::row(12);
    row.id = "search/offers";
    row.layout.min_height = kOfferHeight;
    row.layout.distribute = ui::Distribute::center;
    if (page == nullptr) return row;
    std::size_t count = 0, letters = 0;
    for (const auto& word : page->answer.completions) {
        if (context.entry.typed.ends_with(word)) continue;  // it stands there
        letters += base::letter_count(word) + 4;
        if (count == kMostOffers || (count > 0 && letters > 44)) break;
        Node chip = ui::chip("offer/" + word, word, "", false, action::Complete{word});
        for (auto& child : chip.children)
            if (child.text) child.text->max_size = 34;
        row.add(std::move(chip));
        ++count;
    }
    return row;
}

const char* group_title(FoundKind kind) {
    switch (kind) {
        case FoundKind::need:
            return "ui.search.needs";
        case FoundKind::service:
            return "ui.search.services";
        case FoundKind::place:
            return "ui.search.places";
        case FoundKind::initiative:
            return "ui.search.initiatives";
        case FoundKind::question:
            return "ui.search.questions";
        case FoundKind::page:
            break;
    }
    return "ui.search.pages";
}

struct Target {
    const char* icon;
    action::Open open;
};

Target target_of(const query::SearchStart& start, const query::Found& found) {
    switch (found.kind) {
        case FoundKind::need: {
            const auto need = std::find_if(start.needs.begin(), start.needs.end(),
                                           [&](const auto& other) { return other.id == found.id; });
            return {need == start.needs.end() ? "circle" : need->icon.c_str(),
                    open(ScreenKind::need, found.id)};
        }
        case FoundKind::service:
            return {"hand-heart", open(ScreenKind::place, found.place_id)};
        case FoundKind::place:
            return {"map-pin", open(ScreenKind::place, found.id)};
        case FoundKind::initiative:
            return {"lightbulb", open(ScreenKind::initiative, found.id)};
        case FoundKind::question:
            return {"question", open(ScreenKind::question, found.id)};
        case FoundKind::page:
            break;
    }
    return {"book-open", open(ScreenKind::page, found.id)};
}

// The title with what was typed in bold.
Node title_of(const Context& context, const query::Found& found) {
    const auto title = words(context, found.title);
    Node label = ui::label(title, ui::type::kLead, Token::ink, Weight::medium);
    if (found.highlights.empty() || title.language != context.language()) return label;
    std::string markup;
    std::size_t at = 0;
    for (const auto& highlight : found.highlights) {
        if (highlight.end > title.text.size() || highlight.begin < at) return label;
        markup += ui::escape_markup(std::string_view(title.text).substr(at, highlight.begin - at));
        markup += "<b>" +
                  ui::escape_markup(
                      std::string_view(title.text).substr(highlight.begin, highlight.end - highlight.begin)) +
                  "</b>";
        at = highlight.end;
    }
    markup += ui::escape_markup(std::string_view(title.text).substr(at));
    label.text->words = std::move(markup);
    label.text->style.markup = true;
    return label;
}

Node found_card(const Context& context, const query::SearchStart& start, const query::SearchPage& page,
                const query::Found& found) {
    const auto target = target_of(start, found);
    const std::string key =
        std::string(target.open.route.id) + (found.thematique.empty() ? "" : "/" + found.thematique);
    static constexpr const char* kNames[] = {"need", "service", "place", "initiative", "question", "page"};
    const auto kind = static_cast<std::size_t>(found.kind);
    Node card = ui::card_control(
        std::string("found/") + kNames[kind] + "/" + (found.kind == FoundKind::service ? found.id : key),
        words(context, found.title).text, target.open, ui::Edges::of(16, 24));
    card.layout.direction = ui::Direction::row;
    card.layout.align = ui::Place::center;
    card.layout.gap = 20;
    card.layout.min_height = 96;
    card.add(ui::icon(target.icon, 44, Token::primary));
    Node texts = ui::column(4);
    texts.layout.grow = 1;
    texts.add(title_of(context, found));
    std::string line = words(context, found.detail).text;
    if (found.metres && context.feed != nullptr && context.feed->here)
        line += (line.empty() ? "" : " · ") + way_words(context, *found.metres);
    if (found.why == FoundWhy::synonym && !found.word.empty())
        line += (line.empty() ? "" : " · ") + context.tr("ui.search.for", {{"word", found.word}});
    if (!line.empty()) texts.add(ui::label({line, {}}, 24, Token::ink_soft));
    if (found.kind == FoundKind::place || found.kind == FoundKind::service) {
        const auto& id = found.kind == FoundKind::place ? found.id : found.place_id;
        if (const auto* place = page.place(id))
            texts.add(state_line(context, status_of(context, hours_of(*place), place->coordinates, id)));
    }
    card.add(std::move(texts));
    card.add(ui::icon("caret-right", 32, Token::primary));
    return card;
}

Node need_grid(const Context& context, const std::vector<model::Need>& needs) {
    Node tiles;
    tiles.role = ui::Role::list;
    tiles.layout.columns = 2;
    tiles.layout.gap = 16;
    for (const auto& need : needs)
        tiles.add(need_tile(context, need, context.portrait() ? "" : " "));
    return tiles;
}

// Never a dead end: somebody to ask, somebody to call, and all that there is.
Node nothing_found(const Context& context, const query::SearchStart& start) {
    Node column = ui::column(24);
    Node head = ui::row(24, ui::Place::start);
    head.add(ui::icon("lifebuoy", 72, Token::primary));
    Node texts = ui::column(8);
    texts.layout.grow = 1;
    Node title = ui::heading({context.tr("ui.search.nothing"), {}}, 2, 38);
    title.id = "search/nothing";
    texts.add(std::move(title));
    texts.add(ui::paragraph({context.tr("ui.search.nothing_help"), {}}));
    head.add(std::move(texts));
    column.add(std::move(head));
    column.add(
        ui::label({context.tr("ui.search.or_choose"), {}}, ui::type::kBody, Token::ink, Weight::semibold));
    column.add(need_grid(context, start.needs));
    std::vector<Node> lines;
    for (const auto& place : start.helplines) {
        Node card = ui::card_control("helpline/" + place.id, words(context, place.name).text,
                                     open(ScreenKind::place, place.id), ui::Edges::of(16, 24));
        card.layout.direction = ui::Direction::row;
        card.layout.align = ui::Place::center;
        card.layout.gap = 20;
        card.add(ui::icon("phone", 40, Token::primary, true));
        Node name = ui::label(words(context, place.name), ui::type::kBody);
        name.layout.grow = 1;
        card.add(std::move(name));
        card.add(ui::label({place.telephone, "fr"}, ui::type::kLead, Token::ink, Weight::bold));
        lines.push_back(std::move(card));
    }
    if (!lines.empty()) column.add(section(context, "ui.need.helplines", std::move(lines)));
    return column;
}

Node results(const Context& context, const query::SearchStart& start, const query::SearchPage* page) {
    Node list = ui::column(16);
    if (context.entry.typed.empty()) {
        list.add(ui::label({context.tr("ui.search.or_choose"), {}}, ui::type::kBody, Token::ink,
                           Weight::semibold));
        list.add(need_grid(context, start.needs));
        return list;
    }
    if (page == nullptr) return list;  // the first answer is a moment away
    if (page->answer.groups.empty()) return nothing_found(context, start);
    if (!page->answer.meant.empty()) {
        Node meant =
            ui::fact("info", {context.tr("ui.search.meant", {{"word", page->answer.meant}}), {}}, 26);
        meant.role = ui::Role::status;
        list.add(std::move(meant));
    }
    for (const auto& group : page->answer.groups) {
        Node part = ui::column(12);
        part.role = ui::Role::list;
        part.name = context.tr(group_title(group.kind));
        part.add(ui::heading({part.name, {}}, 2, ui::type::kBody));
        for (const auto& found : group.found) {
            Node card = found_card(context, start, *page, found);
            if (found.kind == FoundKind::place)
                card = with_basket(context, found.id, std::move(card));
            else if (found.kind == FoundKind::initiative)
                card = with_basket(context, listed_initiative(found.id), std::move(card));
            part.add(std::move(card));
        }
        list.add(std::move(part));
    }
    return list;
}

Node search_content(const Context& context, const query::Data& data) {
    const auto& start = as<query::SearchStart>(data).value;
    const auto* page = context.found == nullptr ? nullptr : &as<query::SearchPage>(*context.found).value;
    const bool upright = context.portrait();
    Node scroll;
    scroll.id = "scroll";
    scroll.layout.scroll = true;
    scroll.layout.grow = 1;
    scroll.layout.padding = ui::Edges::of(20, upright ? kSearchMargin : 8);
    scroll.add(results(context, start, page));
    Node keys = ui::column(12);
    if (context.entry.keys_shown) {
        keys.add(offers(context, page));
        keys.add(keyboard(context));
    }
    Node whole = ui::column(0);
    whole.paint.fill = Token::surface;
    if (upright) {
        Node head = ui::column(0, ui::Edges::of(20, kSearchMargin));
        head.add(field(context));
        whole.add(std::move(head));
        whole.add(std::move(scroll));
        keys.layout.padding = {8, kUprightMargin, 12, kUprightMargin};
        whole.add(std::move(keys));
        return whole;
    }
    whole.layout.direction = ui::Direction::row;
    whole.layout.gap = 24;
    whole.layout.padding = {0, kSearchMargin, 0, kSearchMargin - 8};
    whole.add(std::move(scroll));
    Node right = ui::column(12, ui::Edges::of(20, 0));
    right.layout.width = kKeysWidth;
    right.add(field(context));
    right.add(ui::spacer());
    right.add(std::move(keys));
    whole.add(std::move(right));
    return whole;
}

}  // namespace

query::Job search_job(std::string text, std::string language) {
    return [text = std::move(text), language = std::move(language)](const query::Source& source) {
        return loaded(query::search_page(source, {text, language, 6}));
    };
}

Screen search_screen() {
    return {job_of_all<query::search_start>, search_content, true};
}

}  // namespace accueil::screens
