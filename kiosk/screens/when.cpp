// SPDX-License-Identifier: GPL-3.0-or-later
// "Quand puis-je y aller ?": the next openings of all places that answer a need and pass the filters, in the
// order of time, each with what speaks for it; and whom to call where the hours are not known.
#include <algorithm>

#include "kiosk/screens/list_filters.hpp"
#include "kiosk/screens/opening_words.hpp"
#include "kiosk/screens/openings.hpp"
#include "kiosk/screens/parts.hpp"
#include "kiosk/screens/screens.hpp"

namespace accueil::screens {

using action::ScreenKind;
using draw::Token;
using draw::Weight;
using ui::Node;

namespace {

constexpr int kWhenDays = 7;
constexpr float kTimeWidth = 310;

std::string span_words(const Context& context, const Opening& opening) {
    const auto time = [&](model::LocalMinutes at) {
        return time_words(context.catalog, context.language(), at);
    };
    if (!opening.to || *opening.to - opening.from >= std::chrono::days(1))
        return context.tr("ui.hours.all_day");
    if (opening.is_now) return context.tr("ui.when.until", {{"time", time(*opening.to)}});
    return context.tr("ui.hours.time.range", {{"time", time(opening.from)}, {"end", time(*opening.to)}});
}

Node opening_card(const Context& context, const Opening& opening) {
    const auto& place = opening.row->place;
    const auto name = words(context, place.name);
    const auto times = span_words(context, opening);
    Node card =
        ui::card_control("when/" + place.id + "/" + std::to_string(opening.from.time_since_epoch().count()),
                         times + ", " + name.text, open(ScreenKind::place, place.id), ui::Edges::of(20, 28));
    card.layout.direction = ui::Direction::row;
    card.layout.align = ui::Place::start;
    card.layout.gap = 24;
    Node when =
        ui::label({times, {}}, ui::type::kLead, opening.is_now ? Token::open : Token::ink, Weight::bold);
    when.layout.width = kTimeWidth;
    card.add(std::move(when));
    Node texts = ui::column(8);
    texts.layout.grow = 1;
    texts.add(ui::label(name, ui::type::kLead, Token::ink, Weight::semibold));
    std::string line;
    for (const auto& service : opening.row->services) {
        const auto shown = words(context, service.name).text;
        if (shown != name.text) line += (line.empty() ? "" : " · ") + shown;
    }
    if (!line.empty()) texts.add(ui::label({line, {}}, 24));
    auto facts = place_facts(context, place, opening.row->services);
    if (auto way = way_fact(context, place)) facts.insert(facts.begin(), std::move(*way));
    if (!facts.empty()) {
        Node reasons = ui::row(28);
        reasons.layout.wrap = true;
        for (auto& fact : facts)
            reasons.add(std::move(fact));
        texts.add(std::move(reasons));
    }
    card.add(std::move(texts));
    card.add(ui::icon("caret-right", 36, Token::primary));
    return card;
}

Node to_call(const Context& context, const query::PlaceRow& row) {
    const auto name = words(context, row.place.name);
    Node card = ui::card_control("when/ask/" + row.place.id, name.text, open(ScreenKind::place, row.place.id),
                                 ui::Edges::of(18, 28));
    card.layout.direction = ui::Direction::row;
    card.layout.align = ui::Place::center;
    card.layout.gap = 20;
    Node title = ui::label(name, ui::type::kBody, Token::ink, Weight::semibold);
    title.layout.grow = 1;
    card.add(std::move(title));
    if (!row.place.telephone.empty()) {
        card.add(ui::icon("phone", 32, Token::primary, true));
        card.add(ui::label({row.place.telephone, "fr"}, ui::type::kLead, Token::ink, Weight::bold));
    }
    card.add(ui::icon("caret-right", 32, Token::primary));
    return card;
}

Node when_content(const Context& context, const query::Data& data) {
    const auto& need = as<query::NeedPage>(data).value;
    Node page = ui::column(20);
    page.add(ui::heading({context.tr("ui.when.title"), {}}, 1, ui::type::kLarge));
    page.add(ui::fact(need.need.icon, words(context, need.need.title), ui::type::kLead));
    if (!need.rows.empty()) page.add(filter_chips(context, need.rows));
    const auto rows = narrowed(context, need.rows, context.entry.filters);
    std::optional<std::pair<model::LocalDay, DayPart>> moment;
    for (const auto& filter : context.entry.filters)
        if (const auto found = moment_of(filter)) moment = found;
    auto openings = openings_of(context, rows, kWhenDays);
    if (moment)
        std::erase_if(openings, [&](const Opening& opening) {
            const model::LocalMinutes day(moment->first);
            return opening.from >= day + std::chrono::minutes(moment->second.to) ||
                   (opening.to && *opening.to <= day + std::chrono::minutes(moment->second.from));
        });
    const auto today = model::day_of(context.now);
    const auto most = static_cast<std::size_t>(context.entry.listed);
    std::string heading;
    for (std::size_t i = 0; i < std::min(most, openings.size()); ++i) {
        const auto& opening = openings[i];
        auto day = opening.is_now
                       ? context.tr("ui.when.now")
                       : context.tr("ui.when.day", {{"day", day_words(context.catalog, context.language(),
                                                                      model::day_of(opening.from), today)}});
        if (day != heading) {
            heading = std::move(day);
            page.add(ui::heading({heading, {}}, 2, 38)).layout.padding.top = 12;
        }
        page.add(opening_card(context, opening));
    }
    if (openings.size() > most)
        page.add(ui::button("when/more",
                            context.count("ui.map.more", std::min(openings.size() - most,
                                                                  std::size_t{action::kListedAtFirst})),
                            "caret-down", action::ListMore{}));
    std::vector<Node> unknown;
    for (const auto& row : rows)
        if (std::none_of(openings.begin(), openings.end(),
                         [&](const auto& one) { return one.row->place.id == row.place.id; }))
            if (unknown.size() < most) unknown.push_back(to_call(context, row));
    if (openings.empty() && unknown.empty()) {
        std::vector<Node> ways;
        ways.push_back(context.entry.filters.empty()
                           ? ui::button("when/all", context.tr("ui.home.all"), "squares-four",
                                        action::Switch{ScreenKind::livret}, ui::ButtonKind::primary)
                           : ui::button("when/clear", context.tr("ui.filter.clear"), "x",
                                        action::ClearFilters{}, ui::ButtonKind::primary));
        page.add(ui::empty_state("clock-afternoon", {context.tr("ui.when.none"), {}}, std::move(ways)));
    }
    if (!unknown.empty()) {
        unknown.insert(unknown.begin(), ui::paragraph({context.tr("ui.when.ask"), {}}));
        page.add(section(context, "ui.when.unknown", std::move(unknown)));
    }
    return page;
}

}  // namespace

Screen when_screen() {
    return {job_of_one<query::need>, when_content};
}

}  // namespace accueil::screens
