// SPDX-License-Identifier: GPL-3.0-or-later
// What stands beside a document's page: its pages as thumbnails, its outline, a search in it, its links.
#include <algorithm>

#include "kiosk/screens/codes.hpp"
#include "kiosk/screens/document.hpp"
#include "kiosk/screens/keyboard.hpp"
#include "kiosk/screens/parts.hpp"
#include "sync/base/strings.hpp"

namespace accueil::screens {

using action::ReadAction;
using action::ReadPanel;
using action::ShowPage;
using draw::Token;
using draw::Weight;
using ui::Node;

namespace {

constexpr float kPanelMargin = 40, kThumbnailHeight = 250;
constexpr std::size_t kListedHits = 40;
constexpr std::size_t kWordsAround = 5;

// On a tall glass the panel stands in the page's place: it makes room for what it leads to.
ReadAction to_page(const Context& context, int page) {
    return ShowPage{page, context.portrait()};
}

Node scrolled_panel(const Context& context, std::vector<Node> content) {
    Node scroll;
    scroll.id = "scroll";
    scroll.layout.scroll = true;
    scroll.layout.grow = 1;
    scroll.layout.gap = 16;
    scroll.layout.padding = ui::Edges::of(16, context.portrait() ? kPanelMargin : 8);
    for (auto& node : content)
        scroll.add(std::move(node));
    return scroll;
}

Node line_control(const std::string& id, const std::string& name, ReadAction action) {
    Node card = ui::card_control(id, name, std::move(action), ui::Edges::of(12, 20));
    card.layout.direction = ui::Direction::row;
    card.layout.align = ui::Place::center;
    card.layout.gap = 16;
    card.layout.min_height = ui::kTarget;
    return card;
}

Node thumbnail(const Context& context, int number, const DocumentView* view) {
    const auto name = context.tr("ui.document.page_number", {{"page", std::to_string(number + 1)}});
    Node card = ui::card_control("document/page/" + std::to_string(number + 1), name,
                                 to_page(context, number), ui::Edges::all(12));
    card.layout.align = ui::Place::center;
    card.layout.gap = 8;
    card.state.current = number == context.entry.reading.page;
    if (card.state.current) {
        card.paint.fill = Token::primary_soft;
        card.paint.border = Token::primary;
        card.paint.border_width = 4;
    }
    Node picture;
    picture.layout.height = kThumbnailHeight;
    picture.layout.width = kThumbnailHeight * 0.72F;
    const auto found =
        view == nullptr ? std::map<int, draw::ImagePtr>::const_iterator() : view->thumbnails.find(number);
    if (view != nullptr && found != view->thumbnails.end() && found->second) {
        const auto& image = found->second;
        const float ratio = static_cast<float>(image->width()) / static_cast<float>(image->height());
        const float widest = kThumbnailHeight * 0.72F;
        const float width = std::min(widest, kThumbnailHeight * ratio), height = width / ratio;
        picture.draw = [image, width, height](draw::Canvas& canvas, const base::Rect& room) {
            const base::Rect rect{room.center().x - width / 2, room.center().y - height / 2, width, height};
            canvas.box(rect.inset(-2), {{255, 255, 255, 255}, {0, 0, 0, 90}, 2, 0});
            canvas.image(image, rect);
        };
    }
    card.add(std::move(picture));
    Node label = ui::label({std::to_string(number + 1), {}}, ui::type::kBody, Token::ink, Weight::semibold);
    label.role = ui::Role::none;
    label.text->centered = true;
    card.add(std::move(label));
    return card;
}

Node pages_panel(const Context& context, const query::DocumentPage& document, const DocumentView* view) {
    const int count = static_cast<int>(document.paged.pages.size());
    const int first = std::clamp(context.entry.reading.first_listed, 0, std::max(0, count - 1));
    const int end = std::min(count, first + action::kListedPages);
    Node grid;
    grid.role = ui::Role::list;
    grid.name = context.tr("ui.document.pages");
    grid.layout.columns = context.portrait() ? 4 : 2;
    grid.layout.gap = 16;
    for (int number = first; number < end; ++number)
        grid.add(thumbnail(context, number, view));
    std::vector<Node> content;
    if (first > 0)
        content.push_back(
            ui::button("document/earlier", context.tr("ui.document.earlier"), "caret-up",
                       ReadAction(action::ListPages{std::max(0, first - action::kListedPages)})));
    content.push_back(std::move(grid));
    if (end < count)
        content.push_back(ui::button("document/later", context.tr("ui.document.later"), "caret-down",
                                     ReadAction(action::ListPages{end})));
    return scrolled_panel(context, std::move(content));
}

Node outline_panel(const Context& context, const query::DocumentPage& document) {
    Node list = ui::column(10);
    list.role = ui::Role::list;
    list.name = context.tr("ui.document.outline");
    int number = 0;
    for (const auto& entry : document.paged.outline) {
        ++number;
        Node title = ui::label({entry.title, document.language}, ui::type::kBody, Token::ink,
                               entry.level == 0 ? Weight::semibold : Weight::regular);
        title.layout.grow = 1;
        const float indent = static_cast<float>(std::min(entry.level, 3)) * 40;
        if (entry.page == 0) {
            Node line = ui::row(0);
            line.layout.padding = {8, 20, 8, 20 + indent};
            line.add(std::move(title));
            list.add(std::move(line));
            continue;
        }
        Node card = line_control("document/outline/" + std::to_string(number), entry.title,
                                 to_page(context, entry.page - 1));
        card.layout.padding.start += indent;
        card.add(std::move(title));
        card.add(ui::label({std::to_string(entry.page), {}}, ui::type::kBody, Token::ink_soft));
        list.add(std::move(card));
    }
    std::vector<Node> content;
    content.push_back(std::move(list));
    return scrolled_panel(context, std::move(content));
}

Node links_panel(const Context& context, const query::DocumentPage& document) {
    const auto& page = document.paged.pages[static_cast<std::size_t>(context.entry.reading.page)];
    std::vector<Node> content;
    content.push_back(ui::paragraph({context.tr("ui.document.links_help"), {}}, 26, Token::ink_soft));
    int number = 0;
    for (const auto& link : page.links) {
        ++number;
        if (link.url.empty()) {
            Node card =
                line_control("document/link/" + std::to_string(number),
                             context.tr("ui.document.page_number", {{"page", std::to_string(link.page)}}),
                             to_page(context, link.page - 1));
            card.state.disabled = link.page > static_cast<int>(document.paged.pages.size());
            card.add(ui::icon("file-text", 34, Token::primary));
            card.add(ui::label({card.name, {}}, ui::type::kBody));
            content.push_back(std::move(card));
            continue;
        }
        content.push_back(
            address_item(context, "document/link/" + std::to_string(number), {link.url, "en"}, link.url));
    }
    return scrolled_panel(context, std::move(content));
}

Node document_field(const Context& context) {
    const auto& typed = context.entry.typed;
    Node line = ui::row(12);
    Node field = ui::row(16);
    field.id = "document/field";
    field.role = ui::Role::textbox;
    field.name = typed.empty() ? context.tr("ui.document.search_help") : typed;
    field.on_tap = action::ShowKeys{true};
    field.layout.padding = ui::Edges::of(8, 24);
    field.layout.min_height = 84;
    field.layout.grow = 1;
    field.paint = {Token::surface_raised, Token::primary, 4, 24, false};
    field.add(ui::icon("magnifying-glass", 40, Token::primary));
    const auto shown = base::last_letters(typed, 34);
    Node text = ui::label({typed.empty() ? context.tr("ui.document.search_help") : std::string(shown), {}},
                          ui::type::kLead, typed.empty() ? Token::ink_soft : Token::ink,
                          typed.empty() ? Weight::regular : Weight::medium);
    text.role = ui::Role::none;
    text.text->style.max_lines = 1;
    text.text->max_size = ui::type::kLead;
    text.layout.grow = 1;
    field.add(std::move(text));
    line.add(std::move(field));
    if (!typed.empty())
        line.add(ui::icon_button("document/clear", context.tr("ui.search.clear"), "x", action::ClearTyped{}));
    return line;
}

// The words around what was found, in the order of the page; what was found itself between the two marks.
std::string snippet(const model::PagedPage& page, const query::DocumentHit& hit, const char* begin_mark,
                    const char* end_mark) {
    const auto words = model::words_of(page);
    const std::size_t begin = hit.first > kWordsAround ? hit.first - kWordsAround : 0;
    const std::size_t end = std::min(words.size(), hit.first + hit.count + kWordsAround);
    const bool is_markup = *begin_mark != '\0';
    std::string text = begin > 0 ? "… " : "";
    for (std::size_t i = begin; i < end; ++i) {
        if (i == hit.first) text += begin_mark;
        text += is_markup ? ui::escape_markup(words[i]) : std::string(words[i]);
        if (i + 1 == hit.first + hit.count) text += end_mark;
        if (i + 1 < end) text += ' ';
    }
    return text + (end < words.size() ? " …" : "");
}

Node hit_card(const Context& context, const query::DocumentPage& document, const query::DocumentHit& hit,
              std::size_t number) {
    const auto& page = document.paged.pages[static_cast<std::size_t>(hit.page)];
    const auto where = context.tr("ui.document.page_number", {{"page", std::to_string(hit.page + 1)}});
    Node card = line_control("document/hit/" + std::to_string(number + 1), where, to_page(context, hit.page));
    Node label = ui::label({where, {}}, 24, Token::ink_soft, Weight::semibold);
    Node words = ui::label({snippet(page, hit, "", ""), document.language}, 26);
    words.text->words = snippet(page, hit, "<b>", "</b>");
    words.text->style.markup = true;
    words.text->own_direction = true;
    words.layout.grow = 1;
    Node texts = ui::column(4);
    texts.layout.grow = 1;
    texts.add(std::move(label));
    texts.add(std::move(words));
    card.add(std::move(texts));
    return card;
}

Node search_panel(const Context& context, const query::DocumentPage& document, const DocumentView* view) {
    Node panel = ui::column(12);
    panel.layout.grow = 1;
    const float margin = context.portrait() ? kPanelMargin : 0;
    Node field = ui::column(0, ui::Edges::of(0, margin));
    field.add(document_field(context));
    panel.add(std::move(field));
    std::vector<Node> content;
    const bool is_known = view != nullptr && view->typed == context.entry.typed && !view->typed.empty();
    if (is_known) {
        const auto& hits = view->hits;
        Node count = ui::label(
            {hits.empty() ? context.tr("ui.document.no_hit") : context.count("ui.document.hits", hits.size()),
             {}},
            ui::type::kBody, Token::ink, Weight::semibold);
        count.id = "document/count";
        count.role = ui::Role::status;
        content.push_back(std::move(count));
        for (std::size_t i = 0; i < std::min(hits.size(), kListedHits); ++i)
            content.push_back(hit_card(context, document, hits[i], i));
    }
    panel.add(scrolled_panel(context, std::move(content)));
    if (context.entry.keys_shown) {
        Node keys = ui::column(12);
        keys.layout.padding = {0, context.portrait() ? 16.0F : 0.0F, 12, context.portrait() ? 16.0F : 0.0F};
        if (!context.entry.held_key.empty()) keys.add(variant_row(context));
        keys.add(keyboard(context));
        panel.add(std::move(keys));
    }
    return panel;
}

}  // namespace

Node document_panel(const Context& context, const query::DocumentPage& document, const DocumentView* view) {
    switch (context.entry.reading.panel) {
        case ReadPanel::pages:
            return pages_panel(context, document, view);
        case ReadPanel::outline:
            return outline_panel(context, document);
        case ReadPanel::search:
            return search_panel(context, document, view);
        case ReadPanel::links:
            return links_panel(context, document);
        case ReadPanel::none:
            break;
    }
    return ui::spacer();
}

Node hits_line(const Context& context, const DocumentView* view) {
    const auto& entry = context.entry;
    Node line = ui::row(12);
    if (entry.typed.empty() || view == nullptr || view->hits.empty() ||
        entry.reading.panel == ReadPanel::search)
        return line;
    int before = -1, after = -1;
    std::size_t here = 0;
    for (const auto& hit : view->hits) {
        if (hit.page < entry.reading.page) before = hit.page;
        if (hit.page == entry.reading.page) ++here;
        if (hit.page > entry.reading.page && after < 0) after = hit.page;
    }
    Node words =
        ui::label({context.count("ui.document.hits_here", here), {}}, 26, Token::ink, Weight::medium);
    words.role = ui::Role::status;
    words.layout.grow = 1;
    line.add(ui::icon("magnifying-glass", 34, Token::primary));
    line.add(std::move(words));
    const auto add = [&](const char* id, const char* key, const char* icon_name, int page) {
        Node button = ui::icon_button(id, context.tr(key), icon_name, ReadAction(ShowPage{page}));
        button.state.disabled = page < 0;
        if (page < 0) button.paint.border = Token::border;
        line.add(std::move(button));
    };
    add("document/hit-before", "ui.document.hit_before", "caret-up", before);
    add("document/hit-after", "ui.document.hit_after", "caret-down", after);
    line.add(ui::icon_button("document/no-hits", context.tr("ui.search.clear"), "x", action::ClearTyped{}));
    return line;
}

}  // namespace accueil::screens
