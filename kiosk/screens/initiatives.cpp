// SPDX-License-Identifier: GPL-3.0-or-later
// All initiatives, as large pictures or as dense rows; the map is the third way to look at the same.
#include <algorithm>
#include <cmath>

#include "kiosk/draw/shrink.hpp"
#include "kiosk/screens/initiative_filters.hpp"
#include "kiosk/screens/parts.hpp"
#include "kiosk/screens/proposal.hpp"
#include "kiosk/screens/screens.hpp"

namespace accueil::screens {

using action::InitiativeView;
using action::Look;
using action::ScreenKind;
using draw::Token;
using draw::Weight;
using ui::Node;

namespace {

// A picture of the gallery is as wide as a column of it; all of them together are held to a budget, so that
// of very many each is less sharp.
constexpr int kSharpest = 720, kLeastSharp = 240;
constexpr double kPictureBytes = 96e6, kBytesOfSquare = 4 / (16.0 / 9);
constexpr double kShape = 16.0 / 9;  // of every picture: they stand beside one another
constexpr float kCardEdge = 20, kGap = 20, kPageEdge = 40, kRowBadge = 64;

// Of the first theme that is known.
std::string theme_icon(const std::vector<model::Theme>& known, const std::vector<std::string>& themes) {
    for (const auto& id : themes)
        for (const auto& theme : known)
            if (theme.id == id) return theme.icon;
    return "lightbulb";
}

// "Depuis 2020", "2017 – 2018", "2020".
std::string years(const Context& context, const query::InitiativeFacts& facts) {
    if (!facts.first_year) return {};
    const auto first = std::to_string(*facts.first_year);
    if (!facts.last_year) return context.tr("ui.initiatives.since", {{"year", first}});
    if (*facts.last_year == *facts.first_year) return first;
    return context.tr("ui.initiatives.years", {{"first", first}, {"last", std::to_string(*facts.last_year)}});
}

std::string place_and_years(const Context& context, const query::InitiativeSummary& initiative) {
    const auto when = years(context, initiative.facts);
    if (when.empty() || initiative.place.empty()) return initiative.place + when;
    return initiative.place + " · " + when;
}

int gallery_columns(const Context& context) {
    return context.portrait() ? 2 : 3;
}

float gallery_picture_height(const Context& context) {
    const auto columns = static_cast<float>(gallery_columns(context));
    const float card = (context.size.width - 2 * kPageEdge - (columns - 1) * kGap) / columns;
    return std::round((card - 2 * kCardEdge) / static_cast<float>(kShape));
}

Node gallery_card(const Context& context, const query::Initiatives& content,
                  const query::InitiativeSummary& initiative, draw::ImagePtr poster) {
    const auto title = words(context, initiative.title);
    Node card = ui::card_control("initiative/" + initiative.id, title.text,
                                 open(ScreenKind::initiative, initiative.id), ui::Edges::all(kCardEdge));
    card.layout.gap = 18;
    Node picture = card_picture(std::move(poster), theme_icon(content.themes, initiative.themes));
    picture.layout.width.reset();
    picture.layout.height = gallery_picture_height(context);
    for (auto& child : picture.children)
        if (child.icon) child.icon->size = 120;
    card.add(std::move(picture));
    Node texts = ui::column(10, ui::Edges::of(0, 8));
    texts.add(ui::label(title, ui::type::kLead, Token::ink, Weight::semibold));
    if (const auto line = place_and_years(context, initiative); !line.empty())
        texts.add(ui::label({line, {}}, 24, Token::ink_soft));
    auto summary = ui::label(words(context, initiative.summary), 26);
    summary.text->style.max_lines = 4;
    texts.add(std::move(summary));
    if (auto media = media_line(context, initiative)) texts.add(std::move(*media));
    card.add(std::move(texts));
    return card;
}

Node initiative_row(const Context& context, const query::Initiatives& content,
                    const query::InitiativeSummary& initiative) {
    const auto title = words(context, initiative.title);
    Node row = ui::card_control("initiative/" + initiative.id, title.text,
                                open(ScreenKind::initiative, initiative.id), ui::Edges::of(12, 20));
    row.layout.direction = ui::Direction::row;
    row.layout.align = ui::Place::center;
    row.layout.gap = 20;
    row.layout.min_height = 92;
    row.paint.radius = ui::kRadius;
    Node badge = icon_badge(theme_icon(content.themes, initiative.themes), kRowBadge);
    badge.paint.radius = 14;
    row.add(std::move(badge));
    Node texts = ui::column(2);
    texts.layout.grow = 1;
    texts.add(ui::label(title, ui::type::kBody, Token::ink, Weight::semibold));
    if (const auto line = place_and_years(context, initiative); !line.empty()) {
        auto second = ui::label({line, {}}, ui::type::kCaption, Token::ink_soft);
        second.text->style.max_lines = 2;
        texts.add(std::move(second));
    }
    row.add(std::move(texts));
    row.add(ui::icon("caret-right", 32, Token::primary));
    return row;
}

Node none_left(const Context& context) {
    if (context.entry.filters.empty())
        return ui::empty_state("map-trifold", {context.tr("ui.initiatives.none"), {}}, {});
    std::vector<Node> ways;
    ways.push_back(ui::button("initiatives/clear", context.tr("ui.filter.clear"), "x", action::ClearFilters{},
                              ui::ButtonKind::primary));
    return ui::empty_state("funnel", {context.tr("ui.initiatives.none_left"), {}}, std::move(ways));
}

// The title, how many there are, and the other ways to look at them.
Node page_head(const Context& context, std::size_t count) {
    const bool is_list = context.entry.look == Look::list;
    Node titles = ui::column(4);
    titles.layout.grow = 1;
    titles.add(ui::heading({context.tr("ui.initiatives.title"), {}}, 1, ui::type::kLarge));
    if (count > 0) {
        Node words =
            ui::label({context.count("ui.count.initiatives", count), {}}, ui::type::kBody, Token::ink_soft);
        words.id = "initiatives/count";
        words.role = ui::Role::status;
        titles.add(std::move(words));
    }
    Node line = ui::row(24);
    line.layout.grow = context.portrait() ? 0 : 1;
    line.add(std::move(titles));
    if (auto way = propose_button(context)) line.add(std::move(*way));
    Node head = context.portrait() ? ui::column(16) : ui::row(24);
    head.add(std::move(line));
    Node views = ui::row(0);
    views.add(view_switch(context, is_list ? InitiativeView::list : InitiativeView::gallery));
    head.add(std::move(views));
    return head;
}

Node initiatives_content(const Context& context, const query::Data& data) {
    const auto& answer = as<query::Initiatives>(data);
    const auto& content = answer.value;
    const bool is_list = context.entry.look == Look::list;
    const auto& view = initiatives_view(context, content);
    Node page = ui::column(20);
    page.add(page_head(context, view.rows.size()));
    Node chips = initiative_chips(context, {content.themes, facts_list(content)}, view.offers);
    if (!chips.children.empty()) page.add(std::move(chips));
    if (view.rows.empty()) {
        page.add(none_left(context));
        return page;
    }
    Node list;
    list.role = ui::Role::list;
    list.name = context.tr("ui.initiatives.title");
    list.layout.columns = !is_list ? gallery_columns(context) : context.portrait() ? 1 : 2;
    list.layout.gap = is_list ? 12 : kGap;
    const auto shown = std::min(view.rows.size(), static_cast<std::size_t>(context.entry.listed));
    for (std::size_t i = 0; i < shown; ++i) {
        const auto& initiative = content.initiatives[view.rows[i]];
        list.add(is_list ? initiative_row(context, content, initiative)
                         : gallery_card(context, content, initiative, answer.picture(initiative.id)));
    }
    page.add(std::move(list));
    if (shown < view.rows.size())
        page.add(ui::button("initiatives/more",
                            context.count("ui.map.more", std::min(view.rows.size() - shown,
                                                                  std::size_t{action::kListedAtFirst})),
                            "caret-down", action::ListMore{}));
    return page;
}

query::Job list_job(const action::Route&) {
    return [](const query::Source& source) -> base::Result<query::DataPtr> {
        auto answer = std::make_shared<Loaded<query::Initiatives>>(TRY(query::initiatives(source)));
        const auto& all = answer->value.initiatives;
        const auto pictures =
            std::count_if(all.begin(), all.end(), [](const auto& one) { return one.poster.has_value(); });
        const double side = std::sqrt(kPictureBytes / (kBytesOfSquare * static_cast<double>(pictures + 1)));
        answer->pictures = load_posters(all, std::clamp(static_cast<int>(side), kLeastSharp, kSharpest));
        for (auto& [id, picture] : answer->pictures)
            picture = draw::cropped(std::move(picture), kShape);
        return query::DataPtr(std::move(answer));
    };
}

}  // namespace

Screen initiatives_screen() {
    return {list_job, initiatives_content};
}

}  // namespace accueil::screens
