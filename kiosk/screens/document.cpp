// SPDX-License-Identifier: GPL-3.0-or-later
// A document: one page as large as there is room, what turns and enlarges it, and a panel beside it.
#include "kiosk/screens/document.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "kiosk/screens/aloud.hpp"
#include "kiosk/screens/parts.hpp"
#include "kiosk/screens/screens.hpp"
#include "sync/base/strings.hpp"

namespace accueil::screens {

using action::LookAt;
using action::ReadAction;
using action::ReadPanel;
using draw::Token;
using draw::Weight;
using ui::Node;

namespace {

constexpr float kDocumentMargin = 40;
constexpr float kSideWidth = 560, kSideWithKeys = 1032;  // lying: beside the page
constexpr std::array<float, 5> kZooms{1, 1.5F, 2, 2.5F, 3};
constexpr float kSameZoom = 0.01F;

std::string page_words(const Context& context, const query::DocumentPage& document) {
    return context.tr("ui.document.page", {{"page", std::to_string(context.entry.reading.page + 1)},
                                           {"pages", std::to_string(document.paged.pages_in_file)}});
}

Node titles(const Context& context, const query::DocumentPage& document) {
    Node texts = ui::column(6);
    texts.layout.grow = 1;
    Node title = ui::heading(words(context, document.title), 1, ui::type::kLead);
    title.text->style.max_lines = 2;
    texts.add(std::move(title));
    std::string line =
        context.tr("ui.document.language", {{"language", language_names(context, {document.language})}});
    const auto kept = document.paged.pages.size();
    if (static_cast<int>(kept) < document.paged.pages_in_file)
        line += " · " + context.tr("ui.document.first_pages", {{"kept", std::to_string(kept)}});
    texts.add(ui::label({line, {}}, 24, Token::ink_soft));
    return texts;
}

// What is drawn while the tree stands: pictures are shared, nothing is looked up on the disk.
struct Sight {
    std::shared_ptr<const DocumentView> view;
    action::Reading reading;
    std::vector<model::PagedPage> pages;  // the one before, this one, the next; without their words
    int first = 0;                        // the number of the first of them
    float drag = 0;
    bool right_to_left = false;
    draw::Color paper{255, 255, 255, 255}, edge{}, mark{}, said{}, said_edge{}, ground{};
    std::vector<model::PageBox> marked, sentence;
    std::optional<model::PageBox> spoken;
};

void draw_page(const Sight& sight, const model::PagedPage& page, int number, const base::Rect& rect,
               draw::Canvas& canvas) {
    canvas.box(rect.inset(-2), {sight.paper, sight.edge, 2, 0});
    const auto picture = sight.view->pages.find(number);
    if (picture != sight.view->pages.end() && picture->second) canvas.image(picture->second, rect);
    if (number != sight.reading.page || page.fine_width == 0) return;
    const auto grid = model::tile_grid(page.fine_width, page.fine_height);
    const float scale = rect.width / static_cast<float>(page.fine_width);
    // Whole pixels: no seam shows between two squares.
    const auto edge = [&](float begin, int at, int most) {
        return std::round(begin + static_cast<float>(std::min(at * model::kPageTileSide, most)) * scale);
    };
    for (const auto& [key, image] : sight.view->tiles) {
        if (key.first != number || !image) continue;
        const int column = key.second % grid.columns, row = key.second / grid.columns;
        const float left = edge(rect.x, column, page.fine_width), top = edge(rect.y, row, page.fine_height);
        canvas.image(image, {left, top, edge(rect.x, column + 1, page.fine_width) - left,
                             edge(rect.y, row + 1, page.fine_height) - top});
    }
}

void draw_sight(const Sight& sight, draw::Canvas& canvas, const base::Rect& area) {
    const draw::ClipScope clip(canvas, area);
    canvas.box(area, {sight.ground, draw::kTransparent, 0, 0});
    const float step = sight.right_to_left ? -area.width : area.width;
    for (std::size_t i = 0; i < sight.pages.size(); ++i) {
        const int number = sight.first + static_cast<int>(i);
        const int away = number - sight.reading.page;
        if (away != 0 && sight.drag == 0) continue;
        auto reading = sight.reading;
        if (away != 0) reading.zoom = 1;
        const auto rect =
            page_rect(area, sight.pages[i], reading).moved(sight.drag + static_cast<float>(away) * step, 0);
        draw_page(sight, sight.pages[i], number, rect, canvas);
        if (away != 0) continue;
        const auto on_glass = [&](const model::PageBox& box) {
            const float unit_x = rect.width / model::kPageUnits, unit_y = rect.height / model::kPageUnits;
            return base::Rect{
                rect.x + static_cast<float>(box.x) * unit_x, rect.y + static_cast<float>(box.y) * unit_y,
                static_cast<float>(box.width) * unit_x, static_cast<float>(box.height) * unit_y};
        };
        for (const auto& box : sight.marked)
            canvas.box(on_glass(box).inset(-4), {sight.mark, sight.edge, 2, 6});
        for (const auto& box : sight.sentence)
            canvas.box(on_glass(box).inset(-4), {sight.said, draw::kTransparent, 0, 6});
        if (sight.spoken) canvas.box(on_glass(*sight.spoken).inset(-5), {sight.said, sight.said_edge, 4, 6});
    }
}

// Of the words that are said, a box a line.
std::vector<model::PageBox> lines_of(const std::vector<model::PageBox>& words, std::size_t first,
                                     std::size_t last) {
    std::vector<model::PageBox> lines;
    for (std::size_t i = first; i <= last && i < words.size(); ++i) {
        const auto& word = words[i];
        if (word.width <= 0) continue;
        const bool goes_on =
            !lines.empty() &&
            std::abs(lines.back().y + lines.back().height / 2 - word.y - word.height / 2) * 2 < word.height;
        if (!goes_on) {
            lines.push_back(word);
            continue;
        }
        auto& line = lines.back();
        const int right = std::max(line.x + line.width, word.x + word.width),
                  bottom = std::max(line.y + line.height, word.y + word.height);
        line.x = std::min(line.x, word.x);
        line.y = std::min(line.y, word.y);
        line.width = right - line.x;
        line.height = bottom - line.y;
    }
    return lines;
}

std::vector<model::PageBox> marked_on(const query::DocumentPage& document, const DocumentView& view,
                                      int page) {
    std::vector<model::PageBox> boxes;
    const auto& words = document.paged.pages[static_cast<std::size_t>(page)].words;
    for (const auto& hit : view.hits) {
        if (hit.page != page) continue;
        for (std::size_t i = hit.first; i < std::min(words.size(), hit.first + hit.count); ++i)
            boxes.push_back(words[i]);
    }
    return boxes;
}

model::PagedPage without_words(const model::PagedPage& page) {
    model::PagedPage bare;
    bare.picture = page.picture;
    bare.fine_width = page.fine_width;
    bare.fine_height = page.fine_height;
    return bare;
}

Node page_node(const Context& context, const query::DocumentPage& document, const DocumentView* view) {
    const auto& pages = document.paged.pages;
    const int here = context.entry.reading.page;
    const auto& page = pages[static_cast<std::size_t>(here)];
    Node node;
    node.id = kPageNode;
    node.role = ui::Role::article;
    node.name = page_words(context, document);
    node.layout.grow = 1;
    // What is on the page, for those who hear it: its words are in its picture for the others.
    Node text;
    text.id = "document/text";
    text.role = ui::Role::paragraph;
    text.name = page.text.empty() ? context.tr("ui.document.no_text") : page.text;
    text.layout.height = 1;
    node.add(std::move(text));
    if (page.picture.length == 0) {
        Node none = ui::empty_state("file-text", {context.tr("ui.document.page_missing"), {}}, {});
        none.layout.grow = 1;
        node.add(std::move(none));
        return node;
    }
    const auto& theme = context.environment.theme;
    Sight sight;
    sight.view = view == nullptr ? std::make_shared<const DocumentView>()
                                 : std::make_shared<const DocumentView>(*view);
    sight.reading = context.entry.reading;
    sight.first = std::max(0, here - 1);
    for (int number = sight.first; number <= std::min(here + 1, static_cast<int>(pages.size()) - 1); ++number)
        sight.pages.push_back(without_words(pages[static_cast<std::size_t>(number)]));
    sight.drag = context.page_drag;
    sight.right_to_left = context.environment.right_to_left;
    sight.edge = theme[Token::border_strong];
    sight.ground = theme[Token::border];
    sight.mark = theme[Token::accent];
    sight.mark.a = 110;
    sight.said = sight.said_edge = theme[Token::primary];
    sight.said.a = 50;
    if (view != nullptr) sight.marked = marked_on(document, *view, here);
    if (const auto* voice = context.voice;
        voice != nullptr && voice->word && *voice->word < page.words.size()) {
        sight.sentence = lines_of(page.words, voice->first_word, voice->last_word);
        sight.spoken = page.words[*voice->word];
    }
    node.draw = [sight = std::move(sight)](draw::Canvas& canvas, const base::Rect& area) {
        draw_sight(sight, canvas, area);
    };
    return node;
}

LookAt zoomed(const action::Reading& reading, float zoom) {
    return {zoom, reading.x, reading.y};
}

Node turning_row(const Context& context, const query::DocumentPage& document) {
    const auto& reading = context.entry.reading;
    const int last = static_cast<int>(document.paged.pages.size()) - 1;
    Node row = ui::row(16);
    row.add(ui::dimmed(ui::icon_button(kPreviousPage, context.tr("ui.document.previous"), "caret-left",
                                       ReadAction(action::ShowPage{reading.page - 1})),
                       reading.page > 0));
    Node where =
        ui::label({page_words(context, document), {}}, ui::type::kBody, Token::ink, Weight::semibold);
    where.id = "document/where";
    where.role = ui::Role::status;
    where.layout.grow = 1;
    where.text->centered = true;
    row.add(std::move(where));
    row.add(ui::dimmed(ui::icon_button(kNextPage, context.tr("ui.document.next"), "caret-right",
                                       ReadAction(action::ShowPage{reading.page + 1})),
                       reading.page < last));
    return row;
}

Node zoom_row(const Context& context) {
    const auto& reading = context.entry.reading;
    const auto nearer = std::find_if(kZooms.begin(), kZooms.end(),
                                     [&](float zoom) { return zoom > reading.zoom + kSameZoom; });
    const auto farther = std::find_if(kZooms.rbegin(), kZooms.rend(),
                                      [&](float zoom) { return zoom < reading.zoom - kSameZoom; });
    Node row = ui::row(16);
    row.add(ui::dimmed(ui::icon_button(kZoomOut, context.tr("ui.document.smaller"), "minus",
                                       ReadAction(zoomed(reading, farther == kZooms.rend() ? 1 : *farther))),
                       farther != kZooms.rend()));
    const auto percent = std::to_string(std::lround(reading.zoom * 100)) + " %";
    Node shown = ui::label({percent, {}}, ui::type::kBody, Token::ink, Weight::semibold);
    shown.text->centered = true;
    shown.layout.min_width = 120;
    shown.layout.grow = 1;
    row.add(std::move(shown));
    row.add(
        ui::dimmed(ui::icon_button(
                       kZoomIn, context.tr("ui.document.larger"), "plus",
                       ReadAction(zoomed(reading, nearer == kZooms.end() ? action::kMostPageZoom : *nearer))),
                   nearer != kZooms.end()));
    return row;
}

Node panel_row(const Context& context, const query::DocumentPage& document) {
    const auto& paged = document.paged;
    const auto& page = paged.pages[static_cast<std::size_t>(context.entry.reading.page)];
    const bool has_words = std::any_of(paged.pages.begin(), paged.pages.end(),
                                       [](const auto& one) { return !one.words.empty(); });
    Node row = ui::row(12);
    row.layout.wrap = true;
    if (has_words && context.voice != nullptr) row.add(listen_chip(context, document.language));
    const auto add = [&](ReadPanel panel, const char* id, const std::string& name, const char* icon_name) {
        row.add(ui::chip(id, name, icon_name, context.entry.reading.panel == panel,
                         ReadAction(action::ShowPanel{panel})));
    };
    if (paged.pages.size() > 1)
        add(ReadPanel::pages, "document/pages", context.tr("ui.document.pages"), "squares-four");
    if (!paged.outline.empty())
        add(ReadPanel::outline, "document/outline", context.tr("ui.document.outline"), "list-bullets");
    if (has_words)
        add(ReadPanel::search, "document/search", context.tr("ui.document.search"), "magnifying-glass");
    if (!page.links.empty())
        add(ReadPanel::links, "document/links", context.count("ui.document.links", page.links.size()),
            "link");
    return row;
}

Node document_content(const Context& given, const query::Data& data) {
    const auto& document = document_of(data);
    if (document.paged.pages.empty())
        return ui::empty_state("file-text", {given.tr("ui.document.not_here"), {}}, {});
    // New content may have fewer pages than there were.
    action::Entry entry = given.entry;
    entry.reading.page = std::clamp(entry.reading.page, 0, static_cast<int>(document.paged.pages.size()) - 1);
    const Context context = given.with(entry);
    const auto* view = static_cast<const DocumentView*>(context.document);
    const bool upright = context.portrait();
    const bool is_open = entry.reading.panel != ReadPanel::none;

    // The keys take the room of what turns and enlarges the page, and, lying, of its title.
    const bool has_keys = entry.reading.panel == ReadPanel::search && entry.keys_shown;

    Node bars = ui::column(12);
    if (auto hits = hits_line(context, view); !hits.children.empty()) bars.add(std::move(hits));
    Node turning = turning_row(context, document), zooming = zoom_row(context);
    if (upright && !has_keys) {
        Node line = ui::row(48);
        turning.layout.grow = zooming.layout.grow = 1;
        line.add(std::move(turning));
        line.add(std::move(zooming));
        bars.add(std::move(line));
    } else if (!has_keys) {
        bars.add(std::move(turning));
        bars.add(std::move(zooming));
    }
    if (!has_keys)
        if (auto voice = voice_controls(context, document.language); !voice.children.empty())
            bars.add(std::move(voice));
    bars.add(panel_row(context, document));

    Node whole = ui::column(0);
    whole.paint.fill = Token::surface;
    if (upright) {
        Node head = ui::column(0, ui::Edges::of(16, kDocumentMargin));
        head.add(titles(context, document));
        whole.add(std::move(head));
        whole.add(is_open ? document_panel(context, document, view) : page_node(context, document, view));
        bars.layout.padding = ui::Edges::of(16, kDocumentMargin);
        whole.add(std::move(bars));
        return whole;
    }
    whole.layout.direction = ui::Direction::row;
    whole.add(page_node(context, document, view));
    Node side = ui::column(20, ui::Edges::of(20, 24));
    side.layout.width = entry.reading.panel == ReadPanel::search ? kSideWithKeys : kSideWidth;
    if (!has_keys) {
        side.add(titles(context, document));
        side.children.back().layout.grow = 0;
    }
    side.add(std::move(bars));
    side.add(is_open ? document_panel(context, document, view) : ui::spacer());
    whole.add(std::move(side));
    return whole;
}

}  // namespace

Screen document_screen() {
    return {job_of_one<query::document>, document_content, true};
}

}  // namespace accueil::screens
