// SPDX-License-Identifier: GPL-3.0-or-later
#include "kiosk/screens/parts.hpp"

#include <algorithm>
#include <cmath>

#include "sync/base/log.hpp"
#include "sync/model/capacity.hpp"

namespace accueil::screens {

using action::ScreenKind;
using draw::Token;
using draw::Weight;
using ui::Node;

ui::Words words(const Context& context, const model::Text& text) {
    const auto shown = text.in(context.language());
    return {std::string(shown.words), std::string(shown.language)};
}

action::Open open(ScreenKind screen, const std::string& id) {
    return {{screen, id}};
}

Node theme_pill(const Context& context, const model::Theme& theme) {
    return ui::pill(theme.icon, words(context, theme.title).text, Token::primary, Token::primary_soft);
}

Node card_picture(draw::ImagePtr poster, const std::string& icon) {
    Node frame = ui::column();
    frame.layout.width = 256;
    frame.layout.height = 144;
    frame.layout.distribute = ui::Distribute::center;
    frame.layout.align = ui::Place::center;
    frame.paint.radius = 12;
    if (poster) {
        // Beside the title of what it shows: to those who listen it is an ornament, so it has no role.
        frame.image = std::move(poster);
    } else {
        frame.paint.fill = Token::primary_soft;
        frame.add(ui::icon(icon, 72, Token::primary));
    }
    return frame;
}

std::optional<Node> media_line(const Context& context, const query::InitiativeSummary& initiative) {
    if (!initiative.has_video && initiative.documents == 0) return std::nullopt;
    Node media = ui::row(16);
    media.layout.wrap = true;
    if (initiative.has_video)
        media.add(ui::fact("video", {context.tr("ui.initiative.video"), {}}, 24, Token::ink_soft));
    if (initiative.documents > 0)
        media.add(ui::fact("file-text", {context.count("ui.count.documents", initiative.documents), {}}, 24,
                           Token::ink_soft));
    for (auto& child : media.children)
        child.children.back().layout.grow = 0;
    return media;
}

Node initiative_card(const Context& context, const query::InitiativeSummary& initiative,
                     std::optional<Node> picture) {
    const auto title = words(context, initiative.title);
    Node card = ui::card_control("initiative/" + initiative.id, title.text,
                                 open(ScreenKind::initiative, initiative.id), ui::Edges::all(24));
    card.layout.gap = 24;
    card.layout.direction = ui::Direction::row;
    card.layout.align = ui::Place::start;
    if (picture) card.add(std::move(*picture));
    Node texts = ui::column(12);
    texts.layout.grow = 1;
    texts.add(ui::label(title, ui::type::kLead, Token::ink, Weight::semibold));
    std::string line = initiative.place;
    if (!initiative.since.empty()) line += (line.empty() ? "" : " · ") + initiative.since.substr(0, 4);
    if (!line.empty()) texts.add(ui::label({line, {}}, 24, Token::ink_soft));
    auto summary = ui::label(words(context, initiative.summary), ui::type::kBody, Token::ink);
    summary.text->style.max_lines = 5;
    texts.add(std::move(summary));
    if (auto media = media_line(context, initiative)) texts.add(std::move(*media));
    card.add(std::move(texts));
    return card;
}

Node nearby_card(const Context& context, const query::NearbyPlace& nearby) {
    const auto name = words(context, nearby.place.name);
    Node card = ui::card_control("nearby/" + nearby.place.id, name.text,
                                 open(ScreenKind::place, nearby.place.id), ui::Edges::of(22, 24));
    card.layout.gap = 10;
    card.add(card_head(name, ui::type::kBody));
    const bool from_here = context.feed != nullptr && context.feed->here;
    std::string line = nearby.place.address;
    if (from_here) line = way_words(context, nearby.metres) + (line.empty() ? "" : " · ") + line;
    if (!line.empty()) card.add(ui::label({line, {}}, 24, Token::ink_soft));
    card.add(state_line(
        context, status_of(context, hours_of(nearby.place), nearby.place.coordinates, nearby.place.id)));
    if (auto notice = notice_line(context, nearby.place.id)) card.add(std::move(*notice));
    return card;
}

Node icon_badge(const std::string& icon_name, float side) {
    Node badge = ui::row(0);
    badge.layout.width = badge.layout.height = side;
    badge.layout.distribute = ui::Distribute::center;
    badge.paint.fill = Token::primary_soft;
    badge.paint.radius = 24;
    badge.add(ui::icon(icon_name, std::round(side * 0.6F), Token::primary));
    return badge;
}

Node card_head(ui::Words title, float size) {
    Node head = ui::row(20);
    Node words = ui::label(std::move(title), size, Token::ink, Weight::semibold);
    words.layout.grow = 1;
    head.add(std::move(words));
    head.add(ui::icon("caret-right", 34, Token::primary));
    return head;
}

Node need_tile(const Context& context, const model::Need& need, const std::string& note) {
    const auto title = words(context, need.title);
    Node tile = ui::card_control("need/" + need.id, title.text, open(ScreenKind::need, need.id),
                                 ui::Edges::of(context.portrait() ? 24 : 14, 24));
    tile.layout.direction = ui::Direction::row;
    tile.layout.gap = 24;
    tile.layout.align = ui::Place::center;
    tile.layout.min_height = context.portrait() ? 136 : 124;
    tile.add(icon_badge(need.icon, 88));
    Node texts = ui::column(4);
    texts.layout.grow = 1;
    texts.add(ui::label(title, ui::type::kLead, Token::ink, Weight::semibold));
    auto more = note.empty() ? words(context, need.words) : ui::Words{note, {}};
    if (!more.text.empty()) {
        auto line = ui::label(std::move(more), ui::type::kCaption, Token::ink_soft);
        line.text->style.max_lines = context.environment.text_factor > 1 ? 4 : 2;
        texts.add(std::move(line));
    }
    tile.add(std::move(texts));
    return tile;
}

Node section(const Context& context, const std::string& key, std::vector<Node> content) {
    Node node = ui::column(16);
    node.role = ui::Role::group;
    node.name = context.tr(key);
    node.layout.padding.top = 16;
    node.add(ui::heading({context.tr(key), {}}, 2, 38));
    for (auto& child : content)
        node.add(std::move(child));
    return node;
}

std::string distance_words(const Context& context, double metres) {
    if (metres < 995) {
        const long step = metres < 95 ? 5 : 10;
        const long whole = std::max(step, std::lround(metres / static_cast<double>(step)) * step);
        return context.tr("ui.distance.metres", {{"metres", std::to_string(whole)}});
    }
    if (metres >= 9'950)
        return context.tr("ui.distance.kilometres",
                          {{"kilometres", std::to_string(std::lround(metres / 1000))}});
    const long tenths = std::lround(metres / 100);
    std::string number = std::to_string(tenths / 10);
    if (tenths % 10 != 0) number += context.tr("ui.decimal_mark") + std::to_string(tenths % 10);
    return context.tr("ui.distance.kilometres", {{"kilometres", number}});
}

std::optional<CapacityWords> capacity_words(const Context& context, const model::Service& service) {
    const char *icon = nullptr, *key = nullptr;
    switch (model::capacity_today(service, model::day_of(context.now))) {
        case model::Capacity::unknown:
            return std::nullopt;
        case model::Capacity::available:
            icon = "check-circle";
            key = "ui.capacity.available";
            break;
        case model::Capacity::limited:
            icon = "warning-circle";
            key = "ui.capacity.limited";
            break;
        case model::Capacity::full:
            icon = "prohibit";
            key = "ui.capacity.full";
            break;
        case model::Capacity::waiting_list:
            icon = "clock";
            key = "ui.capacity.waiting_list";
            break;
    }
    return CapacityWords{icon, context.tr(key, {{"date", context.day(service.capacity_on)}})};
}

std::string address_lines(const model::Place& place) {
    std::string lines = place.address;
    const auto add = [&](const std::string& line) {
        if (!line.empty()) lines += (lines.empty() ? "" : "\n") + line;
    };
    add(place.address_complement);
    add(place.postcode + (place.postcode.empty() || place.municipality.empty() ? "" : " ") +
        place.municipality);
    return lines;
}

std::optional<double> metres_to(const Context& context, const model::Place& place) {
    if (context.feed == nullptr || !context.feed->here || !place.coordinates) return std::nullopt;
    return query::metres_between(*context.feed->here, *place.coordinates);
}

std::string way_words(const Context& context, double metres) {
    constexpr double kDetour = 1.33, kMetresAMinute = 75, kFarthestWalk = 5'000;
    const double streets = metres * kDetour;
    if (streets > kFarthestWalk) return distance_words(context, metres);
    const long minutes = std::max(1L, std::lround(streets / kMetresAMinute));
    return context.tr("ui.distance.way",
                      {{"distance", distance_words(context, metres)},
                       {"walk", context.count("ui.count.walk_minutes", static_cast<std::size_t>(minutes))}});
}

std::optional<Node> way_fact(const Context& context, const model::Place& place) {
    const auto metres = metres_to(context, place);
    if (!metres) return std::nullopt;
    Node way = ui::row(10);
    way.add(ui::icon("person-simple-walk", 30, Token::primary));
    way.add(ui::label({way_words(context, *metres), {}}, 24));
    return way;
}

std::string language_names(const Context& context, const std::vector<std::string>& languages) {
    std::string line;
    for (const auto& language : languages) {
        const std::string key = "language." + language;
        if (!line.empty()) line += context.language() == "ar" ? "، " : ", ";
        line += context.catalog.has("fr", key) ? context.tr(key) : language;
    }
    return line;
}

std::vector<Node> place_facts(const Context& context, const model::Place& place,
                              const std::vector<model::Service>& services) {
    std::vector<Node> facts;
    const auto add = [&](const char* icon_name, std::string text) {
        Node fact = ui::row(10);
        fact.add(ui::icon(icon_name, 30, Token::primary));
        fact.add(ui::label({std::move(text), {}}, 24, Token::ink));
        facts.push_back(std::move(fact));
    };
    if (place.unconditional == model::Answer::yes) add("hand-heart", context.tr("ui.place.unconditional"));
    bool none = !services.empty(), possible = false, required = !services.empty(), free = !services.empty();
    std::vector<std::string> languages = place.languages;
    for (const auto& service : services) {
        none = none && service.appointment == model::Appointment::none;
        possible = possible || service.appointment == model::Appointment::possible;
        required = required && service.appointment == model::Appointment::required;
        free = free && service.cost == model::Cost::free;
        if (languages.empty()) languages = service.languages;
    }
    if (none) add("door-open", context.tr("ui.appointment.none"));
    if (!none && possible) add("calendar", context.tr("ui.appointment.possible"));
    if (required) add("calendar", context.tr("ui.appointment.required"));
    if (free) add("coins", context.tr("ui.cost.free"));
    if (!services.empty()) {
        const auto first = capacity_words(context, services.front());
        const bool is_of_all = std::all_of(services.begin(), services.end(), [&](const auto& service) {
            const auto words = capacity_words(context, service);
            return words && first && words->text == first->text;
        });
        if (is_of_all) add(first->icon, first->text);
    }
    for (const auto& access : place.accessibility) {
        if (context.catalog.has("fr", "ui.access." + access)) {
            add(access == "boucle-magnetique" ? "ear"
                : access == "lsf"             ? "hand-palm"
                                              : "wheelchair",
                context.tr("ui.access." + access));
        }
    }
    if (languages.size() > 1 || (languages.size() == 1 && languages.front() != "fr"))
        add("chats", language_names(context, languages));
    return facts;
}

std::vector<std::pair<std::string, draw::ImagePtr>> load_posters(
    const std::vector<query::InitiativeSummary>& initiatives, int max_side) {
    std::vector<std::pair<std::string, draw::ImagePtr>> posters;
    for (const auto& initiative : initiatives) {
        if (!initiative.poster) continue;
        auto image = draw::load_image(*initiative.poster, max_side);
        if (image) {
            posters.emplace_back(initiative.id, std::move(*image));
        } else {
            base::log(base::LogLevel::warning, "screens", image.error().detail);
        }
    }
    return posters;
}

Node columns(const Context& context, Node first, Node second) {
    if (context.portrait()) {
        Node both = ui::column(40);
        both.add(std::move(first));
        both.add(std::move(second));
        return both;
    }
    Node both = ui::row(64, ui::Place::start);
    first.layout.grow = 3;
    second.layout.grow = 2;
    both.add(std::move(first));
    both.add(std::move(second));
    return both;
}

}  // namespace accueil::screens
